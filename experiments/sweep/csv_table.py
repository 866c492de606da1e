"""A sweep as a table: a row for each point, for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from experiments.estimates.results import Share
from experiments.sweep.points import LevelShown
from experiments.sweep.summary import PointResult, SweepSummary


def csv_text(told: SweepSummary) -> str:
    """CSV of a sweep: factors, what is asked with its interval, every outcome and rung, and why a point failed."""
    rows = [dict(cells(point)) for point in told["points"]]
    heading = [*dict.fromkeys(name for row in rows for name in row if name != "error"), "error"]
    out = io.StringIO()
    writer = csv.DictWriter(out, heading, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def cells(point: PointResult) -> Iterator[tuple[str, LevelShown]]:
    """Name and value of each cell of a point's row."""
    yield "point", point["point"]
    yield from point["values"].items()
    if "error" in point:
        yield "error", point["error"]
        return
    yield "histories", point["histories"]
    shares: dict[str, Share] = {"headline": point["headline"], "progress": point["progress"]}
    shares |= {f"outcome.{name}": share for name, share in point["outcomes"].items()}
    for table, told in point["tables"].items():
        for rung, reached in told["rungs"].items():
            shares[f"{table}.{rung}"] = reached
        shares[f"{table}.collapsed"] = told["collapsed"]
    for name, share in shares.items():
        yield f"{name}.p", share["p"]
        yield f"{name}.lo", share["lo"]
        yield f"{name}.hi", share["hi"]
    for name, issue in point["issues"].items():
        yield f"{name}.mean_level", issue["mean_level"]
