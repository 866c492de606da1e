"""Estimates as plain data."""

from collections.abc import Sequence
from functools import lru_cache

from experiments.estimates.nest import Coded
from experiments.estimates.results import Share
from experiments.estimates.statistics import Estimate, estimate

_estimate = lru_cache(4096)(estimate)
"""Of many points with as many histories each, most shares have been worked out before."""


def share_of(count: int, total: int) -> Share:
    """A share of `total` histories with its interval, as plain data."""
    return told(_estimate(count, total))


def shares_each(counts: Sequence[int], total: int) -> Coded:
    """Shares of `total` histories each."""
    return Coded(counts, {count: share_of(count, total) for count in set(counts)})


def told(found: Estimate) -> Share:
    """An estimate as plain data."""
    return {"n": found.n, "p": found.p, "lo": found.lo, "hi": found.hi}
