"""The figure of a doubt: every chance as a dot, with the range from own inputs, from defaults and from both."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.doubt.results import DoubtedAnswer, DoubtResult
from experiments.doubt.words import finding, of_hundred, range_words
from experiments.figures import key
from experiments.figures.changed import study_words
from experiments.figures.dot_panels import AFTER, BEFORE, LEAST_ROW, Panel, draw_scale, row_height
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
from experiments.words.sentences import begin

NAMES = 190.0  # widest a name may be before it is wrapped, points
STEPS = (1, 2, 5, 10, 20, 25)  # histories of a hundred between two ticks
LANE = 6.5  # from one range of a row to the next, points
LEAST = 0.4  # length of a range in which the numbers move nothing, histories of a hundred
ORANGE = LADDER[-2]


class Row(NamedTuple):
    """A chance: its name in lines, and its ranges."""

    name: list[str]
    found: DoubtedAnswer

    @property
    def height(self) -> float:
        """Points that the row takes: room for three ranges."""
        return max(row_height(self.name), LEAST_ROW + 2 * LANE)


MARKS = (
    key.line("nine in ten, if only the scenario's own open numbers vary", ORANGE, 2.6, solid_capstyle="butt"),
    key.line("only the rule book's general ones", BLUE, 2.6, solid_capstyle="butt"),
    key.line("both", INK, 1.4),
    key.dot("on average over both", color=INK, markersize=4.5),
)
_PLOTTED = "How many of a hundred histories, by what is not known: {} at each of {:,} points"
_CAUTION = "How far the rules are from the world, no line says."


@style()
def whiskers(told: DoubtResult) -> Figure:
    """Outcomes above, rungs below, on one scale; `told` as from `doubt --json`."""
    panels = [panel for panel in _panels(told) if panel.rows]
    explained = no_orphan(_CAUTION, SMALL, WIDTH - 2 * MARGIN)
    over = key.key_height(MARKS) + 4
    body = over + sum(panel.height for panel in panels) + AXIS_FOOT + text_height(explained) - 8
    source = source_line(told["histories"], told["seed"], told["as_of"], None, told["points"])
    plotted = _PLOTTED.format(histories_words(told["histories"]), told["points"])
    page = Page.build(
        Heading(finding(told), plotted, told["scenario"], study_words(told.get("changed", []))), source, body
    )
    key.draw_key(page, page.top, MARKS)
    rows = [row for panel in panels for row in panel.rows]
    left = MARGIN + max(text_width(line, BODY) for row in rows for line in row.name) + 2 * GAP
    labels = max(text_width(_label(row.found), SMALL) for row in rows)
    width = WIDTH - MARGIN - labels - 2 * GAP - left
    y = page.top + over
    for panel in panels:
        page.text(MARGIN, y, panel.name, BODY, weight="bold")
        y += text_height(panel.name, BODY) + BEFORE
        _draw(page, panel, left, y, width, _most(rows), last=panel is panels[-1])
        y += panel.tall + AFTER
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


def _panels(told: DoubtResult) -> list[Panel[Row]]:
    """Outcomes, and how far tables get."""
    found = [(name, Row(balanced(begin(each["title"]), BODY, NAMES), each)) for name, each in told["answers"].items()]
    return [
        Panel(["How it ends"], [row for name, row in found if "." not in name]),
        Panel(["How far talks get"], [row for name, row in found if "." in name]),
    ]


def _most(rows: list[Row]) -> float:
    """Where the scale ends, in histories of a hundred."""
    highest = max(max(row.found["hi"], row.found["sampling_hi"], row.found["defaults_hi"]) for row in rows)
    return min(100.0, max(1.0, 104 * highest))


def _label(found: DoubtedAnswer) -> str:
    return f"{of_hundred(found['p'])} ({range_words(found['lo'], found['hi'])})"


def _draw(page: Page, panel: Panel[Row], left: float, y: float, width: float, most: float, last: bool) -> None:
    axes = page.axes(left, y, width, panel.tall)
    axes.set(xlim=(0, most), ylim=(panel.tall, 0), yticks=[])
    draw_scale(axes, (0, most), STEPS, lambda tick: f"{tick:g}", last)
    top = y
    for row in panel.rows:
        middle = top + row.height / 2
        _draw_row(axes, row.found, middle - y)
        page.beside(left - GAP, middle, row.name, ha="right")
        page.text(left + width + GAP, middle, [_label(row.found)], SMALL, va="center", color=INK)
        top += row.height


def _draw_row(axes: Axes, found: DoubtedAnswer, y: float) -> None:
    """Three ranges one under another, the dot on the last."""
    lanes = (
        (found["sampling_lo"], found["sampling_hi"], ORANGE, 2.6),
        (found["defaults_lo"], found["defaults_hi"], BLUE, 2.6),
        (found["lo"], found["hi"], INK, 1.4),
    )
    for lane, (low, high, colour, wide) in enumerate(lanes):
        at = y + (lane - 1) * LANE
        wide_enough = max(100 * high, 100 * low + LEAST)
        axes.plot(
            [100 * low, wide_enough], [at, at], color=colour, linewidth=wide, solid_capstyle="butt", clip_on=False
        )
    axes.plot([100 * found["p"]], [y + LANE], "o", color=INK, markersize=4.5, clip_on=False)
