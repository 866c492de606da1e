"""The histories of a run as columns that need no key: names, words, real units, what was drawn, and who meant it.

The columns that a run keeps are for the machine (`sim.world.outcome`): numbers of outcomes, shares of a range, rounds where
0 is never. Here every column says what it holds, in `Field`s, and a round that never came is nan.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Columns
from experiments.sensitivity.numbers import unit_of
from experiments.words.names import rung_title, title_of
from experiments.words.places import place_title
from sim.engine.arrays import Compiled, Uncertain
from sim.engine.fixed import shares_drawn
from sim.scenario.quantiles import choice_table, continuous_at
from sim.world.codes import BLOCKS, STAGES
from sim.world.outcome import PARTY_MEASURES
from sim.world.state import QUANTILES

TYPES = np.array(["stalls", "settles"])
DECIMALS = 9  # of a level in real units: beyond them is the rounding of shares of a range
TEXT, TRUTH, COUNT, ROUND, NUMBER = "text", "true or false", "count", "round", "number"
"""What a column may hold; a round that never came is not a number."""


class Field(NamedTuple):
    """A column: its name, a title for a reader, its unit, what it holds, and what that means."""

    name: str
    title: str
    unit: str
    kind: str
    meaning: str


RESERVED = Field(
    "reservations", "With reservations", "", TEXT, "what is to be known first of all histories, the same in each row"
)
"""The last column of a table of which something is to be known first: rows are taken out, and files put together."""

Make = Callable[[Columns, int], np.ndarray]
"""From the columns of histories, and the number of the first, to the values of one field."""


def frame(columns: Columns, compiled: Compiled, seed: int, first: int) -> dict[str, np.ndarray]:
    """The histories from number `first`, one row each, as named columns."""
    return {field.name: make(columns, first) for field, make in _fields(compiled, seed)}


def fields(compiled: Compiled) -> list[Field]:
    """What the columns of a scenario's frame hold, in their order."""
    return [field for field, _ in _fields(compiled, 0)]


def _fields(compiled: Compiled, seed: int) -> Iterator[tuple[Field, Make]]:
    yield Field("history", "Number of the history", "", COUNT, "as parley trace --history takes it"), _number
    yield from _inputs(compiled, seed)
    for party in compiled.names.parties:
        whose = title_of(compiled.scenario.parties, party)
        for what, when in (("settles_at_start", "start"), ("settles", "end")):
            name, title = f"{party}.type_at_{when}", f"{whose}: type at the {when}"
            meaning = "settles: would keep a deal; stalls: comes for recognition, time and leverage"
            yield Field(name, title, "", TEXT, meaning), _type(f"{party}.{what}")
    yield (
        Field("outcome", "Outcome", "", TEXT, "how the history ends: the first outcome whose condition holds"),
        _chosen("outcome", compiled.names.outcomes),
    )
    meaning = "whether any table climbed a rung"
    yield Field("progress", "Progress", "", TRUTH, meaning), lambda columns, _: columns["progress"] == 1
    for table in compiled.names.tables:
        yield from _of_table(compiled, table)
    for issue in compiled.names.issues:
        yield from _of_issue(compiled, issue)
    for party in compiled.names.parties:
        yield from _of_party(compiled, party)
    yield (
        Field("leverage", "Insurgents' leverage", "share", NUMBER, "at the end, before concessions"),
        _as_is("leverage"),
    )
    yield Field("hurt", "Violence at the end", "× normal", NUMBER, "moving average, relative to normal"), _as_is("hurt")


def _number(columns: Columns, first: int) -> np.ndarray:
    return np.arange(first, first + len(columns["outcome"]), dtype=np.int64)


def _as_is(name: str) -> Make:
    return lambda columns, _: columns[name]


def _type(name: str) -> Make:
    return lambda columns, _: TYPES[columns[name]]


def _chosen(name: str, names: tuple[str, ...] | list[str]) -> Make:
    """Names in place of their numbers; an empty text for −1."""
    known = np.array([*names, ""])  # −1 counts from the end
    return lambda columns, _: known[columns[name]]


def _round(name: str) -> Make:
    return lambda columns, _: np.where(columns[name] > 0, columns[name], np.nan)


# ------------------------------------------------------------------------------
# What was drawn


def _inputs(compiled: Compiled, seed: int) -> Iterator[tuple[Field, Make]]:
    for i, uncertain in enumerate(compiled.uncertain):
        title, unit = place_title(uncertain.path, compiled.scenario), unit_of(uncertain.path, compiled.scenario)
        field = Field(uncertain.path, title, unit or "", NUMBER, "drawn for this history from its distribution")
        yield field, _drawn(compiled, seed, i, uncertain)


def _drawn(compiled: Compiled, seed: int, i: int, uncertain: Uncertain) -> Make:
    """The value of an uncertain number, worked out anew from the history's number, as the engine reads its tables."""
    only = compiled._replace(uncertain=(uncertain,))

    def make(columns: Columns, first: int) -> np.ndarray:
        return value_at(uncertain, shares_drawn(only, seed, first, len(columns["outcome"]))[:, 0])

    return make


def value_at(uncertain: Uncertain, shares: np.ndarray) -> np.ndarray:
    """Values in real units below which these shares (0–1) of an uncertain number lie, between points of its table."""
    if uncertain.number.choice is not None:
        edges, values = choice_table(uncertain.number)
        return np.asarray(values[np.minimum(np.searchsorted(edges, shares, side="right"), len(values) - 1)])
    points = np.linspace(0.0, 1.0, QUANTILES)
    values = continuous_at(uncertain.number, uncertain.low, uncertain.high, points)
    return np.asarray(np.interp(shares, points, values))


