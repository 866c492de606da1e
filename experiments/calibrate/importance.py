"""A posterior by adaptive importance sampling, for likelihoods that must be simulated.

Each generation proposes points from a multivariate t fitted to all points so far, and every point is weighted by
prior × likelihood over the mixture of all proposals it could have come from [Cornuet, Marin, Mira & Robert 2012,
Adaptive multiple importance sampling, Scandinavian Journal of Statistics 39]. Parameters live in a box with uniform
priors and are sampled on the logit scale.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

TAILS = 5.0  # degrees of freedom of a proposal: heavier tails than any posterior in a box
LEAST_SIZE = 0.25  # effective share of the points that a proposal is fitted to, by tempering the likelihood if need be
JITTER = 1e-6


class Box(NamedTuple):
    """Uniform priors: lows and highs, one for each parameter."""

    low: np.ndarray
    high: np.ndarray

    def inside(self, z: np.ndarray) -> np.ndarray:
        """Points of the logit scale as parameters."""
        return self.low + (self.high - self.low) / (1 + np.exp(-z))

    def log_prior(self, z: np.ndarray) -> np.ndarray:
        """Log density of the uniform prior on the logit scale (the logistic density), point by point."""
        return -(np.logaddexp(0, z) + np.logaddexp(0, -z)).sum(axis=1)


class Posterior(NamedTuple):
    """Weighted points: parameters (points × parameters), normalised weights, what was simulated there."""

    parameters: np.ndarray
    weights: np.ndarray
    simulated: np.ndarray

    @property
    def effective_size(self) -> float:
        """Number of equally weighted points that would tell as much [Kong 1992]."""
        return float(1 / (self.weights**2).sum())

    def mean(self, of: np.ndarray) -> np.ndarray:
        """Posterior mean of something known at each point."""
        return self.weights @ of

    def covariance(self) -> np.ndarray:
        """Posterior covariance of the parameters."""
        return weighted_covariance(self.parameters, self.weights)

    def quantile(self, of: np.ndarray, share: float) -> np.ndarray:
        """Posterior quantile of each column of something known at each point."""
        order = np.argsort(of, axis=0)
        reached = np.cumsum(self.weights[order], axis=0) >= share
        return np.take_along_axis(np.take_along_axis(of, order, axis=0), reached.argmax(axis=0)[None], axis=0)[0]


def sample(
    box: Box,
    simulate: Callable[[np.ndarray], np.ndarray],
    log_likelihood: Callable[[np.ndarray], np.ndarray],
    points: int,
    generations: int,
    seed: int,
) -> Posterior:
    """A posterior from `generations` of `points` each.

    `simulate` maps parameters (points × parameters) to what is observed at each (points × observations);
    `log_likelihood` maps that to one number a point. The first generation is a Sobol design over the prior.
    """
    rng = np.random.default_rng(seed)
    z, simulated = _first_generation(box, points, seed), np.empty((0, 0))
    fitted: list[tuple[np.ndarray, np.ndarray]] = []
    for generation in range(generations):
        if generation:
            centre, shape = _fit(z, _tempered(box, z, simulated, log_likelihood, fitted))
            fitted.append((centre, shape))
            z = np.vstack([z, _draw_t(rng, centre, shape, points)])
        fresh = simulate(box.inside(z[-points:]))
        simulated = fresh if generation == 0 else np.vstack([simulated, fresh])
    weights = _weights(log_likelihood(simulated) + box.log_prior(z) - _log_mixture(box, z, fitted))
    return Posterior(box.inside(z), weights, simulated)


def weighted_covariance(points: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Covariance of weighted points (points × parameters)."""
    centred = points - weights @ points
    return (weights[:, None] * centred).T @ centred


def _first_generation(box: Box, points: int, seed: int) -> np.ndarray:
    from scipy.stats import qmc

    u = qmc.Sobol(len(box.low), seed=seed).random(points)
    u = np.clip(u, 1e-9, 1 - 1e-9)
    return np.log(u / (1 - u))


def _weights(log_weights: np.ndarray) -> np.ndarray:
    weights = np.exp(log_weights - log_weights.max())
    return weights / weights.sum()


def _tempered(
    box: Box, z: np.ndarray, simulated: np.ndarray, log_likelihood: Callable[[np.ndarray], np.ndarray],
    fitted: Sequence[tuple[np.ndarray, np.ndarray]],
) -> np.ndarray:  # fmt: skip
    """Weights under the highest power of the likelihood (at most 1) that leaves enough effective points."""
    log_l = log_likelihood(simulated)
    rest = box.log_prior(z) - _log_mixture(box, z, fitted)
    low, high = 0.0, 1.0
    enough = LEAST_SIZE * len(z) / (len(fitted) + 1)
    if 1 / (_weights(log_l + rest) ** 2).sum() >= enough:
        return _weights(log_l + rest)
    for _ in range(40):
        middle = (low + high) / 2
        if 1 / (_weights(middle * log_l + rest) ** 2).sum() >= enough:
            low = middle
        else:
            high = middle
    return _weights(low * log_l + rest)


def _fit(z: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shape = weighted_covariance(z, weights) + JITTER * np.eye(z.shape[1])
    return weights @ z, shape


def _draw_t(rng: np.random.Generator, centre: np.ndarray, shape: np.ndarray, points: int) -> np.ndarray:
    normal = rng.standard_normal((points, len(centre))) @ np.linalg.cholesky(shape).T
    return centre + normal * np.sqrt(TAILS / rng.chisquare(TAILS, points))[:, None]


def _log_mixture(box: Box, z: np.ndarray, fitted: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Log density of the equal mixture of the prior and all fitted proposals."""
    from scipy.stats import multivariate_t

    parts = [box.log_prior(z)] + [multivariate_t(centre, shape, df=TAILS).logpdf(z) for centre, shape in fitted]
    return np.asarray(np.logaddexp.reduce(parts, axis=0) - np.log(len(parts)))
