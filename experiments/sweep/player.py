"""The unit of a sweep: a few hundred histories of one point. Pieces go round the points, so that half a sweep is balanced.

Pieces of few histories are given out and played several at once.
"""

import base64
import random
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Question, answer_to_any, questions_of
from experiments.estimates.statistics import Tally
from experiments.estimates.tally import estimate_sums
from experiments.runs.blocks import CompiledEngine, Engine
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from experiments.sweep.journal import PieceEntry
from experiments.sweep.points import Point
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.vocabulary import Scenario

CHUNK = 500  # histories in a piece, and in several that are played at once
FEWEST = 32  # so many times something is given out, if there are as many pieces, so that all workers have some
REMEMBERED = 96  # compiled points that each process keeps: about half a megabyte each
SET_ON = re.compile(r" \(set on [^)]*\)$")  # of a --set: which file it was for goes without saying here
CENTRE = 2  # the seed by which points are shuffled within each round


class Played(NamedTuple):
    """What is played at a point: the base with some `numbers` set, or a scenario of its own; or what is wrong with it."""

    scenario: Scenario | None
    numbers: Mapping[str, float] | None = None
    error: str | None = None


At = Callable[[int], Played]
"""What is played at a point, by its number."""


class Piece(NamedTuple):
    """Histories first … first + length − 1 of a point."""

    point: int
    first: int
    length: int
    at: Played


def rounds_of(points: int, histories: int) -> Iterator[tuple[int, int, int]]:
    """(point, first, count) of every piece: all points once, in a shuffled order, then all of them again."""
    order = list(range(points))
    random.Random(CENTRE).shuffle(order)  # nosec B311 - an order of work, no secret
    for first in range(0, histories, CHUNK):
        for point in order:
            yield point, first, min(CHUNK, histories - first)


def at_once(pieces: Iterable[Piece], total: int) -> Iterator[list[Piece]]:
    """Pieces, of `total` histories all told, as they are given out: several of few histories, or one."""
    found: list[Piece] = []
    left = most = min(CHUNK, total // FEWEST)
    for piece in pieces:
        if found and piece.length > left:
            yield found
            found, left = [], most
        found.append(piece)
        left -= piece.length
    if found:
        yield found


class Given(NamedTuple):
    """What a piece gave: its sums, and the yes or no of each history to the headline; or why it failed."""

    sums: Tally
    yes: np.ndarray
    error: str | None = None


NOBODY = np.zeros(0, bool)
"""The yes or no of no history."""


class _Histories(NamedTuple):
    """The columns of histories, and the scenario that was played."""

    columns: Mapping[str, np.ndarray]
    compiled: Compiled


class Player:
    """Plays pieces; can be sent to another process."""

    def __init__(self, base: Compiled, headline: Sequence[Question], seed: int, points: int, engine: CompiledEngine):
        self.base, self.headline, self.seed, self.engine = base, tuple(headline), seed, engine
        self.remembered = min(points, REMEMBERED)
        self._start()

    def _start(self) -> None:
        self._known: OrderedDict[int, Compiled] = OrderedDict()
        self._lock = threading.Lock()
        self._own = threading.local()

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._start()

    def __call__(self, pieces: Sequence[Piece], beat: Callable[[int], None]) -> list[Given]:
        """Play pieces; what is wrong with the point of one is what it gives.

        All are played, and then all are counted: by the end of a piece, the processor has forgotten how to count.
        """
        played = [self._play(piece, beat) for piece in pieces]
        return [self._counted(each) if isinstance(each, _Histories) else Given({}, NOBODY, each) for each in played]

    def _play(self, piece: Piece, beat: Callable[[int], None]) -> "_Histories | str | None":
        """The histories of a piece, or what is wrong with its point."""
        if piece.at.scenario is None:
            beat(piece.length)
            return piece.at.error
        compiled, engine = self._ready(piece.point, piece.at.scenario, piece.at.numbers)
        if missing := self._missing(compiled):
            beat(piece.length)
            return f"this scenario has no {', '.join(missing)}"
        columns = self._room(compiled).play(self.seed, piece.first, piece.length, engine, beat)
        return _Histories(columns, compiled)

    def _counted(self, played: "_Histories") -> Given:
        return Given(estimate_sums(*played), answer_to_any(self.headline, *played))

    def _missing(self, compiled: Compiled) -> list[str]:
        """What is asked for that a point's own scenario does not know."""
        if compiled is self.base:
            return []
        known = set(questions_of(compiled.names))
        return [".".join(question[1::2]) or question[0] for question in self.headline if question not in known]

    def _room(self, compiled: Compiled) -> Room:
        """This thread's room for a scenario: for one at a time, mostly the base."""
        room: Room | None = getattr(self._own, "room", None)
        if room is None or room.compiled is not compiled:
            room = self._own.room = Room(compiled)
        return room

    def _ready(self, point: int, scenario: Scenario, numbers: Mapping[str, float] | None) -> tuple[Compiled, Engine]:
        """What to play, and an engine for it: where only numbers are set, this thread's copy of the base."""
        if numbers is None:
            return self._compiled(point, scenario), self.engine
        if not hasattr(self._own, "engine"):
            self._own.engine = HoldingEngine(self.base)
        engine: HoldingEngine = self._own.engine
        engine.set(numbers)
        return self.base, engine

    def _compiled(self, point: int, scenario: Scenario) -> Compiled:
        with self._lock:
            found = self._known.get(point)
            if found is not None:
                self._known.move_to_end(point)
                return found
        made = compile_scenario(scenario)
        with self._lock:
            self._known[point] = made
            while len(self._known) > self.remembered:
                self._known.popitem(last=False)
        return made


def as_entry(piece: Piece, given: Given) -> PieceEntry:
    """A piece and what it gave as plain data, for the journal."""
    if given.error is not None:
        return {"point": piece.point, "first": piece.first, "count": piece.length, "error": given.error}
    return {
        "point": piece.point,
        "first": piece.first,
        "count": piece.length,
        "sums": {name: value.tolist() for name, value in given.sums.items()},
        "yes": base64.b64encode(np.packbits(given.yes).tobytes()).decode(),
    }


def from_entry(entry: PieceEntry) -> Given:
    """What a piece gave, from the journal."""
    if "error" in entry:
        return Given({}, NOBODY, entry["error"])
    sums = {
        name: np.array(value, dtype=object if name.endswith(".level") else np.int64)
        for name, value in entry["sums"].items()
    }
    bits = np.frombuffer(base64.b64decode(entry["yes"]), np.uint8)
    return Given(sums, np.unpackbits(bits)[: entry["count"]].astype(bool))


def played_at(point: Point, load: Callable[[Point], Scenario]) -> Played:
    """A point's scenario, or what is wrong with it in one line."""
    try:
        return Played(load(point))
    except ScenarioError as error:
        wrong = "; ".join(f"{problem.path}: {SET_ON.sub('', problem.message)}" for problem in error.problems)
        return Played(None, error=wrong)
