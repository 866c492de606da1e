"""What two parties could agree on: the Pareto frontier, the zone of possible agreement, and where histories landed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.page import (
    BLUE,
    BODY,
    FAINT,
    INK,
    LADDER,
    MARGIN,
    QUIET,
    RUST,
    SCALE_WIDTH,
    SMALL,
    TICK_FOOT,
    TICKS,
    WIDTH,
    About,
    Page,
    balanced,
    percent,
    style,
    text_height,
    wrap,
)

SQUARE = 250.0  # side of a diagram, points
HEAD, FOOT, BETWEEN = 18.0, 34.0, 18.0
ZONE = "#dfe6ef"
LEAST_DOT, WIDEST_DOT = 1.5, 12.5  # width, points
_FRONTIER = "Line: Pareto frontier, beyond which no package gives one side more without giving the other less."
_ZONE = "Shaded: zone of possible agreement, in which both sides have more than if they walk away (dashed lines)."
_NO_ZONE = (
    "There is no zone of possible agreement: no package gives both sides more than if they walk away (dashed lines)."
)
_NASH = "Diamond: the Nash point, which a single text aims at."
_START = "Cross: what was in force at the start."
_DOTS = "Dots: what is in force at the end; the larger, the more histories."
_CAUTION = "All at the median of every uncertain number, as a history begins; each history has numbers of its own."


class Zone(NamedTuple):
    """A table of two, in shares of each side's best possible outcome (0–1), that side's value first.

    `frontier` [n, 2] from the best for the first side on; `walk_away`, `nash` (None without a zone), `start`: (2,);
    `landed` [m, 2] with `counts` [m] histories each.
    """

    table: str
    sides: tuple[str, str]
    frontier: np.ndarray
    walk_away: tuple[float, float]
    nash: tuple[float, float] | None
    start: tuple[float, float]
    landed: np.ndarray
    counts: np.ndarray


@style()
def zone(tables: Sequence[Zone], about: About) -> Figure:
    """A diagram for each table of two. ValueError if there is none."""
    if not tables:
        raise ValueError("there is no table of two parties to draw")
    zones = [_ZONE, _NASH] if any(table.nash for table in tables) else []
    marks = [_FRONTIER, *zones, _START, _DOTS]
    drawn = [Drawing.of(table, about.histories, marks if table is tables[0] else []) for table in tables]
    body = sum(one.height for one in drawn) + BETWEEN * (len(drawn) - 1)
    page = Page.build("What they could agree on, and what they come to", about.scenario, about.source, body)
    y = page.top
    for one in drawn:
        one.draw(page, y)
        y += one.height + BETWEEN
    return page.figure


class Drawing(NamedTuple):
    """A table measured: title, names of both axes and what the marks mean, in lines."""

    table: Zone
    title: list[str]
    across: list[str]
    up: list[str]
    words: list[list[str]]

    @classmethod
    def of(cls, table: Zone, total: int, marks: list[str]) -> "Drawing":
        """Measured; what the `marks` mean is said beside the first table only."""
        said = [*marks, "" if table.nash else _NO_ZONE, *ending_words(table, total), _CAUTION if marks else ""]
        room = WIDTH - MARGIN - TEXT
        return cls(
            table,
            balanced(table.table, BODY, WIDTH - 2 * MARGIN, bold=True),
            wrap(f"Worth to {table.sides[0]}", SMALL, SQUARE),
            wrap(f"Worth to {table.sides[1]}", SMALL, WIDTH - 2 * MARGIN),
            [wrap(text, SMALL, room) for text in said if text],
        )

    @property
    def head(self) -> float:
        """Height above the square, points."""
        return text_height(self.title, BODY) + 4 + text_height(self.up) + 6

    @property
    def height(self) -> float:
        """Points that it takes."""
        words = sum(text_height(lines) + 5 for lines in self.words)
        return self.head + max(SQUARE + TICK_FOOT + text_height(self.across) + 4, words)

    def draw(self, page: Page, y: float) -> None:
        """The diagram, with what its marks mean on its right."""
        page.text(MARGIN, y, self.title, BODY, weight="bold")
        page.text(MARGIN, y + text_height(self.title, BODY) + 4, self.up, SMALL, color=QUIET)
        y += self.head
        left = MARGIN + SCALE_WIDTH
        draw_zone(page.axes(left, y, SQUARE, SQUARE), self.table)
        page.text(left + SQUARE / 2, y + SQUARE + TICK_FOOT + 3, self.across, SMALL, color=QUIET, ha="center")
        for lines in self.words:
            page.text(TEXT, y, lines, SMALL, color=RUST if lines[0].startswith("There is no") else QUIET)
            y += text_height(lines) + 5


TEXT = MARGIN + SCALE_WIDTH + SQUARE + 18  # where the words stand, points from the left


def ending_words(table: Zone, total: int) -> list[str]:
    """How many histories end better for both than if they walk away, and how many where they began."""
    inside = (table.landed > np.array(table.walk_away)).all(axis=1)
    still = np.isclose(table.landed, np.array(table.start), atol=0.01).all(axis=1)
    better, same = (int(table.counts[where].sum()) for where in (inside, still))
    return [
        f"End with more for both than if they walk away: {percent(better / total, better, total)}.",
        f"End where they began: {percent(same / total, same, total)}.",
    ]


def draw_zone(axes: Axes, table: Zone) -> None:
    """Frontier, zone, walk-away values, landings and points."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    ticks = [tick / 100 for tick in TICKS[100]]
    names = [f"{tick} %" for tick in TICKS[100]]
    axes.set_xticks(ticks, names)
    axes.set_yticks(ticks, names)
    axes.tick_params(axis="x", pad=7)  # clear of the lowest number on the left
    axes.grid(color=FAINT, linewidth=0.7)
    first, second = table.walk_away
    if table.nash is not None:
        axes.fill(*zone_outline(table.frontier, table.walk_away).T, color=ZONE, linewidth=0, zorder=1)
    dashed = (0, (4, 3))
    axes.plot([first, first], [0, 1], color=QUIET, linewidth=1.0, linestyle=dashed, zorder=2)
    axes.plot([0, 1], [second, second], color=QUIET, linewidth=1.0, linestyle=dashed, zorder=2)
    axes.plot(*table.frontier.T, color=LADDER[0], linewidth=1.8, zorder=3, clip_on=False)
    draw_landings(axes, table)
    axes.plot(*table.start, "x", color=INK, markersize=7, markeredgewidth=1.6, zorder=6, clip_on=False)
    if table.nash is not None:
        axes.plot(*table.nash, "D", color=LADDER[5], markeredgecolor=INK, markersize=7, zorder=5, clip_on=False)


def draw_landings(axes: Axes, table: Zone) -> None:
    """Dots whose areas are shares, to half a point of their width: equal dots take little room in a file."""
    if len(table.counts) == 0:
        return
    widths = np.maximum(LEAST_DOT, np.rint(2 * WIDEST_DOT * np.sqrt(table.counts / table.counts.max())) / 2)
    for width in np.unique(widths)[::-1]:
        x, y = table.landed[widths == width].T
        how: Any = {"markersize": width, "color": BLUE, "alpha": 0.55, "markeredgecolor": "white", "zorder": 4}
        axes.plot(x, y, "o", markeredgewidth=0.4, clip_on=False, **how)


def zone_outline(frontier: np.ndarray, walk_away: tuple[float, float]) -> np.ndarray:
    """The corner of both walk-away values, and the frontier beyond it."""
    first, second = walk_away
    inside = frontier[(frontier[:, 0] >= first) & (frontier[:, 1] >= second)]
    inside = inside[np.lexsort((-inside[:, 1], inside[:, 0]))]
    if len(inside) == 0:
        return np.array([(first, second)] * 3)
    return np.array([(first, second), (first, inside[0, 1]), *inside, (inside[-1, 0], second)])
