"""Plays the generic case at many points of its defaults, and counts what base rates are of."""

import threading
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.defaults.setting import Subject, as_point, turn
from experiments.estimates.base_rates import counted
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from experiments.runs.workers.threads import Backend, Beat
from sim.engine.patch import restore

Counts = NDArray[np.int64]


class Batch(NamedTuple):
    """Points (points, defaults) or None for the present defaults, each with so many histories, from number `first` on.

    Each point has histories of its own, so that what is learnt from all of them does not hang on the luck of a few.
    """

    values: NDArray[np.float64] | None
    histories: int
    first: int = 0


def play_batch(subject: Subject, batch: Batch, seed: int, backend: Backend, advance: Callable[[int], None]) -> Counts:
    """Counts at every point: (points, rates, 2)."""
    own = threading.local()

    def play(number: int, beat: Beat) -> Counts:
        if not hasattr(own, "engine"):
            own.engine, own.room = HoldingEngine(subject.compiled), Room(subject.compiled)
        restore(own.engine.arrays, subject.compiled)
        if batch.values is not None:
            turn(own.engine.arrays, subject.compiled, subject.left, as_point(batch.values[number]))
        first = batch.first + number * batch.histories
        return counted(own.room.play(seed, first, batch.histories, own.engine, beat))

    points = 1 if batch.values is None else len(batch.values)
    done = dict(backend.each(play, lambda number, counts: (number, counts), range(points), advance))
    return np.array([done[number] for number in range(points)])
