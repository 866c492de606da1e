"""The level of violence as a random walk of its logarithm, followed on a grid of levels [Kitagawa 1987, JASA 82].

    log level_t = log level_{t−1} + volatility · z_t,   z standard normal

A volatility of .1 moves the level by about a tenth in a month and by 40 % in a year. Before the first month every level of
the grid is as likely as any other. The grid is exact but for its width: there is nothing to converge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.validation.war.negbin import negbin_log_pmf
from experiments.validation.war.series import Array, Series, usable

FINE = tuple(round(0.005 * step, 3) for step in range(49))  # volatilities of a fit, log sd a month: 0 … .24
COARSE = tuple(round(0.02 * step, 2) for step in range(13))  # the same for the many fits of a rolling origin
DISPERSIONS = np.geomspace(4, 80, 12)
LEVELS = 160  # points of the grid of log levels
BEYOND = 1.0  # how far the grid goes beyond the smallest and largest month, in the log
LIKELY = 1.92  # half the 95 % point of chi-squared with one degree of freedom


class Walk(NamedTuple):
    """What a series says of the walk at every volatility and dispersion, and of the level of its last month."""

    volatilities: Array  # log sd a month
    log_levels: Array
    log_likelihood: Array  # volatilities × dispersions
    level_chance: Array  # volatilities × log levels × dispersions: chances that add up to 1 over the levels

    @property
    def weights(self) -> Array:
        """Posterior chances (volatilities × dispersions), where all on the grid were equally likely beforehand."""
        weights = np.exp(self.log_likelihood - self.log_likelihood.max())
        return np.asarray(weights / weights.sum())

    @property
    def profile(self) -> Array:
        """Log-likelihood of each volatility at its best dispersion, relative to the best of all."""
        best = self.log_likelihood.max(axis=1)
        return np.asarray(best - best.max())


class Volatility(NamedTuple):
    """A volatility as fitted (log sd a month), its intervals, and the dispersion beside it."""

    best: float
    likely: tuple[float, float]  # 95 %, likelihood ratio
    mean: float  # of the posterior
    credible: tuple[float, float]  # 95 % of the posterior
    dispersion: float  # of a month around its true level, at the best volatility


def follow(series: Series, season: Array, branching: float, volatilities: Sequence[float] = FINE) -> Walk:
    """Follow the level through a series, lumped months passed over, for every volatility and dispersion."""
    steps = np.asarray(volatilities, dtype=float)
    low, high = np.log(series.clean.min()) - BEYOND, np.log(series.clean.max()) + BEYOND
    log_levels = np.linspace(low, high, LEVELS)
    moves = np.stack([_moves(log_levels, step) for step in steps])
    chance = np.full((len(steps), LEVELS, len(DISPERSIONS)), 1 / LEVELS)
    log_likelihood = np.zeros((len(steps), len(DISPERSIONS)))
    counted, calendar, before = usable(series), series.calendar, series.before
    for t in range(len(series.months)):
        if t:
            chance = moves @ chance
        if counted[t]:
            mean = (1 - branching) * np.exp(log_levels) * season[calendar[t]] + branching * before[t]
            log_p = negbin_log_pmf(series.deaths[t], mean[:, None], DISPERSIONS)
            chance = chance * np.exp(log_p - log_p.max())
            total = chance.sum(axis=1)
            log_likelihood += np.log(total) + log_p.max()
            chance = chance / total[:, None, :]
    return Walk(steps, log_levels, log_likelihood, chance)


def _moves(log_levels: Array, step: float) -> Array:
    """Chance to come to each level (rows) from each (columns) in a month; nobody leaves the grid."""
    from scipy.special import ndtr

    if step == 0:
        return np.eye(len(log_levels))
    half = (log_levels[1] - log_levels[0]) / 2
    gap = log_levels[:, None] - log_levels
    chance = ndtr((gap + half) / step) - ndtr((gap - half) / step)
    return np.asarray(chance / chance.sum(axis=0))


def volatility(walk: Walk) -> Volatility:
    """Best value, intervals and posterior mean of the volatility."""
    allowed = walk.volatilities[walk.profile >= -LIKELY]
    of_each = walk.weights.sum(axis=1)
    low, high = (float(np.interp(p, np.cumsum(of_each), walk.volatilities)) for p in (0.025, 0.975))
    best, beside = np.unravel_index(walk.log_likelihood.argmax(), walk.log_likelihood.shape)
    return Volatility(
        best=float(walk.volatilities[best]),
        likely=(float(allowed.min()), float(allowed.max())),
        mean=float(of_each @ walk.volatilities),
        credible=(low, high),
        dispersion=float(DISPERSIONS[beside]),
    )


class Draws(NamedTuple):
    """Draws from the posterior: a volatility, a dispersion and the log level of the last month, together."""

    volatility: Array
    dispersion: Array
    log_level: Array


def draw(walk: Walk, number: int, rng: np.random.Generator) -> Draws:
    """So many draws from what the series says."""
    weights = walk.weights
    which, beside = np.unravel_index(rng.choice(weights.size, number, p=weights.ravel()), weights.shape)
    cumulative = walk.level_chance.cumsum(axis=1)[which, :, beside]
    place = (cumulative < rng.random(number)[:, None] * cumulative[:, -1:]).sum(axis=1)
    return Draws(walk.volatilities[which], DISPERSIONS[beside], walk.log_levels[place])
