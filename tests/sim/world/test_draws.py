"""Random numbers by address: against published vectors, and against the distributions that they claim."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from numba import njit
from scipy import stats

from sim.world import counts, draws
from tests.conftest import FALSE_ALARM
from tests.sim.world.drawing import at

pytestmark = pytest.mark.slow

N = 20_000
RATES = [0.3, 4.0, 9.99, 10.0, 37.5, 900.0]  # both sides of the change of method at 10


def many(draw, n=N, seed=1):
    """One draw for each of n histories."""
    w = at(seed=seed)
    values = np.empty(n)
    for history in range(n):
        w.history = history
        values[history] = draw(w)
    return values


def fits_counts(counts, distribution):
    """Chi-square of counts against a discrete distribution, in cells that expect at least 20."""
    edges = np.unique(distribution.ppf(np.linspace(0, 1, 41)[1:-1]))
    expected = np.diff(np.concatenate([[0], distribution.cdf(edges), [1]])) * len(counts)
    seen = np.bincount(np.searchsorted(edges, counts), minlength=len(edges) + 1)
    keep = expected >= 20
    expected = np.append(expected[keep], expected[~keep].sum())
    seen = np.append(seen[keep], seen[~keep].sum())
    used = expected > 5
    assert expected[used].sum() > 0.999 * len(counts)
    statistic = ((seen[used] - expected[used]) ** 2 / expected[used]).sum()
    assert stats.chi2.sf(statistic, used.sum() - 1) > FALSE_ALARM


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
        ),
    ],
)
def test_philox_gives_the_known_answers_of_random123(counter, key, expected):
    assert list(draws.philox(*counter, *key)) == expected


def test_unit_takes_53_bits_in_order():
    assert draws.unit(0, 0) == 0.0
    assert draws.unit(0, 63) == 0.0
    assert draws.unit(0, 64) == 2.0**-53
    assert draws.unit(0x80000000, 0) == 0.5
    assert draws.unit(draws.MASK, draws.MASK) == 1.0 - 2.0**-53


def test_the_same_address_gives_the_same_number_and_any_other_gives_another():
    def value(purpose=draws.ATTEND, who=5, what=7, **place):
        return draws.uniform(at(**place), purpose, who, what)

    others = [
        value(history=1),
        value(round_=2),
        value(seed=2),
        value(seed=1 + 2**32),
        value(purpose=draws.STAY),
        value(who=6),
        value(what=8),
    ]
    assert value() == value()
    assert len({value(), *others}) == 1 + len(others)


def test_no_two_purposes_share_an_address():
    names = [
        n
        for n in vars(draws)
        if n.isupper()
        and n not in {"MASK", "MULTIPLIER_0", "MULTIPLIER_1", "WEYL_0", "WEYL_1", "PURPOSES", "SINE", "TYPE_CHECKING"}
        and not n.endswith(("_BITS", "_TERMS"))
    ]
    numbers = [getattr(draws, n) for n in names]
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= number < draws.PURPOSES for number in numbers)


def test_mix_stays_a_word_and_knows_which_came_first():
    a, b = draws.word("rebels"), draws.word("state")
    assert 0 <= draws.mix(a, b) <= draws.MASK
    assert draws.mix(a, b) != draws.mix(b, a)
    assert draws.word("123456789") == 0xCBF43926  # the check value of CRC-32


def test_uniform_has_the_moments_and_shape_of_a_uniform():
    values = many(lambda w: draws.uniform(w, draws.ATTEND, 1, 2))
    assert values.min() >= 0.0
    assert values.max() < 1.0
    assert abs(values.mean() - 0.5) < 4.5 * math.sqrt(1 / 12 / N)
    assert abs(values.var() - 1 / 12) < 4.5 * math.sqrt(1 / 180 / N)
    assert stats.kstest(values, "uniform").pvalue > FALSE_ALARM


@pytest.mark.parametrize(
    "other",
    [
        lambda w: draws.uniform(w, draws.STAY, draws.word("rebels"), 0),
        lambda w: draws.uniform(w, draws.ATTEND, draws.word("state"), 0),
        lambda w: draws.uniform(w, draws.ATTEND, draws.word("rebels"), 1),
        lambda w: draws.uniform(at(w.history + 1), draws.ATTEND, draws.word("rebels"), 0),
        lambda w: draws.uniform(at(w.history, 2), draws.ATTEND, draws.word("rebels"), 0),
        lambda w: draws.uniform(at(w.history, seed=2), draws.ATTEND, draws.word("rebels"), 0),
    ],
    ids=["purpose", "party", "matter", "history", "round", "seed"],
)
def test_draws_at_neighbouring_addresses_are_independent(other):
    first = many(lambda w: draws.uniform(w, draws.ATTEND, draws.word("rebels"), 0))
    second = many(other)
    table = np.histogram2d(first, second, bins=8, range=((0, 1), (0, 1)))[0]
    statistic = ((table - N / 64) ** 2 / (N / 64)).sum()
    assert stats.chi2.sf(statistic, 63) > FALSE_ALARM


def test_normal_is_normal():
    values = many(lambda w: draws.normal(w, draws.WALK_AWAY, 1, 2))
    assert stats.kstest(values, "norm").pvalue > FALSE_ALARM


def test_what_is_certain_or_impossible_happens_or_not_without_a_draw():
    nothing = SimpleNamespace()  # a world that cannot be drawn from
    assert draws.happens(nothing, 1.0, draws.ATTEND, 0, 0)
    assert draws.happens(nothing, 1.5, draws.ATTEND, 0, 0)
    assert not draws.happens(nothing, 0.0, draws.ATTEND, 0, 0)
    assert not draws.happens(nothing, -0.5, draws.ATTEND, 0, 0)


@pytest.mark.parametrize("probability", [0.01, 0.3, 0.97])
def test_what_may_happen_does_so_as_often_as_stated(probability):
    seen = int(many(lambda w: draws.happens(w, probability, draws.LEAK, 3, 4)).sum())
    assert stats.binomtest(seen, N, probability).pvalue > FALSE_ALARM


@pytest.mark.parametrize("shape", [0.1, 0.7, 1.0, 2.5, 11.0, 300.0])
def test_gamma_is_gamma(shape):
    values = many(lambda w: counts.gamma(w, shape, 9))
    assert stats.kstest(values, stats.gamma(shape).cdf).pvalue > FALSE_ALARM


@pytest.mark.parametrize("mean", RATES)
def test_poisson_is_poisson(mean):
    fits_counts(many(lambda w: counts.poisson(w, mean, 9)), stats.poisson(mean))


@pytest.mark.parametrize("mean", [0.5, 8.0, 60.0, 719.0])
@pytest.mark.parametrize("dispersion", [0.6, 11.0])
def test_negative_binomial_is_negative_binomial(mean, dispersion):
    drawn = many(lambda w: counts.negative_binomial(w, mean, dispersion, 9))
    fits_counts(drawn, stats.nbinom(dispersion, dispersion / (dispersion + mean)))


def test_negative_binomial_of_infinite_dispersion_is_the_poisson_count_itself():
    w = at(17)
    assert counts.negative_binomial(w, 37.5, math.inf, 9) == counts.poisson(w, 37.5, 9)
    assert counts.negative_binomial(w, 0.0, 11.0, 9) == 0.0


def test_log_factorial_is_that_of_the_library():
    for n in [*range(200), 1_000, 12_345, 10**6, 10**8]:
        expected = math.lgamma(n + 1)
        assert counts.log_factorial(float(n)) == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_rank_sorts_from_where_it_is_told_and_breaks_ties_by_place():
    rng = np.random.default_rng(1)
    for n in range(7):
        draw = rng.choice([0.1, 0.2, 0.3, 0.4], n).tolist()
        order = [-1] * (n + 3)
        draws.rank(draw, order, 2, n)
        assert order == [-1, -1, *sorted(range(n), key=lambda i: draw[i]), -1]


def test_compiled_words_are_the_same_words():
    philox, mix = njit(draws.philox), njit(draws.mix)
    rng = np.random.default_rng(2)
    for words in rng.integers(0, 2**32, (200, 6)).tolist():
        assert tuple(int(x) & draws.MASK for x in philox(*words)) == draws.philox(*words)
        assert int(mix(words[0], words[1])) & draws.MASK == draws.mix(words[0], words[1])
