"""Dates, rounds and counts: no hindsight, and nothing beyond the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sim.scenario.checks.common import Check, Found, all_conditions, round_of, rounds_of
from sim.scenario.document import Loc
from sim.scenario.vocabulary import Scenario

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
    places += [(("events", i, "on"), event.on) for i, event in enumerate(scenario.events)]
    for loc, given in places:
        if isinstance(given, int) and not 1 <= given <= MAX_COUNT:
            yield loc, f"rounds are numbered from 1 to at most {MAX_COUNT:,}"


def numbers_of_meetings(scenario: Scenario) -> Iterator[Found]:
    """Nobody has met a million times."""
    places: dict[Loc, int | None] = {("tables", name, "met"): table.met for name, table in scenario.tables.items()}
    places |= {(*loc, "meetings"): condition.meetings for loc, condition in all_conditions(scenario)}
    for loc, given in places.items():
        if given is not None and given > MAX_COUNT:
            yield loc, f"may be at most {MAX_COUNT:,}"


def late_events(scenario: Scenario) -> Iterator[Found]:
    """A dated event happens within the time that is simulated."""
    rounds = rounds_of(scenario)
    for i, event in enumerate(scenario.events):
        if event.on is not None and round_of(scenario, event.on) > rounds.rounds:
            message = f"after the last round, which ends on {rounds.end(rounds.rounds)}: it never happens"
            yield ("events", i, "on"), message


ERRORS: tuple[Check, ...] = (calendar, later_sources, earlier_events, round_numbers, numbers_of_meetings)
WARNINGS: tuple[Check, ...] = (late_events,)
