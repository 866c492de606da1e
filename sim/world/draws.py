"""Random numbers addressed by (seed, history, round, purpose, who, what).

A draw has no state and no order: it is the Philox4x32-10 block function [Salmon et al. 2011, SC11,
"Parallel random numbers: as easy as 1, 2, 3"] of its address. So any split of the work gives the same numbers,
and a mechanism that is switched off shifts nobody else's luck. `who` and `what` are 32-bit words made from
*names* (`word`), not positions, so that a variant with one more party keeps everyone else's draws.

Plain functions of numbers: run as they are by the Mesa model and compiled by the kernel, with equal bits.
"""

import math
from typing import TYPE_CHECKING
from zlib import crc32

from agents.rules.arrays import Floats, Ints

if TYPE_CHECKING:  # at run time it would bring numpy to whoever only wants the word of a name
    from sim.world.state import World

MASK = 0xFFFFFFFF
MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
TO_27_BITS, TO_53_BITS = 2.0**-27, 2.0**-53
SINE_TERMS = 11
SINE = tuple((-1) ** k * math.tau ** (2 * k + 1) / math.factorial(2 * k + 1) for k in reversed(range(SINE_TERMS)))
PURPOSES = 64  # room for this many purposes in a round's address

# What a draw is for. Numbers are part of the address: add at the end, never renumber.
NUMBER, WALK_AWAY, PATIENCE, TIE, TYPE, TURNOVER, EVENT, PRESS, SPOIL, INCIDENTS = range(10)
OCCASION, LEAK, ATTEND, RESUME, FIRST, SALIENCE, TEXT, STAY, PACKAGE, SIGN = range(10, 20)
RATIFY, DELIVER, REVIEW, KEEP, GESTURE, WORDS, POISSON, ORDER, BLAME = range(20, 29)
FIRM, RELENT, CALL_OFF, FORTUNE, LEVEL, VICTORY, CONSENT = range(29, 36)


def word(name: str) -> int:
    """The 32-bit word by which a name enters an address."""
    return crc32(name.encode())


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Philox4x32-10: four 32-bit words from a counter of four and a key of two (all in 0 … 2³²−1)."""
    for _ in range(10):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        c0 = ((product_1 >> 32) & MASK) ^ c1 ^ k0
        c1 = product_1 & MASK
        c2 = ((product_0 >> 32) & MASK) ^ c3 ^ k1
        c3 = product_0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def mix(a: int, b: int) -> int:
    """One 32-bit word from two: an address within an address."""
    return (a * 0x9E3779B1 + b * 0x85EBCA77 + 0x165667B1) & MASK


def unit(high: int, low: int) -> float:
    """A double in [0, 1) with 53 random bits, from two 32-bit words."""
    return (high >> 5) * TO_27_BITS + (low >> 6) * TO_53_BITS  # exact, and quicker for many than one whole of 53 bits


def uniform(w: "World", purpose: int, who: int, what: int) -> float:
    """Uniform on [0, 1) at this address in the present round of world `w`."""
    a, b, _, _ = philox(w.history, w.round * PURPOSES + purpose, who, what, w.seed_low, w.seed_high)
    return unit(a, b)


def normal(w: "World", purpose: int, who: int, what: int) -> float:
    """Standard normal at this address."""
    a, b, c, d = philox(w.history, w.round * PURPOSES + purpose, who, what, w.seed_low, w.seed_high)
    return normal_from(unit(a, b), unit(c, d))


def normal_from(u: float, v: float) -> float:
    """Standard normal from two uniforms on [0, 1) [Box & Muller 1958]: cos 2πv is the sine of |v − ½| − ¼ turns."""
    return math.sqrt(-2.0 * math.log(1.0 - u)) * sine(abs(v - 0.5) - 0.25)


def sine(turns: float) -> float:
    """sin 2πx for |x| ≤ ¼, by its Taylor series, to 1e-15: a library's looks for the quadrant first, which takes longer."""
    square = turns * turns
    total = 0.0
    for k in range(SINE_TERMS):
        total = total * square + SINE[k]
    return total * turns


def happens(w: "World", probability: float, purpose: int, who: int, what: int) -> bool:
    """Whether an event of this probability happens; certain and impossible ones cost no draw."""
    if probability >= 1.0:
        return True
    if probability <= 0.0:
        return False
    return uniform(w, purpose, who, what) < probability


def rank(draw: Floats, order: Ints, first: int, n: int) -> None:
    """Write 0 … n−1 into `order[first:]` by their draws, smallest first."""
    for i in range(n):
        j = first + i
        while j > first and draw[order[j - 1]] > draw[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
