"""Quantal response and Bayes' rule, against numbers worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules import choice

SURE = math.inf
shares = st.floats(0.001, 0.999)


def test_terms_add_up():
    assert choice.total((0.25, -0.5, 1.0)) == 0.75
    assert choice.total(()) == 0.0


@pytest.mark.parametrize(
    ("advantage", "rationality", "expected"),
    [
        (0.0, 12, 0.5),
        (0.1, 12, 0.76852478349901754),  # 1 / (1 + e^−1.2)
        (-0.1, 12, 0.23147521650098238),
        (0.5, 2, 0.7310585786300049),
        (1.0, 0, 0.5),
        (5.0, 12, 1 / (1 + math.exp(-30))),
        (-5.0, 12, 1 / (1 + math.exp(30))),
        (0.0, SURE, 1.0),
        (1e-9, SURE, 1.0),
        (-1e-9, SURE, 0.0),
    ],
)
def test_probability(advantage, rationality, expected):
    assert choice.probability(advantage, rationality) == pytest.approx(expected, rel=1e-14, abs=0.0)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 50))
def test_what_is_better_is_chosen_more_often_and_never_surely(a, b, rationality):
    low, high = sorted((a, b))
    assert 0 < choice.probability(low, rationality) <= choice.probability(high, rationality) < 1
    assert choice.probability(a, rationality) + choice.probability(-a, rationality) == pytest.approx(1)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 50))
def test_each_type_chooses_by_the_sum_of_its_own_terms(shared, settling, stalling, rationality):
    terms = ((shared, settling), (shared, stalling))
    expected = [choice.probability(shared + own, rationality) for own in (settling, stalling)]
    assert list(choice.probabilities(terms, rationality)) == expected
    same = choice.probabilities((terms[0], terms[0]), rationality)
    assert same == (expected[0], expected[0])


def test_likelihood_ratio_of_coming_and_of_staying_away():
    assert choice.likelihood_ratio(True, 0.8, 0.2) == pytest.approx(4)
    assert choice.likelihood_ratio(False, 0.9, 0.2) == pytest.approx(0.1 / 0.8)
    assert choice.likelihood_ratio(True, 0.3, 0.3) == 1.0


@pytest.mark.parametrize(("settle", "stall"), [(0.0, 0.5), (0.5, 0.0), (1.0, 0.0), (0.0, 0.0)])
def test_a_threshold_says_nothing(settle, stall):
    assert choice.likelihood_ratio(True, settle, stall) == 1.0
    assert choice.likelihood_ratio(False, 1 - settle, 1 - stall) == 1.0


@given(shares, shares, shares, st.booleans())
def test_updating_is_the_rule_of_bayes(prior, settle, stall, yes):
    seen = (settle, stall) if yes else (1 - settle, 1 - stall)
    posterior = prior * seen[0] / (prior * seen[0] + (1 - prior) * seen[1])
    assert choice.updated(prior, choice.likelihood_ratio(yes, settle, stall)) == pytest.approx(posterior, rel=1e-9)


@given(shares, shares, shares)
def test_beliefs_are_a_martingale(prior, settle, stall):
    """What is learned cannot be foreseen: the expected belief after an act is the belief before it."""
    chance = prior * settle + (1 - prior) * stall
    after = [choice.updated(prior, choice.likelihood_ratio(yes, settle, stall)) for yes in (True, False)]
    assert chance * after[0] + (1 - chance) * after[1] == pytest.approx(prior, rel=1e-9)


def test_certainty_cannot_be_moved():
    assert choice.updated(0.0, 5.0) == 0.0
    assert choice.updated(1.0, 0.2) == 1.0
    assert choice.updated(0.0, math.inf) == 0.0
    assert choice.updated(1.0, 0.0) == 1.0


def test_evidence_of_any_size_leaves_a_belief_that_is_one():
    """The product of many ratios may overflow, or vanish."""
    assert 0.0 < choice.updated(0.5, 0.0) < 1e-200
    assert choice.updated(0.5, 0.0) == choice.updated(0.5, 1e-300)
    assert choice.updated(1e-3, math.inf) == choice.updated(1e-3, 1e300) == 1.0
    assert choice.updated(5e-324, 1e-300) >= 0.0


@given(shares, st.sampled_from([0.2, 0.5, 2.0, 4.0]) | st.floats(0.01, 100))
def test_evidence_multiplies_the_odds(belief, ratio):
    after = choice.updated(belief, ratio)
    assert after / (1 - after) == pytest.approx(belief / (1 - belief) * ratio, rel=1e-9)


@given(shares)
def test_what_says_nothing_leaves_a_belief(belief):
    assert choice.updated(belief, 1.0) == pytest.approx(belief, rel=1e-15)


def test_turnover_draws_belief_to_the_prior():
    assert choice.after_turnover(0.9, 0.0, 0.5) == 0.9
    assert choice.after_turnover(0.9, 1.0, 0.5) == 0.5
    assert choice.after_turnover(0.9, 0.25, 0.5) == pytest.approx(0.8)


@given(shares, st.integers(1, 6))
def test_a_chance_over_months_is_that_of_one_of_them_at_least(monthly, months):
    assert 1 - choice.per_round(monthly, float(months)) == pytest.approx(math.prod([1 - monthly] * months))


def test_chances_by_the_month_and_by_the_week():
    assert choice.per_round(0.3, 1.0) == pytest.approx(0.3)
    assert choice.per_round(0.36, 0.5) == pytest.approx(0.2)
    assert choice.per_round(1.0, 0.01) == 1.0
    assert choice.per_round(1.2, 0.5) == 1.0  # more than certain is certain
    assert choice.per_round(0.0, 1.0) == 0.0
    weekly = choice.per_round(0.8, 7 * 12 / 365.25)
    assert 1 - (1 - weekly) ** (365.25 / 12 / 7) == pytest.approx(0.8)
