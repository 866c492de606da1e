"""Play a base and its variants on the same histories, and say what differs."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import isfinite
from typing import NamedTuple

import numpy as np

from experiments.compare.flips import Flips, flips, together
from experiments.compare.results import ComparisonResult, Differences, Flipped, PairedDifference, PartResult
from experiments.compare.through import through
from experiments.estimates.questions import Question, answers, questions_by_name
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Paired, Tally, add, anytime_verdict
from experiments.estimates.tally import run_object, summary_sums
from experiments.runs.blocks import BLOCK, Engine, play_block
from experiments.runs.workers.threads import Backend, Beat, deaf
from experiments.words.names import asked_title
from experiments.words.places import change_title
from sim.engine.arrays import Compiled
from sim.scenario.data import scenario_hash
from sim.scenario.vocabulary import Scenario

SMALLEST = 250  # histories in a piece, at least
KEPT = 100_000  # histories of a base that are kept: some megabytes


class Variant(NamedTuple):
    """A variant: its name, what `--set` changed in it, its scenario, compiled, and each of its changes as a variant."""

    name: str
    changes: tuple[str, ...]
    compiled: Compiled
    parts: "tuple[Variant, ...]" = ()


def with_parts(variants: Sequence[Variant]) -> list[Variant]:
    """All that is played beside a base: the variants, and then the parts of each."""
    return [*variants, *(part for variant in variants for part in variant.parts)]


class Compared(NamedTuple):
    """A base and its variants, as plain run objects, and who flipped."""

    scenario: Scenario
    base: RunSummary
    results: list[RunSummary]
    """Of the variants, and then of their parts; so are the flips."""
    flips: list[dict[Question, Flips]]


Piece = tuple[int, int]
"""The first of some histories, and how many they are."""


class Said(NamedTuple):
    """What some histories say: their sums, and each one's yes or no to every question."""

    sums: Tally
    answers: Mapping[Question, np.ndarray]


def said(compiled: Compiled, piece: Piece, seed: int, engine: Engine, beat: Beat) -> Said:
    """What the histories of a piece say, played now."""
    played = play_block(compiled, seed, *piece, engine, beat)
    return Said(summary_sums(played.columns, compiled), answers(played.columns, compiled))


class Base:
    """What variants are compared with: it keeps what its histories said, and its hash, for the next variant."""

    def __init__(self, compiled: Compiled):
        self.compiled = compiled
        self._kept: dict[tuple[int, Piece], Said] = {}
        self._lock = threading.Lock()

    @cached_property
    def sha256(self) -> str:
        """The hash of its scenario."""
        return scenario_hash(self.compiled.scenario)

    def said(self, piece: Piece, seed: int, engine: Engine, beat: Beat) -> Said:
        """What the histories of a piece say: as kept, or played now."""
        found = self._kept.get((seed, piece))
        if found is not None:
            beat(piece[1])
            return found
        new = said(self.compiled, piece, seed, engine, beat)
        with self._lock:
            if sum(count for _, (_, count) in self._kept) + piece[1] <= KEPT:
                self._kept[seed, piece] = new
        return new


