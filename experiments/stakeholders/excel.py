"""A sheet of an Excel workbook, with its numbers as they are shown: 45 % is 45 %."""

import datetime
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.sheets.dialect import Dialect, Record
from experiments.sheets.sheet import Sheet
from experiments.stakeholders.headings import is_header
from experiments.stakeholders.rows import SOUGHT, texts
from experiments.stakeholders.table import StakeholderError
from sim.scenario.phrases import listed, shown, suggest

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

NEEDED = "reading Excel workbooks needs openpyxl: pip install 'parley[excel]', or save the sheet as CSV (UTF-8)"
MOST_ROWS, MOST_COLUMNS = 20_000, 2_000


def read_workbook(path: Path, name: str | None) -> Sheet:
    """The sheet of that name, or the first with headings for actors and positions, or else the first.

    StakeholderError if the file is no workbook, has no such sheet, or formulas whose values are not stored.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise StakeholderError(f"{path}: {NEEDED}") from None
    try:
        values, formulas = (load_workbook(path, data_only=only) for only in (True, False))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError, TypeError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "this is no Excel workbook (.xlsx)"
        )
        raise StakeholderError(f"{path}: {reason}") from None
    pages = [page for page in values.worksheets if page.sheet_state == "visible"] or values.worksheets
    titles = [page.title for page in pages]
    if name is not None and name not in titles:
        raise StakeholderError(
            f"{path}: there is no sheet {shown(name)}{suggest(name, titles)}; there are {listed(map(shown, titles))}"
        )
    found = [_sheet(path, page, formulas[page.title]) for page in pages if name in (None, page.title)]
    headed = (sheet for sheet in found if any(is_header(texts(row)) for row in sheet.rows[:SOUGHT]))
    sheet = next(headed, next((sheet for sheet in found if sheet.rows), None))
    if sheet is None:
        raise StakeholderError(f"{path}: {'the sheet is' if name else 'all sheets are'} empty")
    return sheet


def _sheet(path: Path, page: "Worksheet", formulas: "Worksheet") -> Sheet:
    records: list[Record] = []
    for cells in page.iter_rows(max_row=min(page.max_row, MOST_ROWS), max_col=min(page.max_column, MOST_COLUMNS)):
        row = [_text(path, page.title, cell, formulas) for cell in cells]
        if any(row):
            records.append((cells[0].row or 1, row))
    return Sheet(path, Dialect("workbook", ","), records)


def _text(path: Path, title: str, cell: "Cell | MergedCell", formulas: "Worksheet") -> str:
    """What a cell shows."""
    value: Any = cell.value
    if value is None:
        if formulas[cell.coordinate].data_type == "f":
            raise StakeholderError(
                f"{path}: sheet {shown(title)}, cell {cell.coordinate}: a formula whose value is not stored; open the "
                "workbook in a spreadsheet program and save it, or save the sheet as CSV"
            )
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{float(f'{100 * value:.12g}')!r}%"
        return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()
