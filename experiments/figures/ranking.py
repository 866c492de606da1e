"""Rows of a share each, as dots on one scale: points of a sweep from the highest to the lowest, or levels by factor."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.heat_map import cell_words
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    INK,
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
)
from experiments.figures.placing import not_drawn

NAMES = 250.0  # widest a row's name may be before it is wrapped, points
CLOSE = 0.05  # shares that differ by less than this are told apart by a decimal
ROW = 15.0  # least height of a row, points
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25)  # per cent between two ticks


class Ranked(NamedTuple):
    """A row: its name, a share from 0 to 1, and its interval if it has one."""

    name: str
    p: float
    lo: float | None
    hi: float | None

    @property
    def most(self) -> float:
        """The highest value drawn."""
        return self.p if self.hi is None else self.hi


@style()
def ranking(panels: Mapping[str, Sequence[Ranked]], heading: Heading, meaning: str, source: str) -> Figure:
    """Panels by heading (none where it is empty), all on one scale from 0.

    Of rows that one page has no room for, the first and the last are drawn, of panels the first.
    """
    room = heading.room(source) - AXIS_FOOT
    shown, said = fitting(panels, meaning, room)
    explained = no_orphan(said, SMALL, WIDTH - 2 * MARGIN)
    wrapped = {head: [_name(row) for row in rows] for head, rows in shown.items()}
    height = sum(_panel_height(head, lines) for head, lines in wrapped.items())
    page = Page.build(heading, source, height + AXIS_FOOT + text_height(explained) - text_height([""]))
    left = (
        MARGIN
        + max(text_width(line, BODY) for all_of in wrapped.values() for lines in all_of for line in lines)
        + 2 * GAP
    )
    values = text_width("100.0 %", SMALL) + GAP
    top = max(row.most for rows in shown.values() for row in rows if row) or 0.01
    shares = [row.p for rows in shown.values() for row in rows if row]
    decimals = 1 if max(shares) - min(shares) < CLOSE else 0
    y = page.top
    for head, rows in shown.items():
        if head:
            name = _head(head)
            page.text(MARGIN, y, name, BODY, weight="bold")
            y += text_height(name, BODY) + 4
        tall = sum(map(_height, wrapped[head]))
        axes = page.axes(left, y, WIDTH - MARGIN - values - left, tall)
        _scale(axes, top, tall, last=head == list(shown)[-1])
        at = 0.0
        for row, lines in zip(rows, wrapped[head], strict=True):
            middle = at + _height(lines) / 2
            page.beside(left - GAP, y + middle, lines, ha="right", color=INK if row else QUIET)
            if row:
                _draw(axes, row, middle)
                page.text(WIDTH - MARGIN - values + GAP, y + middle, [cell_words(row.p, decimals)], SMALL, va="center")
            at += _height(lines)
        y += tall + (8 if head else 0)
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


Rows = Sequence[Ranked | None]


def fitting(panels: Mapping[str, Sequence[Ranked]], meaning: str, room: float) -> tuple[dict[str, Rows], str]:
    """What there is room for: the first panels; of a single one the first and last rows, None for those between."""
    if len(panels) == 1:
        [(head, rows)] = panels.items()
        return {head: ends_of(rows, room - text_height(no_orphan(meaning, SMALL, WIDTH - 2 * MARGIN)))}, meaning
    for count in range(len(panels), 0, -1):
        shown, left_out = [*panels][:count], [*panels][count:]
        said = " ".join(filter(None, [meaning, not_drawn([head[:1].upper() + head[1:] for head in left_out])]))
        tall = sum(_panel_height(head, [_name(row) for row in panels[head]]) for head in shown)
        if count == 1 or tall + text_height(no_orphan(said, SMALL, WIDTH - 2 * MARGIN)) <= room:
            break
    return {head: panels[head] for head in shown}, said


def ends_of(rows: Sequence[Ranked], room: float) -> Rows:
    """All rows, or as many of the first and of the last as there is room for."""
    heights = [_height(_name(row)) for row in rows]
    if sum(heights) <= room:
        return rows
    kept = next(
        (n for n in range(len(rows) // 2, 1, -1) if sum(heights[:n]) + sum(heights[-n:]) + ROW <= room), 1,
    )  # fmt: skip
    return [*rows[:kept], None, *rows[-kept:]]


def _name(row: Ranked | None) -> list[str]:
    return balanced(row.name, BODY, NAMES) if row else ["…"]


def _head(head: str) -> list[str]:
    return balanced(head[:1].upper() + head[1:], BODY, WIDTH - 2 * MARGIN, bold=True)


def _height(lines: Sequence[str]) -> float:
    return max(ROW, text_height(lines, BODY) + 4)


def _panel_height(head: str, names: Sequence[Sequence[str]]) -> float:
    heading = text_height(_head(head), BODY) + 12 if head else 0.0
    return heading + sum(map(_height, names))


def _scale(axes: Axes, top: float, tall: float, last: bool) -> None:
    """Grid lines at round shares from 0, numbered under the last panel."""
    most = 100 * top * 1.04
    step = next((step for step in STEPS if most / step <= 6), STEPS[-1])
    ticks = [step * i for i in range(int(most / step) + 1)]
    axes.set(xlim=(0, most), ylim=(tall, 0), yticks=[])
    axes.set_xticks(ticks, [f"{tick:g} %" if last else "" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)


def _draw(axes: Axes, row: Ranked, y: float) -> None:
    if row.lo is not None and row.hi is not None:
        axes.plot([100 * row.lo, 100 * row.hi], [y, y], color=INK, linewidth=1.2, clip_on=False)
    axes.plot([100 * row.p], [y], "o", color=BLUE, markersize=5, clip_on=False)
