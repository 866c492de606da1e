"""Issues of kind options: that these are named, that all are valued, and that nothing asks where they lie on a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import prod
from typing import Any

from agents.rules.options import COMBINATIONS
from sim.scenario.checks.common import (
    Check,
    Found,
    Key,
    all_conditions,
    all_positions,
    all_rungs,
    issues_on,
    unknown,
)
from sim.scenario.phrases import listed, shown
from sim.scenario.vocabulary import FEWEST_OPTIONS, MOST_OPTIONS, Issue, Number, Position, Scenario, Table

ON_LINES = (
    ("range", (0.0, 1.0), "options have no range: leave it out"),
    ("unit", "", "options have no unit: leave it out"),
    ("step", 1.0, "options have no steps: leave it out"),
    ("tranches", 1, "an option is carried out whole: leave it out"),
    ("two_way", False, "options are in no order, so that any may replace any: leave it out"),
)
"""Keys of an issue that mean nothing without a line: what they are when left out, and what is wrong with anything else."""


def option_lists(scenario: Scenario) -> Iterator[Found]:
    """An issue of kind options has some, each once; no other issue has any."""
    for name, issue in scenario.issues.items():
        loc: tuple[str, ...] = ("issues", name, "options")
        if issue.kind != "options":
            if issue.options:
                yield loc, f"goes with kind: options; this issue is of kind {issue.kind}"
            continue
        if not issue.options:
            yield ("issues", name, "kind"), "needs options: their names, or their names with titles"
        elif not FEWEST_OPTIONS <= len(issue.options) <= MOST_OPTIONS:
            yield loc, f"must be {FEWEST_OPTIONS} to {MOST_OPTIONS}, has {len(issue.options)}"
        for option in _repeated(issue):
            yield loc, f"{shown(option)} is already listed"


def keys_of_lines(scenario: Scenario) -> Iterator[Found]:
    """What an issue does in proportion to its level is nothing that an option can do."""
    for name, issue in scenario.issues.items():
        if issue.kind != "options":
            continue
        for key, absent, why in ON_LINES:
            if getattr(issue, key) != absent:
                yield ("issues", name, key), why
        effects: dict[str, Any] = {key: getattr(issue.effects, key) for key in ("calm", "leverage", "troops")}
        if issue.effects.calm_by_party or any(number.value != 0 for number in effects.values()):
            yield ("issues", name, "effects"), "are in proportion to a level, and options have none: leave them out"


def starts_of_options(scenario: Scenario) -> Iterator[Found]:
    """What is in force at the start is one of the options, and of other issues a level."""
    for name, issue in scenario.issues.items():
        if problem := issue.in_force is not None and _no_level(issue, name, issue.in_force):
            yield ("issues", name, "in_force"), problem


def wishes_about_options(scenario: Scenario) -> Iterator[Found]:
    """Who wants something of options says what each is worth; of a level, which is best."""
    for loc, _, issue, position in all_positions(scenario):
        if issue.kind != "options":
            for key in ("values", "refuses"):
                if getattr(position, key):
                    yield (*loc, key), f"goes with issues of kind options; this one is of kind {issue.kind}"
            continue
        if position.ideal is not None:
            yield (*loc, "ideal"), "options lie on no line: say what each is worth, by values"
        if position.red_line is not None:
            yield (*loc, "red_line"), "options lie on no line: list those that it never accepts, by refuses"
        if position.home is not None and position.home.ideal is not None:
            yield (*loc, "home", "ideal"), "options are worth the same to those at home; only their salience may differ"


def values_of_options(scenario: Scenario) -> Iterator[Found]:
    """Every option has a value, and nothing else has."""
    for loc, _, issue, position in _about_options(scenario):
        for option, number in position.values.items():
            if option not in issue.options:
                yield Key((*loc, "values", option)), unknown("option", option, issue.options)
            elif number.form == "beta":
                yield (
                    (*loc, "values", option),
                    "beta needs a field with two ends; use uniform, triangular, normal or choice",
                )
        if left := [option for option in issue.options if position.values and option not in position.values]:
            yield (*loc, "values"), f"every option has a value; none is given for {listed(map(shown, left))}"


def refusals(scenario: Scenario) -> Iterator[Found]:
    """A party refuses options that there are, and neither all of them nor what it likes best itself."""
    for loc, _, issue, position in _about_options(scenario):
        seen: set[str] = set()
        for i, option in enumerate(position.refuses):
            if option not in issue.options:
                yield (*loc, "refuses", i), unknown("option", option, issue.options)
            elif option in seen:
                yield (*loc, "refuses", i), f"{shown(option)} is already listed"
            seen.add(option)
        if issue.options and seen >= set(issue.options):
            yield (*loc, "refuses"), "refuses every option, so that nothing can be agreed: leave one out"
        elif best := {option for option in seen if _is_liked_best(option, position)}:
            yield (*loc, "refuses"), f"refuses {listed(map(shown, sorted(best)))}, which it likes best itself"


def gestures_to_options(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves an issue of options to one of them, if it may be taken back."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue, loc = scenario.issues.get(gesture.issue), ("parties", name, "gestures", gesture_name)
            if issue is None:
                continue
            if problem := _no_level(issue, gesture.issue, gesture.level):
                yield (*loc, "level"), problem
            elif issue.kind == "options" and gesture.lasting and not issue.revocable:
                message = (
                    f"{shown(gesture.issue)} is not revocable and goes nowhere by degrees: only an agreement changes it"
                )
                yield (*loc, "issue"), message


def conditions_on_options(scenario: Scenario) -> Iterator[Found]:
    """Of options it is asked which is in force, of levels how far they are."""
    for loc, condition in all_conditions(scenario):
        issue = scenario.issues.get(condition.issue or "")
        if issue is None:
            continue
        if condition.is_ is not None and issue.kind != "options":
            yield (
                (*loc, "is"),
                f"goes with issues of kind options; {shown(condition.issue)} has levels: use at_least or at_most",
            )
        elif condition.is_ is not None and condition.is_ not in issue.options:
            yield (*loc, "is"), unknown("option", condition.is_, issue.options)
        elif condition.is_ is not None and condition.demand is not None:
            message = "cannot be asked for one option of several: make a whole rung with the issue the demand"
            yield (*loc, "demand"), message
        for key in ("at_least", "at_most"):
            if issue.kind == "options" and getattr(condition, key) is not None:
                yield (*loc, key), f"{shown(condition.issue)} is of kind options, which lie on no line: use is"


def combinations_at_tables(scenario: Scenario) -> Iterator[Found]:
    """The options at one table can all be combined."""
    for name, table in scenario.tables.items():
        issues = [scenario.issues[issue] for issue in sorted(issues_on(table)) if issue in scenario.issues]
        sizes = [len(issue.options) for issue in issues if issue.kind == "options"]
        if prod(sizes) > COMBINATIONS:
            product = " × ".join(map(str, sizes))
            message = (
                f"its issues of kind options have {product} = {prod(sizes):,} combinations; at most {COMBINATIONS} can"
            )
            yield (
                Key(("tables", name)),
                f"{message} be bargained over at one table: spread them over several, or merge options",
            )


def refusals_apart(scenario: Scenario) -> Iterator[Found]:
    """What those at a table refuse leaves an option on every issue of its agendas."""
    for loc, table, rung in all_rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if scenario.issues[issue].kind == "options" and not options_left(scenario, table, issue):
                message = f"those at this table refuse every option of {shown(issue)}; nobody can get beyond this rung"
                yield (*loc, "agenda", i), message


ERRORS: tuple[Check, ...] = (
    option_lists, keys_of_lines, starts_of_options, wishes_about_options, values_of_options, refusals,
    gestures_to_options, conditions_on_options, combinations_at_tables,
)  # fmt: skip
WARNINGS: tuple[Check, ...] = (refusals_apart,)


def options_left(scenario: Scenario, table: Table, name: str) -> list[str]:
    """The options of an issue that nobody at a table refuses."""
    held = [scenario.principals[party].positions.get(name) for party in table.parties]
    refused = {option for position in held if position is not None for option in position.refuses}
    return [option for option in scenario.issues[name].options if option not in refused]


def _about_options(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], str, Issue, Position]]:
    return (found for found in all_positions(scenario) if found[2].kind == "options")


def _repeated(issue: Issue) -> list[str]:
    names = sorted(issue.options)
    return sorted({one for one, other in pairwise(names) if one == other})


def _no_level(issue: Issue, name: str, level: float | str) -> str | None:
    """What is wrong with a level of an issue being a name, or a number."""
    if issue.kind != "options":
        return (
            f"{shown(name)} is of kind {issue.kind}: expected a number, got {shown(level)}"
            if isinstance(level, str)
            else None
        )
    if isinstance(level, str):
        return None if level in issue.options else unknown("option", level, issue.options)
    return f"{shown(name)} is of kind options: give the name of one"


def _is_liked_best(option: str, position: Position) -> bool:
    """Whether an option is surely worth more to a party than all that it does not refuse."""
    free = [number for name, number in position.values.items() if name not in position.refuses]
    value = position.values.get(option, Number(value=0.0)).value
    return value is not None and all(other.value is not None and other.value < value for other in free)
