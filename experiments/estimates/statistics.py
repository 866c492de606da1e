"""Estimates with intervals, and paired differences between runs on common random numbers.

All counts are whole numbers and all sums of measures are sums of integers, so that neither blocks, threads nor the order
of the parts can show in a result. Wilson's interval is written out here: `scipy.stats` costs more than 10,000 histories.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054  # standard normal quantile at 0.975
ANYTIME = math.log(20)  # the evidence that a true hypothesis reaches with chance 1/20 at most, whenever one looks
GRAIN = 2**40  # sums of measures are kept as whole multiples of 1/GRAIN


class Estimate(NamedTuple):
    """A share of histories: count, proportion, and its 95 % Wilson interval."""

    n: int
    p: float
    lo: float
    hi: float


class Paired(NamedTuple):
    """A difference between two runs on the same histories: variant − base, with a 95 % interval.

    `gained` and `lost` count the histories that flipped each way (0 for measures); `variance_gain` is how many times
    more histories an unpaired comparison would need for the same interval.
    """

    d: float
    lo: float
    hi: float
    gained: int
    lost: int
    variance_gain: float


def wilson(count: int, total: int, z: float = Z95) -> tuple[float, float]:
    """95 % score interval of a proportion [Wilson 1927, JASA 22]; (0, 1) when nothing was counted.

    `z` is the normal quantile of another level.
    """
    if total == 0:
        return 0.0, 1.0
    p = count / total
    z2 = z * z / total
    centre = (p + z2 / 2) / (1 + z2)
    half = z / (1 + z2) * math.sqrt(p * (1 - p) / total + z2 / (4 * total))
    return (0.0 if count == 0 else max(0.0, centre - half)), (1.0 if count == total else min(1.0, centre + half))


def estimate(count: int, total: int) -> Estimate:
    """A share of `total` histories with its interval."""
    lo, hi = wilson(count, total)
    return Estimate(int(count), count / total if total else 0.0, lo, hi)


def paired(base: np.ndarray, variant: np.ndarray, z: float = Z95) -> Paired:
    """Difference of means of two vectors over the same histories, in the same order.

    Yes/no vectors get Newcombe's score interval for paired proportions [Newcombe 1998, Statistics in Medicine 17,
    method 10], which holds its coverage near 0 and 1; measures get the normal interval of the mean difference. `z` is the
    normal quantile of the interval's level.
    Raises ValueError if the vectors differ in length or are empty.
    """
    if base.shape != variant.shape or base.ndim != 1 or base.size == 0:
        raise ValueError(f"paired vectors must be of one length, got {base.shape} and {variant.shape}")
    if base.dtype == bool and variant.dtype == bool:
        both, gained, lost, neither = map(int, pair_counts(base, variant))
        return paired_counts(both, gained, lost, neither, z)
    difference = variant.astype(float) - base.astype(float)
    n = difference.size
    d = math.fsum(difference) / n
    half = z * float(difference.std(ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    unpaired = float(base.var() + variant.var())
    return Paired(d, d - half, d + half, 0, 0, _gain(unpaired, float(difference.var())))


def paired_counts(both: int, gained: int, lost: int, neither: int, z: float = Z95) -> Paired:
    """A paired difference of shares from the counts of histories: yes in both runs, only in the variant, only in the
    base, in neither. Newcombe's interval; ValueError if there are no histories."""
    n = both + gained + lost + neither
    if n == 0:
        raise ValueError("there are no pairs")
    d = (gained - lost) / n
    p_variant, p_base = (both + gained) / n, (both + lost) / n
    low_v, high_v = wilson(both + gained, n, z)
    low_b, high_b = wilson(both + lost, n, z)
    phi = _correlation(both, gained, lost, neither)
    down = (p_variant - low_v) ** 2 - 2 * phi * (p_variant - low_v) * (high_b - p_base) + (high_b - p_base) ** 2
    up = (high_v - p_variant) ** 2 - 2 * phi * (high_v - p_variant) * (p_base - low_b) + (p_base - low_b) ** 2
    unpaired = p_variant * (1 - p_variant) + p_base * (1 - p_base)
    together = (gained + lost) / n - d * d
    lo, hi = d - math.sqrt(max(0.0, down)), d + math.sqrt(max(0.0, up))
    return Paired(d, lo, hi, gained, lost, _gain(unpaired, together))


def simultaneous(comparisons: int) -> float:
    """Normal quantile with which as many 95 % intervals hold all together [Bonferroni; Dunn 1961, JASA 56]."""
    return Z95 if comparisons == 1 else NormalDist().inv_cdf(1 - 0.025 / comparisons)


def pair_counts(base: np.ndarray, variant: np.ndarray) -> np.ndarray:
    """How many histories say yes in both runs, only in the variant, only in the base, in neither: (4,) whole numbers."""
    gained, lost, both = int((variant & ~base).sum()), int((base & ~variant).sum()), int((base & variant).sum())
    return np.array([both, gained, lost, base.size - both - gained - lost])


