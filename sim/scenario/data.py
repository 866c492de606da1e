"""A scenario as plain data: its hash, and the scenario with numbers replaced at their paths."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sim.scenario.vocabulary import FORMS, Scenario


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as plain data, leaving out what is empty; loads back as the same scenario."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a resolved scenario."""
    canonical = json.dumps(scenario_data(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


OPERATIONS = ("to", "add", "times")


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A resolved scenario with numbers replaced, each by its path, in real units."""
    data = scenario_data(scenario)
    for path, value in values.items():
        _replace(data, path.split("."), value)
    return Scenario.model_validate(data)


def _replace(data: Any, path: list[str], value: float) -> None:
    """Set the number at a path: items of a list go by name, else by index; an event's effect is its one number."""
    for step in path[:-1]:
        data = _item(data, step)
    target = _item(data, path[-1])
    if isinstance(target, dict) and not any(form in target for form in FORMS):
        operation = next(key for key in OPERATIONS if key in target)
        target[operation] = {"value": value}
    else:
        data[path[-1]] = {"value": value}


def _item(data: Any, step: str) -> Any:
    if isinstance(data, list):
        return next((each for each in data if each.get("name") == step), None) or data[int(step)]
    return data[step]
