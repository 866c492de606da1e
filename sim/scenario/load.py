"""From a scenario file to a checked `Scenario`, or to everything that is wrong with it, place by place."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sim.scenario.checks import errors, unrunnable, warnings
from sim.scenario.document import Change, Document, Loc, Problem, ScenarioError, Source, in_order
from sim.scenario.extends import Examination, examine
from sim.scenario.follow_ons import told_once
from sim.scenario.hints import of_day, of_drawn, of_keys, of_list, of_number, of_run_on, of_too_many, of_truth, of_whole
from sim.scenario.phrases import described, listed, shown, suggest
from sim.scenario.vocabulary import RENAMED, Scenario

AnyModel = TypeVar("AnyModel", bound=BaseModel)


class Loaded(NamedTuple):
    """A scenario that may be run, what to warn its author of, what `extends` and `--set` changed, and where it was read."""

    scenario: Scenario
    warnings: tuple[Problem, ...]
    changes: tuple[Change, ...]
    sources: tuple[Source, ...] = ()

    def is_as_read(self) -> bool:
        """Whether the files that it was read from still say, byte for byte, what they did."""
        try:
            return all(
                hashlib.sha256(Path(source.file).read_bytes()).hexdigest() == source.sha256 for source in self.sources
            )
        except OSError:
            return False


def load(path: str | os.PathLike[str], overrides: Sequence[str] = (), *, to_run: bool = False) -> Loaded:
    """Read and check a scenario file with `PATH=VALUE` overrides; raise ScenarioError with every problem.

    With `to_run`, what only a run needs (tables, outcomes) must be there too.
    """
    document, scenario = sound(examine(path, overrides), to_run)
    found = (*located(document, warnings(scenario)), *run_on(document))
    return Loaded(scenario, in_order(found), document.changes, document.sources)


def run_on(document: Document) -> tuple[Problem, ...]:
    """Return a warning for every list in which decimal commas may stand, each read as a comma between two numbers."""
    return located(document, ((loc, of_run_on(texts)) for loc, texts in document.all_run_on()))


def sound(examination: Examination, to_run: bool = False) -> tuple[Document, Scenario]:
    """What was read and the scenario that it is; ScenarioError with every problem."""
    document, problems = examination
    if document is None:
        raise ScenarioError(problems)
    scenario, faults = check(document, Scenario)
    problems += beyond(problems, faults)
    if scenario is not None and not document.partial:
        problems += told_once(document, errors(scenario))
        if to_run and not problems:
            problems += located(document, unrunnable(scenario))
    if problems or scenario is None:
        raise ScenarioError(problems)
    return document, scenario


def beyond(known: Sequence[Problem], faults: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the faults at places of which nothing is known to be wrong: of one mistake, one thing is said."""
    places = {problem.mark for problem in known}
    return tuple(fault for fault in faults if fault.mark not in places)


def check(document: Document, model: type[AnyModel]) -> tuple[AnyModel | None, tuple[Problem, ...]]:
    """Return the document as `model`, or None, and what keeps it from being one; raise nothing."""
    try:
        return model.model_validate(document.data), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = [fault for detail in details if not _is_echo(fault := _fault(document, detail))]
    faults = _as_drawn(model, _causes(model, _one_branch(faults)))
    faults = _as_named(document, faults)
    return None, in_order(_problem(document, model, fault) for fault in faults)


def _causes(model: type[BaseModel], faults: Sequence[_Fault]) -> list[_Fault]:
    """Return faults without what follows from others.

    A key that is absent because it is misspelt is told where it stands; a list in which semicolons part the items is
    not too short as well.
    """
    misspelt = {
        (fault.loc[:-1], _meant(str(fault.loc[-1]), _names_at(model, fault.loc[:-1], fault.branches)))
        for fault in faults
        if fault.kind == "extra_forbidden"
    }
    broken = {fault.loc[:-1] for fault in faults if fault.loc and _holds_several(fault.value)}
    return [
        fault
        for fault in faults
        if not (fault.kind == "missing" and (fault.loc, fault.absent) in misspelt)
        and not (fault.kind in {"missing", "too_short"} and fault.loc in broken)
    ]


