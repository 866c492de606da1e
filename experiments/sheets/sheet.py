"""A file of cells: its rows with their places, and a table of it, each column under its heading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from experiments.sheets.dialect import Dialect, DialectError, Record, records_of
from experiments.sheets.numbers import DecimalMark, NotANumber, decimal_mark, number_in
from experiments.words.regular import opened
from sim.scenario.document import Mark, Problem, in_order
from sim.scenario.phrases import printable, shown

MAX_BYTES = 50_000_000


class SheetError(Exception):
    """A file that cannot be used; `problems` says everything that is wrong with it, each with its place."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Cell(NamedTuple):
    """A cell: its text without spaces around it, and where it stands, line and column counted from 1."""

    text: str
    line: int
    column: int


class Row(NamedTuple):
    """A row: the number of its first line, and its cells, in order."""

    line: int
    cells: tuple[Cell, ...]


class Sheet:
    """The rows of a file, those without any text left out, and how it is written."""

    def __init__(self, path: Path, dialect: Dialect, records: Sequence[Record]):
        self.path, self.dialect = path, dialect
        self.rows = tuple(
            Row(line, tuple(Cell(text, line, i) for i, text in enumerate(texts, start=1))) for line, texts in records
        )

    @cached_property
    def decimal(self) -> DecimalMark | None:
        """The decimal mark of its numbers; None if that cannot be told."""
        texts = (cell.text for row in self.rows for cell in row.cells)
        return decimal_mark(texts, "," if self.dialect.delimiter == ";" else ".")

    def number(self, cell: Cell) -> int | float | None:
        """The number in a cell, None if the cell is empty; NotANumber, which says why, if it holds something else."""
        return number_in(cell.text, self.decimal) if cell.text else None

    def place(self, cell: Cell) -> Mark:
        """Where a cell stands, as messages say it: `list.csv:3:2`."""
        return Mark(str(self.path), cell.line, cell.column)

    def problem(self, cell: Cell, message: str, heading: str = "") -> Problem:
        """What is wrong with a cell, with its place: `list.csv:3:2: patience: is empty`."""
        return Problem(self.place(cell), printable(heading), message)


class Headed(NamedTuple):
    """A table of a sheet: its headings, and its rows below them by heading; an absent cell is an empty one."""

    sheet: Sheet
    headings: Mapping[str, Cell]
    rows: tuple[Mapping[str, Cell], ...]


def read_table(path: Path) -> Sheet:
    """A file of cells as any spreadsheet saves it: encoding, byte order mark, `sep=;` and delimiter are found.

    SheetError, in one line, if it cannot be read, is no text, or has no cells.
    """
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise _unreadable(path, reason) from None
    if len(data) > MAX_BYTES:
        raise _unreadable(path, f"larger than {MAX_BYTES:,} bytes")
    try:
        dialect, records = records_of(data)
    except DialectError as error:
        raise _unreadable(path, str(error), error.line) from None
    if not records:
        raise _unreadable(path, "the file is empty; its first line names the columns")
    return Sheet(path, dialect, records)


def _unreadable(path: Path, message: str, line: int = 1) -> SheetError:
    return SheetError([Problem(Mark(str(path), line, 1), "", message)])


def headed(sheet: Sheet, at: int = 0) -> Headed:
    """The table whose headings are in row `at`; columns without any text are left out.

    SheetError with everything that is wrong: a column without a heading, a heading twice, more cells than headings.
    """
    heading, below = sheet.rows[at], sheet.rows[at + 1 :]
    used = {i for row in below for i, cell in enumerate(row.cells) if cell.text}
    problems = [*_heading_problems(sheet, heading, used), *_row_problems(sheet, heading, below)]
    if problems:
        raise SheetError(problems)
    headings = {cell.text: cell for cell in heading.cells if cell.text}
    rows = tuple({name: _cell(row, cell.column) for name, cell in headings.items()} for row in below)
    return Headed(sheet, headings, rows)


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column - 1] if column <= len(row.cells) else Cell("", row.line, column)


def _heading_problems(sheet: Sheet, heading: Row, used: set[int]) -> Iterator[Problem]:
    seen: dict[str, Cell] = {}
    for i, cell in enumerate(heading.cells):
        if not cell.text and i in used:
            yield sheet.problem(cell, "this column has no heading; name it, or take it out")
        elif cell.text in seen:
            first = seen[cell.text].column
            yield sheet.problem(
                cell, f"the column {shown(cell.text)} is there twice, as column {first} too; take one out"
            )
        elif cell.text:
            seen[cell.text] = cell


def _row_problems(sheet: Sheet, heading: Row, rows: Sequence[Row]) -> Iterator[Problem]:
    width = len(heading.cells)
    for row in rows:
        beyond = [cell for cell in row.cells[width:] if cell.text]
        if beyond:
            number = f"{len(row.cells)} cells under {width} heading{'' if width == 1 else 's'}"
            hint = "; a number with a decimal comma needs quotes here" if sheet.dialect.delimiter == "," else ""
            yield sheet.problem(beyond[0], f"{number}{hint}")


__all__ = ["Cell", "Headed", "NotANumber", "Row", "Sheet", "SheetError", "headed", "read_table"]