def _correlation(both: int, gained: int, lost: int, neither: int) -> float:
    """Newcombe's continuity-corrected correlation of the pairs."""
    product = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    if product == 0:
        return 0.0
    n = both + gained + lost + neither
    cross = both * neither - gained * lost
    corrected = max(cross - n / 2, 0) if cross > 0 else cross
    return corrected / math.sqrt(product)


def _gain(unpaired: float, together: float) -> float:
    """How many times smaller the variance of a difference is for the pairing; 1 where nothing varies."""
    if unpaired <= 0:
        return 1.0
    return unpaired / together if together > 0 else math.inf


Verdict = Literal["above", "below", "cannot tell"]


def anytime_verdict(gained: int, lost: int) -> Verdict:
    """Whether the variant's chance is above the base's, from the histories that flipped; however often one looks.

    If the variant does not raise the chance, at most half of the flips are gains: the chance that this ever says `above`
    is then at most 5 %, over all looks together. The same for `below`.
    """
    if gained == lost or evidence_against(0.5, gained, lost) < ANYTIME:
        return "cannot tell"
    return "above" if gained > lost else "below"


def anytime_share(gained: int, lost: int) -> tuple[float, float]:
    """95 % confidence sequence of the share of gains among flips: it holds at all looks together with chance 95 %."""
    if gained + lost == 0:
        return 0.0, 1.0
    middle = gained / (gained + lost)
    return _crossing(middle, 0.0, gained, lost), _crossing(middle, 1.0, gained, lost)


def evidence_against(share: float, gained: int, lost: int) -> float:
    """Log evidence against a share of gains: how much likelier the flips are if all shares are alike to begin with.

    Its exponential is a martingale under that share, which ever reaches 20 with chance 1/20 at most [Ville 1939; Robbins
    1970, Annals of Mathematical Statistics 41; Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49].
    """
    mixture = math.lgamma(gained + 1) + math.lgamma(lost + 1) - math.lgamma(gained + lost + 2)
    likelihood = (gained * math.log(share) if gained else 0.0) + (lost * math.log(1 - share) if lost else 0.0)
    return mixture - likelihood


def _crossing(inside: float, end: float, gained: int, lost: int) -> float:
    """The share between the likeliest one and an end of [0, 1] at which the evidence against it is enough."""
    if inside == end:
        return end
    for _ in range(60):
        between = (inside + end) / 2
        if evidence_against(between, gained, lost) < ANYTIME:
            inside = between
        else:
            end = between
    return end


def expanded_tail(draws: int) -> float:
    """What the percentiles of a bootstrap leave out at each end, for a 95 % interval of the mean of so many draws (≥ 2).

    Percentiles alone are too narrow where draws are few, as if they were infinitely many; so they are taken farther out,
    by the ratio of Student's quantile to the normal one and of n to n − 1 [Hesterberg 2015, American Statistician 69].
    """
    from scipy.special import ndtr, stdtrit

    return float(ndtr(math.sqrt(draws / (draws - 1)) * stdtrit(draws - 1, 0.025)))


def first_of(rounds: Sequence[np.ndarray]) -> np.ndarray:
    """The earliest round in which any of several things happened, history by history; 0 where none did."""
    one = np.uint32(1)
    earliest: NDArray[np.uint32] = np.minimum.reduce(
        [each.astype(np.uint32) - one for each in rounds]
    )  # 0, never, is the largest of all
    return (earliest + one).astype(np.int64)


def first_from(rounds: Sequence[np.ndarray]) -> list[np.ndarray]:
    """For each of several things in their order, the earliest round in which it or a later one happened; 0 never."""
    one = np.uint32(1)
    before = [each.astype(np.uint32) - one for each in reversed(rounds)]  # 0, never, is the largest of all
    earliest = accumulate(before, np.minimum)  # NumPy's own takes ten times as long, history by history
    return [(each + one).astype(np.int64) for each in earliest][::-1]


def median_rounds(counts: np.ndarray) -> list[int | None]:
    """Of each row, the round by which half of those that ever happened had happened, or None; `counts[:, 0]` never did.

    `counts[:, t]` happened in round t; there is one at least.
    """
    happened = counts[:, 1:].cumsum(axis=1)
    total = happened[:, -1]
    rounds = (2 * happened >= total[:, None]).argmax(axis=1) + 1
    return [median if ever else None for median, ever in zip(rounds.tolist(), total.tolist(), strict=True)]


def grains_each(values: np.ndarray) -> np.ndarray:
    """Exact, order-free sums of measures (below 2²³ in size) over the last axis: multiples of 1/GRAIN, of any size."""
    whole = np.rint(values * GRAIN).astype(np.int64)
    high, low = (whole >> 20).sum(axis=-1), (whole & (2**20 - 1)).sum(axis=-1)  # halves: a sum of wholes could overflow
    found: np.ndarray = high.astype(object) * 2**20 + low.astype(object)
    return found


Tally = dict[str, np.ndarray]
"""Whole-number sums over histories, by name: tallies of parts add up to the tally of the whole."""


def add(a: Mapping[str, np.ndarray], b: Mapping[str, np.ndarray]) -> Tally:
    """The tally of two sets of histories together."""
    return {name: a[name] + b[name] for name in a} if a else dict(b)
