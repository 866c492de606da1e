"""A sweep as a table: a row for each point, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from experiments.estimates.estimated import parts
from experiments.estimates.nest import each, each_written
from experiments.sweep.points import as_text
from experiments.sweep.told import Group, in_order
from experiments.words.columns import FACTOR, Column, named

POINT, ERROR, HISTORIES = (Column("about", name) for name in ("point", "error", "histories"))
Texts = Sequence[str]
"""What stands in a column, point by point."""


def csv_text(told: Sequence[Group]) -> str:
    """CSV of a sweep: factors, what is asked with its interval, every outcome and rung, and why a point failed.

    A column whose name another has is called after what it is of: a factor `point` has the column `factor.point`.
    """
    tables = [dict(columns_of(group)) for group in told]
    columns = [*dict.fromkeys(column for table in tables for column in table if column != ERROR), ERROR]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(named(columns))
    writer.writerows(in_order(told, (rows_of(table, columns) for table in tables)))
    return out.getvalue()


def rows_of(table: Mapping[Column, Texts], columns: Iterable[Column]) -> Iterator[Texts]:
    """The rows of a table that may lack some of the columns."""
    blank = [""] * len(table[POINT])
    return zip(*(table.get(column, blank) for column in columns), strict=True)


def columns_of(group: Group) -> Iterator[tuple[Column, Texts]]:
    """The columns that points which are told together have, with what stands there."""
    places, said = group.places, dict[str, Any](group.said)
    yield POINT, [as_text(place["point"]) for place in places]
    for name in places[0]["values"]:
        yield Column(FACTOR, name), [as_text(place["values"][name]) for place in places]
    if "error" in said:
        yield ERROR, each_written(said["error"], len(places), as_text)
        return
    yield HISTORIES, each_written(said["histories"], len(places), as_text)
    for of, name, share in shares(said):
        for end in ("p", "lo", "hi"):
            yield Column(of, f"{name}.{end}"), each_written(share[end], len(places), as_text)
    for name, issue in said["issues"].items():
        levels = each(issue["mean_level"], len(places))
        if None not in levels:
            yield Column("issue", f"{name}.mean_level"), list(map(as_text, levels))


def shares(said: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every share of the histories at some points: what it is of, its name, and the columns of its numbers."""
    yield "asked", "headline", parts(said["headline"])
    yield "asked", "progress", parts(said["progress"])
    for name, share in said["outcomes"].items():
        yield "outcome", f"outcome.{name}", parts(share)
    for table, told in said["tables"].items():
        for rung, reached in told["rungs"].items():
            yield "rung", f"{table}.{rung}", reached
        yield "table", f"{table}.collapsed", parts(told["collapsed"])
    for issue, about in said["issues"].items():
        for option, in_force in about["options"].items():
            yield "issue", f"{issue}.{option}", parts(in_force)
