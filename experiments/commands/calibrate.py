"""`parley calibrate`."""

from pathlib import Path

import click

from experiments.commands.common import (
    PATH,
    Complaint,
    console,
    echo_json,
    output_options,
    scenario_errors,
    seed_option,
    workers_option,
)


@click.command(short_help="Fit the role defaults to base rates of peace processes.")
@click.argument("scenario", type=PATH, default=Path("scenarios/generic_civil_war.yaml"))
@click.option("--points", type=click.IntRange(16, 100_000), default=256, show_default=True, help="Points a generation.")
@click.option("--generations", type=click.IntRange(1, 100), default=6, show_default=True, help="Times to refit.")
@click.option(
    "--histories", type=click.IntRange(100, 10**6), default=1500, show_default=True, help="Histories a point."
)
@seed_option
@workers_option
@click.option("--out", type=PATH, metavar="DIR", help="Folder for calibration.json and calibration.svg.")
@output_options
@scenario_errors
def calibrate(
    scenario: Path, points: int, generations: int, histories: int, seed: int, workers: int | None, out: Path | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Fit the defaults to base rates of peace processes: a posterior over eight of them (some minutes)."""
    from experiments.calibrate.fit import NotGeneric
    from experiments.calibrate.run import run_calibration
    from experiments.store.folder import StoreError
    from sim.scenario.load import load

    loaded = load(scenario, (), to_run=True)
    try:
        told = run_calibration(
            loaded.scenario, points, generations, histories, seed, workers, out, quiet=quiet or as_json
        )
    except NotGeneric as problem:
        raise Complaint(f"{scenario}: {problem}") from None
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json(told)
    else:
        from experiments.calibrate.tables import print_calibration

        print_calibration(told, console())
