"""Plays a scenario with levers moved, always on the same histories; what was played once is remembered."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Question, answer_to_any
from experiments.lever.lever import Lever, name_of
from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.holding import HoldingEngine
from experiments.runs.workers.threads import Beat, deaf
from experiments.words.overrides import assigned
from sim.engine.arrays import compile_scenario
from sim.engine.patch import placed
from sim.scenario.data import changed
from sim.scenario.vocabulary import Scenario

LOOK = 1000  # histories on which a search looks at a step; what it finds is told of all
Setting = tuple[tuple[str, int], ...]
"""Levers by party and key, and the step of each; those at step 0 are left out."""


class Table(NamedTuple):
    """What is played: a scenario, and the question that is asked of each history."""

    scenario: Scenario
    headline: Sequence[Question]
    histories: int
    seed: int

    @property
    def looked_at(self) -> int:
        """How many of the histories a search looks at: the first."""
        return min(LOOK, self.histories)


class Player:
    """Answers of every history to the headline, with any levers moved; may be asked from several threads."""

    def __init__(self, table: Table, levers: Sequence[Lever], engine: CompiledEngine):
        self.table, self.engine = table, engine
        self._base = compile_scenario(table.scenario)
        self._own = threading.local()
        self.levers: Mapping[str, Lever] = {name_of(lever): lever for lever in levers}
        self._known: dict[tuple[Setting, int], np.ndarray] = {}
        self._lock = threading.Lock()

    def play(self, setting: Setting, beat: Beat = deaf, rough: bool = False) -> np.ndarray:
        """Yes or no of each of the histories 0 … n − 1, those of `parley run`; of those that a search looks at if `rough`."""
        return self._from(setting, 0, self.table.looked_at if rough else self.table.histories, beat)

    def again(self, setting: Setting, beat: Beat = deaf) -> np.ndarray:
        """The same of as many histories that no search has seen."""
        return self._from(setting, self.table.histories, self.table.histories, beat)

    def _from(self, setting: Setting, first: int, count: int, beat: Beat) -> np.ndarray:
        """Answers of so many histories from a first one on; only those are played that are not known yet."""
        key = (tuple(sorted((name, step) for name, step in setting if step)), first)
        with self._lock:
            known = self._known.get(key, np.zeros(0, bool))
        if len(known) < count:
            more = self._play(key[0], first + len(known), count - len(known), beat)
            known = np.concatenate([known, more])
            with self._lock:
                self._known[key] = known
        return known[:count]

    def _play(self, setting: Setting, first: int, count: int, beat: Beat) -> np.ndarray:
        numbers = placed(self._base, self._sets(setting))
        compiled = self._base if numbers is not None else compile_scenario(self.scenario_at(setting))
        engine = self._set(numbers) if numbers is not None else self.engine
        played = play_block(compiled, self.table.seed, first, count, engine, beat)
        return answer_to_any(self.table.headline, played.columns, compiled)

    def _set(self, numbers: Mapping[str, float]) -> HoldingEngine:
        """This thread's engine for the base, with some numbers set."""
        if not hasattr(self._own, "engine"):
            self._own.engine = HoldingEngine(self._base)
        engine: HoldingEngine = self._own.engine
        engine.set(numbers)
        return engine

    def scenario_at(self, setting: Setting) -> Scenario:
        """The scenario with levers moved, as `--set` would have it, but without reading a file each time."""
        return changed(self._base.scenario, self._sets(setting))

    def _sets(self, setting: Setting) -> dict[str, object]:
        return {path: value for name, step in setting for path, value in self.levers[name].sets(step).items()}

    def assigned(self, setting: Setting) -> list[str]:
        """What a setting sets, as `--set` takes it."""
        return assigned({path: shortly(value) for path, value in self._sets(setting).items()})

    def of(self, lever: Lever, beat: Beat, rough: bool = False) -> Callable[[int], np.ndarray]:
        """The answers with one lever at a step."""
        return lambda step: self.play(((name_of(lever), step),), beat, rough)


def shortly(value: object) -> object:
    """The same value, with whole numbers as a person writes them: `1000` for 1000.0."""
    if isinstance(value, dict):
        return {key: shortly(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shortly(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
