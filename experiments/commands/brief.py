"""`parley brief`."""

from pathlib import Path

import click

from experiments.commands.common import RESULTS, Complaint, OneOf, say, tell_reservations


@click.command(short_help="Write a briefing of two to four pages, as PDF and as web page.")
@click.argument("results", nargs=-1, required=True, type=RESULTS, metavar="RESULTS...")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=OneOf(["pdf", "html"]),
    help="What to write; repeatable.  [default: both]",
)
def brief(results: tuple[Path, ...], formats: tuple[str, ...]) -> None:
    """Write a briefing of two to four pages into the first run's folder: judgements, figures, what it rests on.

    Each folder (or JSON file) is recognised by what it holds: runs, of which the first is the base and the others stand
    beside it; and of the same scenario what `parley compare`, `lever`, `sweep`, `ablate` and `rivals` kept with --out.
    """
    from experiments.brief.folders import BriefError
    from experiments.brief.run import write
    from experiments.store.folder import StoreError

    try:
        written, trouble = write(results, formats or ("pdf", "html"))
        tell_reservations(*results)
    except (BriefError, StoreError) as error:
        raise Complaint(str(error)) from None
    for path in written:
        say(path)
    if trouble and not written:
        raise Complaint(trouble)
    if trouble:
        say(trouble, err=True)
