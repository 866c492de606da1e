"""Plain data of many things alike, at once: the keys of one of them, and at their ends a column with a value for each."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple


class Coded(NamedTuple):
    """A column of few values that come again and again: the code of each, and what a code stands for."""

    codes: Sequence[Hashable]
    values: Mapping[Hashable, Any]


class Lists(NamedTuple):
    """A column of lists of few values that come again and again: the codes of each list, and what a code stands for."""

    codes: Sequence[Sequence[Hashable]]
    values: Mapping[Hashable, Any]


Numbers = Sequence[float | None]
"""A column of numbers of which none may come twice."""
Nest = Mapping[str, "Nest"] | Coded | Lists | Numbers


def same(value: object, count: int) -> Coded:
    """A column of one value."""
    return Coded([0] * count, {0: value})


def each(nest: Nest, count: int) -> list[Any]:
    """The data of each thing. Values with one code are one object, which nobody may change."""
    match nest:
        case Coded(codes, values):
            return [values[code] for code in codes]
        case Lists(codes, values):
            return [[values[code] for code in of_it] for of_it in codes]
        case Mapping():
            columns = [each(inner, count) for inner in nest.values()]
            return [dict(zip(nest, row, strict=True)) for row in zip(*columns, strict=True)] if nest else [{}] * count
    return list(nest)


def each_written(nest: Nest, count: int, write: Callable[[Any], str]) -> list[str]:
    """The same as JSON, as `write` writes what stands at the ends: of what has one code, once."""
    match nest:
        case Coded(codes, values):
            texts = {code: write(value) for code, value in values.items()}
            return [texts[code] for code in codes]
        case Lists(codes, values):
            texts = {code: write(value) for code, value in values.items()}
            return [f"[{', '.join([texts[code] for code in of_it])}]" for of_it in codes]
        case Mapping():
            columns = [each_written(inner, count, write) for inner in nest.values()]
            form = ", ".join(f"{write(key).replace('%', '%%')}: %s" for key in nest).join("{}")
            return [form % row for row in zip(*columns, strict=True)] if nest else ["{}"] * count
    return write(list(nest))[1:-1].split(", ")