def _as_drawn(model: type[BaseModel], faults: Sequence[_Fault]) -> list[_Fault]:
    """Return faults with one in place of those keys together that say how a number is to be drawn (`min` and `max`)."""
    found = list(faults)
    unknown = [fault for fault in faults if fault.kind == "extra_forbidden"]
    for place in dict.fromkeys(fault.loc[:-1] for fault in unknown):
        of_place = {str(fault.loc[-1]): fault for fault in unknown if fault.loc[:-1] == place}
        drawn = of_drawn({key: fault.value for key, fault in of_place.items()})
        first = next(iter(of_place.values()))
        if drawn is not None and "uniform" in _names_at(model, place, first.branches):
            message, keys = drawn
            told = [of_place[key] for key in keys]
            cause = replace(first, kind=DRAWN, raw=first.raw[:-1], kept=first.kept[:-1], text=message)
            found = [cause, *(fault for fault in found if fault not in told)]
    return found


def _as_named(document: Document, faults: Sequence[_Fault]) -> list[_Fault]:
    """Return faults with one in place of those of an entry that a variant adds, where one of its base likely is meant."""
    found = list(faults)
    for entry in dict.fromkeys(fault.loc for fault in faults if fault.kind in _LACKING and fault.loc):
        guess = suggest(str(entry[-1]), document.beside(entry))
        if guess and not document.created(entry):
            within = [fault for fault in found if fault.loc[: len(entry)] == entry]
            lacking = listed([shown(each.absent or _unquoted(each)) for each in within if each.kind in _LACKING])
            text = f"not in what this extends{guess} (a new one needs {lacking})"
            found = [fault for fault in found if fault not in within]
            found.append(replace(within[0], kind=ADDED, raw=entry, kept=(True,) * len(entry), absent=None, text=text))
    return found


def _holds_several(value: Any) -> bool:
    """Return whether a text is likely several items of a list, not parted by commas."""
    return isinstance(value, str) and len(re.findall("[;\\s]+\\w", value)) > 0


def _meant(word: str, names: Sequence[str]) -> str | None:
    """Return the name that a misspelt word most likely is."""
    return next((name for name in names if suggest(word, names) == f"; did you mean {shown(name)}?"), None)


def located(document: Document, found: Iterable[tuple[Loc, str]]) -> tuple[Problem, ...]:
    """Return what a check found at places in the data as problems at places in the files, in their order."""
    return in_order(document.problem(loc, message, key=getattr(loc, "is_key", False)) for loc, message in found)


# ------------------------------------------------------------------------------
# Where


@dataclass(frozen=True)
class _Fault:
    """One complaint of pydantic's.

    `raw` is its own location, which also names branches of unions; `kept` says which pieces of it are in the
    data; `absent` is the name (or list position) that is missing at `loc`, if that is the complaint.
    """

    kind: str
    raw: Loc
    kept: tuple[bool, ...]
    context: dict[str, Any]
    text: str
    value: Any
    absent: str | int | None = None
    alternatives: tuple[str, ...] = ()

    @property
    def loc(self) -> Loc:
        return tuple(piece for piece, kept in zip(self.raw, self.kept, strict=True) if kept)

    @property
    def branches(self) -> frozenset[str]:
        return frozenset(str(piece) for piece, kept in zip(self.raw, self.kept, strict=True) if not kept)


def _fault(document: Document, detail: Any) -> _Fault:
    raw: Loc = detail["loc"]
    absent = raw[-1] if detail["type"] == "missing" else None
    pieces = raw[:-1] if absent is not None else raw
    kept = _kept(document.data, pieces, lambda value: _is_meant(value, absent, detail["input"]))
    loc = tuple(piece for piece, keep in zip(pieces, kept, strict=True) if keep)
    value = document.value(loc) if document.has(loc) else detail["input"]
    return _Fault(detail["type"], pieces, kept, detail.get("ctx", {}), detail["msg"], value, absent)


def _is_meant(value: Any, absent: str | int | None, given: Any) -> bool:
    """Return whether `value` may be what pydantic complains of."""
    if isinstance(absent, str):
        return isinstance(value, dict) and absent not in value
    if isinstance(absent, int):
        return isinstance(value, list) and absent >= len(value)
    return value is given or bool(value == given)


def _is_echo(fault: _Fault) -> bool:
    """Return whether pydantic calls a list too short only because some of its items are wrong."""
    return fault.kind == "too_short" and len(fault.value) >= fault.context["min_length"]


