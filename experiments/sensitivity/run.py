"""`parley sweep` on a sensitivity design: play its blocks, keep each in the journal, and say what rests on what."""

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from experiments.describe.evidence import KINDS, Kind
from experiments.estimates.questions import headline_of
from experiments.runs.engines import compiled_engine, machine
from experiments.runs.progress import Progress
from experiments.runs.resume import begin_folder, telling_how_to_go_on
from experiments.runs.workers.threads import Backend
from experiments.sensitivity.csv_table import csv_text
from experiments.sensitivity.numbers import Subject, subject_of
from experiments.sensitivity.plans import Block, Group, morris_blocks, sobol_blocks
from experiments.sensitivity.player import Player, as_entry, from_entry
from experiments.sensitivity.results import Seen, object_of
from experiments.sensitivity.summary import AnalysisSummary
from experiments.store.folder import Results, as_json, command_line
from experiments.store.manifest import Manifest
from experiments.store.reading import believed
from experiments.store.shards import Shard
from experiments.store.sums import FILE as HASHES
from experiments.sweep.experiment import Experiment, LoadedExperiment
from experiments.sweep.journal import BlockEntry, Journal
from experiments.sweep.run import JOURNAL, Request, Swept, resume_line, takes
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.document import ScenarioError

LEAST = 2  # histories at a point


def analyse(request: Request, backend: Backend) -> Swept[AnalysisSummary]:
    """Play an analysis, or a shard of it, and keep what it gives; raises what `sweep` raises."""
    subject, blocks = planned(request.loaded)
    about = manifest(request.loaded, subject, blocks, request.shard)
    loaded, scenario = request.loaded, resolve(request.loaded.base.scenario)
    results = begin_folder(request.out, loaded.file.stem, request.shard, about, scenario, request.resume)
    with telling_how_to_go_on(resume_line(request, results.folder), results.folder):
        done = play(request, subject, blocks, results, backend)
        told = keep(request.loaded, subject, blocks, done, results, about) if request.shard is None else None
        return Swept(told, results.folder)


def planned(loaded: LoadedExperiment) -> tuple[Subject, list[Block]]:
    """What is analysed, and all that is to be played; ScenarioError if it cannot be."""
    if loaded.experiment.histories < LEAST:
        message = f"needs at least {LEAST} histories at a point: two halves are set against each other"
        raise ScenarioError([loaded.document.problem(("design",), message)])
    subject = subject_of(loaded)
    return subject, blocks_of(loaded.experiment, subject)


def groups_of(subject: Subject) -> dict[Kind, Group]:
    """The numbers that rest on each kind of evidence, by index, the strongest kind first."""
    found = {kind: tuple(i for i, number in enumerate(subject.numbers) if number.kind == kind) for kind in KINDS}
    return {kind: group for kind, group in found.items() if group}


def blocks_of(experiment: Experiment, subject: Subject) -> list[Block]:
    """All that is to be played."""
    assert experiment.points is not None
    count, seed = len(subject.numbers), experiment.seed
    if experiment.design == "morris":
        return morris_blocks(experiment.points, count, experiment.histories, seed)
    return sobol_blocks(experiment.points, count, groups_of(subject), experiment.histories, seed)


def play(
    request: Request, subject: Subject, blocks: list[Block], results: Results, backend: Backend
) -> dict[int, np.ndarray]:
    """The counts of each block, by number: those of the journal, and the others played now."""
    experiment = request.loaded.experiment
    journal: Journal[BlockEntry] = Journal(results.folder / JOURNAL, results.mark)
    with believed(journal.path):
        done = dict(map(from_entry, journal.entries()))
        _ = [blocks[number] for number in done]
    mine = [block for block in blocks if takes(request.shard, block.number)]

    def take(block: Block, counts: np.ndarray) -> tuple[int, np.ndarray]:
        journal.write(as_entry(block, counts))
        progress.finish(len(block.points))
        return block.number, counts

    points = sum(len(block.points) for block in mine)
    progress = Progress(points * experiment.histories, request.quiet, points=points)
    if not request.scheduler:
        compiled_engine(progress.say)
    player = Player(
        subject.compiled, [number.paths for number in subject.numbers],
        headline_of(experiment.asked, subject.compiled.scenario), experiment.histories, experiment.seed,
    )  # fmt: skip
    played = sum(len(blocks[number].points) for number in done)
    progress.finish(played)
    progress.advance(played * experiment.histories)
    with progress, journal:
        missing = [block for block in mine if block.number not in done]
        done.update(backend.each(player, take, missing, progress.advance))
    return done


def keep(
    loaded: LoadedExperiment, subject: Subject, blocks: list[Block], done: Mapping[int, np.ndarray],
    results: Results, about: Manifest,
) -> AnalysisSummary:  # fmt: skip
    """Write what an analysis says, as JSON, as a table and as figures; the summary last, since it marks the end."""
    from experiments.runs.figures import write_figures
    from experiments.sensitivity.figure import figures_of

    hashes = {"experiment_sha256": about["experiment_sha256"], "scenario_sha256": about["scenario_sha256"]}
    seen = [Seen(block, done[block.number]) for block in blocks]
    told = object_of(loaded.experiment, subject, groups_of(subject), seen, hashes)
    write_figures(figures_of(told), results)
    results.write("numbers.csv", csv_text(told).encode())
    results.write("summary.json", as_json(told))
    results.settle()
    return told


def manifest(loaded: LoadedExperiment, subject: Subject, blocks: list[Block], shard: Shard | None) -> Manifest:
    """What determines an analysis, and what it was made with."""
    experiment, made_with = loaded.experiment, machine()
    fingerprint = scenario_hash(resolve(subject.compiled.scenario))
    plan = [
        experiment.design, experiment.points, experiment.histories, experiment.seed, experiment.asked, fingerprint,
        [[number.name, number.kind, *number.paths] for number in subject.numbers],
    ]  # fmt: skip
    return {
        "experiment": str(loaded.file.resolve()),
        "experiment_sha256": hashlib.sha256(json.dumps(plan).encode()).hexdigest(),
        "scenario": str(loaded.scenario_file),
        "scenario_sha256": scenario_hash(resolve(loaded.base.scenario)),
        "seed": experiment.seed,
        "points": sum(len(block.points) for block in blocks),
        "histories": experiment.histories,
        "asked_for": dict(loaded.asked_for),
        "block": len(blocks[0].points),
        "rules_sha256": made_with["rules_sha256"],
        "versions": made_with["versions"],
        "platform": made_with["platform"],
        "command": command_line(),
        "shard": str(shard) if shard else None,
        "hashes": HASHES,
    }
