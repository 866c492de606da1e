"""`parley init`."""

from pathlib import Path

import click

from experiments.commands.common import PATH, Complaint


@click.command(short_help="Write a commented scenario to start from.")
@click.argument("name", type=PATH)
def init(name: Path) -> None:
    """Write a commented scenario to start from: NAME.yaml, which runs as it is."""
    from datetime import UTC, datetime

    from experiments.docs.starter import text

    path = name if name.suffix in {".yaml", ".yml"} else name.with_name(f"{name.name}.yaml")
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text(path.stem, str(path), datetime.now(UTC).date()))
    except FileExistsError:
        raise Complaint(f"{path} exists already: nothing was written") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None
    click.echo(f"{path}: a scenario to change\nNow: parley validate {path}, parley show {path}, parley run {path}")
