"""`parley run`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    Complaint,
    console,
    echo_json,
    output_options,
    overrides,
    precision_asked,
    precision_options,
    scenario_errors,
    scheduler_option,
    seed_option,
    shard_option,
    warn,
    workers_option,
)

if TYPE_CHECKING:
    from experiments.runs.run import Request
    from experiments.store.shards import Shard


@click.command(short_help="Simulate many histories: outcomes, rungs, who blocks on what.")
@click.argument("scenario", type=PATH)
@click.option(
    "--histories", type=click.IntRange(1, 2**32 - 1), help=f"Number of histories.  [default: {DEFAULT_HISTORIES}]"
)
@precision_options
@seed_option
@click.option("--out", type=PATH, metavar="DIR", help="The results folder.  [default: results/SCENARIO-n]")
@overrides
@click.option(
    "--engine",
    type=click.Choice(["compiled", "mesa"]),
    default="compiled",
    show_default=True,
    help="The compiled kernel, or the Mesa model: same histories, slower, open to new agents.",
)
@click.option(
    "--agents", metavar="MODULE", help="Python module whose AGENTS replace the Mesa agents of parties or roles."
)
@workers_option
@scheduler_option
@shard_option
@click.option("--resume", is_flag=True, help="Go on with an unfinished results folder (--out).")
@output_options
@scenario_errors
def run(scenario: Path, **options: Any) -> None:
    """Run many histories of a scenario: outcomes, rungs, who blocks and on what."""
    from experiments.runs.run import Request
    from experiments.store.folder import command_line
    from sim.scenario.load import load

    if options["resume"] and options["out"] is None:
        raise click.UsageError("--resume needs --out, the folder to go on with")
    if options["agents"] is not None and options["engine"] != "mesa":
        raise click.UsageError("--agents needs --engine mesa")
    if options["agents"] == "":
        raise click.UsageError("--agents needs the name of a module")
    if options["agents"] is not None and options["scheduler"] is not None:
        raise click.UsageError("--agents cannot be had with --scheduler: other machines do not have the module")
    for other in ("histories", "shard"):
        if options["precision"] is not None and options[other] is not None:
            raise click.UsageError(
                f"--precision and --{other} do not go together: it decides how many histories there are"
            )
    loaded = load(scenario, options["overrides"], to_run=True)
    precision = precision_asked(loaded.scenario, options)
    warn(loaded)
    request = Request(
        loaded=loaded,
        file=scenario,
        seed=options["seed"],
        histories=precision.at_most() if precision else options["histories"] or DEFAULT_HISTORIES,
        out=options["out"],
        engine=options["engine"],
        agents=options["agents"],
        workers=options["workers"],
        resume=options["resume"],
        quiet=options["quiet"] or options["as_json"],
        overrides=options["overrides"],
        scheduler=options["scheduler"],
        precision=precision,
        command=tuple(command_line()),
    )
    tell(request, options["shard"], options["as_json"])


def tell(request: "Request", shard: "Shard | None", as_json: bool) -> None:
    """Run all, or a shard, and print what it gave."""
    from experiments.runs.run import run_scenario, run_shard
    from experiments.runs.workers.threads import BackendError
    from experiments.store.folder import StoreError
    from sim.engine.agents_error import AgentsError

    try:
        answer = run_shard(request, shard) if shard else run_scenario(request)
    except (StoreError, AgentsError, BackendError) as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(answer.full_object())
    else:
        from experiments.runs.tables import print_answer

        print_answer(answer, console())
