"""`parley evidence`."""

from pathlib import Path

import click

from experiments.commands.common import (
    SCENARIO,
    TO_READ,
    Complaint,
    console,
    echo_json,
    json_option,
    overrides,
    scenario_errors,
    warn,
)


@click.command(short_help="List every number with what it rests on.")
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--sources", type=TO_READ, metavar="DIR", help="Look every quotation up, word for word, in the files there."
)
@overrides
@json_option
@scenario_errors
def evidence(scenario: Path, sources: Path | None, overrides: tuple[str, ...], as_json: bool) -> None:
    """List every number and statement of a scenario with what it rests on: quoted, inferred, assumed, or a default."""
    from experiments.describe import evidence_table
    from experiments.describe.evidence import evidence_of
    from experiments.ladders.loading import load
    from sim.scenario.document import ScenarioError
    from sim.scenario.extends import read

    loaded = load(scenario, overrides)
    warn(loaded)
    if sources is not None:
        from experiments.describe.quotations import look_up

        if not sources.is_dir():
            raise Complaint(f"--sources {sources}: there is no such folder")
        problems = look_up(read(scenario, overrides), loaded.scenario, sources)
        if problems:
            raise ScenarioError(problems)
    items = evidence_of(loaded.scenario, loaded.changes)
    if as_json:
        echo_json(evidence_table.as_object(loaded.scenario, items, looked_up=sources is not None))
    else:
        evidence_table.print_evidence(loaded.scenario, items, sources, console())
