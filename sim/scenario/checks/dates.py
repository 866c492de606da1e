"""Dates, rounds and counts: no hindsight, and nothing beyond the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sim.scenario.checks.common import Check, Found, all_conditions, all_rungs, round_of, rounds_of
from sim.scenario.document import Loc
from sim.scenario.vocabulary import A_YEAR, Scenario

MAX_COUNT = 1_000_000


def calendar(scenario: Scenario) -> Iterator[Found]:
    """Every round has a date."""
    last = scenario.as_of.year + scenario.time.rounds // (12 if scenario.time.step == "month" else 52)
    if scenario.as_of.year == 1 or last > 9990:
        yield ("as_of",), "the calendar runs from the year 2 to 9990; the scenario leaves it"


def later_sources(scenario: Scenario) -> Iterator[Found]:
    """No source is later than the date of knowledge."""
    for name, source in scenario.sources.items():
        if source.date > scenario.as_of:
            yield (
                ("sources", name, "date"),
                f"published on {source.date}, after as_of ({scenario.as_of}): that is hindsight",
            )


def earlier_events(scenario: Scenario) -> Iterator[Found]:
    """No dated event lies before the start."""
    for i, event in enumerate(scenario.events):
        if isinstance(event.on, datetime.date) and event.on < scenario.as_of:
            message = f"before as_of ({scenario.as_of}): what has happened belongs in the numbers at the start"
            yield ("events", i, "on"), message


def round_numbers(scenario: Scenario) -> Iterator[Found]:
    """Rounds are numbered from 1."""
    places: list[tuple[Loc, Any]] = [((*loc, "by"), condition.by) for loc, condition in all_conditions(scenario)]
    places += [((*loc, "not_before"), rung.not_before) for loc, _, rung in all_rungs(scenario)]
    for i, event in enumerate(scenario.events):
        places += [(("events", i, "on"), event.on), (("events", i, "not_before"), event.not_before)]
    for loc, given in places:
        if isinstance(given, int) and not 1 <= given <= MAX_COUNT:
            yield loc, f"rounds are numbered from 1 to at most {MAX_COUNT:,}"


def numbers_of_meetings(scenario: Scenario) -> Iterator[Found]:
    """Nobody has met a million times."""
    places: dict[Loc, int | None] = {("tables", name, "met"): table.met for name, table in scenario.tables.items()}
    for loc, condition in all_conditions(scenario):
        places |= {(*loc, "meetings"): condition.meetings, (*loc, "walk_outs"): condition.walk_outs}
    for loc, given in places.items():
        if given is not None and given > MAX_COUNT:
            yield loc, f"may be at most {MAX_COUNT:,}"


def late_events(scenario: Scenario) -> Iterator[Found]:
    """A dated event happens within the time that is simulated, and so may what does not happen before a date."""
    rounds = rounds_of(scenario)
    for i, event in enumerate(scenario.events):
        for key, given in (("on", event.on), ("not_before", event.not_before)):
            if given is not None and round_of(scenario, given) > rounds.rounds:
                message = f"after the last round, which ends on {rounds.end(rounds.rounds)}: it never happens"
                yield ("events", i, key), message


def rungs_too_late(scenario: Scenario) -> Iterator[Found]:
    """A rung may open within the time that is simulated."""
    rounds = rounds_of(scenario)
    for loc, _, rung in all_rungs(scenario):
        if rung.not_before is not None and round_of(scenario, rung.not_before) > rounds.rounds:
            message = f"after the last round, which ends on {rounds.end(rounds.rounds)}: the rung never opens"
            yield (*loc, "not_before"), message


def not_before_the_start(scenario: Scenario) -> Iterator[Found]:
    """What does not happen before a date, for a date after the start."""
    places: list[tuple[Loc, Any]] = [((*loc, "not_before"), rung.not_before) for loc, _, rung in all_rungs(scenario)]
    places += [(("events", i, "not_before"), event.not_before) for i, event in enumerate(scenario.events)]
    for loc, given in places:
        if given is not None and round_of(scenario, given) <= 1:
            yield loc, f"nothing happens before that anyway: the first round begins on {scenario.as_of}"


def months_before_the_start(scenario: Scenario) -> Iterator[Found]:
    """Violence up to a date is counted over months that are simulated."""
    rounds = rounds_of(scenario)
    for loc, condition in all_conditions(scenario):
        if condition.violence is None or condition.by is None or condition.earlier is not None:
            continue
        last, length = round_of(scenario, condition.by), condition.months or A_YEAR
        if 1 <= last < round(length / rounds.months(2)):
            yield (
                (*loc, "months"),
                f"the {length} months up to {rounds.end(last)} begin before as_of ({scenario.as_of}): of the days before "
                "it no incident is counted",
            )


ERRORS: tuple[Check, ...] = (calendar, later_sources, earlier_events, round_numbers, numbers_of_meetings)
WARNINGS: tuple[Check, ...] = (late_events, rungs_too_late, not_before_the_start, months_before_the_start)
