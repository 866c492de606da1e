"""Dot and whisker: the chance to which each lever lifts the headline, with the least change that does it."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
    RUST,
    SMALL,
    WIDTH,
    Heading,
    Page,
    balanced,
    histories_words,
    source_line,
    style,
    text_height,
    text_width,
)  # fmt: skip
from experiments.lever.results import LeverResult, LeverRow
from experiments.lever.tables import change_words, finding, parties, shown
from experiments.words.sentences import begin

NAMES = 205.0  # widest a lever's name may be before it is wrapped, points
STEPS = (1, 2, 5, 10, 20, 25)  # per cent between two ticks
MOST_ROWS = 8  # levers of a party that are drawn
OVER = 14.0  # room above the first panel for what its lines stand for, points


class Row(NamedTuple):
    """One lever: its name in lines, what it is moved from and to, and what was found."""

    name: list[str]
    change: str
    found: LeverRow

    @property
    def height(self) -> float:
        """Points that the row takes."""
        return row_height(self.name)


@style()
def least_changes(told: LeverResult) -> Figure:
    """A panel for each party with levers that lift the chance, all on one scale; `told` as from `lever --json`."""
    panels = [panel for panel in (panel_of(party, rows) for party, rows in parties(told)) if panel.rows]
    source = source_line(told["histories"], told["seed"], told["as_of"], None)
    plotted = f"What each party could do alone; {histories_words(told['histories'])} at each step"
    heading = Heading(finding(told), plotted, told["scenario"], study_words(told.get("changed", [])))
    panels = fitting(panels, heading.room(source) - OVER - AXIS_FOOT)
    body = sum(panel.height for panel in panels) + OVER + AXIS_FOOT
    page = Page.build(heading, source, body)
    every = [row for panel in panels for row in panel.rows]
    left = MARGIN + max((text_width(line, BODY) for row in every for line in row.name), default=NAMES) + 2 * GAP
    words = max((text_width(row.change, SMALL) for row in every), default=0.0)
    width = WIDTH - MARGIN - words - 2 * GAP - left
    y = page.top + OVER
    for i, panel in enumerate(panels):
        page.text(MARGIN, y, panel.name, BODY, weight="bold")
        y += text_height(panel.name, BODY) + BEFORE
        draw(page, panel, (left, y, width), told, first=i == 0, last=i == len(panels) - 1)
        y += panel.tall + AFTER
    meaning = [
        "Dot: chance; line: 95 % interval. Blue: the least change that is enough; grey: the best of what is not."
    ]
    page.text(MARGIN, page.bottom - text_height(meaning), meaning, SMALL, color=QUIET)
    return page.figure


def fitting(panels: list[Panel[Row]], room: float) -> list[Panel[Row]]:
    """The same with as many rows each as there is room for, the least changes first."""
    for most in range(MOST_ROWS, 1, -1):
        panels = [panel._replace(rows=panel.rows[:most]) for panel in panels]
        if sum(panel.height for panel in panels) <= room:
            break
    return panels


def panel_of(party: str, rows: list[LeverRow]) -> Panel[Row]:
    """A party's panel: the levers that lift the chance."""
    told = shown(rows)[0][:MOST_ROWS]
    found = [Row(balanced(row["title"], BODY, NAMES), change_words(row), row) for row in told]
    return Panel([begin(party)], found)


def draw(
    page: Page, panel: Panel[Row], place: tuple[float, float, float], told: LeverResult, first: bool, last: bool
) -> None:
    """A party's rows, between the lines of the base and of the target."""
    left, y, width = place
    axes = page.axes(left, y, width, panel.tall)
    ends = span(told)
    axes.set(xlim=ends, ylim=(panel.tall, 0), yticks=[])
    draw_scale(axes, ends, STEPS, lambda tick: f"{tick:g} %", last)
    for share, words, colour in (
        (told["base"]["p"], "now", QUIET), (told["target"]["p"], "asked for", RUST),
    ):  # fmt: skip
        axes.axvline(100 * share, color=colour, linewidth=1.0)
        if first:
            x = left + width * (100 * share - ends[0]) / (ends[1] - ends[0])
            page.text(x, page.top, [words], SMALL, ha="center", color=colour)
    top = y
    for row in panel.rows:
        middle = top + row.height / 2
        draw_row(axes, row, middle - y)
        colour = INK if row.found["enough"] else QUIET
        page.beside(left - GAP, middle, row.name, ha="right", color=colour)
        page.text(left + width + GAP, middle, [row.change], SMALL, va="center", color=colour)
        top += row.height


def span(told: LeverResult) -> tuple[float, float]:
    """Where the scale begins and ends, per cent: all that is drawn, with a margin."""
    rows = [row for _, of_party in parties(told) for row in shown(of_party)[0]]
    shares = [told["base"]["p"], told["target"]["p"]]
    shares += [end for row in rows for end in (row["chance"]["lo"], row["chance"]["hi"])]
    margin = 0.08 * max(max(shares) - min(shares), 0.05)
    return 100 * max(0.0, min(shares) - margin), 100 * min(1.0, max(shares) + margin)


def draw_row(axes: Axes, row: Row, y: float) -> None:
    """Whisker and dot of one lever."""
    chance = row.found["chance"]
    colour = BLUE if row.found["enough"] else QUIET
    draw_whisker(axes, (100 * chance["lo"], 100 * chance["hi"]), 100 * chance["p"], y, colour, colour)
