"""`parley page`."""

from pathlib import Path

import click

from experiments.commands.common import PATH, SCENARIO, Complaint, say, scenario_errors, see_room, warn_all


@click.command(short_help="Make a page that answers what if, in one file that can be mailed.")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--output", "-o", "to", type=PATH, metavar="FILE.html",
    help="The file that is written.  [default: SCENARIO.html, here]",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@scenario_errors
def page(scenario: Path, variants: tuple[Path, ...], to: Path | None, force: bool) -> None:
    """Make a page on which a reader moves what parties do and sees what changes, offline, in any browser.

    The page holds the scenario, its variants and the rule book. It asks for nothing from outside.
    """
    from experiments.ladders.loading import load
    from experiments.page.data import Written
    from experiments.page.write import NoKernelError, page_of
    from experiments.store.files import write_whole

    to = to or Path(f"{scenario.stem}.html")
    if to.suffix != ".html":
        raise Complaint(f"{to}: a page's name ends in .html")
    if to.exists() and not force:
        raise Complaint(f"{to} exists already: choose another name, or say --force")
    see_room(to)
    written = [Written(file, load(file, to_run=True)) for file in (scenario, *variants)]
    warn_all(written[0].loaded, [each.loaded for each in written[1:]])
    try:
        data = page_of(written[0], written[1:])
        write_whole(to, data)
    except NoKernelError as error:
        raise Complaint(str(error)) from None
    except OSError as error:
        raise Complaint(f"{to} cannot be written: {error.strerror or error}") from None
    say(f"Written: {to} ({len(data) / 1000:,.0f} kB). Open it in a browser; it works offline and can be mailed.")
