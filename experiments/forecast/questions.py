"""Questions that a forecast answers: the vocabulary of a question file, and what it must keep to.

A question is a condition over what histories leave behind, by a date. It is checked, and later played, as the scenario
would be whose outcomes are the question's categories: draws are addressed by names, so that the histories are the same.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, Strict, model_validator

from experiments.ladders.titles import bad_titles
from experiments.words.files import QUESTIONS, foreign, mistaken, no_regular_file
from sim.scenario import checks
from sim.scenario.calendar import Rounds
from sim.scenario.document import Document, Loc, Problem, ScenarioError
from sim.scenario.extends import examine
from sim.scenario.load import beyond, check, located
from sim.scenario.vocabulary import Condition, Evidenced, Name, Scenario, Source

YES, NO = "yes", "no"
WAR = "war"  # the block of questions about violence, leverage and victory
SUM_SLACK = 1e-6  # by which the base rates of a question's categories may miss 1

Chance = Annotated[float, Strict(), Field(gt=0, lt=1)]
Found = tuple[Loc, str]


class Question(Evidenced):
    """A question with a date: yes or no (`ask`), or one of several ordered categories (`ordered`).

    Its evidence says where the base rate comes from.
    """

    title: str
    """The question in words, as a stranger would ask it."""
    by: datetime.date
    """The day by which it is answered; every condition in it that has no `by` of its own gets this one."""
    ask: Condition | None = None
    """What must hold for a yes."""
    ordered: dict[Name, Condition] | None = Field(default=None, min_length=2)
    """Categories from one end to the other: the first whose condition holds; the last is `otherwise: true`."""
    resolves: str | None = None
    """How public events tell the answer."""
    base_rate: Chance | dict[Name, Chance] | None = None
    """How often such things happen: the probability of a yes, or of each category, for a forecast to be held against."""
    block: Name | None = None
    """Questions of one block share their luck; if absent, the table or issue first asked about, or `war`."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.ask is None) == (self.ordered is None):
            raise ValueError("a question has either ask (yes or no) or ordered (categories in order)")
        if self.base_rate is not None and not self.evidence:
            raise ValueError("a base rate needs evidence: where does it come from?")
        return self

    def categories(self) -> dict[str, Condition]:
        """Category → condition, every condition dated, in order; a yes/no question has `yes` and `no`."""
        if self.ask is not None:
            return {YES: dated(self.ask, self.by), NO: Condition(otherwise=True)}
        assert self.ordered is not None
        return {name: dated(condition, self.by) for name, condition in self.ordered.items()}

    def base_rates(self) -> list[float] | None:
        """Base rate of each category, in order, adding up to 1; None if the question has none."""
        if isinstance(self.base_rate, dict):
            total = sum(self.base_rate.values())
            return [self.base_rate[name] / total for name in self.categories()]
        return None if self.base_rate is None else [self.base_rate, 1 - self.base_rate]

    def block_name(self) -> str:
        """The block that it belongs to, by which questions are drawn again together."""
        subjects = (subject(part) for condition in self.categories().values() for _, part in parts((), condition))
        return self.block or next(filter(None, subjects), "other")


class Questions(Evidenced):
    """A question file."""

    parley_questions: Literal[1]
    """Version of the format."""
    title: str
    """What a reader sees first."""
    scenario: str | None = None
    """Name of the scenario's file, without `.yaml`, for which they were written."""
    sources: dict[Name, Source] = Field(default_factory=dict)
    """Texts that evidence refers to, besides the scenario's."""
    questions: Annotated[dict[Name, Question], Field(min_length=1)]
    """The questions, by name."""


class LoadedQuestions(NamedTuple):
    """Questions that can be asked of a scenario, the hash of what they say, and what to warn of."""

    questions: Questions
    sha256: str
    warnings: tuple[Problem, ...]


def load_questions(path: Path, scenario: Scenario, stem: str) -> LoadedQuestions:
    """Read questions and check them against a scenario (of a file named `stem`); ScenarioError with every problem."""
    if device := no_regular_file(path):
        raise ScenarioError([device])
    document, problems = examine(path)
    if document is None:
        other = foreign(path, QUESTIONS)
        raise ScenarioError([other] if other is not None else problems)
    if other := mistaken(document, QUESTIONS) or (foreign(path, QUESTIONS) if QUESTIONS not in document.data else None):
        raise ScenarioError([other])
    questions, faults = check(document, Questions)
    problems += beyond(problems, faults)
    if questions is not None:
        problems += located(document, errors(questions, scenario))
        problems += located(document, bad_titles(document.data))
    if problems or questions is None:
        raise ScenarioError(problems)
    canonical = json.dumps(document.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()
    return LoadedQuestions(questions, sha256, _warnings(document, questions, scenario, stem))


def asked_of(scenario: Scenario, question: Question) -> Scenario:
    """The scenario with the question's categories as its outcomes: the same histories, each with its answer."""
    return scenario.model_copy(update={"outcomes": question.categories()})


def calendar(scenario: Scenario) -> Rounds:
    """The calendar of a scenario."""
    return Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)


def read_at(question: Question, scenario: Scenario) -> datetime.date:
    """The end of the round in which the question's date falls: the day on which histories are read."""
    rounds = calendar(scenario)
    return rounds.end(rounds.round_of(question.by))


