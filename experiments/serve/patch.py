"""What a file that extends another must say to be that other with changes."""

from typing import Any

from sim.scenario.extends import NUMBER_FORMS, NUMBER_KEYS


def patch(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The keys and values that, over `before`, make `after`: mappings merge, null takes away, all else replaces.

    Numbers and evidence stand there whole, since a file that extends another replaces them so; and lists, unless they have
    the same items by name: then those that differ are named.
    """
    changes: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        if name not in before:
            changes[name] = value
        elif repr(before[name]) != repr(value):
            changes[name] = _over(name, before[name], value)
    return changes


def _over(name: str, before: Any, after: Any) -> Any:
    """What must stand over a value to make it another."""
    if _merge(name, before, after):
        return patch(before, after)
    items, others = _named(before), _named(after)
    return patch(items, others) if items and list(items) == list(others) else after


def _named(value: Any) -> dict[str, Any]:
    """The items of a list by their names; nothing if it is no list, or not all have one of their own."""
    items = (
        {item["name"]: item for item in value if isinstance(item, dict) and "name" in item}
        if isinstance(value, list)
        else {}
    )
    return items if items and len(items) == len(value) else {}


def _merge(name: str, before: Any, after: Any) -> bool:
    """Whether one mapping over another merges with it."""
    if name == "evidence" or not isinstance(before, dict) or not isinstance(after, dict):
        return False
    return not (_forms(before) and _forms(after))


def _forms(value: dict[str, Any]) -> bool:
    """Whether a mapping expresses a number."""
    return value.keys() <= NUMBER_KEYS and any(value.get(form) is not None for form in NUMBER_FORMS)
