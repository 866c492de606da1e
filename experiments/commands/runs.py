"""`parley runs`."""

from pathlib import Path

import click

from experiments.commands.common import RESULTS, Complaint, console, echo_json, json_option


@click.command(short_help="List the results there are.")
@click.argument("folder", type=RESULTS, default=Path("results"), metavar="[DIR]")
@json_option
def runs(folder: Path, as_json: bool) -> None:
    """List the results there are: runs and sweeps, finished or not, the newest first."""
    from experiments.runs.reservations import for_a_list
    from experiments.store.catalogue import found_in, print_found, told
    from experiments.words.files import no_results

    if trouble := no_results(folder):
        raise Complaint(trouble)
    found = found_in(folder, for_a_list())
    if as_json:
        echo_json(told(found))
    else:
        print_found(found, folder, console())
