"""Fit the war of a scenario to a monthly series of deaths, and say how good a forecast it makes.

The war of one total series (all parties together):

    N_t ~ NegBin(mean λ_t, dispersion r),   variance λ + λ²/r
    λ_t = (1 − α) · level · exp(growth · (t − t_end)) · season[month] + α · N_{t−1}

with α, the branching ratio, given and not estimated. `level` is deaths a month at the last month known,
season aside; `season` has mean 1 over the twelve calendar months.

Two figures for the level are kept apart. `fit` is the maximum-likelihood fit of the formula above, with
its trend. `recommend` is what a scenario should use: growth 0, the level of the last twelve months, and a
dispersion taken from forecast errors; `score` and `horizons` are the evidence for that choice.

    python -m experiments.validation.war_fit VIOLENCE.csv --until 2018-04 --table

The CSV has the columns `month` (YYYY-MM), `sb_best_views` (state-based deaths a month, UCDP/VIEWS, CC BY
4.0) and, if known, `all_types_single_month_events_pace` (deaths in events that begin and end in one month).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

DESCRIPTION = "Fit the war of a scenario to a monthly series of deaths."
SOURCE = "UCDP/VIEWS state-based deaths, CC BY 4.0"
LUMP_RATIO = 1.25  # a month with over 1.25 × the deaths of its single-month events holds lumped events
LEVEL_MONTHS = 12  # the recommended level is that of the last whole year
NORMAL_MONTHS = 24
HURT_WEIGHT = 0.2
SCORE_WINDOW = 40  # months refitted at each origin of the scores: as many as 2015-01 … 2018-04
SCORE_FIRST = "2013-01"
BRANCHING_TRIED = (0.0, 0.05, 0.1, 0.2, 0.3)
DAMPING = 0.9  # of the damped trend tried: what a month adds to the log level is .9 of what the last one did
MARKS = ("<!-- tables: begin -->", "<!-- tables: end -->")


@dataclass(frozen=True)
class Series:
    """Consecutive months: deaths, and a mark on months that hold deaths of other months."""

    months: tuple[str, ...]
    deaths: Array  # deaths a month, as published
    clean: Array  # the same, lumped months replaced by the deaths of their single-month events
    lumped: Mask

    @property
    def calendar(self) -> NDArray[np.intp]:
        """Calendar month of each, 0 for January."""
        return np.array([int(month[5:7]) - 1 for month in self.months])

    @property
    def before(self) -> Array:
        """Deaths of the month before each (clean); not a number for the first."""
        return np.concatenate([[np.nan], self.clean[:-1]])

    def head(self, n: int) -> Series:
        """The first n months."""
        return Series(self.months[:n], self.deaths[:n], self.clean[:n], self.lumped[:n])

    def through(self, until: str) -> Series:
        """The months up to and including `until`."""
        return self.head(self.months.index(until) + 1)


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


# ---------------------------------------------------------------------------------------------------------
# Fitting


def read_series(path: str | Path) -> Series:
    """Read the monthly CSV described at the head of this module."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    single = [row.get("all_types_single_month_events_pace") for row in rows]
    known = [float(value) for value in single if value]
    return make_series(
        [row["month"] for row in rows],
        [float(row["sb_best_views"]) for row in rows],
        known if len(known) == len(rows) else None,
    )


