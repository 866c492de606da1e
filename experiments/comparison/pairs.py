"""Base and variant history by history: who flipped, counted so that blocks add up."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from experiments.statistics import Paired, pair_counts, paired_counts
from sim.engine.arrays import Compiled

Columns = Mapping[str, np.ndarray]
MOST_NAMED = 20  # flipped histories of each kind that are kept by number


class Flips(NamedTuple):
    """Pairs of one question: yes in both, only in the variant, only in the base, in neither; and who flipped, by number."""

    counts: np.ndarray
    gained: tuple[int, ...]
    lost: tuple[int, ...]

    def and_those(self, others: "Flips") -> "Flips":
        """These and the pairs of other blocks: the same whichever come first."""
        return Flips(
            self.counts + others.counts,
            tuple(sorted(self.gained + others.gained)[:MOST_NAMED]),
            tuple(sorted(self.lost + others.lost)[:MOST_NAMED]),
        )

    @property
    def difference(self) -> Paired:
        """Variant less base, with its 95 % interval."""
        return paired_counts(*map(int, self.counts))


Question = tuple[str, ...]
"""What is asked of a history: ("progress",), ("outcomes", NAME), ("tables", TABLE, "collapsed"), …"""


def answers(columns: Columns, compiled: Compiled) -> dict[Question, np.ndarray]:
    """Yes or no of every history to every question that a run answers."""
    found: dict[Question, np.ndarray] = {("progress",): columns["progress"] == 1}
    for o, name in enumerate(compiled.names.outcomes):
        found["outcomes", name] = columns["outcome"] == o
    for table in compiled.names.tables:
        found["tables", table, "collapsed"] = columns[f"{table}.collapsed"] > 0
        rungs = compiled.names.rungs[table]
        for r, rung in enumerate(rungs):
            for what in ("reached", "signed"):
                ever = [columns[f"{table}.{later}.{what}"] > 0 for later in rungs[r:]]
                found["tables", table, "rungs", rung, what] = np.any(ever, axis=0)
            found["tables", table, "rungs", rung, "ended"] = columns[f"{table}.{rung}.ended"] > 0
    return found


def flips(
    base: Mapping[Question, np.ndarray], variant: Mapping[Question, np.ndarray], first: int
) -> dict[Question, Flips]:
    """Flips in every question that both runs answer; `first` is the number of the first history."""
    found = {}
    for question, before in base.items():
        if question in variant:
            after = variant[question]
            gained, lost = np.flatnonzero(after & ~before), np.flatnonzero(before & ~after)
            named = [tuple(int(i) + first for i in numbers[:MOST_NAMED]) for numbers in (gained, lost)]
            found[question] = Flips(pair_counts(before, after), *named)
    return found


def together(some: Mapping[Question, Flips], others: Mapping[Question, Flips]) -> dict[Question, Flips]:
    """Flips of two sets of histories; the first may be empty."""
    return {question: some[question].and_those(each) if some else each for question, each in others.items()}
