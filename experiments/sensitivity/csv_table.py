"""An analysis as a table: a row for each number, for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Mapping

from experiments.sensitivity.summary import AnalysisSummary, MorrisNumber, SobolNumber


def csv_text(told: AnalysisSummary) -> str:
    """CSV of an analysis: each number, what it rests on and may be, and how much it moves."""
    rows = [dict(cells(number)) for number in told["numbers"]]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def cells(number: SobolNumber | MorrisNumber) -> Iterator[tuple[str, object]]:
    """Name and value of each cell of a number's row."""
    yield "name", number["name"]
    yield "title", number["title"]
    yield "unit", number["unit"]
    yield "evidence", number["evidence"]
    yield "may_be", number["may_be"]
    for key, found in measures(number).items():
        for part, value in found.items():
            yield (key if part == "value" else f"{key}.{part}"), value


def measures(number: SobolNumber | MorrisNumber) -> Mapping[str, Mapping[str, object]]:
    """How much a number moves, by what it is measured in."""
    if "effect" in number:
        return {"effect": number["effect"]}
    return {"first": number["first"], "total": number["total"], "swing": number["swing"]}
