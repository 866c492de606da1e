"""Shards of a sweep → one results folder, as if all pieces had been played in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.merging import Merged, Piece, all_or_nothing, check_alike, check_whole, opened
from experiments.store import Results, StoreError
from experiments.sweep.experiment import LoadedExperiment, load_experiment
from experiments.sweep.journal import Journal
from experiments.sweep.pieces import rounds_of
from experiments.sweep.points import Point
from experiments.sweep.results import Sums
from experiments.sweep.sweeping import JOURNAL, experiment_hash, keep, planned
from sim.documents import ScenarioError


def is_sweep(folder: Path) -> bool:
    """Whether a folder holds a sweep or a shard of one."""
    return (folder / JOURNAL).exists()


def merge(folders: Sequence[Path], out: Path, command: Sequence[str]) -> Merged:
    """Make one results folder of the shards of a sweep; StoreError, and nothing written, if they do not make a whole."""
    if out.exists():
        raise StoreError(f"{out} exists already: choose another --out")
    shards = [opened(folder) for folder in folders]
    check_alike(shards)
    check_whole(shards)
    loaded, points = experiment_of(shards[0])
    entries = {place(entry): entry for shard in shards for entry in Journal(shard.results.folder / JOURNAL).entries()}
    check_finished(shards, points, entries)
    about = shards[0].manifest | {"shard": None, "command": list(command)}
    results = Results.begin(out, about, loaded.base.scenario, resume=False)
    with all_or_nothing(results):
        with Journal(out / JOURNAL) as journal:
            for _, entry in sorted(entries.items()):
                journal.write(entry)
        sums = Sums(len(points), loaded.experiment.histories)
        sums.take_all(entries.values())
        told = keep(loaded, points, sums, results, about)
    return Merged(told, out, len(shards))


def place(entry: dict[str, Any]) -> tuple[int, int]:
    """Point and first history of a piece."""
    return entry["point"], entry["first"]


def experiment_of(shard: Piece) -> tuple[LoadedExperiment, list[Point]]:
    """The experiment that a shard is of, from its file; StoreError if the file says something else by now."""
    file, asked_for = Path(shard.manifest["experiment"]), shard.manifest.get("asked_for", {})
    try:
        loaded = load_experiment(file).with_changes(asked_for.get("histories"), asked_for.get("seed"))
        points = planned(loaded)
    except ScenarioError as error:
        raise StoreError(f"the experiment of these shards cannot be read: {error.problems[0]}") from None
    if experiment_hash(loaded, points) != shard.manifest.get("experiment_sha256"):
        raise StoreError(f"{file} is not the experiment that these shards were made with")
    return loaded, points


def check_finished(shards: Sequence[Piece], points: Sequence[Point], entries: dict[tuple[int, int], Any]) -> None:
    """StoreError if a shard lacks pieces."""
    pieces = list(rounds_of(len(points), shards[0].histories))
    for shard in shards:
        lost = sum(shard.shard.takes(i) and piece[:2] not in entries for i, piece in enumerate(pieces))
        if lost:
            raise StoreError(f"{shard}: {lost} pieces are missing; finish with --shard i/n --out DIR --resume")
