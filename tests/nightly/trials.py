"""Damaged inputs of every kind, each given to the command that reads it: what became of them."""

import multiprocessing
import random
import shlex
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.nightly.inputs import folders, options, requests, scenarios, tables
from tests.nightly.judged import REFUSED, contents, harm
from tests.nightly.samples import made
from tests.nightly.watched import PATIENCE, obey, watch

Words = list[str]
Make = Callable[[random.Random, Path, Path], Words | Callable[[], int]]

KINDS: dict[str, tuple[str, Make, float]] = {
    "scenario": ("scenario files", scenarios.scenario, 0.28),
    "extended": ("variants that extend a scenario", scenarios.extended, 0.12),
    "setting": ("values of --set", options.setting, 0.16),
    "option": ("other options", options.option, 0.06),
    "experiment": ("experiments and their rows", tables.experiment, 0.08),
    "question": ("questions of a forecast", tables.question, 0.06),
    "answer": ("answers and sealed forecasts", tables.answer, 0.05),
    "stakeholder": ("tables and profiles of stakeholders", tables.stakeholder, 0.08),
    "results": ("results folders", folders.results, 0.05),
    "request": ("requests to the server", requests.request, 0.06),
}
"""By name: what it is in words, what makes a trial, and its share of all trials."""


class Found(NamedTuple):
    """What became of a trial."""

    kind: str
    seed: int
    words: str
    status: int | None
    seconds: float
    harm: tuple[str, ...]
    messages: str


def shares(total: int) -> dict[str, int]:
    """How many trials of each kind make so many."""
    return {name: max(1, round(total * share)) for name, (_, _, share) in KINDS.items()}


def tried(kind: str, seed: int, samples: Path, keep: Path | None = None) -> Found:
    """Make the trial of this seed, and see how it ends; its folder is left at `keep` if that is given."""
    _, make, _ = KINDS[kind]
    rng = random.Random(f"{kind} {seed}")
    with tempfile.TemporaryDirectory(prefix="nightly") as room:
        folder = Path(room) / "work"
        folder.mkdir()
        given = make(rng, folder, samples)
        if keep:
            shutil.copytree(folder, keep, symlinks=True)
        before = contents(folder)
        words = given if isinstance(given, list) else None
        ending = obey(given, folder) if isinstance(given, list) else watch(given, folder, PATIENCE)
        wrong = harm(ending, before, contents(folder))
    said = (ending.messages or ending.output)[-2000:]
    told = shlex.join(["parley", *words])[:300] if words else "a request"
    return Found(kind, seed, told, ending.status, ending.seconds, tuple(wrong), said)


def all_tried(counts: dict[str, int], first: int, workers: int, samples: Path) -> Iterator[Found]:
    """Try so many of each kind, with seeds from `first` on, in worker processes; in no order."""
    trials = [(kind, first + i, samples) for kind, count in counts.items() for i in range(count)]
    random.Random(0).shuffle(trials)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap_unordered(_one, trials, chunksize=4)


def _one(trial: tuple[str, int, Path]) -> Found:
    return tried(*trial)


def mutations(total: int, first: int, workers: int, say: Callable[[str], None]) -> dict[str, object]:
    """Try so many damaged inputs, and say of each that did harm how to see it again; the counts for the record."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="samples") as room:
        samples = made(Path(room))
        rows: dict[str, dict[str, float]] = {}
        harmed = []
        for found in all_tried(shares(total), first, workers, samples):
            row = rows.setdefault(found.kind, dict.fromkeys(("tried", "refused", "harmed", "seconds"), 0))
            row["tried"] += 1
            row["refused"] += found.status == REFUSED
            row["harmed"] += bool(found.harm)
            row["seconds"] += found.seconds
            if found.harm:
                harmed.append(f"{found.kind} {found.seed}")
                say(f"{found.kind} {found.seed}: {'; '.join(found.harm)}\n  {found.words}\n  {found.messages[-400:]}\n  python -m tests.nightly again {found.kind} {found.seed}")  # fmt: skip
    return {
        "first": first, "rows": {name: rows[name] for name in KINDS if name in rows}, "harmed": sorted(harmed),
        "seconds": time.monotonic() - began,
    }  # fmt: skip


def again(kind: str, seed: int, keep: Path | None, say: Callable[[str], None]) -> bool:
    """Try one input once more and say all that it said; whether it did no harm."""
    with tempfile.TemporaryDirectory(prefix="samples") as room:
        samples = Path(room)
        if kind in {"results", "answer"}:
            made(samples)
        else:
            from tests.nightly.samples import written

            written(samples)
        found = tried(kind, seed, samples, keep)
    say(f"{found.words}\nexit status {found.status}, {found.seconds:.2f} s\n{found.messages}")
    for each in found.harm:
        say(f"harm: {each}")
    return not found.harm