def pieces(first: int, end: int, workers: int) -> Iterator[Piece]:
    """The histories first … end − 1 in pieces, so that every worker has one; what all say does not depend on the pieces."""
    size = max(SMALLEST, min(BLOCK, -(-(end - first) // workers)))
    for start in range(first, end, size):
        yield start, min(size, end - start)


Pairs = list[dict[Question, Flips]]
"""For each variant, who flipped in each question."""


def never(pairs: Pairs) -> bool:
    """No reason to stop before all histories are played."""
    return False


def compare(
    base: Base, variants: Sequence[Variant], histories: int, seed: int, engine: Engine, backend: Backend,
    advance: Beat = deaf, schedule: Iterable[int] = (), enough: Callable[[Pairs], bool] = never,
) -> Compared:  # fmt: skip
    """Play base and variants on the histories 0 … histories − 1; `advance` hears of histories played.

    With a schedule that ends there, it is looked at after so many of them, and stops where that is `enough`. What the
    base has kept is not played again.
    """
    beside = with_parts(variants)
    runs = (base.compiled, *(variant.compiled for variant in beside))

    def play(piece: Piece, beat: Beat) -> list[Said]:
        return [base.said(piece, seed, engine, beat), *(said(each, piece, seed, engine, beat) for each in runs[1:])]

    def keep(piece: Piece, found: list[Said]) -> tuple[list[Tally], Pairs]:
        before = found[0].answers
        return [each.sums for each in found], [flips(before, each.answers, piece[0]) for each in found[1:]]

    hashes: list[str] = []

    def meanwhile() -> None:
        hashes[:] = hashes or [base.sha256, *(scenario_hash(each.scenario) for each in runs[1:])]

    totals: list[Tally] = [{} for _ in runs]
    pairs: Pairs = [{} for _ in beside]
    done = 0
    for n in chain(schedule, [histories]):
        for sums, found in backend.each(play, keep, pieces(done, n, backend.workers), advance, meanwhile):
            totals = [add(total, each) for total, each in zip(totals, sums, strict=True)]
            pairs = [together(before, each) for before, each in zip(pairs, found, strict=True)]
        done = n
        if enough(pairs[: len(variants)]):
            break
    results = [run_object(*each, seed) for each in zip(totals, runs, hashes, strict=True)]
    return Compared(base.compiled.scenario, results[0], results[1:], pairs)


def as_object(compared: Compared, variants: Sequence[Variant]) -> ComparisonResult:
    """What `compare --json` prints."""
    beside = iter(list(zip(compared.results, compared.flips, strict=True))[len(variants) :])
    return {
        "answers": compared.scenario.answers,
        "titles": {name: asked_title(name, compared.scenario) for name in questions_by_name(compared.scenario)},
        "base": compared.base,
        "variants": [
            {
                "name": variant.name,
                "set": list(variant.changes),
                "result": result,
                "difference": nested({question: told(f.difference) for question, f in found.items()}),
                "through": through(compared.base, result),
                "parts": parts_told(compared.scenario, [(part.name, *next(beside)) for part in variant.parts]),
                "flipped": flipped(found),
            }
            for variant, result, found in zip(variants, compared.results, compared.flips, strict=False)
        ],
    }


def parts_told(
    scenario: Scenario, played: Sequence[tuple[str, RunSummary, Mapping[Question, Flips]]]
) -> list[PartResult]:
    """What each change alone does to the answer, the largest first; nothing where the scenario does not say what answers."""
    if scenario.answers is None:
        return []
    asked = questions_by_name(scenario)[scenario.answers]
    found: list[PartResult] = [
        {
            "change": change,
            "title": change_title(change, scenario),
            "answer": result["answer"],
            "difference": told(flips[asked].difference),
        }
        for change, result, flips in played
        if result["answer"] is not None and asked in flips
    ]
    return sorted(found, key=lambda part: -abs(part["difference"]["d"]))


def told(difference: Paired) -> PairedDifference:
    """A paired difference as plain data, with a verdict; the gain is null where pairing left no variance at all."""
    gain = difference.variance_gain
    return {
        "d": difference.d, "lo": difference.lo, "hi": difference.hi,
        "gained": difference.gained, "lost": difference.lost,
        "variance_gain": gain if isfinite(gain) else None,
        "verdict": anytime_verdict(difference.gained, difference.lost),
    }  # fmt: skip


def nested(differences: Mapping[Question, PairedDifference]) -> Differences:
    """Differences in the shape of the run object: a rung's own is that of reaching it."""
    found: Differences = {"progress": differences["progress",], "outcomes": {}, "tables": {}}
    for question, difference in differences.items():
        if question[0] == "outcomes":
            found["outcomes"][question[1]] = difference
        elif question[0] == "tables" and question[2] == "collapsed":
            found["tables"][question[1]] = {"collapsed": difference, "rungs": {}}
        elif question[0] == "tables" and question[4] == "reached":
            signed, ended = (differences[(*question[:4], what)] for what in ("signed", "ended"))
            found["tables"][question[1]]["rungs"][question[3]] = {**difference, "signed": signed, "ended": ended}
    return found


def flipped(found: Mapping[Question, Flips]) -> dict[str, Flipped]:
    """The first histories that flipped, by number, for progress and every outcome."""
    named = {".".join(question): f for question, f in found.items() if question[0] in {"progress", "outcomes"}}
    return {name: {"gained": list(f.gained), "lost": list(f.lost)} for name, f in named.items()}
