"""The two figures that every run draws, and any figures as files of a results folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from experiments import figures
from experiments.estimates.questions import share_of_asked
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally
from experiments.figures import findings
from experiments.figures.changed import changed_words
from experiments.figures.page import reserved
from experiments.runs.figure_paths import FORMAT, figure_path
from experiments.runs.reservations import HashOf, line_of_new
from experiments.store.folder import Results
from experiments.store.manifest import Manifest
from experiments.words.names import asked_title, outcome_title, rung_title, title_of
from experiments.words.sentences import begin
from sim.engine.arrays import Compiled
from sim.scenario.vocabulary import Scenario


def draw(
    results: Results, summary: RunSummary, sums: Tally, compiled: Compiled, hash_of: HashOf | None = None
) -> list[Path]:
    """Draw the figures of a run into its folder; their paths. `hash_of` may know its scenario already."""
    names, about = compiled.names, about_of(summary, compiled.scenario, results.manifest)
    reached = {
        table: [sums[f"{table}.{rung}.reached"] for rung in names.rungs[table]]
        for table in asked_first(compiled.scenario)
    }
    with reserved(line_of_new(results.folder, hash_of=hash_of)):
        drawn = {
            "outcomes": outcomes(summary, compiled.scenario, about),
            "rungs_over_time": rungs_over_time(compiled, reached, about),
        }
    return write_figures(drawn, results)


def about_of(summary: RunSummary, scenario: Scenario, manifest: Manifest) -> figures.About:
    """What stands on every figure of a run."""
    answer = None
    if scenario.answers:
        found = share_of_asked(scenario.answers, summary["outcomes"], summary["tables"])
        table, dot, _ = scenario.answers.partition(".")
        place = title_of(scenario.tables, table) if dot else None
        answer = figures.Answer(begin(asked_title(scenario.answers, scenario)), int(found["n"]), place)
    return figures.About(
        summary["scenario"], summary["histories"], summary["seed"], scenario.as_of.isoformat(), answer=answer,
        changed=changed_words(manifest, scenario),
    )  # fmt: skip


def asked_first(scenario: Scenario) -> list[str]:
    """The tables in the scenario's order, but first the one that answers its question."""
    asked = (scenario.answers or "").partition(".")[0]
    return sorted(scenario.tables, key=lambda table: table != asked)


def outcomes(summary: RunSummary, scenario: Scenario, about: figures.About) -> Figure:
    """How it ends."""
    labels = {name: outcome_title(scenario, name) for name in summary["outcomes"]}
    counts = {labels[name]: int(share["n"]) for name, share in summary["outcomes"].items()}
    finding = findings.of_outcomes(counts, about.histories, about.answer)
    heading = about.heading(finding, f"How {about.histories_words} end")
    return figures.outcomes(summary, heading, as_of=about.as_of, labels=labels)


def rungs_over_time(compiled: Compiled, reached: Mapping[str, Sequence[np.ndarray]], about: figures.About) -> Figure:
    """How far each table gets, and when: one curve a rung.

    `reached` has for each table, rung by rung, how many histories first reached it or a later one, by round (0: never).
    """
    scenario, curves = compiled.scenario, []
    for table, counts in reached.items():
        rungs = zip(compiled.names.rungs[table], counts, strict=True)
        of_it = scenario.tables[table]
        named = [
            (begin(rung_title(of_it, rung)), *figures.cumulative(by_round, about.histories)) for rung, by_round in rungs
        ]
        curves.append(figures.TableCurve(title_of(scenario.tables, table), named))
    rounds = [compiled.rounds.label(t) for t in range(1, compiled.rounds.rounds + 1)]
    rung, by_round = told_of(scenario, compiled.names.rungs, reached)
    finding = findings.of_rung(begin(asked_title(rung, scenario)), by_round, rounds, about.answer)
    plotted = f"How far each table has come by when: share of {about.histories_words}"
    return figures.rungs_over_time(
        curves, rounds, about.heading(finding, plotted), histories=about.histories, seed=about.seed, as_of=about.as_of,
    )  # fmt: skip


def told_of(
    scenario: Scenario, rungs: Mapping[str, Sequence[str]], reached: Mapping[str, Sequence[np.ndarray]]
) -> tuple[str, np.ndarray]:
    """The rung (TABLE.RUNG) that the finding is about, and when it is reached: the one asked about, or a last one."""
    table = next(iter(reached))
    names = list(rungs[table])
    asked = (scenario.answers or "").partition(".")[2]
    place = names.index(asked) if asked else len(names) - 1
    return f"{table}.{names[place]}", reached[table][place]


def write_figures(drawn: Mapping[str, Figure], results: Results) -> list[Path]:
    """Write figures, by name, as SVG into the folder's `figures`; their paths."""
    paths = [figure_path(results.folder, name) for name in drawn]
    for path, figure in zip(paths, drawn.values(), strict=True):
        results.write(path.relative_to(results.folder).as_posix(), figures.render(figure, FORMAT))
    return paths
