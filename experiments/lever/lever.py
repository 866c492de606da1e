"""A lever: something that a party can move, step by step."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

STEPS = 64  # into which the way of a lever is cut, where it has no steps of its own
SAME = 1e-9
Sets = Mapping[str, object]


class Lever(NamedTuple):
    """Something that a party can move, step by step, from where it is (step 0) to an end (the last step)."""

    party: str
    key: str
    title: str
    unit: str
    steps: int
    value: Callable[[int], float | str]
    """What it is at a step, in real units: a number (the median of an uncertain one), or a word."""
    sets: Callable[[int], Sets]
    """What it sets in the scenario at a step: path → value."""
    issue: str | None = None
    """The issue on which it is a concession."""
    cost: Callable[[int], float] = lambda step: 0.0
    """Of a concession: the share of all its own stakes (u) that the party gives up."""
    crosses: Callable[[int], bool] = lambda step: False
    """Of a concession: whether at that step the party gives more than its own red line allows."""


def name_of(lever: Lever) -> str:
    """A lever's name; `waits longer` and `comes down sooner` move the same number."""
    return f"{lever.party} {lever.key} {lever.value(lever.steps)}"
