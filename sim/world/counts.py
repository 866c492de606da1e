"""How many incidents a party makes in a round: counts that vary more than chance alone, a Poisson count at a gamma rate."""

import math

from sim.world import draws, streams
from sim.world.state import World

SQUEEZE = 0.0331  # Marsaglia & Tsang (2000), section 6


def negative_binomial(w: World, mean: float, dispersion: float, a: int) -> float:
    """Count of party `a` with this mean and variance mean + mean²/dispersion: a Poisson count at a gamma rate."""
    if mean <= 0.0:
        return 0.0
    if dispersion == math.inf:
        return poisson(w, mean, a)
    return poisson(w, gamma(w, dispersion, a) * mean / dispersion, a)


def gamma(w: World, shape: float, a: int) -> float:
    """Gamma with this shape (> 0) and scale 1, of party `a` [Marsaglia & Tsang 2000]."""
    who = w.party_word[a]
    boost: float = 1.0
    if shape < 1.0:
        boost = (1.0 - draws.uniform(w, draws.INCIDENTS, who, draws.mix(7, 7))) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    x = streams.normal(w, streams.of_party(w, streams.RATE, a), draws.INCIDENTS, who, 0)
    u = 1.0 - streams.uniform(w, streams.of_party(w, streams.RATE_CHECK, a), draws.INCIDENTS, who, 1)
    attempt = 0
    while True:
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            if u < 1.0 - SQUEEZE * x * x * x * x:  # which implies what follows, and spares two logarithms
                return boost * d * v
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v
        attempt += 1
        x = draws.normal(w, draws.INCIDENTS, who, 2 * attempt)
        u = 1.0 - draws.uniform(w, draws.INCIDENTS, who, 2 * attempt + 1)


def poisson(w: World, mean: float, a: int) -> float:
    """Poisson count of party `a`: transformed rejection [Hörmann 1993, PTRS] from mean 10 up, inversion below."""
    who = w.party_word[a]
    first, other = streams.pair(w, streams.of_party(w, streams.COUNT, a), draws.POISSON, who, 0)
    if mean < 10.0:
        return poisson_by_inversion(mean, first)
    slope = 0.931 + 2.53 * math.sqrt(mean)
    width = -0.059 + 0.02483 * slope
    inverse_alpha = 1.1239 + 1.1328 / (slope - 3.4)
    fast = 0.9277 - 3.6224 / (slope - 2.0)
    u = first - 0.5
    v = 1.0 - other
    attempt = 0
    while True:
        us = max(0.5 - abs(u), 1e-12)
        k = math.floor((2.0 * width / us + slope) * u + mean + 0.43)
        if us >= 0.07 and v <= fast:
            return float(k)
        if k >= 0 and (us >= 0.013 or v <= us):
            accept = math.log(v * inverse_alpha / (width / (us * us) + slope))
            if accept <= -mean + k * math.log(mean) - log_factorial(float(k)):
                return float(k)
        attempt += 1
        high, low, other_high, other_low = draws.philox(
            w.history, w.round * draws.PURPOSES + draws.POISSON, who, attempt, w.seed_low, w.seed_high
        )
        u = draws.unit(high, low) - 0.5
        v = 1.0 - draws.unit(other_high, other_low)


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