def make_series(months: Sequence[str], deaths: ArrayLike, single_month: ArrayLike | None = None) -> Series:
    """Mark lumped months by their own two counts alone, so that later months change nothing."""
    counts = np.asarray(deaths, dtype=float)
    if len(months) != len(counts):
        raise ValueError(f"{len(months)} months but {len(counts)} counts")
    if single_month is None:
        return Series(tuple(months), counts, counts, np.zeros(len(counts), dtype=bool))
    single = np.asarray(single_month, dtype=float)
    lumped = counts > LUMP_RATIO * single
    return Series(tuple(months), counts, np.where(lumped, single, counts), lumped)


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
    use = _usable(series) & (np.arange(len(series.months)) >= series.months.index(since))
    years = (np.arange(len(series.months)) - len(series.months) + 1) / 12

    def design(coefficients: Array) -> Array:
        curve = _waves(series.calendar, harmonics) @ coefficients
        return np.column_stack([np.ones_like(years), years, curve])[use]

    counts, before = series.deaths[use], series.before[use]
    theta, hessian, log_likelihood = _maximise(counts, before, design(shape), branching)
    flat = _maximise(counts, before, design(shape)[:, [0, 2]], branching)[2]

    def gradient(coefficients: Array) -> Array:
        return _log_likelihood(theta, counts, before, design(coefficients), branching)[1]

    cov = _joint_covariance(hessian, _jacobian(gradient, shape), shape_cov)
    point = np.concatenate([theta, shape])
    se = _delta_errors(_natural, point, cov)
    natural = _natural(point)
    return WarFit(
        since=since, until=series.months[-1], branching=branching,
        level=float(np.exp(natural[0])), growth=float(natural[1]), season=natural[4:],
        dispersion=float(np.exp(natural[3])), log_likelihood=log_likelihood, n=int(use.sum()),
        log_level_se=float(se[0]), growth_se=float(se[1]), season_se=se[4:], log_dispersion_se=float(se[3]),
        amplitude=float(natural[2]), amplitude_se=float(se[2]),
        growth_p=float(chi2.sf(2 * max(log_likelihood - flat, 0.0), 1)),
    )  # fmt: skip


def recommend(series: Series, since: str, branching: float = 0.1) -> Recommendation:
    """Level of the last twelve months, no growth, shrunken season, dispersion of one-month-ahead errors."""
    season = fit_series(series, since, branching).season
    recent = np.arange(len(series.months)) >= series.months.index(since)
    last = len(series.months)
    means = _one_ahead(series, season, branching, _year_level)
    dispersion, log_se = _dispersion(series, means[:last], recent)
    level = _year_level(series, season, branching)[last]
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


def branching_profile(series: Series, since: str, ratios: Sequence[float] = BRANCHING_TRIED) -> dict[float, float]:
    """Log-likelihood of the fit with each branching ratio."""
    return {ratio: fit_series(series, since, ratio).log_likelihood for ratio in ratios}


def harmonics_table(series: Series, branching: float = 0.1) -> dict[int, tuple[float, int]]:
    """For 0 … 5 harmonics of the year: AIC on the whole series, and the number of numbers estimated."""
    table = {}
    for harmonics in range(6):
        theta, _, log_likelihood = _fit_whole(series, branching, harmonics)
        table[harmonics] = (2 * len(theta) - 2 * log_likelihood, len(theta))
    return table


# ---------------------------------------------------------------------------------------------------------
# Scoring


def negbin_log_pmf(counts: Array, mean: Array, dispersion: float) -> Array:
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


def score(
    series: Series, first: str = SCORE_FIRST, branching: float = 0.1, seed: int = 1, block: int = 6
) -> list[Score]:
    """Score forecasts of each month from `first` on, each made from the months before it alone."""
    rows = [_forecasts(series, t, branching) for t in range(series.months.index(first), len(series.months))]
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
        trend = fit_series(past, _window_start(past), branching)
        level = _year_level(past, trend.season, branching)[t]
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


