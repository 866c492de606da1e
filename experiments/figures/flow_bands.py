"""How histories flow through the rungs of a table, and where they leave: bands as wide as their share."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from experiments.figures import findings
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
    no_orphan,
    percent,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.figures.placing import not_drawn
from sim.scenario.phrases import listed

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
LITTLE = 0.03  # share of histories below which ways to leave a stage are put together
MIXED = "#a3a3a3"
_MEANING = (
    "Downward: those that come to each step or a later one. To the right: those that stop, and how they stand then."
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
    finding = finding_of(tables, about)
    heading = about.heading(finding, f"How far {about.histories_words} come, and where they stop")
    drawn, meaning = fitting(tables, about.histories, heading.room(about.source))
    body = text_height(meaning) + sum(BETWEEN + one.height for one in drawn)
    page = Page.build(heading, about.source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    y = page.top + text_height(meaning)
    for one in drawn:
        y += BETWEEN
        one.draw(page, y)
        y += one.height
    return page.figure


def finding_of(tables: Sequence[Flow], about: About) -> str:
    """Where histories most often stop at the first table."""
    table = tables[0]
    stops = [sum(count for _, count in stage.exits) for stage in table.stages]
    words = ["do not meet", "meet and reach no step", *(f"come as far as “{stage.name}”" for stage in table.stages[2:])]
    subject = findings.parties_at(table.name, len(tables) > 1, about.answer)
    return findings.of_flow(subject, dict(zip(words, stops, strict=True)), about.histories, about.answer)


def fitting(tables: Sequence[Flow], total: int, room: float) -> tuple[list["Drawing"], list[str]]:
    """The tables that there is room for, and what is drawn, with what is left out, in lines."""
    drawn = [Drawing.of(table, total) for table in tables]
    while True:
        left_out = [arrival_words(table, total) for table in tables[len(drawn) :]]
        lines = no_orphan(" ".join(filter(None, [_MEANING, not_drawn(left_out)])), SMALL, WIDTH - 2 * MARGIN)
        if len(drawn) == 1 or text_height(lines) + sum(BETWEEN + one.height for one in drawn) <= room:
            return drawn, lines
        drawn = drawn[:-1]


def arrival_words(table: Flow, total: int) -> str:
    """How many histories come to the last stage of a table."""
    last = table.stages[-1]
    return f"{table.name} ({last.name}: {percent(last.came / total, last.came, total)})"


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
    def of(cls, kinds: Sequence[str], count: int, total: int) -> "Exit":
        """Measured."""
        value = percent(count / total, count, total)
        words = wrap(listed([WORDS[kind] for kind in kinds], "or"), BODY, WIDTH - MARGIN - LABELS - indent(value))
        width = STEM * count / total
        colour = COLOURS[kinds[0]] if len(kinds) == 1 else MIXED
        return cls(width, max(LEAST_EXIT, text_height(words, BODY) + 2, width + 3), value, words, colour)


def together(exits: Sequence[tuple[str, int]], total: int) -> list[tuple[list[str], int]]:
    """Exits by kind, but those with few histories as one, in the place of the first of them."""
    found = [([kind], count) for kind, count in exits if count > 0]
    few = [each for each in found if each[1] < LITTLE * total and each[0] != ["stands"]]
    if len(few) < 2:
        return found
    place = found.index(few[0])
    pooled = ([kind for kinds, _ in few for kind in kinds], sum(count for _, count in few))
    rest = [each for each in found if each not in few]
    return [*rest[:place], pooled, *rest[place:]]


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
        exits = [Exit.of(kinds, count, total) for kinds, count in together(stage.exits, total)]
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
