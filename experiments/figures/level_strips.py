"""What is agreed and what is in force at the end, issue by issue in real units, against what each party wants."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.page import (
    BLUE,
    BODY,
    FAINT,
    GAP,
    INK,
    LADDER,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    About,
    Page,
    balanced,
    percent,
    style,
    text_height,
    text_width,
    wrap,
)

STRIP = 22.0  # height of the tallest bar, points
STRIP_GAP = 5.0  # above each row of bars, and below both
WIDEST_BAR = 0.05  # of the scale
SCALE = (-0.03, 1.03)  # what is drawn of a scale from 0 to 1: whole bars and dots at its ends
NAMES = 135.0  # widest a name on the left may be, points
LEAST_ROW = 13.0  # of a party
FOOT, AFTER = 13.0, 8.0  # room for the scale, and after an issue
AGREED, IN_FORCE, WITHIN = BLUE, LADDER[5], "#c8c8c8"
_MEANING = (
    "Bars: where the level last agreed falls (upper), and the level in force at the end where it differs from that at the "
    "start (lower), each as a share of all simulated histories; the tallest bar of an issue has full height. Dot: what a "
    "party wants (median; thin line: 9 in 10); grey bar between two strokes: its red lines, which it never leaves."
)


class Wish(NamedTuple):
    """A party: what it wants (median and the ends of 9 in 10) and its red lines, as shares of the way along the scale."""

    party: str
    ideal: float
    low: float
    high: float
    red_line: tuple[float, float] | None


class Level(NamedTuple):
    """An issue: its two ends in words, counts of histories by level from the left, and what parties want.

    `agreed`, `in_force`: [bins] counts over the same bins; `start` is where the status quo lies (0–1 along the scale);
    `agreed_words`, `in_force_words`: the median of each in real units, or nothing.
    """

    issue: str
    ends: tuple[str, str]
    agreed: np.ndarray
    in_force: np.ndarray
    agreed_words: str
    in_force_words: str
    start: float
    wishes: Sequence[Wish]


@style()
def levels(issues: Sequence[Level], about: About) -> Figure:
    """A strip for each issue. ValueError if there is none."""
    if not issues:
        raise ValueError("there is no issue to draw")
    meaning = wrap(_MEANING, SMALL, WIDTH - 2 * MARGIN)
    strips = [Strip.of(issue, about.histories) for issue in issues]
    left = max(strip.left for strip in strips)
    body = text_height(meaning) + 8 + sum(strip.height for strip in strips)
    page = Page.build("What is agreed, and what comes of it", about.scenario, about.source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    y = page.top + text_height(meaning) + 8
    for strip in strips:
        draw(page, strip, y, MARGIN + left + GAP)
        y += strip.height
    return page.figure


class Strip(NamedTuple):
    """An issue measured: its name, what stands left of its two rows of bars, and its parties' names, all in lines."""

    issue: Level
    name: list[str]
    agreed: list[str]
    in_force: list[str]
    parties: list[list[str]]

    @classmethod
    def of(cls, issue: Level, total: int) -> "Strip":
        """Measured."""

        def said(counts: np.ndarray, what: str, median: str) -> list[str]:
            count = int(counts.sum())
            first = f"{what}: {percent(count / total, count, total)}"
            return [*wrap(first, SMALL, NAMES), *wrap(f"median {median}" if count and median else "", SMALL, NAMES)]

        return cls(
            issue,
            balanced(issue.issue, BODY, WIDTH - 2 * MARGIN, bold=True),
            said(issue.agreed, "Agreed", issue.agreed_words),
            said(issue.in_force, "In force", issue.in_force_words),
            [balanced(wish.party, SMALL, NAMES) for wish in issue.wishes],
        )

    @property
    def left(self) -> float:
        """Width of what stands on the left, points."""
        lines = [line for lines in (self.agreed, self.in_force, *self.parties) for line in lines]
        return max(text_width(line, SMALL) for line in lines)

    @property
    def bars(self) -> list[float]:
        """Height of both rows of bars, points."""
        return [max(STRIP, text_height(lines)) + STRIP_GAP for lines in (self.agreed, self.in_force)]

    @property
    def rows(self) -> list[float]:
        """Height of each party's row."""
        return [max(LEAST_ROW, text_height(lines) + 2) for lines in self.parties]

    @property
    def tall(self) -> float:
        """Height of bars and parties, points."""
        return sum(self.bars) + STRIP_GAP + sum(self.rows)

    @property
    def height(self) -> float:
        """Points that it takes."""
        return text_height(self.name, BODY) + 4 + self.tall + FOOT + AFTER


