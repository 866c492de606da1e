"""`parley discover`."""

from pathlib import Path

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    Complaint,
    console,
    echo_json,
    output_options,
    scenario_errors,
    seed_option,
    warn,
    workers_option,
)


@click.command(short_help="Find the conditions under which an outcome is far likelier.")
@click.argument("results", type=PATH, metavar="RESULTS|SCENARIO")
@click.option("--outcome", required=True, metavar="NAME", help="An outcome, TABLE.RUNG, TABLE.collapsed or progress.")
@click.option("--absent", is_flag=True, help="Look for where it does not happen.")
@click.option("--boxes", type=click.IntRange(1, 10), default=1, show_default=True, help="Most boxes to look for.")
@click.option(
    "--limits", type=click.IntRange(1, 10), default=3, show_default=True, help="Most inputs that limit a box."
)
@click.option(
    "--support",
    type=click.FloatRange(0.01, 0.9),
    default=0.1,
    show_default=True,
    help="Least share of the histories that a box must hold; less finds rarer and denser boxes.",
)
@click.option(
    "--histories",
    type=click.IntRange(100, 10**8),
    default=DEFAULT_HISTORIES,
    show_default=True,
    help="Histories to play, of a scenario.",
)
@seed_option
@workers_option
@click.option("--figure", type=PATH, metavar="FILE", help="Draw the boxes into this file (.svg, .png or .pdf).")
@output_options
@scenario_errors
def discover(
    results: Path, outcome: str, absent: bool, boxes: int, limits: int, support: float, histories: int, seed: int,
    workers: int | None, figure: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Find ranges of what is not known in which something happens far more often than elsewhere."""
    from experiments.discover import samples
    from experiments.discover.run import discoveries
    from experiments.discover.tables import print_discoveries
    from experiments.runs.workers.threads import Threads
    from experiments.store.folder import StoreError

    if figure is not None and figure.suffix.lower() not in {".svg", ".png", ".pdf"}:
        raise click.UsageError("--figure needs a name that ends in .svg, .png or .pdf")
    try:
        if results.is_dir():
            sample = samples.of_folder(results, outcome)
        else:
            from sim.scenario.load import load

            loaded = load(results, (), to_run=True)
            warn(loaded)
            backend = Threads(workers)
            sample = samples.of_scenario(loaded.scenario, outcome, histories, seed, backend, quiet or as_json)
        told = discoveries(sample, outcome, absent, boxes, support, limits)
        if figure is not None and told["boxes"]:
            from experiments.discover.figure import save

            save(told, figure)
    except (StoreError, samples.DiscoveryError) as error:
        raise Complaint(str(error)) from None
    if figure is not None and not told["boxes"]:
        click.echo("There is no box to draw.", err=True)
    if as_json:
        echo_json(told)
    else:
        print_discoveries(told, console())
