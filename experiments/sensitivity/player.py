"""The unit of an analysis: a block of points, all on the same few histories; it gives two counts a point."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experiments.estimates.questions import Question, answer_to_any
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from experiments.sensitivity.plans import Block
from experiments.sweep.journal import BlockEntry
from sim.engine.arrays import Compiled


class Player:
    """Plays blocks; can be sent to another process."""

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

    def __call__(self, block: Block, beat: Callable[[int], None]) -> np.ndarray:
        """Histories that answer with yes at each point, of the even and of the odd ones: (points, 2)."""
        engine, room = HoldingEngine(self.compiled), Room(self.compiled)
        counts = np.zeros((len(block.points), 2), np.int64)
        for i, point in enumerate(block.points):
            engine.hold(self._shares(point))
            columns = room.play(self.seed, block.first, self.histories, engine, beat)
            yes = answer_to_any(self.headline, columns, self.compiled)
            counts[i] = yes[0::2].sum(), yes[1::2].sum()
        return counts

    def _shares(self, point: np.ndarray) -> Mapping[str, float]:
        return {path: float(share) for paths, share in zip(self.paths, point, strict=True) for path in paths}


def as_entry(block: Block, counts: np.ndarray) -> BlockEntry:
    """A block and what it gave as plain data, for the journal."""
    return {"block": block.number, "yes": counts.tolist()}


def from_entry(entry: BlockEntry) -> tuple[int, np.ndarray]:
    """The number of a block and what it gave, from the journal."""
    return entry["block"], np.array(entry["yes"], np.int64)
