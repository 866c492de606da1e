"""Random scenarios with numbers at the ends of their ranges."""

from collections.abc import Iterator
from typing import Any, get_args

import numpy as np
from pydantic import BaseModel, ValidationError

from sim.scenario import checks
from sim.scenario.vocabulary import Scenario, Within
from tests.properties.random_scenarios import random_scenario

TOGETHER = 5
"""Numbers that are moved, or left, together: valid or not, one rules out few others."""


def at_the_ends(seed, share=0.6) -> Scenario | None:
    """The random scenario of this seed, with this share of all its numbers at an end of their range where that is valid.

    None if it cannot be run as it is, even without red lines, which lie anywhere.
    """
    rng = np.random.default_rng((seed, 2))
    data = random_scenario(seed)
    scenario = _valid(data)
    if scenario is None:
        for party in data["parties"].values():
            for position in party.get("positions", {}).values():
                position.pop("red_line", None)
        scenario = _valid(data)
    if scenario is None:
        return None
    places = [place for place in numbers(scenario, data) if rng.random() < share]
    rng.shuffle(places)
    for first in range(0, len(places), TOGETHER):
        moved = places[first : first + TOGETHER]
        before = [(at, key, at.get(key)) for at, key, _ in moved]
        for at, key, within in moved:
            at[key] = (within.low, within.high)[rng.integers(2)]
        valid = _valid(data)
        if valid is not None:
            scenario = valid
            continue
        for at, key, value in before:
            if value is None:
                del at[key]
            else:
                at[key] = value
    return scenario


def _valid(data: dict[str, Any]) -> Scenario | None:
    """The scenario, if it can be run."""
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError:
        return None
    return None if [*checks.errors(scenario)] or [*checks.unrunnable(scenario)] else scenario


def numbers(model: BaseModel, data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, Within]]:
    """Every number with a range that a part of a scenario has or could have: where it is written, and its range."""
    for name, field in type(model).model_fields.items():
        key, value = field.alias or name, getattr(model, name)
        for within in field.metadata:
            if isinstance(within, Within):
                yield data, key, within
        if key in data:
            yield from _inside(value, data[key], field.annotation)


def _inside(value: Any, data: Any, annotation: Any) -> Iterator[tuple[dict[str, Any], str, Within]]:
    """The same of what stands in a mapping or a list of it."""
    if isinstance(value, BaseModel) and isinstance(data, dict):
        yield from numbers(value, data)
    elif isinstance(value, dict) and isinstance(data, dict):
        item = (*get_args(annotation), None)[1]
        for key in sorted(data.keys() & value.keys()):
            for within in (each for each in getattr(item, "__metadata__", ()) if isinstance(each, Within)):
                yield data, key, within
            yield from _inside(value[key], data[key], item)
    elif isinstance(value, list | tuple) and isinstance(data, list):
        for each, written in zip(value, data, strict=False):
            yield from _inside(each, written, None)
