"""The two figures that every run draws, and any figures as files of a results folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from matplotlib.figure import Figure

from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally
from experiments.figures import render
from experiments.store.folder import Results, write_whole
from sim.engine.arrays import Compiled

FIGURES = ("outcomes", "rungs_over_time")
FORMAT: Literal["svg"] = "svg"


def draw(results: Results, summary: RunSummary, sums: Tally, compiled: Compiled) -> list[Path]:
    """Draw the figures of a run into its folder; their paths."""
    from experiments import figures

    folder = results.folder / "figures"
    folder.mkdir(exist_ok=True)
    scenario, names, total = compiled.scenario, compiled.names, summary["histories"]
    as_of, question = scenario.as_of.isoformat(), scenario.question or ""
    curves = [
        figures.TableCurve(
            scenario.tables[table].title or table,
            [(rung, *figures.cumulative(sums[f"{table}.{rung}.reached"], total)) for rung in names.rungs[table]],
        )
        for table in names.tables
    ]
    rounds = [compiled.rounds.label(t) for t in range(1, compiled.rounds.rounds + 1)]
    drawn = {
        "outcomes": figures.outcomes(summary, as_of=as_of, question=question),
        "rungs_over_time": figures.rungs_over_time(
            curves, rounds, title=scenario.title, histories=total, seed=summary["seed"], as_of=as_of, question=question
        ),
    }
    paths = figure_paths(results.folder)
    for path in paths:
        write_whole(path, figures.render(drawn[path.stem], FORMAT))
    return paths


def figure_paths(folder: Path) -> list[Path]:
    """Where the figures of a run are."""
    return [folder / "figures" / f"{name}.{FORMAT}" for name in FIGURES]


def write_figures(drawn: Mapping[str, Figure], folder: Path) -> list[Path]:
    """Write figures, by name, as SVG into the folder's `figures`; their paths."""
    into = folder / "figures"
    into.mkdir(parents=True, exist_ok=True)
    for name, figure in drawn.items():
        write_whole(into / f"{name}.svg", render(figure, "svg"))
    return [into / f"{name}.svg" for name in drawn]
