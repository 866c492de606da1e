"""Which numbers of a scenario are whole, and whole values for factors that vary them."""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.vocabulary import Number, Scenario


@lru_cache(4096)
def takes_whole_only(path: str) -> bool:
    """Whether the vocabulary has a whole number at a path, and nothing that may be a fraction."""
    kinds: list[Any] = [Scenario]
    for step in path.split("."):
        kinds = [inner for kind in kinds for inner in _inside(kind, step)]
    return int in kinds and not any(kind in kinds for kind in (float, Number))


def nearest(value: float) -> int:
    """The nearest whole number; of two, the greater."""
    return math.floor(value + 0.5)


def evenly(low: float, high: float, share: float) -> int:
    """The whole number within [low, high] below which this share (0–1) of them lies: all are equally likely.

    ValueError if there is none.
    """
    first, last = math.ceil(low), math.floor(high)
    if first > last:
        raise ValueError(f"there is no whole number from {low:g} to {high:g}")
    return first + min(int(share * (last - first + 1)), last - first)


def _inside(kind: Any, step: str) -> Iterator[Any]:
    """The types that may stand one step below a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found: Iterable[Any] = (
            field.annotation for name, field in kind.model_fields.items() if step in {name, field.alias}
        )
    elif get_origin(kind) is dict:
        found = get_args(kind)[1:]
    else:
        found = get_args(kind)  # of a list or tuple, its items
    for each in found:
        yield from _plain(each)


def _plain(annotation: Any) -> Iterator[Any]:
    """The types that an annotation stands for."""
    if get_origin(annotation) is Annotated:
        yield from _plain(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for each in get_args(annotation):
            yield from _plain(each)
    elif annotation is not Ellipsis:
        yield annotation
