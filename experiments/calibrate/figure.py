"""The picture of a calibration: rates as published and as fitted, and what was learnt of each parameter."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.calibrate.results import CalibrationResult, ParameterTold, RateTold
from experiments.figures import key
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    MARGIN,
    QUIET,
    RUST,
    SMALL,
    WIDTH,
    Heading,
    Page,
    own_version,
    style,
    text_height,
    text_width,
)
from experiments.words.sentences import small

SHOWN = 12  # defaults that are drawn: those that most was learnt of
ROW, BETWEEN = 18.0, 12.0  # height of a row, and room between the two panels; points
SIDE = 34.0  # room for the ends of what was thought possible, on either side
DEFAULT: dict[str, Any] = {
    "marker": "D",
    "color": RUST,
    "markersize": 4,
    "markerfacecolor": "white",
    "markeredgewidth": 1.4,
}
MARKS = (
    key.bar("published, 95 % interval (below: thought possible)", FAINT),
    key.line("the model's posterior, 90 %", BLUE, 2.2),
    key.dot("the defaults", **DEFAULT),
)
_PLOTTED = "How often peace talks led to agreements within some years, and how often these ended, in per cent"
_SOURCE = (
    "Source: UCDP Peace Agreements 22.1, PA-X 9, to September 2018; parley {}; {:,} histories of the generic case."
)


@style()
def calibration(told: CalibrationResult) -> Figure:
    """Rates above, defaults below; `told` as from `told.as_object`."""
    most = sorted(told["parameters"].values(), key=lambda each: -each["learnt"])[:SHOWN]
    names = [rate_words(rate) for rate in told["rates"]], [each["title"] for each in most]
    played = told["points"] * told["histories_per_point"] + told["kept"] * told["kept_histories"]
    over, tall = key.key_height(MARKS) + 4, [ROW * len(each) for each in names]
    head = text_height([""], BODY) + 4
    body = over + tall[0] + AXIS_FOOT + BETWEEN + head + tall[1] + text_height([""])
    page = Page.build(Heading(finding(told["rates"]), _PLOTTED), _SOURCE.format(own_version(), played), body)
    key.draw_key(page, page.top, MARKS)
    left = MARGIN + max(text_width(name, SMALL) for each in names for name in each) + 2 * GAP
    y = page.top + over
    write_names(page, names[0], left, y)
    draw_rates(page.axes(left + SIDE, y, WIDTH - MARGIN - 2 * SIDE - left, tall[0]), told["rates"])
    y += tall[0] + AXIS_FOOT + BETWEEN
    page.text(MARGIN, y, ["Most was learnt of these defaults"], BODY, weight="bold")
    y += head
    write_names(page, names[1], left, y)
    draw_parameters(page, most, (left + SIDE, y, WIDTH - MARGIN - 2 * SIDE - left, tall[1]))
    page.text(MARGIN, page.bottom - text_height([""]), ["* held out while fitting"], SMALL, color=QUIET)
    return page.figure


def finding(rates: Sequence[RateTold]) -> str:
    """How many of the published rates the defaults meet."""
    met, every = sum(rate["inside"] for rate in rates), len(rates)
    how_many = f"all {small(every)}" if met == every > 1 else f"{small(met)} of {small(every)}"
    rates_of = "published rates of peace agreements" if every > 1 else "published rate of peace agreements"
    return f"The defaults meet {how_many} {rates_of}, within what the data allow"


def rate_words(rate: RateTold) -> str:
    """What a rate is of, with a star if it was held out."""
    return _rate_words(rate["name"]) + (" *" if rate["held_out"] else "")


def write_names(page: Page, names: Sequence[str], left: float, y: float) -> None:
    """Names of rows, beside their panel."""
    for number, name in enumerate(names):
        page.text(left - GAP, y + (number + 0.5) * ROW, [name], SMALL, ha="right", va="center")


def draw_rates(axes: Axes, rates: Sequence[RateTold]) -> None:
    """Published and fitted rates, per cent."""
    axes.set(xlim=(0, 90), ylim=(len(rates) - 0.5, -0.5), yticks=[])
    for y, rate in enumerate(rates):
        axes.plot([100 * rate["lo"], 100 * rate["hi"]], [y, y], color=FAINT, lw=9, solid_capstyle="butt")
        axes.plot([100 * rate["share"]] * 2, [y - 0.28, y + 0.28], color=QUIET, lw=1.2)
        axes.plot([100 * rate["posterior_lo"], 100 * rate["posterior_hi"]], [y, y], color=BLUE, lw=2.2)
        axes.plot([100 * rate["posterior"]], [y], "o", color=BLUE, ms=5)
        axes.plot([100 * rate["defaults"]], [y], linewidth=0, **DEFAULT)
    axes.set_xticks([0, 20, 40, 60, 80], ["0 %", "20 %", "40 %", "60 %", "80 %"])
    axes.grid(axis="x", color=FAINT, lw=0.5)


def draw_parameters(page: Page, rows: Sequence[ParameterTold], place: tuple[float, float, float, float]) -> None:
    """What was thought possible of each default, with its ends in its unit, and what was learnt."""
    left, top, width, _ = place
    axes = page.axes(*place)
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5), xticks=[], yticks=[])
    for y, value in enumerate(rows):
        low, high = value["prior"]
        ends, mean, default = (
            [(x - low) / (high - low) for x in those]
            for those in ([value["q05"], value["q95"]], [value["mean"]], [value["default"]])
        )
        axes.plot([0, 1], [y, y], color=FAINT, lw=9, solid_capstyle="butt")
        axes.plot(ends, [y, y], color=BLUE, lw=2.2, clip_on=False)
        axes.plot(mean, [y], "o", color=BLUE, ms=5, clip_on=False)
        axes.plot(default, [y], linewidth=0, clip_on=False, **DEFAULT)
        middle = top + (y + 0.5) * ROW
        page.text(left - GAP, middle, [f"{low:g}"], SMALL, color=QUIET, ha="right", va="center")
        page.text(left + width + GAP, middle, [f"{high:g}"], SMALL, color=QUIET, va="center")


def _rate_words(name: str) -> str:
    kind, _, months = name.rpartition("_")
    if months.isdigit():
        years = int(months) // 12
        return f"{kind} agreement signed within {years} year{'s' if years > 1 else ''}"
    return {
        "partial_to_full": "partial → full within 5 years",
        "partial_ended": "partial agreement ended within 5 years",
        "full_ended": "full agreement ended within 5 years",
    }.get(name, name)
