"""Answers to a scenario's text, read back once before anybody sees it."""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from experiments.ladders.loading import load
from experiments.outline.answers import (
    MEDIATOR,
    SCENARIO,
    AnswerError,
    Answers,
    Rung,
    Table,
    bargaining,
    issue_of,
    mistakes,
    named,
    party_of,
    table_of,
)
from experiments.outline.scenario_text import Outline
from sim.scenario.document import ScenarioError
from sim.scenario.vocabulary import SEATS

Value = TypeVar("Value")


class Given(NamedTuple):
    """Answers as they are typed after options."""

    title: str
    as_of: date
    parties: Sequence[str]
    issues: Sequence[str]
    tables: Sequence[str]


def answers_of(given: Given) -> Answers:
    """What the options say; AnswerError, a line a mistake, if something is wrong with them."""
    parties = _each("--party", given.parties, party_of)
    issues = _each("--issue", given.issues, lambda text: issue_of(text, parties))
    tables = _each("--table", given.tables, lambda text: table_of(text, parties, issues))
    answers = Answers(named(given.title, SCENARIO), given.as_of, parties, issues, tables)
    said = list(mistakes(answers))
    if said:
        raise AnswerError("\n".join(said))
    return answers if tables else with_a_table(answers)


def _each(option: str, texts: Sequence[str], read: Callable[[str], Value]) -> tuple[Value, ...]:
    """What an option gives each time; AnswerError with all that is wrong. Later options refer to it, and wait until it is
    fine: complaints of theirs would only follow.
    """
    found, said = list[Value](), list[str]()
    for text in texts:
        try:
            found.append(read(text))
        except AnswerError as error:
            said.append(f"{option} {error}")
    if said:
        raise AnswerError("\n".join(said))
    return tuple(found)


def with_a_table(answers: Answers) -> Answers:
    """Answers with a table at which everybody is, as far as there is room, and one step that settles all."""
    mediators = [party.title for party in answers.parties if party.role == MEDIATOR]
    everybody = (*bargaining(answers.parties)[:SEATS], *mediators)
    return answers._replace(tables=(Table("Talks", everybody, (Rung("agreement"),)),))


def text_of(answers: Answers, path: Path) -> tuple[str, list[str]]:
    """The scenario's text, and what there is to warn of; AnswerError if it could not be run."""
    found = Outline(answers, str(path)).text()
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / path.name
        draft.write_text(found, encoding="utf-8")
        try:
            loaded = load(draft, (), to_run=True)
        except ScenarioError as error:
            problems = [str(problem).replace(str(draft), "as a scenario") for problem in error.problems]
            raise AnswerError("\n".join(problems)) from None
    return found, [f"{problem.path}: {problem.message}" for problem in loaded.warnings]
