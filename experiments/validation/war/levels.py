"""Levels known before each month, forecasts one month ahead from them, and what a scenario should state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.validation.war.fit import fit_series
from experiments.validation.war.negbin import negbin_log_pmf
from experiments.validation.war.series import Array, Mask, Series, usable

LEVEL_MONTHS = 12  # the recommended level is that of the last whole year
NORMAL_MONTHS = 24
HURT_WEIGHT = 0.2


@dataclass(frozen=True)
class Recommendation:
    """What a scenario dated just after `until` should state."""

    until: str
    level: float  # deaths a month, season aside; growth is 0
    level_se: float
    season: Array
    dispersion: float  # from one-month-ahead errors, so it covers not knowing the level exactly
    log_dispersion_se: float
    normal: float  # deaths a month: mean of the 24 months up to `until`
    hurt: float  # moving average of deaths / normal, weight .2
    hurt_deseasonalised: float


def recommend(series: Series, since: str, branching: float = 0.1) -> Recommendation:
    """Level of the last twelve months, no growth, shrunken season, dispersion of one-month-ahead errors."""
    season = fit_series(series, since, branching).season
    recent = np.arange(len(series.months)) >= series.months.index(since)
    last = len(series.months)
    means = one_ahead(series, season, branching, year_level)
    dispersion, log_se = dispersion_of(series, means[:last], recent)
    level = year_level(series, season, branching)[last]
    normal = float(series.deaths[-NORMAL_MONTHS:].mean())
    deseasonalised = series.clean / season[series.calendar]
    return Recommendation(
        until=series.months[-1], level=float(level),
        level_se=_year_level_se(series, season, branching, dispersion),
        season=season, dispersion=dispersion, log_dispersion_se=log_se, normal=normal,
        hurt=moving_average(series.clean / normal),
        hurt_deseasonalised=moving_average(deseasonalised / normal),
    )  # fmt: skip


def moving_average(values: Array, weight: float = HURT_WEIGHT, start: float = 1.0) -> float:
    """Exponentially weighted average after the last value, from `start` before the first."""
    average = start
    for value in values:
        average += weight * (float(value) - average)
    return average


def _own(series: Series, season: Array, branching: float) -> tuple[Array, Array]:
    """Deaths of each month that are not answers to the last, and what one unit of level would give."""
    before = np.where(np.isnan(series.before), series.clean, series.before)
    return series.clean - branching * before, (1 - branching) * season[series.calendar]


def year_level(series: Series, season: Array, branching: float) -> Array:
    """Level known before each month (n + 1 of them), from the clean ones of the twelve months before it."""
    own, unit = _own(series, season, branching)
    kept = ~series.lumped
    levels = np.full(len(own) + 1, np.nan)
    for t in range(LEVEL_MONTHS, len(own) + 1):
        past = slice(t - LEVEL_MONTHS, t)
        levels[t] = max((own * kept)[past].sum() / max((unit * kept)[past].sum(), 1e-9), 1.0)
    return levels


def _year_level_se(series: Series, season: Array, branching: float, dispersion: float) -> float:
    """Standard error of the last year's level, season taken as known (over a year it hardly matters)."""
    level = year_level(series, season, branching)[-1]
    kept = ~series.lumped[-LEVEL_MONTHS:]
    unit = _own(series, season, branching)[1][-LEVEL_MONTHS:][kept]
    mean = level * unit + branching * series.before[-LEVEL_MONTHS:][kept]
    return float(np.sqrt((mean + mean**2 / dispersion).sum()) / unit.sum())


def average_level(series: Series, season: Array, branching: float) -> Array:
    """Level known before each month: exponentially weighted, weight .2, lumped months passed over."""
    own, unit = _own(series, season, branching)
    levels = np.full(len(own) + 1, max(own[:LEVEL_MONTHS].sum() / unit[:LEVEL_MONTHS].sum(), 1.0))
    for t in range(len(own)):
        weight = 0.0 if series.lumped[t] else HURT_WEIGHT
        levels[t + 1] = max((1 - weight) * levels[t] + weight * own[t] / unit[t], 1.0)
    return levels


def one_ahead(
    series: Series, season: Array, branching: float, levels: Callable[[Series, Array, float], Array]
) -> Array:
    """Mean of each month, and of the one after the last, given the months before it."""
    calendar = np.append(series.calendar, (series.calendar[-1] + 1) % 12)
    before = np.append(series.before, series.clean[-1])
    own = (1 - branching) * levels(series, season, branching) * season[calendar]
    mean: Array = own + branching * before
    return mean


def dispersion_of(series: Series, means: Array, recent: Mask) -> tuple[float, float]:
    """Maximum-likelihood dispersion of the recent months around given means, and the error of its log."""
    from scipy.optimize import minimize_scalar

    use = recent & usable(series) & np.isfinite(means)

    def loss(log_r: float) -> float:
        return -float(negbin_log_pmf(series.deaths[use], means[use], float(np.exp(log_r))).sum())

    best = float(minimize_scalar(loss, bounds=(-3.0, 12.0), method="bounded", options={"xatol": 1e-8}).x)
    bend = (loss(best + 1e-3) - 2 * loss(best) + loss(best - 1e-3)) / 1e-6
    return float(np.exp(best)), float(1 / np.sqrt(max(bend, 1e-12)))
