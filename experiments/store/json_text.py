"""JSON that every program can read. It has no infinity: `.inf` stands for it, a text, as in a scenario file."""

import json
import re
from functools import cache
from math import isfinite
from typing import Any

INFINITE = {"inf": ".inf", "-inf": "-.inf"}
"""Infinite numbers as they are written."""


def plain(value: Any) -> Any:
    """The same data with `.inf` and `-.inf` for infinite numbers, and null for what is no number."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and not isfinite(value):
        return INFINITE.get(str(value))
    return value


_OBEYED = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def safe(text: str) -> str:
    """The same JSON for a terminal: letters that it would obey are written as `\\uXXXX`."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    """What writes with an indent: `json.dumps` would make one for each of thousands of values."""
    return json.JSONEncoder(indent=indent, ensure_ascii=False, allow_nan=False)


def text(value: object, indent: int | None = None) -> str:
    """Data as JSON, in the order given, letters as they are."""
    encoder = _encoder(indent)
    try:
        return encoder.encode(value)
    except ValueError:  # something is infinite
        return encoder.encode(plain(value))
