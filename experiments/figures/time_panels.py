"""Panels under each other over one calendar, each with labels at the right ends of what it draws."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from experiments.figures.page import (
    BODY,
    FAINT,
    MARGIN,
    QUIET,
    SCALE_WIDTH,
    SMALL,
    TICK_FOOT,
    TO_AXES,
    WIDTH,
    Heading,
    Page,
    balanced,
    no_orphan,
    text_height,
    text_width,
    wrap,
)
from experiments.figures.placing import not_drawn, spread, tick_rounds

HEIGHTS = {1: 190.0, 2: 145.0}  # of a panel, by their number; points
HEIGHT = 115.0
LOW = 55.0  # where there are many
HEAD = 18.0  # room above a panel besides the lines of its name
LEADER = 24.0  # length of the line from a mark's end to its label
LABELS_SHARE = 0.36  # of the page's width that labels may take
VALUES_TO_NAMES = 6.0


class Ending(NamedTuple):
    """What is written at the right end of a mark: a value, a name, the mark's height (0–1 of the panel), its colour."""

    value: str
    name: str
    height: float
    colour: str


class Panel(NamedTuple):
    """One panel: its name and a note below it, what it draws, and the numbers of its vertical scale from 0 to `top`."""

    name: str
    note: str
    top: float
    ticks: Sequence[tuple[float, str]]
    draw: Callable[[Axes], None]
    endings: Sequence[Ending] = ()


class Columns(NamedTuple):
    """Where panels and labels stand, points from the left; the same for all panels."""

    left: float
    right: float
    labels: float
    indent: float

    @classmethod
    def of(cls, panels: Sequence[Panel]) -> "Columns":
        """Room for the numbers of the scale, and for the longest label up to a share of the page."""
        left = MARGIN + max([SCALE_WIDTH, *(text_width(tick, SMALL) + 8 for p in panels for _, tick in p.ticks)])
        endings = [ending for panel in panels for ending in panel.endings]
        if not endings:
            return cls(left, WIDTH - MARGIN - 12, WIDTH, 0)
        values = [text_width(ending.value, BODY, True) for ending in endings if ending.value]
        indent = max(values) + VALUES_TO_NAMES if values else 0.0
        widest = max(text_width(line, BODY) for e in endings for line in ["", *label_lines(e, indent)])
        right = WIDTH - MARGIN - indent - widest - 1 - LEADER
        return cls(left, right, right + LEADER, indent)


def label_lines(ending: Ending, indent: float) -> list[str]:
    """The name of an ending in lines."""
    return balanced(ending.name, BODY, WIDTH * LABELS_SHARE - indent)


def time_panels(
    heading: Heading, meaning: str, panels: Sequence[Panel], round_labels: Sequence[str], source: str
) -> Page:
    """A page of panels over the same rounds; those that it has no room for are named. ValueError without panel or round."""
    if not panels or not round_labels:
        raise ValueError("there is nothing to draw")
    columns = Columns.of(panels)
    panels, heights, meaning = fitting(panels, columns, meaning, heading.room(source) - TICK_FOOT)
    explained = no_orphan(meaning, SMALL, WIDTH - 2 * MARGIN)
    heads = [head_height(panel) for panel in panels]
    body = text_height(explained) + sum(heights) + sum(heads) + TICK_FOOT
    page = Page.build(heading, source, body)
    page.text(MARGIN, page.top, explained, SMALL, color=QUIET)
    y = page.top + text_height(explained)
    for panel, head, height in zip(panels, heads, heights, strict=True):
        name = name_lines(panel)
        page.text(MARGIN, y + HEAD - TO_AXES, name, BODY, weight="bold")
        page.text(MARGIN, y + HEAD - TO_AXES + text_height(name, BODY), note_lines(panel), SMALL, color=QUIET)
        y += head
        draw_panel(page, panel, columns, y, height, round_labels, last=panel is panels[-1])
        y += height
    return page


