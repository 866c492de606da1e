"""`parley calibrate`."""

from pathlib import Path

import click

from experiments.commands.common import (
    PATH,
    SCENARIO,
    Complaint,
    console,
    echo_json,
    output_options,
    scenario_errors,
    seed_option,
    workers_option,
)
from experiments.commands.numbers import Whole


@click.command(short_help="Weigh the rule book's defaults by base rates of peace processes.")
@click.argument("scenario", type=SCENARIO, default=Path("scenarios/generic_civil_war.yaml"))
@click.option("--points", type=Whole(100, 100_000), default=3000, show_default=True, help="Points of the prior.")
@click.option("--histories", type=Whole(20, 10**6), default=60, show_default=True, help="Histories at each of them.")
@click.option(
    "--kept",
    type=Whole(16, 10_000),
    default=512,
    show_default=True,
    help="Points of the posterior, for the table.",
)
@click.option(
    "--kept-histories",
    type=Whole(20, 10**6),
    default=900,
    show_default=True,
    help="Histories at each of these.",
)
@seed_option
@workers_option
@click.option("--out", type=PATH, metavar="DIR", help="Folder for calibration.json and calibration.svg.")
@click.option(
    "--table", type=PATH, metavar="FILE", help="File for the weighted points (CSV), which parley doubt reads."
)
@output_options
@scenario_errors
def calibrate(
    scenario: Path, points: int, histories: int, kept: int, kept_histories: int, seed: int, workers: int | None,
    out: Path | None, table: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Weigh the rule book's defaults by base rates of peace processes: a joint posterior of them all (some minutes)."""
    from experiments.calibrate.fit import Effort, NotGeneric
    from experiments.calibrate.run import run_calibration
    from experiments.ladders.loading import load
    from experiments.store.folder import StoreError

    loaded = load(scenario, (), to_run=True)
    effort = Effort(points, histories, kept, kept_histories)
    try:
        told = run_calibration(loaded.scenario, effort, seed, workers, out, table, quiet=quiet or as_json)
    except NotGeneric as problem:
        raise Complaint(f"{scenario}: {problem}") from None
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json(told)
    else:
        from experiments.calibrate.tables import print_calibration

        print_calibration(told, console())
