"""What may be asked of a history, how each answers, and which of it a study is about: its headline."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from experiments.estimates.results import Share, TableResult
from experiments.words.names import asked_title
from experiments.words.near import meant
from sim.engine.arrays import Compiled, Names
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Scenario

Columns = Mapping[str, np.ndarray]


Question = tuple[str, ...]
"""What is asked of a history: ("progress",), ("outcomes", NAME), ("tables", TABLE, "collapsed"), …"""


def questions_of(names: Names) -> Iterator[Question]:
    """Every question that a run answers."""
    yield ("progress",)
    yield from (("outcomes", name) for name in names.outcomes)
    for table in names.tables:
        yield "tables", table, "collapsed"
        for rung in names.rungs[table]:
            yield from (("tables", table, "rungs", rung, what) for what in ("reached", "signed", "ended"))


def answers(columns: Columns, compiled: Compiled) -> dict[Question, np.ndarray]:
    """Yes or no of every history to every question that a run answers."""
    return {question: answer_to(question, columns, compiled.names) for question in questions_of(compiled.names)}


def answer_to(question: Question, columns: Columns, names: Names) -> np.ndarray:
    """Yes or no of every history to one question; a rung is reached or signed with any later one."""
    match question:
        case ("progress",):
            return np.asarray(columns["progress"] == 1)
        case ("outcomes", name):
            return np.asarray(columns["outcome"] == names.outcomes.index(name))
        case ("tables", table, "collapsed"):
            return np.asarray(columns[f"{table}.collapsed"] > 0)
        case ("tables", table, "rungs", rung, "ended"):
            return np.asarray(columns[f"{table}.{rung}.ended"] > 0)
        case ("tables", table, "rungs", rung, what):
            rungs = names.rungs[table]
            ever = [columns[f"{table}.{later}.{what}"] > 0 for later in rungs[rungs.index(rung) :]]
            return np.asarray(np.any(ever, axis=0))
    raise KeyError(question)


def answer_to_any(questions: Sequence[Question], columns: Columns, compiled: Compiled) -> np.ndarray:
    """Yes or no of every history to any of a headline's questions, all of which the scenario knows."""
    return answer({question: answer_to(question, columns, compiled.names) for question in questions}, questions)


PROGRESS = "progress"


class HeadlineError(Exception):
    """A headline that the scenario does not know; the message says what it knows."""


def questions_by_name(scenario: Scenario) -> dict[str, Question]:
    """What may be a headline, by name: `progress`, an outcome, or TABLE.RUNG (reached, or a later one)."""
    found: dict[str, Question] = {PROGRESS: (PROGRESS,)}
    for name in scenario.outcomes:
        found[name] = ("outcomes", name)
    for table, of_it in scenario.tables.items():
        for rung in of_it.rungs:
            found[f"{table}.{rung.name}"] = ("tables", table, "rungs", rung.name, "reached")
    return found


def headline_title(names: Sequence[str], scenario: Scenario) -> str:
    """A headline for a reader: `formal talks or further`."""
    return " or ".join(asked_title(name, scenario) for name in names)


def share_of_asked(name: str, outcomes: Mapping[str, Share], tables: Mapping[str, TableResult]) -> Share:
    """The share of a run's histories in which an outcome, or TABLE.RUNG (or a later one), comes about."""
    table, dot, rung = name.partition(".")
    return tables[table]["rungs"][rung] if dot else outcomes[name]


def headline_of(names: Sequence[str], scenario: Scenario) -> tuple[Question, ...]:
    """The questions of a headline; HeadlineError if the scenario has no outcome or rung of a name."""
    known = questions_by_name(scenario)
    for name in names:
        if name not in known:
            raise HeadlineError(
                f"{shown(name)} is no outcome and no rung (TABLE.RUNG) of the scenario{meant(name, known)}"
            )
    return tuple(known[name] for name in names)


def answer(found: Mapping[Question, np.ndarray], headline: Sequence[Question]) -> np.ndarray:
    """Yes or no of every history: whether any of the headline's questions is answered with yes."""
    yes: np.ndarray = np.any([found[question] for question in headline], axis=0)
    return yes
