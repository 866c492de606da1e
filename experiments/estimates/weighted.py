"""Points that do not count alike: weights, what so many of them are worth, and quantiles."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def weights_of(log_weights: Floats) -> Floats:
    """Weights that sum to 1, from their logarithms up to a constant: (points,)."""
    weights = np.exp(log_weights - log_weights.max())
    normalised: Floats = weights / weights.sum()
    return normalised


def effective_size(weights: Floats) -> float:
    """Number of equally weighted points that would tell as much [Kong 1992]; weights sum to 1."""
    return float(1 / (weights**2).sum())


def covariance(points: Floats, weights: Floats) -> Floats:
    """Covariance of weighted points (points, numbers): (numbers, numbers)."""
    centred = points - weights @ points
    return (weights[:, None] * centred).T @ centred


def quantile_of(values: Floats, weights: Floats, share: float) -> float:
    """The value (points,) below which a share of the weights lies, between the two nearest points."""
    order = np.argsort(values, kind="stable")
    sorted_weights = weights[order]
    middles = np.cumsum(sorted_weights) - sorted_weights / 2
    return float(np.interp(share, middles, values[order]))


def systematic(weights: Floats, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Indices of so many points, drawn by their weights at equal steps along the sum of these, from a random start.

    Systematic resampling [Kitagawa 1996, Journal of Computational and Graphical Statistics 5].
    """
    at = np.searchsorted(np.cumsum(weights), (np.arange(count) + rng.random()) / count)
    found: NDArray[np.int64] = np.minimum(at, len(weights) - 1)
    return found
