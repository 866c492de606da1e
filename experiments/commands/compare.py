"""`parley compare`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    SCENARIO,
    Complaint,
    PrecisionOptions,
    console,
    echo_json,
    offer,
    output_options,
    overrides,
    precision_asked,
    precision_options,
    scenario_errors,
    seed_option,
    tell_reserved,
    tell_where,
    warn_all,
    workers_option,
)
from experiments.commands.numbers import Whole

if TYPE_CHECKING:
    from sim.scenario.load import Loaded


@click.command(short_help="Compare a scenario with its variants on the same histories.")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--histories",
    type=Whole(1, 2**32 - 1),
    help=f"Histories of each.  [default: {DEFAULT_HISTORIES}]",
)
@precision_options
@seed_option
@overrides
@click.option(
    "--set-all", "shared", multiple=True, metavar="PATH=VALUE", shell_complete=offer("paths"),
    help="Change a number in the base and in every variant. Repeatable.",
)  # fmt: skip
@click.option(
    "--onto", type=SCENARIO, metavar="VARIANT",
    help="Make the changes of --set in this file, not in the base.",
)  # fmt: skip
@click.option("--tell", is_flag=True, help="Tell one history whose outcome changed, both ways side by side.")
@workers_option
@click.option(
    "--out", type=PATH, metavar="DIR",
    help="Folder for comparison.json, its base and its figure.  [default: results/SCENARIO-comparison-n]",
)  # fmt: skip
@output_options
@scenario_errors
def compare(
    scenario: Path, variants: tuple[Path, ...], histories: int | None, precision: float | None,
    headline: tuple[str, ...], most: int | None, seed: int, overrides: tuple[str, ...], shared: tuple[str, ...],
    onto: Path | None, tell: bool, workers: int | None, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare a scenario with variants of it on the same histories; all --set together are one variant more."""
    from experiments.compare.parts import parts_of
    from experiments.compare.run import keep, run_comparison
    from experiments.estimates.questions import HeadlineError
    from experiments.ladders.loading import load
    from experiments.runs.answers import Asked
    from experiments.store.folder import StoreError

    if precision is not None and histories is not None:
        raise click.UsageError(
            "--precision and --histories do not go together: it decides how many histories there are"
        )
    loaded = load(scenario, shared, to_run=True)
    narrow = precision_asked(loaded.scenario, PrecisionOptions(precision, headline, most))
    others: list[tuple[str, tuple[str, ...], Loaded]] = [
        (file.stem, (), load(file, shared, to_run=True)) for file in variants
    ]
    if onto is not None and not overrides:
        raise click.UsageError("--onto says where the changes of --set are made: give at least one --set")
    if overrides:
        name = ", ".join((*([onto.stem] if onto else []), *overrides))
        others.append((name, overrides, load(onto or scenario, (*shared, *overrides), to_run=True)))
    if not others:
        raise click.UsageError("name at least one VARIANT, or --set what differs")
    warn_all(loaded, [each for _, _, each in others])
    titles = [each.scenario.title if not sets else name for name, sets, each in others]
    study = Asked("comparison", scenario, loaded.changes, titles)
    try:
        with study.folder(out) as folder:
            found = run_comparison(
                loaded.scenario, [(name, changes, each.scenario) for name, changes, each in others],
                histories or DEFAULT_HISTORIES, seed, workers, quiet or as_json, narrow,
                [parts_of(scenario, shared, loaded, each) for _, _, each in others], shared,
            )  # fmt: skip
            keep(found.told, loaded.scenario, folder)
            study.note(folder, seed, found.told["base"]["histories"])
        tell_reserved(folder)
    except (HeadlineError, StoreError) as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json({**found.told, "out": str(folder)})
    else:
        from experiments.compare.tables import print_comparison

        print_comparison(found.told, console())
        if tell:
            found.tell(seed, console())
        tell_where(folder)
