"""What was found, as the Markdown of docs/war_fit.md."""

from __future__ import annotations

import numpy as np

from experiments.validation.war import walk
from experiments.validation.war.bands import (
    AHEAD,
    CHOSEN_VOLATILITY,
    DRAWN,
    FITTED,
    FIXED,
    TRACKED,
    Held,
    bands,
    name_of,
    worse_by,
)
from experiments.validation.war.fit import (
    BRANCHING_TRIED,
    branching_profile,
    fit_series,
    fit_whole,
    full_season,
    harmonics_table,
)
from experiments.validation.war.levels import HURT_WEIGHT, recommend
from experiments.validation.war.scores import SCORE_FIRST, horizons, score
from experiments.validation.war.series import Array, Series, make_series

HALF = "2015-12"  # the last month of the years in which deaths grew fast
SOURCE = "UCDP/VIEWS state-based deaths, CC BY 4.0"


def report(series: Series, since: str, branching: float) -> str:
    """Say the recommended numbers, as a scenario has them, and the fit with a trend."""
    advice = recommend(series, since, branching)
    trend = fit_series(series, since, branching)
    level = _plus_minus(advice.level, advice.level_se)
    begun = (1 - branching) * round(advice.level)
    spread = _interval(advice.dispersion, advice.log_dispersion_se)
    growth = _plus_minus(trend.growth, trend.growth_se, 4)
    moves = volatility_of(series, since, branching)
    season_se = ", ".join(f"{value:.3f}" for value in trend.season_se)
    return "\n".join(
        [
            f"## Known through {series.months[-1]} (source: {SOURCE})",
            "",
            "```yaml",
            f"# level: {advice.level:.0f} deaths a month, season aside, mean of twelve months; 95 % {level}",
            f"# violence of all parties together: (1 − branching) · level = {begun:.0f} a month",
            "war:",
            f"  trend: 0  # what was fitted to {since}… is {trend.growth:.4f} a month, 95 % {growth}",
            f"  branching: {branching:g}  # assumed",
            f"  season: [{', '.join(rounded_to_mean_one(advice.season))}]",
            f"  # standard errors of the season: [{season_se}]",
            f"  dispersion: {advice.dispersion:.1f}  # from one-month-ahead errors; 95 % {spread}",
            f"  volatility: {CHOSEN_VOLATILITY:g}  # log sd a month, by its bands; likeliest {moves.best:.3f},"
            f" 95 % {_range(moves.likely)}",
            f"  normal: {advice.normal:.0f}  # deaths a month, mean of the 24 months up to {advice.until}",
            f"  hurt: {advice.hurt:.2f}  # average of deaths / normal, weight {HURT_WEIGHT:g};"
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


def volatility_of(series: Series, since: str, branching: float) -> walk.Volatility:
    """The volatility fitted to the whole series, with the season that a scenario should state."""
    return walk.volatility(walk.follow(series, recommend(series, since, branching).season, branching))


def evidence(series: Series, since: str, branching: float) -> str:
    """Say what the choices rest on: scores, horizons, branching, harmonics, windows of the trend."""
    return "\n\n".join(
        [
            _score_table(series, branching),
            _volatility_table(series, since, branching),
            *_band_tables(series, branching),
            _horizon_table(series, branching),
            _branching_table(series, since),
            _harmonics_markdown(series, branching),
            _window_table(series, branching),
        ]
    )


def _signed(value: float) -> str:
    return f"{round(value) + 0:+d}"


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.3f}…{ends[1]:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _interval(value: float, log_se: float, digits: int = 1) -> str:
    low, high = value * np.exp(-1.96 * log_se), value * np.exp(1.96 * log_se)
    return f"{low:.{digits}f}…{high:.{digits}f}"


def _plus_minus(value: float, se: float, digits: int = 0) -> str:
    return f"{value - 1.96 * se:.{digits}f}…{value + 1.96 * se:.{digits}f}"


def rounded_to_mean_one(season: Array) -> list[str]:
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


def _volatility_table(series: Series, since: str, branching: float) -> str:
    lines = [
        f"Volatility of the level, log sd a month, from the likelihood of {series.months[0]} to {series.months[-1]}.",
        "",
        "| season, branching | likeliest | 95 % by likelihood | posterior mean | 95 % of it | dispersion beside it |",
        "|---|---|---|---|---|---|",
    ]
    shrunken, whole = recommend(series, since, branching).season, full_season(series, branching)
    tried = {
        f"shrunken, {branching:g}": (shrunken, branching),
        f"whole series, {branching:g}": (whole, branching),
        "shrunken, 0": (shrunken, 0.0),
    }
    for name, (season, ratio) in tried.items():
        found = walk.volatility(walk.follow(series, season, ratio))
        lines.append(
            f"| {name} | {found.best:.3f} | {_range(found.likely)} | {found.mean:.3f} | {_range(found.credible)} |"
            f" {found.dispersion:.0f} |"
        )
    return "\n".join(lines)


def _band_tables(series: Series, branching: float) -> list[str]:
    found = bands(series, branching)
    return [_band_table(series, found), _against_table(found), _halves_table(found)]


def _band_table(series: Series, found: dict[tuple[str, int], Held]) -> str:
    ahead = [months for months in AHEAD if (FITTED, months) in found]
    numbers = ", ".join(str(len(found[FITTED, months].months)) for months in ahead)
    lines = [
        f"Deaths of single months from {SCORE_FIRST} to {series.months[-1]} ({numbers} of them), so many months ahead: mean"
        " CRPS in deaths, and share of months in the 90 % band.",
        "",
        f"| volatility | {' | '.join(f'{months} ahead' for months in ahead)} |",
        f"|---|{'---|' * len(ahead)}",
    ]
    for name in (*map(name_of, FIXED), FITTED, *DRAWN, TRACKED):
        cells = [f"{held.crps.mean():.0f}, {_percent(held.inside)}" for held in (found[name, m] for m in ahead)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _against_table(found: dict[tuple[str, int], Held]) -> str:
    lines = [
        "CRPS against that of a level that stays (below 0: better), with a 95 % interval, and the misses of the band.",
        "",
        "| volatility | months ahead | worse by, 95 % | below the band | above it | width, deaths |",
        "|---|---|---|---|---|---|",
    ]
    for name in (name_of(CHOSEN_VOLATILITY), FITTED, *DRAWN, TRACKED):
        for months in (months for months in AHEAD if (name, months) in found):
            held = found[name, months]
            by, (low, high) = worse_by(held, found[name_of(0), months], months)
            lines.append(
                f"| {name} | {months} | {_signed(by)} ({_signed(low)}…{_signed(high)}) | {_percent(held.below.mean())} |"
                f" {_percent(held.above.mean())} | {held.width.mean():.0f} |"
            )
    return "\n".join(lines)


def _halves_table(found: dict[tuple[str, int], Held]) -> str:
    lines = [
        f"Share of months in the 90 % band, and CRPS, by when the month was: to {HALF[:4]}, and after.",
        "",
        "| volatility | months ahead | to then | after |",
        "|---|---|---|---|",
    ]
    for name in (name_of(0), name_of(CHOSEN_VOLATILITY), FITTED):
        for months in (months for months in AHEAD if (name, months) in found):
            held = found[name, months]
            early = np.array([month <= HALF for month in held.months])
            cells = [_part(held.part(which)) for which in (early, ~early)]
            lines.append(f"| {name} | {months} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _part(held: Held) -> str:
    months = len(held.months)
    return f"{_percent(held.inside)} of {months}, CRPS {held.crps.mean():.0f}" if months else "none"


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
        {ratio: fit_whole(series, ratio, 1)[2] for ratio in BRANCHING_TRIED},
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
