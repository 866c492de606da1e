"""Every path that `--set` takes, from the vocabulary, for shells to complete: written to experiments/completion/keys.txt."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from sim.scenario.vocabulary import Condition, Mediator, Model, Number, Principal, Scenario

FILE = Path("experiments/completion/keys.txt")
FOR_READERS = ("note", "evidence", "title", "question", "sources", "parley")
"""Keys that are no numbers of a scenario: words, and where things come from."""
ROLES = {Principal: "*principal", Mediator: "*mediator"}
Path_ = tuple[str, ...]


def text() -> str:
    """The file: a path a line, `*` for a name of the scenario's, `*principal` or `*mediator` for a party of that kind."""
    return "".join(f"{'.'.join(path)}\n" for path in dict.fromkeys(paths_of(Scenario)))


def paths_of(model: type[Model], depth: int = 0) -> Iterator[Path_]:
    """Paths of a model's keys down to numbers, truths, dates, choices and lists of names. Conditions in conditions are left
    out: a path may go on for ever there.
    """
    for name, field in model.model_fields.items():
        if name not in FOR_READERS:
            for inner in _below(field.annotation, depth):
                yield (field.alias or name, *inner)


def _below(annotation: Any, depth: int) -> Iterator[Path_]:
    for kind in _unwrapped(annotation):
        if isinstance(kind, type) and issubclass(kind, Model):
            if kind is Number:
                yield ()
            elif not issubclass(kind, Condition) or depth == 0:
                yield from paths_of(kind, depth + issubclass(kind, Condition))
        elif get_origin(kind) is dict:
            yield from _of_each(get_args(kind)[1], depth)
        elif get_origin(kind) is tuple and _models(get_args(kind)[0]) - {Number}:
            yield from _of_each(get_args(kind)[0], depth)
        elif get_origin(kind) in (tuple, Literal) or kind in (int, float, bool, str, datetime.date):
            yield ()


def _of_each(annotation: Any, depth: int) -> Iterator[Path_]:
    """Paths of what a mapping holds by name, or a list whose items have names."""
    for kind in _unwrapped(annotation):
        for path in _below(kind, depth):
            yield (ROLES.get(kind, "*"), *path)


def _models(annotation: Any) -> set[Any]:
    return {kind for kind in _unwrapped(annotation) if isinstance(kind, type) and issubclass(kind, Model)}


def _unwrapped(annotation: Any) -> Iterator[Any]:
    """The plain types that an annotation stands for."""
    if get_origin(annotation) is Annotated:
        yield from _unwrapped(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from _unwrapped(member)
    elif hasattr(annotation, "__value__"):
        yield from _unwrapped(annotation.__value__)
    elif annotation is not type(None):
        yield annotation