def _kept(data: Any, pieces: Loc, fits: Callable[[Any], bool]) -> tuple[bool, ...]:
    """Return which pieces of a location lead through the data to a value that fits.

    The others name branches of unions. A branch can have the name of a key (`quoted`), so that taking
    whatever is there would go astray: try with each piece before trying without it.
    """
    failed: set[tuple[int, int]] = set()

    def search(value: Any, index: int) -> tuple[bool, ...] | None:
        if index == len(pieces):
            return () if fits(value) else None
        state = (index, id(value))
        if state in failed:
            return None
        child = _inside(value, pieces[index])
        with_it = search(child[0], index + 1) if child else None
        if with_it is not None:
            return (True, *with_it)
        without = search(value, index + 1)
        if without is not None:
            return (False, *without)
        failed.add(state)
        return None

    return search(data, 0) or _greedily_kept(data, pieces)


def _greedily_kept(data: Any, pieces: Loc) -> tuple[bool, ...]:
    kept = []
    for piece in pieces:
        child = _inside(data, piece)
        kept.append(bool(child))
        data = child[0] if child else data
    return tuple(kept)


def _inside(value: Any, piece: str | int) -> tuple[Any, ...]:
    """Return what is at `piece` in the value, in a tuple of one, or an empty tuple."""
    if isinstance(value, dict) and piece in value:
        return (value[piece],)
    if isinstance(value, list) and isinstance(piece, int) and 0 <= piece < len(value):
        return (value[piece],)
    return ()


def _one_branch(faults: Sequence[_Fault], depth: int = 0) -> list[_Fault]:
    """Return the faults without those of branches of a union that the author did not mean.

    Where a value may take several shapes, pydantic complains once for each; a person meant one of them.
    """
    done = [fault for fault in faults if len(fault.raw) <= depth]
    groups: dict[tuple[str | int, bool], list[_Fault]] = {}
    for fault in faults:
        if len(fault.raw) > depth:
            groups.setdefault((fault.raw[depth], fault.kept[depth]), []).append(fault)
    rivals = [group for (_, kept), group in groups.items() if not kept]
    if len(rivals) > 1:
        meant = [group for group in rivals if not _wrong_shape(group, depth)]
        if not meant:
            return [*done, *_either(rivals), *_below(groups, True, depth)]
        best = min(meant, key=lambda group: (sum(f.kind in _MISFITS for f in group), len(group)))
        return [*done, *_one_branch(best, depth + 1), *_below(groups, True, depth)]
    return [*done, *_below(groups, True, depth), *_below(groups, False, depth)]


def _below(groups: dict[tuple[str | int, bool], list[_Fault]], kept: bool, depth: int) -> list[_Fault]:
    return [
        fault for (_, in_data), group in groups.items() if in_data == kept for fault in _one_branch(group, depth + 1)
    ]


def _wrong_shape(group: Sequence[_Fault], depth: int) -> bool:
    """Return whether a branch of a union was refused for what the value is, before looking into it."""
    return len(group) == 1 and len(group[0].raw) == depth + 1 and group[0].kind in _EXPECTED


def _either(rivals: Sequence[Sequence[_Fault]]) -> list[_Fault]:
    first = rivals[0][0]
    wanted = tuple(dict.fromkeys(_EXPECTED[group[0].kind] for group in rivals))
    return [_Fault(first.kind, first.raw, first.kept, first.context, first.text, first.value, alternatives=wanted)]


# ------------------------------------------------------------------------------
# What

DRAWN = "parts_of_a_distribution"
"""Of a number with keys such as `min` and `max`: our own kind of fault, beside those of pydantic."""
ADDED = "an_entry_of_a_variant"
"""Of an entry that a variant adds and that lacks what a new one needs, where its base has one of nearly that name."""
_LACKING = frozenset({"missing", "union_tag_not_found"})
_MISFITS = frozenset({"missing", "extra_forbidden"})
_ENDS = frozenset(("min", "max", "low", "high", "from", "to"))
_KEYS = "keys and values"
_LIST = "a list"
_TEXT = "text"
_WHOLE = "a whole number"
_NUMBER = "a number"
_TRUTH = "true or false"
_DATE = "a date such as 2018-09-13"
_EXPECTED = {
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "mapping_type": _KEYS,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "string_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "none_required": "nothing",
}
_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_NAME_PATTERN = "^[a-z][a-z0-9_]*$"
_DEMAND_PATTERN = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"


