"""The random walk of the level of violence: against a filter worked out otherwise, known numbers recovered, no peeking."""

import numpy as np
import pytest
from scipy import stats

from experiments.validation.war import bands, walk
from experiments.validation.war.negbin import crps_sample
from experiments.validation.war.series import Series, make_series, read_series
from tests.places import ROOT

pytestmark = pytest.mark.slow

DATA = ROOT.parent / "shared" / "data" / "violence_monthly.csv"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the monthly deaths are not beside the repository")
FLAT = np.ones(12)


def wandering(n: int, volatility: float, dispersion: float, seed: int, branching: float = 0.0) -> Series:
    rng = np.random.default_rng(seed)
    level = np.exp(np.log(1500) + np.cumsum(volatility * rng.standard_normal(n)))
    deaths = np.zeros(n)
    for t in range(n):
        mean = (1 - branching) * level[t] + branching * (deaths[t - 1] if t else level[0])
        deaths[t] = rng.poisson(rng.gamma(dispersion, mean / dispersion))
    return make_series([f"{2001 + i // 12}-{i % 12 + 1:02d}" for i in range(n)], deaths)


def test_a_known_volatility_and_dispersion_are_recovered():
    """Over ten series the intervals of 95 % miss the truth twice at most (sound ones would miss more in 1 of 100)."""
    series = [wandering(240, 0.1, 15, seed, 0.1) for seed in range(10)]
    fits = [walk.volatility(walk.follow(each, FLAT, 0.1, walk.FINE[::2])) for each in series]
    assert sum(not low <= 0.1 <= high for _, (low, high), *_ in fits) <= 2
    assert sum(not found.credible[0] <= 0.1 <= found.credible[1] for found in fits) <= 2
    assert np.mean([found.mean for found in fits]) == pytest.approx(0.1, rel=0.2)
    assert np.median([found.dispersion for found in fits]) == pytest.approx(15, rel=0.35)


def test_a_level_that_stays_is_found_to_stay():
    found = walk.volatility(walk.follow(wandering(240, 0.0, 15, 3), FLAT, 0.0))
    assert found.best <= 0.02
    assert found.likely[0] == 0


def test_the_likelihood_is_that_of_many_simulated_levels():
    """Two months: the mean likelihood over 400,000 levels drawn from the same grid and moved by normal steps."""
    series = wandering(3, 0.2, 10, 5)
    found = walk.follow(series, FLAT, 0.0, (0.2,))
    rng = np.random.default_rng(1)
    level = rng.choice(found.log_levels, 400_000) + 0.2 * rng.standard_normal(400_000)
    chance = np.ones_like(level)
    for count in series.deaths[1:]:
        r = walk.DISPERSIONS[4]
        chance *= stats.nbinom.pmf(count, r, r / (r + np.exp(level)))
        level = level + 0.2 * rng.standard_normal(level.size)
    assert found.log_likelihood[0, 4] == pytest.approx(np.log(chance.mean()), abs=0.03)


def test_lumped_months_are_passed_over():
    series = wandering(60, 0.1, 15, 7)
    swollen = series.deaths.copy()
    swollen[40] *= 5
    one, two = (
        walk.follow(make_series(series.months, factor * swollen, series.deaths), FLAT, 0.1, (0.1,)).log_likelihood
        for factor in (1, np.where(np.arange(60) == 40, 2, 1))
    )
    np.testing.assert_array_equal(one, two)


def test_draws_are_those_of_the_posterior():
    found = walk.follow(wandering(120, 0.1, 15, 9), FLAT, 0.0, walk.COARSE)
    drawn = walk.draw(found, 20_000, np.random.default_rng(2))
    assert drawn.volatility.mean() == pytest.approx(walk.volatility(found).mean, abs=0.002)
    of_levels = np.einsum("vr,vlr->l", found.weights, found.level_chance)
    assert drawn.log_level.mean() == pytest.approx(of_levels @ found.log_levels, abs=0.01)


def test_the_crps_by_ranks_is_that_of_all_pairs():
    sample = np.random.default_rng(3).gamma(3, 100, 200)
    assert bands.crps_sorted(sample, 350.0) == pytest.approx(crps_sample(sample, 350.0), rel=1e-12)


def test_bands_hold_nine_in_ten_months_of_a_war_that_walks_as_they_say():
    """Six months ahead, at the true volatility; the level is that of a year ago, so a little fewer are in."""
    names = [bands.name_of(volatility) for volatility in (0.12, 0.0)]
    found = bands.bands(wandering(150, 0.12, 15, 11), 0.0, "2010-01", (6,), names)
    right, still = (found[name, 6] for name in names)
    assert 0.8 < right.inside <= 1
    assert still.inside < right.inside - 0.05
    assert right.crps.mean() < still.crps.mean() * 1.02


def test_forecasts_do_not_look_ahead():
    series = wandering(84, 0.1, 15, 13)
    changed = make_series(series.months, np.where(np.arange(84) < 80, series.deaths, 9 * series.deaths))
    one, two = (bands.foretold(each.head(80), 0.1, 3) for each in (series, changed))
    assert all(np.array_equal(one[name], two[name]) for name in one)


@needs_data
def test_afghan_bands_hold_and_cost_nothing_at_the_volatility_recommended():
    """To August 2018: 85–95 % of months in the 90 % band at 1, 6, 12 and 24 months, and no CRPS worse than before by 1 %."""
    chosen, stays = (bands.name_of(volatility) for volatility in (bands.CHOSEN_VOLATILITY, 0.0))
    found = bands.bands(read_series(DATA), names=(chosen, stays, bands.FITTED))
    for months in bands.AHEAD:
        held, before = found[chosen, months], found[stays, months]
        print(
            f"{months} months ahead: {held.inside:.1%} in the band, CRPS {held.crps.mean():.0f}, was {before.crps.mean():.0f}"
        )
        assert 0.85 <= held.inside <= 0.95
        assert held.crps.mean() <= 1.01 * before.crps.mean()
    assert found[stays, 12].inside < 0.85
    assert found[bands.FITTED, 12].inside < 0.85


@needs_data
@pytest.mark.parametrize("until", ["2018-04", "2018-08"])
def test_the_likelihood_allows_the_volatility_recommended(until):
    from experiments.validation.war.page import volatility_of

    found = volatility_of(read_series(DATA).through(until), "2015-01", 0.1)
    assert found.likely[0] < bands.CHOSEN_VOLATILITY < found.likely[1]
    assert found.best < 0.1
