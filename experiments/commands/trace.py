"""`parley trace`."""

from pathlib import Path

import click

from experiments.commands.common import (
    SCENARIO,
    Complaint,
    echo_json,
    json_option,
    overrides,
    say,
    scenario_errors,
    seed_option,
    warn,
)
from experiments.commands.numbers import Whole


@click.command(short_help="Tell one history, round by round, and why each choice was made.")
@click.argument("scenario", type=SCENARIO)
@click.option("--history", type=Whole(0, 2**32 - 1), required=True, help="Its number: 0 is the first.")
@seed_option
@overrides
@click.option("--agents", metavar="MODULE", help="Python module whose AGENTS replace the agents of parties or roles.")
@json_option
@scenario_errors
def trace(
    scenario: Path, history: int, seed: int, overrides: tuple[str, ...], agents: str | None, as_json: bool
) -> None:
    """Tell one history, round by round: what each party chose, and the terms that made it choose."""
    from experiments.ladders.loading import load
    from experiments.runs.engines import mesa_engine
    from experiments.trace import chronicle, story
    from sim.engine.agents_error import AgentsError
    from sim.engine.arrays import compile_scenario

    loaded = load(scenario, overrides, to_run=True)
    warn(loaded)
    compiled = compile_scenario(loaded.scenario)
    try:
        kinds = mesa_engine(agents, compiled).agents if agents is not None else None
        record = chronicle.trace(compiled, seed, history, kinds)
    except AgentsError as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(chronicle.as_json(record))
    else:
        for line in story.as_text(record):
            say(line)