# ---------------------------------------------------------------------------------------------------------
# Printing


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the fits asked for; with --write, put the tables into a page between its two marks."""
    parser = argparse.ArgumentParser(prog="python -m experiments.validation.war_fit", description=DESCRIPTION)
    parser.add_argument("csv", help="monthly deaths, columns as in this module's docstring")
    parser.add_argument("--until", action="append", required=True, help="last month known, YYYY-MM; repeat")
    parser.add_argument("--since", default="2015-01", help="first month of level, growth and dispersion")
    parser.add_argument("--branching", type=float, default=0.1, help="the branching ratio, assumed")
    parser.add_argument("--table", action="store_true", help="also the scores and what else was tried")
    parser.add_argument("--write", help="a Markdown page whose tables to replace")
    asked = parser.parse_args(arguments)
    whole = read_series(asked.csv)
    parts = []
    for until in asked.until:
        series = whole.through(until)
        parts.append(report(series, asked.since, asked.branching))
        if asked.table:
            parts.append(evidence(series, asked.since, asked.branching))
    text = "\n\n".join(parts)
    if asked.write:
        _replace_tables(Path(asked.write), text)
    print(text)
    return 0


def report(series: Series, since: str, branching: float) -> str:
    """Say the recommended numbers, as YAML, and the fit with a trend."""
    advice = recommend(series, since, branching)
    trend = fit_series(series, since, branching)
    level = _plus_minus(advice.level, advice.level_se)
    spread = _interval(advice.dispersion, advice.log_dispersion_se)
    growth = _plus_minus(trend.growth, trend.growth_se, 4)
    season_se = ", ".join(f"{value:.3f}" for value in trend.season_se)
    return "\n".join(
        [
            f"## Known through {series.months[-1]} (source: {SOURCE})",
            "",
            "```yaml",
            f"level: {advice.level:.0f}  # deaths a month, season aside, mean of twelve months; 95 % {level}",
            f"growth: 0  # the trend fitted to {since}… is {trend.growth:.4f} a month, 95 % {growth}",
            f"branching: {branching:g}  # assumed",
            f"season: [{', '.join(_rounded_to_mean_one(advice.season))}]",
            f"# standard errors of the season: [{season_se}]",
            f"dispersion: {advice.dispersion:.1f}  # from one-month-ahead errors; 95 % {spread}",
            f"normal: {advice.normal:.0f}  # deaths a month, mean of the 24 months up to {advice.until}",
            f"hurt: {advice.hurt:.2f}  # average of deaths / normal, weight {HURT_WEIGHT:g};"
            f" season taken out {advice.hurt_deseasonalised:.2f}",
            "```",
            "",
            f"Standard errors: level {advice.level_se:.0f} deaths a month; dispersion"
            f" {advice.log_dispersion_se * advice.dispersion:.1f}.",
            "",
            f"Maximum likelihood with a trend, {since} to {series.months[-1]}, {trend.n} months"
            " (lumped ones left out):",
            "",
            "| number | estimate | standard error | 95 % |",
            "|---|---|---|---|",
            f"| level at the last month, deaths | {trend.level:.0f} |"
            f" {trend.level * trend.log_level_se:.0f} | {_interval(trend.level, trend.log_level_se, 0)} |",
            f"| growth a month | {trend.growth:.4f} | {trend.growth_se:.4f} | {growth}; p = {trend.growth_p:.3f} |",
            f"| dispersion | {trend.dispersion:.1f} | {trend.dispersion * trend.log_dispersion_se:.1f} |"
            f" {_interval(trend.dispersion, trend.log_dispersion_se)} |",
            f"| season's amplitude, whole series = 1 | {trend.amplitude:.2f} | {trend.amplitude_se:.2f} |"
            f" {_plus_minus(trend.amplitude, trend.amplitude_se, 2)} |",
            f"| log-likelihood | {trend.log_likelihood:.2f} | | |",
        ]
    )


def evidence(series: Series, since: str, branching: float) -> str:
    """Say what the choices rest on: scores, horizons, branching, harmonics, windows of the trend."""
    return "\n\n".join(
        [
            _score_table(series, branching),
            _horizon_table(series, branching),
            _branching_table(series, since),
            _harmonics_markdown(series, branching),
            _window_table(series, branching),
        ]
    )


# ---------------------------------------------------------------------------------------------------------
# Private: likelihood


def _usable(series: Series) -> Mask:
    """Months whose own count counts: not lumped, and with a month before them."""
    return ~series.lumped & (np.arange(len(series.months)) > 0)


def _waves(calendar: NDArray[np.intp], harmonics: int) -> Array:
    """Cosines and sines of the year, a column each."""
    angles = 2 * np.pi * np.asarray(calendar)[:, None] * np.arange(1, harmonics + 1) / 12
    return np.concatenate([np.cos(angles), np.sin(angles)], axis=1)


def _log_likelihood(theta: Array, counts: Array, before: Array, design: Array, branching: float) -> tuple[float, Array]:
    """Log-likelihood and its gradient; theta is the design's coefficients and then log r."""
    from scipy.special import digamma

    r = float(np.exp(theta[-1]))
    own = (1 - branching) * np.exp(design @ theta[:-1])
    mean = own + branching * before
    by_mean = counts / mean - (counts + r) / (r + mean)
    by_r = digamma(counts + r) - digamma(r) + np.log(r / (r + mean)) + 1 - (counts + r) / (r + mean)
    gradient = np.append(design.T @ (by_mean * own), r * by_r.sum())
    return float(negbin_log_pmf(counts, mean, r).sum()), gradient


