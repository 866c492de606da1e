"""What a rung waits for besides the rung below it, and where that keeps two rungs apart."""

from collections.abc import Iterable, Iterator

from sim.scenario.checks.common import rung_index
from sim.scenario.vocabulary import Condition, Scenario

Spot = tuple[str, int]
"""A rung: its table, and its place from the bottom."""


def may_be_one(scenario: Scenario, table: str, first: int, last: int) -> bool:
    """Whether neighbouring rungs of a table could be one and ask the same of everybody.

    They could not where an issue is carried out by reaching a lower one, for it would then mean more; nor where an upper one
    waits for another table's rung that in turn waits for a lower one, or one of its issues for a lower one: together they
    would wait for themselves.
    """
    group = {(table, r) for r in range(first, last + 1)}
    if any(spot in group and spot[1] < last for spot in _followed(scenario, scenario.issues)):
        return False
    if any(spot in group for upper in group for spot in _awaited(scenario, upper)):
        return False
    return not any(_reaches(scenario, set(_waits_for(scenario, upper)) - group, group, upper[1]) for upper in group)


def _reaches(scenario: Scenario, begin: set[Spot], group: set[Spot], below: int) -> bool:
    """Whether something that is waited for, outside a group of rungs, waits for one of the group below that place."""
    seen, front = set(begin), list(begin)
    while front:
        for spot in _waits_for(scenario, front.pop()):
            if spot in group and spot[1] < below:
                return True
            if spot not in seen and spot not in group:
                seen.add(spot)
                front.append(spot)
    return False


def _waits_for(scenario: Scenario, spot: Spot) -> Iterator[Spot]:
    """Every rung without which this one is not reached: below it, named in what it requires, followed by its issues."""
    table, r = spot
    if r > 0:
        yield table, r - 1
    yield from _asked(scenario, spot)
    yield from _followed(scenario, scenario.tables[table].rungs[r].agenda)
    yield from _awaited(scenario, spot)


def _awaited(scenario: Scenario, spot: Spot) -> Iterator[Spot]:
    """Rungs that must be reached before the issues of a rung are carried out."""
    table, r = spot
    for issue in scenario.tables[table].rungs[r].agenda:
        after = scenario.issues[issue].after
        if after is not None:
            yield from _named(scenario, after)


def _followed(scenario: Scenario, issues: Iterable[str]) -> Iterator[Spot]:
    """Rungs by reaching which some of these issues are carried out."""
    for issue in issues:
        follow = scenario.issues[issue].follow
        if follow is not None:
            yield follow.table, rung_index(scenario, follow.table, follow.reached)


def _asked(scenario: Scenario, spot: Spot) -> Iterator[Spot]:
    """Rungs that what a rung requires speaks of, and those where the issues are bargained over of which it does."""
    table, r = spot
    for condition in scenario.tables[table].rungs[r].requires:
        yield from _named(scenario, condition)
        for each in _with_inner(condition):
            if each.issue is not None:
                yield from _bargained(scenario, each.issue)


def _named(scenario: Scenario, condition: Condition) -> Iterator[Spot]:
    """Rungs that a condition names."""
    for each in _with_inner(condition):
        for rung in filter(None, (each.reached, each.signed, each.ended)):
            assert each.table is not None
            yield each.table, rung_index(scenario, each.table, rung)


def _with_inner(condition: Condition) -> Iterator[Condition]:
    """A condition and those inside it that must come about; nothing waits for what must not."""
    yield condition
    for inner in (*(condition.all or ()), *(condition.any or ())):
        yield from _with_inner(inner)


def _bargained(scenario: Scenario, issue: str) -> Iterator[Spot]:
    for name, table in scenario.tables.items():
        for r, rung in enumerate(table.rungs):
            if issue in rung.agenda:
                yield name, r
