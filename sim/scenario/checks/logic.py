"""What conditions come to: what follows from them, and what contradicts them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from math import inf
from typing import Any

from sim.scenario.checks.common import SLACK, round_of, rung_index
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import A_YEAR, Condition, Rung, Scenario

CALLED = {"violence": "violence", "leverage": "leverage", "agreed": "what is agreed"}
Atom = tuple[str, Any, Any, float]
"""What is asked, of what, how much, and by which round (∞ for none)."""


def asked_by(condition: Condition) -> Iterator[str]:
    """The keys by which a condition itself asks something."""
    keys = (
        "reached",
        "signed",
        "ended",
        "meetings",
        "walk_outs",
        "suspended",
        "collapsed",
        "at_least",
        "at_most",
        "is_",
        "won",
    )
    return (key for key in keys if getattr(condition, key) is not None)


def written(key: str) -> str:
    """A key as it stands in the file."""
    return key.rstrip("_")


def atoms_of(scenario: Scenario, condition: Condition) -> list[Atom]:
    """What must hold together for a condition to hold; nothing where a demand asks it, which may fall away."""
    return [] if condition.demand is not None else atoms_inside(scenario, condition)


def atoms_inside(scenario: Scenario, condition: Condition) -> list[Atom]:
    """What must hold together for what a condition asks to hold, whether a demand asks it or not."""
    by = inf if condition.by is None else float(round_of(scenario, condition.by))
    found: list[Atom] = []
    for key in asked_by(condition):
        value = getattr(condition, key)
        if key in {"reached", "signed", "ended"}:
            assert condition.table is not None
            value = rung_index(scenario, condition.table, value)
        if key in {"at_least", "at_most", "is_"}:
            found.append(_of_level(scenario, condition, key, value, by))
        else:
            passing = key == "suspended" and by != inf  # what was so at some time need not be so now
            found.append((f"{key} by" if passing else key, condition.table, value, by))
    for inner in condition.all or ():
        found += atoms_of(scenario, inner)
    if condition.any is not None:
        found.append(("any", None, condition.any, inf))
    if condition.not_ is not None:
        found.append(("not", None, condition.not_, inf))
    return found


def _of_level(scenario: Scenario, condition: Condition, key: str, value: float | str, by: float) -> Atom:
    """What a condition asks of a level, of leverage or of violence."""
    if condition.violence is not None:
        return key, ("violence", condition.violence, condition.months or A_YEAR, condition.earlier, by), value, inf
    if by != inf:
        key = f"{key} by"
    if condition.leverage is not None:
        return key, ("leverage", condition.leverage), value, by
    assert condition.issue is not None
    level = scenario.issues[condition.issue].level(value)
    return key, ("agreed", condition.issue) if condition.agreed else condition.issue, level, by


def together(scenario: Scenario, rung: Rung) -> list[Atom]:
    """All that a rung requires."""
    return [atom for condition in rung.requires for atom in atoms_of(scenario, condition)]


def clash_of(scenario: Scenario, atoms: Sequence[Atom]) -> str | None:
    """How atoms that must hold together contradict each other, if they do."""
    for a, b in permutations(atoms, 2):
        if a[0] == "at_least" and b[0] == "at_most" and a[1] == b[1] and a[2] > b[2] + SLACK:
            what = CALLED[a[1][0]] if isinstance(a[1], tuple) else shown(a[1])
            return f"can never hold: {what} cannot be both that far and that near"
        if a[0] == b[0] == "is_" and a[1] == b[1] and a[2] != b[2]:
            what = CALLED[a[1][0]] if isinstance(a[1], tuple) else shown(a[1])
            return f"can never hold: {what} cannot be two options at once"
        if a[0] == b[0] == "collapsed" and a[1] == b[1] and a[2] and not b[2] and a[3] <= b[3]:
            return f"can never hold: {shown(a[1])} cannot both have collapsed and not"
        if a[0] == b[0] == "suspended" and a[1] == b[1] and a[2] and not b[2]:
            return f"can never hold: the talks at {shown(a[1])} cannot both be suspended and not"
        if a[0] == b[0] == "won" and a[2] != b[2]:
            return "can never hold: only one side wins the war"
    for a in atoms:
        if a[0] == "not" and all(any(_gives(scenario, x, y) for x in atoms) for y in atoms_of(scenario, a[2])):
            return "can never hold: it asks for something and for its opposite"
    return None


def implies(scenario: Scenario, a: Condition, b: Condition) -> bool:
    """Whether one condition cannot hold without the other (as far as is easily seen)."""
    known = atoms_of(scenario, a)
    return all(any(_gives(scenario, x, y) for x in known) for y in atoms_of(scenario, b))


def _gives(scenario: Scenario, x: Atom, y: Atom) -> bool:
    """Whether one atom cannot hold without the other."""
    if x[0] == "any":
        given = bool(x[2])
        for part in x[2]:
            given = given and any(_gives(scenario, inner, y) for inner in atoms_of(scenario, part))
        return given
    if y[0] == "any":
        return any(all(_gives(scenario, x, inner) for inner in atoms_of(scenario, part)) for part in y[2])
    if x[0] == y[0] == "not":
        return implies(scenario, y[2], x[2])
    lasting = x[0] == "at_most by" or (x[0] in {"collapsed", "suspended by"} and not x[2])
    in_time = x[3] >= y[3] if lasting else x[3] <= y[3]
    return x[:2] == y[:2] and in_time and _at_least_as_much(x[0].removesuffix(" by"), x[2], y[2])


def _at_least_as_much(key: str, given: float, wanted: float) -> bool:
    """Whether what one atom asks for contains what another does."""
    if key in {"reached", "signed", "meetings", "walk_outs", "at_least"}:
        return given >= wanted - SLACK
    if key == "at_most":
        return given <= wanted + SLACK
    return given == wanted
