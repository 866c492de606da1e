"""The rows of a list: those of the experiment's own file, or of a table beside it, as any spreadsheet saves it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from experiments.sheets.headings import COMMENTS, as_name
from experiments.sheets.numbers import NotANumber
from experiments.sheets.sheet import Cell, Headed, Sheet, SheetError, headed, read_table
from experiments.sweep.experiment import Experiment, Factor
from experiments.sweep.levels import placed, plain
from experiments.sweep.points import DesignError, Level, Place
from sim.scenario.document import Problem
from sim.scenario.phrases import listed, shown, suggest

TRUTH = {"true": True, "false": False}
MOST_TOLD = 10
"""Mistakes of one table that are told one by one."""


class Rows(NamedTuple):
    """The level of each factor, or at each path, row by row; and what was left out."""

    found: list[dict[str, Level]]
    notes: list[str]


class Column(NamedTuple):
    """What a column is of: a factor, or a path of the scenario (then `factor` is None); `name` is that one's."""

    name: str
    factor: Factor | None


def rows_of(experiment: Experiment, folder: Path) -> Rows:
    """The rows of a list; DesignError or SheetError if they cannot be used. `folder` is where the experiment stands."""
    if experiment.csv is not None:
        file = folder / experiment.csv
        if not file.exists():
            raise DesignError(f"there is no file {file}", "csv")
        return _of_table(headed(read_table(file)), experiment.factors)
    return Rows(_own(experiment), [])


def column_of(heading: str, factors: Mapping[str, Factor]) -> Column | None:
    """What a heading means: a factor by its name, title or path, whatever capitals and spaces; else a path; else None."""
    if heading in factors:
        return Column(heading, factors[heading])
    slug = as_name(heading)
    for name, factor in factors.items():
        if slug in {name, as_name(factor.title or name)} or factor.places == (heading,):
            return Column(name, factor)
    return Column(heading, None) if "." in heading else None


def _unknown(heading: str, factors: Mapping[str, Factor]) -> str:
    guess = suggest(heading, factors) or "; a column for readers is called comment or note"
    return f"the column {shown(heading)} is no factor and no path{guess}"


def _missing(factors: Mapping[str, Factor], columns: Iterable[Column]) -> str | None:
    """What to say of factors that have no column; None if all have one."""
    there = {column.name for column in columns}
    lost = [shown(name) for name in factors if name not in there]
    return f"there is no column for {'factor' if len(lost) == 1 else 'factors'} {listed(lost)}" if lost else None


def level_named(factor: Factor, value: object) -> Level:
    """A named level of a factor, whatever its capitals; ValueError if there is none of the name."""
    assert factor.levels is not None
    text = str(plain(value))
    same = [name for name in factor.levels if name.casefold() == text.casefold()]
    if text not in factor.levels and len(same) != 1:
        raise ValueError(f"there is no level {shown(text)}{suggest(text, factor.levels)}")
    name = text if text in factor.levels else same[0]
    return Level(name, factor.levels[name])


def _level(column: Column, value: object, place: Place) -> Level:
    """A value in a column; ValueError if it is none of a factor's levels."""
    if column.factor is None:
        return Level(plain(value), {column.name: value}, place)
    if column.factor.levels is not None:
        return level_named(column.factor, value)._replace(place=place)
    return placed(column.factor, value, place)


# ------------------------------------------------------------------------------
# In the experiment's own file


def _own(experiment: Experiment) -> list[dict[str, Level]]:
    rows = experiment.rows or ()
    columns: dict[str, Column] = {}
    for heading in rows[0] if rows else ():
        column = column_of(heading, experiment.factors)
        if column is None:
            raise DesignError(_unknown(heading, experiment.factors), "rows", 0, heading)
        if column in columns.values():
            raise DesignError(f"gives {column.name} a second time", "rows", 0, heading)
        columns[heading] = column
    if missing := _missing(experiment.factors, columns.values()):
        raise DesignError(missing, "rows", 0)
    return [_own_row(row, i, columns) for i, row in enumerate(rows)]


def _own_row(row: Mapping[str, object], i: int, columns: Mapping[str, Column]) -> dict[str, Level]:
    if row.keys() != columns.keys():
        raise DesignError(f"has other columns than the first row: {', '.join(row) or 'none'}", "rows", i)
    found = {}
    for heading, column in columns.items():
        try:
            found[column.name] = _level(column, row[heading], ("rows", i, heading))
        except ValueError as error:
            raise DesignError(str(error), "rows", i, heading) from None
    return found


# ------------------------------------------------------------------------------
# In a table beside it


def _of_table(table: Headed, factors: Mapping[str, Factor]) -> Rows:
    columns, notes = _columns(table, factors)
    if not table.rows:
        last = table.sheet.rows[0].cells[0]
        raise SheetError([table.sheet.problem(last, "there is no row below the headings")])
    problems: list[Problem] = []
    found: list[dict[str, Level]] = []
    for row in table.rows:
        levels = {}
        for heading, column in columns.items():
            try:
                levels[column.name] = _of_cell(table.sheet, column, row[heading])
            except ValueError as error:
                problems.append(table.sheet.problem(row[heading], str(error), heading))
        found.append(levels)
    if problems:
        raise SheetError(cut(problems))
    return Rows(found, notes)


def cut(problems: list[Problem]) -> list[Problem]:
    """So many problems that they can be read, the last of which says how many more there are."""
    if len(problems) <= MOST_TOLD:
        return problems
    *told, last = problems[:MOST_TOLD]
    more = len(problems) - MOST_TOLD
    return [*told, last._replace(message=f"{last.message} (and {more:,} more of this table)")]


def _columns(table: Headed, factors: Mapping[str, Factor]) -> tuple[dict[str, Column], list[str]]:
    """What each column is of, and which are passed over."""
    columns: dict[str, Column] = {}
    problems: list[Problem] = []
    notes = []
    for heading, cell in table.headings.items():
        column = column_of(heading, factors)
        if column is None and as_name(heading) in COMMENTS:
            notes.append(f"The column {shown(heading)} of {table.sheet.path.name} is for readers, and sets nothing.")
        elif column is None:
            problems.append(table.sheet.problem(cell, _unknown(heading, factors)))
        elif column in columns.values():
            first = next(other for other, known in columns.items() if known == column)
            problems.append(
                table.sheet.problem(cell, f"gives {column.name}, which the column {shown(first)} gives too")
            )
        else:
            columns[heading] = column
    missing = _missing(factors, columns.values())
    if missing and not problems:
        problems.append(table.sheet.problem(table.sheet.rows[0].cells[0], missing))
    if problems:
        raise SheetError(problems)
    return columns, notes


def _of_cell(sheet: Sheet, column: Column, cell: Cell) -> Level:
    """The level in a cell; ValueError if it is empty, or is meant for a number and is none."""
    if not cell.text:
        raise ValueError("is empty; give a value, or take the row out")
    place = sheet.place(cell)
    if column.factor is not None and column.factor.levels is not None:
        return _level(column, cell.text, place)
    return _level(column, _scalar(sheet, cell), place)


def _scalar(sheet: Sheet, cell: Cell) -> object:
    try:
        return sheet.number(cell)
    except NotANumber as error:
        if error.meant:
            raise
        return TRUTH.get(cell.text.lower(), cell.text)