def draw(page: Page, strip: Strip, y: float, left: float) -> None:
    """An issue: bars, parties, and the scale below; in its axes, heights are points from the top."""
    width, tall = WIDTH - MARGIN - 10 - left, strip.tall
    page.text(MARGIN, y, strip.name, BODY, weight="bold")
    y += text_height(strip.name, BODY) + 4
    axes = page.axes(left, y, width, tall)
    axes.set(xlim=SCALE, ylim=(tall, 0), xticks=[], yticks=[])
    axes.axvline(strip.issue.start, color=FAINT, linewidth=1.0)
    most = max(1, int(strip.issue.agreed.max(initial=0)), int(strip.issue.in_force.max(initial=0)))
    both = ((strip.agreed, strip.issue.agreed, AGREED), (strip.in_force, strip.issue.in_force, IN_FORCE))
    at = 0.0
    for (lines, counts, colour), height in zip(both, strip.bars, strict=True):
        at += height
        page.text(left - GAP, y + at, lines, SMALL, ha="right", va="bottom")
        draw_bars(axes, counts / most, at, colour)
    at += STRIP_GAP
    for wish, lines, height in zip(strip.issue.wishes, strip.parties, strip.rows, strict=True):
        page.text(left - GAP, y + at + height / 2, lines, SMALL, ha="right", va="center", color=QUIET)
        draw_wish(axes, wish, at + height / 2)
        at += height
    draw_ends(page, strip.issue.ends, (left, left + width), y + tall + 2)


def draw_ends(page: Page, ends: tuple[str, str], between: tuple[float, float], y: float) -> None:
    """What both ends of the scale stand for, shortened where they would meet."""
    half = (between[1] - between[0]) / 2
    for words, other, x, side in zip(ends, reversed(ends), between, ("left", "right"), strict=True):
        room = 2 * half - min(half, text_width(other, SMALL)) - 2 * GAP
        page.text(x, y, [shortened(words, room)], SMALL, color=QUIET, ha=side)


def shortened(text: str, width: float) -> str:
    """Text on one line of at most this width."""
    lines = wrap(text, SMALL, width)
    return lines[0] if len(lines) == 1 else f"{lines[0][:-1]}…" if lines else ""


def draw_bars(axes: Axes, heights: np.ndarray, foot: float, colour: str) -> None:
    """A bar at each level of a scale, standing on a line."""
    places = np.linspace(0, 1, len(heights))
    seen = heights > 0
    shown = STRIP * np.maximum(heights[seen], 0.04)  # one history in many is still seen
    width = min(WIDEST_BAR, 0.85 / (len(heights) - 1))
    axes.bar(places[seen], shown, width=width, bottom=foot - shown, color=colour, linewidth=0)
    axes.plot(SCALE, [foot, foot], color=QUIET, linewidth=0.8, clip_on=False)


def draw_wish(axes: Axes, wish: Wish, y: float) -> None:
    """What a party wants, and its red lines."""
    if wish.red_line is not None:
        axes.plot(wish.red_line, [y, y], color=WITHIN, linewidth=5.0, solid_capstyle="butt", zorder=1)
        axes.vlines(wish.red_line, y - 4.5, y + 4.5, color=INK, linewidth=1.2, zorder=2)
    axes.plot([wish.low, wish.high], [y, y], color=QUIET, linewidth=1.0, zorder=2)
    axes.plot([wish.ideal], [y], "o", color=INK, markersize=4.5, clip_on=False, zorder=3)
