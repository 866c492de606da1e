"""Names of a table's columns: no two alike, whatever a scenario or an experiment calls its things."""

from collections.abc import Sequence
from typing import NamedTuple

FACTOR = "factor"


class Column(NamedTuple):
    """A column: what it is of (`factor`, `outcome`, `table` …), and how it would be called if nothing else were."""

    of: str
    name: str


def named(columns: Sequence[Column]) -> list[str]:
    """A name for each column: its own, or with what it is of before it where that one is taken.

    Factors, which are named by whoever writes an experiment, give way to all others: a factor `point` is `factor.point`.
    """
    names = [""] * len(columns)
    for i in sorted(range(len(columns)), key=lambda i: columns[i].of == FACTOR):
        name = columns[i].name
        while name in names:
            name = f"{columns[i].of}.{name}"
        names[i] = name
    return names
