"""A scenario as plain data: its hash, and the scenario with numbers replaced at their paths."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.vocabulary import FORMS, Model, Scenario


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as plain data, leaving out what is empty; loads back as the same scenario."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a resolved scenario."""
    canonical = json.dumps(scenario_data(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def changed(scenario: Scenario, sets: Mapping[str, object]) -> Scenario:
    """The scenario with plain data put at paths; only what lies on the paths is validated anew, no check is made."""
    for path, value in sets.items():
        scenario = _changed(scenario, path.split("."), value)
    return scenario


def _changed(value: Any, path: Sequence[str], new: object) -> Any:
    if not path:
        return new
    first, *rest = path
    if isinstance(value, Model):
        name = next(name for name, field in type(value).model_fields.items() if first in (field.alias, name))
        given = {each: getattr(value, each) for each in value.model_fields_set}
        return type(value).model_validate(given | {name: _changed(getattr(value, name), rest, new)})
    if isinstance(value, tuple):
        place = _place(value, first)
        return (*value[:place], _changed(value[place], rest, new), *value[place + 1 :])
    inside = value or {}
    return {**inside, first: _changed(inside.get(first), rest, new)}


OPERATIONS = ("to", "add", "times")
"""What an effect of an event may do with its number."""


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """A resolved scenario with numbers replaced, each by its path, in real units; an effect's is its one number."""
    data: Any = scenario_data(scenario)
    for path, value in values.items():
        steps = path.split(".")
        target = at_path(data, steps)
        if isinstance(target, dict) and not any(form in target for form in FORMS):
            steps.append(next(key for key in OPERATIONS if key in target))
        data = with_value(data, steps, {"value": value})
    return Scenario.model_validate(data)


def at_path(data: Any, path: Sequence[str]) -> Any:
    """What stands at a path of plain data: items of a list go by name, else by index; KeyError where nothing does."""
    for step in path:
        data = data[_place(data, step)] if isinstance(data, list) else data[step]
    return data


def with_value(data: Any, path: Sequence[str], value: Any) -> Any:
    """Plain data with the value at a path replaced, mappings made as needed; what is not on the path is shared."""
    first, *rest = path
    if isinstance(data, list):
        place = _place(data, first)
        return [*data[:place], with_value(data[place], rest, value) if rest else value, *data[place + 1 :]]
    return {**data, first: with_value(data.get(first) or {}, rest, value) if rest else value}


def _place(items: Sequence[Any], step: str) -> int:
    named = (i for i, each in enumerate(items) if _name(each) == step)
    found = next(named, None)
    return int(step) if found is None else found


def _name(item: Any) -> str | None:
    return item.get("name") if isinstance(item, dict) else getattr(item, "name", None)
