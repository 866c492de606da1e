"""Paired histories of the shipped scenarios, for tests that change one thing and look at what moves."""

from functools import cache

import numpy as np

from experiments.estimates.statistics import paired
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from tests.places import SCENARIOS

FEW, HISTORIES = 2_000, 10_000
SURE = 5.0  # standard errors: a false alarm in one of a million looks


@cache
def played(name: str, *changes: str, histories: int = HISTORIES) -> dict[str, np.ndarray]:
    """Columns of a shipped scenario's first histories, with `--set` changes."""
    return columns_of(load(SCENARIOS / f"{name}.yaml", changes).scenario, histories)


def columns_of(scenario: Scenario, histories: int = HISTORIES) -> dict[str, np.ndarray]:
    """Columns of a scenario's first histories."""
    engine = CompiledEngine()
    engine.prepare()
    return play(compile_scenario(scenario), 1, 0, histories, engine)


def as_answer(column: str, values: np.ndarray) -> np.ndarray:
    """A column as something with a mean: whether a rung was reached (ever), or the number itself."""
    return values > 0 if column.rsplit(".", maxsplit=1)[-1] in {"reached", "signed", "ended", "collapsed"} else values


def standard_errors(base: np.ndarray, variant: np.ndarray) -> float:
    """How many standard errors a paired difference of means is away from 0."""
    difference = variant.astype(float) - base.astype(float)
    spread = difference.std() / np.sqrt(len(difference))
    return abs(difference.mean()) / spread if spread > 0 else 0.0


def moved(base: dict[str, np.ndarray], variant: dict[str, np.ndarray]) -> tuple[str, float]:
    """What moved most, in standard errors: how often a rung is reached or signed, or an outcome comes about.

    Of each side of the war, whether it wins is an outcome too. What parties feel, how many die and the level of an issue
    itself do not count: they move by themselves when what is stated about them is changed.
    """
    told = {
        column: standard_errors(as_answer(column, base[column]), as_answer(column, variant[column]))
        for column in base
        if column in variant and column.split(".")[-1] in {"reached", "signed", "collapsed"}
    }
    for outcome in range(int(base["outcome"].max()) + 1):
        told[f"outcome {outcome}"] = standard_errors(base["outcome"] == outcome, variant["outcome"] == outcome)
    told |= {f"won {side}": standard_errors(base["won"] == side, variant["won"] == side) for side in (-1, 1)}
    best = max(told, key=lambda column: told[column])
    return best, told[best]


def moved_surely(name: str, *changes: str) -> tuple[str, float, str]:
    """What a change of a shipped scenario moves most, in standard errors, and as a reader sees it.

    Few histories show most of what is there; where they do not show it surely, all are asked.
    """
    for histories in (FEW, HISTORIES):
        base, variant = (played(name, *each, histories=histories) for each in ((), changes))
        column, size = moved(base, variant)
        if size > SURE:
            break
    return column, size, difference(column, base, variant)


def answers(column: str, found: dict[str, np.ndarray]) -> np.ndarray:
    """What a name in `moved` stands for, history by history."""
    name, _, number = column.partition(" ")
    return found[name] == int(number) if number else as_answer(column, found[column])


def difference(column: str, base: dict[str, np.ndarray], variant: dict[str, np.ndarray]) -> str:
    """A paired difference as a reader sees it."""
    p = paired(answers(column, base), answers(column, variant))
    flipped = f", {p.gained} gained, {p.lost} lost" if p.gained or p.lost else ""
    return f"{column} {p.d:+.3f} ({p.lo:+.3f} … {p.hi:+.3f}{flipped}; pairing gains {p.variance_gain:.1f}×)"
