"""Base and variant history by history: who flipped, counted so that blocks add up."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import Question
from experiments.estimates.statistics import Paired, pair_counts, paired_counts

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
