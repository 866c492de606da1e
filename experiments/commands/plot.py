"""`parley plot`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import RESULTS, Complaint, OneOf, say, tell_reservations

if TYPE_CHECKING:
    from experiments.figures.page import Format


def figures(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Figures whose names begin so."""
    from experiments.plots.names import NAMES

    return [name for name in NAMES if name.startswith(incomplete)]


@click.command(short_help="Draw the figures of a results folder.")
@click.argument("results", type=RESULTS)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="NAME",
    shell_complete=figures,
    help="What to draw. Repeatable.  [default: all]",
)
@click.option(
    "--format",
    type=OneOf(["svg", "png", "pdf"]),
    default="svg",
    show_default=True,
    help="What kind of file: svg grows without loss, png is for slides, pdf for print.",
)
def plot(results: Path, kinds: tuple[str, ...], format: "Format") -> None:
    """Draw the figures of a results folder into its `figures`: all that it has data for, or those named by --kind."""
    from experiments.plots import plot
    from experiments.plots.gallery import KINDS
    from experiments.store.folder import StoreError
    from sim.scenario.phrases import shown, suggest

    def told(kind: str) -> str:
        return suggest(kind, KINDS) or f"; known: {', '.join(KINDS)}"

    wrong = [f"--kind: there is no figure {shown(kind)}{told(kind)}" for kind in kinds if kind not in KINDS]
    if wrong:
        raise Complaint("\n".join(wrong))
    try:
        plotted = plot.plot(results, kinds, format)
        tell_reservations(results)
    except StoreError as error:
        raise Complaint(str(error)) from None
    for path in plotted.files:
        say(path)
    for why in dict.fromkeys(plotted.left_out.values()):
        left = [kind for kind, reason in plotted.left_out.items() if reason == why]
        say(f"Left out ({why}): {', '.join(left)}", err=True)
    if plotted.letters_lacking:
        say(
            "No font of this machine has some letters of the scenario; in .svg files the reader's will have them.",
            err=True,
        )
