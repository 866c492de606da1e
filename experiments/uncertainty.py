"""The uncertain numbers of a scenario: which there are, and the scenario with some of them fixed."""

from collections.abc import Mapping
from typing import Any

from experiments.store import scenario_data
from sim.compiled import compile_scenario, middle
from sim.scenario import FORMS, Scenario

OPERATIONS = ("to", "add", "times")


def at_medians(scenario: Scenario) -> Scenario:
    """The scenario with every uncertain number at its median."""
    compiled = compile_scenario(scenario)
    medians = {u.path: middle(u.number, u.low, u.high) for u in compiled.uncertain}
    return with_values(compiled.scenario, medians)


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
