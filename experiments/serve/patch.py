"""What a file that extends another must say to be that other with changes."""

from typing import Any

from sim.scenario.extends import NUMBER_FORMS, NUMBER_KEYS


def patch(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The keys and values that, over `before`, make `after`: mappings merge, null takes away, all else replaces.

    Lists, numbers and evidence stand there whole, since a file that extends another replaces them so.
    """
    changes: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        if name not in before:
            changes[name] = value
        elif repr(before[name]) != repr(value):
            changes[name] = patch(before[name], value) if _merge(name, before[name], value) else value
    return changes


def _merge(name: str, before: Any, after: Any) -> bool:
    """Whether one mapping over another merges with it."""
    if name == "evidence" or not isinstance(before, dict) or not isinstance(after, dict):
        return False
    return not (_forms(before) and _forms(after))


def _forms(value: dict[str, Any]) -> bool:
    """Whether a mapping expresses a number."""
    return value.keys() <= NUMBER_KEYS and any(value.get(form) is not None for form in NUMBER_FORMS)
