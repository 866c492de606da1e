"""Inverse distributions, tabulated once per scenario: a draw is then one look-up (`scipy.special`, not `scipy.stats`)."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim.scenario.vocabulary import Number

TAIL = 1 / 8192  # the ends of a table stand for this probability: a straight line to infinity would not do


def quantiles(number: Number, low: float, high: float, points: int) -> np.ndarray:
    """Values of a continuous uncertain number at `points` equally spaced probabilities 0 … 1, within [low, high].

    Not to be written to: the same table is given again.
    """
    return _table(low, high, points, cut=number.cut, **{number.form: getattr(number, number.form)})


@lru_cache(1024)
def _table(low: float, high: float, points: int, **shape: Any) -> np.ndarray:
    table = continuous_at(Number(**shape), low, high, np.linspace(0.0, 1.0, points))
    table.setflags(write=False)
    return table


def at_share(number: Number, share: float, low: float = 0.0, high: float = 1.0) -> float:
    """The value below which this share (0–1) of an uncertain number lies; a beta lies within [low, high]."""
    if number.choice is not None:
        edges, values = choice_table(number)
        return float(values[min(int(np.searchsorted(edges, share, side="right")), len(values) - 1)])
    if number.value is not None:
        return number.value
    ends = (low, high) if number.beta else (-np.inf, np.inf)
    return float(continuous_at(number, *ends, np.array([share]))[0])


def continuous_at(number: Number, low: float, high: float, p: np.ndarray) -> np.ndarray:
    """Values of a continuous uncertain number at probabilities, within [low, high]."""
    if number.uniform:
        return number.uniform[0] + (number.uniform[1] - number.uniform[0]) * p
    if number.triangular:
        return _triangular(*number.triangular, p)
    p = np.clip(p, TAIL, 1 - TAIL)
    if number.beta:
        from scipy.special import betaincinv

        return np.asarray(low + (high - low) * betaincinv(*number.beta, p))
    if number.normal:
        return _normal(*number.normal, *number.support(low, high), p)
    raise ValueError(f"a {number.form} has no table of quantiles")


def choice_table(number: Number) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative probabilities and values of a `choice`, in ascending order of value."""
    weights = number.choices
    values = sorted(weights)
    edges = np.cumsum([weights[v] for v in values])
    return edges / edges[-1], np.array(values)


def _triangular(low: float, mode: float, high: float, p: np.ndarray) -> np.ndarray:
    if low == high:
        return np.full_like(p, low)
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(p * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - p) * (high - low) * (high - mode))
    return np.where(p < split, rising, falling)


def _normal(mean: float, sd: float, low: float, high: float, p: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr, ndtri

    if sd == 0:
        return np.full_like(p, min(max(mean, low), high))
    least, most = (low - mean) / sd, (high - mean) / sd
    if least > 0:  # in the upper tail probabilities are too near 1 to tell apart: count them from above
        below, above = ndtr(-most), ndtr(-least)
        z = -ndtri(below + (above - below) * (1 - p))
    else:
        below, above = ndtr(least), ndtr(most)
        z = ndtri(below + (above - below) * p)
    if not np.isfinite(z).all() or above <= below:  # the range is so far out that only its nearer end is left
        return np.full_like(p, min(max(mean, low), high))
    return np.asarray(np.clip(mean + sd * z, low, high))
