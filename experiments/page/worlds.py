"""A compiled scenario as a page carries it: the arrays that the kernel reads, and where each number of the file stands.

Most of a scenario's arrays are the tables of its uncertain numbers. Those of plain shape are laid anew by the page, by the
same operations in the same order, so that they are the same to the bit; only the others are carried.
"""

import base64
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf
from typing import TypedDict

import numpy as np

from sim.engine.arrays import Compiled, middle
from sim.engine.records import Layout
from sim.scenario.checks.events import issue_moved
from sim.scenario.vocabulary import Issue, Number, Scenario
from sim.world.state import FIELDS, NUMBERS

PLAIN = ("uniform", "triangular")
ROW = "quantiles"
NOTHING = Number(value=0.0)
LARGEST_REAL = sys.float_info.max  # JSON knows no infinity
Shape = dict[str, object]
"""An uncertain number as a file writes it, or `{"table": …}` with its table as carried, base64 of float64."""


class Scale(TypedDict):
    """How levels of an issue in its unit become what the arrays hold: as shares of its range, or parts of it."""

    of: str
    start: float
    end: float


class Row(TypedDict):
    """The table of an uncertain number: its shape, and the scale on which its values are."""

    shape: Shape
    scale: Scale | None


class Spot(TypedDict):
    """Where a number of the file stands among the numbers, the ends of its field, its scale, and its row (−1: none)."""

    flat: int
    low: float
    high: float
    scale: Scale | None
    row: int


class Violence(TypedDict):
    """What rates of violence decide beside themselves: who answers whom, and what is normal, where the file leaves them.

    Of each number its value, or the middle that stands for it where it is uncertain.
    """

    rates: dict[str, float]
    sides: dict[str, str]
    answers: dict[str, dict[str, float]] | None
    """By how much each party answers each, as the file gives it; None where the rates decide."""
    normal: bool
    """Whether what is normal is worked out."""
    branching: float


class Image(TypedDict):
    """A compiled scenario: extents, where each array lies (offset in bytes, then lengths), and their bytes, base64."""

    extents: list[int]
    fields: dict[str, list[int]]
    bytes: str
    rows: list[Row]
    columns: list[str]
    measures: int
    violence: Violence | None


def image_of(compiled: Compiled) -> Image:
    """The arrays of a scenario, those of its uncertain numbers as shapes."""
    places, data = _laid(compiled)
    layout = Layout.of(compiled)
    return {
        "extents": [*(compiled.sizes[letter] for letter in "PKTME"), compiled.scenario.time.rounds],
        "fields": places,
        "bytes": base64.b64encode(data).decode(),
        "rows": list(_rows(compiled)),
        "columns": [column.name for column in layout.counts],
        "measures": len(layout.measures),
        "violence": _violence(compiled.scenario),
    }


def _laid(compiled: Compiled) -> tuple[dict[str, list[int]], bytes]:
    """Where each array begins, and the bytes of all but the tables, which come last."""
    arrays = compiled.arrays
    at, places, parts = 0, {}, []
    start = arrays["numbers"].__array_interface__["data"][0]
    for name in ["numbers", *(name for name in FIELDS if name not in NUMBERS and name not in ("numbers", ROW))]:
        places[name] = [at, *arrays[name].shape]
        parts.append(arrays[name].tobytes())
        at += arrays[name].nbytes
    for name in NUMBERS:
        places[name] = [arrays[name].__array_interface__["data"][0] - start, *arrays[name].shape]
    places[ROW] = [at, *arrays[ROW].shape]
    return {name: places[name] for name in FIELDS}, b"".join(parts)


# ------------------------------------------------------------------------------
# Uncertain numbers


def _rows(compiled: Compiled) -> Iterator[Row]:
    """The table of every uncertain number, in the order of the arrays."""
    numbers = {each.path: each.number for each in compiled.uncertain}
    paths = {place.flat: path for path, spots in compiled.places.items() for place in spots}
    for u, flat in enumerate(compiled.arrays["uncertain_target"].tolist()):
        path = paths[flat]
        yield _row(numbers[path], scale_at(path, compiled.scenario), compiled.arrays[ROW][u])


def _row(number: Number, scale: Scale | None, table: np.ndarray) -> Row:
    """A table as its shape where a page can lay it to the bit, else as it is."""
    if number.form in (*PLAIN, "choice"):
        return {"shape": written(number), "scale": scale}
    return {"shape": {"table": base64.b64encode(table.tobytes()).decode()}, "scale": None}


def written(number: Number) -> Shape:
    """A number as a file writes it."""
    if number.form == "choice":
        return {"choice": {key_of(value): weight for value, weight in number.choices.items()}}
    cut = {} if number.cut is None else {"cut": number.cut}
    return {str(number.form): getattr(number, str(number.form)), **cut}


def key_of(value: float) -> str:
    """A value of a choice as the key of its weight in a file."""
    return ".inf" if isinf(value) else repr(value)


def scale_at(path: str, scenario: Scenario) -> Scale | None:
    """The scale of the number at a path: levels are shares of their issue's range."""
    match path.split("."):
        case ["parties", _, "positions", issue, *rest] if {"ideal", "red_line"} & set(rest):
            return _scale(scenario.issues[issue])
        case ["events", name, "effects", place]:
            event = next(each for each in scenario.events if each.name == name)
            item = event.effects[int(place)]
            moved = issue_moved(item, scenario)
            return None if moved is None else _scale(moved, "part" if item.to is None else "share")
    return None


def _scale(issue: Issue, of: str = "share") -> Scale:
    start, end = issue.range
    return {"of": of, "start": start, "end": end}


# ------------------------------------------------------------------------------
# Places of numbers


def spots_of(compiled: Compiled, paths: Iterable[str]) -> dict[str, list[Spot]]:
    """Where the numbers at some paths stand; those that are no numbers of the arrays are left out."""
    rows = {flat: u for u, flat in enumerate(compiled.arrays["uncertain_target"].tolist())}
    places = {path: _arrays_path(path) for path in paths}
    return {
        path: [
            {
                "flat": place.flat,
                "low": max(place.low, -LARGEST_REAL),
                "high": min(place.high, LARGEST_REAL),
                "scale": scale_at(known, compiled.scenario),
                "row": rows.get(place.flat, -1),
            }
            for place in compiled.places[known]
        ]
        for path, known in places.items()
        if known in compiled.places
    }


def _arrays_path(path: str) -> str:
    """The path by which the arrays know a number: an effect of an event has only one."""
    match path.split("."):
        case ["events", name, "effects", place, _]:
            return f"events.{name}.effects.{place}"
    return path


def _violence(scenario: Scenario) -> Violence | None:
    """What rates of violence decide beside themselves; None without a war."""
    war = scenario.war
    if war is None:
        return None
    assert war.normal is not None  # resolved
    return {
        "rates": {name: middle(party.violence, 0, 1e7) for name, party in scenario.principals.items()},
        "sides": {name: party.side or "none" for name, party in scenario.principals.items()},
        "answers": _given(war.answers, list(scenario.principals)) if war.answers else None,
        "normal": war.normal.value == 0,
        "branching": middle(war.branching or NOTHING, 0, 1),
    }


def _given(answers: Mapping[str, Mapping[str, Number]], names: Sequence[str]) -> dict[str, dict[str, float]]:
    """By how much each party answers each other: where the file says nothing, not at all."""
    return {i: {j: middle(answers.get(i, {}).get(j, NOTHING), 0, 100) for j in names} for i in names}
