"""Dot and whisker: what each variant moves, in percentage points, with its paired interval."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.compare.results import ComparisonResult, VariantResult
from experiments.compare.tables import heading, points, rows
from experiments.estimates.results import FlipDifference
from experiments.figures.dot_panels import AFTER, BEFORE, Panel, draw_scale, draw_whisker, row_height
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
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
STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)  # percentage points between two ticks


class Row(NamedTuple):
    """One difference: its name in lines, and its value."""

    name: list[str]
    difference: FlipDifference

    @property
    def height(self) -> float:
        """Points that the row takes."""
        return row_height(self.name)

    @property
    def colour(self) -> str:
        """Dark where the interval leaves out 0."""
        return INK if self.difference["lo"] > 0 or self.difference["hi"] < 0 else QUIET


@style()
def differences(told: ComparisonResult, as_of: str) -> Figure:
    """A panel for each variant, all on one scale; `told` as from `compare --json`."""
    base = told["base"]
    panels = [panel_of(told, variant) for variant in told["variants"]]
    source = source_line(base["histories"], base["seed"], as_of, None)
    return in_panels(panels, f"What would change: {base['scenario']}", source)


@style()
def in_panels(panels: Sequence[Panel[Row]], title: str, source: str) -> Figure:
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


def panel_of(told: ComparisonResult, variant: VariantResult) -> Panel[Row]:
    """A variant's panel."""
    name = balanced(heading(variant)[:1].upper() + heading(variant)[1:], BODY, WIDTH - 2 * MARGIN, bold=True)
    found = [Row(balanced(name, BODY, NAMES), difference) for name, _, _, difference in rows(told, variant)]
    return Panel(name, found)


def span(every: list[Row]) -> tuple[float, float]:
    """Where the scale begins and ends, in percentage points: all intervals and 0, with a margin."""
    ends = [100 * end for row in every for end in (row.difference["lo"], row.difference["hi"])]
    low, high = min(0.0, *ends), max(0.0, *ends)
    margin = 0.05 * max(high - low, 1.0)
    return low - margin, high + margin


def draw(
    page: Page, panel: Panel[Row], left: float, y: float, width: float, ends: tuple[float, float], last: bool
) -> None:
    """A panel's rows, with the numbers of the scale under the last panel."""
    axes = page.axes(left, y, width, panel.tall)
    axes.set(xlim=ends, ylim=(panel.tall, 0), yticks=[])
    draw_scale(axes, ends, STEPS, signed, last)
    axes.axvline(0, color=QUIET, linewidth=1.0)
    top = y
    for row in panel.rows:
        middle = top + row.height / 2
        draw_row(axes, row, middle - y)
        page.beside(left - GAP, middle, row.name, ha="right", color=row.colour)
        page.text(left + width + GAP, middle, [points(row.difference)], SMALL, va="center", color=row.colour)
        top += row.height


def signed(tick: float) -> str:
    """A number of the scale, with its sign."""
    return f"{tick:+g}".replace("-", "−") if tick else "0"


def draw_row(axes: Axes, row: Row, y: float) -> None:
    """Whisker and dot of one difference."""
    difference = row.difference
    lo, hi = 100 * difference["lo"], 100 * difference["hi"]
    draw_whisker(axes, (lo, hi), 100 * difference["d"], y, row.colour, BLUE if row.colour == INK else QUIET)
