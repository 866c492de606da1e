"""`parley discover`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    RESULTS,
    Complaint,
    console,
    echo_json,
    offer,
    output_options,
    say,
    scenario_errors,
    see_room,
    seed_option,
    tell_reservations,
    tell_where,
    warn,
    workers_option,
)
from experiments.commands.numbers import Figure, Whole

if TYPE_CHECKING:
    from experiments.discover.samples import Sample
    from sim.scenario.document import Change


@click.command(short_help="Find the conditions under which an outcome is far likelier.")
@click.argument("results", type=RESULTS, metavar="RESULTS|SCENARIO")
@click.option(
    "--outcome", metavar="NAME", shell_complete=offer("happenings"),
    help="An outcome, TABLE.RUNG, TABLE.collapsed or progress.  [default: what answers the question]",
)  # fmt: skip
@click.option("--absent", is_flag=True, help="Look for where it does not happen.")
@click.option("--boxes", type=Whole(1, 10), default=1, show_default=True, help="Most boxes to look for.")
@click.option("--limits", type=Whole(1, 10), default=3, show_default=True, help="Most inputs that limit a box.")
@click.option(
    "--support",
    type=Figure(0.01, 0.9),
    default=0.1,
    show_default=True,
    help="Least share of the histories that a box must hold; less finds rarer and denser boxes.",
)
@click.option(
    "--histories",
    type=Whole(100, 10**8),
    default=DEFAULT_HISTORIES,
    show_default=True,
    help="Histories to play, of a scenario.",
)
@seed_option
@workers_option
@click.option(
    "--out",
    type=PATH,
    metavar="DIR",
    help="Folder for discovery.json and its figure.  [default: results/NAME-discovery-n]",
)
@click.option("--figure", type=PATH, metavar="FILE", help="Draw the boxes into this file (.svg, .png or .pdf).")
@output_options
@scenario_errors
def discover(
    results: Path, outcome: str | None, absent: bool, boxes: int, limits: int, support: float, histories: int, seed: int,
    workers: int | None, out: Path | None, figure: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Find ranges of what is not known in which something happens far more often than elsewhere."""
    from experiments.discover import samples
    from experiments.discover.run import discoveries, keep
    from experiments.discover.tables import print_discoveries
    from experiments.figures.page import reserved
    from experiments.runs.answers import Asked
    from experiments.runs.reservations import line_of
    from experiments.store.folder import StoreError

    if figure is not None and figure.suffix.lower() not in {".svg", ".png", ".pdf"}:
        raise click.UsageError("--figure needs a name that ends in .svg, .png or .pdf")
    try:
        first = line_of(results)
        if figure is not None:
            see_room(figure)
        study = Asked("discovery", results)
        with study.folder(out) as folder:
            sample, changes = sample_of(results, outcome, histories, seed, workers, quiet or as_json)
            study = study._replace(changes=changes)
            told = discoveries(sample, absent, boxes, support, limits)
            with reserved(first):
                keep(told, folder)
            study.note(folder, told["seed"], told["points"])
        if figure is not None and told["boxes"]:
            from experiments.discover.figure import save

            with reserved(first):
                save(told, figure)
        tell_reservations(results)
    except (StoreError, samples.DiscoveryError) as error:
        raise Complaint(str(error)) from None
    if figure is not None and not told["boxes"]:
        say("There is no box to draw.", err=True)
    if as_json:
        echo_json({**told, "out": str(folder)})
    else:
        print_discoveries(told, console())
        tell_where(folder)


def sample_of(
    results: Path, outcome: str | None, histories: int, seed: int, workers: int | None, quiet: bool
) -> "tuple[Sample, Sequence[Change]]":
    """What there is to discover in: a results folder, or a scenario, played for it and with what its file changed."""
    from experiments.discover import samples
    from experiments.ladders.loading import load
    from experiments.runs.workers.threads import Threads

    if results.is_dir():
        return samples.of_folder(results, outcome), ()
    loaded = load(results, (), to_run=True)
    warn(loaded)
    sample = samples.of_scenario(loaded.scenario, outcome, histories, seed, Threads(workers), quiet)
    return sample, loaded.changes
