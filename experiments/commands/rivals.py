"""`parley rivals`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    PATH,
    SCENARIO,
    Complaint,
    OneOf,
    console,
    echo_json,
    json_option,
    overrides,
    say,
    scenario_errors,
    seed_option,
    tell_where,
    warn,
)
from experiments.commands.numbers import Whole

if TYPE_CHECKING:
    from experiments.rivals.results import RivalsResult


@click.command(short_help="Set classical point predictions beside the simulation.")
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--histories",
    type=Whole(1, 2**32 - 1),
    default=2_000,
    show_default=True,
    help="Number of histories to set beside the rivals.",
)
@seed_option
@overrides
@click.option(
    "--challenge",
    type=OneOf(["reproduced", "literal"]),
    default="reproduced",
    show_default=True,
    help="The challenge model as it reproduces its published table, or as its paper prints it, which does not.",
)
@click.option(
    "--out", type=PATH, metavar="DIR",
    help="Folder for rivals.json, where `parley brief` finds it.  [default: results/SCENARIO-rivals-n]",
)  # fmt: skip
@json_option
@scenario_errors
def rivals(
    scenario: Path,
    histories: int,
    seed: int,
    overrides: tuple[str, ...],
    challenge: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Set classical point predictions from the same positions beside the simulation."""
    from experiments.ladders.loading import load
    from experiments.rivals.run import compare
    from experiments.rivals.stakes import StakesError
    from experiments.runs.answers import Asked
    from experiments.store.folder import StoreError

    loaded = load(scenario, overrides)
    warn(loaded)
    try:
        comparison = compare(loaded.scenario, literal=challenge == "literal")
    except StakesError as error:
        raise Complaint(f"{scenario}: {error}") from None
    from experiments.rivals.simulated import simulate
    from experiments.rivals.tables import LITERAL, print_comparison

    study = Asked("rivals", scenario, loaded.changes)
    try:
        with study.folder(out) as folder:
            comparison = comparison._replace(simulated=simulate(loaded.scenario, seed, histories, quiet=as_json))
            keep(comparison.as_json(), folder)
            study.note(folder, seed, histories)
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        if comparison.literal:
            say(LITERAL, err=True)
        echo_json({**comparison.as_json(), "out": str(folder)})
    else:
        print_comparison(loaded.scenario, comparison, histories, seed, console())
        tell_where(folder)


def keep(told: "RivalsResult", out: Path) -> None:
    """Write the rivals' answers where a brief finds them; StoreError if they cannot be."""
    from experiments.store.folder import StoreError, write_answer

    try:
        write_answer(out, "rivals", told)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
