"""Maximum-likelihood fits of level, growth, season and dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from experiments.validation.war.likelihood import (
    bends,
    delta_errors,
    jacobian,
    joint_covariance,
    likelihood_at,
    maximise,
    waves,
)
from experiments.validation.war.series import Array, Series, make_series, usable

BRANCHING_TRIED = (0.0, 0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True)
class WarFit:
    """Maximum-likelihood fit; standard errors from the Hessian, with that of the season's shape passed on."""

    since: str
    until: str
    branching: float
    level: float  # deaths a month at `until`, season aside
    growth: float  # per month, in the log
    season: Array  # 12 factors, January first, mean 1
    dispersion: float
    log_likelihood: float
    n: int  # months in the likelihood: first month and lumped months are not
    log_level_se: float
    growth_se: float
    season_se: Array
    log_dispersion_se: float
    amplitude: float  # recent season relative to the season of the whole series, in the log
    amplitude_se: float
    growth_p: float  # likelihood-ratio test of growth 0


def fit(
    months: Sequence[str],
    deaths: ArrayLike,
    until: str,
    since: str,
    branching: float = 0.1,
    single_month: ArrayLike | None = None,
) -> WarFit:
    """Fit level, growth, season and dispersion to `since` … `until`; the season's shape to all until then."""
    return fit_series(make_series(months, deaths, single_month).through(until), since, branching)


def fit_series(series: Series, since: str, branching: float = 0.1, harmonics: int = 1) -> WarFit:
    """Do the work of `fit` on a series that ends at the last month known."""
    from scipy.stats import chi2

    shape, shape_cov = _season_shape(series, branching, harmonics)
    use = usable(series) & (np.arange(len(series.months)) >= series.months.index(since))
    years = (np.arange(len(series.months)) - len(series.months) + 1) / 12

    def design(coefficients: Array) -> Array:
        curve = waves(series.calendar, harmonics) @ coefficients
        return np.column_stack([np.ones_like(years), years, curve])[use]

    counts, before = series.deaths[use], series.before[use]
    theta, hessian, log_likelihood = maximise(counts, before, design(shape), branching)
    flat = maximise(counts, before, design(shape)[:, [0, 2]], branching)[2]

    def gradient(coefficients: Array) -> Array:
        return likelihood_at(theta, counts, before, design(coefficients), branching)[1]

    cov = joint_covariance(hessian, jacobian(gradient, shape), shape_cov)
    point = np.concatenate([theta, shape])
    se = delta_errors(_natural, point, cov)
    natural = _natural(point)
    return WarFit(
        since=since, until=series.months[-1], branching=branching,
        level=float(np.exp(natural[0])), growth=float(natural[1]), season=natural[4:],
        dispersion=float(np.exp(natural[3])), log_likelihood=log_likelihood, n=int(use.sum()),
        log_level_se=float(se[0]), growth_se=float(se[1]), season_se=se[4:], log_dispersion_se=float(se[3]),
        amplitude=float(natural[2]), amplitude_se=float(se[2]),
        growth_p=float(chi2.sf(2 * max(log_likelihood - flat, 0.0), 1)),
    )  # fmt: skip


def branching_profile(series: Series, since: str, ratios: Sequence[float] = BRANCHING_TRIED) -> dict[float, float]:
    """Log-likelihood of the fit with each branching ratio."""
    return {ratio: fit_series(series, since, ratio).log_likelihood for ratio in ratios}


def harmonics_table(series: Series, branching: float = 0.1) -> dict[int, tuple[float, int]]:
    """For 0 … 5 harmonics of the year: AIC on the whole series, and the number of numbers estimated."""
    table = {}
    for harmonics in range(6):
        theta, _, log_likelihood = fit_whole(series, branching, harmonics)
        table[harmonics] = (2 * len(theta) - 2 * log_likelihood, len(theta))
    return table


def full_season(series: Series, branching: float) -> Array:
    """The season of the whole series, not shrunk."""
    curve = np.exp(waves(np.arange(12), 1) @ _season_shape(series, branching, 1)[0])
    season: Array = curve / curve.mean()
    return season


def _natural(point: Array) -> Array:
    """(a, 12 growth, amplitude, log r, shape…) → (log level, growth, amplitude, log r, season…)."""
    curve = np.exp(point[2] * (waves(np.arange(12), len(point[4:]) // 2) @ point[4:]))
    level = point[0] + np.log(curve.mean())
    return np.concatenate([[level, point[1] / 12], point[2:4], curve / curve.mean()])


def _season_shape(series: Series, branching: float, harmonics: int) -> tuple[Array, Array]:
    """Coefficients of the season's waves on the whole series, and their covariance."""
    theta, hessian, _ = fit_whole(series, branching, harmonics)
    where = slice(len(theta) - 1 - 2 * harmonics, len(theta) - 1)
    return theta[where], np.asarray(np.linalg.pinv(-hessian)[where, where], dtype=float)


def fit_whole(series: Series, branching: float, harmonics: int) -> tuple[Array, Array, float]:
    """Fit the season to the whole series, with a log level that bends once a year (so no step in January)."""
    use = usable(series)
    design = np.column_stack([bends(len(series.months)), waves(series.calendar, harmonics)])[use]
    return maximise(series.deaths[use], series.before[use], design, branching)
