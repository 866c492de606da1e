"""Scenarios that differ in some numbers alone: checked by those checks alone that look at these.

Which these are is seen: every check is made once on numbers that note whether they are looked at. A check that looks at
none of them finds in every such scenario what it finds in the first: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from threading import Lock
from typing import Any, ClassVar

from pydantic import ValidationError

from sim.scenario.checks import ERRORS, ERRORS_IN_SOUND, UNRUNNABLE
from sim.scenario.data import changed
from sim.scenario.vocabulary import Number, Scenario

UNTOLD = frozenset({"evidence", "model_fields_set", "__pydantic_fields_set__", "__class__"})
"""What may be asked of a number without learning what it is."""


class Watched(Number):
    """A number that notes what it is asked for."""

    asked: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> Any:
        Watched.asked.add(name)
        return super().__getattribute__(name)


WATCHING = Lock()


class Alike:
    """Scenarios made of one by setting plain numbers at the same paths.

    `scenario` with the numbers `sets` must have been found sound, and fit to be run. ValidationError if what stands at a
    path is no number.
    """

    def __init__(self, scenario: Scenario, sets: Mapping[str, float]) -> None:
        self.scenario = scenario
        with WATCHING:
            first = changed(scenario, {path: Watched(value=value) for path, value in sets.items()})
            self.checks = tuple(check for check in (*ERRORS, *ERRORS_IN_SOUND, *UNRUNNABLE) if _looks(check, first))

    def at(self, sets: Mapping[str, object]) -> Scenario | None:
        """The scenario with other values at these paths; None if they are no plain numbers, or if anything is wrong."""
        if not all(map(_is_plain, sets.values())):
            return None
        try:
            made = changed(self.scenario, sets)
        except ValidationError:
            return None
        return None if any(True for check in self.checks for _ in check(made)) else made


def alike_at(scenario: Scenario, sets: Mapping[str, object]) -> Alike | None:
    """What is like a scenario with these values, which was found sound; None if they are not all plain numbers."""
    numbers = {path: value for path, value in sets.items() if isinstance(value, int | float) and _is_plain(value)}
    try:
        return Alike(scenario, numbers) if numbers.keys() == sets.keys() else None
    except ValidationError:
        return None


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _looks(check: Any, scenario: Scenario) -> bool:
    """Whether a check looks at what a watched number is."""
    Watched.asked.clear()
    for _ in check(scenario):
        pass
    return not Watched.asked <= UNTOLD
