"""`parley serve`."""

from pathlib import Path

import click

from experiments.commands.common import SCENARIO, Complaint, say, scenario_errors, warn
from experiments.commands.numbers import Whole


@click.command(short_help="Show the what-if page at an address of this machine, with briefs and saved variants.")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option("--port", type=Whole(1, 65_535), help="Where it listens.  [default: 8765, or the next that is free]")
@scenario_errors
def serve(scenario: Path, variants: tuple[Path, ...], port: int | None) -> None:
    """Show the what-if page of a scenario and its variants at an address of this machine, until Ctrl-C.

    It is the page that `parley page` writes, and more: it follows its files as they are edited, saves what was set as a
    variant beside the scenario, and makes the brief of it. Nobody can reach it from another machine.
    """
    from experiments.runs import interrupts
    from experiments.serve.run import USUAL, ServeError, serving

    try:
        with serving(scenario, variants, port) as server:
            scene = server.watch.state.scene
            for loaded in (scene.loaded, *(each for _, each in scene.variants)):
                warn(loaded)
            taken = f" (port {USUAL} is taken)" if port is None and server.port != USUAL else ""
            try:
                say(f"The page is at {server.address}{taken}; Ctrl-C stops it.")
                server.wait()
            except KeyboardInterrupt:  # how it is meant to end
                interrupts.ignore()
                say("Stopped.")
    except ServeError as problem:
        raise Complaint(str(problem)) from None
