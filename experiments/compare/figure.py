"""Dot and whisker: what each variant moves, in percentage points, with its paired interval."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.compare.findings import Moved, of_comparison, unmoved_words
from experiments.compare.results import ComparisonResult
from experiments.compare.tables import heading, points, rows
from experiments.estimates.results import FlipDifference
from experiments.figures.changed import study_words
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
    Heading,
    Page,
    balanced,
    histories_words,
    no_orphan,
    source_line,
    style,
    text_height,
    text_width,
)
from experiments.figures.placing import not_drawn
from experiments.words.sentences import begin

NAMES = 190.0  # widest a name may be before it is wrapped, points
MOST_PANELS, MOST_ROWS = 4, 12  # questions that are drawn, of several variants and of one
MEANING = "Percentage points, variant less base, on the same histories; line: 95 % paired interval."
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
    """What the variants move, what was asked first, all on one scale; `told` as from `compare --json`."""
    base = told["base"]
    source = source_line(base["histories"], base["seed"], as_of, None)
    questions = in_order(told)
    asked = next(iter(questions))
    plotted = f"What each variant adds, in percentage points: {histories_words(base['histories'])} each"
    finding = of_comparison(asked, questions[asked], base["histories"])
    heading = Heading(finding, plotted, base["scenario"], study_words(base.get("changed", [])))
    moving = [title for title, moved in questions.items() if title == asked or any(each.clear for each in moved)]
    shown, others = fitting(questions, moving, heading.room(source), alone=len(told["variants"]) == 1)
    return in_panels(shown, heading, source, others)


@style()
def in_panels(panels: Sequence[Panel[Row]], heading: Heading, source: str, others: str = "") -> Figure:
    """Differences under headings, all on one scale; `others` says what is not drawn."""
    meaning = no_orphan(" ".join(filter(None, [MEANING, others])), SMALL, WIDTH - 2 * MARGIN)
    body = sum(panel.height for panel in panels) + AXIS_FOOT + text_height(meaning) - text_height([""])
    page = Page.build(heading, source, body)
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
    page.text(MARGIN, page.bottom - text_height(meaning), meaning, SMALL, color=QUIET)
    return page.figure


# ------------------------------------------------------------------------------
# What is drawn


def in_order(told: ComparisonResult) -> dict[str, list[Moved]]:
    """Every question by its title, with what each variant does to it: what was asked, then the largest clear move first.

    Variants go from the one that raises most what was asked to the one that lowers it most.

    Of questions that all variants move alike (a last step, and the outcome of its name) only the first is kept.
    """
    found: dict[str, list[Moved]] = {}
    for variant in told["variants"]:
        title = begin(heading(variant))
        for name, before, after, difference in rows(told, variant):
            question = begin(told["titles"][name])
            found.setdefault(question, []).append(Moved(title, before, after, difference))
    asked = begin(told["titles"][told["answers"]]) if told["answers"] else ""
    places = {moved.variant: -moved.difference["d"] for moved in found.get(asked, [])}
    order = sorted(
        found, key=lambda name: (name != asked, -max(each.size if each.clear else -1.0 for each in found[name]))
    )
    kept: dict[str, list[Moved]] = {}
    for moved in found.values():
        moved.sort(key=lambda each: places.get(each.variant, 0.0))
    for name in order:
        if all(flips(found[name]) != flips(moved) for moved in kept.values()):
            kept[name] = found[name]
    return kept


def flips(moved: Sequence[Moved]) -> list[tuple[str, int, int, int]]:
    """What tells two questions apart: how many histories say yes without each variant, and how many flip with it."""
    return [(each.variant, each.before["n"], each.difference["gained"], each.difference["lost"]) for each in moved]


def fitting(
    questions: Mapping[str, Sequence[Moved]], moving: Sequence[str], room: float, alone: bool
) -> tuple[list[Panel[Row]], str]:
    """Panels of what moves, as many as there is room for, and what is said of the rest."""
    still = unmoved_words([title for title in questions if title not in moving])
    for count in range(min(len(moving), MOST_ROWS if alone else MOST_PANELS), 0, -1):
        others = " ".join(filter(None, [not_drawn(moving[count:], ", since smaller"), still]))
        panels = panels_of({title: questions[title] for title in moving[:count]}, alone)
        foot = text_height(no_orphan(f"{MEANING} {others}", SMALL, WIDTH - 2 * MARGIN))
        if sum(panel.height for panel in panels) + AXIS_FOOT + foot <= room:
            break
    return panels, others


def panels_of(questions: Mapping[str, Sequence[Moved]], alone: bool) -> list[Panel[Row]]:
    """A panel a question with a row a variant; of a single variant, one panel with a row a question."""
    if alone:
        title = next(iter(questions.values()))[0].variant
        named = [Row(balanced(name, BODY, NAMES), moved[0].difference) for name, moved in questions.items()]
        return [Panel(balanced(title, BODY, WIDTH - 2 * MARGIN, bold=True), named)]
    return [
        Panel(
            balanced(name, BODY, WIDTH - 2 * MARGIN, bold=True),
            [Row(balanced(each.variant, BODY, NAMES), each.difference) for each in moved],
        )
        for name, moved in questions.items()
    ]


# ------------------------------------------------------------------------------
# Drawing


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
