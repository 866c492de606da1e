"""What was written of a scenario, told again from the scenario as it ran, in which every default is written out.

What the rule book set bears its reason. What the vocabulary sets of itself looks like what was stated to be just that, and so
a run notes the places where it was stated.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sim.scenario.data import at_path, with_value
from sim.scenario.vocabulary import Model, Number, Scenario

DEFAULT = "default of "
"""How the reason of a number begins that was left to the rule book and written out when it ran."""


def stated(scenario: Scenario) -> list[str]:
    """The paths at which a scenario, as it was read, states what would be so if it said nothing there."""
    return [".".join(path) for path in _stated(scenario, ())]


def _stated(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Model) and not isinstance(value, Number):
        for name, field in type(value).model_fields.items():
            if name in value.model_fields_set:
                inner, place = getattr(value, name), (*path, field.alias or name)
                if inner == field.get_default(call_default_factory=True):
                    yield place
                else:
                    yield from _stated(inner, place)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _stated(inner, (*path, key))
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _stated(inner, (*path, str(i)))


def as_written(scenario: Scenario, stated: Iterable[str] = ()) -> Scenario:
    """A scenario as it ran, less the defaults that were written out in it, but for what was `stated` to be as they are."""
    data = _without_defaults(scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    whole = scenario.model_dump(mode="json", by_alias=True)
    for path in stated:
        steps = path.split(".")
        data = with_value(data, steps, at_path(whole, steps))
    return Scenario.model_validate(data)


def _without_defaults(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_defaults(value) for key, value in data.items() if not _is_default(value)}
    return [_without_defaults(value) for value in data] if isinstance(data, list) else data


def _is_default(value: Any) -> bool:
    evidence = value.get("evidence") if isinstance(value, dict) else None
    first = evidence[0] if isinstance(evidence, list) and evidence else evidence
    return isinstance(first, dict) and str(first.get("assumed") or "").startswith(DEFAULT)
