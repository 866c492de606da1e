"""`parley validate`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import SCENARIO, Complaint, overrides, say

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


@click.command(short_help="Check scenario files: every error at once, with its place.")
@click.argument("files", nargs=-1, required=True, type=SCENARIO, metavar="FILE...")
@overrides
def validate(files: tuple[Path, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files: every error at once, as file:line:column: path: what is wrong."""
    from sim.scenario.document import ScenarioError

    problems: list[str] = []
    for file in files:
        try:
            loaded = checked(file, overrides)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
            continue
        for warning in loaded.warnings:
            say(f"{warning} (warning)", err=True)
        alone = "" if loaded.scenario.tables else " for parley rivals, which needs neither tables nor outcomes"
        say(f"{file}: fine{alone}")
    if problems:
        raise Complaint("\n".join(problems))


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
