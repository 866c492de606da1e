"""A sweep as a table: a row for each point, for spreadsheets."""

import csv
import io
from collections.abc import Iterator
from functools import lru_cache

from experiments.estimates.results import Share
from experiments.sweep.points import LevelShown, as_text
from experiments.sweep.summary import PointPlayed, PointResult, SweepSummary
from experiments.words.columns import FACTOR, Column, named

POINT, ERROR, HISTORIES = (Column("about", name) for name in ("point", "error", "histories"))


def csv_text(told: SweepSummary) -> str:
    """CSV of a sweep: factors, what is asked with its interval, every outcome and rung, and why a point failed.

    A column whose name another has is called after what it is of: a factor `point` has the column `factor.point`.
    """
    rows = [dict(cells(point)) for point in told["points"]]
    columns = [*dict.fromkeys(column for row in rows for column in row if column != ERROR), ERROR]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(named(columns))
    writer.writerows([as_text(row[column]) if column in row else "" for column in columns] for row in rows)
    return out.getvalue()


def cells(point: PointResult) -> Iterator[tuple[Column, LevelShown]]:
    """Column and value of each cell of a point's row."""
    yield POINT, point["point"]
    for name, level in point["values"].items():
        yield Column(FACTOR, name), level
    if "error" in point:
        yield ERROR, point["error"]
        return
    yield HISTORIES, point["histories"]
    for steps, share in shares(point):
        p, lo, hi = _of_share(*steps)
        yield p, share["p"]
        yield lo, share["lo"]
        yield hi, share["hi"]
    for name, issue in point["issues"].items():
        if issue["mean_level"] is not None:
            yield Column("issue", f"{name}.mean_level"), issue["mean_level"]


@lru_cache(4096)
def _of_share(of: str, *steps: str) -> tuple[Column, Column, Column]:
    """The columns of a share and the ends of its interval: of thousands of points, always the same."""
    name = ".".join(steps)
    return Column(of, f"{name}.p"), Column(of, f"{name}.lo"), Column(of, f"{name}.hi")


def shares(point: PointPlayed) -> Iterator[tuple[tuple[str, ...], Share]]:
    """Every share of a point's histories: what it is of, the steps of its name, and the share."""
    yield ("asked", "headline"), point["headline"]
    yield ("asked", "progress"), point["progress"]
    for name, share in point["outcomes"].items():
        yield ("outcome", "outcome", name), share
    for table, told in point["tables"].items():
        for rung, reached in told["rungs"].items():
            yield ("rung", table, rung), reached
        yield ("table", table, "collapsed"), told["collapsed"]
    for issue, about in point["issues"].items():
        for option, in_force in about["options"].items():
            yield ("issue", issue, option), in_force
