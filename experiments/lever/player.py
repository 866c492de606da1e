"""Plays a scenario with levers moved, always on the same histories; what was played once is remembered."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Question, answer, answers
from experiments.lever.levers import Lever
from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.workers.threads import Beat, deaf
from experiments.sweep.points import assigned
from sim.engine.arrays import compile_scenario
from sim.scenario.data import scenario_data, with_value
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario

ROUGH = 4  # a rough answer is that of a quarter of the histories
Setting = tuple[tuple[str, int], ...]
"""Levers by party and key, and the step of each; those at step 0 are left out."""


class Table(NamedTuple):
    """What is played: a scenario, and the question that is asked of each history."""

    scenario: Scenario
    headline: Sequence[Question]
    histories: int
    seed: int


class Player:
    """Answers of every history to the headline, with any levers moved; may be asked from several threads."""

    def __init__(self, table: Table, levers: Sequence[Lever], engine: CompiledEngine):
        self.table, self.engine = table, engine
        self._data = scenario_data(resolve(table.scenario))
        self.levers: Mapping[str, Lever] = {name_of(lever): lever for lever in levers}
        self._known: dict[tuple[Setting, int, int], np.ndarray] = {}
        self._lock = threading.Lock()

    def play(self, setting: Setting, beat: Beat = deaf, rough: bool = False, fresh: bool = False) -> np.ndarray:
        """Yes or no of each of the histories 0 … n − 1; of the first of them only if `rough`.

        With `fresh`, of as many that no search has seen.
        """
        setting = tuple(sorted((name, step) for name, step in setting if step))
        histories = self.table.histories
        first, count = (histories if fresh else 0), (max(1, histories // ROUGH) if rough else histories)
        with self._lock:
            found = self._known.get((setting, first, histories))
            found = found[:count] if found is not None else self._known.get((setting, first, count))
        if found is None:
            found = self._play(setting, first, count, beat)
            with self._lock:
                self._known[setting, first, count] = found
        return found

    def _play(self, setting: Setting, first: int, count: int, beat: Beat) -> np.ndarray:
        compiled = compile_scenario(self.scenario_at(setting))
        played = play_block(compiled, self.table.seed, first, count, self.engine, beat)
        return answer(answers(played.columns, compiled), self.table.headline)

    def scenario_at(self, setting: Setting) -> Scenario:
        """The scenario with levers moved, as `--set` would have it, but without reading a file each time."""
        data = self._data
        for path, value in self._sets(setting).items():
            data = with_value(data, path.split("."), value)
        return Scenario.model_validate(data)

    def _sets(self, setting: Setting) -> dict[str, object]:
        return {path: value for name, step in setting for path, value in self.levers[name].sets(step).items()}

    def assigned(self, setting: Setting) -> list[str]:
        """What a setting sets, as `--set` takes it."""
        return assigned(self._sets(setting))

    def of(self, lever: Lever, beat: Beat) -> Callable[[int], np.ndarray]:
        """The answers with one lever at a step."""
        return lambda step: self.play(((name_of(lever), step),), beat)


def name_of(lever: Lever) -> str:
    """A lever's name; `waits longer` and `comes down sooner` move the same number."""
    return f"{lever.party} {lever.key} {lever.value(lever.steps)}"
