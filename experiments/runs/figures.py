"""The two figures that every run draws, and any figures as files of a results folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from matplotlib.figure import Figure

from experiments import figures
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally
from experiments.store.folder import Results, write_whole
from experiments.words.names import outcome_title, rung_title, title_of
from experiments.words.sentences import begin
from sim.engine.arrays import Compiled
from sim.scenario.vocabulary import Scenario

FIGURES = ("outcomes", "rungs_over_time")
FORMAT: Literal["svg"] = "svg"


def draw(results: Results, summary: RunSummary, sums: Tally, compiled: Compiled) -> list[Path]:
    """Draw the figures of a run into its folder; their paths."""
    names = compiled.names
    reached = {table: [sums[f"{table}.{rung}.reached"] for rung in names.rungs[table]] for table in names.tables}
    drawn = {
        "outcomes": outcomes(summary, compiled.scenario),
        "rungs_over_time": rungs_over_time(summary, compiled, reached),
    }
    return write_figures(drawn, results.folder)


def outcomes(summary: RunSummary, scenario: Scenario) -> Figure:
    """How it ends."""
    labels = {name: outcome_title(scenario, name) for name in summary["outcomes"]}
    return figures.outcomes(summary, as_of=scenario.as_of.isoformat(), labels=labels, question=scenario.question or "")


def rungs_over_time(summary: RunSummary, compiled: Compiled, reached: Mapping[str, Sequence[np.ndarray]]) -> Figure:
    """How far each table gets, and when: one curve a rung.

    `reached` has for each table, rung by rung, how many histories first reached it or a later one, by round (0: never).
    """
    scenario, total = compiled.scenario, summary["histories"]
    curves = []
    for table, counts in reached.items():
        rungs = zip(compiled.names.rungs[table], counts, strict=True)
        of_it = scenario.tables[table]
        named = [(begin(rung_title(of_it, rung)), *figures.cumulative(by_round, total)) for rung, by_round in rungs]
        curves.append(figures.TableCurve(title_of(scenario.tables, table), named))
    rounds = [compiled.rounds.label(t) for t in range(1, compiled.rounds.rounds + 1)]
    return figures.rungs_over_time(
        curves, rounds, title=scenario.title, histories=total, seed=summary["seed"], as_of=scenario.as_of.isoformat(),
        question=scenario.question or "",
    )  # fmt: skip


def figure_paths(folder: Path) -> list[Path]:
    """Where the figures of a run are."""
    return [folder / "figures" / f"{name}.{FORMAT}" for name in FIGURES]


def write_figures(drawn: Mapping[str, Figure], folder: Path) -> list[Path]:
    """Write figures, by name, as SVG into the folder's `figures`; their paths."""
    into = folder / "figures"
    into.mkdir(parents=True, exist_ok=True)
    for name, figure in drawn.items():
        write_whole(into / f"{name}.{FORMAT}", figures.render(figure, FORMAT))
    return [into / f"{name}.{FORMAT}" for name in drawn]
