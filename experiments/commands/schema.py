"""`parley schema`."""

import click

from experiments.commands.common import echo_json


@click.command(short_help="Print the JSON Schema of scenario files, for editors.")
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from experiments.docs.reference import json_schema

    echo_json(json_schema(), indent=2)
