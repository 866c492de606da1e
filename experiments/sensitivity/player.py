"""The unit of an analysis: a block of points, all on the same few histories; it gives two counts a point."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from experiments.estimates.questions import Question, answer, answers
from experiments.runs.blocks import play_block
from experiments.sensitivity.plans import Block
from experiments.sweep.journal import BlockEntry
from sim.engine.arrays import Compiled
from sim.engine.fixed import hold
from sim.engine.records import Records
from sim.world.state import copy_of


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
        engine = HoldingEngine(self.compiled)
        counts = np.zeros((len(block.points), 2), np.int64)
        for i, point in enumerate(block.points):
            engine.hold(self._shares(point))
            played = play_block(self.compiled, self.seed, block.first, self.histories, engine, beat)
            yes = answer(answers(played.columns, self.compiled), self.headline)
            counts[i] = yes[0::2].sum(), yes[1::2].sum()
        return counts

    def _shares(self, point: np.ndarray) -> Mapping[str, float]:
        return {path: float(share) for paths, share in zip(self.paths, point, strict=True) for path in paths}


class HoldingEngine:
    """The kernel with some numbers held, again and again, in one copy of the arrays: for one thread."""

    def __init__(self, compiled: Compiled):
        from sim.engine.handle import directory

        self.compiled, self.arrays = compiled, copy_of(compiled.arrays)
        self.slots = directory(self.arrays)

    def prepare(self) -> None:
        """Load or make the machine code."""
        from sim.engine.kernel import make_ready

        make_ready()

    def hold(self, shares: Mapping[str, float]) -> None:
        """Hold these numbers from now on."""
        hold(self.arrays, self.compiled, shares)

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play histories, compiled, without holding the interpreter."""
        from sim.engine.kernel import play_histories

        rounds = compiled.scenario.time.rounds
        play_histories(self.arrays, compiled.sizes, rounds, seed, first, records, self.slots)


def as_entry(block: Block, counts: np.ndarray) -> BlockEntry:
    """A block and what it gave as plain data, for the journal."""
    return {"block": block.number, "yes": counts.tolist()}


def from_entry(entry: BlockEntry) -> tuple[int, np.ndarray]:
    """The number of a block and what it gave, from the journal."""
    return entry["block"], np.array(entry["yes"], np.int64)
