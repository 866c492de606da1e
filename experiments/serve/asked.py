"""What the page asks for: a setting, as JSON, read with suspicion."""

import json
from typing import Any, NamedTuple, NoReturn

from sim.scenario.yaml_text import MAX_DEPTH

MOST_SETS, MOST_LETTERS = 500, 300
KEYS = frozenset({"world", "sets", "title", "save"})


class AskedError(Exception):
    """What is asked cannot be understood; the message is a sentence that says why."""


class WhatIf(NamedTuple):
    """A setting: which world it starts from (0: the scenario, n: its nth variant), and what is set there."""

    world: int
    sets: dict[str, Any]
    """By path, values in real units."""
    title: str
    """Empty if it has none."""
    save: bool


def what_if(body: bytes, worlds: int) -> WhatIf:
    """The setting that a body asks for, of so many worlds; AskedError if it is none."""
    try:
        given = json.loads(body, parse_constant=_no_number)
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise AskedError("What is asked is not JSON as parley reads it.") from None
    if not isinstance(given, dict):
        raise AskedError("What is asked must be an object.")
    if unknown := sorted(set(given) - KEYS):
        raise AskedError(f"Nobody knows what “{_short(unknown[0])}” is to mean here.")
    return WhatIf(_world(given.get("world", 0), worlds), _sets(given.get("sets", {})), _title(given), _save(given))


def _world(given: object, worlds: int) -> int:
    if type(given) is not int or not 0 <= given < worlds:
        raise AskedError(f"“world” must be a whole number from 0 to {worlds - 1}.")
    return given


def _sets(given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise AskedError("“sets” must hold values by their paths.")
    if len(given) > MOST_SETS:
        raise AskedError(f"At most {MOST_SETS} values can be set.")
    for path in given:
        if not path.strip() or len(path) > MOST_LETTERS or "=" in path or not path.isprintable():
            raise AskedError(f"“{_short(path)}” is no path.")
    return {path: _figures(value) for path, value in given.items()}


def _title(given: dict[str, object]) -> str:
    title = given.get("title", "")
    if not isinstance(title, str) or len(title) > MOST_LETTERS or not title.isprintable():
        raise AskedError(f"“title” must be a line of at most {MOST_LETTERS} letters.")
    return title.strip()


def _save(given: dict[str, object]) -> bool:
    save = given.get("save", False)
    if not isinstance(save, bool):
        raise AskedError("“save” must be true or false.")
    return save


def _figures(value: Any, depth: int = 1) -> Any:
    """A value with infinity as a number, which JSON does not know and parley's writes as text."""
    if depth > MAX_DEPTH:
        raise AskedError("A value is nested too deep.")
    if isinstance(value, list):
        return [_figures(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {key: _figures(each, depth + 1) for key, each in value.items()}
    return {".inf": float("inf"), "-.inf": float("-inf")}.get(value, value) if isinstance(value, str) else value


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _short(text: str) -> str:
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= 60 else text[:59] + "…"