# ------------------------------------------------------------------------------
# Tables, issues, parties


def _of_table(compiled: Compiled, table: str) -> Iterator[tuple[Field, Make]]:
    names, title = compiled.names, title_of(compiled.scenario.tables, table)
    stage = Field(f"{table}.stage", f"{title}: stage", "", TEXT, f"at the end: {', '.join(STAGES)}")
    yield stage, _chosen(f"{table}.stage", STAGES)
    public = Field(f"{table}.public", f"{title}: public", "", TRUTH, "at the end")
    yield public, lambda columns, _: columns[f"{table}.public"] == 1
    for what, meaning in (("meetings", "meetings held"), ("walk_outs", "walk-outs")):
        yield Field(f"{table}.{what}", f"{title}: {meaning}", "", COUNT, "in all"), _as_is(f"{table}.{what}")
    for what, meaning in (
        ("first_meeting", "first meeting"), ("leaked", "word got out"), ("collapsed", "collapsed"),
    ):  # fmt: skip
        yield Field(f"{table}.{what}", f"{title}: {meaning}", "", ROUND, "in which round"), _round(f"{table}.{what}")
    who = Field(f"{table}.blocked_by", f"{title}: blocked by", "", TEXT, "the party that blocked it last")
    yield who, _chosen(f"{table}.block_party", names.parties)
    how = Field(f"{table}.blocked_how", f"{title}: how it was blocked", "", TEXT, f"what it did: {', '.join(BLOCKS)}")
    yield how, _chosen(f"{table}.block_how", BLOCKS)
    on = Field(f"{table}.blocked_on", f"{title}: blocked on", "", TEXT, "the issue on which")
    yield on, _chosen(f"{table}.block_issue", names.issues)
    for rung in names.rungs[table]:
        yield from _of_rung(compiled, table, rung, f"{title}: {rung_title(compiled.scenario.tables[table], rung)}")


def _of_rung(compiled: Compiled, table: str, rung: str, title: str) -> Iterator[tuple[Field, Make]]:
    for what, meaning in (
        ("reached", "whether it or a later rung was ever reached"),
        ("signed", "whether its agreement or that of a later rung was ever signed"),
        ("ended", "whether its agreement was ever ended, by default or by being taken back"),
    ):
        name = f"{table}.{rung}.{what}"
        rungs = compiled.names.rungs[table]
        counted = [rung] if what == "ended" else rungs[rungs.index(rung) :]
        yield Field(name, f"{title}, {what}", "", TRUTH, meaning), _ever([f"{table}.{each}.{what}" for each in counted])
        of_round = Field(
            f"{name}_round", f"{title}, {what} in round", "", ROUND, f"the round in which it was first {what}"
        )
        yield of_round, _round(name)


def _ever(names: list[str]) -> Make:
    """Whether any of these rounds came."""
    return lambda columns, _: np.any([columns[name] > 0 for name in names], axis=0)


def _of_issue(compiled: Compiled, issue: str) -> Iterator[tuple[Field, Make]]:
    about = compiled.scenario.issues[issue]
    title = title_of(compiled.scenario.issues, issue)
    for what, meaning in (("level", "in force at the end"), ("agreed_level", "agreed last")):
        if about.options:
            told = Field(f"{issue}.{what}", f"{title}: option {meaning}", "", TEXT, meaning)
            yield told, _option(f"{issue}.{what}", np.array(list(about.titles.values())))
            continue
        yield (
            Field(f"{issue}.{what}", f"{title}: level {meaning}", about.unit, NUMBER, meaning),
            _level(f"{issue}.{what}", about.real),
        )
    for what, meaning in (("agreed", "last agreed"), ("in_force", "an agreement on it first carried out")):
        yield Field(f"{issue}.{what}", f"{title}: {meaning}", "", ROUND, "in which round"), _round(f"{issue}.{what}")
    yield Field(f"{issue}.defaults", f"{title}: defaults", "", COUNT, "on it, in all"), _as_is(f"{issue}.defaults")


def _level(name: str, real: Callable[[float], float]) -> Make:
    low, high = real(0.0), real(1.0)
    return lambda columns, _: np.round(low + columns[name] * (high - low), DECIMALS)


def _option(name: str, titles: np.ndarray) -> Make:
    """The titles of options, which are kept as shares of the way from the first to the last."""
    return lambda columns, _: titles[np.rint(columns[name] * (len(titles) - 1)).astype(np.int64)]


def _of_party(compiled: Compiled, party: str) -> Iterator[tuple[Field, Make]]:
    title = title_of(compiled.scenario.parties, party)
    units = {"utility": "u", "walk_away": "u", "belief": "probability", "incidents": "incidents"}
    for what, meaning in PARTY_MEASURES:
        name = f"{party}.{what}"
        yield Field(name, f"{title}: {what.replace('_', ' ')}", units[what], NUMBER, meaning), _as_is(name)
    turnovers = Field(f"{party}.turnovers", f"{title}: changes of leadership", "", COUNT, "in all")
    yield turnovers, _as_is(f"{party}.turnovers")


def together(parts: Iterator[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Frames of histories that follow one another, as one."""
    kept: dict[str, list[np.ndarray]] = {}
    for part in parts:
        for name, values in part.items():
            kept.setdefault(name, []).append(values)
    return {name: np.concatenate(values) for name, values in kept.items()}
