"""Who blocks each table last, and on what: a matrix with the shares printed in its cells."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.figures import findings
from experiments.figures.page import (
    BODY,
    GAP,
    INK,
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
)
from experiments.figures.placing import not_drawn
from experiments.words.blocks import BLOCKED
from experiments.words.sentences import begin

NAMES = 140.0  # widest an issue's name may be before it is wrapped, points
LEAST_CELL, WIDEST_CELL = 46.0, 90.0  # width of a column, points
LEAST_ROW = 17.0
BETWEEN = 16.0  # two tables
TOTAL, OTHERS, NO_ISSUE, NOBODY = "All", "All others", "On no issue", "Nobody: time or conditions ran out"
PALE = 0.04  # mixed into the palest cell, so that it is seen
DARK = 0.72  # of the darkest; from here on white words are read more easily than black ones
ABSENT = begin(BLOCKED["did_not_come"])
"""What stands in place of an issue where a party did not come."""
ROWS = (12, 9, 7, 5)  # issues of a table: as many as there is room for
_MEANING = "Share of all simulated histories in which that party was the last to block, before the table stopped short."


class Blame(NamedTuple):
    """A table: the step that matters (the one asked for, or else its last), the share of histories that reached it, and that
    of every (party, issue) that blocked it last where it fell short; None stands for nobody and for no issue."""

    table: str
    goal: str
    success: float
    shares: Mapping[tuple[str | None, str | None], float]


@style()
def blame(tables: Sequence[Blame], about: About) -> Figure:
    """A matrix for each table, issues down and parties across, the largest first. ValueError if there is no table."""
    if not tables:
        raise ValueError("there is no table to draw")
    heading = about.heading(
        finding_of(tables, about.histories), f"Who blocks last, and on what: {about.histories_words}"
    )
    matrices, meaning = fitting(tables, about.histories, heading.room(about.source))
    body = text_height(meaning) + sum(BETWEEN + matrix.height for matrix in matrices)
    page = Page.build(heading, about.source, body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    y = page.top + text_height(meaning)
    most = max((float(matrix.single.max(initial=0.0)) for matrix in matrices), default=0.0)
    for matrix in matrices:
        y += BETWEEN
        draw(page, matrix, y, most or 1.0)
        y += matrix.height
    return page.figure


def finding_of(tables: Sequence[Blame], total: int) -> str:
    """Who blocks the first table most often."""
    table = tables[0]
    counts: dict[str, int] = {}
    for (who, what), share in table.shares.items():
        words = done_words(who, what)
        counts[words] = counts.get(words, 0) + round(share * total)
    where = f" (“{table.table}”)" if len(tables) > 1 else ""
    return findings.of_blame(counts, total, table.goal, where)


def done_words(who: str | None, what: str | None) -> str:
    """What blocked, as it follows `most often`: `the Taliban did not come`, `Kabul blocked over “Prisoners”`."""
    if who is None:
        return "nobody blocked (time or conditions ran out)"
    if what == ABSENT:
        return f"{who} {BLOCKED['did_not_come']}"
    return f"{who} blocked over “{what}”" if what else f"{who} blocked over no issue"


def fitting(tables: Sequence[Blame], total: int, room: float) -> tuple[list["Matrix"], list[str]]:
    """The matrices that there is room for, and what they mean, with what is left out, in lines."""
    for count in range(len(tables), 0, -1):
        said = " ".join(filter(None, [_MEANING, not_drawn([table.table for table in tables[count:]])]))
        lines = no_orphan(said, SMALL, WIDTH - 2 * MARGIN)
        left = room - text_height(lines) - count * BETWEEN
        for most in (*ROWS, ROWS[-1]):
            matrices = [Matrix.of(table, total, most) for table in tables[:count]]
            if sum(matrix.height for matrix in matrices) <= left or (count == 1 and most == ROWS[-1]):
                return matrices, lines
    raise AssertionError("one table is always drawn")


class Matrix(NamedTuple):
    """What is drawn of a table: lines of text, and shares [issues, parties], the last of them put together if `pooled`."""

    title: list[str]
    note: list[str]
    issues: list[list[str]]
    parties: list[list[str]]
    cells: np.ndarray
    width: float
    pooled: bool

    @classmethod
    def of(cls, table: Blame, total: int, most: int) -> "Matrix":
        """The matrix of a table; columns that do not fit are put together, and so are rows beyond `most`."""
        parties, issues, cells = ordered(table.shares)
        issues, turned = pooled(issues, cells.T, most)
        cells = turned.T
        names = [balanced(issue, BODY, NAMES) for issue in [*issues, TOTAL]]
        left = max(text_width(line, BODY) for lines in names for line in lines)
        room = WIDTH - 2 * MARGIN - left - 2 * GAP
        named = len(parties)
        parties, cells = pooled(parties, cells, int(room // LEAST_CELL) - 1)
        width = min(WIDEST_CELL, room / (len(parties) + 1))
        heads = [balanced(party, SMALL, width - 6) for party in [*parties, TOTAL]]
        success = percent(table.success, round(table.success * total), total)
        note = f"Came to “{table.goal}”: {success}." + (" Stopped by:" if table.shares else "")
        return cls(
            balanced(table.table, BODY, WIDTH - 2 * MARGIN, bold=True),
            no_orphan(note, SMALL, WIDTH - 2 * MARGIN),
            names if table.shares else [], heads if table.shares else [], cells, width, len(parties) < named,
        )  # fmt: skip

    @property
    def single(self) -> np.ndarray:
        """The shares of single parties, which are shaded."""
        return self.cells[:, : self.cells.shape[1] - self.pooled]

    @property
    def head(self) -> float:
        """Height above the rows, points."""
        columns = max((text_height(lines) for lines in self.parties), default=0.0) + 4
        return text_height(self.title, BODY) + text_height(self.note) + TO_AXES + columns

    @property
    def rows(self) -> list[float]:
        """Height of each row, the total's too."""
        return [max(LEAST_ROW, text_height(lines, BODY) + 3) for lines in self.issues]

    @property
    def height(self) -> float:
        """Points that it takes."""
        return self.head + sum(self.rows) + 3


