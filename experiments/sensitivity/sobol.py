"""Sobol's indices: which share of the variance of an answer each number, or group of numbers, accounts for.

First index: the share that would go, on average, if the number became known. Total index: the share that would stay if
all but it were known, so what it does together with others counts too [Sobol 1993; Homma & Saltelli 1996].

The answer at a point is a share of simulated histories, and so carries noise, which would pass for one great
interaction of all numbers. It is taken out: two halves of the histories estimate the same chance with noises that are
independent, and every product below takes one factor from each half. Where both halves agree, these are the
estimators of Saltelli et al. [2010, Computer Physics Communications 181, table 2 (b) and (f)].

What a group accounts for is also what all others leave, and the same points show both, since A with B's columns of
the group is B with A's columns of the others. Of the two ways to an index the one with the narrower interval is taken:
for a group that accounts for nearly all it is the second.
"""

from typing import NamedTuple

import numpy as np

RESAMPLES = 1000
ENDS = (0.025, 0.975)  # of an interval


class Estimate(NamedTuple):
    """An index with its 95 % bootstrap interval."""

    value: float
    lo: float
    hi: float


class Indices(NamedTuple):
    """First and total index of each page, the sum of the first `numbers` first indices, and what all are shares of.

    `variance` is that of the chance from point to point, noise taken out; `noise` the share of the variance of what was
    seen that is noise; `mean` the mean chance.
    """

    first: list[Estimate]
    total: list[Estimate]
    first_sum: Estimate
    variance: float
    noise: float
    mean: float


def indices(seen: np.ndarray, numbers: int, seed: int) -> Indices:
    """Indices from what was seen at the points of `plans.swapped`: (rows, 2 + pages, 2 halves).

    Of the pages, the first `numbers` are one number each. Intervals: percentile bootstrap over rows; since rows fill
    the cube more evenly than chance, they err on the wide side.
    """
    rng, rows = np.random.default_rng(seed), len(seen)
    variance = _variance(seen)
    drawn = np.array([_ways(seen[rng.integers(rows, size=rows)]) for _ in range(RESAMPLES)])
    first, total = (_Index.of(ways, drawn[:, kind]) for kind, ways in enumerate(_ways(seen)))
    summed = _Index(first.value[:numbers].sum(keepdims=True), first.drawn[:, :numbers].sum(axis=1, keepdims=True))
    whole = float(seen[:, :2].mean(axis=2).var())
    noise = float(np.clip(1 - variance / whole, 0.0, 1.0)) if whole > 0 else 0.0
    mean = float(seen[:, :2].mean())
    return Indices(first.estimates(), total.estimates(), summed.estimates()[0], variance, noise, mean)


class _Index(NamedTuple):
    """An index of each page, and what the bootstrap makes of it: (pages,), (resamples, pages)."""

    value: np.ndarray
    drawn: np.ndarray

    @classmethod
    def of(cls, ways: np.ndarray, drawn: np.ndarray) -> "_Index":
        """Of two ways to an index, for each page the one with the narrower interval: (2, pages), (resamples, 2, pages)."""
        lo, hi = np.quantile(drawn, ENDS, axis=0)
        best = (hi - lo).argmin(axis=0)
        pages = np.arange(ways.shape[1])
        return cls(ways[best, pages], drawn[:, best, pages])

    def estimates(self) -> list[Estimate]:
        """With intervals."""
        ends = np.quantile(self.drawn, ENDS, axis=0)
        return [Estimate(float(value), float(lo), float(hi)) for value, lo, hi in zip(self.value, *ends, strict=True)]


def _variance(seen: np.ndarray) -> float:
    """Variance of the chance over A and B, without noise; 0 where there is none to be seen."""
    base = seen[:, :2]
    return max(0.0, float(np.prod(base - base.mean(axis=(0, 1)), axis=2).mean()))


def _ways(seen: np.ndarray) -> np.ndarray:
    """First and total index of each page, each in two ways: (2, 2, pages)."""
    variance, parts = _variance(seen), _parts(seen)
    return np.array([_shares(variance, *_firsts(*parts)), _shares(variance, *_totals(*parts))])


def _firsts(a: np.ndarray, b: np.ndarray, swaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts of first indices by Saltelli's estimator, and of the total indices of all others."""
    return (b[..., ::-1] * (swaps - a)).mean(axis=(0, 2)), np.prod(b - swaps, axis=2).mean(axis=0) / 2


def _totals(a: np.ndarray, b: np.ndarray, swaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts of total indices by Jansen's estimator, and of the first indices of all others."""
    return np.prod(a - swaps, axis=2).mean(axis=0) / 2, (a[..., ::-1] * (swaps - b)).mean(axis=(0, 2))


def _parts(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What was seen at A, at B and at the pages, about the mean [Sobol & Levitan 1999]."""
    centred = seen - seen[:, :2].mean(axis=(0, 1))
    return centred[:, :1], centred[:, 1:2], centred[:, 2:]


def _shares(variance: float, own: np.ndarray, of_others: np.ndarray) -> np.ndarray:
    """Parts of the variance as shares of it: those of the pages, and 1 less those of all other numbers."""
    if variance <= 0:
        return np.zeros((2, len(own)))
    return np.array([own / variance, 1 - of_others / variance])