def _maximise(counts: Array, before: Array, design: Array, branching: float) -> tuple[Array, Array, float]:
    """Maximum-likelihood theta, the Hessian of the log-likelihood there, and its value."""
    from scipy.optimize import minimize

    start = np.append(np.linalg.lstsq(design, np.log(np.maximum(counts, 1)), rcond=None)[0], 2.0)
    box = [(value - 4, value + 4) for value in start[:-1]] + [(-3.0, 12.0)]

    def loss(theta: Array) -> tuple[float, Array]:
        value, gradient = _log_likelihood(theta, counts, before, design, branching)
        return -value, -gradient

    tight = {"ftol": 1e-13, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=box, options=tight)
    hessian = _jacobian(lambda theta: -loss(theta)[1], found.x)
    return found.x, (hessian + hessian.T) / 2, -float(found.fun)


def _jacobian(function: Callable[[Array], Array], point: Array, step: float = 1e-5) -> Array:
    """Central differences of a vector function."""
    columns = [
        (function(point + step * unit) - function(point - step * unit)) / (2 * step) for unit in np.eye(len(point))
    ]
    return np.column_stack(columns)


def _joint_covariance(hessian: Array, cross: Array, shape_cov: Array) -> Array:
    """Covariance of (theta, shape) when the shape was estimated first (two-step estimation)."""
    inverse = np.asarray(np.linalg.pinv(-hessian), dtype=float)
    moved = inverse @ cross  # how the estimate moves with the shape
    corner = moved @ shape_cov
    return np.block([[inverse + corner @ moved.T, corner], [corner.T, shape_cov]])


def _delta_errors(function: Callable[[Array], Array], point: Array, cov: Array) -> Array:
    """Standard errors of a function of estimates, to first order."""
    slopes = _jacobian(function, point)
    variances = np.einsum("ij,jk,ik->i", slopes, cov, slopes)
    return np.asarray(np.sqrt(np.maximum(variances, 0)), dtype=float)


