"""Tables and headings on a terminal, in the house style."""

import math
from collections.abc import Sequence
from typing import TypedDict

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.words.letters import visible


def section(console: Console, title: str, table: Table) -> None:
    """A table under its title."""
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


class Shown(TypedDict):
    """What is shown of a share of histories: their number, proportion and its interval."""

    n: int
    p: float
    lo: float
    hi: float


def share(value: Shown, total: int) -> str:
    """A share with its interval, or `k of n` where a percentage would mislead."""
    if value["p"] < 0.01 or value["p"] > 0.99:
        return counted_words(value, total)
    return f"{100 * value['p']:.0f} % ({100 * value['lo']:.1f}–{100 * value['hi']:.1f})"


def counted_words(value: Shown, total: int) -> str:
    """`12 of 10,000`; of none and of all with the end of the interval: `0 (up to 4) of 10,000`, nothing being impossible."""
    bound = ""
    if value["n"] == 0:
        bound = f" (up to {math.ceil(value['hi'] * total):,})"
    elif value["n"] == total:
        bound = f" ({math.floor(value['lo'] * total):,} or more)"
    return f"{value['n']:,}{bound} of {total:,}"


def histories_words(value: Shown, total: int) -> str:
    """A share as histories: `55 of 100 simulated histories (54–56)`; `12 of 10,000 …` where a percentage misleads."""
    if value["p"] < 0.01 or value["p"] > 0.99:
        return f"{counted_words(value, total)} simulated histories"
    return f"{100 * value['p']:.0f} of 100 simulated histories ({100 * value['lo']:.0f}–{100 * value['hi']:.0f})"


def doubt_words(lo: float, hi: float) -> str:
    """How far an answer may be from what is printed, over what nobody knows."""
    return f"{100 * lo:.0f} to {100 * hi:.0f} of 100 over assumptions that nobody can settle"


def words(text: str, style: str = "") -> Text:
    """Text from a file, as it is: no markup, and what would move a terminal's cursor is made visible."""
    return Text(visible(text), style=style, overflow="fold")


def house_table(title: str = "", *headings: str) -> Table:
    """A table in the house style: no box, a title that says what it answers."""
    grid = Table(
        title=title or None, title_justify="left", title_style="bold",
        caption_justify="left", caption_style="dim",
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim",
    )  # fmt: skip
    for column in headings:
        grid.add_column(column, overflow="fold")
    return grid


def heading(title: str, console: Console) -> None:
    """A line that says what follows."""
    console.print(words(title, "bold"))


def show_lines(title: str, lines: Sequence[str], console: Console) -> None:
    """Sentences under a heading; nothing where there are none."""
    if lines:
        heading(title, console)
        for line in lines:
            console.print(Padding(words(line), (0, 0, 0, 2)))
        console.print()


def indented(content: RenderableType) -> Padding:
    """Content set in by two columns."""
    return Padding(content, (0, 0, 0, 2))


def spaced(content: RenderableType) -> Padding:
    """Content with an empty line after it."""
    return Padding(content, (0, 0, 1, 0))
