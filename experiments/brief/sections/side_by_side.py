"""Several runs abreast: the share of each outcome and of each rung, in the base and in its variants."""

from collections.abc import Iterator, Sequence

from experiments.brief.document import Block, Table
from experiments.brief.folders import Run
from experiments.brief.likelihood import Chance, plain
from experiments.brief.names import WHAT_IF, Names
from experiments.estimates.results import Share

ABREAST = 4  # runs in a table, the base among them


def side_by_side(runs: Sequence[Run]) -> Iterator[Block]:
    """Several runs: the share of each outcome, progress and rung in each."""
    if len(runs) < 2:
        return
    base, *others = runs
    for first in range(0, len(others), ABREAST - 1):
        yield _abreast([base, *others[first : first + ABREAST - 1]])
    if len({(run.summary["seed"], run.summary["histories"]) for run in runs}) > 1:
        yield "The runs differ in seed or number of histories; parley compare plays them on the same luck."
    else:
        yield "All have the same seed and so the same luck; parley compare gives the differences with their intervals."


def _abreast(runs: Sequence[Run]) -> Table:
    head = ["What", *(_column(run, runs) for run in runs)]
    rows = [("Some progress", *(_cell(run.summary["progress"], run) for run in runs))]
    for name in dict.fromkeys(name for run in runs for name in run.summary["outcomes"]):
        rows.append(
            (f"Outcome: {_outcome_of(runs, name)}", *(_cell(run.summary["outcomes"].get(name), run) for run in runs))
        )
    ladders = dict.fromkeys(
        (table, rung) for run in runs for table, of_it in run.summary["tables"].items() for rung in of_it["rungs"]
    )
    for table, rung in ladders:
        cells = [_cell(_reached(run, table, rung), run) for run in runs]
        rows.append((f"Reached: {_rung_of(runs, table, rung)}", *cells))
    outcomes = runs[0].summary["outcomes"]
    shares = {f"Outcome: {_outcome_of(runs, name)}": share["p"] for name, share in outcomes.items()}
    weights = tuple(shares.get(row[0], float(not row[0].startswith("Outcome"))) for row in rows)
    return Table("Shares of histories", tuple(head), tuple(rows), tuple(range(1, len(head))), weights)


def _reached(run: Run, table: str, rung: str) -> Share | None:
    """How often a run reached a rung; None if it has no such table or rung."""
    found = run.summary["tables"].get(table)
    return found["rungs"].get(rung) if found is not None else None


def _rung_of(runs: Sequence[Run], table: str, rung: str) -> str:
    names = next(Names(run.scenario) for run in runs if table in run.scenario.tables)
    alone = all(len(run.scenario.tables) == 1 for run in runs)
    return names.rung(table, rung) if alone else f"{names.rung(table, rung)} ({names.table(table)})"


def _outcome_of(runs: Sequence[Run], name: str) -> str:
    return next(Names(run.scenario) for run in runs if name in run.scenario.outcomes).outcome(name)


def _column(run: Run, runs: Sequence[Run]) -> str:
    """A run's title; its folder where others have the same title."""
    titles = [each.summary["scenario"] for each in runs]
    title: str = run.summary["scenario"]
    if titles.count(title) > 1:
        return run.folder.name
    asked = WHAT_IF.fullmatch(title.strip())
    return f"If {asked[1]}" if asked else title


def _cell(share: Share | None, run: Run) -> str:
    if share is None:
        return "–"
    return plain(Chance.of(share, run.summary["histories"]))
