"""Paired histories of the shipped scenarios, for tests that change one thing and look at what moves."""

from functools import cache

import numpy as np

from experiments.estimates.statistics import paired
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.places import SCENARIOS

HISTORIES = 4000
SURE = 5.0  # standard errors: a false alarm in one of a million looks


@cache
def played(name: str, *changes: str, histories: int = HISTORIES) -> dict[str, np.ndarray]:
    """Columns of a shipped scenario's first histories, with `--set` changes."""
    compiled = compile_scenario(load(SCENARIOS / f"{name}.yaml", changes).scenario)
    engine = CompiledEngine()
    engine.prepare()
    return play(compiled, 1, 0, histories, engine)


def as_answer(column: str, values: np.ndarray) -> np.ndarray:
    """A column as something with a mean: whether a rung was reached (ever), or the number itself."""
    return values > 0 if column.rsplit(".", maxsplit=1)[-1] in {"reached", "signed", "ended", "collapsed"} else values


def standard_errors(base: np.ndarray, variant: np.ndarray) -> float:
    """How many standard errors a paired difference of means is away from 0."""
    difference = variant.astype(float) - base.astype(float)
    spread = difference.std() / np.sqrt(len(difference))
    return abs(difference.mean()) / spread if spread > 0 else 0.0


def moved(base: dict[str, np.ndarray], variant: dict[str, np.ndarray]) -> tuple[str, float]:
    """The column of what talks achieved, of who blocked them, or of the war, that moved most, in standard errors."""
    told = {
        column: standard_errors(as_answer(column, base[column]), as_answer(column, variant[column]))
        for column in base
        if column in variant
        and column.split(".")[-1]
        in {"reached", "signed", "meetings", "level", "incidents", "utility", "progress", "block_party"}
    }
    best = max(told, key=lambda column: told[column])
    return best, told[best]


def difference(column: str, base: dict[str, np.ndarray], variant: dict[str, np.ndarray]) -> str:
    """A paired difference as a reader sees it."""
    p = paired(as_answer(column, base[column]), as_answer(column, variant[column]))
    flipped = f", {p.gained} gained, {p.lost} lost" if p.gained or p.lost else ""
    return f"{column} {p.d:+.3f} ({p.lo:+.3f} … {p.hi:+.3f}{flipped}; pairing gains {p.variance_gain:.1f}×)"
