"""Dot and whisker: what each variant moves, in percentage points, with its paired interval."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.comparison.telling import heading, points, rows
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
    Page,
    balanced,
    source_line,
    style,
    text_height,
    text_width,
)

NAMES = 190.0  # widest a name may be before it is wrapped, points
LEAST_ROW = 16.0  # points
BEFORE, AFTER = 5.0, 9.0  # room under a variant's name and under its rows, points
STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)  # percentage points between two ticks


class Row(NamedTuple):
    """One difference: its name in lines, and its value."""

    name: list[str]
    difference: Mapping[str, Any]

    @property
    def height(self) -> float:
        """Points that the row takes."""
        return max(LEAST_ROW, text_height(self.name, BODY) + 4)

    @property
    def colour(self) -> str:
        """Dark where the interval leaves out 0."""
        return INK if self.difference["lo"] > 0 or self.difference["hi"] < 0 else QUIET


class Panel(NamedTuple):
    """A variant: its name in lines, and its rows."""

    name: list[str]
    rows: list[Row]

    @property
    def tall(self) -> float:
        """Height of the rows, points."""
        return sum(row.height for row in self.rows)

    @property
    def height(self) -> float:
        """Points that the panel takes."""
        return text_height(self.name, BODY) + BEFORE + self.tall + AFTER


@style()
def differences(told: Mapping[str, Any], as_of: str) -> Figure:
    """A panel for each variant, all on one scale; `told` as from `compare --json`."""
    base = told["base"]
    panels = [panel_of(base, variant) for variant in told["variants"]]
    source = source_line(base["histories"], base["seed"], as_of, None)
    return in_panels(panels, f"What would change: {base['scenario']}", source)


@style()
def in_panels(panels: Sequence[Panel], title: str, source: str) -> Figure:
    """Differences under headings, all on one scale."""
    body = sum(panel.height for panel in panels) + AXIS_FOOT
    page = Page.build(title, "", source, body)
    every = [row for panel in panels for row in panel.rows]
    left = MARGIN + max(text_width(line, BODY) for row in every for line in row.name) + 2 * GAP
    labels = max(text_width(points(row.difference), SMALL) for row in every)
    width = WIDTH - MARGIN - labels - 2 * GAP - left
    y = page.top
    for panel in panels:
        page.text(MARGIN, y, panel.name, BODY, weight="bold")
        y += text_height(panel.name, BODY) + BEFORE
        draw(page, panel, left, y, width, span(every), last=panel is panels[-1])
        y += panel.tall + AFTER
    meaning = ["Percentage points, variant less base, on the same histories; line: 95 % paired interval"]
    page.text(MARGIN, page.bottom - text_height(meaning), meaning, SMALL, color=QUIET)
    return page.figure


def panel_of(base: Mapping[str, Any], variant: Mapping[str, Any]) -> Panel:
    """A variant's panel."""
    name = balanced(heading(variant)[:1].upper() + heading(variant)[1:], BODY, WIDTH - 2 * MARGIN, bold=True)
    found = [Row(balanced(name, BODY, NAMES), difference) for name, _, _, difference in rows(base, variant)]
    return Panel(name, found)


def span(every: list[Row]) -> tuple[float, float]:
    """Where the scale begins and ends, in percentage points: all intervals and 0, with a margin."""
    ends = [100 * row.difference[end] for row in every for end in ("lo", "hi")]
    low, high = min(0.0, *ends), max(0.0, *ends)
    margin = 0.05 * max(high - low, 1.0)
    return low - margin, high + margin


def draw(page: Page, panel: Panel, left: float, y: float, width: float, ends: tuple[float, float], last: bool) -> None:
    """A panel's rows, with the numbers of the scale under the last panel."""
    axes = page.axes(left, y, width, panel.tall)
    axes.set(xlim=ends, ylim=(panel.tall, 0), yticks=[])
    draw_scale(axes, ends, last)
    top = y
    for row in panel.rows:
        middle = top + row.height / 2
        draw_row(axes, row, middle - y)
        page.beside(left - GAP, middle, row.name, ha="right", color=row.colour)
        page.text(left + width + GAP, middle, [points(row.difference)], SMALL, va="center", color=row.colour)
        top += row.height


def draw_scale(axes: Axes, ends: tuple[float, float], last: bool) -> None:
    """Grid lines at round numbers, and a line at 0."""
    low, high = ends
    step = next((step for step in STEPS if (high - low) / step <= 6), STEPS[-1])
    ticks = [step * i for i in range(int(low / step), int(high / step) + 1) if low <= step * i <= high]
    axes.set_xticks(ticks, [f"{tick:+g}".replace("-", "−") if tick and last else "0" if last else "" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.axvline(0, color=QUIET, linewidth=1.0)


def draw_row(axes: Axes, row: Row, y: float) -> None:
    """Whisker and dot of one difference."""
    d, lo, hi = (100 * row.difference[key] for key in ("d", "lo", "hi"))
    axes.plot([lo, hi], [y, y], color=row.colour, linewidth=1.4, solid_capstyle="butt")
    axes.plot([d], [y], "o", color=BLUE if row.colour == INK else QUIET, markersize=5)
