"""The sampler against posteriors in closed form; rates against hand-made histories; knobs against the scenario."""

import json

import numpy as np
import pytest
from scipy.stats import beta

from experiments.calibrate import fit
from experiments.calibrate.base_rates import BASE_RATES, log_likelihood, measured
from experiments.calibrate.importance import Box, sample
from experiments.estimates.statistics import wilson
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.command_line.commands import parley
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

GENERIC = SCENARIOS / "generic_civil_war.yaml"
COUNTS, TRIALS = np.array([3, 40]), np.array([20, 50])


def binomial(p):
    return (COUNTS * np.log(p) + (TRIALS - COUNTS) * np.log(1 - p)).sum(axis=1)


def test_two_binomials_with_uniform_priors_have_beta_posteriors():
    found = sample(Box(np.zeros(2), np.ones(2)), lambda p: p, binomial, 512, 4, seed=1)
    assert found.effective_size > 600
    for i in range(2):
        truth = beta(COUNTS[i] + 1, TRIALS[i] - COUNTS[i] + 1)
        assert found.mean(found.parameters)[i] == pytest.approx(truth.mean(), abs=0.01)
        assert np.sqrt(found.covariance()[i, i]) == pytest.approx(truth.std(), rel=0.12)
        for share in (0.05, 0.5, 0.95):
            assert found.quantile(found.parameters, share)[i] == pytest.approx(truth.ppf(share), abs=0.02)


def test_a_ridge_is_found_as_one():
    """Only the sum is observed: the two parameters come out with a correlation near −1."""

    def sum_only(x):
        return -0.5 * ((x.sum(axis=1) - 1) / 0.02) ** 2

    found = sample(Box(np.zeros(2), np.ones(2)), lambda p: p, sum_only, 512, 6, seed=2)
    spread = np.sqrt(np.diag(found.covariance()))
    assert found.covariance()[0, 1] / spread.prod() < -0.98
    assert spread == pytest.approx([1 / np.sqrt(12)] * 2, rel=0.15)


def test_the_same_seed_gives_the_same_posterior():
    a, b = (sample(Box(np.zeros(2), np.ones(2)), lambda p: p, binomial, 64, 3, seed=5) for _ in range(2))
    assert a.weights.tobytes() == b.weights.tobytes()


def test_rates_are_counted_as_their_names_say():
    signed = {"partial": [0, 5, 13, 61, 10, 3], "full": [0, 0, 20, 62, 9, 70]}
    ended = {"partial": [0, 70, 20, 65, 0, 40], "full": [0, 0, 0, 0, 69, 0]}
    columns = {}
    for rung in ("partial", "full"):
        name = {"partial": "talks.partial_agreement", "full": "talks.comprehensive_agreement"}[rung]
        columns[f"{name}.signed"], columns[f"{name}.ended"] = np.array(signed[rung]), np.array(ended[rung])
    found = dict(zip([rate.name for rate in BASE_RATES], measured(columns), strict=True))
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


def test_knobs_reach_every_party_and_table():
    values = [0.4, 6, 0.7, 0.2, 0.11, 0.21, 0.06, 0.03]
    compiled = compile_scenario(fit.turned(load(GENERIC).scenario, values))
    for knob, value in zip(fit.KNOBS, values, strict=True):
        if knob.name != "settles":
            assert (compiled.arrays[knob.name] == value).all(), knob.name
    medians = {name: compiled.scenario.principals[name].settles.beta for name in compiled.names.parties}
    assert medians["insurgents"][0] / sum(medians["insurgents"]) == pytest.approx(0.4)
    assert medians["government"][0] / sum(medians["government"]) == pytest.approx(0.55)


def test_defaults_stand_within_what_was_thought_possible():
    for knob in fit.KNOBS:
        assert knob.low <= knob.default <= knob.high, knob.name


@pytest.fixture(scope="module")
def defaults_played():
    return fit._player(12_000, 3, 2, lambda n: None)([load(GENERIC).scenario])[0]


@pytest.mark.parametrize("rate", BASE_RATES, ids=lambda rate: rate.name)
def test_the_generic_case_reproduces_the_published_rate(rate, defaults_played):
    """Property 11: with the defaults, inside the 95 % interval of what was counted."""
    simulated = defaults_played[BASE_RATES.index(rate)]
    low, high = wilson(rate.numerator, rate.denominator)
    print(f"{rate.title}: published {rate.share:.3f} ({low:.3f}–{high:.3f}), simulated {simulated:.3f}")
    assert low <= simulated <= high


def test_the_command_keeps_what_it_found(tmp_path):
    done = parley(
        "calibrate", GENERIC, "--points", 16, "--generations", 2, "--histories", 100, "--out", tmp_path / "found", "--json",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["points"] == 32
    assert json.loads((tmp_path / "found" / "calibration.json").read_text()) == told
    assert (tmp_path / "found" / "calibration.svg").read_text().startswith("<?xml")


def test_another_scenario_is_refused(tmp_path):
    done = parley("calibrate", SCENARIOS / "second_meeting_2018_09.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "table talks with the rungs partial_agreement and comprehensive_agreement" in done.stderr
