"""Play a base and its variants on the same histories, and say what differs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from math import isfinite
from typing import NamedTuple

from experiments.compare.flips import Flips, flips, together
from experiments.compare.results import ComparisonResult, Differences, Flipped, PairedDifference, PartResult
from experiments.compare.through import through
from experiments.estimates.questions import Question, answers, questions_by_name
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Paired, Tally, add, anytime_verdict
from experiments.estimates.tally import run_object, tally
from experiments.runs.blocks import BLOCK, Engine, Played, play_block
from experiments.runs.workers.threads import Backend, Beat, deaf
from experiments.words.names import asked_title
from experiments.words.places import change_title
from sim.engine.arrays import Compiled
from sim.scenario.data import scenario_hash
from sim.scenario.vocabulary import Scenario


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


Pairs = list[dict[Question, Flips]]
"""For each variant, who flipped in each question."""


def never(pairs: Pairs) -> bool:
    """No reason to stop before all histories are played."""
    return False


def compare(
    base: Compiled, variants: Sequence[Variant], histories: int, seed: int, engine: Engine, backend: Backend,
    advance: Beat = deaf, schedule: Iterable[int] = (), enough: Callable[[Pairs], bool] = never,
) -> Compared:  # fmt: skip
    """Play base and variants on the histories 0 … histories − 1; `advance` hears of histories played.

    With a schedule that ends there, it is looked at after so many of them, and stops where that is `enough`.
    """
    beside = with_parts(variants)
    runs = (base, *(variant.compiled for variant in beside))

    def play(piece: tuple[int, int], beat: Beat) -> list[Played]:
        return [play_block(compiled, seed, *piece, engine, beat) for compiled in runs]

    def keep(piece: tuple[int, int], played: list[Played]) -> tuple[list[Tally], Pairs]:
        sums = [tally(each.columns, each.course, compiled) for each, compiled in zip(played, runs, strict=True)]
        found = [answers(each.columns, compiled) for each, compiled in zip(played, runs, strict=True)]
        return sums, [flips(found[0], variant, piece[0]) for variant in found[1:]]

    totals: list[Tally] = [{} for _ in runs]
    pairs: Pairs = [{} for _ in beside]
    done = 0
    for n in chain(schedule, [histories]):
        pieces = [(first, min(BLOCK, n - first)) for first in range(done, n, BLOCK)]
        for sums, found in backend.each(play, keep, pieces, advance):
            totals = [add(total, each) for total, each in zip(totals, sums, strict=True)]
            pairs = [together(before, each) for before, each in zip(pairs, found, strict=True)]
        done = n
        if enough(pairs[: len(variants)]):
            break
    results = [
        run_object(total, compiled, scenario_hash(compiled.scenario), seed)
        for total, compiled in zip(totals, runs, strict=True)
    ]
    return Compared(base.scenario, results[0], results[1:], pairs)


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
