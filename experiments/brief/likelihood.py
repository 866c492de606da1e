"""Words for a chance. A share of simulated histories is called that: `in 34 of 100 simulated histories`.

The terms of ICD 203 are kept for a range that holds what nobody knows, and only where the whole of it lies in one of them:
a share of histories, however exact, says nothing of how likely the event is.
"""

from typing import NamedTuple

from experiments.estimates.results import Share
from experiments.words.sentences import per_100, percent
from experiments.words.tables import counted_words

LEAST, MOST = 0.01, 0.99
"""Beyond these, histories are counted."""
TERMS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""ICD 203's terms, each with the probability at which the next begins."""
NAMES = tuple(term for _, term in TERMS)


class Chance(NamedTuple):
    """A share of histories with its 95 % interval."""

    n: int
    total: int
    p: float
    lo: float
    hi: float

    @classmethod
    def of(cls, share: Share, total: int) -> "Chance":
        """The share as a run object has it."""
        return cls(int(share["n"]), total, share["p"], share["lo"], share["hi"])

    @property
    def counted(self) -> bool:
        """Whether it is said as so many of so many histories."""
        return not LEAST <= self.p <= MOST


def term(p: float) -> str:
    """The term for a probability."""
    return next((name for end, name in TERMS if p < end), NAMES[-1])


def term_of(lo: float, hi: float) -> str | None:
    """The term in which a whole range lies; None where it reaches into another."""
    return term(lo) if term(lo) == term(hi) else None


def count(chance: Chance) -> str:
    """`12 of 10,000`; of none `0 (up to 4) of 10,000`."""
    return counted_words({"n": chance.n, "p": chance.p, "lo": chance.lo, "hi": chance.hi}, chance.total)


def plain(chance: Chance) -> str:
    """For a cell of a table: `34 %`, or `12 of 10,000`."""
    return count(chance) if chance.counted else percent(chance.p)


def phrase(chance: Chance) -> str:
    """Inside a sentence: `34 of 100`, or `12 of 10,000`."""
    return count(chance) if chance.counted else of_100(chance.p)


def of_100(p: float) -> str:
    """A share that is known without its histories: `29 of 100`."""
    return f"{per_100(p)} of 100"


def that(chance: Chance, clause: str) -> str:
    """A sentence that says in how many histories a clause holds: `In 61 of 100 simulated histories the talks open.`"""
    return f"In {phrase(chance)} simulated histories {clause}."
