"""How a share answers to numbers that are varied: a curve with its band over one, or a panel of dots over each of several."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures.page import (
    BLUE,
    BODY,
    FAINT,
    HALF_CAPITAL,
    LADDER,
    MARGIN,
    QUIET,
    SCALE_WIDTH,
    SMALL,
    TICK_FOOT,
    TICKS,
    TOPS,
    WIDTH,
    Heading,
    Page,
    balanced,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.words.numbers import figure as number_words

ALONE, ABREAST = 210.0, 130.0  # height of a panel by itself, and of one of several; points
BETWEEN, OVER = 26.0, 16.0  # between two panels side by side, and above each for the numbers on its curve
MOST_DOTTED = 25  # values that have a dot of their own
MOST_LARGE = 200  # dots that are large enough to be counted
MOST_PANELS = 8
SPREAD = 0.04  # of the axis, at both ends, so that whole dots are seen
SPECK = 1e-3  # per cent, from end to end of what is drawn as a dot: programs may leave out what has no length
TICK, PAD = 3.0, 4.0  # length of a mark below a panel, and room between it and its number
Place = tuple[float, float, float, float]
"""Left and upper edge, width and height of a panel, in points."""


class Response(NamedTuple):
    """What was varied, with its unit, and the shares that it led to: values, shares, and their intervals, each [n].

    Values ascend where `line` joins them.
    """

    name: str
    values: np.ndarray
    share: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    line: bool


@style()
def response(responses: Sequence[Response], heading: Heading, meaning: str, source: str) -> Figure:
    """A panel for each number, all on one scale of shares from 0. ValueError if there is none."""
    if not responses:
        raise ValueError("there is nothing to draw")
    shown = responses[:MOST_PANELS]
    top = next((top for top in TOPS if max(100 * float(one.hi.max()) for one in shown) <= top), 100)
    explained = wrap(" ".join([meaning, *scale_note(top)]), SMALL, WIDTH - 2 * MARGIN)
    alone = len(shown) == 1
    columns, high = (1, ALONE) if alone else (2, ABREAST)
    wide = (WIDTH - 2 * MARGIN - columns * SCALE_WIDTH - (columns - 1) * BETWEEN) / columns - END
    names = [balanced(one.name[:1].upper() + one.name[1:], BODY, wide + SCALE_WIDTH, bold=True) for one in shown]
    rows = [names[i : i + columns] for i in range(0, len(names), columns)]
    tall = [OVER + high + TICK_FOOT + max(text_height(lines, BODY) for lines in row) + 10 for row in rows]
    page = Page.build(heading, source, text_height(explained) + sum(tall))
    page.text(MARGIN, page.top, explained, SMALL, color=QUIET)
    y = page.top + text_height(explained)
    for number, (one, lines) in enumerate(zip(shown, names, strict=True)):
        x = MARGIN + SCALE_WIDTH + (number % columns) * (wide + BETWEEN + SCALE_WIDTH + END)
        place = x, y + OVER, wide, high
        draw(page, one, place, top)
        if alone:
            write_ends(page, one, place, top)
        page.text(x + wide / 2, y + OVER + high + TICK_FOOT + 2, lines, BODY, ha="center", weight="bold")
        if (number + 1) % columns == 0:
            y += tall[number // columns]
    return page.figure


END = 14.0  # room right of a panel for half of its last number


def scale_note(top: int) -> list[str]:
    """A warning where the vertical scale is not the whole."""
    return [] if top == 100 else [f"The vertical scale ends at {top} %, not at 100 %."]


def draw(page: Page, one: Response, place: Place, top: int) -> None:
    """Scales, and on them a curve and its band, or dots with their whiskers."""
    low, high = float(one.values.min()), float(one.values.max())
    margin = SPREAD * (high - low) if high > low else 1.0
    inside = [tick for tick in MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high) if low <= tick <= high]
    write_scales(
        page,
        place,
        {(tick - low + margin) / (high - low + 2 * margin): number_words(round(float(tick), 9)) for tick in inside},
        {tick / top: f"{tick} %" for tick in TICKS[top]},
    )
    axes = page.axes(*place)
    axes.set(xlim=(low - margin, high + margin), ylim=(0, top), xticks=[], yticks=[])
    axes.axhline(0, color=QUIET, linewidth=0.8)
    if one.line:
        axes.fill_between(one.values, 100 * one.lo, 100 * one.hi, color=BLUE, alpha=0.25, linewidth=0)
        axes.plot(one.values, 100 * one.share, color=LADDER[1], linewidth=2.0)
    else:
        gapped(
            axes, one.values, 100 * one.lo, 100 * one.hi, color=BLUE, alpha=0.4, linewidth=1.0, solid_capstyle="butt"
        )
    if not one.line or len(one.values) <= MOST_DOTTED:
        wide = 5.5 if one.line else 4.5 if len(one.values) <= MOST_LARGE else 3.0
        share = 100 * one.share
        # A dot is all that is seen of a piece that is hardly longer than nothing: its two round ends.
        gapped(
            axes, one.values, share, share + SPECK,
            color=LADDER[1], linewidth=wide, solid_capstyle="round", clip_on=False, snap=False,
        )  # fmt: skip


def write_scales(page: Page, place: Place, across: Mapping[float, str], up: Mapping[float, str]) -> None:
    """The numbers of both scales, each at its share of the panel's width or height, with a short line or a faint long one.

    The ticks of the axes themselves would take as long to make as thousands of dots to draw.
    """
    (x, y, wide, high), capital = place, 2 * HALF_CAPITAL * SMALL
    for share, words in up.items():
        at = y + high * (1 - share)
        page.line([x, x + wide], [at, at], FAINT, 0.7, zorder=-1, solid_capstyle="butt")
        page.text(x - PAD, at + capital / 2, [words], SMALL, ha="right", va="baseline", color=QUIET)
    for share, words in across.items():
        at, foot = x + wide * share, y + high + TICK
        page.line([at, at], [y + high, foot], QUIET, 0.8, solid_capstyle="butt")
        page.text(at, foot + PAD + capital, [words], SMALL, ha="center", va="baseline", color=QUIET)


def gapped(axes: Axes, along: np.ndarray, low: np.ndarray, high: np.ndarray, **how: Any) -> None:
    """Upright pieces from `low` to `high`, each at its place `along` the axis, as one line with gaps.

    Thousands of lines, or of marks, would take as long to draw as many histories to play.
    """
    gaps = np.full(len(along), np.nan)
    axes.plot(np.stack([along, along, gaps], axis=1).ravel(), np.stack([low, high, gaps], axis=1).ravel(), **how)


def write_ends(page: Page, one: Response, place: Place, top: int) -> None:
    """The shares at both ends of a curve, above its band."""
    x, y, wide, high = place
    last = len(one.values) - 1
    decimals = 1 if abs(float(one.share[0] - one.share[last])) < 0.005 and one.share[0] != one.share[last] else 0
    for at in dict.fromkeys((0, last)):
        across = (SPREAD + at / last) / (1 + 2 * SPREAD) if last else 0.5
        place_y = y + high * (1 - 100 * float(one.hi[at]) / top) - 3
        words = f"{100 * one.share[at]:.{decimals}f} %"
        left = min(max(x + wide * across, x + text_width(words, BODY, True) / 2), x + wide)
        page.text(left, max(place_y, y - 4), [words], BODY, ha="center", va="bottom", weight="bold")
