"""`parley sweep`."""

from pathlib import Path
from typing import Any

import click

from experiments.commands.common import (
    PATH,
    SEED,
    Complaint,
    console,
    echo_json,
    output_options,
    scenario_errors,
    warn,
    workers_option,
)


@click.command()
@click.argument("experiment", type=PATH)
@click.option("--out", type=PATH, metavar="DIR", help="The results folder.  [default: results/EXPERIMENT-n]")
@click.option("--histories", type=click.IntRange(1, 2**32 - 1), help="Histories at each point.  [default: the file's]")
@click.option("--seed", type=SEED, help="Seed of all random draws.  [default: the file's]")
@workers_option
@click.option("--resume", is_flag=True, help="Go on with an unfinished results folder (--out).")
@output_options
@scenario_errors
def sweep(experiment: Path, **options: Any) -> None:
    """Play a scenario at every point of an experiment: what would have to change, and by how much."""
    from experiments.backends import Threads
    from experiments.store import StoreError
    from experiments.sweep.experiment import load_experiment
    from experiments.sweep.sweeping import Request
    from experiments.sweep.sweeping import sweep as play

    if options["resume"] and options["out"] is None:
        raise click.UsageError("--resume needs --out, the folder to go on with")
    loaded = load_experiment(experiment).with_changes(options["histories"], options["seed"])
    warn(loaded)
    quiet = options["quiet"] or options["as_json"]
    try:
        swept = play(Request(loaded, options["out"], options["resume"], quiet), Threads(options["workers"]))
    except StoreError as error:
        raise Complaint(str(error)) from None
    if options["as_json"]:
        echo_json(swept.told | {"out": str(swept.folder)})
    else:
        from experiments.sweep.telling import print_sweep

        print_sweep(swept.told, swept.folder, console())
