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

An index is a share of the variance. Where the bootstrap cannot tell that variance from none, no share of it can be told
[Fieller 1954, JRSS B 16]: every interval is then 0 to 1. A way that gives the same in every resample has seen nothing
rather than known it: what none of n rows showed, up to 3 in n may show [Hanley & Lippman-Hand 1983, JAMA 249], which is
3/n of the variance if they show as much as all numbers together do from row to row.
"""

from typing import NamedTuple

import numpy as np

RESAMPLES = 1000
AT_ONCE = 100_000  # numbers
ENDS = (0.025, 0.975)  # of an interval
ANYWHERE = (0.0, 1.0)  # the interval of what cannot be told
UNSEEN = 3  # rows that may show what no row showed, at 95 %


class Estimate(NamedTuple):
    """An index with its 95 % bootstrap interval, within 0 to 1; the interval is all of that where it cannot be told."""

    value: float
    lo: float
    hi: float


class Indices(NamedTuple):
    """First and total index of each page, the sum of the first `numbers` first indices (by chance above 1), and what
    all are shares of.

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
    variance, unseen = float(_variance(seen[None])[0]), UNSEEN / rows
    drawn = np.concatenate([_ways(seen[rng.integers(rows, size=(few, rows))]) for few in _portions(seen)])
    first, total = (_Index.of(ways, drawn[:, kind]) for kind, ways in enumerate(_ways(seen[None])[0]))
    whole = float(seen[:, :2].mean(axis=2).var())
    noise = float(np.clip(1 - variance / whole, 0.0, 1.0)) if whole > 0 else 0.0
    mean = float(seen[:, :2].mean())
    summed = first.summed(numbers).estimates(unseen, (0.0, np.inf))[0]
    return Indices(first.estimates(unseen), total.estimates(unseen), summed, variance, noise, mean)


class _Index(NamedTuple):
    """An index of each page, what the bootstrap makes of it, and its interval: (pages,), (resamples, pages), (2, pages)."""

    value: np.ndarray
    drawn: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, ways: np.ndarray, drawn: np.ndarray) -> "_Index":
        """Of two ways to an index, for each page the one with the narrower interval: (2, pages), (resamples, 2, pages)."""
        ends = interval(drawn)
        best = (ends[1] - ends[0]).argmin(axis=0)
        pages = np.arange(ways.shape[1])
        return cls(ways[best, pages], drawn[:, best, pages], ends[:, best, pages])

    def summed(self, numbers: int) -> "_Index":
        """The sum over the first so many pages."""
        drawn = self.drawn[:, :numbers].sum(axis=1, keepdims=True)
        return _Index(self.value[:numbers].sum(keepdims=True), drawn, interval(drawn))

    def estimates(self, unseen: float, within: tuple[float, float] = ANYWHERE) -> list[Estimate]:
        """With intervals, cut off at the ends of what can be; an index of no variance is 0."""
        value = np.clip(np.nan_to_num(self.value), *within)
        ends = np.clip(widened(np.clip(self.ends, *within), unseen), *within)
        return [Estimate(*map(float, each)) for each in zip(value, *ends, strict=True)]


def interval(drawn: np.ndarray) -> np.ndarray:
    """95 % percentile interval of each column of (resamples, …): (2, …); 0 to 1 where too many resamples know nothing."""
    unknown = np.isnan(drawn).mean(axis=0) > ENDS[0]
    known = np.where(unknown, 0.0, drawn)
    return np.where(unknown, np.array(ANYWHERE).reshape(2, *[1] * unknown.ndim), np.nanquantile(known, ENDS, axis=0))


def widened(ends: np.ndarray, unseen: float) -> np.ndarray:
    """Intervals (2, …), those of no width as wide as what was not seen."""
    by = np.where(ends[0] == ends[1], unseen, 0.0)
    return np.array([ends[0] - by, ends[1] + by])


def _portions(seen: np.ndarray) -> list[int]:
    """How many resamples are worked out at once: all, unless they would take much memory."""
    most = max(1, AT_ONCE // seen.size)
    whole, rest = divmod(RESAMPLES, most)
    return [most] * whole + [rest] * (rest > 0)


# Below, the first axis is resamples: (resamples, rows, 2 + pages, 2 halves).


def _variance(seen: np.ndarray) -> np.ndarray:
    """Variance of the chance over A and B, without noise; 0 where there is none to be seen."""
    base = seen[:, :, :2]
    return np.asarray(_product(base - base.mean(axis=(1, 2), keepdims=True)).mean(axis=(1, 2)).clip(0.0))


def _ways(seen: np.ndarray) -> np.ndarray:
    """First and total index of each page, each in two ways: (resamples, 2, 2, pages)."""
    variance, parts = _variance(seen), _parts(seen)
    return np.stack([_shares(variance, *_firsts(*parts)), _shares(variance, *_totals(*parts))], axis=1)


def _product(seen: np.ndarray) -> np.ndarray:
    """Of both halves."""
    return np.asarray(seen[..., 0] * seen[..., 1])


def _firsts(a: np.ndarray, b: np.ndarray, swaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts of first indices by Saltelli's estimator, and of the total indices of all others."""
    return (b[..., ::-1] * (swaps - a)).mean(axis=(1, 3)), _product(b - swaps).mean(axis=1) / 2


def _totals(a: np.ndarray, b: np.ndarray, swaps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Parts of total indices by Jansen's estimator, and of the first indices of all others."""
    return _product(a - swaps).mean(axis=1) / 2, (a[..., ::-1] * (swaps - b)).mean(axis=(1, 3))


def _parts(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What was seen at A, at B and at the pages, about the mean [Sobol & Levitan 1999]."""
    centred = seen - seen[:, :, :2].mean(axis=(1, 2), keepdims=True)
    return centred[:, :, :1], centred[:, :, 1:2], centred[:, :, 2:]


def _shares(variance: np.ndarray, own: np.ndarray, of_others: np.ndarray) -> np.ndarray:
    """Parts of the variance as shares of it, those of the pages, and 1 less those of all others; of no variance, unknown."""
    of = np.where(variance > 0, variance, np.nan)[:, None]
    return np.stack([own / of, 1 - of_others / of], axis=1)
