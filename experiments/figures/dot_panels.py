"""What figures of dots and whiskers share: panels of rows under headings, all on one scale."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from matplotlib.axes import Axes

from experiments.figures.page import BODY, FAINT, text_height

LEAST_ROW = 16.0  # points
BEFORE, AFTER = 5.0, 9.0  # room under a panel's name and under its rows, points
MOST_TICKS = 6


def row_height(name: Sequence[str]) -> float:
    """Points that a row takes whose name has these lines."""
    return max(LEAST_ROW, text_height(name, BODY) + 4)


class Tall(Protocol):
    """Whatever takes some points of a page from top to bottom."""

    @property
    def height(self) -> float:
        """Points that it takes."""


RowT = TypeVar("RowT", bound=Tall)


class Panel(NamedTuple, Generic[RowT]):
    """Rows, each with a height, under a heading given in lines."""

    name: list[str]
    rows: Sequence[RowT]

    @property
    def tall(self) -> float:
        """Height of the rows, points."""
        return sum(row.height for row in self.rows)

    @property
    def height(self) -> float:
        """Points that the panel takes."""
        return text_height(self.name, BODY) + BEFORE + self.tall + AFTER


def draw_scale(
    axes: Axes, ends: tuple[float, float], steps: Sequence[float], words: Callable[[float], str], last: bool
) -> None:
    """Grid lines at round numbers, written out in `words` under the last panel."""
    low, high = ends
    step = next((step for step in steps if (high - low) / step <= MOST_TICKS), steps[-1])
    ticks = [step * i for i in range(int(low / step), int(high / step) + 1) if low <= step * i <= high]
    axes.set_xticks(ticks, [words(tick) if last else "" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)


def draw_whisker(axes: Axes, ends: tuple[float, float], middle: float, y: float, line: str, dot: str) -> None:
    """An interval and what it is about, in the colours of the line and of the dot."""
    axes.plot(ends, [y, y], color=line, linewidth=1.4, solid_capstyle="butt")
    axes.plot([middle], [y], "o", color=dot, markersize=5)
