"""What each number and statement of a scenario rests on: quoted, inferred, assumed, or left to its default.

Evidence on a mapping covers what is in it that has none of its own. Where several pieces cover a number, one
whose words begin with the name of a key (`salience: …`) speaks of that key alone; of the others the weakest
counts, so that a quotation that gives a direction and an assumption that gives a size make an assumed number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import inf
from typing import Any, Literal, NamedTuple

from pydantic.fields import FieldInfo

from experiments.words.numbers import field_range, figure, number_words, span_words
from sim.scenario.defaults import resolve
from sim.scenario.document import Change
from sim.scenario.vocabulary import (
    Condition,
    Effects,
    Event,
    Evidence,
    Evidenced,
    Gesture,
    Issue,
    Mediator,
    Model,
    Number,
    Principal,
    Rung,
    Scenario,
    Table,
)

Kind = Literal["quoted", "inferred", "assumed", "none", "default"]
KINDS: tuple[Kind, ...] = ("quoted", "inferred", "assumed", "none", "default")
"""From the strongest to the weakest; `none` is a number that was written down without a reason."""
NOT_CLAIMS = frozenset({"parley", "time", "sources", "note", "evidence", "title", "name"})
"""Keys that ask or describe, and so need no evidence."""
UNSPOKEN = {"share": "", "r": "", "β": "", "log sd": "", "per share": ""}
"""Units that tell a reader nothing behind a figure."""


class Item(NamedTuple):
    """A number or a statement, and what it rests on: `source` and `text` are of the piece that counts."""

    path: str
    value: str
    kind: Kind
    source: str | None
    text: str
    is_number: bool
    pieces: tuple[Evidence, ...]


class Quotation(NamedTuple):
    """The exact words of a source, and everything that rests on them."""

    source: str
    text: str
    items: tuple[Item, ...]


def evidence_of(scenario: Scenario, changes: Iterable[Change] = ()) -> list[Item]:
    """Every number of a scenario, and every statement that carries evidence, in the order of the file.

    A number among `changes` has no reason unless one came with it: what covered the old one does not vouch.
    """
    return list(_Walk(scenario, _unvouched(tuple(changes))).model(scenario, resolve(scenario), (), ()))


def counts(items: Iterable[Item]) -> dict[Kind, int]:
    """How many numbers there are of each kind."""
    found = Counter(item.kind for item in items if item.is_number)
    return {kind: found[kind] for kind in KINDS}


def quotations(items: Iterable[Item]) -> list[Quotation]:
    """Every sentence that is quoted, once, with what rests on it, in the order of the file."""
    resting: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        for piece in item.pieces:
            if piece.quoted is not None:
                resting.setdefault((piece.quoted, piece.text or ""), []).append(item)
    return [Quotation(source, text, tuple(found)) for (source, text), found in resting.items()]


def kind_of(piece: Evidence) -> Kind:
    """Whether a piece of evidence quotes, infers or assumes."""
    return "quoted" if piece.quoted is not None else "inferred" if piece.inferred is not None else "assumed"


def words_of(piece: Evidence) -> str:
    """What a piece of evidence says."""
    return piece.text or piece.how or piece.assumed or ""


# ------------------------------------------------------------------------------
# Numbers in words


# ------------------------------------------------------------------------------
# The walk

Path = tuple[str, ...]
Pieces = tuple[Evidence, ...]


class _Walk:
    """Goes through a scenario as it was written and as it was resolved, side by side."""

    def __init__(self, scenario: Scenario, unvouched: frozenset[str] = frozenset()) -> None:
        self.scenario = scenario
        self.unvouched = unvouched

    def model(self, written: Model, resolved: Model, path: Path, cover: Pieces) -> Iterator[Item]:
        """What a mapping that was written states, and everything below it."""
        own = written.evidence if isinstance(written, Evidenced) else ()
        statement = _statement(written)
        if own and statement:
            yield _item(path, statement, own, is_number=False)
        below = list(self.below(written, resolved, path, own, cover))
        yield from below
        used = {id(piece) for item in below for piece in item.pieces}
        idle = tuple(piece for piece in own if id(piece) not in used)
        if idle and not statement:
            yield _item(path, "what stands here has other evidence", idle, is_number=False)

    def below(self, written: Model, resolved: Model, path: Path, own: Pieces, cover: Pieces) -> Iterator[Item]:
        """What stands at the keys of a mapping, covered by its own evidence or else by that around it."""
        for name, field in type(resolved).model_fields.items():
            if name in NOT_CLAIMS:
                continue
            was = getattr(written, name) if name in written.model_fields_set else None
            about = _about(own, name, type(written).model_fields.keys()) if own else cover
            if was is None and (isinstance(written, Effects) or name == "lag"):
                continue  # an effect that is left out is none, and so is a delay
            key = field.alias or name
            yield from self.value(was, getattr(resolved, name), (*path, key), about, field)

    def value(self, was: Any, now: Any, path: Path, cover: Pieces, field: FieldInfo) -> Iterator[Item]:
        """A value as it was written (None: left out) and as it came out."""
        if isinstance(now, Number):
            yield self.number(was, now, path, cover, field)
        elif isinstance(now, Model):
            if was is not None:
                yield from self.model(was, now, path, cover)
        elif isinstance(now, dict):
            for key, inner in now.items():
                yield from self.value((was or {}).get(key), inner, (*path, key), cover, field)
        elif was is not None:
            yield from self.plain(was, now, path, cover, field)

    def plain(self, was: Any, now: Any, path: Path, cover: Pieces, field: FieldInfo) -> Iterator[Item]:
        """Plain numbers, and lists of numbers or mappings; the two ends of a line that are known count as one number."""
        if isinstance(was, tuple) and was and all(isinstance(end, Number) and not end.uncertain for end in was):
            text = span_words(*(end.value for end in was))
            pieces = tuple(piece for end in was for piece in end.evidence) or self.vouching(path, cover)
            yield _item(path, f"{text} {self.measure(path, field)[2]}".rstrip(), pieces, is_number=True)
        elif isinstance(was, tuple) and was and isinstance(was[0], Model):
            for i, (before, after) in enumerate(zip(was, now, strict=True)):
                yield from self.value(before, after, (*path, getattr(before, "name", str(i))), cover, field)
        elif _is_numeric(was) and path[0] != "outcomes":
            values = was if isinstance(was, tuple) else (was,)
            text = span_words(*values) if len(values) == 2 else ", ".join(map(figure, values))
            unit = self.measure(path, field)[2]
            yield _item(path, f"{text} {unit}".rstrip(), self.vouching(path, cover), is_number=True)

    def number(self, was: Number | None, now: Number, path: Path, cover: Pieces, field: FieldInfo) -> Item:
        """A number, written or left to its default."""
        text = number_words(now, *self.measure(path, field))
        if was is not None:
            return _item(path, text, was.evidence or self.vouching(path, cover), is_number=True)
        why = now.evidence[0].assumed if now.evidence else None
        return Item(".".join(path), text, "default", None, why or "what it is when nothing is said", True, ())

    def vouching(self, path: Path, cover: Pieces) -> Pieces:
        """The evidence around a number, unless the number was changed and the evidence was not."""
        return () if ".".join(path) in self.unvouched else cover

    def measure(self, path: Path, field: FieldInfo) -> tuple[float, float, str]:
        """The range and unit of the number at a path."""
        issue = self.issue_at(path)
        if issue is not None:
            return min(issue.range), max(issue.range), issue.unit
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        unit = str(extra.get("unit", ""))
        counted = self.scenario.war.unit if self.scenario.war else "incidents"
        return *(field_range(field) or (-inf, inf)), UNSPOKEN.get(unit, unit.replace("incidents", counted))

    def issue_at(self, path: Path) -> Issue | None:
        """The issue in whose unit the number at a path is, if it is a level."""
        if path[0] == "issues" and path[2:] in {("range",), ("step",), ("in_force",)}:
            return self.scenario.issues.get(path[1])
        if path[2:3] == ("positions",) and {path[-1], path[4]} & {"ideal", "red_line"}:
            return self.scenario.issues.get(path[3])
        return None


def _unvouched(changes: tuple[Change, ...]) -> frozenset[str]:
    """The places that were changed by a file or `--set` that gave no evidence around them."""
    reasons = (change for change in changes if _is_evidence(change.path))
    given = {(change.by, change.path.removesuffix("evidence")) for change in reasons}
    return frozenset(
        change.path.removesuffix(".value")
        for change in changes
        if not any(change.by == by and change.path.startswith(around) for by, around in given)
    )


def _is_evidence(path: str) -> bool:
    return path == "evidence" or path.endswith(".evidence")


def _statement(model: Model) -> str:
    """What a mapping says beyond its numbers; nothing for one that is only numbers."""
    if isinstance(model, Rung):
        return f"rung {model.title or model.name}" + (f": {', '.join(model.agenda)}" if model.agenda else "")
    if isinstance(model, Table):
        return f"table of {', '.join(model.parties)}"
    if isinstance(model, Event):
        return f"event {model.title or model.name}"
    if isinstance(model, Gesture | Condition):
        return "gesture" if isinstance(model, Gesture) else "condition"
    if isinstance(model, Issue | Principal | Mediator):
        return f"{getattr(model, 'role', 'issue')} {model.title or ''}".rstrip()
    return ""


def _about(pieces: Pieces, key: str, keys: Iterable[str]) -> Pieces:
    """The pieces that speak of a key: those that name it, or else those that name none."""
    known = set(keys)
    heads = [None if piece.quoted is not None else words_of(piece).split(":")[0].strip() for piece in pieces]
    naming = tuple(piece for piece, head in zip(pieces, heads, strict=True) if head == key)
    general = tuple(piece for piece, head in zip(pieces, heads, strict=True) if head not in known)
    return naming or general or pieces


def _item(path: Path, value: str, pieces: Pieces, *, is_number: bool) -> Item:
    place = ".".join(path)
    if not pieces:
        return Item(place, value, "none", None, "", is_number, ())
    weakest = max(pieces, key=lambda piece: KINDS.index(kind_of(piece)))
    source = weakest.quoted or weakest.inferred
    return Item(place, value, kind_of(weakest), source, words_of(weakest), is_number, pieces)


def _is_numeric(value: Any) -> bool:
    values = value if isinstance(value, tuple) else (value,)
    return bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
