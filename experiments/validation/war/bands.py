"""Bands of forecasts months ahead: how often they hold, and how good they are, with levels that walk by various steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.validation.war import walk
from experiments.validation.war.fit import fit_series
from experiments.validation.war.levels import dispersion_of, one_ahead, year_level
from experiments.validation.war.scores import SCORE_FIRST, block_interval, window_start
from experiments.validation.war.series import Array, Mask, Series

AHEAD = (1, 6, 12, 24)  # months
FIXED = (0.0, 0.04, 0.06, 0.08, 0.10, 0.12, 0.14, 0.16, 0.20)  # volatilities tried, log sd a month
CHOSEN_VOLATILITY = 0.12  # what a scenario should state: the bands that it gives hold, and the likelihood allows it
DRAWN = {  # triangular distributions of the volatility, least, likeliest, most: a number for every history
    "drawn, .06 to .14, most often .10": (0.06, 0.10, 0.14),
    "drawn, .08 to .14, most often .12": (0.08, 0.12, 0.14),
}
PATHS = 4000
BAND = (0.05, 0.95)
FITTED, TRACKED = "fitted before each origin", "fitted, and the level tracked by it"


class Course(NamedTuple):
    """One way of foretelling: where the level begins, how it walks and how months scatter, a number for every path."""

    log_level: Array
    volatility: Array  # log sd a month
    dispersion: Array


class Held(NamedTuple):
    """Forecasts of one kind, so many months ahead, over all origins; lumped months left out."""

    months: tuple[str, ...]  # those foretold
    crps: Array  # deaths; smaller is better
    below: Mask  # the month came below the 90 % band
    above: Mask
    width: Array  # of the band, deaths

    @property
    def inside(self) -> float:
        """Share of months inside the band."""
        return 1 - float((self.below | self.above).mean())

    def part(self, which: Mask) -> Held:
        """Some of the months."""
        months = tuple(month for month, kept in zip(self.months, which, strict=True) if kept)
        return Held(months, self.crps[which], self.below[which], self.above[which], self.width[which])


def name_of(volatility: float) -> str:
    """What a forecast with a fixed volatility is called."""
    return "0: the level stays" if volatility == 0 else f"{volatility:.2f}"


def bands(
    series: Series,
    branching: float = 0.1,
    first: str = SCORE_FIRST,
    ahead: Sequence[int] = AHEAD,
    names: Collection[str] | None = None,
) -> dict[tuple[str, int], Held]:
    """Forecasts of single months, by name and months ahead, each origin's from the months before it alone; all unless
    some are named."""
    found: dict[tuple[str, int], list[tuple[str, float, bool, bool, float]]] = {}
    for origin in range(series.months.index(first), len(series.months)):
        span = min(max(ahead), len(series.months) - origin)
        for name, paths in foretold(series.head(origin), branching, span, names).items():
            for months in (m for m in ahead if m <= span and not series.lumped[origin + m - 1]):
                row = judged(series.months[origin + months - 1], paths[months - 1], series.deaths[origin + months - 1])
                found.setdefault((name, months), []).append(row)
    return {key: _gathered(rows) for key, rows in found.items()}


def foretold(past: Series, branching: float, span: int, names: Collection[str] | None = None) -> dict[str, Array]:
    """Paths of the next `span` months (months × paths) by forecast, all or some; the same seed after the same months."""
    season = fit_series(past, window_start(past), branching).season
    return {
        name: play(course, past, season, branching, span)
        for name, course in courses(past, season, branching).items()
        if names is None or name in names
    }


def courses(past: Series, season: Array, branching: float) -> Mapping[str, Course]:
    """Every way of foretelling that is tried."""
    last = len(past.months)
    recent = np.arange(last) >= past.months.index(window_start(past))
    scatter = dispersion_of(past, one_ahead(past, season, branching, year_level)[:last], recent)[0]
    begins = np.full(PATHS, np.log(year_level(past, season, branching)[last]))
    scatters = np.full(PATHS, scatter)
    rng = np.random.default_rng(last)
    drawn = walk.draw(walk.follow(past, season, branching, walk.COARSE), PATHS, rng)
    fixed = {name_of(step): Course(begins, np.full(PATHS, step), scatters) for step in FIXED}
    at_random = {name: Course(begins, rng.triangular(*ends, PATHS), scatters) for name, ends in DRAWN.items()}
    return (
        fixed
        | at_random
        | {
            FITTED: Course(begins, drawn.volatility, scatters),
            TRACKED: Course(drawn.log_level, drawn.volatility, drawn.dispersion),
        }
    )


def play(course: Course, past: Series, season: Array, branching: float, span: int) -> Array:
    """Deaths of the next months (months × paths): the level walks, months scatter around it and answer the last one."""
    rng = np.random.default_rng(len(past.months))
    level, last = course.log_level, np.full(PATHS, past.clean[-1])
    rows = []
    for month in range(1, span + 1):
        level = level + course.volatility * rng.standard_normal(PATHS)
        own = np.exp(level) * season[(past.calendar[-1] + month) % 12]
        mean = (1 - branching) * own + branching * last
        last = rng.poisson(rng.gamma(course.dispersion, mean / course.dispersion)).astype(float)
        rows.append(last)
    return np.array(rows)


def judged(month: str, sample: Array, outcome: float) -> tuple[str, float, bool, bool, float]:
    """A month foretold: its CRPS, whether it came below or above the band, and how wide that was."""
    low, high = np.quantile(sample, BAND)
    return month, crps_sorted(sample, outcome), bool(outcome < low), bool(outcome > high), float(high - low)


def crps_sorted(sample: Array, outcome: float) -> float:
    """CRPS of a sample, as `crps_sample`, without all its pairs: the mean gap by ranks."""
    ordered, n = np.sort(sample), len(sample)
    gaps = float((2 * np.arange(1, n + 1) - n - 1) @ ordered) / n**2
    return float(np.abs(ordered - outcome).mean()) - gaps


def worse_by(one: Held, other: Held, months: int) -> tuple[float, tuple[float, float]]:
    """Mean CRPS of one minus that of the other, with a 95 % interval by blocks at least as long as the forecast."""
    difference = one.crps - other.crps
    return float(difference.mean()), block_interval(difference, max(6, months))


def _gathered(rows: Sequence[tuple[str, float, bool, bool, float]]) -> Held:
    months, crps, below, above, width = zip(*rows, strict=True)
    return Held(months, np.array(crps), np.array(below), np.array(above), np.array(width))
