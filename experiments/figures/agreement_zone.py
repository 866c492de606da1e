"""What two parties could agree on: the Pareto frontier, the zone of possible agreement, and where histories landed."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings, key
from experiments.figures.key import DASHED, Mark
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
    no_orphan,
    style,
    text_height,
    wrap,
)
from experiments.figures.placing import not_drawn

ALONE, ABREAST, CROWDED = 270.0, 160.0, 116.0  # side of a diagram by itself, of one of two, and of one of more; points
BETWEEN = 10.0  # two rows of diagrams
GUTTER = 18.0  # right of a diagram
ZONE = "#dfe6ef"
CELL = 0.05  # side of the squares whose histories are one dot
LEAST_DOT, WIDEST_DOT = 1.2, 13.0  # width, points
_PLOTTED = "What a deal is worth to each side, of the best it could have: what is possible, and where {} end"
_CAUTION = "At the median of every uncertain number, as a history begins; each history has numbers of its own."
_NO_ZONE = "No deal leaves both better off than walking away."


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

    @property
    def better(self) -> np.ndarray:
        """Whether each side has more than if it walks away, [m, 2]."""
        found: np.ndarray = self.landed > np.array(self.walk_away)
        return found

    @property
    def inside(self) -> int:
        """Histories that end with more for both."""
        return int(self.counts[self.better.all(axis=1)].sum())


@style()
def zone(tables: Sequence[Zone], about: About) -> Figure:
    """A diagram for each table of two, as many as a page has room for. ValueError if there is none."""
    if not tables:
        raise ValueError("there is no table of two parties to draw")
    rooms = {table.table: table.inside if table.nash else None for table in tables}
    heading = about.heading(findings.of_zones(rooms, about.histories), _PLOTTED.format(about.histories_words))
    side = {1: ALONE, 2: ABREAST}.get(len(tables), CROWDED)
    drawn = [Drawing.of(table, about.histories, side) for table in tables]
    marks = key_of(any(table.nash for table in tables))
    shown, caution = fitting(drawn, heading.room(about.source) - key.key_height(marks) - BETWEEN)
    foot = no_orphan(caution, SMALL, WIDTH - 2 * MARGIN)
    body = key.key_height(marks) + sum(BETWEEN + height(row) for row in shown) + text_height(foot) + 4
    page = Page.build(heading, about.source, body)
    key.draw_key(page, page.top, marks)
    y = page.top + key.key_height(marks)
    for row in shown:
        y += BETWEEN
        for place, one in enumerate(row):
            one.draw(page, MARGIN + place * (WIDTH - 2 * MARGIN + GUTTER) / 2, y)
        y += height(row)
    page.text(MARGIN, page.bottom - text_height(foot), foot, SMALL, color=QUIET)
    return page.figure


Row = Sequence["Drawing"]


def height(row: Row) -> float:
    """Points that diagrams beside each other take."""
    return max(one.height for one in row)


def fitting(drawn: Sequence["Drawing"], room: float) -> tuple[list[Row], str]:
    """Two diagrams a row, as many rows as there is room for, and what stands below them."""
    rows = [drawn[i : i + 2] for i in range(0, len(drawn), 2)]
    while True:
        left_out = [one.table.table for one in drawn[2 * len(rows) :]]
        said = " ".join(filter(None, [_CAUTION, not_drawn(left_out)]))
        foot = text_height(no_orphan(said, SMALL, WIDTH - 2 * MARGIN)) + 4
        if len(rows) == 1 or sum(BETWEEN + height(row) for row in rows) + foot <= room:
            return rows, said
        rows = rows[:-1]


class Drawing(NamedTuple):
    """A table measured: title, names of both axes and how histories end, in lines."""

    table: Zone
    side: float
    title: list[str]
    across: list[str]
    up: list[str]
    endings: list[list[str]]

    @classmethod
    def of(cls, table: Zone, total: int, side: float) -> "Drawing":
        """Measured; what is said of it stands beside it if it is alone, or else below it."""
        alone = side == ALONE
        width = WIDTH - 2 * MARGIN if alone else (WIDTH - 2 * MARGIN - GUTTER) / 2
        room = WIDTH - MARGIN - BESIDE if alone else width
        return cls(
            table,
            side,
            balanced(table.table, BODY, width, bold=True),
            wrap(f"Worth to {table.sides[0]}", SMALL, side),
            wrap(f"Worth to {table.sides[1]}", SMALL, width),
            [wrap(words, SMALL, room) for words in ending_words(table, total, alone)],
        )

    @property
    def alone(self) -> bool:
        """Whether it is the only one."""
        return self.side == ALONE

    @property
    def head(self) -> float:
        """Height above the square, points."""
        return text_height(self.title, BODY) + 4 + text_height(self.up) + 6

    @property
    def said(self) -> float:
        """Height of how histories end."""
        return sum(text_height(lines) + 4 for lines in self.endings)

    @property
    def height(self) -> float:
        """Points that it takes."""
        square = self.side + TICK_FOOT + text_height(self.across) + 4
        return self.head + (max(square, self.said) if self.alone else square + 4 + self.said)

    def draw(self, page: Page, x: float, y: float) -> None:
        """The diagram, with how histories end on its right or below it."""
        page.text(x, y, self.title, BODY, weight="bold")
        page.text(x, y + text_height(self.title, BODY) + 4, self.up, SMALL, color=QUIET)
        y += self.head
        left = x + SCALE_WIDTH
        draw_zone(page.axes(left, y, self.side, self.side), self.table, TICKS[100][:: 1 if self.side > CROWDED else 2])
        page.text(left + self.side / 2, y + self.side + TICK_FOOT + 3, self.across, SMALL, color=QUIET, ha="center")
        if not self.alone:
            y += self.side + TICK_FOOT + text_height(self.across) + 8
        at = BESIDE if self.alone else x
        for number, lines in enumerate(self.endings):
            page.text(at, y, lines, SMALL, color=QUIET if number else INK if self.table.nash else RUST)
            y += text_height(lines) + 4


BESIDE = MARGIN + SCALE_WIDTH + ALONE + GUTTER  # where the words stand beside a single diagram, points from the left


def ending_words(table: Zone, total: int, whole: bool) -> Iterator[str]:
    """How many histories leave whom better off than walking away, and how many end where they began; or the main of it."""
    if not table.nash:
        yield _NO_ZONE
    first, second = table.better[:, 0], table.better[:, 1]
    still = np.isclose(table.landed, np.array(table.start), atol=0.01).all(axis=1)
    alone = (
        (first & ~second, f"with {table.sides[0]} alone better off"),
        (~first & second, f"with {table.sides[1]} alone better off"),
        (~first & ~second, "with neither better off"),
    )
    both = (first & second, "end with both better off than if they walk away")
    for where, words in (both, *(alone if whole else ()), (still, "end where they began")):
        yield f"{findings.of_all(int(table.counts[where].sum()), total)} {words}"


# ------------------------------------------------------------------------------
# What the marks mean

NASH: dict[str, Any] = {"marker": "D", "color": LADDER[5], "markeredgecolor": INK, "markersize": 7}
START: dict[str, Any] = {"marker": "x", "color": INK, "markersize": 7, "markeredgewidth": 1.6}
LANDED: dict[str, Any] = {"marker": "o", "color": BLUE, "alpha": 0.6, "markersize": 8, "markeredgecolor": "white"}


def key_of(zones: bool) -> list[Mark]:
    """The marks with their meanings."""
    inside = [key.bar("both better off than walking away", ZONE), key.dot("gains shared evenly (Nash point)", **NASH)]
    return [
        key.line("the most that both can have", LADDER[0], 1.8),
        key.line("walking away", QUIET, 1.0, linestyle=DASHED),
        *(inside if zones else []),
        key.dot("at the start", **START),
        key.dot("at the end, by frequency", **LANDED),
    ]


# ------------------------------------------------------------------------------
# The diagram


def draw_zone(axes: Axes, table: Zone, per_cent: Sequence[int]) -> None:
    """Frontier, zone, walk-away values, landings and points."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    ticks, names = [tick / 100 for tick in per_cent], [f"{tick} %" for tick in per_cent]
    axes.set_xticks(ticks, names)
    axes.set_yticks(ticks, names)
    axes.tick_params(axis="x", pad=7)  # clear of the lowest number on the left
    axes.grid(color=FAINT, linewidth=0.7)
    first, second = table.walk_away
    if table.nash is not None:
        axes.fill(*zone_outline(table.frontier, table.walk_away).T, color=ZONE, linewidth=0, zorder=1)
    axes.plot([first, first], [0, 1], color=QUIET, linewidth=1.0, linestyle=DASHED, zorder=2)
    axes.plot([0, 1], [second, second], color=QUIET, linewidth=1.0, linestyle=DASHED, zorder=2)
    axes.plot(*table.frontier.T, color=LADDER[0], linewidth=1.8, zorder=3, clip_on=False)
    draw_landings(axes, table)
    axes.plot(*table.start, zorder=6, clip_on=False, **START)
    if table.nash is not None:
        axes.plot(*table.nash, zorder=5, clip_on=False, **NASH)


