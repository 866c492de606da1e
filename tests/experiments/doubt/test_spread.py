"""Ranges against known ones, and shares of variance against closed forms."""

import numpy as np
import pytest
from scipy.stats import norm

from experiments.doubt.plan import designs, hypercube, pieces
from experiments.doubt.spread import chances, differences, moves, share_with_sign, spread_of
from experiments.estimates.weighted import effective_size, quantile_of, systematic, weights_of

EQUAL = np.full(512, 1 / 512)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def known(points, spread, histories, seed, middle=-0.6):
    """Counts where the logit of the chance is normal over points."""
    g = np.random.default_rng(seed)
    return g.binomial(histories, logistic(middle + spread * g.standard_normal(points)))


@pytest.mark.parametrize("spread", [0.1, 0.3, 0.8])
def test_the_ends_of_a_range_are_those_of_the_truth(spread):
    """At 50 histories a point the luck of simulation alone has a standard deviation of 7 points."""
    truth = logistic(-0.6 + spread * norm.ppf([0.05, 0.95]))
    found = chances(known(4096, spread, 50, 1), 50, np.full(4096, 1 / 4096))
    assert [found.low, found.high] == pytest.approx(truth, abs=0.015)


def test_without_taking_luck_off_the_range_would_be_too_wide():
    counts = known(4096, 0.1, 50, 1)
    truth = logistic(-0.6 + 0.1 * norm.ppf([0.05, 0.95]))
    raw = np.quantile(counts / 50, [0.05, 0.95])
    assert raw[1] - raw[0] > 2.5 * (truth[1] - truth[0])


def test_a_chance_that_is_the_same_everywhere_has_no_range():
    g = np.random.default_rng(3)
    found = chances(g.binomial(400, 0.3, 512), 400, EQUAL)
    assert found.high - found.low < 0.02
    never = chances(np.zeros(512, np.int64), 400, EQUAL)
    assert (never.mean, never.low, never.high, never.error) == (0, 0, 0, 0)


def test_points_drawn_together_have_the_variance_that_is_left():
    found = spread_of(np.array([0.0, 1.0, 2.0, 3.0]), np.full(4, 0.5), np.full(4, 0.25))
    assert found.mean == 1.5
    assert found.variance == pytest.approx(5 / 3 - 0.5)  # sample variance of 0 … 3, less the noise
    assert found.values == pytest.approx(1.5 + np.sqrt((5 / 3 - 0.5) / (5 / 3)) * np.array([-1.5, -0.5, 0.5, 1.5]))


def test_a_point_that_counts_double_is_two_points():
    values = np.array([1.0, 2.0, 4.0])
    doubled = np.array([1.0, 2.0, 2.0, 4.0])
    weights = np.array([0.25, 0.5, 0.25])
    assert quantile_of(values, weights, 0.5) == np.median(doubled)
    assert spread_of(values, np.zeros(3), weights).mean == doubled.mean()
    assert effective_size(np.full(8, 0.125)) == pytest.approx(8)
    assert effective_size(np.array([1.0, 0.0])) == 1


def test_points_are_taken_as_often_as_they_weigh():
    weights = weights_of(np.log([0.5, 0.3, 0.2]) - 1000)
    assert weights == pytest.approx([0.5, 0.3, 0.2])
    for seed in range(5):
        taken = systematic(weights, 10, np.random.default_rng(seed))
        assert np.bincount(taken, minlength=3) == pytest.approx([5, 3, 2], abs=1)


def test_a_difference_keeps_its_sign_at_so_many_points():
    """Differences are normal around 1 in 20 with a standard deviation of as much: of one sign at 84 of 100 points."""
    g = np.random.default_rng(5)
    d = np.clip(0.05 + 0.05 * g.standard_normal(4096), -0.4, 0.4)
    flips = np.array([g.multinomial(400, [0.2 + each / 2, 0.2 - each / 2, 0.6]) for each in d])
    found = differences(flips[:, 0], flips[:, 1], 400, np.full(4096, 1 / 4096))
    assert found.mean == pytest.approx(0.05, abs=0.004)
    assert np.sqrt(found.variance) == pytest.approx(0.05, abs=0.004)
    assert share_with_sign(found) == pytest.approx(norm.cdf(1), abs=0.02)


