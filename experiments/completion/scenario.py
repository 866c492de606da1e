"""Names of the scenario that is typed already: its outcomes, its parties, and the paths that `--set` takes."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from experiments.completion.candidates import PART, offered, told

KEYS = Path(__file__).with_name("keys.txt")
ANY, ROLES = "*", ("mediator", "principal")
"""In a path of keys: `*` is any name there is; `*mediator` that of a mediator, `*principal` that of who bargains."""
OF_SCENARIO = ("scenario", "results", "files")
"""Arguments that may name the scenario, or a folder that holds it."""
Data = Mapping[str, Any]


def data_of(ctx: click.Context) -> Data:
    """What is written in the scenario on the line, with what it extends; nothing if there is none that can be read."""
    from sim.scenario.extends import examine

    named = next((ctx.params[name] for name in OF_SCENARIO if ctx.params.get(name)), None)
    words = list(named) if isinstance(named, tuple) else [named] if named else ctx.args
    first = words[0] if words else None  # an option without its value keeps click from naming what stands before it
    if first is None:
        return {}
    path = os.path.join(first, "scenario.yaml") if os.path.isdir(first) else first
    if not os.path.isfile(path):
        return {}
    document = examine(path).document
    return {} if document is None else document.data


def mapping(data: Data, key: str) -> Data:
    """A mapping of the scenario; an empty one if something else stands there."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def questions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """What may be asked of a history: progress, outcomes and TABLE.RUNG; of several with + between, the last."""
    data = data_of(ctx)
    before, plus, last = incomplete.rpartition("+")
    names = ["progress", *mapping(data, "outcomes"), *_rungs(data)]
    return offered((before + plus + name for name in names), before + plus + last)


def happenings(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The same, and that talks collapse for good."""
    collapsed = (f"{table}.collapsed" for table in mapping(data_of(ctx), "tables"))
    return questions(ctx, param, incomplete) + offered(collapsed, incomplete)


def targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Questions with the = that a chance follows."""
    if "=" in incomplete:
        return []
    return [CompletionItem(f"{each.value}=", type=PART) for each in questions(ctx, param, incomplete)]


def parties(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Who bargains."""
    found = mapping(data_of(ctx), "parties")
    return offered((name for name, about in found.items() if not _is_mediator(about)), incomplete)


def _rungs(data: Data) -> Iterator[str]:
    for table, about in mapping(data, "tables").items():
        rungs = about.get("rungs") if isinstance(about, dict) else None
        for name in _names(rungs):
            yield f"{table}.{name}"


def paths(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Paths that `--set` takes, one name at a time; with what the file says there."""
    if "=" in incomplete:
        return []
    before, dot, _ = incomplete.rpartition(".")
    steps = before.split(".") if dot else []
    here = _at(data_of(ctx), steps)
    found: dict[str, CompletionItem[str]] = {}
    for key, ends in _next(steps, data_of(ctx)):
        for name in _names_for(key, here):
            value = f"{before}{dot}{name}{'=' if ends else '.'}"
            if value.startswith(incomplete):
                inside = here.get(name) if isinstance(here, dict) else None
                found.setdefault(value, told(value, _figure(inside), PART))
    return [item for value, item in found.items() if offered([value], incomplete)]


def _next(steps: list[str], data: Data) -> Iterator[tuple[str, bool]]:
    """The keys that may follow some steps, and whether a path may end there."""
    for pattern in _patterns():
        if len(pattern) > len(steps) and all(
            _fits(key, step, _at(data, steps[: i + 1]))
            for i, (key, step) in enumerate(zip(pattern, steps, strict=False))
        ):
            yield pattern[len(steps)], len(pattern) == len(steps) + 1


def _fits(key: str, step: str, there: Any) -> bool:
    if key[1:] in ROLES:
        return _is_mediator(there) == (key[1:] == "mediator")
    return key in (ANY, step)


def _names_for(key: str, here: Any) -> list[str]:
    """What a key of a pattern stands for at a place of the data."""
    if not key.startswith(ANY):
        return [key]
    named = _names(here)
    return [name for name in named if _fits(key, name, _inside(here, name))]


def _names(here: Any) -> list[str]:
    """Names of what is in a mapping, or of the items of a list, which bear theirs inside."""
    if isinstance(here, dict):
        return list(here)
    items = here if isinstance(here, list) else []
    return [each["name"] for each in items if isinstance(each, dict) and isinstance(each.get("name"), str)]


def _at(data: Any, steps: list[str]) -> Any:
    """What is written at a path; None if nothing is."""
    for step in steps:
        data = _inside(data, step)
    return data


def _inside(here: Any, name: str) -> Any:
    if isinstance(here, list):
        return next((each for each in here if isinstance(each, dict) and each.get("name") == name), None)
    return here.get(name) if isinstance(here, dict) else None


def _is_mediator(about: Any) -> bool:
    return isinstance(about, dict) and about.get("role") == "mediator"


def _figure(value: Any) -> str:
    """A value as a word beside its path; nothing of what is not one value."""
    if isinstance(value, dict) and "value" in value:
        value = value["value"]
    return f"now {value}" if isinstance(value, bool | int | float) else ""


@cache
def _patterns() -> tuple[tuple[str, ...], ...]:
    lines = KEYS.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split(".")) for line in lines if line)
