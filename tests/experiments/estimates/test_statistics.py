"""Intervals against scipy's, paired differences against their definition, sums that no order changes."""

import math

import numpy as np
import pytest
from scipy import stats

from experiments.estimates.statistics import (
    GRAIN,
    anytime_share,
    anytime_verdict,
    estimate,
    first_from,
    first_of,
    grains_each,
    median_rounds,
    paired,
    wilson,
)


def test_who_gets_to_a_later_thing_has_got_to_the_earlier_ones():
    rounds = [np.array(each, np.int32) for each in ([0, 5, 2, 0], [3, 4, 0, 0], [7, 0, 1, 0])]
    assert [each.tolist() for each in first_from(rounds)] == [[3, 4, 1, 0], [3, 4, 1, 0], [7, 0, 1, 0]]


@pytest.mark.parametrize(
    ("count", "total"), [(0, 10), (1, 10), (5, 10), (10, 10), (3, 10_000), (9_999, 10_000), (521, 1000)]
)
def test_wilson_is_scipys(count, total):
    interval = stats.binomtest(count, total).proportion_ci(0.95, method="wilson")
    assert wilson(count, total) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert estimate(count, total).p == count / total


def test_wilson_of_nothing_knows_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_paired_shares_count_the_flips():
    base = np.array([True, True, False, False, False])
    variant = np.array([True, False, True, True, False])
    result = paired(base, variant)
    assert (result.gained, result.lost) == (2, 1)
    assert result.d == pytest.approx(0.2)
    assert result.lo < result.d < result.hi


def test_newcombe_where_nothing_was_lost():
    """All 46 succeed after, 43 before: zero lost pairs do not make the interval collapse, as the Wald interval would."""
    result = paired(np.array([True] * 43 + [False] * 3), np.array([True] * 46))
    assert result.d == pytest.approx(3 / 46)
    assert result.lo < result.d < result.hi < 0.2


@pytest.mark.parametrize("p", [0.02, 0.3])
def test_paired_interval_covers(p):
    """Over many pairs of runs with a known difference, the 95 % interval holds it about 95 times in 100."""
    generator = np.random.default_rng(5)
    n, trials, shift, hits = 400, 1500, 0.02, 0
    for _ in range(trials):
        u = generator.random(n)
        result = paired(u < p, u + 0.01 * generator.standard_normal(n) < p + shift)
        hits += result.lo <= shift <= result.hi
    assert 0.92 < hits / trials < 0.995


def test_paired_measures_and_what_pairing_gains():
    generator = np.random.default_rng(6)
    common = generator.standard_normal(5000)
    result = paired(common, common + 0.1 + 0.1 * generator.standard_normal(5000))
    assert result.lo < 0.1 < result.hi
    assert result.variance_gain == pytest.approx(201, rel=0.1)


def test_paired_refuses_what_is_no_pair():
    with pytest.raises(ValueError, match="one length"):
        paired(np.zeros(3), np.zeros(4))


def test_no_difference_is_no_difference():
    same = np.array([True, False] * 50)
    result = paired(same, same)
    assert (result.d, result.gained, result.lost) == (0.0, 0, 0)
    assert result.lo <= 0 <= result.hi


def test_sums_do_not_depend_on_order_or_parts():
    generator = np.random.default_rng(7)
    values = generator.random(10_001)
    shuffled = generator.permutation(values)
    total, again = grains_each(np.array([values, shuffled]))
    part, rest = grains_each(values[:777]), grains_each(values[777:])
    assert total == again == part + rest
    assert total / GRAIN == pytest.approx(math.fsum(values), rel=1e-12)


def test_first_of_several_things():
    narrow = [np.array([0, 3, 0, 5], np.int16), np.array([0, 2, 7, 6], np.int32)]
    assert first_of(narrow).tolist() == [0, 2, 7, 5]


def test_the_median_round_is_of_those_that_ever_got_there():
    assert median_rounds(np.array([[5, 0, 0, 0], [5, 1, 1, 1], [0, 0, 0, 1], [0, 2, 1, 1]])) == [None, 2, 3, 1]


def test_the_verdict_is_robbins_mixture():
    """With all shares alike to begin with, the evidence against one half is 2ⁿ g! l! / (n + 1)!."""
    for gained in range(40):
        for lost in range(40):
            evidence = 2.0 ** (gained + lost) / ((gained + lost + 1) * math.comb(gained + lost, gained))
            sure = evidence >= 20
            expected = ("above" if gained > lost else "below") if sure else "cannot tell"
            assert anytime_verdict(gained, lost) == expected
            low, high = anytime_share(gained, lost)
            assert low <= (gained / (gained + lost) if gained + lost else 0.5) <= high
            assert (low > 0.5 or high < 0.5) == sure


def test_the_confidence_sequence_mirrors():
    low, high = anytime_share(70, 30)
    assert anytime_share(30, 70) == pytest.approx((1 - high, 1 - low))
    assert anytime_share(0, 0) == (0.0, 1.0)
    assert anytime_share(0, 50)[0] == 0.0
    assert anytime_verdict(10**6, 10**6) == "cannot tell"
