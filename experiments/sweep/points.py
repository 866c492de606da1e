"""Points of an experiment: what each factor is there, and what that sets in the scenario."""

import json
import math
from collections.abc import Mapping
from typing import NamedTuple

LevelShown = str | int | float | bool | None
"""A level of a factor as a reader sees it."""


class Level(NamedTuple):
    """One value of a factor: what a reader sees, and what it sets (path → value)."""

    shown: LevelShown
    sets: Mapping[str, object]


class Point(NamedTuple):
    """One point: its number, what each factor is there, and all that is set, in order."""

    number: int
    values: Mapping[str, LevelShown]
    sets: Mapping[str, object]


def assigned(sets: Mapping[str, object]) -> list[str]:
    """What is set, as `--set` takes it."""
    return [f"{path}={yaml_text(value)}" for path, value in sets.items()]


def yaml_text(value: object) -> str:
    """A value as YAML on one line."""
    if isinstance(value, float) and math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(yaml_text, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {yaml_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, float) and "e" in (text := repr(value)) and "." not in text:
        return text.replace("e", ".0e")  # YAML takes 1e-05 for a text
    return json.dumps(value, ensure_ascii=False, default=str)
