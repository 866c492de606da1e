"""What a number of histories leave behind: a row for each, and the counts of their course by month."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Compiled
from sim.world import outcome
from sim.world.course import BELIEF_BINS, TYPES, VIOLENCE_BINS


class Layout(NamedTuple):
    """Columns of the rows of a scenario, in their order."""

    counts: list[outcome.Column]
    measures: list[outcome.Column]

    @classmethod
    def of(cls, compiled: Compiled) -> "Layout":
        """The layout of a scenario."""
        names = compiled.names
        tables = [(table, names.rungs[table]) for table in names.tables]
        return cls(
            outcome.counts(tables, names.issues, names.parties, names.demands),
            outcome.measures(names.issues, names.parties),
        )

    @property
    def names(self) -> list[str]:
        """Names of all columns."""
        return [column.name for column in (*self.counts, *self.measures)]


class Course(NamedTuple):
    """Counts of histories by month (see `sim.world.course.leave_course`); those of two sets of histories add up."""

    violence: np.ndarray
    incidents: np.ndarray
    beliefs: np.ndarray

    @classmethod
    def empty(cls, compiled: Compiled) -> "Course":
        """No histories yet."""
        parties, rounds = len(compiled.names.parties), compiled.scenario.time.rounds
        return cls(
            np.zeros((parties + 1, rounds, VIOLENCE_BINS), np.int64),
            np.zeros((parties + 1, rounds), np.int64),
            np.zeros((parties, len(TYPES), rounds, BELIEF_BINS), np.int64),
        )


class Records(NamedTuple):
    """Rows of whole numbers (int32) and measures (float64) of `count` histories, and the course of them all."""

    whole: np.ndarray
    measured: np.ndarray
    course: Course

    @classmethod
    def empty(cls, compiled: Compiled, count: int) -> "Records":
        """Room for so many histories."""
        layout = Layout.of(compiled)
        return cls(
            np.zeros((count, len(layout.counts)), np.int32),
            np.zeros((count, len(layout.measures))),
            Course.empty(compiled),
        )

    def rows(self, which: slice) -> "Records":
        """Some of the rows; the course is that of all."""
        return Records(self.whole[which], self.measured[which], self.course)

    def columns(self, names: Sequence[str]) -> dict[str, np.ndarray]:
        """The rows as named columns."""
        columns = [*self.whole.T, *self.measured.T]
        return {name: np.ascontiguousarray(column) for name, column in zip(names, columns, strict=True)}
