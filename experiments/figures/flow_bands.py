"""How histories flow through the rungs of a table, and where they leave: bands as wide as their share."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from experiments.figures.page import (
    BODY,
    GAP,
    LADDER,
    MARGIN,
    QUIET,
    SMALL,
    TO_AXES,
    WIDTH,
    About,
    Page,
    balanced,
    percent,
    style,
    text_height,
    text_width,
    wrap,
)

STEM = 150.0  # width of all histories, points
BEND = 34.0  # between the stem and the blocks in which bands end
BLOCK = 8.0  # length of such a block
NAMES = MARGIN + STEM + GAP  # where names of stages, blocks and labels stand, points from the left
BLOCKS = MARGIN + STEM + BEND
LABELS = BLOCKS + BLOCK + GAP
LEAST_BAND = 0.7  # width at which a band is still seen
LEAST_EXIT = 14.0  # height of a label, at least
AFTER = 8.0  # room below what leaves
STAGE, ONWARD = LADDER[1], "#c3cddd"
BETWEEN = 20.0  # two tables
COLOURS = {
    "not met": "#d9d9d9", "goes on": "#b9b9b9", "carrying out": "#8f9296", "suspended": "#8f9296",
    "ended": LADDER[5], "undone": LADDER[5], "collapsed": "#8a3b00", "stands": LADDER[2],
}  # fmt: skip
WORDS = {
    "not met": "no meeting", "goes on": "still open", "carrying out": "still carrying out an agreement",
    "suspended": "talks suspended", "ended": "an agreement was ended", "collapsed": "collapsed",
    "stands": "all agreed, and nothing undone", "undone": "all agreed, but an agreement was ended",
}  # fmt: skip
_MEANING = (
    "From top to bottom: all simulated histories, those that meet, and those that come to each rung or a later one. To the "
    "right: those that come no further, by how they stand at the end. Widths are shares."
)


class Stage(NamedTuple):
    """A stage of a table: its name, how many histories come to it, and of these how many leave and how (no more come)."""

    name: str
    came: int
    exits: Sequence[tuple[str, int]]


class Flow(NamedTuple):
    """A table and its stages from the first; what does not leave at a stage comes to the next."""

    name: str
    stages: Sequence[Stage]


@style()
def flow(tables: Sequence[Flow], about: About) -> Figure:
    """Bands for each table. ValueError if what leaves and what goes on do not add up."""
    check(tables)
    meaning = wrap(_MEANING, SMALL, WIDTH - 2 * MARGIN)
    drawn = [Drawing.of(table, about.histories) for table in tables]
    body = text_height(meaning) + sum(BETWEEN + one.height for one in drawn)
    page = Page.build("How far they come, and where they stop", about.scenario, about.source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    y = page.top + text_height(meaning)
    for one in drawn:
        y += BETWEEN
        one.draw(page, y)
        y += one.height
    return page.figure


def check(tables: Sequence[Flow]) -> None:
    """ValueError unless every history is accounted for once."""
    if not tables:
        raise ValueError("there is no table to draw")
    for table in tables:
        onward = [stage.came for stage in table.stages[1:]] + [0]
        for stage, after in zip(table.stages, onward, strict=True):
            if stage.came != after + sum(count for _, count in stage.exits):
                raise ValueError(f"{table.name}: of {stage.name}, {stage.came} do not add up")


class Exit(NamedTuple):
    """Those who leave a stage in one way: width of their band, height of their label, what it says, their colour."""

    width: float
    height: float
    value: str
    words: list[str]
    colour: str

    @classmethod
    def of(cls, kind: str, count: int, total: int) -> "Exit":
        """Measured."""
        value = percent(count / total, count, total)
        words = wrap(WORDS[kind], BODY, WIDTH - MARGIN - LABELS - indent(value))
        width = STEM * count / total
        return cls(width, max(LEAST_EXIT, text_height(words, BODY) + 2, width + 3), value, words, COLOURS[kind])


def indent(value: str) -> float:
    """Where words begin after a value, points; the same for all per cents."""
    return max(text_width(value, BODY, True), text_width("00 %", BODY, True)) + GAP


class Step(NamedTuple):
    """A stage measured: width of its bar and of what goes on, its share, its name in lines, its exits."""

    width: float
    onward: float
    value: str
    name: list[str]
    exits: list[Exit]

    @classmethod
    def of(cls, stage: Stage, onward: int, total: int) -> "Step":
        """Measured."""
        value = percent(stage.came / total, stage.came, total)
        name = balanced(stage.name, BODY, WIDTH - MARGIN - NAMES - indent(value), bold=True) or [""]
        exits = [Exit.of(kind, count, total) for kind, count in stage.exits if count > 0]
        return cls(STEM * stage.came / total, STEM * onward / total, value, name, exits)

    @property
    def head(self) -> float:
        """Height of its bar, which its name stands beside; points."""
        return text_height(self.name, BODY) + 2

    @property
    def height(self) -> float:
        """Points down to the next stage."""
        return self.head + sum(one.height for one in self.exits) + AFTER


class Drawing(NamedTuple):
    """A table measured: its title in lines, and its stages."""

    title: list[str]
    steps: list[Step]

    @classmethod
    def of(cls, table: Flow, total: int) -> "Drawing":
        """Measured."""
        onward = [stage.came for stage in table.stages[1:]] + [0]
        steps = [Step.of(stage, after, total) for stage, after in zip(table.stages, onward, strict=True)]
        return cls(balanced(table.name, BODY, WIDTH - 2 * MARGIN, bold=True), steps)

    @property
    def height(self) -> float:
        """Points that it takes."""
        return text_height(self.title, BODY) + TO_AXES + sum(step.height for step in self.steps)

    def draw(self, page: Page, y: float) -> None:
        """The stages below each other, with the bands between and out of them."""
        page.text(MARGIN, y, self.title, BODY, weight="bold")
        y += text_height(self.title, BODY) + TO_AXES
        for step in self.steps:
            draw_step(page, step, y)
            y += step.height


def draw_step(page: Page, step: Step, y: float) -> None:
    """A stage: its bar with share and name, the band to the next, and what leaves, the rightmost part of the bar first."""
    ribbon(page, MARGIN, y, step.width, step.head, STAGE)
    if step.width < LEAST_BAND:  # seen where nobody comes
        page.line([MARGIN, MARGIN], [y + 1, y + step.head - 1], STAGE, 1.0)
    ribbon(page, MARGIN, y + step.head, step.onward, step.height - step.head, ONWARD)
    page.beside(NAMES, y + step.head / 2, [step.value], weight="bold")
    page.beside(NAMES + indent(step.value), y + step.head / 2, step.name, weight="bold")
    right, below = MARGIN + step.width, y + step.head + AFTER / 2
    for one in step.exits:
        middle = below + one.height / 2
        half = max(one.width, LEAST_BAND) / 2
        ends = (middle - half, middle + half)
        turn(page, (right - 2 * half, right), y + step.head, BLOCKS, ends, one.colour)
        page.beside(LABELS, middle, [one.value])
        page.beside(LABELS + indent(one.value), middle, one.words, color=QUIET)
        right -= one.width
        below += one.height


def ribbon(page: Page, x: float, y: float, width: float, height: float, colour: str) -> None:
    """An upright band."""
    patch(page, [(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour)


def turn(page: Page, across: tuple[float, float], y: float, x: float, down: tuple[float, float], colour: str) -> None:
    """A band that leaves downward between the `across` at height y and turns right to `down` at x, ending in a block."""
    left, right = across
    high, low = down
    points = [
        (right, y), (right, high), (right, high), (x, high), (x, low), (left, low), (left, low), (left, y), (right, y),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    patch(page, points, colour, codes, alpha=0.45)
    patch(page, [(x, high), (x + BLOCK, high), (x + BLOCK, low), (x, low)], colour)


def patch(
    page: Page, points: Sequence[tuple[float, float]], colour: str, codes: Any = None, alpha: float = 1.0
) -> None:
    """A filled shape through points of the page."""
    path = Path([(x / WIDTH, 1 - y / page.height) for x, y in points], codes, closed=False)
    page.figure.add_artist(
        PathPatch(path, facecolor=colour, linewidth=0, alpha=alpha, transform=page.figure.transFigure)
    )
