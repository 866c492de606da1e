"""Morris's elementary effects: a cheap look at many numbers, to find those that are worth a closer one.

Each trajectory moves every number once, from wherever the others happen to stand. `mu_star` is the mean size of a
number's effect, `mu` the mean effect with its sign, `sigma` how much effects differ with what the others are: a number
whose effects are the same everywhere has none [Morris 1991, Technometrics 33; Campolongo, Cariboni & Saltelli 2007].
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.estimates.statistics import expanded_tail
from experiments.sensitivity.sobol import RESAMPLES

Floats = NDArray[np.float64]


class Effects(NamedTuple):
    """Of one number: effects on the answer per full width of its distribution; `lo` and `hi` are of `mu_star`."""

    mu: float
    mu_star: float
    lo: float
    hi: float
    sigma: float


def elementary_effects(points: Floats, answers: Floats) -> Floats:
    """The effect of each number on each trajectory: (trajectories, numbers).

    `points` is (trajectories, 1 + numbers, numbers), `answers` (trajectories, 1 + numbers).
    """
    moves = np.diff(points, axis=1)
    steps = np.diff(answers, axis=1)[:, :, None]
    found: Floats = np.divide(steps, moves, out=np.zeros_like(moves), where=moves != 0).sum(axis=1)
    return found


def effects(points: Floats, answers: Floats, seed: int) -> list[Effects]:
    """Of each number, its effects over all trajectories (two or more), with 95 % bootstrap intervals over these."""
    found = elementary_effects(points, answers)
    rng, count = np.random.default_rng(seed), len(found)
    size = np.abs(found)
    drawn = size[rng.integers(count, size=(RESAMPLES, count))].mean(axis=1)
    tail = expanded_tail(count)
    ends = np.quantile(drawn, [tail, 1 - tail], axis=0)
    spread = found.std(axis=0, ddof=1)
    return [
        Effects(*map(float, each)) for each in zip(found.mean(axis=0), size.mean(axis=0), *ends, spread, strict=True)
    ]
