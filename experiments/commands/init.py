"""`parley init`."""

import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import PATH, Complaint, console, say

if TYPE_CHECKING:
    from experiments.stakeholders.capabilities import Choice
    from experiments.stakeholders.run import Drafted, Request
    from experiments.stakeholders.scales import Scales


@click.command(short_help="Write a commented scenario to start from, or from a table of stakeholders.")
@click.argument("name", type=PATH)
@click.option(
    "--from", "files", type=PATH, multiple=True, metavar="FILE",
    help="A table of stakeholders: CSV or Excel (actor, issue, position, salience, capability; or a row an actor), KTAB's "
    "XML, a GENIUS or GeniusWeb profile. Repeatable: tables that belong together, or a profile for each party.",
)  # fmt: skip
@click.option(
    "--sheet",
    metavar="TITLE",
    help="Of a workbook: the sheet, or all.  [default: the first with positions, and what others add]",
)
@click.option(
    "--capabilities", type=click.Choice(["one", "mean"]), default="one", show_default=True,
    help="Where an actor's differ by issue: one only may be, or their mean is taken.",
)  # fmt: skip
@click.option("--saliences", metavar="0-N", help="The scale of the table's saliences, such as 0-1 or 0-100.")
@click.option("--positions", metavar="LOW-HIGH", help="The range of all issues, such as 0-1 or 0-100.")
@click.option(
    "--range",
    "ranges",
    multiple=True,
    metavar="ISSUE=LOW-HIGH",
    help="The range of one issue, by its title. Repeatable.",
)
@click.option(
    "--seats", multiple=True, metavar="ACTORS",
    help='Who talks: "A, B", or all. Then the scenario has a table, and runs.  [default: nobody; of profiles: all]',
)  # fmt: skip
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day of the table's knowledge.  [default: today]",
)
def init(
    name: Path, files: tuple[Path, ...], sheet: str | None, capabilities: "Choice", saliences: str | None,
    positions: str | None, ranges: tuple[str, ...], seats: tuple[str, ...], as_of: datetime | None,
) -> None:  # fmt: skip
    """Write a commented scenario to start from, NAME.yaml, which runs as it is; or, with --from, that of a table."""
    from experiments.docs.starter import text

    refuse_no_name(name)
    path = name if name.suffix in {".yaml", ".yml"} else name.with_name(f"{name.name}.yaml")
    today = datetime.now(UTC).date()
    if not files:
        given = {
            "--sheet": sheet,
            "--saliences": saliences,
            "--positions": positions,
            "--range": ranges,
            "--seats": seats,
            "--as-of": as_of,
        }
        for option, value in given.items():
            if value:
                raise click.UsageError(f"{option} needs --from, a table of stakeholders")
        write(path, text(path.stem, str(path), today))
        word = shlex.quote(str(path))
        say(f"{path}: a scenario to change\nNow: parley validate {word}, parley show {word}, parley run {word}")
        return
    if path.exists():
        raise Complaint(f"{path} exists already: nothing was written")
    from experiments.stakeholders.run import Request, draft
    from experiments.stakeholders.table import StakeholderError

    request = Request(
        files,
        sheet,
        scales_of(saliences, positions, ranges),
        seats,
        as_of.date() if as_of else today,
        path,
        capabilities,
    )
    try:
        drafted = draft(request)
    except StakeholderError as error:
        raise Complaint(str(error)) from None
    write(path, drafted.text)
    tell(drafted, request)


def refuse_no_name(name: Path) -> None:
    """Complain of a name by which no file can be called, or none that could be found again."""
    if not name.name.strip("."):
        raise Complaint(
            f"{name} is a folder: give the scenario a name too, such as {name / 'talks'}; nothing was written"
        )
    if not name.name.isprintable():
        raise Complaint(f"{name}: the name holds what cannot be printed; nothing was written")


def scales_of(saliences: str | None, positions: str | None, ranges: Sequence[str]) -> "Scales":
    """What the options say of the scales; a usage error if they cannot be understood."""
    from experiments.stakeholders.scales import Scales, ends_of

    found = {}
    try:
        top = None if saliences is None else ends_of(saliences)
        for each in ranges:
            title, _, ends = each.rpartition("=")
            found[title.strip()] = ends_of(ends)
        both = None if positions is None else ends_of(positions)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if top is not None and (top[0] != 0 or top[1] <= 0):
        raise click.UsageError("--saliences begins at 0, such as 0-1 or 0-100")
    return Scales(None if top is None else top[1], both, found)


def write(path: Path, text: str) -> None:
    """Write a new file, or complain."""
    from experiments.store.files import created, removed_if_failed

    try:
        with created(path) as file, removed_if_failed(path):
            file.write(text.encode())
            file.flush()
    except FileExistsError:
        raise Complaint(f"{path} exists already: nothing was written") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def tell(drafted: "Drafted", request: "Request") -> None:
    """What was read, what to know of it, and where it all ends by the classical models."""
    from experiments.rivals.run import compare
    from experiments.rivals.tables import prediction_table
    from experiments.words.sentences import counted
    from experiments.words.tables import section

    scenario, path = drafted.loaded.scenario, request.path
    many = f"{counted(len(scenario.parties), 'actor')}, {counted(len(scenario.issues), 'issue')}"
    say(f"{path}: {many}, from {', '.join(map(str, request.files))}")
    for note in drafted.notes:
        say(f"Note: {note}", err=True)
    section(console(), "Where each issue ends, by classical models", prediction_table(scenario, compare(scenario)))
    word = shlex.quote(str(path))
    more = f", parley run {word}" if scenario.tables else ""
    say(f"\nNow: parley rivals {word}, parley show {word}{more}")