def fitting(
    panels: Sequence[Panel], columns: Columns, meaning: str, room: float
) -> tuple[Sequence[Panel], list[float], str]:
    """The panels that a page has room for, their heights, lower if it must be, and the meaning with what is left out."""
    for count in range(len(panels), 0, -1):
        said = " ".join(filter(None, [meaning, not_drawn([panel.name for panel in panels[count:]])]))
        left = room - text_height(no_orphan(said, SMALL, WIDTH - 2 * MARGIN)) - sum(map(head_height, panels[:count]))
        for least in (HEIGHTS.get(count, HEIGHT), LOW):
            heights = [panel_height(panel, columns, least) for panel in panels[:count]]
            if sum(heights) <= left or (count, least) == (1, LOW):
                return panels[:count], heights, said
    raise AssertionError("one panel is always drawn")


def name_lines(panel: Panel) -> list[str]:
    """A panel's name in lines."""
    return balanced(panel.name, BODY, WIDTH - 2 * MARGIN, bold=True)


def note_lines(panel: Panel) -> list[str]:
    """The note below it in lines."""
    return wrap(panel.note, SMALL, WIDTH - 2 * MARGIN)


def head_height(panel: Panel) -> float:
    """Height above a panel's axes, points."""
    return HEAD + text_height(name_lines(panel), BODY) + text_height(note_lines(panel))


def panel_height(panel: Panel, columns: Columns, least: float) -> float:
    """Height of a panel's axes: at least that of its labels."""
    return max(least, sum(ending_height(ending, columns) for ending in panel.endings))


def ending_height(ending: Ending, columns: Columns) -> float:
    """Height of a label, points."""
    return text_height(label_lines(ending, columns.indent) or [""], BODY) + 2


def draw_panel(
    page: Page, panel: Panel, columns: Columns, y: float, height: float, round_labels: Sequence[str], last: bool
) -> None:
    """Axes, marks and labels of a panel; dates under the last one only."""
    axes = page.axes(columns.left, y, columns.right - columns.left, height)
    axes.set(xlim=(0, len(round_labels)), ylim=(0, panel.top))
    axes.set_yticks([place for place, _ in panel.ticks], [words for _, words in panel.ticks])
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    shown = tick_rounds(round_labels, columns.right - columns.left)
    axes.set_xticks([t + 0.5 for t in shown], [round_labels[t] if last else "" for t in shown])
    axes.tick_params(axis="x", length=3)
    panel.draw(axes)
    draw_endings(page, panel.endings, columns, y, height)


def draw_endings(page: Page, endings: Sequence[Ending], columns: Columns, y: float, height: float) -> None:
    """At each mark's end a line to its label; labels are spread so that they do not meet."""
    ends = [y + height * (1 - ending.height) for ending in endings]
    order = sorted(range(len(ends)), key=lambda i: ends[i])
    heights = [ending_height(endings[i], columns) for i in order]
    for i, middle in zip(order, spread([ends[i] for i in order], heights, y - 4, y + height + 4), strict=True):
        start, stop, ending = columns.right + 1, columns.labels - 4, endings[i]
        page.line([start, start + 2, stop - 3, stop], [ends[i], ends[i], middle, middle], ending.colour, 1.4)
        page.beside(columns.labels, middle, [ending.value] if ending.value else [], weight="bold")
        page.beside(columns.labels + columns.indent, middle, label_lines(ending, columns.indent))


def to_the_edge(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A line through the middles of the rounds that goes on to the right edge, where its label begins."""
    return np.append(np.arange(len(values)) + 0.5, len(values)), np.append(values, values[-1:])


def share_ticks(top: float) -> list[tuple[float, str]]:
    """Numbers of a scale of shares from 0 to `top`: `0 %`, `25 %` …"""
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.25) if top / s <= 5 or s == 0.25)
    return [(i * step, f"{100 * i * step:.0f} %") for i in range(int(top / step + 1e-9) + 1)]


def amount_ticks(top: float) -> list[tuple[float, str]]:
    """Round numbers of a scale of amounts from 0 to `top`, about five."""
    size = 1.0
    while size * 5 < top:
        size *= 10
    step = next((size * part for part in (0.02, 0.05, 0.1, 0.2, 0.5, 1) if top / (size * part) <= 5.5), size)
    step = max(step, 1.0)
    return [(i * step, f"{i * step:,.0f}") for i in range(int(top / step + 1e-9) + 1)]
