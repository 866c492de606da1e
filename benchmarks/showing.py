"""Grids on a terminal of 80 columns, and two measurements beside each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from benchmarks.measure import Figure, Grid
from experiments.words.numbers import figure as number
from experiments.words.tables import house_table, words

WIDTH = 80
COLUMNS = 4  # in a table beside the rows' names; the others follow below
SURE = 0.02  # spread of a figure, as a share of it, that is not worth a word


def show(grid: Grid, console: Console) -> None:
    """A grid: its title, what it is, and its rows, some columns at a time."""
    console.print()
    console.print(words(grid["title"], "bold"))
    if grid["how"]:
        console.print(words(grid["how"], "dim"))
    columns = list(dict.fromkeys(column for row in grid["rows"].values() for column in row))
    for first in range(0, len(columns), COLUMNS):
        show_columns(grid["rows"], columns[first : first + COLUMNS], console)


def show_columns(rows: Mapping[str, Mapping[str, Figure]], columns: Sequence[str], console: Console) -> None:
    """Some columns of all rows that have any of them."""
    units = {column: next(row[column]["unit"] for row in rows.values() if column in row) for column in columns}
    table = house_table("", "", *(f"{named(column)}\n{units[column]}" for column in columns))
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.justify = "right"
    for name, row in rows.items():
        if any(column in row for column in columns):
            table.add_row(named(name), *(cell(row.get(column)) for column in columns))
    console.print(table)


def cell(shown: Figure | None) -> Text:
    """A figure, with half of its spread where that is worth a word."""
    if shown is None:
        return Text("–")
    value, half = shown["value"], (shown["high"] - shown["low"]) / 2
    near = f" ±{number(rounded(half, 2))}" if half > SURE * abs(value) else ""
    return Text.assemble(number(rounded(value)), (near, "dim"))


def rounded(value: float, figures: int = 3) -> float:
    """So many figures: no more is measured."""
    return float(f"{value:.{figures}g}")


def markdown(grid: Grid) -> str:
    """A grid as a heading and a table of a page, medians only; a unit stands with its column."""
    columns = list(dict.fromkeys(column for row in grid["rows"].values() for column in row))
    units = {column: next(row[column]["unit"] for row in grid["rows"].values() if column in row) for column in columns}
    lines = [["", *(f"{named(column)}{f', {units[column]}' if units[column] else ''}" for column in columns)]]
    lines.append(["---", *("---:" for _ in columns)])
    for name, row in grid["rows"].items():
        values = [number(rounded(row[column]["value"])) if column in row else "–" for column in columns]
        lines.append([named(name), *values])
    return "\n".join([f"### {grid['title']}", "", *(f"| {' | '.join(line)} |" for line in lines), ""])


def named(key: str) -> str:
    """A key of a scenario or function as words."""
    return key.replace("_", " ")


def compare(before: Mapping[str, Any], after: Mapping[str, Any], console: Console) -> None:
    """What both measurements have: after over before, and the same for speeds and times less what the machines differ."""
    loop = after["calibration"]["value"] / before["calibration"]["value"]
    console.print(words(f"The calibration loop takes {number(rounded(loop))} times as long in the second measurement."))
    earlier = {grid["title"]: grid for grids in before["parts"].values() for grid in grids}
    for grid in (grid for grids in after["parts"].values() for grid in grids):
        rows = ratios(earlier.get(grid["title"]), grid, loop)
        if rows:
            show({"title": grid["title"], "how": "", "rows": rows}, console)


POWERS = {"histories/s": 1, "s": -1, "µs": -1, "ns": -1}
"""How a unit depends on the length of the calibration loop: a speed is that much lower, a time that much higher."""


def ratios(before: Grid | None, after: Grid, loop: float) -> dict[str, dict[str, Figure]]:
    """After over before of all that both have, by the calibration loop where they are times or speeds."""
    found: dict[str, dict[str, Figure]] = {}
    for name, row in after["rows"].items():
        for column, now in row.items():
            then = before["rows"].get(name, {}).get(column) if before is not None else None
            if then is not None and then["unit"] == now["unit"] and then["low"] > 0:
                machine = loop ** POWERS.get(now["unit"], 0)
                found.setdefault(name, {})[column] = {
                    "value": machine * now["value"] / then["value"],
                    "low": machine * now["low"] / then["high"],
                    "high": machine * now["high"] / then["low"],
                    "unit": "×",
                }
    return found
