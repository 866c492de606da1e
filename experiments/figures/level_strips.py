"""What is in force at the end, issue by issue in real units, against what each party wants: the issues that move first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings
from experiments.figures.page import (
    BODY,
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
    no_orphan,
    percent,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.figures.placing import not_drawn

NAMES = 150.0  # widest what stands on the left may be, points
BARS, LABEL = 24.0, 11.0  # height of a bar of all histories, and of the number above it
BELOW = 3.0  # between the bars and what parties want
WISH = 10.5  # height of a line of what parties want
BESIDE = 6.0  # between a mark and the words beside it
AFTER = 9.0  # room below an issue
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # keeps a line out of words
ENDS = 70.0  # widest an end of a scale may be before it is shortened
WIDEST_BAR = 0.06  # of the scale
SCALE = (-0.07, 1.07)  # what is drawn of a scale from 0 to 1: whole bars and their numbers at its ends
LITTLE = 0.05  # share of histories below which an issue hardly moves
SPOKEN = 0.03  # share of histories from which a bar has its number
MOVED, STILL = LADDER[1], "#bdbdbd"
_PLOTTED = "What is in force at the end, issue by issue: {}"
_MEANING = (
    "Bars: share of the histories by the level in force at the end; grey: as at the start. Triangles: what each party wants "
    "(median; line: 9 in 10)."
)


_OPTIONS = "Where options stand side by side, in no order, a triangle marks each, and who likes it best."


class Wish(NamedTuple):
    """A party: what it wants (median and the ends of 9 in 10) as shares of the way along the scale, and its red lines."""

    party: str
    ideal: float
    low: float
    high: float
    red_line: str
    """Within which it stays at any price, in words; nothing if it has none."""

    @property
    def words(self) -> str:
        """The party, and within what it stays."""
        return f"{self.party} (only {self.red_line})" if self.red_line else self.party


class Level(NamedTuple):
    """An issue, with its unit in its name: both ends of its scale in words, histories by level, and what parties want.

    `agreed` histories agree on a level; `in_force` [bins] counts those in which the level at the end differs from that at
    the start, `start` (0–1 along the scale); `median` is theirs in words, or nothing.
    """

    issue: str
    ends: tuple[str, str]
    agreed: int
    in_force: np.ndarray
    median: str
    start: float
    wishes: Sequence[Wish]
    on_a_line: bool = True
    """Whether levels lie on a line; options do not, and each has its mark, with who likes it best, in `wishes`."""

    @property
    def changed(self) -> int:
        """Histories at whose end something else is in force than at the start."""
        return int(self.in_force.sum())


@style()
def levels(issues: Sequence[Level], about: About) -> Figure:
    """A strip for each issue that moves, as many as a page has room for; the others are named. ValueError without any."""
    if not issues:
        raise ValueError("there is no issue to draw")
    finding = findings.of_levels({issue.issue: issue.changed for issue in issues}, about.histories)
    heading = about.heading(finding, _PLOTTED.format(about.histories_words))
    order = sorted(issues, key=lambda issue: -issue.changed)
    moving = [issue for issue in order if issue.changed >= LITTLE * about.histories] or order
    place = between(moving, about.histories)
    shown, meaning = fitting(moving, order, about.histories, heading.room(about.source), place[1] - place[0])
    body = text_height(meaning) + 8 + sum(strip.height for strip in shown)
    page = Page.build(heading, about.source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    y = page.top + text_height(meaning) + 8
    for strip in shown:
        draw(page, strip, y, place, about.histories)
        y += strip.height
    return page.figure


def between(issues: Sequence[Level], total: int) -> tuple[float, float]:
    """From where to where all scales go, points from the left: between what stands on the left and the right ends."""
    texts = [
        text for issue in issues for text in ((name_lines(issue), BODY, True), (said_lines(issue, total), SMALL, False))
    ]
    left = max(text_width(line, size, bold) for lines, size, bold in texts for line in lines)
    ends = [max(text_width(shortened(issue.ends[side], ENDS), SMALL) for issue in issues) for side in (0, 1)]
    return MARGIN + left + 2 * GAP + ends[0] + GAP, WIDTH - MARGIN - GAP - ends[1]


def name_lines(issue: Level) -> list[str]:
    """An issue's name, in lines."""
    return balanced(issue.issue, BODY, NAMES, bold=True)


