"""The unit of an analysis: a block of points, all on the same few histories; it gives two counts a point."""

import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experiments.estimates.questions import Question, answer_to_any
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from experiments.sensitivity.plans import Block
from experiments.sweep.journal import BlockEntry
from sim.engine.arrays import Compiled

ROWS = 5000  # histories that are answered for at once, at most


class Player:
    """Plays blocks, each thread in arrays of its own; can be sent to another process."""

    def __init__(
        self,
        compiled: Compiled,
        paths: Sequence[Sequence[str]],
        headline: Sequence[Question],
        histories: int,
        seed: int,
    ):
        self.compiled, self.paths, self.headline = compiled, paths, tuple(headline)
        self.histories, self.seed = histories, seed
        self._own = threading.local()

    def __reduce__(self) -> tuple[Callable[..., "Player"], tuple[object, ...]]:
        return Player, (self.compiled, self.paths, self.headline, self.histories, self.seed)

    def __call__(self, block: Block, beat: Callable[[int], None]) -> np.ndarray:
        """Histories that answer with yes at each point, of the even and of the odd ones: (points, 2)."""
        together = max(1, ROWS // self.histories)
        cuts = range(0, len(block.points), together)
        return np.concatenate([self._counts(block.points[i : i + together], block.first, beat) for i in cuts])

    def _counts(self, points: np.ndarray, first: int, beat: Callable[[int], None]) -> np.ndarray:
        """The same of some points."""
        if not hasattr(self._own, "engine"):
            self._own.engine, self._own.room = HoldingEngine(self.compiled), Room(self.compiled)
        engine: HoldingEngine = self._own.engine
        room: Room = self._own.room
        before = np.full(len(self.paths), np.nan)
        for i, point in enumerate(points):
            engine.hold(self._shares(point, np.flatnonzero(point != before)))  # the others are held where they were
            room.fill(i * self.histories, self.seed, first, self.histories, engine, beat)
            before = point
        yes = answer_to_any(self.headline, room.columns(len(points), self.histories), self.compiled)
        return np.stack([yes[:, 0::2].sum(axis=1), yes[:, 1::2].sum(axis=1)], axis=1)

    def _shares(self, point: np.ndarray, numbers: np.ndarray) -> Mapping[str, float]:
        """Where some numbers of a point are held, by path."""
        return {path: float(point[i]) for i in numbers for path in self.paths[i]}


def as_entry(block: Block, counts: np.ndarray) -> BlockEntry:
    """A block and what it gave as plain data, for the journal."""
    return {"block": block.number, "yes": counts.tolist()}


def from_entry(entry: BlockEntry) -> tuple[int, np.ndarray]:
    """The number of a block and what it gave, from the journal."""
    return entry["block"], np.array(entry["yes"], np.int64)
