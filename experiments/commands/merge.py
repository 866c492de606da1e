"""`parley merge`."""

from pathlib import Path

import click

from experiments.commands.common import (
    PATH,
    RESULTS,
    Complaint,
    console,
    echo_json,
    json_option,
    tell_reserved,
    tell_unchecked,
)


@click.command(short_help="Make one results folder of all shards of a run or a sweep.")
@click.argument("shards", type=RESULTS, nargs=-1, required=True, metavar="DIR...")
@click.option("--out", type=PATH, required=True, metavar="DIR", help="The results folder to make.")
@json_option
def merge(shards: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Make one results folder of all shards of a run or a sweep: the same bytes as if it had not been divided."""
    from experiments import experiment_files as of_sweeps
    from experiments.runs import merge
    from experiments.store.folder import StoreError, command_line

    try:
        merge_shards = of_sweeps.merge if of_sweeps.is_sweep(shards[0]) else merge.merge
        merged = merge_shards(shards, out, command_line())
        tell_unchecked(*shards)
        tell_reserved(merged.folder)
    except StoreError as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(merged.summary | {"out": str(merged.folder)})
    else:
        console().print(f"{merged.summary['histories']:,} histories of {merged.shards} shards.")
        console().print(f"Results and figures: {merged.folder}", soft_wrap=True)
