"""How a chance differs from point to point, once the luck of simulation is taken out; and what it differs with.

A chance is seen through a few hundred histories at each point. Their luck widens the spread of what is seen; so its
variance is taken off, and what is seen is drawn together around its mean until it has the variance that is left.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.estimates.weighted import effective_size, quantile_of

Floats = NDArray[np.float64]
LOW, HIGH = 0.05, 0.95
OF_POINTS = 0.25  # most numbers in a regression, as a share of the points that its weights leave


class Spread(NamedTuple):
    """Of weighted points: the mean, its standard error, the variance without luck, and each point drawn together."""

    mean: float
    error: float
    variance: float
    values: Floats
    weights: Floats

    @property
    def low(self) -> float:
        """The value below which 5 % of it lies."""
        return quantile_of(self.values, self.weights, LOW)

    @property
    def high(self) -> float:
        """The value below which 95 % of it lies."""
        return quantile_of(self.values, self.weights, HIGH)


def spread_of(seen: Floats, noise: Floats, weights: Floats) -> Spread:
    """The spread of what is seen at each point with this noise (variance), by weights that sum to 1; all (points,)."""
    mean = float(weights @ seen)
    left_over = 1 - float((weights**2).sum())
    observed = float(weights @ (seen - mean) ** 2) / left_over if left_over > 0 else 0.0
    true = max(0.0, observed - float(weights @ noise))
    shrunk = mean + (seen - mean) * (np.sqrt(true / observed) if observed > 0 else 0.0)
    error = float(np.sqrt(((weights * (seen - mean)) ** 2).sum()))
    return Spread(mean, error, true, shrunk, weights)


def chances(counts: NDArray[np.int64], histories: int, weights: Floats) -> Spread:
    """The spread of a chance from how many of so many histories (2 or more) said yes at each point; within 0–1."""
    seen = counts / histories
    found = spread_of(seen, seen * (1 - seen) / (histories - 1), weights)
    return found._replace(values=np.clip(found.values, 0.0, 1.0))


def differences(more: NDArray[np.int64], less: NDArray[np.int64], histories: int, weights: Floats) -> Spread:
    """The spread of a difference of chances: at each point so many histories speak for it, so many against."""
    seen = (more - less) / histories
    noise = ((more + less) / histories - seen**2) / (histories - 1)
    return spread_of(seen, noise, weights)


def share_with_sign(found: Spread) -> float:
    """The share of points at which a difference has the sign of its mean; 1 where it is nothing everywhere.

    The mean is known to its standard error only, and with it every point: a difference counts at a point by the chance
    (normal) that it is on that side there, so that a small effect seen through few histories is not settled.
    """
    from scipy.special import ndtr

    if found.mean == 0:
        return float(found.variance == 0 and found.error == 0)
    along = found.values * np.sign(found.mean)
    sure = ndtr(along / found.error) if found.error > 0 else along > 0
    return min(1.0, float(found.weights @ sure))


def moves(inputs: Floats, seen: Floats, weights: Floats, variance: float) -> Floats:
    """The share of a variance that each input accounts for: (inputs,), from inputs (points, inputs) and answers (points,).

    Of a weighted linear regression on ranks: coefficient times covariance with the answer [Pratt 1987; Grömping 2015,
    WIREs Computational Statistics 7], which add up to what the regression explains, however inputs go together; less what
    each gets by chance. Inputs are left out, those that go along with the answer least, if there are too many for so few
    points; their share is 0. A share may come out a little below 0.
    """
    shares = np.zeros(inputs.shape[1])
    if variance <= 0 or inputs.shape[1] == 0:
        return shares
    x = _standardised(inputs, weights)
    y = seen - weights @ seen
    along = (weights * y) @ x
    most = max(1, int(OF_POINTS * effective_size(weights)))
    kept = np.sort(np.argsort(-np.abs(along), kind="stable")[:most])
    x = x[:, kept]
    gram = (x.T * weights) @ x
    inverse = np.linalg.pinv(gram)
    slopes = inverse @ ((weights * y) @ x)
    by_chance = np.diag(inverse @ ((x.T * weights**2) @ x))
    free = 1 - float(by_chance.sum()) - float((weights**2).sum())
    residual = float(weights @ (y - x @ slopes) ** 2) / max(free, 0.1)
    shares[kept] = (slopes * along[kept] - residual * by_chance) / variance
    return shares


def _standardised(inputs: Floats, weights: Floats) -> Floats:
    """Ranks of each column, with weighted mean 0 and variance 1; a column that does not vary is 0."""
    ranks = np.argsort(np.argsort(inputs, axis=0, kind="stable"), axis=0).astype(float)
    still = inputs.min(axis=0) == inputs.max(axis=0)
    ranks -= weights @ ranks
    deviation = np.sqrt(weights @ ranks**2)
    return np.where(still, 0.0, ranks / np.where(deviation > 0, deviation, 1.0))
