"""Room for many small blocks of histories: for whoever asks for their columns alone, again and again."""

from collections.abc import Mapping

import numpy as np

from experiments.runs.blocks import FIRST_STRIDE, Engine, play_rows
from experiments.runs.workers.threads import Beat
from sim.engine.arrays import Compiled
from sim.engine.records import Layout, Records


class Room:
    """Rows in which one thread plays one scenario, a few histories at a time, each time over those before.

    A megabyte for the course of a block costs as much as some histories. Here there is one for all, in which counts add
    up that nobody reads.
    """

    def __init__(self, compiled: Compiled):
        self.compiled = compiled
        self._names = Layout.of(compiled).names
        self._records = Records.empty(compiled, 0)
        self._stride = FIRST_STRIDE

    def play(self, seed: int, first: int, count: int, engine: Engine, beat: Beat) -> Mapping[str, np.ndarray]:
        """Columns of the histories first … first + count − 1, as `engine` plays them; they stay as they are."""
        self.fill(0, seed, first, count, engine, beat)
        return {name: column[0] for name, column in self.columns(1, count).items()}

    def fill(self, row: int, seed: int, first: int, count: int, engine: Engine, beat: Beat) -> None:
        """Play so many histories into the rows from this one on; those before it stay as they are."""
        self._make_room(row + count)
        begin = max(FIRST_STRIDE, self._stride // 4)  # what was set since may have made histories longer
        rows = self._records.rows(slice(row, row + count))
        self._stride = play_rows(self.compiled, seed, first, rows, engine, beat, begin)

    def columns(self, sets: int, count: int) -> Mapping[str, np.ndarray]:
        """Columns of what stands in the first rows, so many sets of `count` histories: (sets, count) each."""
        rows = (np.array(kind[: sets * count].T, order="C") for kind in (self._records.whole, self._records.measured))
        columns = (column for kind in rows for column in kind.reshape(-1, sets, count))
        return dict(zip(self._names, columns, strict=True))

    def _make_room(self, count: int) -> None:
        before = self._records
        if len(before.whole) < count:
            self._records = Records.empty(self.compiled, 2 * count)._replace(course=before.course)
            self._records.whole[: len(before.whole)] = before.whole
            self._records.measured[: len(before.whole)] = before.measured