def said_lines(issue: Level, total: int) -> list[str]:
    """How often something is agreed, how often it is changed, and to what, in lines."""
    agreed, changed = (percent(count / total, count, total) for count in (issue.agreed, issue.changed))
    median = f", then {issue.median} (median)" if issue.changed and issue.median else ""
    return wrap(f"agreed in {agreed}, changed in {changed}{median}", SMALL, NAMES)


def fitting(
    moving: Sequence[Level], order: Sequence[Level], total: int, room: float, width: float
) -> tuple[list["Strip"], list[str]]:
    """The strips that there is room for, and what is said of marks and of the other issues, in lines."""
    strips = [Strip.of(issue, total, width) for issue in moving]
    while len(strips) > 1 and 8 + sum(strip.height for strip in strips) > room:
        strips = strips[:-1]  # whatever is said; words take long to lay out
    while True:
        others = [f"{i.issue} ({percent(i.changed / total, i.changed, total)})" for i in order[len(strips) :]]
        options = "" if all(strip.issue.on_a_line for strip in strips) else _OPTIONS
        said = " ".join(filter(None, [_MEANING, options, not_drawn(others, ", since changed in fewer histories")]))
        lines = no_orphan(said, SMALL, WIDTH - 2 * MARGIN)
        if len(strips) == 1 or text_height(lines) + 8 + sum(strip.height for strip in strips) <= room:
            return strips, lines
        strips = strips[:-1]


class Strip(NamedTuple):
    """An issue measured: its name and what is said of it, in lines, and the lines of what parties want."""

    issue: Level
    name: list[str]
    said: list[str]
    ends: tuple[str, str]
    wishes: list[list["Wanted"]]

    @classmethod
    def of(cls, issue: Level, total: int, width: float) -> "Strip":
        """Measured, for a scale of so many points."""
        ends = (shortened(issue.ends[0], ENDS), shortened(issue.ends[1], ENDS))
        return cls(issue, name_lines(issue), said_lines(issue, total), ends, lines_of([*wanted(issue.wishes)], width))

    @property
    def tall(self) -> float:
        """Height of bars and of what parties want, points."""
        return LABEL + BARS + BELOW + WISH * len(self.wishes)

    @property
    def height(self) -> float:
        """Points that it takes."""
        return max(self.tall, text_height(self.name, BODY) + text_height(self.said)) + AFTER


# ------------------------------------------------------------------------------
# What parties want


class Wanted(NamedTuple):
    """Parties that want the same: where along the scale, what is said of them, and the range of what they may want."""

    ideal: float
    words: str
    low: float
    high: float


def wanted(wishes: Sequence[Wish]) -> Iterator[Wanted]:
    """What is wanted, from the left, by whom."""
    for ideal in sorted({round(wish.ideal, 2) for wish in wishes}):
        those = [wish for wish in wishes if round(wish.ideal, 2) == ideal]
        words = ", ".join(wish.words for wish in those)
        yield Wanted(ideal, words, min(wish.low for wish in those), max(wish.high for wish in those))


def lines_of(all_of: Sequence[Wanted], width: float) -> list[list[Wanted]]:
    """In as few lines as keep them apart on a scale of so many points."""
    lines: list[list[Wanted]] = []
    for each in all_of:
        line = next((line for line in lines if all(apart(each, other, width) for other in line)), None)
        if line is None:
            lines.append([each])
        else:
            line.append(each)
    return lines


def apart(one: Wanted, other: Wanted, width: float) -> bool:
    """Whether two can stand on one line."""
    (a, b), (c, d) = reach(one, width), reach(other, width)
    return b + 4 <= c or d + 4 <= a


def reach(each: Wanted, width: float) -> tuple[float, float]:
    """From where to where it stands, points: to the right of its mark in the left half, to the left of it in the right."""
    x, low, high = (width * (at - SCALE[0]) / (SCALE[1] - SCALE[0]) for at in (each.ideal, each.low, each.high))
    wide = text_width(each.words, SMALL) + BESIDE
    words = (x, x + wide) if each.ideal < 0.5 else (x - wide, x)
    return min(low, words[0]) - 3, max(high, words[1]) + 3


# ------------------------------------------------------------------------------
# Drawing


