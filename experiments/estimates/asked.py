"""What a scenario asks of its histories, read from their columns: whether it came about, when, and where."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np

from experiments.estimates.questions import Columns
from experiments.estimates.results import StageName
from experiments.estimates.statistics import first_from
from sim.engine.arrays import Names
from sim.scenario.vocabulary import Condition, Scenario


class Named(Protocol):
    """Whatever knows a scenario and its names in order: a compiled one, or a Frame."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""

    @property
    def names(self) -> Names:
        """Its names."""


class Asked(NamedTuple):
    """What answers the question: an outcome or TABLE.RUNG; the table and step where it is decided; who sits there."""

    name: str
    table: str | None
    rung: int | None
    """Number of the step, from 0; None if none in particular is asked for."""
    parties: tuple[str, ...]

    def steps(self, names: Names) -> tuple[str, ...]:
        """The steps of its table up to the one that is asked for."""
        if self.table is None:
            return ()
        rungs = names.rungs[self.table]
        return rungs if self.rung is None else rungs[: self.rung + 1]


def asked_of(scenario: Scenario) -> Asked | None:
    """What a scenario asks; None where it does not say."""
    if scenario.answers is None:
        return None
    table, dot, rung = scenario.answers.partition(".")
    if dot:
        return _asked(scenario, scenario.answers, table, rung)
    of_table = next(_of_tables(scenario.outcomes[scenario.answers]), None)
    if of_table is None:
        sole = next(iter(scenario.tables)) if len(scenario.tables) == 1 else None
        return _asked(scenario, scenario.answers, sole, None)
    return _asked(scenario, scenario.answers, of_table.table, of_table.reached or of_table.signed)


def goal_of(scenario: Scenario, table: str) -> str:
    """The step of a table that matters: the one that is asked for, where it is of this table; else its last."""
    asked, rungs = asked_of(scenario), scenario.tables[table].rungs
    if asked is None or asked.table != table or asked.rung is None:
        return rungs[-1].name
    return rungs[asked.rung].name


def _asked(scenario: Scenario, name: str, table: str | None, rung: str | None) -> Asked:
    tables = [table] if table is not None else list(scenario.tables)
    seated = sorted({party for each in tables for party in scenario.tables[each].parties})
    numbers = {each.name: r for r, each in enumerate(scenario.tables[table].rungs)} if table is not None else {}
    return Asked(name, table, numbers.get(rung) if rung is not None else None, tuple(seated))


def _of_tables(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition that ask something of a table."""
    if condition.table is not None:
        yield condition
    for part in (*(condition.all or ()), *(condition.any or ())):
        yield from _of_tables(part)


class Answered(NamedTuple):
    """Of each history, whether what was asked came about, and the round in which it did; 0 where it did not."""

    yes: np.ndarray
    when: np.ndarray


def answered(columns: Columns, asked: Asked, names: Names, rounds: int) -> Answered:
    """Yes or no of each history, and when; an outcome that is none of a step comes about with the last round."""
    reached = _reached(columns, asked, names)
    if "." in asked.name:
        assert reached is not None
        return Answered(reached > 0, reached)
    yes = columns["outcome"] == names.outcomes.index(asked.name)
    when = np.full(len(yes), rounds) if reached is None else np.where(reached > 0, reached, rounds)
    return Answered(yes, np.where(yes, when, 0))


def _reached(columns: Columns, asked: Asked, names: Names) -> np.ndarray | None:
    """The round in which the step that is asked for, or a later one, was reached; None if no step is."""
    if asked.table is None or asked.rung is None:
        return None
    later = names.rungs[asked.table][asked.rung :]
    return first_from([columns[f"{asked.table}.{rung}.reached"] for rung in later])[0]


class Stage(NamedTuple):
    """A stage on the way up a ladder: meeting, signing or carrying out, and (from 0) the step it belongs to."""

    what: StageName
    rung: int | None


def stages(asked: Asked, names: Names) -> tuple[Stage, ...]:
    """The stages up to the step that is asked for: meet; then, step by step, sign and carry out."""
    steps = range(len(asked.steps(names)))
    each: tuple[StageName, ...] = ("signed", "reached")
    return (Stage("met", None), *(Stage(what, r) for r in steps for what in each))


def climbed(columns: Columns, asked: Asked, names: Names) -> np.ndarray:
    """(stages, histories): the round in which each stage, or a later one, first came; 0 never."""
    assert asked.table is not None
    times = [columns[f"{asked.table}.first_meeting"]]
    for rung in names.rungs[asked.table]:
        times += [columns[f"{asked.table}.{rung}.{what}"] for what in ("signed", "reached")]
    return np.array(first_from(times))[: len(stages(asked, names))]
