"""`parley export`."""

from pathlib import Path

import click

from experiments.commands.common import PATH, RESULTS, Complaint, say, tell_reservations


@click.command(short_help="Write the histories of a run as a table for other programs.")
@click.argument("results", type=RESULTS)
@click.option("--csv", "kind", flag_value="csv", help="As comma-separated values.")
@click.option("--parquet", "kind", flag_value="parquet", help="As Parquet.")
@click.option("-o", "--out", type=PATH, metavar="FILE", help="The table.  [default: RESULTS/histories.csv or .parquet]")
def export(results: Path, kind: str | None, out: Path | None) -> None:
    """Write the histories of a run as a table, one row each, with names, words and real units, and a codebook beside it."""
    from experiments.export.run import FORMATS, export
    from experiments.store.folder import StoreError

    kind = kind or (out.suffix[1:] if out is not None and out.suffix[1:] in FORMATS else None)
    if kind is None:
        raise click.UsageError("say --csv or --parquet")
    try:
        found = export(results, kind, out)
        tell_reservations(results)
    except StoreError as error:
        raise Complaint(str(error)) from None
    say(f"{found.table}: {found.histories:,} histories, {found.columns} columns")
    say(f"{found.codebook}: what each column holds")