def _natural(point: Array) -> Array:
    """(a, 12 growth, amplitude, log r, shape…) → (log level, growth, amplitude, log r, season…)."""
    curve = np.exp(point[2] * (_waves(np.arange(12), len(point[4:]) // 2) @ point[4:]))
    level = point[0] + np.log(curve.mean())
    return np.concatenate([[level, point[1] / 12], point[2:4], curve / curve.mean()])


def _season_shape(series: Series, branching: float, harmonics: int) -> tuple[Array, Array]:
    """Coefficients of the season's waves on the whole series, and their covariance."""
    theta, hessian, _ = _fit_whole(series, branching, harmonics)
    where = slice(len(theta) - 1 - 2 * harmonics, len(theta) - 1)
    return theta[where], np.asarray(np.linalg.pinv(-hessian)[where, where], dtype=float)


def _fit_whole(series: Series, branching: float, harmonics: int) -> tuple[Array, Array, float]:
    """Fit the season to the whole series, with a log level that bends once a year (so no step in January)."""
    use = _usable(series)
    design = np.column_stack([_bends(len(series.months)), _waves(series.calendar, harmonics)])[use]
    return _maximise(series.deaths[use], series.before[use], design, branching)


def _bends(n: int) -> Array:
    """Columns of a piecewise linear function of n months with a knot every twelve (last piece 6 to 17)."""
    knots = np.arange(0, n - 1, 12)
    if len(knots) > 1 and n - 1 - knots[-1] < 6:
        knots = knots[:-1]
    knots = np.append(knots, n - 1)
    return np.column_stack([np.interp(np.arange(n), knots, unit) for unit in np.eye(len(knots))])


# ---------------------------------------------------------------------------------------------------------
# Private: levels and forecasts


def _own(series: Series, season: Array, branching: float) -> tuple[Array, Array]:
    """Deaths of each month that are not answers to the last, and what one unit of level would give."""
    before = np.where(np.isnan(series.before), series.clean, series.before)
    return series.clean - branching * before, (1 - branching) * season[series.calendar]


def _year_level(series: Series, season: Array, branching: float) -> Array:
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
    level = _year_level(series, season, branching)[-1]
    kept = ~series.lumped[-LEVEL_MONTHS:]
    unit = _own(series, season, branching)[1][-LEVEL_MONTHS:][kept]
    mean = level * unit + branching * series.before[-LEVEL_MONTHS:][kept]
    return float(np.sqrt((mean + mean**2 / dispersion).sum()) / unit.sum())


def _average_level(series: Series, season: Array, branching: float) -> Array:
    """Level known before each month: exponentially weighted, weight .2, lumped months passed over."""
    own, unit = _own(series, season, branching)
    levels = np.full(len(own) + 1, max(own[:LEVEL_MONTHS].sum() / unit[:LEVEL_MONTHS].sum(), 1.0))
    for t in range(len(own)):
        weight = 0.0 if series.lumped[t] else HURT_WEIGHT
        levels[t + 1] = max((1 - weight) * levels[t] + weight * own[t] / unit[t], 1.0)
    return levels


def _one_ahead(
    series: Series, season: Array, branching: float, levels: Callable[[Series, Array, float], Array]
) -> Array:
    """Mean of each month, and of the one after the last, given the months before it."""
    calendar = np.append(series.calendar, (series.calendar[-1] + 1) % 12)
    before = np.append(series.before, series.clean[-1])
    own = (1 - branching) * levels(series, season, branching) * season[calendar]
    mean: Array = own + branching * before
    return mean


def _dispersion(series: Series, means: Array, recent: Mask) -> tuple[float, float]:
    """Maximum-likelihood dispersion of the recent months around given means, and the error of its log."""
    from scipy.optimize import minimize_scalar

    use = recent & _usable(series) & np.isfinite(means)

    def loss(log_r: float) -> float:
        return -float(negbin_log_pmf(series.deaths[use], means[use], float(np.exp(log_r))).sum())

    best = float(minimize_scalar(loss, bounds=(-3.0, 12.0), method="bounded", options={"xatol": 1e-8}).x)
    bend = (loss(best + 1e-3) - 2 * loss(best) + loss(best - 1e-3)) / 1e-6
    return float(np.exp(best)), float(1 / np.sqrt(max(bend, 1e-12)))


def _window_start(series: Series) -> str:
    """First of the last 40 months."""
    return series.months[max(len(series.months) - SCORE_WINDOW, 0)]


def _forecasts(series: Series, t: int, branching: float) -> dict[str, tuple[float, float]]:
    """CRPS and log score of each way to forecast month t from the months before it; the recommended first."""
    past, outcome = series.head(t), float(series.deaths[t])
    start = _window_start(past)
    trend = fit_series(past, start, branching)
    recent = np.arange(t) >= past.months.index(start)
    full = _full_season(past, branching)

    def levelled(season: Array, levels: Callable[[Series, Array, float], Array]) -> tuple[float, float]:
        means = _one_ahead(past, season, branching, levels)
        return _negbin_scores(float(means[t]), _dispersion(past, means[:t], recent)[0], outcome)

    ahead = (1 - branching) * trend.level * np.exp(trend.growth) * trend.season[series.calendar[t]]
    last = float(past.clean[-1])
    return {
        "level of the last twelve months, shrunken season": levelled(trend.season, _year_level),
        "the same, season of the whole series": levelled(full, _year_level),
        "the same, no season": levelled(np.ones(12), _year_level),
        "exponentially weighted level, weight .2": levelled(trend.season, _average_level),
        "log-linear trend of 40 months": _negbin_scores(float(ahead + branching * last), trend.dispersion, outcome),
        "same as last month, spread of its past errors": _negbin_scores(
            last, _dispersion(past, past.before, recent)[0], outcome
        ),
        "same as last month, a point": (abs(last - outcome), float("nan")),
        "one of the last twelve months": (crps_sample(past.deaths[-12:], outcome), float("nan")),
    }


def _full_season(series: Series, branching: float) -> Array:
    """The season of the whole series, not shrunk."""
    curve = np.exp(_waves(np.arange(12), 1) @ _season_shape(series, branching, 1)[0])
    season: Array = curve / curve.mean()
    return season


def _negbin_scores(mean: float, dispersion: float, outcome: float) -> tuple[float, float]:
    """CRPS and log score of a negative binomial forecast."""
    chance = negbin_log_pmf(np.array([outcome]), np.array([mean]), dispersion)
    return crps_negbin(mean, dispersion, outcome), float(chance[0])


# ---------------------------------------------------------------------------------------------------------
# Private: text


def _interval(value: float, log_se: float, digits: int = 1) -> str:
    low, high = value * np.exp(-1.96 * log_se), value * np.exp(1.96 * log_se)
    return f"{low:.{digits}f}…{high:.{digits}f}"


def _plus_minus(value: float, se: float, digits: int = 0) -> str:
    return f"{value - 1.96 * se:.{digits}f}…{value + 1.96 * se:.{digits}f}"


def _rounded_to_mean_one(season: Array) -> list[str]:
    """Round to thousandths that add up to 12.000 exactly, moving the factors that rounding moved most."""
    thousandths = np.round(season * 1000).astype(int)
    order = np.argsort(season * 1000 - thousandths)
    missing = 12000 - int(thousandths.sum())
    thousandths[order[-missing:] if missing > 0 else order[: -missing or 0]] += int(np.sign(missing))
    return [f"{value / 1000:.3f}" for value in thousandths]


def _score_table(series: Series, branching: float) -> str:
    lines = [
        f"One month ahead, {SCORE_FIRST} to {series.months[-1]}: mean CRPS in deaths, smaller is better;"
        " mean log score, larger is better, in brackets without each forecast's own worst month.",
        "",
        "| forecast | CRPS | with lumped months | log score | worse than the first by, 95 % |",
        "|---|---|---|---|---|",
    ]
    for rank, row in enumerate(score(series, branching=branching)):
        known = np.isfinite(row.log_score)
        log_score = f"{row.log_score:.2f} ({row.log_score_trimmed:.2f})" if known else ""
        worse = f"{row.worse_by:+.0f} ({row.interval[0]:+.0f}…{row.interval[1]:+.0f})" if rank else ""
        lines.append(f"| {row.name} | {row.crps:.0f} | {row.crps_all:.0f} | {log_score} | {worse} |")
    return "\n".join(lines)


def _horizon_table(series: Series, branching: float) -> str:
    lines = [
        "Mean deaths of the next 12 and 24 months, error in the log: mean size, and mean (below 0: too low).",
        "",
        "| forecast | months | size | mean | origins |",
        "|---|---|---|---|---|",
    ]
    for (name, span), (size, mean, origins) in horizons(series, branching=branching).items():
        lines.append(f"| {name} | {span} | {size:.2f} | {mean:+.2f} | {origins} |")
    return "\n".join(lines)


def _branching_table(series: Series, since: str) -> str:
    columns = [
        branching_profile(series, since),
        {ratio: _fit_whole(series, ratio, 1)[2] for ratio in BRANCHING_TRIED},
        branching_profile(series, series.months[0]),
    ]
    first = series.months[0]
    lines = [
        "Log-likelihood by branching ratio, each column relative to its best.",
        "",
        f"| branching | {since}…, trend | {first}…, level bending once a year | {first}…, one trend |",
        "|---|---|---|---|",
    ]
    for ratio in BRANCHING_TRIED:
        cells = [f"{column[ratio] - max(column.values()):.2f}" for column in columns]
        lines.append(f"| {ratio:g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _harmonics_markdown(series: Series, branching: float) -> str:
    lines = ["Season on the whole series, waves a year.", "", "| waves | numbers | AIC |", "|---|---|---|"]
    lines += [
        f"| {waves} | {numbers} | {aic:.1f} |" for waves, (aic, numbers) in harmonics_table(series, branching).items()
    ]
    return "\n".join(lines)


def _window_table(series: Series, branching: float) -> str:
    published = make_series(series.months, series.deaths)
    rows = [(since, "", series) for since in ("2014-01", "2015-01", "2015-07", "2016-01", "2016-07")]
    rows.append(("2015-01", ", lumped months as published", published))
    lines = [
        "Growth by the month the window starts.",
        "",
        "| since | growth a month | standard error | p of growth 0 | level at the end | dispersion |",
        "|---|---|---|---|---|---|",
    ]
    for since, remark, known in rows:
        if since in series.months[:-18]:
            f = fit_series(known, since, branching)
            lines.append(
                f"| {since}{remark} | {f.growth:.4f} | {f.growth_se:.4f} | {f.growth_p:.3f} | {f.level:.0f} |"
                f" {f.dispersion:.1f} |"
            )
    return "\n".join(lines)


def _replace_tables(page: Path, text: str) -> None:
    """Put text between the page's two marks."""
    head, rest = page.read_text(encoding="utf-8").split(MARKS[0], 1)
    tail = rest.split(MARKS[1], 1)[1]
    page.write_text(f"{head}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
