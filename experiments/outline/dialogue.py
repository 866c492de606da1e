"""The answers, asked for one after the other on a terminal. An answer that cannot be used is asked for again."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import click

from experiments.outline.answers import (
    MEDIATOR,
    ROLES,
    SCENARIO,
    AnswerError,
    Answers,
    Issue,
    Party,
    Table,
    bargaining,
    named,
    one_of,
    party_of,
    ranged,
    rungs_of,
    seats_of,
)
from sim.scenario.phrases import listed

Value = TypeVar("Value")
BEGIN = """\
Who talks to whom about what: some questions make a scenario to start from.
Enter alone takes what stands in brackets. Ctrl-C leaves: nothing is written.
"""


def asked(title: str, today: date) -> Answers:
    """The answers of whoever sits at the terminal; click.Abort if they leave."""
    click.echo(BEGIN)
    heading = ask("Title", lambda text: named(text, SCENARIO), title)
    as_of = ask("Day of what is known (YYYY-MM-DD)", day, today.isoformat())
    click.echo("\nWho is there? An empty name ends the list.")
    parties = _parties()
    click.echo("\nWhat do they disagree about? An empty name ends the list.")
    issues = _issues(parties)
    click.echo("\nWho talks to whom? An empty name ends the list.")
    return Answers(heading, as_of, tuple(parties), tuple(issues), tuple(_tables(parties, issues)))


def ask(question: str, read: Callable[[str], Value], default: str = "") -> Value:
    """One answer; asked again as long as it cannot be used."""

    def checked(text: str) -> Value:
        try:
            return read(text.strip())
        except AnswerError as error:
            raise click.UsageError(str(error)) from None

    answer: Value = click.prompt(question, default=default, value_proc=checked, show_default=bool(default))
    return answer


def day(text: str) -> date:
    """A date; AnswerError if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AnswerError("write a day as 2018-09-13") from None


def _parties() -> list[Party]:
    found: list[Party] = []
    roles = f"Its role: {listed(ROLES, 'or')}"
    while True:
        title = ask(f"Party {len(found) + 1}", lambda text: _new(text, [party.title for party in found]))
        if title:
            role = ask(f"  {roles}", lambda text: party_of(f"x:{text}").role, "party")
            found.append(Party(title, role))
        elif len(bargaining(found)) >= 2:
            return found
        else:
            click.echo("It takes two parties that bargain; mediators do not count.")


def _issues(parties: list[Party]) -> list[Issue]:
    found: list[Issue] = []
    who = bargaining(parties)
    while True:
        title = ask(f"Issue {len(found) + 1}", lambda text: _new(text, [issue.title for issue in found]))
        if title:
            deliverer = ask(f"  Who must carry it out: {listed(who, 'or')}", lambda text: one_of(text, who, "party"))
            range_ = "  From where (as things stand) to where, and the unit; or yes/no"
            found.append(ask(range_, partial(ranged, Issue(title, deliverer)), "0-100 per cent"))
        elif found:
            return found
        else:
            click.echo("It takes one issue.")


def _tables(parties: list[Party], issues: list[Issue]) -> list[Table]:
    found: list[Table] = []
    everybody = ", ".join(party.title for party in parties)
    while True:
        usual = "" if found else "Talks"
        title = ask(f"Table {len(found) + 1}", lambda text: _new(text, [table.title for table in found]), usual)
        if not title:
            return found
        mediate = ", mediators too" if any(party.role == MEDIATOR for party in parties) else ""
        seats = ask(f"  Who is there{mediate}", lambda text: seats_of(text, parties), everybody)
        steps = "  Its steps, from the first to the last, with commas between"
        found.append(Table(title, seats, ask(steps, lambda text: rungs_of(text, issues), "agreement")))


def _new(text: str, taken: list[str]) -> str:
    """A name that is not taken yet, or none."""
    title = named(text, "it") if text else ""
    if title.lower() in {other.lower() for other in taken}:
        raise AnswerError(f"{title} is there already")
    return title
