"""What the points of a sweep have given so far."""

from collections.abc import Iterable

import numpy as np

from experiments.estimates.statistics import Tally, add
from experiments.sweep.journal import PieceEntry
from experiments.sweep.player import Given, from_entry


class Sums:
    """What the points have given so far; the same whatever the order in which pieces come."""

    def __init__(self, points: int, histories: int):
        self.tallies: list[Tally] = [{} for _ in range(points)]
        self.errors: list[str | None] = [None] * points
        self.yes = np.zeros((points, histories), bool)

    def take_all(self, entries: Iterable[PieceEntry]) -> set[tuple[int, int]]:
        """Add the entries of a journal, each piece once; (point, first) of all that are there."""
        done: set[tuple[int, int]] = set()
        for entry in entries:
            place = entry["point"], entry["first"]
            if place not in done:
                done.add(place)
                self.take(*place, entry["count"], from_entry(entry))
        return done

    def take(self, point: int, first: int, count: int, given: Given) -> None:
        """Add what a piece gave."""
        if given.error is not None:
            self.errors[point] = given.error
            return
        self.tallies[point] = add(self.tallies[point], given.sums)
        self.yes[point, first : first + count] = given.yes