def test_a_small_effect_seen_through_few_histories_is_not_settled():
    """The true effect is nothing: over a hundred trials nine in ten points must seldom seem to agree on a sign."""
    g = np.random.default_rng(6)
    found = []
    for _ in range(100):
        flips = g.multinomial(50, [0.1, 0.1, 0.8], size=64)
        found.append(share_with_sign(differences(flips[:, 0], flips[:, 1], 50, np.full(64, 1 / 64))))
    assert np.mean(np.array(found) >= 0.9) < 0.2  # taken off entirely, luck leaves one in ten


def test_a_variant_that_changes_nothing_changes_nothing_everywhere():
    none = np.zeros(512, np.int64)
    assert share_with_sign(differences(none, none, 400, EQUAL)) == 1


def test_a_sum_of_inputs_is_shared_out_as_its_variance_is():
    """y = 3a + 2b + c of uniform inputs: 9, 4 and 1 parts of 14; twenty inputs that do nothing get nothing."""
    points = 4096
    x = hypercube(points, 23, np.random.default_rng(1))
    y = x @ np.array([3.0, 2.0, 1.0, *([0.0] * 20)])
    luck = np.random.default_rng(2).normal(0, 0.5, points)
    shares = moves(x, y + luck, np.full(points, 1 / points), float(y.var()))
    assert shares[:3] == pytest.approx(np.array([9, 4, 1]) / 14, abs=0.03)
    assert np.abs(shares[3:]).max() < 0.005


def test_what_inputs_get_by_chance_is_taken_off():
    """Fifty inputs that do nothing get nothing on average over a hundred trials, where a regression would give 10 %."""
    g = np.random.default_rng(1)
    found = [moves(g.random((512, 50)), y := g.standard_normal(512), EQUAL, float(y.var())).sum() for _ in range(100)]
    assert np.mean(found) == pytest.approx(0, abs=0.01)


def test_what_numbers_do_together_is_left():
    x = hypercube(512, 2, np.random.default_rng(1))
    y = (x[:, 0] - 0.5) * (x[:, 1] - 0.5)
    assert moves(x, y, EQUAL, float(y.var())).sum() < 0.05


def test_weights_decide_what_moves():
    """Where the second input's range is weighed away, all of the variance is the first's."""
    x = hypercube(2048, 2, np.random.default_rng(1))
    y = x @ np.array([1.0, 1.0])
    weights = weights_of(-(((x[:, 1] - 0.5) / 0.03) ** 2) / 2)
    variance = float(weights @ (y - weights @ y) ** 2)
    shares = moves(x, y, weights, variance)
    assert shares[0] > 0.9
    assert shares[1] < 0.1


def test_with_more_inputs_than_points_can_tell_apart_the_strongest_are_kept():
    x = hypercube(64, 60, np.random.default_rng(1))
    y = 3 * x[:, 7] + 0.3 * np.random.default_rng(2).standard_normal(64)
    shares = moves(x, y, np.full(64, 1 / 64), float(y.var()))
    assert shares.argmax() == 7
    assert (shares != 0).sum() <= 16


def test_a_hypercube_has_each_input_once_in_each_part():
    x = hypercube(40, 3, np.random.default_rng(1))
    assert np.array_equal(np.sort(np.floor(40 * x), axis=0), np.tile(np.arange(40)[:, None], (1, 3)))


def test_every_point_has_histories_of_its_own_and_every_one_is_played():
    from experiments.defaults.table import Points

    planned = designs(Points(np.zeros((20, 2)), np.full(20, 0.05), ""), 3, 400, 1)
    firsts = [design.first + 400 * i for design in planned.values() for i in range(design.points)]
    assert sorted(firsts) == list(range(0, 400 * 50, 400))
    played = [(piece.kind, i) for piece in pieces(planned) for i in piece.points]
    assert len(played) == len(set(played)) == 50
