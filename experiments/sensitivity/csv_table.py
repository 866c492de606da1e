"""An analysis as a table: a row for each number, for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any


def csv_text(told: Mapping[str, Any]) -> str:
    """CSV of an analysis: each number, what it rests on and may be, and how much it moves."""
    rows = [dict(cells(number)) for number in told["numbers"]]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def cells(number: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Name and value of each cell of a number's row."""
    for key in ("name", "title", "unit", "evidence", "may_be"):
        yield key, number[key]
    for key in ("first", "total", "swing", "effect"):
        for part, value in number.get(key, {}).items():
            yield (key if part == "value" else f"{key}.{part}"), value
