"""Every interval that the tool prints holds a known truth as often as it says, or as its page says."""

import pytest

from experiments.coverage import GOOD, TRIALS, cases, naive

CASES = list(cases())
SLOW = {"Difference of scores (`forecast score`)"}  # ten thousand resamples a trial


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_interval_holds_the_truth(case):
    """2,000 trials, or 400 where a trial is slow, with as much more room."""
    trials, room = (400, 0.03) if case.printed in SLOW else (TRIALS, 0.0)
    low, high = case.bounds
    assert low - room <= case.coverage(trials) <= high + room


def test_what_leaves_the_usual_bounds_says_why():
    assert all(case.why for case in CASES if case.bounds != GOOD)


@pytest.mark.parametrize("case", [case for case in naive() if "p = 0.1" not in case.drawn], ids=lambda case: case.name)
def test_what_is_simpler_does_not(case):
    assert case.coverage() < 0.8
