"""How far each table gets, and when: the share of histories that had reached each rung, round by round."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.estimates.statistics import wilson
from experiments.figures.page import (
    BODY,
    FAINT,
    MARGIN,
    QUIET,
    RUST,
    SCALE_WIDTH,
    SMALL,
    TICK_FOOT,
    TICKS,
    TO_AXES,
    TOPS,
    WIDTH,
    Heading,
    Page,
    balanced,
    ladder_colours,
    no_orphan,
    percent,
    readable,
    source_line,
    style,
    text_height,
    text_width,
)
from experiments.figures.placing import not_drawn, spread, tick_rounds

_PANEL_HEIGHTS = {1: 170.0, 2: 135.0}  # by the number of panels; points
_PANEL_HEIGHT, _LOW = 105.0, 60.0
_PANEL_HEAD = 18.0  # room above a panel besides the lines of its table's name
_LEADER = 24.0  # length of the line from a curve's end to its label
_VALUES_TO_NAMES = 6.0
_LABELS_SHARE = 0.42  # of the page's width that labels may take
_MEANING = "Share of simulated histories that have come this far; bands: 95 % sampling interval."


class RungCurve(NamedTuple):
    """Share of histories that had reached a rung by the end of each round; 95 % interval; each (rounds,)."""

    name: str
    share: np.ndarray
    lo: np.ndarray
    hi: np.ndarray


class TableCurve(NamedTuple):
    """One table and its rungs from the first to the last; plain (name, share, lo, hi) tuples will do."""

    name: str
    rungs: Sequence[RungCurve | tuple[str, np.ndarray, np.ndarray, np.ndarray]]


def cumulative(counts: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of histories by the end of each round and its 95 % interval, each (rounds,).

    `counts` is (rounds + 1,): how many of `total` first got there in round t; at 0, how many never did.
    Raises ValueError if the counts do not add up to `total`.
    """
    counts = np.asarray(counts, dtype=np.int64)
    if int(counts.sum()) != total:
        raise ValueError(f"counts add up to {int(counts.sum())}, not to {total} histories")
    reached = np.cumsum(counts[1:])
    bounds = np.array([wilson(int(n), total) for n in reached]).reshape(-1, 2)
    return reached / max(total, 1), bounds[:, 0], bounds[:, 1]


