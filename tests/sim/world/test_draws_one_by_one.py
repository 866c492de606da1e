"""Single draws against the second coding's at the same address, and against a library: quick, where test_draws is thorough."""

import math

import pytest
from scipy import special, stats

from sim.world import counts, draws
from tests.sim.world.drawing import at
from tests.theory.second_coding import Chance, mix

SEED = 3 + 5 * 2**32
ADDRESSES = [(history, round_) for history in range(15) for round_ in (1, 2, 9, 240)]


def here(history, round_):
    return at(history, round_, SEED)


def there(history, round_):
    chance = Chance(SEED, history)
    chance.round = round_
    return chance


def each(ours, theirs, count=4, addresses=ADDRESSES):
    """Pairs of what the rules and the second coding draw, for several `who` at each address."""
    for address in addresses:
        for who in range(1, count + 1):
            yield ours(here(*address), who), theirs(there(*address), who)


def test_uniforms_and_normals_are_those_of_the_second_coding():
    for name in ("uniform", "normal"):
        for ours, theirs in each(
            lambda w, who, name=name: getattr(draws, name)(w, draws.SALIENCE, who, 7),
            lambda c, who, name=name: getattr(c, name)(15, who, 7),
        ):
            assert ours == pytest.approx(theirs, rel=1e-12)
    assert draws.mix(2**32 - 1, 12345) == mix(2**32 - 1, 12345)


@pytest.mark.parametrize("p", [0.0, 0.2, 0.9, 1.0])
def test_what_happens_is_what_happens_in_the_second_coding(p):
    for ours, theirs in each(
        lambda w, who: draws.happens(w, p, draws.LEAK, who, 7), lambda c, who: c.happens(p, 11, who, 7)
    ):
        assert ours == theirs


@pytest.mark.parametrize("shape", [0.1, 0.34, 0.9, 0.999, 1.0, 1.001, 1.5, 1.99, 2.0, 7.0, 300.0])
def test_gammas_are_those_of_the_second_coding(shape):
    """Which spares no logarithm: the quick way in never lets in what the slow one would not."""
    for ours, theirs in each(lambda w, who: counts.gamma(w, shape, who), lambda c, who: c.gamma(shape, who)):
        assert ours == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("mean", [0.01, 0.7, 4.0, 9.999, 10.0, 10.5, 12.0, 37.0, 719.0, 1e5])
def test_counts_are_those_of_the_second_coding(mean):
    for ours, theirs in each(lambda w, who: counts.poisson(w, mean, who), lambda c, who: c.poisson(mean, who), 8):
        assert ours == theirs


def words_of(x):
    """Two words whose unit is x, to 53 bits."""
    n = min(2**53 - 1, int(x * 2**53))
    return n >> 26 << 5, (n & 2**26 - 1) << 6


@pytest.mark.parametrize("mean", [10.0, 10.4, 13.0, 400.0])
@pytest.mark.parametrize("v", [0.0, 1e-15, 1e-9, 1e-6, 1e-4, 0.01, 0.1, 0.4, 0.7, 0.86, 0.95, 0.999999])
def test_counts_are_right_however_far_out_a_draw_falls(mean, v, monkeypatch):
    """Of each attempt that a draw in a million would make: taken or not as in the second coding, next in turn if not."""
    for u in [0.0, 1e-15, 1e-9, 1e-6, 0.001, 0.012, 0.014, *(i / 40 for i in range(1, 40)), 0.987, 0.999, 1 - 2.0**-53]:
        words = {0: (*words_of(u), *words_of(1 - v)), 1: (*words_of(0.55), *words_of(0.8))}
        monkeypatch.setattr(draws, "philox", lambda *at, words=words: words[at[3]])
        chance = there(1, 1)
        chance.words = lambda purpose, who, what, words=words: words[what]
        assert counts.poisson(here(1, 1), mean, 5) == chance.poisson(mean, 5), u


@pytest.mark.parametrize("shape", [0.3, 1.0, 1.2, 11.0])
@pytest.mark.parametrize("u", [0.0, 1e-9, 0.01, 0.3, 0.9, 0.9999, 1 - 2.0**-53])
def test_gammas_are_right_however_far_out_a_draw_falls(shape, u, monkeypatch):
    """Also where a normal is so low that no power of it would do, or so high that a logarithm decides."""
    for tail, angle in [(t, a) for t in (1e-12, 1e-6, 0.01, 0.2, 0.6, 0.9) for a in (0, 0.1, 0.24, 0.4, 0.5)]:
        normal, plain = (*words_of(1 - tail), *words_of(angle)), (*words_of(u), 0, 0)
        words = {0: normal, 1: plain, 2: (*words_of(0.5), *words_of(0.2)), 3: (*words_of(0.5), 0, 0)}
        words[mix(7, 7)] = (*words_of(0.3), 0, 0)
        monkeypatch.setattr(draws, "philox", lambda *at, words=words: words[at[3]])
        chance = there(1, 1)
        chance.words = lambda purpose, who, what, words=words: words[what]
        assert counts.gamma(here(1, 1), shape, 5) == pytest.approx(chance.gamma(shape, 5), rel=1e-9)


@pytest.mark.parametrize("dispersion", [0.3, 1.5, 11.0, math.inf])
@pytest.mark.parametrize("mean", [0.0, 3.0, 60.0])
def test_counts_that_vary_more_are_counts_at_a_gamma_rate(mean, dispersion):
    def rate(c, who):
        return mean if mean == 0 or dispersion == math.inf else c.gamma(dispersion, who) * mean / dispersion

    for ours, theirs in each(
        lambda w, who: counts.negative_binomial(w, mean, dispersion, who), lambda c, who: c.poisson(rate(c, who), who)
    ):
        assert ours == theirs


@pytest.mark.parametrize("mean", [0.01, 0.5, 2.0, 9.9])
def test_small_counts_are_read_off_their_distribution(mean):
    for u in [i / 97 for i in range(97)] + [1 - 1e-9]:
        assert counts.poisson_by_inversion(mean, u) == stats.poisson(mean).ppf(max(u, 1e-300))


def test_small_counts_end_where_rounding_leaves_no_more_to_add():
    """Here the sum of all chances stays below the greatest uniform there is."""
    assert counts.poisson_by_inversion(4.0, 1 - 2.0**-53) == 1000


def test_log_factorials_are_those_of_a_library():
    """Nowhere further off than the next term of Stirling's series, 1/1188 n⁻⁹ from n = 8, and rounding."""
    for n in [*range(200), 1_000, 12_345, 10**6, 10**8]:
        near = 1.1 / 1188 / max(n, 8) ** 9
        exact = float(special.gammaln(n + 1.0))
        assert abs(counts.log_factorial(float(n)) - exact) <= near + 4e-15 * max(8, exact)


def test_ranks_go_from_where_they_are_told_to():
    for first in (0, 2):
        order = [9] * 8
        draws.rank([0.3, 0.1, 0.4, 0.1, 0.2], order, first, 5)
        assert order == [9] * first + [1, 3, 4, 0, 2] + [9] * (3 - first)


def test_the_sine_of_part_of_a_turn_is_that_of_a_library():
    for i in range(-2500, 2501):
        x = i / 10_000
        assert draws.sine(x) == pytest.approx(math.sin(math.tau * x), rel=1e-15, abs=1e-15)
        assert draws.sine(-x) == -draws.sine(x)
    assert draws.sine(1e-12) == pytest.approx(math.tau * 1e-12, rel=1e-15)
    assert abs(draws.sine(0.25) - 1) < 1e-15
