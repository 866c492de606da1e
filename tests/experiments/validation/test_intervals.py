"""Every interval that the tool prints holds a known truth as often as it says, or as its page says."""

import math

import pytest

from experiments.validation.intervals import GOOD, TRIALS, cases, naive

pytestmark = pytest.mark.slow

CASES = list(cases())
SLOW = {
    "Difference of scores (`forecast score`)": 400,
    "Sobol index (`sweep`)": 40,
    "Mean size of an effect (`sweep`, Morris)": 100,
    "Share in a box (`discover`)": 40,
}  # thousands of resamples a trial, or a search


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_interval_holds_the_truth(case):
    """2,000 trials, or fewer where a trial is slow, with as much more room."""
    trials = SLOW.get(case.printed, TRIALS)
    room = 0.0 if trials == TRIALS else 0.6 / math.sqrt(trials)
    low, high = case.bounds
    assert low - room <= case.coverage(trials) <= high + room


def test_what_leaves_the_usual_bounds_says_why():
    assert all(case.why for case in CASES if case.bounds != GOOD)


@pytest.mark.parametrize("case", [case for case in naive() if "p = 0.1" not in case.drawn], ids=lambda case: case.name)
def test_what_is_simpler_does_not(case):
    assert case.coverage() < 0.8
