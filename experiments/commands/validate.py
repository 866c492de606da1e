"""`parley validate`."""

from pathlib import Path

import click

from experiments.commands.common import PATH, Complaint, overrides


@click.command(short_help="Check scenario files: every error at once, with its place.")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@overrides
def validate(files: tuple[Path, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files: every error at once, as file:line:column: path: what is wrong."""
    from sim.scenario.document import ScenarioError
    from sim.scenario.load import load

    problems: list[str] = []
    for file in files:
        try:
            loaded = load(file, overrides)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
            continue
        for warning in loaded.warnings:
            click.echo(f"{warning} (warning)", err=True)
        click.echo(f"{file}: fine")
    if problems:
        raise Complaint("\n".join(problems))
