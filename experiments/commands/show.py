"""`parley show`."""

from pathlib import Path

import click

from experiments.commands.common import SCENARIO, console, overrides, scenario_errors, warn


@click.command(short_help="Show a scenario for a person: parties, demands, tables.")
@click.argument("scenario", type=SCENARIO)
@overrides
@scenario_errors
def show(scenario: Path, overrides: tuple[str, ...]) -> None:
    """Show a scenario for a person: parties, demands, tables, what is quoted and what is assumed."""
    from experiments.describe.show import show_scenario
    from experiments.ladders.loading import load

    loaded = load(scenario, overrides)
    warn(loaded)
    show_scenario(loaded, console())
