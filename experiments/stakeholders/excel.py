"""The sheets of an Excel workbook as pages, with numbers as they are shown: 45 % is 45 %."""

import datetime
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.sheets.dialect import Record
from experiments.stakeholders.kinds import NO_WORKBOOK
from experiments.stakeholders.page import Page, page_of_records
from experiments.stakeholders.table import StakeholderError
from sim.scenario.phrases import listed, shown, suggest

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

NEEDED = "reading Excel workbooks needs openpyxl: pip install 'parley[excel]', or save the sheet as CSV (UTF-8)"
MOST_ROWS, MOST_COLUMNS = 260_000, 2_000
ALL = "all"


def pages_of(path: Path, number: int, name: str | None) -> list[Page]:
    """The sheets that can be seen, or the one of that name; `number` is that of the file among those that were given.

    StakeholderError if the file is no workbook, has no such sheet, or nothing in it.
    """
    values = _open(path, formulas=False)
    seen = [page for page in values.worksheets if page.sheet_state == "visible"]
    hidden = [page.title for page in values.worksheets if page.sheet_state != "visible"]
    titles = [page.title for page in values.worksheets]
    if name is not None and name not in titles and name != ALL:
        raise StakeholderError(
            f"{path}: there is no sheet {shown(name)}{suggest(name, titles)}; there are {listed(map(shown, titles))}"
        )
    chosen = [page for page in values.worksheets if page.title == name] or seen
    kept: list[Workbook] = []

    def formula(title: str, place: str) -> str:
        """The formula in a cell, or nothing; the workbook is read again only where a cell is empty."""
        if not kept:
            kept.append(_open(path, formulas=True))
        cell = kept[0][title][place]
        return str(cell.value) if cell.data_type == "f" else ""

    has_formulas = _has_formulas(path)
    found = [_page(path, number, page, formula if has_formulas else None) for page in chosen]
    if not any(page.grid for page in found):
        also = (
            f"; hidden, and not read: {listed(map(shown, hidden))} (--sheet names one)" if hidden and not name else ""
        )
        raise StakeholderError(f"{path}: {'the sheet is' if name and name != ALL else 'all sheets are'} empty{also}")
    unread = tuple(title for title in hidden if title != name)
    return [page._replace(hidden=unread) for page in found if page.grid]


@contextmanager
def _read_or_refused(path: Path) -> Iterator[None]:
    """StakeholderError for whatever a file that is damaged, locked or none makes those fail with who read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of formats and rules for input, which no number depends on
            yield
    except (
        OSError, ValueError, LookupError, RuntimeError, SyntaxError, TypeError, AttributeError, EOFError,
        zipfile.BadZipFile, zlib.error, struct.error,
    ) as error:  # fmt: skip
        reason = error.strerror if isinstance(error, OSError) and error.strerror else NO_WORKBOOK
        raise StakeholderError(f"{path}: {reason}") from None


def _open(path: Path, *, formulas: bool) -> "Workbook":
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise StakeholderError(f"{path}: {NEEDED}") from None
    with _read_or_refused(path), path.open("rb") as file:
        return load_workbook(file, data_only=not formulas)


def _has_formulas(path: Path) -> bool:
    with _read_or_refused(path), zipfile.ZipFile(path) as archive:
        return any(
            b"<f>" in (data := archive.read(name)) or b"<f " in data
            for name in archive.namelist()
            if "worksheets/" in name
        )


def _page(path: Path, number: int, page: "Worksheet", formula: "Callable[[str, str], str] | None") -> Page:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        raise StakeholderError(
            f"{path}: sheet {shown(page.title)} goes to row {page.max_row:,} and column {page.max_column:,}; read are "
            f"{MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns: delete what is around the table, formats too"
        )
    merged = _merged(page)
    records: list[Record] = []
    for cells in page.iter_rows():
        row = [_text(cell, merged, formula, page.title) for cell in cells]
        if any(row):
            records.append((cells[0].row or 1, row))
    return page_of_records(records, path, number, page.title)


def _merged(page: "Worksheet") -> dict[str, Any]:
    """The first cell of an area that is merged, by each other cell in it; numbers stand for their column only."""
    found = {}
    for area in page.merged_cells.ranges:
        first = page.cell(area.min_row, area.min_col)
        wide = isinstance(first.value, str)
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1 if wide else area.min_col + 1):
                found[page.cell(row, column).coordinate] = first
    return found


def _text(
    cell: "Cell | MergedCell", merged: dict[str, Any], formula: "Callable[[str, str], str] | None", title: str
) -> str:
    """What a cell shows; the formula of one whose value is not stored."""
    cell = merged.get(cell.coordinate, cell)
    value: Any = cell.value
    if value is None:
        return formula(title, cell.coordinate) if formula is not None else ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{float(f'{100 * value:.12g}')!r}%"
        return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()
