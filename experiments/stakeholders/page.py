"""A page of a file: a grid of cells, whatever it came from, that names its places as its readers know them."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.sheets.dialect import Dialect, Record
from experiments.sheets.sheet import Cell, Sheet
from experiments.stakeholders.table import letter
from sim.scenario.phrases import shown

RULE = re.compile(r"\s*(:?-{2,}:?|={2,})?\s*")
"""A cell of a line that is drawn under headings."""
Grid = Sequence[Sequence[Cell]]
"""Rows of cells, all of one length."""


class Fault(NamedTuple):
    """What is wrong with a cell, as a sentence with its place; in order of files, sheets, lines and columns."""

    number: int
    title: str
    line: int
    column: int
    said: str


class Page(NamedTuple):
    """A grid, its file and title, and whether it is a workbook's, where a place is called B3."""

    sheet: Sheet
    grid: Grid
    file: Path
    number: int
    """Which of the files that were given, the first 0."""
    title: str
    workbook: bool = False
    several: bool = False
    """Whether other files were given too, so that places name theirs."""
    hidden: tuple[str, ...] = ()
    """Sheets of its workbook that are hidden, and not read."""

    def place(self, cell: Cell) -> str:
        """Where a cell stands, in words: `row 3, column B`; in a workbook `Positions!B3`."""
        if not self.workbook:
            return f"row {cell.line}, column {letter(cell.column - 1)}"
        title = self.title if re.fullmatch(r"[^\W\d]\w*", self.title) else f"'{self.title}'"
        return f"{title}!{letter(cell.column - 1)}{cell.line}"

    def mark(self, cell: Cell) -> str:
        """Where a cell stands, as messages begin: `list.csv:3:2`, `list.xlsx: sheet "A", cell B3`."""
        if self.workbook:
            return f"{self.file}: sheet {shown(self.title)}, cell {letter(cell.column - 1)}{cell.line}"
        return str(self.sheet.place(cell))

    def problem(self, cell: Cell, said: str, head: Cell | None = None) -> Fault:
        """What is wrong with a cell, with its place and what heads its column or row."""
        heading, headed = "", head is not None and head != cell
        if head is not None and headed:
            line = f"column {letter(head.column - 1)}" if head.column == cell.column else f"row {head.line}"
            heading = f"{'' if self.workbook else line} ({shown(words_of(head.text))})".strip()
        if self.workbook:
            told = f"{self.mark(cell)}{' ' if heading else ''}{heading}: {said}"
        else:
            told = str(self.sheet.problem(cell, said, heading))
        return Fault(self.number, self.title, cell.line, cell.column, told)


def page_of(sheet: Sheet, file: Path, number: int, title: str, *, workbook: bool = False) -> Page:
    """A sheet as a page: all rows as long as the longest, texts in one form of Unicode."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    grid = [
        [
            *(cell._replace(text=unicodedata.normalize("NFC", cell.text)) for cell in row.cells),
            *(Cell("", row.line, column) for column in range(len(row.cells) + 1, width + 1)),
        ]
        for row in sheet.rows
        if not all(RULE.fullmatch(cell.text) for cell in row.cells)
    ]
    return Page(sheet, grid, file, number, title, workbook)


def page_of_records(records: Sequence[Record], file: Path, number: int, title: str) -> Page:
    """The rows of a workbook's sheet as a page."""
    return page_of(Sheet(file, Dialect("workbook", ","), records), file, number, title, workbook=True)


def turned(page: Page) -> Page:
    """The page with its columns as rows; each cell knows its place still."""
    return page._replace(grid=[list(column) for column in zip(*page.grid, strict=True) if any(c.text for c in column)])


def words_of(text: str) -> str:
    """A text without needless spaces or line breaks."""
    return " ".join(text.split())
