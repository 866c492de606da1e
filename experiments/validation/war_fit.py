"""Fit the war of a scenario to a monthly series of deaths, and say how good a forecast it makes.

    python -m experiments.validation.war_fit VIOLENCE.csv --until 2018-04 --table

The model is that of `experiments.validation.war`. The CSV has the columns `month` (YYYY-MM), `sb_best_views` (state-based
deaths a month, UCDP/VIEWS, CC BY 4.0) and, if known, `all_types_single_month_events_pace` (deaths in events that begin and
end in one month).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from experiments.validation.war.page import evidence, report
from experiments.validation.war.series import read_series

MARKS = ("<!-- tables: begin -->", "<!-- tables: end -->")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the fits asked for; with --write, put the tables into a page between its two marks."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.validation.war_fit", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("csv", help="monthly deaths, columns as in this module's docstring")
    parser.add_argument("--until", action="append", required=True, help="last month known, YYYY-MM; repeat")
    parser.add_argument("--since", default="2015-01", help="first month of level, growth and dispersion")
    parser.add_argument("--branching", type=float, default=0.1, help="the branching ratio, assumed")
    parser.add_argument("--table", action="store_true", help="also the scores and what else was tried")
    parser.add_argument("--write", help="a Markdown page whose tables to replace")
    asked = parser.parse_args(arguments)
    whole = read_series(asked.csv)
    parts = []
    for until in asked.until:
        series = whole.through(until)
        parts.append(report(series, asked.since, asked.branching))
        if asked.table:
            parts.append(evidence(series, asked.since, asked.branching))
    text = "\n\n".join(parts)
    if asked.write:
        replace_tables(Path(asked.write), text)
    print(text)
    return 0


def replace_tables(page: Path, text: str) -> None:
    """Put text between the page's two marks."""
    head, rest = page.read_text(encoding="utf-8").split(MARKS[0], 1)
    tail = rest.split(MARKS[1], 1)[1]
    page.write_text(f"{head}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
