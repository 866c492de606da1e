"""Play a base and its variants on the same histories, and say what differs."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import isfinite
from typing import Any, NamedTuple

from experiments.comparison.pairs import Flips, Question, answers, flips, together
from experiments.runner import BLOCK, Engine, block_count, block_length, play_block
from experiments.statistics import Paired, Tally, add
from experiments.store import scenario_hash
from experiments.tally import run_object, tally
from sim.compiled import Compiled


class Variant(NamedTuple):
    """A variant: its name, what `--set` changed in it, and its scenario, compiled."""

    name: str
    changes: tuple[str, ...]
    compiled: Compiled


class Compared(NamedTuple):
    """A base and its variants, as plain run objects, and who flipped."""

    base: dict[str, Any]
    results: list[dict[str, Any]]
    flips: list[dict[Question, Flips]]


def compare(
    base: Compiled, variants: Sequence[Variant], histories: int, seed: int, engine: Engine, workers: int,
    advance: Callable[[int], None] = lambda n: None,
) -> Compared:  # fmt: skip
    """Play base and variants on the histories 0 … histories − 1; `advance` hears of histories played."""
    stop = threading.Event()
    runs = (base, *(variant.compiled for variant in variants))

    def one(block: int) -> tuple[list[Tally], list[dict[Question, Flips]]]:
        sums, found = [], []
        for compiled in runs:
            played = play_block(compiled, seed, block * BLOCK, block_length(block, histories), engine, stop, advance)
            if played is None:
                raise KeyboardInterrupt
            sums.append(tally(played.columns, played.course, compiled))
            found.append(answers(played.columns, compiled))
        return sums, [flips(found[0], variant, block * BLOCK) for variant in found[1:]]

    totals: list[Tally] = [{} for _ in runs]
    pairs: list[dict[Question, Flips]] = [{} for _ in variants]
    with ThreadPoolExecutor(workers) as pool:
        waiting = deque(pool.submit(one, block) for block in range(block_count(histories)))
        try:
            while waiting:  # in the order of the histories, each let go once it is added
                sums, found = waiting.popleft().result()
                totals = [add(total, each) for total, each in zip(totals, sums, strict=True)]
                pairs = [together(before, each) for before, each in zip(pairs, found, strict=True)]
        except BaseException:
            stop.set()
            raise
    results = [
        run_object(total, compiled, scenario_hash(compiled.scenario), seed)
        for total, compiled in zip(totals, runs, strict=True)
    ]
    return Compared(results[0], results[1:], pairs)


def as_object(compared: Compared, variants: Sequence[Variant]) -> dict[str, Any]:
    """What `compare --json` prints."""
    return {
        "base": compared.base,
        "variants": [
            {
                "name": variant.name,
                "set": list(variant.changes),
                "result": result,
                "difference": nested({question: told(f.difference) for question, f in found.items()}),
                "flipped": flipped(found),
            }
            for variant, result, found in zip(variants, compared.results, compared.flips, strict=True)
        ],
    }


def told(difference: Paired) -> dict[str, Any]:
    """A paired difference as plain data; the gain is null where pairing left no variance at all."""
    plain = difference._asdict()
    return plain if isfinite(difference.variance_gain) else plain | {"variance_gain": None}


def nested(differences: Mapping[Question, dict[str, Any]]) -> dict[str, Any]:
    """Differences in the shape of the run object: a rung's own is that of reaching it."""
    found: dict[str, Any] = {"progress": differences["progress",], "outcomes": {}, "tables": {}}
    for question, difference in differences.items():
        if question[0] == "outcomes":
            found["outcomes"][question[1]] = difference
        elif question[0] == "tables":
            table = found["tables"].setdefault(question[1], {"collapsed": {}, "rungs": {}})
            if question[2] == "collapsed":
                table["collapsed"] = difference
            elif question[4] == "reached":
                table["rungs"][question[3]] = dict(difference)
            else:
                table["rungs"][question[3]][question[4]] = difference
    return found


def flipped(found: Mapping[Question, Flips]) -> dict[str, dict[str, list[int]]]:
    """The first histories that flipped, by number, for progress and every outcome."""
    named = {".".join(question): f for question, f in found.items() if question[0] in {"progress", "outcomes"}}
    return {name: {"gained": list(f.gained), "lost": list(f.lost)} for name, f in named.items()}
