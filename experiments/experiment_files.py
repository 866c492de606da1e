"""An experiment file of any design, a sweep or an analysis: played, or made whole of its shards."""

from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.runs.merge import Merged, Piece, all_or_nothing, shards_in
from experiments.runs.workers.threads import Backend
from experiments.sensitivity import run as analysis
from experiments.sensitivity.player import from_entry
from experiments.sensitivity.run import analyse
from experiments.sensitivity.summary import AnalysisSummary
from experiments.store.folder import Results, StoreError
from experiments.store.manifest import Manifest
from experiments.store.reading import believed
from experiments.store.sums import FILE as HASHES
from experiments.sweep import run
from experiments.sweep.experiment import ANALYSES, LoadedExperiment, load_experiment
from experiments.sweep.journal import BlockEntry, Journal, PieceEntry
from experiments.sweep.planning import planned
from experiments.sweep.player import rounds_of
from experiments.sweep.run import JOURNAL, Request, Swept, sweep
from experiments.sweep.summary import SweepSummary
from experiments.sweep.sums import Sums
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.document import ScenarioError

Entry = PieceEntry | BlockEntry
"""A line of the journal of a sweep, or of an analysis."""
Said = SweepSummary | AnalysisSummary


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds a sweep or a shard of one."""
    return (folder / JOURNAL).exists()


def merge(folders: Sequence[Path], out: Path, command: Sequence[str]) -> Merged[Said]:
    """Make one results folder of the shards of a sweep; StoreError, and nothing written, if they do not make a whole."""
    shards = shards_in(folders, out)
    plan = plan_of(shards[0])
    entries: dict[tuple[int, int], Entry] = {}
    for shard in shards:
        with believed(shard.results.folder / JOURNAL):
            entries |= {place(entry): entry for entry in journal_of(shard.results).entries()}
    check_finished(shards, plan, entries)
    about = shards[0].manifest | {"shard": None, "command": list(command), "hashes": HASHES}
    results = Results.begin(out, about, resolve(plan.loaded.base.scenario), resume=False)
    with all_or_nothing(results):
        with journal_of(results) as journal:
            for _, entry in sorted(entries.items()):
                journal.write(entry)
        told = plan.conclude((entries[each] for each in plan.places()), results, about)
    return Merged(told, out, len(shards))


def journal_of(results: Results) -> Journal[Entry]:
    """The journal of a sweep or of an analysis."""
    return Journal(results.folder / JOURNAL, results.mark)


class Plan(NamedTuple):
    """What a sweep or an analysis plays: the places of its pieces in their order, and how it comes to its end."""

    loaded: LoadedExperiment
    sha256: str
    places: Callable[[], Iterable[tuple[int, int]]]
    conclude: Callable[[Iterable[Entry], Results, Manifest], Said]


def place(entry: Entry) -> tuple[int, int]:
    """Where an entry belongs: a piece's point and first history, or a block's number."""
    return (entry["block"], 0) if "block" in entry else (entry["point"], entry["first"])


def plan_of(shard: Piece) -> Plan:
    """The plan that a shard is of, from the experiment's file; StoreError if that says something else by now."""
    file, asked_for = Path(shard.manifest["experiment"]), shard.manifest.get("asked_for", {})
    try:
        loaded = load_experiment(file).with_changes(*map(asked_for.get, ("histories", "seed", "points")))
        plan = plan_of_analysis(loaded) if loaded.experiment.design in ANALYSES else plan_of_sweep(loaded)
    except ScenarioError as error:
        raise StoreError(f"the experiment of these shards cannot be read: {error.problems[0]}") from None
    if scenario_hash(resolve(loaded.base.scenario)) != shard.manifest.get("scenario_sha256"):
        raise StoreError(f"the scenario of {file} is not the one that these shards were made with")
    if plan.sha256 != shard.manifest.get("experiment_sha256"):
        raise StoreError(f"{file} is not the experiment that these shards were made with")
    return plan


def plan_of_sweep(loaded: LoadedExperiment) -> Plan:
    """The plan of a sweep."""
    _, layout, at = planned(loaded)
    points = layout.points
    histories = loaded.experiment.histories

    def places() -> Iterable[tuple[int, int]]:
        return ((point, first) for point, first, _ in rounds_of(len(points), histories))

    def conclude(entries: Iterable[Entry], results: Results, about: Manifest) -> SweepSummary:
        sums = Sums(len(points), histories)
        sums.take_all(entry for entry in entries if "point" in entry)
        return run.keep(loaded, layout, at, sums, results, about)

    return Plan(loaded, run.experiment_hash(loaded, points), places, conclude)


def plan_of_analysis(loaded: LoadedExperiment) -> Plan:
    """The plan of a sensitivity analysis."""
    subject, blocks = analysis.planned(loaded)

    def conclude(entries: Iterable[Entry], results: Results, about: Manifest) -> AnalysisSummary:
        done = dict(from_entry(entry) for entry in entries if "block" in entry)
        return analysis.keep(loaded, subject, blocks, done, results, about)

    sha256 = analysis.manifest(loaded, subject, blocks, None)["experiment_sha256"]
    return Plan(loaded, sha256, lambda: [(block.number, 0) for block in blocks], conclude)


def check_finished(shards: Sequence[Piece], plan: Plan, entries: Container[tuple[int, int]]) -> None:
    """StoreError if a shard lacks pieces."""
    for shard in shards:
        lost = sum(shard.shard.takes(i) and each not in entries for i, each in enumerate(plan.places()))
        if lost:
            raise StoreError(f"{shard}: {lost} pieces are missing; finish with --shard i/n --out DIR --resume")


def points_planned(loaded: LoadedExperiment) -> int:
    """How many points an experiment plays, all looked at that is before it is played; ScenarioError if it cannot be."""
    if loaded.experiment.design in ANALYSES:
        _, blocks = analysis.planned(loaded)
        return sum(len(block.points) for block in blocks)
    return len(planned(loaded).layout.points)


def play_experiment(request: Request, backend: Backend) -> Swept[SweepSummary] | Swept[AnalysisSummary]:
    """Play an experiment, or a shard of it, and keep what it gives; raises what `sweep` raises."""
    analysed = request.loaded.experiment.design in ANALYSES
    return analyse(request, backend) if analysed else sweep(request, backend)