def draw_landings(axes: Axes, table: Zone) -> None:
    """Dots whose areas are shares, to half a point of their width: equal dots take little room in a file."""
    if len(table.counts) == 0:
        return
    cells, member = np.unique(np.rint(table.landed / CELL).astype(int), axis=0, return_inverse=True)
    counts = np.bincount(member.ravel(), weights=table.counts)
    middles = np.column_stack(
        [np.bincount(member.ravel(), weights=table.counts * side) / counts for side in table.landed.T]
    )
    assert len(cells) == len(counts)
    widths = np.maximum(LEAST_DOT, np.rint(2 * WIDEST_DOT * np.sqrt(counts / counts.max())) / 2)
    for width in np.unique(widths)[::-1]:
        x, y = middles[widths == width].T
        axes.plot(x, y, linewidth=0, zorder=4, clip_on=False, **LANDED | {"markersize": width, "markeredgewidth": 0.4})


def zone_outline(frontier: np.ndarray, walk_away: tuple[float, float]) -> np.ndarray:
    """The corner of both walk-away values, and the frontier beyond it."""
    first, second = walk_away
    inside = frontier[(frontier[:, 0] >= first) & (frontier[:, 1] >= second)]
    inside = inside[np.lexsort((-inside[:, 1], inside[:, 0]))]
    if len(inside) == 0:
        return np.array([(first, second)] * 3)
    return np.array([(first, second), (first, inside[0, 1]), *inside, (inside[-1, 0], second)])
