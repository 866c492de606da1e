"""`parley run`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    SCENARIO,
    Complaint,
    OneOf,
    PrecisionOptions,
    console,
    echo_json,
    hashed_once,
    output_options,
    overrides,
    precision_asked,
    precision_options,
    scenario_errors,
    scheduler_option,
    seed_option,
    shard_option,
    tell_reserved,
    tell_unchecked,
    warn,
    workers_option,
)
from experiments.commands.numbers import Whole

if TYPE_CHECKING:
    from experiments.runs.run import Request
    from experiments.store.shards import Shard


@click.command(short_help="Simulate many histories: outcomes, rungs, who blocks on what.")
@click.argument("scenario", type=SCENARIO)
@click.option("--histories", type=Whole(1, 2**32 - 1), help=f"Number of histories.  [default: {DEFAULT_HISTORIES}]")
@precision_options
@seed_option
@click.option("--out", type=PATH, metavar="DIR", help="The results folder.  [default: results/SCENARIO-n]")
@overrides
@click.option(
    "--engine",
    type=OneOf(["compiled", "mesa"]),
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
def run(
    scenario: Path, histories: int | None, precision: float | None, headline: tuple[str, ...], most: int | None,
    seed: int, out: Path | None, overrides: tuple[str, ...], engine: str, agents: str | None, workers: int | None,
    scheduler: str | None, shard: "Shard | None", resume: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run many histories of a scenario: outcomes, rungs, who blocks and on what."""
    from experiments.ladders.loading import load
    from experiments.runs.run import Request
    from experiments.store.folder import command_line

    if resume and out is None:
        raise click.UsageError("--resume needs --out, the folder to go on with")
    if agents is not None and engine != "mesa":
        raise click.UsageError("--agents needs --engine mesa")
    if agents == "":
        raise click.UsageError("--agents needs the name of a module")
    if agents is not None and scheduler is not None:
        raise click.UsageError("--agents cannot be had with --scheduler: other machines do not have the module")
    for other, given in (("histories", histories), ("shard", shard)):
        if precision is not None and given is not None:
            raise click.UsageError(
                f"--precision and --{other} do not go together: it decides how many histories there are"
            )
    loaded = load(scenario, overrides, to_run=True)
    narrow = precision_asked(loaded.scenario, PrecisionOptions(precision, headline, most))
    warn(loaded)
    request = Request(
        loaded=loaded,
        file=scenario,
        seed=seed,
        histories=narrow.at_most() if narrow else histories or DEFAULT_HISTORIES,
        out=out,
        engine=engine,
        agents=agents,
        workers=workers,
        resume=resume,
        quiet=quiet or as_json,
        overrides=overrides,
        scheduler=scheduler,
        precision=narrow,
        command=tuple(command_line()),
        hash_of=hashed_once(scenario, loaded),
    )
    tell(request, shard, as_json)


def tell(request: "Request", shard: "Shard | None", as_json: bool) -> None:
    """Run all, or a shard, and print what it gave."""
    from experiments.runs.run import run_scenario, run_shard
    from experiments.runs.workers.threads import BackendError
    from experiments.store.folder import StoreError
    from sim.engine.agents_error import AgentsError

    try:
        if request.resume and request.out is not None:
            tell_unchecked(request.out)
        answer = run_shard(request, shard) if shard else run_scenario(request)
        tell_reserved(answer.folder, hash_of=request.hash_of)
    except (StoreError, AgentsError, BackendError) as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(answer.full_object())
    else:
        from experiments.runs.tables import print_answer

        print_answer(answer, console())
