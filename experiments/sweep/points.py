"""Points of an experiment: what each factor is there, and what that sets in the scenario."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.scenario.document import Loc, Mark

LevelShown = str | int | float | bool | None
"""A level of a factor as a reader sees it."""
Place = Loc | Mark
"""Where a value is given: at a place in the experiment's data, or in another file."""


def as_text(shown: LevelShown) -> str:
    """A level as text: `null` where a factor takes away what the scenario has, which is no empty text."""
    return "null" if shown is None else str(shown)


class Level(NamedTuple):
    """One value of a factor: what a reader sees, what it sets (path → value), and of a row where it is given."""

    shown: LevelShown
    sets: Mapping[str, object]
    place: Place | None = None


class Point(NamedTuple):
    """One point: its number, what each factor is there, all that is set, in order, and where rows give that, by path."""

    number: int
    values: Mapping[str, LevelShown]
    sets: Mapping[str, object]
    places: Mapping[str, Place] = {}


class Layout(NamedTuple):
    """The points of an experiment, and what its author may want to know of how they were made."""

    points: list[Point]
    notes: list[str]


class DesignError(Exception):
    """What no points can be made of; the message says why, and `loc` where in the experiment's data."""

    def __init__(self, message: str, *loc: str | int):
        super().__init__(message)
        self.loc: Loc = loc
