"""What the marks of a figure mean: each as it is drawn, with a few words beside it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from experiments.figures.page import MARGIN, QUIET, SMALL, WIDTH, Page, text_width

LINE = 14.0  # height of a line of marks, points
GLYPH, BESIDE, BETWEEN = 16.0, 4.0, 14.0  # width of a mark, from there to its words, and to the next mark; points
DASHED: Any = (0, (4, 3))


class Mark(NamedTuple):
    """A mark: what it means, and how it is drawn: as a line if it has a width, or else as a marker."""

    words: str
    how: dict[str, Any]

    @property
    def wide(self) -> float:
        """Points that it takes with its words."""
        return GLYPH + BESIDE + text_width(self.words, SMALL)


def line(words: str, colour: str, width: float, **how: Any) -> Mark:
    """A mark that is a line, or a bar."""
    return Mark(words, {"color": colour, "width": width} | how)


def bar(words: str, colour: str, **how: Any) -> Mark:
    """A mark that is a bar or a shade."""
    return line(words, colour, 8.0, solid_capstyle="butt", **how)


def dot(words: str, **how: Any) -> Mark:
    """A mark that is a marker."""
    return Mark(words, {"marker": "o"} | how)


def key_height(marks: Sequence[Mark]) -> float:
    """Points that a key takes."""
    return LINE * len(in_lines(marks))


def in_lines(marks: Sequence[Mark]) -> list[list[tuple[float, Mark]]]:
    """Marks in as few lines as hold them, each with where it begins, points from the left."""
    lines: list[list[tuple[float, Mark]]] = []
    x = WIDTH
    for mark in marks:
        if not lines or x + mark.wide > WIDTH - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append((x, mark))
        x += mark.wide + BETWEEN
    return lines


def draw_key(page: Page, y: float, marks: Sequence[Mark]) -> None:
    """Marks with their words, from `y` down."""
    for number, of_it in enumerate(in_lines(marks)):
        middle = y + (number + 0.5) * LINE - 2
        for x, mark in of_it:
            if "width" in mark.how:
                page.line([x + 1, x + GLYPH - 1], [middle] * 2, **mark.how)
            else:
                page.mark(x + GLYPH / 2, middle, **mark.how)
            page.text(x + GLYPH + BESIDE, middle, [mark.words], SMALL, va="center", color=QUIET)
