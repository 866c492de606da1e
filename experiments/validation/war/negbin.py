"""The negative binomial distribution of a month's deaths, and how forecasts of deaths are scored."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from experiments.validation.war.series import Array


def negbin_log_pmf(counts: Array, mean: Array, dispersion: float | Array) -> Array:
    """Log probability of counts, variance mean + mean²/dispersion."""
    from scipy.special import gammaln

    log_p: Array = (
        gammaln(counts + dispersion) - gammaln(dispersion) - gammaln(counts + 1)
        + dispersion * np.log(dispersion / (dispersion + mean)) + counts * np.log(mean / (dispersion + mean))
    )  # fmt: skip
    return log_p


def crps_negbin(mean: float, dispersion: float, outcome: float) -> float:
    """CRPS (deaths; smaller is better) of a negative binomial: sum over k of (F(k) − 1[k ≥ outcome])²."""
    from scipy.stats import nbinom

    chance = dispersion / (dispersion + mean)
    top = max(float(nbinom.isf(1e-10, dispersion, chance)), outcome)
    k = np.arange(int(top) + 2)
    return float(np.sum((nbinom.cdf(k, dispersion, chance) - (k >= outcome)) ** 2))


def crps_sample(sample: ArrayLike, outcome: float) -> float:
    """CRPS of the distribution that gives each value of a sample the same chance."""
    values = np.asarray(sample, dtype=float)
    spread = np.abs(values[:, None] - values).mean()
    return float(np.abs(values - outcome).mean() - spread / 2)


def negbin_scores(mean: float, dispersion: float, outcome: float) -> tuple[float, float]:
    """CRPS and log score of a negative binomial forecast."""
    chance = negbin_log_pmf(np.array([outcome]), np.array([mean]), dispersion)
    return crps_negbin(mean, dispersion, outcome), float(chance[0])
