"""`parley sweep`: play every point of an experiment, keep each finished piece, and say what it all means."""

import hashlib
import json
import shlex
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from experiments.estimates.questions import headline_of
from experiments.runs.engines import compiled_engine, far_engine, machine
from experiments.runs.progress import Progress
from experiments.runs.resume import begin_folder, telling_how_to_go_on
from experiments.runs.workers.threads import Backend
from experiments.store import json_text
from experiments.store.folder import Results, command_line
from experiments.store.manifest import Manifest
from experiments.store.reading import believed
from experiments.store.shards import Shard
from experiments.store.sums import FILE as HASHES
from experiments.sweep.csv_table import csv_text
from experiments.sweep.experiment import LoadedExperiment
from experiments.sweep.journal import Journal, PieceEntry
from experiments.sweep.planning import Planned, planned
from experiments.sweep.player import CHUNK, At, Given, Piece, Player, as_entry, at_once, rounds_of
from experiments.sweep.points import Layout, Point
from experiments.sweep.results import Told, object_of
from experiments.sweep.summary import SweepSummary
from experiments.sweep.sums import Sums
from experiments.sweep.told import in_order
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve

if TYPE_CHECKING:
    from experiments.runs.reservations import HashOf

JOURNAL = "pieces.jsonl"


class Request(NamedTuple):
    """What was asked for."""

    loaded: LoadedExperiment
    out: Path | None
    resume: bool
    quiet: bool
    shard: Shard | None = None
    scheduler: str | None = None
    command: tuple[str, ...] | None = None
    """What was typed to ask for it; if absent, the command that this process obeys."""
    hash_of: "HashOf | None" = None
    """What reads the scenario's file once more, to see whether it has changed; for whoever asks that again afterwards."""


Said = TypeVar("Said", bound=Mapping[str, object])


class Swept(NamedTuple, Generic[Said]):
    """A sweep that is done: what it says (None of a shard, which is not the whole), and where it is kept."""

    told: Said | None
    folder: Path