def ordered(shares: Mapping[tuple[str | None, str | None], float]) -> tuple[list[str], list[str], np.ndarray]:
    """Parties and issues, the largest share first (equals by name), nobody last; and shares [issues, parties]."""
    parties = sorted({who for who, _ in shares}, key=lambda who: (who is None, -_sum(shares, 0, who), who or ""))
    issues = sorted({what for _, what in shares}, key=lambda what: (what is None, -_sum(shares, 1, what), what or ""))
    cells = np.array([[shares.get((who, what), 0.0) for who in parties] for what in issues])
    named = [NOBODY if who is None else who for who in parties]
    return named, [NO_ISSUE if what is None else what for what in issues], cells.reshape(len(issues), len(parties))


def _sum(shares: Mapping[tuple[str | None, str | None], float], which: int, name: str | None) -> float:
    return sum(share for key, share in shares.items() if key[which] == name)


def pooled(names: list[str], cells: np.ndarray, fitting: int) -> tuple[list[str], np.ndarray]:
    """At most as many columns as fit; the smallest become one."""
    if len(names) <= fitting:
        return names, cells
    keep = fitting - 1
    rest = cells[:, keep:].sum(axis=1, keepdims=True)
    return [*names[:keep], f"{OTHERS} ({len(names) - keep})"], np.hstack([cells[:, :keep], rest])


def share_words(share: float) -> str:
    """`21 %`, `0.4 %`, `<0.1 %`, or nothing."""
    if share <= 0:
        return ""
    if share < 0.0005:
        return "<0.1 %"
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %"


def draw(page: Page, matrix: Matrix, y: float, most: float) -> None:
    """A table's matrix, with totals at the right and below."""
    page.text(MARGIN, y, matrix.title, BODY, weight="bold")
    y += text_height(matrix.title, BODY)
    page.text(MARGIN, y, matrix.note, SMALL, color=QUIET)
    if not matrix.issues:
        return
    left = MARGIN + max(text_width(line, BODY) for lines in matrix.issues for line in lines) + 2 * GAP
    y += text_height(matrix.note) + TO_AXES + max(text_height(lines) for lines in matrix.parties)
    for j, lines in enumerate(matrix.parties):
        page.text(left + (j + 0.5) * matrix.width, y, lines, SMALL, ha="center", va="bottom", color=QUIET)
    y += 4
    whole = with_totals(matrix.cells)
    for i, (lines, height) in enumerate(zip(matrix.issues, matrix.rows, strict=True)):
        last = i == len(matrix.issues) - 1
        page.beside(left - GAP, y + height / 2, lines, ha="right", color=QUIET if last else INK)
        for j, share in enumerate(whole[i]):
            total = last or j >= whole.shape[1] - 1 - matrix.pooled
            corner = (left + j * matrix.width, y)
            draw_cell(page, corner, (matrix.width, height), float(share), None if total else float(share) / most)
        y += height


def with_totals(cells: np.ndarray) -> np.ndarray:
    """The shares with their sums over parties (last column) and issues (last row)."""
    wide = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def draw_cell(
    page: Page, corner: tuple[float, float], size: tuple[float, float], share: float, depth: float | None
) -> None:
    """One share on its shade; totals (`depth` None) have none."""
    x, y = corner
    width, height = size
    if depth is not None and share > 0:
        low = 1 - (y + height - 0.7) / page.height
        box = ((x + 0.7) / WIDTH, low, (width - 1.4) / WIDTH, (height - 1.4) / page.height)
        page.figure.add_artist(Rectangle(box[:2], box[2], box[3], facecolor=shade(depth), linewidth=0))
    dark = depth is not None and depth > DARK
    colour = "white" if dark else QUIET if depth is None else INK
    page.beside(x + width / 2, y + height / 2, [share_words(share)] if share > 0 else [], ha="center", color=colour)


def shade(depth: float) -> str:
    """From nearly white to dark blue."""
    part = PALE + (1 - PALE) * depth
    red, green, blue = (1 - part * (1 - end) for end in to_rgb(LADDER[1]))
    return to_hex((red, green, blue))
