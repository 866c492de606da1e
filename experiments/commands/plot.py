"""`parley plot`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import PATH, Complaint, say, tell_reservations

if TYPE_CHECKING:
    from experiments.figures.page import Format


@click.command(short_help="Draw the figures of a results folder.")
@click.argument("results", type=PATH)
@click.option("--kind", "kinds", multiple=True, metavar="NAME", help="What to draw. Repeatable.  [default: all]")
@click.option(
    "--format", type=click.Choice(["svg", "png", "pdf"]), default="svg", show_default=True,
    help="What kind of file: svg grows without loss, png is for slides, pdf for print.",
)  # fmt: skip
def plot(results: Path, kinds: tuple[str, ...], format: "Format") -> None:
    """Draw the figures of a results folder into its `figures`: all that it has data for, or those named by --kind."""
    from experiments.plots import plot
    from experiments.plots.gallery import KINDS
    from experiments.store.folder import StoreError
    from sim.scenario.phrases import shown, suggest

    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        listed = ", ".join(KINDS)
        raise Complaint(
            "\n".join(
                f"--kind: there is no figure {shown(kind)}{suggest(kind, KINDS) or f'; known: {listed}'}"
                for kind in unknown
            )
        )
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
