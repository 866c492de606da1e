"""Conditions in words."""

import datetime
import re
from collections.abc import Iterator

from experiments.words.demands import SIDES, dropped
from experiments.words.names import level_words, option_title, readable, rung_title, title_of
from experiments.words.numbers import figure
from experiments.words.sentences import day
from sim.scenario.calendar import Rounds
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import A_YEAR, Condition, Issue, Scenario


def condition_words(condition: Condition, scenario: Scenario) -> str:
    """A condition as a sentence without its full stop."""
    return _asked_words(condition, scenario)[0] + _unless(condition, scenario)


def _asked_words(condition: Condition, scenario: Scenario) -> tuple[str, bool]:
    """What a condition asks, whoever demands it; whether that needs brackets inside another."""
    parts = list(_parts(condition, scenario))
    return listed([part for part, _ in parts]), len(parts) > 1 or any(compound for _, compound in parts)


def _unless(condition: Condition, scenario: Scenario) -> str:
    """That a condition is none where the demand behind it is dropped."""
    return f", {dropped(condition.demand, scenario)}" if condition.demand is not None else ""


def _parts(condition: Condition, scenario: Scenario) -> Iterator[tuple[str, bool]]:
    """What a condition asks, one thing at a time; whether that needs brackets inside another."""
    if condition.otherwise:
        yield "none of the above", False
    if condition.table is not None:
        for words in _table_words(condition, condition.table, scenario):
            yield words + _deadline(condition.by, scenario), False
    if condition.issue is not None:
        yield _level_condition(condition, condition.issue, scenario) + _deadline(condition.by, scenario), False
    if condition.violence is not None:
        yield _violence_condition(condition, scenario) + _deadline(condition.by, scenario), False
    if condition.leverage is not None:
        yield _leverage_condition(condition) + _deadline(condition.by, scenario), False
    if condition.won is not None:
        yield f"{SIDES[condition.won]} wins the war{_deadline(condition.by, scenario)}", False
    if condition.all is not None:
        yield listed([_nested(part, scenario) for part in condition.all]), True
    if condition.any is not None:
        yield "either " + listed([_nested(part, scenario) for part in condition.any], "or"), True
    if condition.not_ is not None:
        yield f"it is not so that {_nested(condition.not_, scenario)}", False


def _nested(condition: Condition, scenario: Scenario) -> str:
    words, compound = _asked_words(condition, scenario)
    unless = _unless(condition, scenario)
    return f"({words}{unless})" if compound or unless else words


def _table_words(condition: Condition, name: str, scenario: Scenario) -> Iterator[str]:
    table = scenario.tables.get(name)
    title = title_of(scenario.tables, name)
    place = f" at the table “{title}”" if len(scenario.tables) > 1 else ""
    for asked, words in (
        ("reached", "“{}” (or a later rung) is reached"),
        ("signed", "the agreement of “{}” (or of a later rung) is signed"),
        ("ended", "the agreement of “{}” is ended after it was signed"),
    ):
        rung = getattr(condition, asked)
        if rung is not None:
            last = table is not None and table.rungs[-1].name == rung
            text = re.sub(r" \(.*?\)", "", words) if last else words
            yield text.format(rung_title(table, rung) if table else readable(rung)) + place
    if condition.meetings is not None:
        some = "a meeting is" if condition.meetings == 1 else f"at least {condition.meetings} meetings are"
        yield f"{some} held{place}"
    if condition.walk_outs is not None:
        times = "once" if condition.walk_outs == 1 else f"{condition.walk_outs} times"
        yield f"the talks{place} have been broken off by a walk-out at least {times}"
    if condition.suspended is not None:
        yield f"the talks{place} are {'' if condition.suspended else 'not '}suspended"
    if condition.collapsed is not None:
        yield f"the table “{title}” {'collapses' if condition.collapsed else 'does not collapse'}"


def _level_condition(condition: Condition, name: str, scenario: Scenario) -> str:
    """Levels are measured from the status quo, so that `at least` turns round where the range runs down."""
    issue = scenario.issues.get(name) or Issue()
    if condition.is_ is not None:
        agreed = "agreed, carried out or not, to be " if condition.agreed else ""
        return f"“{title_of(scenario.issues, name)}” is {agreed}“{option_title(condition.is_, issue)}”"
    down = issue.range[1] < issue.range[0]
    words = [
        f"at {'most' if down == (key == 'at_least') else 'least'} {level_words(level, issue)}"
        for key in ("at_least", "at_most")
        if (level := getattr(condition, key)) is not None
    ]
    if issue.kind == "binary":
        done = "agreed" if condition.agreed else "in force"
        words = [done if condition.at_least is not None else f"not {done}"]
    elif condition.agreed:
        words = [f"agreed, carried out or not, {listed(words)}"]
    return f"“{title_of(scenario.issues, name)}” is {listed(words)}"


def _bounds(condition: Condition) -> str:
    """`at least 3 and at most 5`."""
    bounds = (("least", condition.at_least), ("most", condition.at_most))
    return listed([f"at {which} {figure(number)}" for which, number in bounds if number is not None])


def _leverage_condition(condition: Condition) -> str:
    assert condition.leverage is not None
    return f"the leverage of {SIDES[condition.leverage]}, from 0 to 1, is {_bounds(condition)}"


def _violence_condition(condition: Condition, scenario: Scenario) -> str:
    everyone = condition.violence == "all"
    who = "all parties" if everyone else f"“{title_of(scenario.parties, condition.violence or '')}”"
    unit = scenario.war.unit if scenario.war else "incidents"
    months = f"{condition.months or A_YEAR} months"
    if condition.earlier is None:
        return f"there are {_bounds(condition)} {unit} by {who} in {months}"
    ago = "a year" if condition.earlier == A_YEAR else f"{condition.earlier} months"
    return f"{unit} by {who} in {months} are {_bounds(condition)} times those of the {months} {ago} earlier"


def _deadline(by: datetime.date | int | None, scenario: Scenario) -> str:
    if by is None:
        return ""
    if isinstance(by, datetime.date):
        return f" by {day(by)}"
    return f" by the end of round {by} ({rounds(scenario).label(by)})"


def rounds(scenario: Scenario) -> Rounds:
    """The calendar of a scenario."""
    return Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)
