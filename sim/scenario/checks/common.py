"""What all rules share: what they find, how they go through a scenario, and their words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sim.scenario.calendar import Rounds
from sim.scenario.document import Loc
from sim.scenario.follow_ons import Unknown
from sim.scenario.phrases import shown, suggest
from sim.scenario.vocabulary import Condition, Effect, Issue, Model, Number, Position, Rung, Scenario, Table

Found = tuple[Loc, str]
Check = Callable[[Scenario], Iterator[Found]]
SLACK = 1e-9


class Key(tuple[str | int, ...]):
    """A place that is a key, as against the value that stands after it."""

    __slots__ = ()
    is_key = True


def all_rungs(scenario: Scenario) -> Iterator[tuple[Loc, Table, Rung]]:
    """Every rung, with its table."""
    for name, table in scenario.tables.items():
        for i, rung in enumerate(table.rungs):
            yield ("tables", name, "rungs", i), table, rung


def all_positions(scenario: Scenario) -> Iterator[tuple[Loc, str, Issue, Position]]:
    """Positions on issues that there are."""
    for name, party in scenario.principals.items():
        for issue, position in party.positions.items():
            if issue in scenario.issues:
                yield ("parties", name, "positions", issue), name, scenario.issues[issue], position


def all_conditions(scenario: Scenario) -> Iterator[tuple[Loc, Condition]]:
    """Every condition, those inside others too."""
    for name, issue in scenario.issues.items():
        if issue.after is not None:
            yield from with_inner(("issues", name, "after"), issue.after)
    for loc, _, rung in all_rungs(scenario):
        for i, condition in enumerate(rung.requires):
            yield from with_inner((*loc, "requires", i), condition)
    for name, condition in scenario.outcomes.items():
        yield from with_inner(("outcomes", name), condition)


def with_inner(loc: Loc, condition: Condition) -> Iterator[tuple[Loc, Condition]]:
    """A condition, and all conditions inside it."""
    yield loc, condition
    for key in ("all", "any"):
        for i, inner in enumerate(getattr(condition, key) or ()):
            yield from with_inner((*loc, key, i), inner)
    if condition.not_ is not None:
        yield from with_inner((*loc, "not"), condition.not_)


def all_effects(scenario: Scenario) -> Iterator[tuple[Loc, Effect]]:
    """Every effect of every event."""
    for i, event in enumerate(scenario.events):
        for j, effect in enumerate(event.effects):
            yield ("events", i, "effects", j), effect


def walk(value: Any, loc: Loc) -> Iterator[tuple[Loc, Model]]:
    """Every model that was written, and where. A single piece of evidence mostly stands without a list."""
    if isinstance(value, Model):
        yield loc, value
        for name in ("evidence",) if isinstance(value, Number) else type(value).model_fields:
            if name in value.model_fields_set:
                inner = getattr(value, name)
                single = name == "evidence" and len(inner) == 1
                yield from walk(inner[0] if single else inner, (*loc, type(value).model_fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*loc, key))
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from walk(inner, (*loc, i))


def issues_on(table: Table) -> set[str]:
    """The issues of a table's agendas."""
    return {issue for rung in table.rungs for issue in rung.agenda}


def rung_index(scenario: Scenario, table: str, rung: str) -> int:
    """Which rung of its table this is, from the bottom."""
    return [r.name for r in scenario.tables[table].rungs].index(rung)


def rounds_of(scenario: Scenario) -> Rounds:
    """The calendar of a scenario."""
    return Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)


def round_of(scenario: Scenario, given: datetime.date | int) -> int:
    """The round of a date, or the round that is given by its number."""
    return given if isinstance(given, int) else rounds_of(scenario).round_of(given)


def unknown(kind: str, name: str, known: Iterable[str]) -> Unknown:
    """That there is no such name, and which may have been meant."""
    choices = list(known)
    guess = suggest(name, choices) or (f"; known here: {', '.join(choices)}" if 0 < len(choices) <= 12 else "")
    return Unknown(f"there is no {kind} {shown(name)}{guess}", kind, name)


def no_principal(name: str, scenario: Scenario, why_no_mediator: str) -> str | None:
    """What is wrong with a name that should be a principal's."""
    if name in scenario.principals:
        return None
    if name in scenario.mediators:
        return f"{shown(name)} is a mediator; {why_no_mediator}"
    return unknown("party", name, scenario.principals)


def figure(number: float) -> str:
    """A number as one would write it."""
    return f"{number:.12g}"