def _problem(document: Document, model: type[BaseModel], fault: _Fault) -> Problem:
    """Return a fault in plain words, at its place."""
    loc = fault.loc
    if fault.kind == "union_tag_invalid":
        key = _unquoted(fault)
        return document.problem((*loc, key), _not_one_of(fault.context["expected_tags"], fault.value[key]))
    if fault.kind in _LACKING and document.created(loc):
        return _not_there(document, loc)
    if fault.kind == "union_tag_not_found" and (misspelt := _misspelt(fault)) is not None:
        return document.problem((*loc, misspelt), f"not a known key{suggest(misspelt, [_unquoted(fault)])}", key=True)
    if fault.raw[-1:] == ("[key]",):
        return document.problem(loc, _bad_name(fault, str(loc[-1])), key=True)
    message = _message(model, fault)
    if fault.kind in {"too_long", "missing"} and isinstance(fault.value, list):
        message += _too_many(document, model, fault)
    return document.problem(loc, message, key=fault.kind in {"extra_forbidden", ADDED})


def _too_many(document: Document, model: type[BaseModel], fault: _Fault) -> str:
    """What to say of a list with more numbers than wanted, some of which may be one with a decimal comma."""
    wanted = _fixed_length(_types_at(model, fault.loc, fault.branches))
    return of_too_many(fault.value, document.run_on(fault.loc), wanted) if wanted and len(fault.value) > wanted else ""


def _not_there(document: Document, loc: Loc) -> Problem:
    """Say that the path of a `--set` runs through something that does not exist."""
    name = str(loc[-1])
    others = [other for other in document.value(loc[:-1]) if other != name]
    return document.problem(loc, f"there is no {shown(name)} here{suggest(name, others)}", key=True)


def _message(model: type[BaseModel], fault: _Fault) -> str:
    if fault.kind in _EXPECTED:
        return _expected(fault)
    if fault.kind in _BOUNDS:
        return f"must be {_range(model, fault)}, got {shown(fault.value)}{_as_share(fault)}"
    if fault.kind in _BY_MODEL:
        return _BY_MODEL[fault.kind](model, fault)
    if fault.kind in _BY_FAULT:
        return _BY_FAULT[fault.kind](fault)
    return f"{fault.text.replace('Input should be', 'must be')}, got {described(fault.value)}"


def _expected(fault: _Fault) -> str:
    wanted = fault.alternatives or (_EXPECTED[fault.kind],)
    hint = next(filter(None, (_hint(each, fault) for each in wanted)), "")
    return f"expected {' or '.join(wanted)}, got {described(fault.value)}{hint}"


def _hint(wanted: str, fault: _Fault) -> str:
    """What the value was likely meant to be, as it should have been written."""
    value = fault.value
    if wanted == _TEXT and isinstance(value, int | float):
        return "; put it in quotes"
    if wanted == _KEYS:
        return of_keys(value, str(fault.loc[-1]) if fault.loc else "")
    return _HINTS[wanted](value) if wanted in _HINTS else ""


_HINTS: dict[str, Callable[[Any], str]] = {
    _LIST: of_list,
    _WHOLE: of_whole,
    _NUMBER: of_number,
    _TRUTH: of_truth,
    _DATE: of_day,
}


def _bad_name(fault: _Fault, text: str) -> str:
    pattern = fault.context.get("pattern")
    if pattern == _DEMAND_PATTERN:
        return f"a demand is called by its party and its name, as in rebels.ceasefire; got {shown(text)}"
    if pattern != _NAME_PATTERN:
        return f"{shown(text)} does not have the form expected here: {pattern}"
    several = re.split("[;,\\s]+ *", text.strip())
    if fault.loc and isinstance(fault.loc[-1], int) and all(re.fullmatch(_NAME_PATTERN, each) for each in several):
        return f"{shown(text)} is no name; if it is several, part them with commas: {', '.join(several)}"
    slug = re.sub("[^a-z0-9]+", "_", text.lower()).strip("_")
    instead = f'; write "{slug}"' if re.fullmatch(_NAME_PATTERN, slug) else ""
    return f"a name is small letters, digits and _, a letter first; got {shown(text)}{instead}"


