"""`parley sweep`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    EXPERIMENT,
    PATH,
    SEED,
    Complaint,
    console,
    echo_json,
    hashed_once,
    output_options,
    say,
    scenario_errors,
    scheduler_option,
    shard_option,
    tell_reserved,
    tell_unchecked,
    warn,
    workers_option,
)
from experiments.commands.numbers import Whole

if TYPE_CHECKING:
    from experiments.store.shards import Shard


@click.command(short_help="Play a scenario at every point of an experiment.")
@click.argument("experiment", type=EXPERIMENT)
@click.option("--out", type=PATH, metavar="DIR", help="The results folder.  [default: results/EXPERIMENT-n]")
@click.option("--histories", type=Whole(1, 2**32 - 1), help="Histories at each point.  [default: the file's]")
@click.option("--points", type=Whole(1), help="How many points a design draws.  [default: the file's]")
@click.option("--seed", type=SEED, help="Seed of all random draws.  [default: the file's]")
@workers_option
@scheduler_option
@shard_option
@click.option("--resume", is_flag=True, help="Go on with an unfinished results folder (--out).")
@output_options
@scenario_errors
def sweep(
    experiment: Path, out: Path | None, histories: int | None, points: int | None, seed: int | None, workers: int | None,
    scheduler: str | None, shard: "Shard | None", resume: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Play a scenario at every point of an experiment: what would have to change, and by how much."""
    from experiments.experiment_files import play_experiment
    from experiments.runs.workers.choose import workers_of
    from experiments.runs.workers.threads import BackendError
    from experiments.store.folder import StoreError
    from experiments.sweep.experiment import load_experiment
    from experiments.sweep.run import Request

    if resume and out is None:
        raise click.UsageError("--resume needs --out, the folder to go on with")
    loaded = load_experiment(experiment).with_changes(histories, seed, points)
    warn(loaded)
    hash_of = hashed_once(loaded.scenario_file, loaded.base)
    request = Request(loaded, out, resume, quiet or as_json, shard, scheduler, hash_of=hash_of)
    try:
        if out is not None and resume:
            tell_unchecked(out)
        with workers_of(scheduler, workers) as backend:
            swept = play_experiment(request, backend)
        tell_reserved(swept.folder, swept.told, hash_of)
    except (StoreError, BackendError) as error:
        raise Complaint(str(error)) from None
    if as_json:
        told = swept.told if swept.told is not None else {"shard": str(shard)}
        echo_json({**told, "out": str(swept.folder)})
    elif swept.told is None:
        say(f"Shard {shard} is kept in {swept.folder}; `parley merge` makes one sweep of all shards.")
    elif swept.told["design"] == "sobol_indices" or swept.told["design"] == "morris":
        from experiments.sensitivity.tables import print_analysis

        print_analysis(swept.told, swept.folder, console())
    else:
        from experiments.sweep.tables import print_sweep

        print_sweep(swept.told, swept.folder, console())
