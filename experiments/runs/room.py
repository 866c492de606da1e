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
        records = self._rows(count)
        begin = max(FIRST_STRIDE, self._stride // 2)  # numbers set since may have made histories longer
        self._stride = play_rows(self.compiled, seed, first, records, engine, beat, begin)
        columns = (np.array(rows.T, order="C") for rows in (records.whole, records.measured))
        return dict(zip(self._names, (column for rows in columns for column in rows), strict=True))

    def _rows(self, count: int) -> Records:
        if len(self._records.whole) < count:
            new = Records.empty(self.compiled, count)
            self._records = new._replace(course=self._records.course)
        return self._records.rows(slice(0, count))
