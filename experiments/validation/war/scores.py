"""Forecasts of the next month, and of the mean of the next years, each made from the months before it alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.validation.war.fit import fit_series, full_season
from experiments.validation.war.levels import average_level, dispersion_of, one_ahead, year_level
from experiments.validation.war.negbin import crps_sample, negbin_scores
from experiments.validation.war.series import Array, Series

SCORE_WINDOW = 40  # months refitted at each origin of the scores: as many as 2015-01 … 2018-04
SCORE_FIRST = "2013-01"
DAMPING = 0.9  # of the damped trend tried: what a month adds to the log level is .9 of what the last one did


@dataclass(frozen=True)
class Score:
    """One way of forecasting next month, over all origins."""

    name: str
    crps: float  # deaths; lumped months left out
    crps_all: float  # deaths; lumped months included as published
    log_score: float  # mean log probability; not a number where the forecast is not a smooth distribution
    log_score_trimmed: float  # the same without this forecast's own worst month
    worse_by: float  # its CRPS minus that of the recommended model
    interval: tuple[float, float]  # 95 %, bootstrap of blocks of months


def score(
    series: Series, first: str = SCORE_FIRST, branching: float = 0.1, seed: int = 1, block: int = 6
) -> list[Score]:
    """Score forecasts of each month from `first` on, each made from the months before it alone."""
    rows = [forecasts(series, t, branching) for t in range(series.months.index(first), len(series.months))]
    kept = ~series.lumped[series.months.index(first) :]
    names = list(rows[0])
    crps = {name: np.array([row[name][0] for row in rows]) for name in names}
    logs = {name: np.array([row[name][1] for row in rows]) for name in names}
    worse = {name: (crps[name] - crps[names[0]])[kept] for name in names}
    return [
        Score(
            name=name,
            crps=float(crps[name][kept].mean()),
            crps_all=float(crps[name].mean()),
            log_score=float(logs[name][kept].mean()),
            log_score_trimmed=float(np.sort(logs[name][kept])[1:].mean()),
            worse_by=float(worse[name].mean()),
            interval=block_interval(worse[name], block, seed),
        )
        for name in names
    ]


def block_interval(values: Array, block: int = 6, seed: int = 1, draws: int = 4000) -> tuple[float, float]:
    """Interval of 95 % for a mean: circular bootstrap of blocks of `block` consecutive months."""
    rng = np.random.default_rng(seed)
    n = len(values)
    starts = rng.integers(0, n, size=(draws, -(-n // block)))
    index = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n] % n
    low, high = np.quantile(values[index].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def horizons(
    series: Series, spans: Sequence[int] = (12, 24), first: str = SCORE_FIRST, branching: float = 0.1
) -> dict[tuple[str, int], tuple[float, float, int]]:
    """Forecast the mean of the next 12 and 24 months: mean absolute and mean log error, number of origins."""
    errors: dict[tuple[str, int], list[float]] = {}
    for t in range(series.months.index(first), len(series.months) - min(spans) + 1):
        past = series.head(t)
        trend = fit_series(past, window_start(past), branching)
        level = year_level(past, trend.season, branching)[t]
        for span in (span for span in spans if t + span <= len(series.months)):
            actual = series.clean[t : t + span].mean()
            season = trend.season[series.calendar[t : t + span]]
            ahead = np.arange(1, span + 1)
            damped = DAMPING * (1 - DAMPING**ahead) / (1 - DAMPING)
            paths = {
                "no growth, level of the last twelve months": np.full(span, level),
                "trend carried on": trend.level * np.exp(trend.growth * ahead),
                f"trend damped by {DAMPING:g} a month": trend.level * np.exp(trend.growth * damped),
            }
            for name, path in paths.items():
                error = float(np.log((path * season).mean() / actual))
                errors.setdefault((name, span), []).append(error)
    return {key: (float(np.abs(errors[key]).mean()), float(np.mean(errors[key])), len(errors[key])) for key in errors}


def window_start(series: Series) -> str:
    """First of the last 40 months."""
    return series.months[max(len(series.months) - SCORE_WINDOW, 0)]


def forecasts(series: Series, t: int, branching: float) -> dict[str, tuple[float, float]]:
    """CRPS and log score of each way to forecast month t from the months before it; the recommended first."""
    past, outcome = series.head(t), float(series.deaths[t])
    start = window_start(past)
    trend = fit_series(past, start, branching)
    recent = np.arange(t) >= past.months.index(start)
    full = full_season(past, branching)

    def levelled(season: Array, levels: Callable[[Series, Array, float], Array]) -> tuple[float, float]:
        means = one_ahead(past, season, branching, levels)
        return negbin_scores(float(means[t]), dispersion_of(past, means[:t], recent)[0], outcome)

    ahead = (1 - branching) * trend.level * np.exp(trend.growth) * trend.season[series.calendar[t]]
    last = float(past.clean[-1])
    return {
        "level of the last twelve months, shrunken season": levelled(trend.season, year_level),
        "the same, season of the whole series": levelled(full, year_level),
        "the same, no season": levelled(np.ones(12), year_level),
        "exponentially weighted level, weight .2": levelled(trend.season, average_level),
        "log-linear trend of 40 months": negbin_scores(float(ahead + branching * last), trend.dispersion, outcome),
        "same as last month, spread of its past errors": negbin_scores(
            last, dispersion_of(past, past.before, recent)[0], outcome
        ),
        "same as last month, a point": (abs(last - outcome), float("nan")),
        "one of the last twelve months": (crps_sample(past.deaths[-12:], outcome), float("nan")),
    }
