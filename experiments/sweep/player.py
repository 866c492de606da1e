"""The unit of a sweep: a few hundred histories of one point. Pieces go round the points, so that half a sweep is balanced."""

import base64
import random
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Question, answer, answers
from experiments.estimates.statistics import Tally
from experiments.estimates.tally import estimate_sums
from experiments.runs.blocks import CompiledEngine, Engine, play_block
from experiments.runs.holding import HoldingEngine
from experiments.sweep.journal import PieceEntry
from experiments.sweep.points import Point
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.vocabulary import Scenario

CHUNK = 500  # histories in a piece
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


class Given(NamedTuple):
    """What a piece gave: its sums, and the yes or no of each history to the headline; or why it failed."""

    sums: Tally
    yes: np.ndarray
    error: str | None = None


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

    def __call__(self, piece: Piece, beat: Callable[[int], None]) -> Given:
        """Play a piece; what is wrong with its point is what it gives."""
        if piece.at.scenario is None:
            beat(piece.length)
            return Given({}, np.zeros(0, bool), piece.at.error)
        compiled, engine = self._ready(piece.point, piece.at.scenario, piece.at.numbers)
        played = play_block(compiled, self.seed, piece.first, piece.length, engine, beat)
        sums = estimate_sums(played.columns, compiled)
        found = answers(played.columns, compiled)
        missing = [".".join(question[1::2]) or question[0] for question in self.headline if question not in found]
        if missing:
            return Given({}, np.zeros(0, bool), f"this scenario has no {', '.join(missing)}")
        return Given(sums, answer(found, self.headline))

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
        return Given({}, np.zeros(0, bool), entry["error"])
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