def draw(page: Page, strip: Strip, y: float, place: tuple[float, float], total: int) -> None:
    """An issue: its name, bars with their numbers, and what parties want below; heights in its axes are points."""
    page.text(MARGIN, y, strip.name, BODY, weight="bold")
    page.text(MARGIN, y + text_height(strip.name, BODY), strip.said, SMALL, color=QUIET)
    left, right = place
    foot = LABEL + BARS
    axes = page.axes(left, y, right - left, strip.tall)
    axes.set(xlim=SCALE, ylim=(strip.tall, 0), xticks=[], yticks=[])
    for x, words, side in ((left - GAP, strip.ends[0], "right"), (right + GAP, strip.ends[1], "left")):
        page.text(x, y + foot, [words], SMALL, color=QUIET, ha=side, va="center")
    numbers = draw_bars(axes, strip.issue, total)
    for at, top, words in spoken(numbers, right - left):
        page.text(left + (right - left) * at, y + foot - top - 1, [words], SMALL, ha="center", va="bottom")
    for number, line in enumerate(strip.wishes):
        middle = foot + BELOW + (number + 0.5) * WISH
        for each in line:
            draw_wish(page, axes, each, (y + middle, middle), (left, right))


def draw_bars(axes: Axes, issue: Level, total: int) -> list[tuple[float, float, float]]:
    """A bar at each level, the one at the start grey; where each is and how tall, and its share of all histories."""
    foot, places = LABEL + BARS, np.linspace(0, 1, len(issue.in_force))
    still = total - issue.changed
    below = np.where(
        np.abs(places - issue.start) < WIDEST_BAR / 2, still, 0
    )  # what moved a little stands on what did not
    width = min(WIDEST_BAR, 0.85 / (len(places) - 1))
    grey = BARS * still / total
    if still:
        axes.bar([issue.start], [grey], width=width, bottom=foot - grey, color=STILL, linewidth=0)
    seen = issue.in_force > 0
    tall = np.maximum(BARS * issue.in_force / total, 0.6)
    axes.bar(
        places[seen],
        tall[seen],
        width=width,
        bottom=(foot - BARS * below / total - tall)[seen],
        color=MOVED,
        linewidth=0,
    )
    axes.plot(SCALE, [foot, foot], color=QUIET, linewidth=0.8, clip_on=False)
    moved = [
        (float(at), BARS * float(n + under) / total, float(n) / total)
        for at, n, under in zip(places, issue.in_force, below, strict=True)
        if n and not (under and still / total >= SPOKEN)
    ]
    return [*moved, (issue.start, grey, still / total)]


def spoken(numbers: Sequence[tuple[float, float, float]], width: float) -> Iterator[tuple[float, float, str]]:
    """The numbers that bars have, the largest first, as far as they stay apart: where along the axes, how high, which."""
    taken: list[float] = []
    for at, top, share in sorted(numbers, key=lambda each: -each[2]):
        x = (at - SCALE[0]) / (SCALE[1] - SCALE[0])
        if share >= SPOKEN and all(abs(x - other) * width > text_width("100 %", SMALL) for other in taken):
            taken.append(x)
            yield x, top, f"{100 * share:.0f} %"


def draw_wish(page: Page, axes: Axes, each: Wanted, middle: tuple[float, float], between: tuple[float, float]) -> None:
    """A mark at what is wanted, and by whom beside it; `middle` is its height on the page and in the axes."""
    left, right = between
    if each.low < each.high:
        axes.plot([each.low, each.high], [middle[1]] * 2, color=QUIET, linewidth=1.0, clip_on=False)
    axes.plot([each.ideal], [middle[1]], "^", color=INK, markersize=4.5, clip_on=False)
    x = left + (right - left) * (each.ideal - SCALE[0]) / (SCALE[1] - SCALE[0])
    inner = each.ideal < 0.5
    room = (right - x if inner else x - left) - BESIDE
    page.text(
        x + (BESIDE if inner else -BESIDE), middle[0], [shortened(each.words, room)], SMALL, color=QUIET,
        ha="left" if inner else "right", va="center", bbox=WHITE if each.low < each.high else None,
    )  # fmt: skip


def shortened(text: str, width: float) -> str:
    """Text on one line of at most this width."""
    lines = wrap(text, SMALL, width)
    return lines[0] if len(lines) == 1 else f"{lines[0][:-1]}…" if lines else ""
