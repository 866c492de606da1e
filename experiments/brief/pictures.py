"""The figures of a brief, drawn anew from the results, each with what it shows in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure as Drawn

from experiments import figures
from experiments.brief.document import Figure
from experiments.brief.folders import Run
from experiments.brief.likelihood import Chance, plain
from experiments.brief.names import Names
from experiments.estimates.final_states import reached
from experiments.estimates.results import FlipDifference, RunSummary
from experiments.words.conditions import rounds
from experiments.words.sentences import begin, small
from sim.scenario.phrases import listed

Counts = Mapping[str, Mapping[str, np.ndarray]]
FEW = 6  # outcomes, where room is short
TABLES_DRAWN = 3
PANEL = 72.0  # height of a panel of the path of talks, points


def outcomes(run: Run, names: Names) -> Figure:
    """How it ends."""
    total, shares = run.summary["histories"], run.summary["outcomes"]
    likeliest = sorted(shares, key=lambda name: -shares[name]["p"])[:FEW]
    less = _outcomes(run, likeliest, f"The {small(FEW)} likeliest ends of {total:,} simulated histories", names)
    return _outcomes(run, shares, f"How {total:,} simulated histories end", names)._replace(
        less=less if len(shares) > FEW else None
    )


def _outcomes(run: Run, shown: Iterable[str], title: str, names: Names) -> Figure:
    shares = {name: share for name, share in run.summary["outcomes"].items() if name in shown}
    labels = {name: begin(Names(names.scenario, bare=True).outcome(name)) for name in shares}
    drawn = figures.outcomes(
        {**run.summary, "outcomes": shares}, figures.Heading(title), as_of=run.scenario.as_of.isoformat(), labels=labels
    )
    said = [f"{labels[n]} {plain(Chance.of(share, run.summary['histories']))}" for n, share in shares.items()]
    return Figure("outcomes", _svg(drawn), f"Bar chart. {title}: {listed(said)}.")


def path(run: Run, order: Sequence[str], names: Names) -> Figure | None:
    """How far the first tables get, and when; nothing if the histories themselves are not in the folder."""
    counted = rung_counts(run)
    if counted is None:
        return None
    less = _path(run, counted, order[:1], names) if len(order) > 1 else None
    return _path(run, counted, order[:TABLES_DRAWN], names)._replace(less=less)


def _path(run: Run, counted: Counts, shown: Sequence[str], names: Names) -> Figure:
    names = Names(names.scenario, bare=True)
    total, calendar = run.summary["histories"], rounds(run.scenario)
    curves = [
        figures.TableCurve(
            begin(names.table(table)),
            [(begin(names.rung(table, rung)), *figures.cumulative(n, total)) for rung, n in counted[table].items()],
        )
        for table in shown
    ]
    rounds_named = [calendar.label(t) for t in range(1, calendar.rounds + 1)]
    step = run.scenario.time.step
    drawn = figures.rungs_over_time(
        curves, rounds_named, figures.Heading(f"How far each table has come, {step} by {step}"), histories=total,
        seed=run.summary["seed"], as_of=run.scenario.as_of.isoformat(), least_height=PANEL,
        labels={name: name for curve in curves for name in (curve.name, *(rung[0] for rung in curve.rungs))},
    )  # fmt: skip
    said = [
        f"{names.table(table)}: "
        + listed([
            f"{names.rung(table, rung)} {plain(Chance.of(share, total))}"
            for rung, share in run.summary["tables"][table]["rungs"].items()
        ])
        for table in shown
    ]  # fmt: skip
    alt = f"Line chart of the share of histories that have reached each step, by {rounds_named[-1]}. {'. '.join(said)}."
    return Figure("path", _svg(drawn), alt)


def rung_counts(run: Run) -> Counts | None:
    """For each table and rung, how many histories first got there or further in each round; at 0, how many never did."""
    from experiments.store.folder import StoreError

    length = run.scenario.time.rounds + 1
    ladders = {table: [rung.name for rung in of_it.rungs] for table, of_it in run.scenario.tables.items()}
    wanted = [f"{table}.{rung}.reached" for table, rungs in ladders.items() for rung in rungs]
    sums = {table: {rung: np.zeros(length, np.int64) for rung in rungs} for table, rungs in ladders.items()}
    try:
        for columns in run.results.columns(wanted):
            for table, rung, first in _firsts(columns, ladders):
                sums[table][rung] += np.bincount(first, minlength=length)
    except StoreError:
        return None
    return sums


def _firsts(
    columns: Mapping[str, np.ndarray], ladders: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, np.ndarray]]:
    for table, rungs in ladders.items():
        for rung, first in zip(rungs, reached(columns, table, rungs), strict=True):
            yield table, rung, first


def differences(run: Run, base: RunSummary, steps: Mapping[str, Sequence[tuple[str, FlipDifference]]]) -> Figure:
    """What changes move: for each step, the difference that each change makes to it."""
    from experiments.compare.figure import NAMES, Row, in_panels
    from experiments.figures.dot_panels import Panel
    from experiments.figures.page import BODY, MARGIN, WIDTH, balanced, source_line

    panels = [
        Panel(
            balanced(f"Share of histories that reach {step}", BODY, WIDTH - 2 * MARGIN, bold=True),
            [Row(balanced(name, BODY, NAMES), difference) for name, difference in rows],
        )
        for step, rows in steps.items()
    ]
    source = source_line(base["histories"], base["seed"], run.scenario.as_of.isoformat(), None)
    said = [f"{step}: " + listed([f"{name} {points(each)}" for name, each in rows]) for step, rows in steps.items()]
    alt = f"Dots with intervals: percentage points that each change adds to the chance of a step. {'. '.join(said)}."
    return Figure(
        "differences",
        _svg(in_panels(panels, figures.Heading("What each change adds, in percentage points"), source)),
        alt,
    )


def points(difference: FlipDifference) -> str:
    """A difference of shares in percentage points."""
    return f"{100 * difference['d']:+.1f}".replace("-", "−")


def _svg(figure: Drawn) -> str:
    return figures.render(figure, "svg").decode()
