"""What a type of results says of its keys: read from its annotations, and from the texts under them in its source."""

import ast
import inspect
import sys
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from pydantic import BaseModel

from experiments.words.units import Content, Meaning, Unit

PLAIN = {
    str: "text", int: "whole number", float: "number", bool: "true or false", NoneType: "null", object: "anything",
    Any: "anything", date: "text", datetime: "text",
}  # fmt: skip
WRITTEN = {date: "YYYY-MM-DD", datetime: "ISO 8601, UTC"}
"""How days and times stand in a text."""
BOUNDS = {"gt": "above {}", "ge": "{} or more", "lt": "below {}", "le": "{} or less"}


class Key(NamedTuple):
    """A key: its name, what stands there, in which unit and range, what it means, and the classes of what is in it."""

    name: str
    kind: str
    unit: str
    meaning: str
    inside: tuple[type, ...]


def keys_of(shape: type) -> tuple[Key, ...]:
    """The keys of a type, in their order."""
    return tuple(_key(shape, name, hint) for name, hint in get_type_hints(shape, include_extras=True).items()
                 if not name.startswith("model_"))  # fmt: skip


def meaning_of(shape: type) -> str:
    """What a type is of: its own docstring."""
    return " ".join((shape.__doc__ or "").split())


def is_shape(kind: object) -> bool:
    """Whether a class is one whose fields are keys."""
    return isinstance(kind, type) and (is_typeddict(kind) or issubclass(kind, BaseModel))


def _key(shape: type, name: str, hint: Any) -> Key:
    required = get_origin(hint) is not NotRequired
    inner = hint if required else get_args(hint)[0]
    kind = _words(inner) + ("" if required else "; may be absent")
    meaning = next((each.words for each in _marks(inner) if isinstance(each, Meaning)), _texts(shape).get(name, ""))
    return Key(name, kind, _unit(shape, name, inner), meaning, tuple(dict.fromkeys(_shapes(inner))))


def _words(hint: Any) -> str:
    """What stands at a key, in words; a type of our own is a link."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        content = next((each.model for each in hint.__metadata__ if isinstance(each, Content)), None)
        return _words(content or inner[0])
    if is_shape(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inner) if len(inner) > 1 else f"`{inner[0]}`"
    if origin in {list, tuple}:
        return f"list of {_words(inner[0])}"
    if origin is dict:
        return f"mapping of {_words(inner[0])} to {_words(inner[1])}"
    if origin in {Union, UnionType}:
        return " or ".join(dict.fromkeys(map(_words, inner)))
    return PLAIN.get(hint, getattr(hint, "__name__", str(hint)))


def _marks(hint: Any) -> list[object]:
    """Everything that is written beside a type, however deep inside."""
    found = list(getattr(hint, "__metadata__", ()))
    return found + [mark for inner in get_args(hint) for mark in _marks(inner)]


def _shapes(hint: Any) -> list[type]:
    """Types of our own inside a type."""
    if is_shape(hint):
        return [hint]
    own = [each.model for each in getattr(hint, "__metadata__", ()) if isinstance(each, Content)]
    return own + [shape for inner in get_args(hint) for shape in _shapes(inner)]


def _unit(shape: type, name: str, hint: Any) -> str:
    """In what a key is measured, and within which ends."""
    marks = _marks(hint)
    if issubclass(shape, BaseModel):
        marks += shape.model_fields[name].metadata
    units = dict.fromkeys(each.words for each in marks if isinstance(each, Unit))
    return "; ".join(units) or WRITTEN.get(hint, "") or _bounds(marks)


def _bounds(marks: list[object]) -> str:
    """The ends between which a checked number lies."""
    inner = [part for mark in marks for part in (mark, *getattr(mark, "metadata", ()))]
    ends = {key: getattr(part, key) for part in inner for key in BOUNDS if getattr(part, key, None) is not None}
    if ends.keys() == {"ge", "le"}:
        return f"{ends['ge']} to {ends['le']}"
    return ", ".join(BOUNDS[key].format(end) for key, end in ends.items())


@cache
def _texts(shape: type) -> dict[str, str]:
    """The texts under the keys of a type, those of the types that it extends among them."""
    module = sys.modules[shape.__module__]
    node = _classes(shape.__module__).get(shape.__name__)
    if node is None:
        return {}
    found: dict[str, str] = {}
    for base in node.bases:
        above = getattr(module, base.id, None) if isinstance(base, ast.Name) else None
        if is_shape(above):
            found |= _texts(above)
    for field, after in zip(node.body, node.body[1:], strict=False):
        text = after.value if isinstance(after, ast.Expr) else None
        named = field.target if isinstance(field, ast.AnnAssign) else None
        if isinstance(named, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
            found[named.id] = " ".join(text.value.split())
    return found


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """The classes of a module, as they are written."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
