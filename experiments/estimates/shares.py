"""Estimates as plain data."""

from functools import lru_cache

from experiments.estimates.results import Share
from experiments.estimates.statistics import Estimate, estimate

_estimate = lru_cache(4096)(estimate)
"""Of many points with as many histories each, most shares have been worked out before."""


def share_of(count: int, total: int) -> Share:
    """A share of `total` histories with its interval, as plain data."""
    return told(_estimate(count, total))


def told(found: Estimate) -> Share:
    """An estimate as plain data."""
    return {"n": found.n, "p": found.p, "lo": found.lo, "hi": found.hi}
