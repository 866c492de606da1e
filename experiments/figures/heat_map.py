"""A map of two factors: what is asked, in every cell, as a number on a shade that also reads in grey."""

from collections.abc import Sequence

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures.page import (
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
    no_orphan,
    style,
    text_height,
    text_width,
    wrap,
)

SHADES = LinearSegmentedColormap.from_list("parley", ["#f4f6f9", "#a9bcd6", LADDER[1], LADDER[0]])
NAMES = 120.0  # widest a row's name may be before it is wrapped, points
TALLEST, LEAST = 44.0, 20.0  # height of a row, points
DARK = 0.5  # of the shade, from which a number on it is white
WIDEST = 120.0  # a cell, points
LEAST_SPAN = 0.1  # of shares from the lightest shade to the darkest: a small difference must not look large


@style()
def heat_map(
    across: str, columns: Sequence[str], down: str, rows: Sequence[str], cells: Sequence[Sequence[float | None]],
    heading: Heading, meaning: str, source: str,
) -> Figure:  # fmt: skip
    """`cells[row][column]`, shares from 0 to 1 (None: could not be played), rows from the top."""
    names = [balanced(name, BODY, NAMES) for name in rows]
    left = MARGIN + max(text_width(line, BODY) for lines in names for line in lines) + 2 * GAP
    side = wrap(down[:1].upper() + down[1:], BODY, WIDTH - 2 * MARGIN, bold=True)
    width = min(WIDEST, (WIDTH - MARGIN - left) / len(columns))
    heads = [balanced(name, SMALL if _crowded(columns, width) else BODY, width - 4) for name in columns]
    size = SMALL if _crowded(columns, width) else BODY
    head = max(text_height(lines, size) for lines in heads)
    tall = max(LEAST, min(TALLEST, 320 / len(rows)), *(text_height(lines, BODY) + 6 for lines in names))
    foot = wrap(across[:1].upper() + across[1:], BODY, WIDTH - MARGIN - left, bold=True)
    explained = no_orphan(meaning, SMALL, WIDTH - 2 * MARGIN)
    body = text_height(side, BODY) + 6 + tall * len(rows) + 6 + head + 3 + text_height(foot, BODY) + 8
    page = Page.build(heading, source, body + text_height(explained))
    y = page.top
    page.text(MARGIN, y, side, BODY, weight="bold")
    y += text_height(side, BODY) + 6
    axes = page.axes(left, y, width * len(columns), tall * len(rows))
    axes.set(xlim=(0, len(columns)), ylim=(len(rows), 0), xticks=[], yticks=[])
    known = [value for row in cells for value in row if value is not None]
    low = min(known, default=0.0)
    span = max(max(known, default=0.0) - low, LEAST_SPAN)
    for r, row in enumerate(cells):
        page.beside(left - GAP, y + (r + 0.5) * tall, names[r], ha="right")
        for c, value in enumerate(row):
            shade = 0.0 if value is None else (value - low) / span
            axes.add_patch(Rectangle((c, r), 1, 1, facecolor=SHADES(shade), edgecolor="white", linewidth=1.5))
            page.beside(
                left + (c + 0.5) * width, y + (r + 0.5) * tall, [cell_words(value)],
                ha="center", color="white" if shade > DARK else INK,
            )  # fmt: skip
    y += tall * len(rows) + 6
    for c, lines in enumerate(heads):
        page.text(left + (c + 0.5) * width, y, lines, size, ha="center")
    y += head + 3
    page.text(left + width * len(columns) / 2, y, foot, BODY, ha="center", weight="bold")
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


def _crowded(columns: Sequence[str], width: float) -> bool:
    return any(text_width(word, BODY) > width - 4 for name in columns for word in name.split())


def cell_words(value: float | None, decimals: int = 0) -> str:
    """A share in a cell, a decimal more near the ends."""
    if value is None:
        return "–"
    return f"{100 * value:.{decimals if 0.01 <= value <= 0.99 else 1}f} %"