@style()
def rungs_over_time(
    tables: Sequence[TableCurve],
    round_labels: Sequence[str],
    heading: Heading,
    *,
    histories: int,
    seed: int,
    as_of: str,
    labels: Mapping[str, str] | None = None,
    version: str | None = None,
    least_height: float | None = None,
) -> Figure:
    """Share of histories that had reached each rung by the end of each round: a panel a table, on one scale.

    `round_labels` (rounds,) name the rounds: `Sep 2018`, or a week's last day, `16 Sep 2018`. `least_height` of a panel,
    points, is as its labels need or more.
    Raises ValueError if there is no table or round, or if a curve has another number of rounds.
    """
    curves = [TableCurve(table.name, [RungCurve(*rung) for rung in table.rungs]) for table in tables]
    _check_lengths(curves, len(round_labels))
    scale = _Scale(_top(curves), round_labels)
    columns = _Columns.of(curves, histories, labels, scale.end)
    source = source_line(histories, seed, as_of, version)
    measured = partial(_Panel.of, columns=columns, total=histories, labels=labels)
    room = heading.room(source) - text_height(scale.note()) - TICK_FOOT
    panels, meaning = _fitting(curves, measured, least_height or _least(len(curves)), room)
    note = scale.note()
    body = text_height(meaning) + text_height(note) + sum(panel.head + panel.height for panel in panels) + TICK_FOOT
    page = Page.build(heading, source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    page.text(MARGIN, page.top + text_height(meaning), note, SMALL, color=RUST, weight="bold")
    y = page.top + text_height(meaning) + text_height(note)
    page.text(columns.labels, y + panels[0].head - TO_AXES, [scale.end], SMALL, color=QUIET, va="bottom")
    for panel in panels:
        _draw_panel(page, panel, columns, y + panel.head, scale, last=panel is panels[-1])
        y += panel.head + panel.height
    return page.figure


def _fitting(
    tables: Sequence[TableCurve], measured: Callable[[TableCurve, float], "_Panel"], least: float, room: float
) -> tuple[list["_Panel"], list[str]]:
    """The panels that a page has room for, lower if it must be, and what is drawn, with what is left out, in lines."""
    for count in range(len(tables), 0, -1):
        said = " ".join(filter(None, [_MEANING, not_drawn([table.name for table in tables[count:]])]))
        meaning = no_orphan(said, SMALL, WIDTH - 2 * MARGIN)
        for height in (least, min(least, _LOW)):
            panels = [measured(table, height) for table in tables[:count]]
            if sum(panel.head + panel.height for panel in panels) + text_height(meaning) <= room:
                return panels, meaning
    return panels, meaning


class _Scale(NamedTuple):
    """Both axes of all panels: where the vertical one ends, in per cent, and what the rounds are called."""

    top: int
    round_labels: Sequence[str]

    @property
    def end(self) -> str:
        """What stands above the final shares."""
        return f"By {self.round_labels[-1]}"

    def note(self) -> list[str]:
        """A warning where the vertical scale is not the whole."""
        return [] if self.top == 100 else [f"Note: the vertical scale ends at {self.top} %, not at 100 %."]


class _Columns(NamedTuple):
    """Where the panels and the columns of labels stand, points from the left; the same for all panels."""

    left: float
    right: float
    labels: float

    @classmethod
    def of(cls, tables: Sequence[TableCurve], total: int, labels: Mapping[str, str] | None, head: str) -> "_Columns":
        """Room for the longest label, up to a share of the page, and for the `head` of the labels."""
        rungs = [RungCurve(*rung) for table in tables for rung in table.rungs]
        widths = [_label_width(_last(rung, total), readable(rung.name, labels)) for rung in rungs]
        room = max([*widths, text_width(head, SMALL)]) + 1
        right = WIDTH - MARGIN - room - _LEADER
        return cls(MARGIN + SCALE_WIDTH, right, right + _LEADER)

    def name_width(self, value: str) -> float:
        """How wide a name after this value may be, points."""
        return WIDTH - MARGIN - self.labels - _indent(value)


def _label_width(value: str, name: str) -> float:
    """Width of a label in points; its name is wrapped at the labels' share of the page."""
    lines = balanced(name, BODY, WIDTH * _LABELS_SHARE - _indent(value))
    return _indent(value) + max((text_width(line, BODY) for line in lines), default=0.0)


def _indent(value: str) -> float:
    """Where a label's name starts, points from the label's left; the same for all per cents."""
    return max(text_width(value, BODY, True), text_width("00 %", BODY, True)) + _VALUES_TO_NAMES


class _Panel(NamedTuple):
    """A table: its name in lines, its curves, and for each what stands at its right end."""

    name: list[str]
    rungs: list[RungCurve]
    values: list[str]
    names: list[list[str]]
    height: float

    @classmethod
    def of(
        cls, table: TableCurve, least: float, columns: _Columns, total: int, labels: Mapping[str, str] | None
    ) -> "_Panel":
        rungs = [RungCurve(*rung) for rung in table.rungs]
        values = [_last(rung, total) for rung in rungs]
        names = [
            balanced(readable(rung.name, labels), BODY, columns.name_width(value)) or [""]
            for rung, value in zip(rungs, values, strict=True)
        ]
        height = max(least, _labels_height(names))
        name = balanced(readable(table.name, labels), BODY, columns.right - MARGIN, bold=True)
        return cls(name, rungs, values, names, height)

    @property
    def head(self) -> float:
        """Height above the axes, points."""
        return _PANEL_HEAD + max(text_height(self.name, BODY), text_height([""]))


def _least(panels: int) -> float:
    return _PANEL_HEIGHTS.get(panels, _PANEL_HEIGHT)


def _last(rung: RungCurve, total: int) -> str:
    share = float(rung.share[-1])
    return percent(share, round(share * total), total)


def _label_height(lines: Sequence[str]) -> float:
    return text_height(lines, BODY) + 2


def _labels_height(names: Sequence[Sequence[str]]) -> float:
    return sum(_label_height(lines) for lines in names)


def _check_lengths(tables: Sequence[TableCurve], rounds: int) -> None:
    if not tables or not rounds:
        raise ValueError("there is no table or no round to draw")
    for table in tables:
        for name, *arrays in table.rungs:
            if any(len(array) != rounds for array in arrays):
                raise ValueError(f"{table.name}.{name} must have {rounds} rounds, as the round labels have")


def _top(tables: Sequence[TableCurve]) -> int:
    """Where the vertical scale ends, per cent: the first sensible number above every band."""
    highest = max((float(np.max(rung[3])) for table in tables for rung in table.rungs), default=0.0)
    return next((top for top in TOPS if 100 * highest <= top), 100)


def _draw_panel(page: Page, panel: _Panel, columns: _Columns, y: float, scale: _Scale, last: bool) -> None:
    top, round_labels = scale
    page.text(MARGIN, y - TO_AXES, panel.name, BODY, weight="bold", va="bottom")
    axes = page.axes(columns.left, y, columns.right - columns.left, panel.height)
    rounds = len(round_labels)
    axes.set(xlim=(0, rounds), ylim=(0, top / 100))
    axes.set_yticks([tick / 100 for tick in TICKS[top]], [f"{tick} %" for tick in TICKS[top]])
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    shown = tick_rounds(round_labels, columns.right - columns.left)
    axes.set_xticks([t + 0.5 for t in shown], [round_labels[t] if last else "" for t in shown])
    axes.tick_params(axis="x", length=3)
    colours = ladder_colours(len(panel.rungs))
    _draw_bands(axes, panel.rungs, colours)
    for rung, colour in zip(panel.rungs, colours, strict=True):
        axes.stairs(rung.share, baseline=None, color=colour, linewidth=2.0, clip_on=False)
    _draw_labels(page, panel, columns, y, top, colours)


def _draw_bands(axes: Axes, rungs: Sequence[RungCurve], colours: Sequence[str]) -> None:
    """A pale band for each rung; equal bands once, since several on top of each other look solid."""
    drawn: set[bytes] = set()
    alpha = 0.2 if len(rungs) <= 3 else 0.12
    for rung, colour in zip(rungs, colours, strict=True):
        band = np.concatenate([rung.lo, rung.hi]).tobytes()
        if band not in drawn:
            axes.stairs(rung.hi, baseline=rung.lo, fill=True, color=colour, alpha=alpha, linewidth=0)
        drawn.add(band)


def _draw_labels(page: Page, panel: _Panel, columns: _Columns, y: float, top: int, colours: Sequence[str]) -> None:
    """At each curve's end a line to its final share and its name, spread so that they do not meet."""
    ends = [y + panel.height * (1 - 100 * float(rung.share[-1]) / top) for rung in panel.rungs]
    order = sorted(range(len(ends)), key=lambda i: ends[i])  # stable: equal rungs stay in their order
    heights = [_label_height(panel.names[i]) for i in order]
    middles = spread([ends[i] for i in order], heights, y - 4, y + panel.height + 4)
    for i, middle in zip(order, middles, strict=True):
        start, stop = columns.right + 1, columns.labels - 4
        page.line([start, start + 2, stop - 3, stop], [ends[i], ends[i], middle, middle], colours[i], 1.4)
        page.beside(columns.labels, middle, [panel.values[i]], weight="bold")
        page.beside(columns.labels + _indent(panel.values[i]), middle, panel.names[i])
