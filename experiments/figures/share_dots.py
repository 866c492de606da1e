"""Shares as people agreed them beside those of the simulation: a panel for each game, a row for each issue."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
    Page,
    balanced,
    style,
    text_height,
    text_width,
    wrap,
)

NAMES = 190.0  # widest a name may be before it is wrapped, points
STEPS = (10, 20, 25, 50)  # packages of a hundred between two ticks
ORANGE = LADDER[-2]


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
def shares(games: Sequence[Game], *, title: str, question: str, legend: str, source: str) -> Figure:
    """A panel for each game on one scale; `legend` says what the marks are."""
    panels = [
        Panel(
            wrap(game.name, BODY, WIDTH - 2 * MARGIN, bold=True),
            [Row(balanced(s.name, BODY, NAMES), s) for s in game.issues],
        )
        for game in games
    ]
    explained = wrap(legend, SMALL, WIDTH - 2 * MARGIN)
    body = sum(panel.height for panel in panels) + AXIS_FOOT + text_height(explained) - 8
    page = Page.build(title, question, source, body)
    left = MARGIN + max(text_width(line, BODY) for panel in panels for row in panel.rows for line in row.name) + 2 * GAP
    y = page.top
    for panel in panels:
        page.text(MARGIN, y, panel.name, BODY, weight="bold")
        y += text_height(panel.name, BODY) + BEFORE
        _draw(page, panel, left, y, last=panel is panels[-1])
        y += panel.tall + AFTER
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


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
    axes.plot([100 * row.rival], [y], "D", color=ORANGE, markersize=5, markerfacecolor="none", clip_on=False)
    axes.plot([100 * row.simulated], [y], "o", color=BLUE, markersize=7, markerfacecolor="none", markeredgewidth=1.6)
    draw_whisker(axes, (100 * row.low, 100 * row.high), 100 * row.agreed, y, INK, INK)