def _misspelt(fault: _Fault) -> str | None:
    """Return the key that was likely meant to be the one by which a union is told apart."""
    keys = fault.value if isinstance(fault.value, dict) else {}
    return next((key for key in keys if suggest(key, [_unquoted(fault)])), None)


def _unquoted(fault: _Fault) -> str:
    return str(fault.context["discriminator"]).strip("'")


def _not_one_of(expected: str, value: Any) -> str:
    """`expected` is a list in pydantic's words: `'a', 'b' or 'c'`, or `1`."""
    choices = re.findall("'([^']*)'", expected)
    guess = suggest(value, choices) if isinstance(value, str) else ""
    listed = " or ".join(filter(None, [", ".join(map(shown, choices[:-1])), *map(shown, choices[-1:])]))
    return f"must be {listed or expected.lower()}, got {shown(value)}{guess}"


def _guess(word: str, names: Sequence[str]) -> str:
    """Name the likeliest key that was meant, or else the keys there are if they are few."""
    return suggest(word, names) or (f"; known here: {', '.join(names)}" if 0 < len(names) <= 12 else "")


def _unknown_key(model: type[BaseModel], fault: _Fault) -> str:
    if instead := RENAMED.get(str(fault.loc[-1])):
        return f"not a known key any more: {instead}"
    names = _names_at(model, fault.loc[:-1], fault.branches)
    if fault.loc[-1] in _ENDS and "uniform" in names:
        return "not a known key; a range to draw from is {uniform: [lowest, highest]}"
    return f"not a known key{_guess(str(fault.loc[-1]), names)}"


def _missing(model: type[BaseModel], fault: _Fault) -> str:
    if isinstance(fault.absent, int):
        return _length(model, fault)
    write = "; every scenario begins with parley: 1" if fault.absent == "parley" and not fault.loc else ""
    return f"missing: {shown(fault.absent)} is required{write}"


def _length(model: type[BaseModel], fault: _Fault) -> str:
    """Say how long a list (or how full a mapping) has to be."""
    has = len(fault.value) if isinstance(fault.value, list | dict) else 0
    size = _fixed_length(_types_at(model, fault.loc, fault.branches))
    if isinstance(fault.value, list) and size is not None:
        return f"expected a list of {size}, got a list of {has}"
    unit = "entry" if isinstance(fault.value, dict) else "item"
    if fault.kind == "too_long":
        return f"may have at most {_count(fault.context['max_length'], unit)}, has {has}"
    return f"needs at least {_count(fault.context.get('min_length', has + 1), unit)}, has {has}"


def _count(number: int, unit: str) -> str:
    plural = "entries" if unit == "entry" else f"{unit}s"
    return f"{number} {unit if number == 1 else plural}"


def _range(model: type[BaseModel], fault: _Fault) -> str:
    """Return the whole range that a number must be in, not only the end that it overstepped."""
    types = _types_at(model, fault.loc, fault.branches)
    if not all(fault.kept[-1:]):
        # A bare number stands for {value: number}, and it is `value` that has the bounds.
        types += [
            inner for plain in _narrowed(types, fault.branches) for inner in _step(plain, fault.raw[-1], fault.branches)
        ]
    declared = dict(_constraints(types))
    attribute, _ = _BOUNDS[fault.kind]
    declared.setdefault(attribute, fault.context[attribute])
    return listed(f"{words} {declared[name]:g}" for name, words in _BOUNDS.values() if name in declared)


def _as_share(fault: _Fault) -> str:
    """What to say of a number of per cent where a share is wanted."""
    above, value = fault.context.get("le", fault.context.get("lt")), fault.value
    if above != 1 or not isinstance(value, int | float) or not 2 <= value <= 100:
        return ""
    return f"; {value:g} per cent is {value / 100:g}"


def _text_length(words: str, limit: str) -> Callable[[_Fault], str]:
    return lambda fault: f"{words} {_count(fault.context[limit], 'character')}, got {shown(fault.value)}"


