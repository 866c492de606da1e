"""Whether what a JSON file holds has the keys and kinds of values that parley writes there, by the type of what it holds."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from experiments.store.json_text import INFINITE
from sim.scenario.phrases import described, shown

Fits = Callable[[object], bool]
WORDS: Mapping[object, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def misfit(value: object, kind: Any, where: str = "") -> str | None:
    """The first thing that does not fit a type, with its place: `outcomes.deal.n: the text "5", where a whole number
    should be`; None if all fits. Keys that the type does not have are passed over."""
    return None if _fitting(kind)(value) else _told(value, kind, where)


def misfit_of_present(value: Mapping[str, object], kind: Any) -> str | None:
    """The same for the keys that are there, whichever are not."""
    found = (misfit(value[key], hint, key) for key, hint in _hints(kind).items() if key in value)
    return next(filter(None, found), None)


# ------------------------------------------------------------------------------
# Whether: made once for each type, since a sweep has thousands of points


@cache
def _fitting(kind: Any) -> Fits:
    """Says of a value whether it fits a type."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Annotated, NotRequired, Required}:
        return _fitting(inside[0])
    if is_typeddict(kind):
        return _fitting_keys(kind)
    if origin in {Union, UnionType}:
        any_of = [_fitting(each) for each in inside]
        return lambda value: any(fits(value) for fits in any_of)
    if _is_kind(kind, Mapping) and inside:
        of_it = _fitting(inside[1])
        return lambda value: isinstance(value, dict) and all(map(of_it, value.values()))
    if _is_list(kind) and inside and not _is_fixed(kind):
        item = _fitting(inside[0])
        return lambda value: isinstance(value, list) and all(map(item, value))
    if kind in {str, int, bool, NoneType}:
        return lambda value: type(value) is kind
    if kind is float:
        return lambda value: type(value) is float or _is_one(value, float)
    if origin is Literal:
        return lambda value: any(value == each and type(value) is type(each) for each in inside)
    return lambda value: _told(value, kind, "") is None


def _fitting_keys(kind: Any) -> Fits:
    wanted: dict[str, Fits] = {}
    optional: dict[str, Fits] = {}
    for key, hint in _hints(kind).items():
        (wanted if key in kind.__required_keys__ else optional)[key] = _fitting(hint)

    def fits(value: object) -> bool:
        return (
            isinstance(value, dict)
            and all(key in value and one(value[key]) for key, one in wanted.items())
            and all(key not in value or one(value[key]) for key, one in optional.items())
        )

    return fits


# ------------------------------------------------------------------------------
# What


def _told(value: object, kind: Any, where: str) -> str | None:
    """What does not fit, and where; None if all does."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Annotated, NotRequired, Required}:
        return _told(value, inside[0], where)
    if is_typeddict(kind):
        return _of_keys(value, kind, where)
    if origin in {Union, UnionType}:
        found = [_told(value, each, where) for each in inside]
        return None if None in found else max(filter(None, found), key=_depth)
    if origin is Literal:
        fits = any(value == each and type(value) is type(each) for each in inside)
        return None if fits else _said(value, where, " or ".join(map(shown, inside)))
    return _of_plain(value, kind, where)


def _is_kind(kind: Any, wanted: type) -> bool:
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and issubclass(origin, wanted)


def _is_list(kind: Any) -> bool:
    return _is_kind(kind, Sequence) and not _is_kind(kind, str)


def _is_fixed(kind: Any) -> bool:
    """Whether a type is a tuple with a kind for each of its items."""
    return _is_kind(kind, tuple) and Ellipsis not in get_args(kind)


def _depth(said: str) -> int:
    """How deep the place of a misfit is: the alternative that fits furthest says most."""
    return said.partition(": ")[0].count(".")


def _of_keys(value: object, kind: Any, where: str) -> str | None:
    if not isinstance(value, dict):
        return _said(value, where, "keys and values")
    hints = _hints(kind)
    absent = next((key for key in hints if key in kind.__required_keys__ and key not in value), None)
    if absent is not None:
        return f"{_at(where, absent)}: is not there"
    found = (_told(value[key], hint, _at(where, key)) for key, hint in hints.items() if key in value)
    return next(filter(None, found), None)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _of_plain(value: object, kind: Any, where: str) -> str | None:
    if _is_kind(kind, Mapping):
        return _of_mapping(value, get_args(kind), where)
    if _is_list(kind):
        return _of_list(value, get_args(kind), _is_fixed(kind), where)
    if kind in {None, NoneType}:
        return None if value is None else _said(value, where, "nothing")
    if kind not in WORDS or _is_one(value, kind):
        return None
    return _said(value, where, WORDS[kind])


def _is_one(value: object, kind: object) -> bool:
    if kind is float:
        return (isinstance(value, int | float) and not isinstance(value, bool)) or value in INFINITE.values()
    return isinstance(value, bool) if kind is bool else type(value) is kind


def _of_mapping(value: object, inside: tuple[Any, ...], where: str) -> str | None:
    if not isinstance(value, dict):
        return _said(value, where, "keys and values")
    if not inside:
        return None
    found = (_told(each, inside[1], _at(where, key)) for key, each in value.items())
    return next(filter(None, found), None)


def _of_list(value: object, inside: tuple[Any, ...], fixed: bool, where: str) -> str | None:
    if not isinstance(value, list):
        return _said(value, where, "a list")
    if fixed and len(value) != len(inside):
        return f"{where}: {len(value)} items, where {len(inside)} should be"
    kinds = inside if fixed else inside[:1] * len(value)
    found = (_told(each, kind, _at(where, str(i))) for i, (each, kind) in enumerate(zip(value, kinds, strict=False)))
    return next(filter(None, found), None)


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _said(value: object, where: str, wanted: str) -> str:
    return f"{where + ': ' if where else ''}{described(value)}, where {wanted} should be"
