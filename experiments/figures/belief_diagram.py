"""How often beliefs come true against how strong they are."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from experiments.estimates.statistics import wilson
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    INK,
    LINE,
    MARGIN,
    QUIET,
    SCALE_WIDTH,
    SMALL,
    TICKS,
    TO_AXES,
    WIDTH,
    Heading,
    Page,
    source_line,
    style,
    text_height,
    text_width,
    wrap,
)

_BETWEEN, _OVERHANG = 36.0, 14.0  # between two panels, and right of the last for half of its last number, points
_STRIP, _STRIP_GAP = 46.0, 12.0  # height of the strip of shares, and of the room above it
CLOSE = 5  # points that beliefs may be off and still be about right
_BELIEFS_MEANING = (
    "Points: of all beliefs of about that strength, the share in which the other side does mean to settle, with 95 %"
    " sampling interval; on the line, beliefs come true as often as they say. Bars: share of all beliefs."
)


class Beliefs(NamedTuple):
    """Beliefs that somebody means to settle, in equal bins from 0 to 1: how many, their sum, how many came true."""

    name: str
    number: np.ndarray
    believed: np.ndarray
    true: np.ndarray


@style()
def believed_and_true(
    panels: Sequence[Beliefs],
    *,
    plotted: str,
    histories: int,
    seed: int,
    as_of: str,
    version: str | None = None,
) -> Figure:
    """How often beliefs come true against how strong they are, and below how many there are: a panel for each set.

    Raises ValueError if there is no set, or one without beliefs.
    """
    if not panels or any(panel.number.sum() == 0 for panel in panels):
        raise ValueError("there are no beliefs to draw")
    side = (WIDTH - 2 * MARGIN - SCALE_WIDTH - _OVERHANG - _BETWEEN * (len(panels) - 1)) / len(panels)
    meaning = wrap(_BELIEFS_MEANING, SMALL, WIDTH - 2 * MARGIN)
    head = max(text_height(wrap(panel.name, BODY, side, bold=True), BODY) for panel in panels) + TO_AXES
    body = text_height(meaning) + 6 + head + side + _STRIP_GAP + _STRIP + AXIS_FOOT
    page = Page.build(Heading(finding(panels), plotted), source_line(histories, seed, as_of, version), body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    most = max(float((panel.number / panel.number.sum()).max()) for panel in panels)
    for i, panel in enumerate(panels):
        corner = (MARGIN + SCALE_WIDTH + i * (side + _BETWEEN), page.top + text_height(meaning) + 6 + head)
        page.text(corner[0], corner[1] - TO_AXES, wrap(panel.name, BODY, side, bold=True), weight="bold", va="bottom")
        _draw_believed(page, panel, corner, side, first=i == 0)
        _draw_strip(page, panel, (corner[0], corner[1] + side + _STRIP_GAP), side, most)
    return page.figure


def finding(panels: Sequence[Beliefs]) -> str:
    """How far beliefs come true as often as they say: by those strengths at which the interval leaves out the belief."""
    off = [
        abs(true / n - believed / n)
        for panel in panels
        for n, believed, true in zip(panel.number.tolist(), panel.believed, panel.true.tolist(), strict=True)
        if n > 0 and not wilson(true, n)[0] <= believed / n <= wilson(true, n)[1]
    ]
    if not off:
        return "Beliefs come true as often as they say"
    points = math.ceil(round(100 * max(off), 6))
    if points <= CLOSE:
        return f"Beliefs come true about as often as they say: nowhere clearly off by more than {points} points"
    return f"Beliefs do not come true as often as they say: they are off by up to {points} points"


def _draw_believed(page: Page, panel: Beliefs, corner: tuple[float, float], side: float, first: bool) -> None:
    axes = page.axes(*corner, side, side)
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[])
    ticks = TICKS[100]
    axes.set_yticks([tick / 100 for tick in ticks], [f"{tick} %" if first else "" for tick in ticks])
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1.0)
    for n, believed, true in zip(panel.number.tolist(), panel.believed, panel.true.tolist(), strict=True):
        if n > 0:
            lo, hi = wilson(true, n)
            axes.plot([believed / n] * 2, [lo, hi], color=INK, linewidth=1.2)
            axes.plot([believed / n], [true / n], color=BLUE, marker="o", markersize=5, linewidth=0, clip_on=False)


def _draw_strip(page: Page, panel: Beliefs, corner: tuple[float, float], side: float, most: float) -> None:
    """Share of beliefs in each bin, all panels on one scale; the outermost bins with their numbers."""
    share = panel.number / panel.number.sum()
    bins = len(share)
    axes = page.axes(*corner, side, _STRIP)
    axes.set(xlim=(0, 1), ylim=(0, most * 1.35), yticks=[])
    axes.bar((np.arange(bins) + 0.5) / bins, share, width=0.8 / bins, color=BLUE, linewidth=0)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.axhline(0, color=QUIET, linewidth=1.0, clip_on=False)
    words = [
        f"{100 * share[0]:.0f} % are below {100 / bins:g} %",
        f"{100 * share[-1]:.0f} % are above {100 - 100 / bins:g} %",
    ]
    if sum(text_width(text, SMALL) for text in words) > side - GAP:
        words = [text.split(" are ")[0] for text in words]
    for i, align, text in zip((0, bins - 1), ("left", "right"), words, strict=True):
        x = corner[0] + side * (i + (0.1 if i == 0 else 0.9)) / bins
        page.text(x, corner[1] + _STRIP * (1 - share[i] / (most * 1.35)) - 2, [text], SMALL, ha=align, va="bottom")
    middle = corner[0] + side / 2
    page.text(
        middle, corner[1] + _STRIP + AXIS_FOOT - LINE * SMALL, ["Believed to mean it"], SMALL, color=QUIET, ha="center"
    )