# ------------------------------------------------------------------------------
# Conditions


def dated(condition: Condition, by: datetime.date) -> Condition:
    """The condition with `by` wherever it asks something without a date."""
    update: dict[str, object] = {}
    if condition.by is None and subject(condition):
        update["by"] = by
    for key in ("all", "any"):
        inner = getattr(condition, key)
        if inner is not None:
            update[key] = tuple(dated(part, by) for part in inner)
    if condition.not_ is not None:
        update["not_"] = dated(condition.not_, by)
    return condition.model_copy(update=update)


def subject(condition: Condition) -> str | None:
    """The table or issue that a condition itself asks about, or `war`; None if it only joins others."""
    of_war = condition.violence or condition.won or condition.leverage
    return condition.table or condition.issue or (WAR if of_war else None)


def parts(loc: Loc, condition: Condition) -> Iterator[tuple[Loc, Condition]]:
    """A condition and all those inside it, each with its place."""
    yield loc, condition
    for key in ("all", "any"):
        for i, inner in enumerate(getattr(condition, key) or ()):
            yield from parts((*loc, key, i), inner)
    if condition.not_ is not None:
        yield from parts((*loc, "not"), condition.not_)


# ------------------------------------------------------------------------------
# What questions must keep to


def errors(questions: Questions, scenario: Scenario) -> Iterator[Found]:
    """Yield what keeps questions from meaning anything in a scenario without errors."""
    for name, question in questions.questions.items():
        at: Loc = ("questions", name)
        yield from _dates(at, question, scenario)
        yield from _base_rates(at, question)
        yield from _as_outcomes(at, questions, question, scenario)


def _dates(at: Loc, question: Question, scenario: Scenario) -> Iterator[Found]:
    """A question is about days after the date of knowledge that histories reach."""
    rounds = calendar(scenario)
    last = rounds.end(rounds.rounds)
    if question.by <= scenario.as_of:
        yield (*at, "by"), f"must be after as_of ({scenario.as_of}): a forecast is of what is not known yet"
    elif question.by > last:
        yield (*at, "by"), f"after the last round, which ends on {last}: no history gets there"
    for loc, condition in _written(at, question):
        for inner, part in parts(loc, condition):
            end = rounds.end(part.by) if isinstance(part.by, int) and 0 < part.by <= rounds.rounds else part.by
            if isinstance(end, datetime.date) and end > rounds.end(rounds.round_of(question.by)):
                yield (*inner, "by"), f"is {end}, after the question's own by ({question.by})"


def _base_rates(at: Loc, question: Question) -> Iterator[Found]:
    """A base rate is one probability for a yes, or one for each category, and they add up to 1."""
    given, loc = question.base_rate, (*at, "base_rate")
    names = list(question.categories())
    if given is None:
        return
    if question.ask is not None:
        if isinstance(given, dict):
            yield loc, "is one probability, that of a yes"
    elif not isinstance(given, dict):
        yield loc, f"needs a probability for each category: {', '.join(names)}"
    elif set(given) != set(names):
        wrong = sorted(set(given) ^ set(names))
        yield loc, f"needs a probability for each category and for nothing else; see {', '.join(wrong)}"
    elif abs(sum(given.values()) - 1) > SUM_SLACK:
        yield loc, f"must add up to 1, not to {sum(given.values()):.6g}"


def _written(at: Loc, question: Question) -> Iterator[tuple[Loc, Condition]]:
    """The conditions as they stand in the file, and where."""
    if question.ask is not None:
        yield (*at, "ask"), question.ask
    for name, condition in (question.ordered or {}).items():
        yield (*at, "ordered", name), condition


def _candidate(questions: Questions, question: Question, scenario: Scenario) -> Scenario:
    """The scenario that says what the question says: its categories, its evidence, the sources of both files."""
    return asked_of(scenario, question).model_copy(
        update={"evidence": question.evidence, "sources": scenario.sources | questions.sources}
    )


def _as_outcomes(at: Loc, questions: Questions, question: Question, scenario: Scenario) -> Iterator[Found]:
    """What is wrong with a question's categories, evidence and sources as part of the scenario."""
    for loc, message in checks.errors(_candidate(questions, question, scenario)):
        if loc[0] == "outcomes":
            yield _home(at, question, loc), message
        elif loc[0] == "evidence":
            yield (*at, *loc), message
        elif loc[0] == "sources" and loc[1] in questions.sources:
            yield loc, message


def _home(at: Loc, question: Question, loc: Loc) -> Loc:
    """Where in the question file something stands that was found among a scenario's outcomes."""
    there = (*at, "ask", *loc[2:]) if question.ask is not None else (*at, "ordered", *loc[1:])
    return checks.Key(there) if isinstance(loc, checks.Key) else there


def _warnings(document: Document, questions: Questions, scenario: Scenario, stem: str) -> tuple[Problem, ...]:
    """What is probably not meant."""
    found: list[Found] = []
    if questions.scenario is not None and questions.scenario != stem:
        found.append((("scenario",), f"these questions were written for {questions.scenario}, not for {stem}"))
    for name, question in questions.questions.items():
        for loc, message in checks.warnings(_candidate(questions, question, scenario)):
            if loc[0] == "outcomes":
                found.append((_home(("questions", name), question, loc), message))
    return located(document, found)