_BY_MODEL: dict[str, Callable[[type[BaseModel], _Fault], str]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "too_long": _length,
    "too_short": _length,
}
_BY_FAULT: dict[str, Callable[[_Fault], str]] = {
    ADDED: lambda fault: fault.text,
    DRAWN: lambda fault: fault.text,
    "assertion_error": lambda fault: str(fault.context["error"]),
    "enum": lambda fault: _not_one_of(fault.context["expected"], fault.value),
    "finite_number": lambda fault: f"must be a finite number, got {shown(fault.value)}",
    "literal_error": lambda fault: _not_one_of(fault.context["expected"], fault.value),
    "multiple_of": lambda fault: f"must be a multiple of {fault.context['multiple_of']}, got {shown(fault.value)}",
    "string_pattern_mismatch": lambda fault: _bad_name(fault, str(fault.value)),
    "string_too_long": _text_length("may have at most", "max_length"),
    "string_too_short": _text_length("needs at least", "min_length"),
    "union_tag_not_found": lambda fault: f"missing: {shown(_unquoted(fault))} is required",
    "value_error": lambda fault: str(fault.context["error"]),
}


# ------------------------------------------------------------------------------
# What the model would have allowed


def _types_at(model: type[BaseModel], loc: Loc, branches: frozenset[str]) -> list[Any]:
    """Return the annotations that may describe the data at `loc`."""
    types: list[Any] = [model]
    for piece in loc:
        types = [inner for outer in _narrowed(types, branches) for inner in _step(outer, piece, branches)]
    return types


def _names_at(model: type[BaseModel], loc: Loc, branches: frozenset[str]) -> list[str]:
    """Return the keys that a mapping at `loc` may have."""
    names: dict[str, None] = {}
    for found in _narrowed(_types_at(model, loc, branches), branches):
        for inner in _narrowed(_items(found), branches) or [found]:
            if _is_model(inner):
                names.update((info.alias or name, None) for name, info in inner.model_fields.items())
    return list(names)


def _narrowed(annotations: Iterable[Any], branches: frozenset[str]) -> list[Any]:
    """Return the plain types that annotations stand for; of several models, those that `branches` name."""
    types = [plain for annotation in annotations for plain in _unwrapped(annotation)]
    named = [plain for plain in types if _is_model(plain) and _is_named(plain, branches)]
    return named or types


def _unwrapped(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _unwrapped(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _unwrapped(member)
    elif hasattr(annotation, "__value__"):
        yield from _unwrapped(annotation.__value__)
    elif annotation is not type(None):
        yield annotation


def _is_model(plain: Any) -> bool:
    return isinstance(plain, type) and issubclass(plain, BaseModel)


def _is_named(model: type[BaseModel], branches: frozenset[str]) -> bool:
    """Return whether a branch bears the model's name, or a word that one of its fields must be."""
    if model.__name__ in branches:
        return True
    literals = (info.annotation for info in model.model_fields.values())
    return any(branches & {str(arg) for arg in get_args(a)} for a in literals if get_origin(a) is Literal)


def _step(plain: Any, piece: str | int, branches: frozenset[str]) -> list[Any]:
    if _is_model(plain):
        return [
            Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
            for name, info in plain.model_fields.items()
            if piece in {name, info.alias}
        ]
    if get_origin(plain) is dict:
        return [get_args(plain)[1]]
    items = _items(plain)
    if isinstance(piece, int):
        return items[piece : piece + 1] if _fixed_length([plain]) else items
    # A single item may stand without the list around it.
    return [inner for item in _narrowed(items, branches) for inner in _step(item, piece, branches)]


def _items(plain: Any) -> list[Any]:
    """Return the types of a list's items: one for all, or one for each."""
    if get_origin(plain) not in {list, tuple}:
        return []
    return [item for item in get_args(plain) if item is not Ellipsis]


def _fixed_length(annotations: Iterable[Any]) -> int | None:
    for annotation in annotations:
        for plain in _unwrapped(annotation):
            if get_origin(plain) is tuple and Ellipsis not in get_args(plain):
                return len(get_args(plain))
    return None


def _constraints(annotations: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the bounds (`ge`, 0) that annotations declare."""
    for annotation in annotations:
        if get_origin(annotation) is Annotated:
            inner, *declared = get_args(annotation)
            yield from _constraints([inner])
            for mark in declared:
                for part in (mark, *getattr(mark, "metadata", ())):
                    for name, _ in _BOUNDS.values():
                        if getattr(part, name, None) is not None:
                            yield name, getattr(part, name)
        elif get_origin(annotation) in {Union, UnionType}:
            yield from _constraints(get_args(annotation))
