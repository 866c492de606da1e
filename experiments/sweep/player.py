"""The unit of a sweep: a few hundred histories of one point. Pieces go round the points, so that half a sweep is balanced.

Pieces of few histories are given out and played several at once.
"""

import base64
import random
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from experiments.estimates.questions import Question, answer_to_any, questions_of
from experiments.estimates.statistics import Tally
from experiments.estimates.tally import estimate_sums, estimate_sums_each
from experiments.runs.blocks import CompiledEngine, play
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from experiments.sweep.journal import PieceEntry
from experiments.sweep.points import Point
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.vocabulary import Scenario

CHUNK = 500  # histories in a piece
AT_ONCE = 2000  # histories in pieces that are played at once
FEWEST = 32  # so many times something is given out, if there are as many pieces, so that all workers have some
REMEMBERED = 96  # compiled points that each process keeps: about half a megabyte each
MANY = 100  # counts of which the journal leaves out those that are 0: who blocked a table last, how, and on what
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
    left = most = min(AT_ONCE, total // FEWEST)
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


class Player:
    """Plays pieces; can be sent to another process."""

    def __init__(self, base: Compiled, headline: Sequence[Question], seed: int, points: int, engine: CompiledEngine):
        self.base, self.headline, self.seed, self.engine = base, tuple(headline), seed, engine
        self.remembered = min(points, REMEMBERED)
        self._start()

    def _start(self) -> None:
        self._known: OrderedDict[int, Compiled] = OrderedDict()
        self._lock = threading.Lock()
        self._own_to_thread = threading.local()

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._start()

    def __call__(self, pieces: Sequence[Piece], beat: Callable[[int], None]) -> list[Given]:
        """Play pieces; what is wrong with the point of one is what it gives."""
        found: list[Given] = []
        for (of_base, _), group in groupby(pieces, key=lambda piece: (piece.at.numbers is not None, piece.length)):
            alike = list(group)
            found += self._of_base(alike, beat) if of_base else [self._own(piece, beat) for piece in alike]
        return found

    def _of_base(self, pieces: Sequence[Piece], beat: Callable[[int], None]) -> list[Given]:
        """Play the base with the numbers of each of these pieces, all as long; then count all at once."""
        if not hasattr(self._own_to_thread, "engine"):
            self._own_to_thread.engine, self._own_to_thread.room = HoldingEngine(self.base), Room(self.base)
        engine: HoldingEngine = self._own_to_thread.engine
        room: Room = self._own_to_thread.room
        length = pieces[0].length
        for i, piece in enumerate(pieces):
            engine.set(piece.at.numbers or {})
            room.fill(i * length, self.seed, piece.first, length, engine, beat)
        columns = room.columns(len(pieces), length)
        yes = answer_to_any(self.headline, columns, self.base)
        return [Given(*each) for each in zip(estimate_sums_each(columns, self.base), yes, strict=True)]

    def _own(self, piece: Piece, beat: Callable[[int], None]) -> Given:
        """Play the scenario of a piece's own."""
        if piece.at.scenario is None:
            beat(piece.length)
            return Given({}, NOBODY, piece.at.error)
        compiled = self._compiled(piece.point, piece.at.scenario)
        known = set(questions_of(compiled.names))
        missing = [".".join(question[1::2]) or question[0] for question in self.headline if question not in known]
        if missing:
            beat(piece.length)
            return Given({}, NOBODY, f"this scenario has no {', '.join(missing)}")
        columns = play(compiled, self.seed, piece.first, piece.length, self.engine, beat)
        return Given(estimate_sums(columns, compiled), answer_to_any(self.headline, columns, compiled))

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
        "sums": {name: _written(value) for name, value in given.sums.items()},
        "yes": base64.b64encode(np.packbits(given.yes).tobytes()).decode(),
    }


def _written(counts: np.ndarray) -> object:
    """Counts as plain data; of many, nearly all of which are 0, how many there are, and the others by their places."""
    if counts.size <= MANY:
        plain: object = counts.tolist()
        return plain
    places = np.flatnonzero(counts)
    return {"of": counts.size, "counts": dict(zip(places.tolist(), counts[places].tolist(), strict=True))}


def _read(written: Any) -> Any:
    """The same counts, as `np.array` takes them."""
    if not isinstance(written, dict):
        return written
    counts = [0] * written["of"]
    for place, count in written["counts"].items():
        counts[int(place)] = count
    return counts


def from_entry(entry: PieceEntry) -> Given:
    """What a piece gave, from the journal."""
    if "error" in entry:
        return Given({}, NOBODY, entry["error"])
    sums = {
        name: np.array(_read(value), dtype=object if name.endswith(".level") else np.int64)
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
