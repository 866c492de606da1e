"""`parley init`."""

import os
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import PATH, TO_READ, Complaint, OneOf, console, say
from experiments.commands.days import Day

if TYPE_CHECKING:
    from experiments.outline.answers import Answers
    from experiments.stakeholders.capabilities import Choice
    from experiments.stakeholders.run import Drafted, Request
    from experiments.stakeholders.scales import Scales


def roles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """NAME:ROLE for a name that is typed."""
    from experiments.outline.answers import ROLES

    name, colon, _ = incomplete.partition(":")
    return [f"{name}:{role}" for role in ROLES if colon and f"{name}:{role}".startswith(incomplete)]


@click.command(short_help="Write a scenario to start from: by some answers, or of a table of stakeholders.")
@click.argument("name", type=PATH)
@click.option(
    "--from", "files", type=TO_READ, multiple=True, metavar="FILE",
    help="A table of stakeholders: CSV or Excel (actor, issue, position, salience, capability; or a row an actor), KTAB's "
    "XML, a GENIUS or GeniusWeb profile. Repeatable: tables that belong together, or a profile for each party.",
)  # fmt: skip
@click.option(
    "--sheet",
    metavar="TITLE",
    help="Of a workbook: the sheet, or all.  [default: the first with positions, and what others add]",
)
@click.option(
    "--capabilities", type=OneOf(["one", "mean"]), default="one", show_default=True,
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
    type=Day(),
    metavar="DATE",
    help="The day of what is known.  [default: today]",
)
@click.option("--title", metavar="TEXT", help="What readers see first.  [default: made of NAME]")
@click.option(
    "--party", "parties", multiple=True, metavar="NAME:ROLE", shell_complete=roles,
    help='Who is there: "Rebels:insurgent". Roles: insurgent, government, patron, mediator, party. Repeatable.',
)  # fmt: skip
@click.option(
    "--issue", "issues", multiple=True, metavar="TITLE:PARTY:RANGE",
    help='What is at stake, who carries it out, from how things stand to the other end: "Prisoners:State:0-500 people", '
    '"Ceasefire:Rebels:yes/no". Repeatable.',
)  # fmt: skip
@click.option(
    "--table", "tables", multiple=True, metavar="TITLE:PARTIES:STEPS",
    help='Who talks, in which steps: "Talks:Rebels,State:truce,settlement"; "truce=Ceasefire+Prisoners" says what is '
    "settled on one. Repeatable.  [default: all at one table]",
)  # fmt: skip
@click.option("--example", is_flag=True, help="Ask nothing: write the example.")
def init(
    name: Path, files: tuple[Path, ...], sheet: str | None, capabilities: "Choice", saliences: str | None,
    positions: str | None, ranges: tuple[str, ...], seats: tuple[str, ...], as_of: date | None, title: str | None,
    parties: tuple[str, ...], issues: tuple[str, ...], tables: tuple[str, ...], example: bool,
) -> None:  # fmt: skip
    """Write a commented scenario to start from, NAME.yaml, which runs as it is.

    On a terminal it asks who is there, what is at stake and who talks to whom; --party, --issue and --table answer
    beforehand. What nobody answers is guessed, and the file says so. Without answers and off a terminal, or with --example,
    it is an example to change; with --from, the scenario of a table of stakeholders.
    """
    refuse_no_name(name)
    path = name if name.suffix in {".yaml", ".yml"} else name.with_name(f"{name.name}.yaml")
    day = as_of or datetime.now(UTC).date()
    answered = {"--title": title, "--party": parties, "--issue": issues, "--table": tables}
    of_table = {
        "--sheet": sheet, "--saliences": saliences, "--positions": positions, "--range": ranges, "--seats": seats,
    }  # fmt: skip
    for option in (option for option, value in of_table.items() if value and not files):
        raise click.UsageError(f"{option} needs --from, a table of stakeholders")
    for option in (option for option, value in answered.items() if value and (files or example)):
        raise click.UsageError(f"{option} does not go with {'--from' if files else '--example'}")
    if os.path.lexists(path):
        raise Complaint(f"{path} exists already: nothing was written")
    if files:
        from_files(files, sheet, scales_of(saliences, positions, ranges), seats, day, path, capabilities)
    elif any(answered.values()):
        outlined(options_answered(title or heading(path), day, parties, issues, tables), path)
    elif not example and at_a_terminal():
        outlined(asked(path, day), path)
    else:
        from experiments.docs.starter import text

        write(path, text(path.stem, str(path), day))
        word = shlex.quote(str(path))
        say(f"{path}: a scenario to change\nNow: parley validate {word}, parley show {word}, parley run {word}")


def from_files(
    files: tuple[Path, ...], sheet: str | None, scales: "Scales", seats: tuple[str, ...], day: date, path: Path,
    capabilities: "Choice",
) -> None:  # fmt: skip
    """The scenario of a table of stakeholders."""
    from experiments.stakeholders.run import Request, draft
    from experiments.stakeholders.table import StakeholderError

    request = Request(files, sheet, scales, seats, day, path, capabilities)
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


def heading(path: Path) -> str:
    """A title made of a file's name."""
    from experiments.words.letters import on_one_line

    words = " ".join(on_one_line(path.stem).replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Talks"


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def options_answered(
    title: str, day: date, parties: Sequence[str], issues: Sequence[str], tables: Sequence[str]
) -> "Answers":
    """The answers that options give, or a complaint."""
    from experiments.outline.answers import AnswerError
    from experiments.outline.run import Given, answers_of

    try:
        return answers_of(Given(title, day, parties, issues, tables))
    except AnswerError as error:
        raise Complaint(str(error)) from None


def asked(path: Path, day: date) -> "Answers":
    """The answers of whoever sits at the terminal; Ctrl-C and Ctrl-D end the program with a line."""
    from experiments.outline import dialogue

    try:
        return dialogue.asked(heading(path), day)
    except click.Abort:
        raise KeyboardInterrupt("\nStopped: nothing was written.") from None


def outlined(answers: "Answers", path: Path) -> None:
    """Write the scenario of some answers, and say what in it is guessed."""
    from experiments.outline.answers import AnswerError
    from experiments.outline.run import text_of

    try:
        text, warnings = text_of(answers, path)
    except AnswerError as error:
        raise Complaint(str(error)) from None
    write(path, text)
    say(f"{path}: {text.count('a guess:')} guesses to replace, each marked so in the file")
    for warning in warnings:
        say(f"Note: {warning}", err=True)
    word = shlex.quote(str(path))
    say(f"Now: parley show {word}, parley run {word}")


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
    """Write a new file, all of it or nothing, or complain."""
    from experiments.store.files import created, removed_if_failed, temporary_beside

    temporary = temporary_beside(path)
    try:
        with removed_if_failed(temporary):
            with created(temporary) as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            give_name(temporary, path)
    except FileExistsError:
        raise Complaint(f"{path} exists already: nothing was written") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def give_name(temporary: Path, path: Path) -> None:
    """Give a finished file a name that is not taken; FileExistsError if it is."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        os.rename(temporary, path)
        return
    temporary.unlink()


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
    if scenario.tables:
        say(
            "Assumed, as nothing that was read says it: how things stand, who delivers what, and in which steps. "
            "See the file."
        )
    else:
        say("Nobody talks in it yet: --seats says who does, such as --seats all.")
