"""Values at which an uncertain number can be held, so that the scenario stays one that a file may say."""

from collections.abc import Sequence
from math import isinf

from experiments.page.worlds import key_of
from sim.scenario.checks import errors
from sim.scenario.checks.events import issue_moved
from sim.scenario.data import changed
from sim.scenario.vocabulary import Scenario


def as_carried(value: float) -> object:
    """A value as a page can carry it, which knows no infinity: that is a choice of one."""
    return {"choice": {key_of(value): 1}} if isinf(value) else value


def on_steps(path: str, values: Sequence[float], scenario: Scenario) -> list[float]:
    """Values, those that put a level in force each at the nearest that its issue can have."""
    match path.split("."):
        case ["events", name, "effects", place]:
            effect = next(event for event in scenario.events if event.name == name).effects[int(place)]
        case _:
            return list(values)
    issue = issue_moved(effect, scenario)
    if issue is None or not issue.steps or not effect.change.startswith("issues."):
        return list(values)
    start = 0.0 if effect.to is not None else issue.range[0]
    levels = (round(issue.level(value + start) * issue.steps) / issue.steps for value in values)
    return sorted({float(f"{issue.real(level) - start:.12g}") for level in levels})


def possible(path: str, values: Sequence[float], scenario: Scenario) -> list[float]:
    """Values that no check refuses at a path; where both ends of the list may stand, all of it may.

    A red line that is held may leave no room for what its party wants, or an event would make it want. All other numbers
    are weighed against nothing but all that they may be.
    """
    in_doubt = "red_line" in path.split(".") or path.startswith("events.")
    if not in_doubt or all(_may_be(path, end, scenario) for end in (values[0], values[-1])):
        return list(values)
    return [value for value in values if _may_be(path, value, scenario)]


def _may_be(path: str, value: float, scenario: Scenario) -> bool:
    return not any(True for _ in errors(changed(scenario, {path: as_carried(value)})))
