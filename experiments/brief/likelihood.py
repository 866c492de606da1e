"""Words for a probability, by rule: the terms of ICD 203, with the number in brackets beside them.

A term begins at its lower bound: 20 % is `unlikely`, 55 % is `likely`. Where the 95 % interval reaches into other
terms, the first and the last of them are said. Below 1 % and above 99 % no term is precise enough: `12 of 10,000
histories` is said instead. Nothing here speaks of confidence: a sentence says how likely or how sure, never both.
"""

from typing import NamedTuple

from experiments.estimates.results import Share
from experiments.words.sentences import percent

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
NOUNS = {"almost no chance": "almost no chance", "roughly even chance": "a roughly even chance"}
"""Terms that follow `there is`; the others follow `it is`."""


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


def terms(chance: Chance) -> tuple[str, ...]:
    """The terms that the interval reaches into, from the least likely to the likeliest: the first and the last of them."""
    low, high = NAMES.index(term(chance.lo)), NAMES.index(term(chance.hi))
    return tuple(dict.fromkeys((NAMES[low], NAMES[high])))


def far_apart(chance: Chance) -> bool:
    """Whether the interval spans three terms or more: too few histories to say."""
    return NAMES.index(term(chance.hi)) - NAMES.index(term(chance.lo)) > 1


def number(chance: Chance) -> str:
    """`34 %`, with as many decimals as keep it on its own side of a bound; else `12 of 10,000 histories`."""
    if chance.counted:
        return f"{count(chance)} histories"
    digits = next((d for d in range(3) if term(round(chance.p, d + 2)) == term(chance.p)), 3)
    return f"{100 * chance.p:.{digits}f}\u00a0%"


def count(chance: Chance) -> str:
    """`12 of 10,000`."""
    return f"{chance.n:,} of {chance.total:,}"


def mean_words(p: float) -> str:
    """A mean of chances inside a sentence, which has no interval of its own: `unlikely (29 %)`."""
    known = Chance(0, 0, p, p, p)
    return label(known) if known.counted else f"{term(p)} ({number(known)})"


def plain(chance: Chance) -> str:
    """For a cell of a table: `34 %`, or `12 of 10,000`."""
    return count(chance) if chance.counted else percent(chance.p)


def label(chance: Chance) -> str:
    """For a cell of a table: `likely`, or `unlikely to roughly even chance`; beyond the terms `below 1 %`."""
    if chance.counted:
        return "below 1\u00a0%" if chance.p < LEAST else "above 99\u00a0%"
    return " to ".join(terms(chance))


def phrase(chance: Chance) -> str:
    """Inside a sentence: `unlikely or roughly even chance (44 %)`, `12 of 10,000 histories`."""
    if chance.counted:
        return number(chance)
    joined = " to ".join(terms(chance)) if far_apart(chance) else " or ".join(terms(chance))
    return f"{joined} ({number(chance)})"


def that(chance: Chance, clause: str) -> str:
    """A sentence that gives a clause its likelihood: `It is likely (61 %) that the talks open.`"""
    if chance.counted:
        return f"In {number(chance)}, {clause}."
    return f"{opening(chance)} that {clause}."


def opening(chance: Chance) -> str:
    """The beginning of such a sentence: `There is almost no chance, or it is very unlikely (5 %),`."""
    found, bracket = terms(chance), f"({number(chance)})"
    if far_apart(chance):
        return f"It is anywhere from {NOUNS.get(found[0], found[0])} to {NOUNS.get(found[1], found[1])} {bracket}"
    if len(found) == 1:
        return f"{_stated(found[0], first=True)} {bracket}"
    if not any(name in NOUNS for name in found):
        return f"It is {found[0]} or {found[1]} {bracket}"
    return f"{_stated(found[0], first=True)}, or {_stated(found[1])} {bracket},"


def _stated(name: str, first: bool = False) -> str:
    words = f"there is {NOUNS[name]}" if name in NOUNS else f"it is {name}"
    return words[0].upper() + words[1:] if first else words
