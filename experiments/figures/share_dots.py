"""Shares as people agreed them beside those of the simulation: a panel for each game, a row for each issue."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import key
from experiments.figures.dot_panels import AFTER, BEFORE, Panel, draw_scale, draw_whisker, row_height
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    GAP,
    INK,
    LADDER,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    Heading,
    Page,
    balanced,
    no_orphan,
    style,
    text_height,
    text_width,
    wrap,
)

NAMES = 190.0  # widest a name may be before it is wrapped, points
STEPS = (10, 20, 25, 50)  # packages of a hundred between two ticks
PEOPLE: dict[str, Any] = {"marker": "o", "color": INK, "markersize": 5}
SIMULATED: dict[str, Any] = {
    "marker": "o",
    "color": BLUE,
    "markersize": 8,
    "markerfacecolor": "none",
    "markeredgewidth": 1.8,
}
RIVAL: dict[str, Any] = {"marker": "D", "color": LADDER[-2], "markersize": 5, "markerfacecolor": "none"}


class Shared(NamedTuple):
    """An issue's share, 0–1: agreed by people with its 95 % interval, simulated, and by a rival."""

    name: str
    agreed: float
    low: float
    high: float
    simulated: float
    rival: float


class Game(NamedTuple):
    """What was bargained over, in words, and the share of each issue."""

    name: str
    issues: Sequence[Shared]


class Row(NamedTuple):
    """An issue as it is drawn: its name in lines."""

    name: list[str]
    shared: Shared

    @property
    def height(self) -> float:
        """Points that the row takes."""
        return row_height(self.name)


@style()
def shares(
    games: Sequence[Game], *, plotted: str, people: str, simulated: str, rival: str, note: str, source: str
) -> Figure:
    """A panel for each game on one scale; `people`, `simulated` and `rival` say what the marks are."""
    panels = [
        Panel(
            wrap(game.name, BODY, WIDTH - 2 * MARGIN, bold=True),
            [Row(balanced(s.name, BODY, NAMES), s) for s in game.issues],
        )
        for game in games
    ]
    marks = [key.dot(people, **PEOPLE), key.dot(simulated, **SIMULATED), key.dot(rival, **RIVAL)]
    explained = no_orphan(note, SMALL, WIDTH - 2 * MARGIN)
    over = key.key_height(marks) + 4
    body = over + sum(panel.height for panel in panels) + AXIS_FOOT + text_height(explained) - 8
    page = Page.build(
        Heading(finding([issue for game in games for issue in game.issues], rival), plotted), source, body
    )
    key.draw_key(page, page.top, marks)
    left = MARGIN + max(text_width(line, BODY) for panel in panels for row in panel.rows for line in row.name) + 2 * GAP
    y = page.top + over
    for panel in panels:
        page.text(MARGIN, y, panel.name, BODY, weight="bold")
        y += text_height(panel.name, BODY) + BEFORE
        _draw(page, panel, left, y, last=panel is panels[-1])
        y += panel.tall + AFTER
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


def finding(issues: Sequence[Shared], rival: str) -> str:
    """How far simulated shares are from those of people on average, and a rival's, in points of a hundred."""
    apart = [sum(abs(getattr(one, of) - one.agreed) for one in issues) / len(issues) for of in ("simulated", "rival")]
    words = [f"{100 * each:.0f}" if each >= 0.005 else "under 1" for each in apart]
    return f"Simulated bargains are {words[0]} of a hundred off what people agreed, on average; {rival}: {words[1]}"


def _draw(page: Page, panel: Panel[Row], left: float, y: float, last: bool) -> None:
    axes = page.axes(left, y, WIDTH - MARGIN - 2 * GAP - left, panel.tall)
    axes.set(xlim=(-2, 102), ylim=(panel.tall, 0), yticks=[])
    draw_scale(axes, (0, 100), STEPS, lambda tick: f"{tick:g}", last)
    top = 0.0
    for row in panel.rows:
        middle = top + row.height / 2
        _draw_row(axes, row.shared, middle)
        page.beside(left - GAP, y + middle, row.name, ha="right")
        top += row.height


def _draw_row(axes: Axes, row: Shared, y: float) -> None:
    axes.plot([100 * row.rival], [y], linewidth=0, clip_on=False, **RIVAL)
    axes.plot([100 * row.simulated], [y], linewidth=0, **SIMULATED)
    draw_whisker(axes, (100 * row.low, 100 * row.high), 100 * row.agreed, y, INK, INK)
