"""Who blocked a table last, on which issue, and how: counted over histories, and as rows for a reader."""

import math
from collections.abc import Hashable, Sequence
from itertools import pairwise

import numpy as np

from experiments.estimates.asked import Named, goal_of
from experiments.estimates.nest import Lists
from experiments.estimates.questions import Columns
from experiments.estimates.results import BlameRow
from sim.world.codes import BLOCKS, DID_NOT_COME

BLAMED = ("party", "issue", "how")
"""Which party blocked a table last, on which issue, and how, as columns call them."""
Row = tuple[str, int, int, int, int]
"""What makes a row: the table, numbers of the party, the issue and the way to block (0: none), and of how many histories."""


def shape_of(of_it: Named) -> tuple[int, int, int]:
    """How many there are, nobody and nothing among them, of parties, issues and ways to block."""
    return len(of_it.names.parties) + 1, len(of_it.names.issues) + 1, len(BLOCKS) + 1


def cells_of(columns: Columns, of_it: Named, table: str, got_there: np.ndarray) -> np.ndarray:
    """The number of the cell that each history counts in, of as many as `shape_of` has; of those that got there, one more."""
    shape = shape_of(of_it)
    who, what_on, how = (columns[f"{table}.block_{what}"].astype(np.int64) + 1 for what in BLAMED)
    cell = (who * shape[1] + what_on) * shape[2] + np.where(who > 0, how, 0)
    return np.where(got_there, math.prod(shape), cell)


def rows_each(counts: np.ndarray, of_it: Named, table: str, total: int) -> Lists:
    """Who blocked a table last that fell short of its goal, how, and on what, most often first; nobody where time ran out.

    `counts` are those of cells: (sets, cells), of sets of `total` histories. Whoever does not come says nothing of an
    issue, so none is named.
    """
    counts, absent = counts.reshape(-1, *shape_of(of_it)).copy(), DID_NOT_COME + 1
    counts[:, :, 0, absent] = counts[:, :, :, absent].sum(axis=2)
    counts[:, :, 1:, absent] = 0
    where = np.nonzero(counts)
    often = counts[where]
    order = np.lexsort((-often, where[0]))  # of rows that are as frequent, the order stays
    cells = zip(*(each[order].tolist() for each in (*where[1:], often)), strict=True)
    rows: list[Row] = [(table, party, issue, how, n) for party, issue, how, n in cells]
    ends = np.searchsorted(where[0], np.arange(len(counts) + 1)).tolist()
    found: dict[Hashable, BlameRow] = {
        row: _row(row, of_it, goal_of(of_it.scenario, table), total) for row in set(rows)
    }
    return Lists([rows[begin:end] for begin, end in pairwise(ends)], found)


def together(tables: Sequence[Lists], count: int) -> Lists:
    """The rows of all tables, those of one after those of the other."""
    codes = [[row for of_table in tables for row in of_table.codes[i]] for i in range(count)]
    return Lists(codes, {code: row for of_table in tables for code, row in of_table.values.items()})


def _row(row: Row, of_it: Named, goal: str, total: int) -> BlameRow:
    table, party, issue, how, often = row
    return {
        "table": table,
        "short_of": goal,
        "party": of_it.names.parties[party - 1] if party else None,
        "how": BLOCKS[how - 1] if how else None,
        "issue": of_it.names.issues[issue - 1] if issue else None,
        "share": often / total,
    }
