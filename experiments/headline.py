"""The one question that an experiment, a precision or a lever is about: an outcome, a rung, or progress at all."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.comparison.pairs import Question
from sim.scenario.document import shown, suggest
from sim.scenario.vocabulary import Scenario

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
    return np.any([found[question] for question in headline], axis=0)
