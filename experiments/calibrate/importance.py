"""A posterior by adaptive importance sampling, for likelihoods that must be simulated.

Each generation proposes points from a multivariate t fitted to all points so far, and every point is weighted by
prior × likelihood over the mixture of all proposals it could have come from [Cornuet, Marin, Mira & Robert 2012,
Adaptive multiple importance sampling, Scandinavian Journal of Statistics 39]. Parameters live in a box with uniform
priors and are sampled on the logit scale.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TAILS = 5.0  # degrees of freedom of a proposal: heavier tails than any posterior in a box
LEAST_SIZE = 0.25  # effective share of the points that a proposal is fitted to, by tempering the likelihood if need be
JITTER = 1e-6


class Box(NamedTuple):
    """Uniform priors: lows and highs, one for each parameter."""

    low: Floats
    high: Floats

    def inside(self, z: Floats) -> Floats:
        """Points of the logit scale as parameters."""
        parameters: Floats = self.low + (self.high - self.low) / (1 + np.exp(-z))
        return parameters

    def log_prior(self, z: Floats) -> Floats:
        """Log density of the uniform prior on the logit scale (the logistic density), point by point."""
        density: Floats = -(np.logaddexp(0, z) + np.logaddexp(0, -z)).sum(axis=1)
        return density


class Posterior(NamedTuple):
    """Weighted points: parameters (points × parameters), normalised weights, what was simulated there."""

    parameters: Floats
    weights: Floats
    simulated: Floats

    @property
    def effective_size(self) -> float:
        """Number of equally weighted points that would tell as much [Kong 1992]."""
        return float(1 / (self.weights**2).sum())

    def mean(self, of: Floats) -> Floats:
        """Posterior mean of something known at each point."""
        return self.weights @ of

    def covariance(self) -> Floats:
        """Posterior covariance of the parameters."""
        return weighted_covariance(self.parameters, self.weights)

    def quantile(self, of: Floats, share: float) -> Floats:
        """Posterior quantile of each column of something known at each point."""
        order = np.argsort(of, axis=0)
        reached = np.cumsum(self.weights[order], axis=0) >= share
        found: Floats = np.take_along_axis(np.take_along_axis(of, order, axis=0), reached.argmax(axis=0)[None], axis=0)[
            0
        ]
        return found


def sample(
    box: Box,
    simulate: Callable[[Floats], Floats],
    log_likelihood: Callable[[Floats], Floats],
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
    fitted: list[tuple[Floats, Floats]] = []
    for generation in range(generations):
        if generation:
            centre, shape = _fit(z, _tempered(box, z, simulated, log_likelihood, fitted))
            fitted.append((centre, shape))
            z = np.vstack([z, _draw_t(rng, centre, shape, points)])
        fresh = simulate(box.inside(z[-points:]))
        simulated = fresh if generation == 0 else np.vstack([simulated, fresh])
    weights = _weights(log_likelihood(simulated) + box.log_prior(z) - _log_mixture(box, z, fitted))
    return Posterior(box.inside(z), weights, simulated)


def weighted_covariance(points: Floats, weights: Floats) -> Floats:
    """Covariance of weighted points (points × parameters)."""
    centred = points - weights @ points
    return (weights[:, None] * centred).T @ centred


def _first_generation(box: Box, points: int, seed: int) -> Floats:
    from scipy.stats import qmc

    u = qmc.Sobol(len(box.low), seed=seed).random(points)
    u = np.clip(u, 1e-9, 1 - 1e-9)
    z: Floats = np.log(u / (1 - u))
    return z


def _weights(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    normalised: Floats = weights / weights.sum()
    return normalised


def _tempered(
    box: Box, z: Floats, simulated: Floats, log_likelihood: Callable[[Floats], Floats],
    fitted: Sequence[tuple[Floats, Floats]],
) -> Floats:  # fmt: skip
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


def _fit(z: Floats, weights: Floats) -> tuple[Floats, Floats]:
    shape = weighted_covariance(z, weights) + JITTER * np.eye(z.shape[1])
    return weights @ z, shape


def _draw_t(rng: np.random.Generator, centre: Floats, shape: Floats, points: int) -> Floats:
    normal = rng.standard_normal((points, len(centre))) @ np.linalg.cholesky(shape).T
    drawn: Floats = centre + normal * np.sqrt(TAILS / rng.chisquare(TAILS, points))[:, None]
    return drawn


def _log_mixture(box: Box, z: Floats, fitted: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Log density of the equal mixture of the prior and all fitted proposals."""
    from scipy.stats import multivariate_t

    parts = [box.log_prior(z)] + [multivariate_t(centre, shape, df=TAILS).logpdf(z) for centre, shape in fitted]
    return np.asarray(np.logaddexp.reduce(parts, axis=0) - np.log(len(parts)))
