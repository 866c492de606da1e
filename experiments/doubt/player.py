"""Plays the points of a doubt: base and variants, with defaults set and inputs held."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.defaults.setting import Subject, as_point, turn
from experiments.doubt.plan import Design, Kind, Piece
from experiments.estimates.questions import Question, answer_to, questions_of
from experiments.runs.holding import HoldingEngine
from experiments.runs.room import Room
from sim.engine.fixed import hold
from sim.engine.patch import restore

Counts = NDArray[np.int64]


class Counted(NamedTuple):
    """Of each point of a piece: histories that say yes to each question (points, questions).

    And where variants were played, histories that say yes in the variant only, and in the base only: (variants, points,
    questions).
    """

    yes: Counts
    gained: Counts
    lost: Counts


class Player:
    """Plays pieces; each thread in arrays of its own."""

    def __init__(
        self, base: Subject, variants: Sequence[Subject], designs: Mapping[Kind, Design], asked: Sequence[Question],
        histories: int, seed: int,
    ):  # fmt: skip
        self.base, self.variants, self.designs, self.asked = base, tuple(variants), designs, tuple(asked)
        self.histories, self.seed = histories, seed
        self._own = threading.local()

    def __call__(self, piece: Piece, beat: Callable[[int], None]) -> Counted:
        """Counts of the points of a piece."""
        return _together([self._point(self.designs[piece.kind], number, beat) for number in piece.points])

    def _point(self, design: Design, number: int, beat: Callable[[int], None]) -> Counted:
        first = design.first + number * self.histories
        variants = range(1, 1 + len(self.variants)) if design.kind == "defaults" else range(0)
        base = self._answers(0, design, number, first, beat)
        others = [self._answers(which, design, number, first, beat) for which in variants]
        none = np.zeros((0, len(self.asked)), np.int64)
        return Counted(
            base.sum(axis=1),
            np.array([(other & ~base).sum(axis=1) for other in others]) if others else none,
            np.array([(base & ~other).sum(axis=1) for other in others]) if others else none,
        )

    def _answers(
        self, which: int, design: Design, number: int, first: int, beat: Callable[[int], None]
    ) -> NDArray[np.bool_]:
        """Yes or no to each question of each history at a point: (questions, histories); no where nothing is asked."""
        (engine, room), subject = self._place(which), (self.base, *self.variants)[which]
        set_point(engine, subject, design, number)
        columns = room.play(self.seed, first, self.histories, engine, beat)
        known = set(questions_of(subject.compiled.names))
        no = np.zeros(self.histories, bool)
        return np.array(
            [answer_to(each, columns, subject.compiled.names) if each in known else no for each in self.asked]
        )

    def _place(self, which: int) -> tuple[HoldingEngine, Room]:
        """Where this thread plays the base (0) or a variant."""
        if not hasattr(self._own, "places"):
            played = [each.compiled for each in (self.base, *self.variants)]
            self._own.places = [(HoldingEngine(compiled), Room(compiled)) for compiled in played]
        place: tuple[HoldingEngine, Room] = self._own.places[which]
        return place


def set_point(engine: HoldingEngine, subject: Subject, design: Design, number: int) -> None:
    """Make an engine's arrays those of a point: defaults first, so that an input they shape is held where they put it."""
    restore(engine.arrays, subject.compiled)
    if design.defaults is not None:
        turn(engine.arrays, subject.compiled, subject.left, as_point(design.defaults[number]))
    if design.shares is not None:
        tables = {**subject.compiled.arrays, "quantiles": engine.arrays["quantiles"].copy()}
        paths = [each.path for each in subject.compiled.uncertain]
        hold(
            engine.arrays,
            subject.compiled._replace(arrays=tables),
            dict(zip(paths, design.shares[number], strict=True)),
        )


def _together(points: Sequence[Counted]) -> Counted:
    return Counted(
        np.array([point.yes for point in points]),
        np.stack([point.gained for point in points], axis=1),
        np.stack([point.lost for point in points], axis=1),
    )
