"""`parley validate`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import PLAYED, Complaint, overrides, say, warn

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


@click.command(short_help="Check scenarios and experiments: every error at once, with its place.")
@click.argument("files", nargs=-1, required=True, type=PLAYED, metavar="FILE...")
@overrides
def validate(files: tuple[Path, ...], overrides: tuple[str, ...]) -> None:
    """Check scenarios and experiments: every error at once, as file:line:column: path: what is wrong.

    Of an experiment, all that parley sweep looks at before it plays; --set is for scenarios.
    """
    from sim.scenario.document import ScenarioError

    problems: list[str] = []
    for file in files:
        try:
            said = fine_experiment(file, overrides) if is_experiment(file) else fine_scenario(file, overrides)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
            continue
        say(f"{file}: {said}")
    if problems:
        raise Complaint("\n".join(problems))


def fine_scenario(file: Path, overrides: Sequence[str]) -> str:
    """Say what its author may want to know, and that a scenario is fine; ScenarioError with every problem."""
    loaded = checked(file, overrides)
    warn(loaded)
    return "fine" if loaded.scenario.tables else "fine for parley rivals, which needs neither tables nor outcomes"


def fine_experiment(file: Path, overrides: Sequence[str]) -> str:
    """The same of an experiment, and what it plays; ScenarioError with every problem."""
    from experiments.experiment_files import points_planned
    from experiments.sweep.experiment import load_experiment

    if overrides:
        raise Complaint(f"{file} is an experiment, and --set is for scenarios: write set: in it")
    loaded = load_experiment(file)
    points = points_planned(loaded)
    warn(loaded)
    return (
        f"fine: an experiment of {points:,} point{'s' * (points != 1)}, {loaded.experiment.histories:,} histories each"
    )


def is_experiment(file: Path) -> bool:
    """Whether a file says that it is an experiment, as far as it can be read."""
    from experiments.words.files import EXPERIMENT, kind_of

    return kind_of(file) == EXPERIMENT


def checked(file: Path, overrides: Sequence[str]) -> "Loaded":
    """The scenario of a file, fit to run, or with neither tables nor outcomes, as the rival models take it.

    ScenarioError with every problem if it is neither.
    """
    from experiments.ladders.loading import load
    from sim.scenario.checks import unrunnable

    loaded = load(file, overrides)
    scenario = loaded.scenario
    for_rivals = not scenario.tables and not scenario.outcomes
    fit = for_rivals or next(unrunnable(scenario), None) is None
    return loaded if fit else load(file, overrides, to_run=True)  # which says where
