"""What may be asked of a history, how each answers, and which of it a study is about: its headline."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.estimates.results import Share, TableResult
from experiments.words.names import asked_title
from sim.engine.arrays import Compiled
from sim.scenario.phrases import shown, suggest
from sim.scenario.vocabulary import Scenario

Columns = Mapping[str, np.ndarray]


Question = tuple[str, ...]
"""What is asked of a history: ("progress",), ("outcomes", NAME), ("tables", TABLE, "collapsed"), …"""


def answers(columns: Columns, compiled: Compiled) -> dict[Question, np.ndarray]:
    """Yes or no of every history to every question that a run answers."""
    found: dict[Question, np.ndarray] = {("progress",): columns["progress"] == 1}
    for o, name in enumerate(compiled.names.outcomes):
        found["outcomes", name] = columns["outcome"] == o
    for table in compiled.names.tables:
        found["tables", table, "collapsed"] = columns[f"{table}.collapsed"] > 0
        rungs = compiled.names.rungs[table]
        for r, rung in enumerate(rungs):
            for what in ("reached", "signed"):
                ever = [columns[f"{table}.{later}.{what}"] > 0 for later in rungs[r:]]
                found["tables", table, "rungs", rung, what] = np.any(ever, axis=0)
            found["tables", table, "rungs", rung, "ended"] = columns[f"{table}.{rung}.ended"] > 0
    return found


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
                f"{shown(name)} is no outcome and no rung (TABLE.RUNG) of the scenario{suggest(name, known)}"
            )
    return tuple(known[name] for name in names)


def answer(found: Mapping[Question, np.ndarray], headline: Sequence[Question]) -> np.ndarray:
    """Yes or no of every history: whether any of the headline's questions is answered with yes."""
    yes: np.ndarray = np.any([found[question] for question in headline], axis=0)
    return yes
