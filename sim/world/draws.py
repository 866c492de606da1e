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
SQUEEZE = 0.0331  # Marsaglia & Tsang (2000), section 6
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
    return ((high >> 5) * 67108864.0 + (low >> 6)) / 9007199254740992.0


def uniform(w: "World", purpose: int, who: int, what: int) -> float:
    """Uniform on [0, 1) at this address in the present round of world `w`."""
    a, b, _, _ = philox(w.history, w.round * PURPOSES + purpose, who, what, w.seed_low, w.seed_high)
    return unit(a, b)


def normal(w: "World", purpose: int, who: int, what: int) -> float:
    """Standard normal at this address [Box & Muller 1958]."""
    a, b, c, d = philox(w.history, w.round * PURPOSES + purpose, who, what, w.seed_low, w.seed_high)
    return math.sqrt(-2.0 * math.log(1.0 - unit(a, b))) * math.cos(2.0 * math.pi * unit(c, d))


def happens(w: "World", probability: float, purpose: int, who: int, what: int) -> bool:
    """Whether an event of this probability happens; certain and impossible ones cost no draw."""
    if probability >= 1.0:
        return True
    if probability <= 0.0:
        return False
    return uniform(w, purpose, who, what) < probability


def log_factorial(n: float) -> float:
    """log n! for n ≥ 0: Stirling's series to n⁻⁷, absolute error below 1e-10 (`math.lgamma` differs between engines)."""
    if n < 2.0:
        return 0.0
    shift = 0.0
    while n < 8.0:
        n += 1.0
        shift += math.log(n)
    inverse = 1.0 / n
    square = inverse * inverse
    series = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)))
    return (n + 0.5) * math.log(n) - n + 0.9189385332046727 + series - shift


def gamma(w: "World", shape: float, who: int) -> float:
    """Gamma with this shape (> 0) and scale 1 [Marsaglia & Tsang 2000]."""
    boost: float = 1.0
    if shape < 1.0:
        boost = (1.0 - uniform(w, INCIDENTS, who, mix(7, 7))) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    attempt = 0
    while True:
        x = normal(w, INCIDENTS, who, 2 * attempt)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = 1.0 - uniform(w, INCIDENTS, who, 2 * attempt + 1)
            if u < 1.0 - SQUEEZE * x * x * x * x:  # which implies what follows, and spares two logarithms
                return boost * d * v
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v
        attempt += 1


def poisson(w: "World", mean: float, who: int) -> float:
    """Poisson count: transformed rejection [Hörmann 1993, PTRS] from mean 10 up, inversion below."""
    if mean < 10.0:
        return poisson_by_inversion(mean, uniform(w, POISSON, who, 0))
    slope = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * slope
    inverse_alpha = 1.1239 + 1.1328 / (slope - 3.4)
    fast = 0.9277 - 3.6224 / (slope - 2.0)
    attempt = 0
    while True:
        high, low, other_high, other_low = philox(
            w.history, w.round * PURPOSES + POISSON, who, attempt, w.seed_low, w.seed_high
        )
        u = unit(high, low) - 0.5
        v = 1.0 - unit(other_high, other_low)
        us = max(0.5 - abs(u), 1e-12)
        k = math.floor((2.0 * a / us + slope) * u + mean + 0.43)
        if us >= 0.07 and v <= fast:
            return float(k)
        attempt += 1
        if k < 0 or (us < 0.013 and v > us):
            continue
        accept = math.log(v) + math.log(inverse_alpha) - math.log(a / (us * us) + slope)
        if accept <= -mean + k * math.log(mean) - log_factorial(float(k)):
            return float(k)


def poisson_by_inversion(mean: float, u: float) -> float:
    """The smallest count whose cumulative Poisson probability exceeds `u`; meant for means below 10."""
    probability = math.exp(-mean)
    cumulative = probability
    count = 0.0
    while u > cumulative and count < 1000.0:
        count += 1.0
        probability *= mean / count
        cumulative += probability
    return count


def negative_binomial(w: "World", mean: float, dispersion: float, who: int) -> float:
    """Count with this mean and variance mean + mean²/dispersion: a Poisson count at a gamma rate."""
    if mean <= 0.0:
        return 0.0
    if dispersion == math.inf:
        return poisson(w, mean, who)
    return poisson(w, gamma(w, dispersion, who) * mean / dispersion, who)


def rank(draw: Floats, order: Ints, first: int, n: int) -> None:
    """Write 0 … n−1 into `order[first:]` by their draws, smallest first."""
    for i in range(n):
        j = first + i
        while j > first and draw[order[j - 1]] > draw[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