def experiment_hash(loaded: LoadedExperiment, points: list[Point]) -> str:
    """SHA-256 of what an experiment plays: its points, histories and headline."""
    experiment = loaded.experiment
    plan = [[dict(point.values), dict(point.sets)] for point in points]
    text = json.dumps([plan, experiment.histories, experiment.seed, experiment.asked, experiment.set], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def sweep(request: Request, backend: Backend) -> Swept[SweepSummary]:
    """Play an experiment, or a shard of it, and keep what it gives.

    StoreError if the folder cannot be used, BackendError if the workers are lost, Interrupted if the user stops it.
    """
    loaded = request.loaded
    plan = planned(loaded)
    points = plan.layout.points
    about = manifest(loaded, points, request.shard)
    if request.command is not None:
        about["command"] = list(request.command)
    scenario = resolve(loaded.base.scenario)
    results = begin_folder(request.out, loaded.file.stem, request.shard, about, scenario, request.resume)
    with telling_how_to_go_on(resume_line(request, results.folder), results.folder):
        sums = play(request, plan, results, backend)
        if request.shard is not None:
            return Swept(None, results.folder)
        return Swept(keep(loaded, plan.layout, plan.at, sums, results, about, request.hash_of), results.folder)


def play(request: Request, plan: Planned, results: Results, backend: Backend) -> Sums:
    """Play whatever is not in the journal yet."""
    loaded, experiment, points = request.loaded, request.loaded.experiment, plan.layout.points
    histories = experiment.histories
    journal: Journal[PieceEntry] = Journal(results.folder / JOURNAL, results.mark)
    sums = Sums(len(points), histories)
    with believed(journal.path):
        done = sums.take_all(journal.entries())
    total, played, left = counted(places_of(len(points), histories, request.shard), done)

    def missing() -> Iterator[Piece]:
        for point, first, count in places_of(len(points), histories, request.shard):
            if (point, first) not in done:
                yield Piece(point, first, count, plan.at(point))

    def take(pieces: list[Piece], given: list[Given]) -> list[tuple[Piece, Given]]:
        found = list(zip(pieces, given, strict=True))
        journal.write(*(as_entry(*each) for each in found))
        return found

    progress = Progress(total, request.quiet, points=len(points))
    progress.finish(sum(not left[point.number] for point in points))
    engine = far_engine() if request.scheduler else compiled_engine(progress.say, plan.base)
    headline = headline_of(experiment.asked, loaded.base.scenario)
    player = Player(plan.base, headline, experiment.seed, len(points), engine)
    progress.advance(played)
    with progress, journal:
        several = backend.each(player, take, at_once(missing(), total), progress.advance)
        for piece, given in chain.from_iterable(several):
            left[piece.point] -= 1
            progress.finish(not left[piece.point])
            sums.take(piece.point, piece.first, piece.length, given)
    return sums


def places_of(points: int, histories: int, shard: Shard | None) -> Iterator[tuple[int, int, int]]:
    """(point, first, count) of every piece that falls to a shard, in their order, made as they are asked for.

    There may be millions: a list of them would take more room than what is played.
    """
    return (each for i, each in enumerate(rounds_of(points, histories)) if takes(shard, i))


def counted(places: Iterable[tuple[int, int, int]], done: Container[tuple[int, int]]) -> tuple[int, int, Counter[int]]:
    """Histories of some pieces, those of them that are done, and how many pieces of each point are not."""
    total, played, left = 0, 0, Counter[int]()
    for point, first, count in places:
        total += count
        if (point, first) in done:
            played += count
        else:
            left[point] += 1
    return total, played, left


def keep(
    loaded: LoadedExperiment, layout: Layout, at: At, sums: Sums, results: Results,
    about: Manifest, hash_of: "HashOf | None" = None,
) -> SweepSummary:  # fmt: skip
    """Write what a sweep says, as JSON and as a table; the summary last, since it marks a sweep that is complete."""
    from experiments.figures.page import reserved
    from experiments.runs.figures import write_figures
    from experiments.runs.reservations import line_of_new
    from experiments.sweep.figure import figures_of

    hashes = {"experiment_sha256": about["experiment_sha256"], "scenario_sha256": about["scenario_sha256"]}
    told = object_of(loaded.experiment, layout, sums, at, loaded.base.scenario, hashes)
    with reserved(line_of_new(results.folder, told.summary["points"], hash_of)):
        write_figures(figures_of(told.summary), results)
    results.write("points.csv", csv_text(told.points).encode())
    results.write("summary.json", kept_text(told).encode())
    results.settle()
    return told.summary


def kept_text(told: Told) -> str:
    """What a sweep says as JSON, a line for each point: indented, thousands of them would be slow to write and to read."""
    before, after = json_text.text({**told.summary, "points": []}, indent=1).split('\n "points": []')
    points = ",\n  ".join(in_order(told.points, (group.lines() for group in told.points)))
    return f'{before}\n "points": [\n  {points}\n ]{after}\n'


def manifest(loaded: LoadedExperiment, points: list[Point], shard: Shard | None) -> Manifest:
    """What determines a sweep, and what it was made with."""
    made_with = machine()
    return {
        "experiment": str(loaded.file.resolve()),
        "experiment_sha256": experiment_hash(loaded, points),
        "scenario": str(loaded.scenario_file),
        "scenario_sha256": scenario_hash(resolve(loaded.base.scenario)),
        "seed": loaded.experiment.seed,
        "points": len(points),
        "histories": loaded.experiment.histories,
        "asked_for": dict(loaded.asked_for),
        "block": CHUNK,
        "rules_sha256": made_with["rules_sha256"],
        "versions": made_with["versions"],
        "platform": made_with["platform"],
        "command": command_line(),
        "shard": str(shard) if shard else None,
        "hashes": HASHES,
    }


def takes(shard: Shard | None, index: int) -> bool:
    """Whether a piece is to be played: all are, unless only a shard is asked for."""
    return shard is None or shard.takes(index)


def resume_line(request: Request, folder: Path) -> str:
    """What to say of a sweep that was stopped: what is kept, and the command that finishes it."""
    words = ["parley", "sweep", str(request.loaded.file)]
    words += [f"--{key}={value}" for key, value in request.loaded.asked_for.items()]
    words += ["--scheduler", request.scheduler] if request.scheduler else []
    words += ["--shard", str(request.shard)] if request.shard else []
    words += ["--out", str(folder), "--resume"]
    return f"Finished pieces are kept in {folder}; to go on:\n  {shlex.join(words)}"
