"""The emulator against functions that are known; weights against integrals; rates against hand-made histories."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import norm

from experiments.calibrate import emulator, fit
from experiments.calibrate.fit import between
from experiments.calibrate.play import Batch, play_batch
from experiments.cli import cli
from experiments.defaults.listed import PATHS, drawn, values_at
from experiments.defaults.setting import Subject
from experiments.defaults.table import Points, read_table
from experiments.estimates.base_rates import BASE_RATES, counted, log_likelihood, shares_of
from experiments.estimates.statistics import wilson
from experiments.estimates.weighted import covariance, effective_size, quantile_of, weights_of
from experiments.runs.blocks import CompiledEngine, play
from experiments.runs.workers.threads import Threads
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.command_line.commands import parley
from tests.experiments.defaults.test_defaults import written_out
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

GENERIC = SCENARIOS / "generic_civil_war.yaml"


# ------------------------------------------------------------------------------
# The emulator


def logistic(x):
    return 1 / (1 + np.exp(-x))


def bent(z):
    """A rate whose logit bends with the first score, and with the first and second together; 30 more do nothing."""
    return logistic(
        -0.5 + 0.8 * z[:, 0] - 0.6 * z[:, 1] + 0.3 * z[:, 2] + 0.25 * z[:, 0] ** 2 + 0.4 * z[:, 0] * z[:, 1]
    )


def seen(chance, histories, seed):
    """Counts of one rate at chances: (points, 1, 2)."""
    yes = np.random.default_rng(seed).binomial(histories, chance)
    return np.stack([yes, np.full(len(yes), histories)], axis=1)[:, None]


def test_a_quadratic_is_learnt_through_noise():
    z = np.random.default_rng(1).standard_normal((3000, 33))
    learnt = emulator.learn(z, seen(bent(z), 60, 2))
    other = np.random.default_rng(3).standard_normal((500, 33))
    missed = emulator.rates(learnt, other)[:, 0] - bent(other)
    assert np.sqrt((missed**2).mean()) < 0.025  # each count alone is off by 0.06
    straight = np.linalg.lstsq(np.column_stack([np.ones(3000), z]), np.log(bent(z) / (1 - bent(z))), rcond=None)[0]
    flat = logistic(np.column_stack([np.ones(500), other]) @ straight) - bent(other)
    assert (missed**2).mean() < 0.2 * (flat**2).mean()


def test_its_quality_is_told_without_the_noise_of_the_test():
    """At 60 histories a point; the true error is known here."""
    z = np.random.default_rng(1).standard_normal((3000, 33))
    learnt = emulator.learn(z, seen(bent(z), 60, 2))
    other = np.random.default_rng(3).standard_normal((4000, 33))
    [found] = emulator.quality(learnt, other, seen(bent(other), 60, 4))
    missed = emulator.rates(learnt, other)[:, 0] - bent(other)
    assert found.error == pytest.approx(np.sqrt((missed**2).mean()), abs=0.006)
    assert found.explained == pytest.approx(1 - (missed**2).mean() / bent(other).var(), abs=0.02)


def test_a_rate_that_depends_on_nothing_is_learnt_as_such():
    z = np.random.default_rng(1).standard_normal((1000, 20))
    learnt = emulator.learn(z, seen(np.full(1000, 0.3), 60, 2))
    assert emulator.rates(learnt, np.random.default_rng(3).standard_normal((200, 20))) == pytest.approx(0.3, abs=0.06)


# ------------------------------------------------------------------------------
# Weighing


def test_what_is_believed_lies_between_emulator_and_what_was_seen_by_their_errors():
    """The emulator is off by 3 points and a bias of 2, what is seen by 2.4 points; both together by less than either."""
    g = np.random.default_rng(1)
    truth = logistic(-0.6 + 0.5 * g.standard_normal((4000, 1)))
    emulated = truth + 0.02 + 0.03 * g.standard_normal((4000, 1))
    counts = seen(truth[:, 0], 400, 2)
    best = between(emulated, counts)
    errors = [np.sqrt(((each - truth) ** 2).mean()) for each in (best, emulated, counts[..., 0] / 400)]
    assert errors[0] == pytest.approx(1 / np.sqrt(1 / 0.03**2 + 1 / 0.0235**2), rel=0.05)
    assert errors[0] < min(errors[1:])
    assert (best - truth).mean() == pytest.approx(0, abs=0.001)


def test_weighted_draws_have_the_posterior_of_a_fine_grid():
    """Normal prior, one count: mean and spread of weighted draws against numerical integration."""
    z = np.random.default_rng(1).standard_normal(400_000)
    weights = weights_of(19 * np.log(logistic(z)) + 42 * np.log(1 - logistic(z)))
    grid = np.linspace(-5, 5, 20_001)
    exact = weights_of(norm.logpdf(grid) + 19 * np.log(logistic(grid)) + 42 * np.log(1 - logistic(grid)))
    mean = exact @ grid
    assert weights @ z == pytest.approx(mean, abs=0.01)
    assert covariance(z[:, None], weights)[0, 0] == pytest.approx(exact @ (grid - mean) ** 2, rel=0.03)
    for share in (0.05, 0.5, 0.95):
        assert quantile_of(z, weights, share) == pytest.approx(grid[np.cumsum(exact).searchsorted(share)], abs=0.02)


def made_up(scores, weights):
    """A calibration whose draws are given for the first three defaults of all."""
    draws = np.zeros((len(scores), len(PATHS)))
    draws[:, :3] = scores
    kept = Points(np.zeros((2, len(PATHS))), np.full(2, 0.5), "")
    rates = np.array([[0.2] * 9, [0.4] * 9])
    return fit.Calibration(draws, weights, kept, rates, np.full(9, 0.3), [], PATHS[:3], fit.Effort())


def test_a_ridge_is_found_as_one_and_what_is_learnt_is_told():
    """Of two defaults only the sum is known, to 0.1: their correlation is near −1, and half of each variance is gone."""
    z = np.random.default_rng(1).standard_normal((200_000, 3))
    found = made_up(z, weights_of(-((z[:, 0] + z[:, 1]) ** 2) / (2 * 0.1**2)))
    first, second, correlation = fit.ridges(found)[0]
    assert {first, second} == set(PATHS[:2])
    assert correlation < -0.97
    learnt = [each.learnt for each in fit.parameters(found)]
    assert learnt == pytest.approx([0.5, 0.5, 0], abs=0.05)
    assert all(each.placed for each in fit.parameters(found))


def test_a_default_outside_its_interval_is_named():
    z = np.random.default_rng(1).standard_normal((20_000, 3))
    found = made_up(z, weights_of(-((z[:, 0] - 2) ** 2) / (2 * 0.3**2)))
    assert [each.placed for each in fit.parameters(found)] == [False, True, True]


def test_the_variance_of_the_prior_is_that_of_its_draws():
    assert fit.prior_variance() == pytest.approx(drawn(20_000, np.random.default_rng(1)).var(), rel=0.005)


def test_held_out_rates_are_predicted_by_the_weighted_points():
    assert fit.predicted(made_up(np.zeros((2, 3)), np.full(2, 0.5)))[2] == pytest.approx((0.3, 0.2, 0.4), abs=0.011)


# ------------------------------------------------------------------------------
# Rates


def test_rates_are_counted_as_their_names_say():
    signed = {"partial": [0, 5, 13, 61, 10, 3], "full": [0, 0, 20, 62, 9, 70]}
    ended = {"partial": [0, 70, 20, 65, 0, 40], "full": [0, 0, 0, 0, 69, 0]}
    columns = {}
    for rung in ("partial", "full"):
        name = {"partial": "talks.partial_agreement", "full": "talks.comprehensive_agreement"}[rung]
        columns[f"{name}.signed"], columns[f"{name}.ended"] = np.array(signed[rung]), np.array(ended[rung])
    found = dict(zip([rate.name for rate in BASE_RATES], shares_of(counted(columns)), strict=True))
    assert found["any_12"] == 3 / 6
    assert found["any_24"] == 4 / 6
    assert found["any_60"] == 4 / 6
    assert found["full_12"] == 1 / 6
    assert found["full_24"] == 2 / 6
    assert found["partial_to_full"] == 1 / 3  # 5: never; 13: after 7 months; 3: after 67; 10: not first
    assert found["partial_ended"] == 2 / 4  # of 5, 13, 10 and 3 the second and the last, within 60 months
    assert found["full_ended"] == 1 / 2  # of 20 and 9 the second, after exactly 60


def test_the_likelihood_is_highest_at_the_published_shares_and_ignores_what_is_held_out():
    at = np.array([rate.share for rate in BASE_RATES])
    held = [rate.held_out for rate in BASE_RATES]
    best = log_likelihood(at[None])[0]
    for i in range(len(at)):
        moved = at.copy()
        moved[i] += 0.05
        assert (log_likelihood(moved[None])[0] == best) == held[i]
        assert log_likelihood(moved[None])[0] <= best


@pytest.fixture(scope="module")
def defaults_played():
    subject = Subject.of(load(GENERIC).scenario)
    return shares_of(play_batch(subject, Batch(None, 12_000, 36_000), 3, Threads(2), lambda n: None)[0])


@pytest.mark.parametrize("rate", BASE_RATES, ids=lambda rate: rate.name)
def test_the_generic_case_reproduces_the_published_rate(rate, defaults_played):
    """Property 11: with the defaults, inside the 95 % interval of what was counted."""
    simulated = defaults_played[BASE_RATES.index(rate)]
    low, high = wilson(rate.numerator, rate.denominator)
    print(f"{rate.title}: published {rate.share:.3f} ({low:.3f}–{high:.3f}), simulated {simulated:.3f}")
    assert low <= simulated <= high


def test_a_point_is_the_scenario_written_out_and_played():
    scenario = load(GENERIC).scenario
    values = values_at(drawn(2, np.random.default_rng(1)))
    found = play_batch(Subject.of(scenario), Batch(values, 30, 100), 5, Threads(2), lambda n: None)
    engine = CompiledEngine()
    engine.prepare()
    for i, row in enumerate(values):
        compiled = compile_scenario(written_out(scenario, dict(zip(PATHS, map(float, row), strict=True))))
        assert np.array_equal(found[i], counted(play(compiled, 5, 100 + 30 * i, 30, engine)))


def test_the_command_keeps_what_it_found(tmp_path, monkeypatch):
    """With few draws, for which there is no option: what is kept is looked at here, not how good it is."""
    monkeypatch.setattr(fit, "DRAWS", 5000)
    monkeypatch.setattr(fit, "AT_DEFAULTS", 600)
    done = CliRunner().invoke(cli, [
        "calibrate", str(GENERIC), "--points", "100", "--histories", "20", "--kept", "16", "--kept-histories", "20",
        "--out", str(tmp_path / "found"), "--table", str(tmp_path / "points.csv"), "--json",
    ])  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["points"], told["kept"]) == (100, 16)
    assert json.loads((tmp_path / "found" / "calibration.json").read_text()) == told
    assert (tmp_path / "found" / "calibration.svg").read_text().startswith("<?xml")
    points = read_table(tmp_path / "points.csv")
    assert points.values.shape == (16, len(PATHS))
    assert points.rules_sha256 == told["rules_sha256"]
    assert effective_size(points.weights) == pytest.approx(told["effective_size"], rel=0.01)


def test_another_scenario_is_refused(tmp_path):
    done = parley("calibrate", SCENARIOS / "second_meeting_2018_09.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "table talks with the rungs partial_agreement and comprehensive_agreement" in done.stderr
