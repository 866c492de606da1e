"""Estimates as plain data."""

from experiments.estimates.results import Share
from experiments.estimates.statistics import Estimate, estimate


def share_of(count: int, total: int) -> Share:
    """A share of `total` histories with its interval, as plain data."""
    return told(estimate(count, total))


def told(found: Estimate) -> Share:
    """An estimate as plain data."""
    return {"n": found.n, "p": found.p, "lo": found.lo, "hi": found.hi}
