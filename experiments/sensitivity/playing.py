"""The unit of an analysis: a block of points, all on the same few histories; it gives two counts a point."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from experiments.comparison.pairs import Question, answers
from experiments.headline import answer
from experiments.runner import play_block
from experiments.sensitivity.plans import Block
from sim.compiled import Compiled, compile_scenario
from sim.holding import hold
from sim.records import Records
from sim.scenario import Scenario
from sim.world import copy_of


class Player:
    """Plays blocks; can be sent to another process, where it compiles the scenario and makes its own engine."""

    def __init__(
        self,
        scenario: Scenario,
        paths: Sequence[Sequence[str]],
        headline: Sequence[Question],
        histories: int,
        seed: int,
    ):
        self.scenario, self.paths, self.headline = scenario, paths, tuple(headline)
        self.histories, self.seed = histories, seed
        self._start()

    def _start(self) -> None:
        self._compiled: Compiled | None = None
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._start()

    def __call__(self, block: Block, beat: Callable[[int], None]) -> np.ndarray:
        """Histories that answer with yes at each point, of the even and of the odd ones: (points, 2)."""
        compiled = self._ready()
        engine = HoldingEngine(compiled)
        counts = np.zeros((len(block.points), 2), np.int64)
        for i, point in enumerate(block.points):
            engine.hold(self._shares(point))
            played = play_block(compiled, self.seed, block.first, self.histories, engine, beat)
            yes = answer(answers(played.columns, compiled), self.headline)
            counts[i] = yes[0::2].sum(), yes[1::2].sum()
        return counts

    def _shares(self, point: np.ndarray) -> Mapping[str, float]:
        return {path: float(share) for paths, share in zip(self.paths, point, strict=True) for path in paths}

    def _ready(self) -> Compiled:
        with self._lock:
            if self._compiled is None:
                self._compiled = compile_scenario(self.scenario)
            return self._compiled


class HoldingEngine:
    """The kernel with some numbers held, again and again, in one copy of the arrays: for one thread."""

    def __init__(self, compiled: Compiled):
        from sim.handle import directory

        self.compiled, self.arrays = compiled, copy_of(compiled.arrays)
        self.slots = directory(self.arrays)

    def prepare(self) -> None:
        """Load or make the machine code."""
        from sim.kernel import make_ready

        make_ready()

    def hold(self, shares: Mapping[str, float]) -> None:
        """Hold these numbers from now on."""
        hold(self.arrays, self.compiled, shares)

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play histories, compiled, without holding the interpreter."""
        from sim.kernel import play_histories

        rounds = compiled.scenario.time.rounds
        play_histories(self.arrays, compiled.sizes, rounds, seed, first, records, self.slots)


def as_entry(block: Block, counts: np.ndarray) -> dict[str, Any]:
    """A block and what it gave as plain data, for the journal."""
    return {"block": block.number, "yes": counts.tolist()}


def from_entry(entry: Mapping[str, Any]) -> tuple[int, np.ndarray]:
    """The number of a block and what it gave, from the journal."""
    return entry["block"], np.array(entry["yes"], np.int64)
