"""Try to break parley for an hour or two: `python -m tests.nightly [--share X] [--only PART …]`; `… again KIND SEED`."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: a fork has one thread

import atexit
import gc
import time
from pathlib import Path

import click

from tests.command_line.warm import warm_up
from tests.nightly import record
from tests.nightly.parts import PARTS

File = click.Path(dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--share", type=click.FloatRange(0, 1, min_open=True), default=1.0, help="How much of a whole night.")
@click.option("--only", type=click.Choice([*PARTS]), multiple=True, help="Try this part only; repeatable.")
@click.option("--first", type=click.IntRange(0), help="The first seed.  [default: another every day]")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes at once.")
@click.option("--record", "kept", type=File, default=record.FILE, help="Where figures are kept.")
@click.pass_context
def main(
    context: click.Context, share: float, only: tuple[str, ...], first: int | None, workers: int, kept: Path
) -> None:
    """Try every part, or some; keep the figures, and end with exit status 1 if anything did harm."""
    if context.invoked_subcommand is not None:
        return
    _warm()
    seed = int(time.time() // 86400) * 100_000 if first is None else first
    harmed = []
    for name in only or PARTS:
        click.echo(f"{PARTS[name].title} …")
        told = PARTS[name].work(share, seed, workers, click.echo)
        record.put(kept, name, told)
        harmed += told["harmed"]
        click.echo(f"  {len(told['harmed'])} did harm; {told['seconds']:.0f} s")
    context.exit(bool(harmed))


@main.command()
@click.argument("kind")
@click.argument("seed", type=int)
@click.option(
    "--keep", type=click.Path(path_type=Path), help="A folder, not there yet, for what the command was given."
)
@click.pass_context
def again(context: click.Context, kind: str, seed: int, keep: Path | None) -> None:
    """Try one damaged input once more, and say all that it said."""
    from tests.nightly.trials import again as once_more

    _warm()
    context.exit(not once_more(kind, seed, keep, click.echo))


@main.command()
@click.argument("command")
@click.argument("seed", type=int)
@click.pass_context
def killed(context: click.Context, command: str, seed: int) -> None:
    """Kill one command once more, at the same moment of its time."""
    from tests.nightly.kills import kills

    _warm()
    context.exit(bool(kills(1, seed, click.echo, only=command)["harmed"]))


@main.command()
def page() -> None:
    """Write the page of the figures that are kept."""
    from tests.nightly.page import write

    click.echo(f"Written: {write()}")


def _warm() -> None:
    warm_up()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else modules that count what they made miss it at the end, and say so


if __name__ == "__main__":
    main()
