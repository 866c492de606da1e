"""What a scenario must keep to beyond its vocabulary: names that exist, levels in range, no hindsight.

One small function a rule, listed in its module's `ERRORS` (it means nothing; `ERRORS_IN_SOUND` if that is seen only
where nothing else is wrong), `UNRUNNABLE` (running it means
nothing: the rival models need neither tables nor outcomes) or `WARNINGS` (it means something, but hardly what was
meant; sweeps cross such points). Each yields places in the data as it was written, and what is wrong there. What
was left out is None, as in the file. `UNRUNNABLE` and `WARNINGS` are for a scenario without errors.

Nothing here imports numpy, so that `parley validate` starts at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks import (
    carrying_out,
    dates,
    demands,
    events,
    evidence,
    following,
    levels,
    names,
    options,
    outcomes,
    tables,
    war,
)
from sim.scenario.checks.common import Check, Found, Key
from sim.scenario.follow_ons import Unknown, causes
from sim.scenario.vocabulary import Scenario

__all__ = [
    "ERRORS",
    "ERRORS_IN_SOUND",
    "UNRUNNABLE",
    "WARNINGS",
    "Check",
    "Found",
    "Key",
    "errors",
    "unrunnable",
    "warnings",
]

ERRORS: tuple[Check, ...] = (
    *names.TWICE,
    *names.ERRORS,
    *levels.ERRORS,
    *options.ERRORS,
    *dates.ERRORS,
    *evidence.ERRORS,
    *outcomes.ERRORS,
    *war.ERRORS,
    *events.ERRORS,
    *demands.ERRORS,
    *following.ERRORS,
    *carrying_out.ERRORS,
)
ERRORS_IN_SOUND: tuple[Check, ...] = demands.ERRORS_IN_SOUND
UNRUNNABLE: tuple[Check, ...] = tables.UNRUNNABLE
WARNINGS: tuple[Check, ...] = (
    *levels.WARNINGS,
    *options.WARNINGS,
    *dates.WARNINGS,
    *outcomes.WARNINGS,
    *war.WARNINGS,
    *events.WARNINGS,
    *tables.WARNINGS,
    *demands.WARNINGS,
    *following.WARNINGS,
    *carrying_out.WARNINGS,
)


def errors(scenario: Scenario) -> Iterator[Found]:
    """Yield what keeps a scenario from meaning anything, without what only follows from the rest."""
    found = list(causes(found for check in ERRORS for found in check(scenario)))
    if any(True for check in names.TWICE for _ in check(scenario)):
        found = [(loc, message) for loc, message in found if not isinstance(message, Unknown)]
    yield from found or [found for check in ERRORS_IN_SOUND for found in check(scenario)]


def unrunnable(scenario: Scenario) -> Iterator[Found]:
    """Yield what a scenario without errors lacks for `run`, though not for the rival models."""
    for check in UNRUNNABLE:
        yield from check(scenario)


def warnings(scenario: Scenario) -> Iterator[Found]:
    """Yield what is probably not meant in a scenario without errors."""
    for check in WARNINGS:
        yield from check(scenario)
