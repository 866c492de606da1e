"""What is set in a scenario, as `--set` takes it: `path=value`, a value as YAML on one line."""

import json
import math
from collections.abc import Mapping
from functools import lru_cache

from sim.scenario.document import plain
from sim.scenario.yaml_text import Text

WHOLE_UP_TO = 2**53  # beyond it floats are whole because they cannot be otherwise


def assigned(sets: Mapping[str, object]) -> list[str]:
    """What is set (path → value), as `--set` takes it."""
    return [f"{path}={yaml_text(value)}" for path, value in sets.items()]


def yaml_text(value: object) -> str:
    """A value as YAML on one line; a number that is whole stands as one (12, not 12.0): so any field takes it."""
    return _text(as_whole(value))


def _text(value: object) -> str:
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join([f"{_key_text(str(key))}: {_text(inner)}" for key, inner in value.items()]) + "}"
    return json.dumps(value, ensure_ascii=False, default=str)


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return {"inf": ".inf", "-inf": "-.inf"}.get(str(value), "NaN")
    text = float.__repr__(value)
    return text if "." in text else text.replace("e", ".0e")  # YAML takes 1e-05 for a text


@lru_cache(1024)
def _key_text(key: str) -> str:
    """A key as YAML; that of a path that is set at every point, again and again."""
    return json.dumps(key)


def whole_written(override: str) -> str:
    """A `PATH=VALUE` with numbers that are whole written so (`time.rounds=12.0` is 12); as it is if nothing is gained."""
    path, _, value = override.partition("=")
    text = Text(value, "--set")
    root = text.root()
    if root is None or text.problems or not text.complete:
        return override
    data = plain(root)
    return override if repr(as_whole(data)) == repr(data) else f"{path}={yaml_text(data)}"


def as_whole(value: object) -> object:
    """A value with every float in it that is whole as a whole number."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= WHOLE_UP_TO else value
    if isinstance(value, list | tuple):
        return [as_whole(each) for each in value]
    if isinstance(value, dict):
        return {key: as_whole(each) for key, each in value.items()}
    return value
