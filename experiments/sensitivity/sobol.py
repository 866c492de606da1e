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
AT_ONCE = 2**20  # numbers that are resampled at once: some megabytes
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
    products = _products(seen)
    means, resampled = products.mean(axis=0), resampled_means(products, np.random.default_rng(seed))
    variance, drawn = float(_variance(means)), _ways(resampled)
    first, total = (_Index.of(ways, drawn[:, kind]) for kind, ways in enumerate(_ways(means)))
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


def resampled_means(values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Means of rows that are drawn anew, as many as there are, `RESAMPLES` times: (resamples, columns)."""
    rows = len(values)
    at_once = max(1, AT_ONCE // values.size)
    found = []
    for first in range(0, RESAMPLES, at_once):
        drawn = [rng.integers(rows, size=rows) for _ in range(min(at_once, RESAMPLES - first))]
        found.append(values[np.array(drawn)].mean(axis=1))
    return np.concatenate(found)


def _products(seen: np.ndarray) -> np.ndarray:
    """Of each row, all whose means over rows make the indices: (rows, 3 + 8 pages).

    The estimators take what was seen about the mean of A and B over the rows at hand [Sobol & Levitan 1999], which is
    another one in every resample; taken out of their products, it leaves these. Taken about one mean first, they stay
    small.
    """
    centred = seen - seen[:, :2].mean(axis=(0, 1))
    base, a, b, swaps = centred[:, :2], centred[:, :1], centred[:, 1:2], centred[:, 2:]
    pages = []
    for one, other in ((a, b), (b, a)):
        moves = swaps - one
        pages += [(other[..., ::-1] * moves).mean(axis=2), *np.moveaxis(moves, 2, 0), np.prod(moves, axis=2) / 2]
    return np.column_stack([base.mean(axis=1), np.prod(base, axis=2).mean(axis=1), *pages])


def _variance(means: np.ndarray) -> np.ndarray:
    """Variance of the chance over A and B, without noise, from means of products; 0 where there is none to be seen."""
    seen: np.ndarray = means[..., 2] - means[..., 0] * means[..., 1]
    return seen.clip(0.0)


def _ways(means: np.ndarray) -> np.ndarray:
    """First and total index of each page, each in two ways, from means of products: (…, 2, 2, pages).

    First: Saltelli's estimator, and what the total indices of all others leave. Total: Jansen's estimator, and what the
    first indices of all others leave.
    """
    even, odd, variance = means[..., 0, None], means[..., 1, None], _variance(means)[..., None]
    pages = np.split(means[..., 3:], 8, axis=-1)
    (saltelli, jansen), (others_first, others_total) = (
        (product - (odd * moved_even + even * moved_odd) / 2, square)
        for product, moved_even, moved_odd, square in (pages[:4], pages[4:])
    )

    def share(part: np.ndarray) -> np.ndarray:
        shares: np.ndarray = np.divide(part, variance, out=np.zeros_like(part), where=variance > 0)
        return shares

    def rest(part: np.ndarray) -> np.ndarray:
        return np.where(variance > 0, 1 - share(part), 0.0)

    ways = [share(saltelli), rest(others_total), share(jansen), rest(others_first)]
    return np.stack(ways, axis=-2).reshape(*means.shape[:-1], 2, 2, -1)
