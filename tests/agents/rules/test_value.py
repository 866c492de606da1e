"""Walk-away values, hope and reservations, against hand-worked numbers and Fearon's bargaining range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules import value
from tests.closed_forms import FEARON_RANGE

share = st.floats(0, 1)


def bargaining_range(p, cost_a, cost_b):
    """What A can be given so that neither would rather fight: from A's walk-away value to 1 less B's."""
    fight_a = value.walk_away(p, 1.0, 0.0, 0.0, 1.0, cost_a)
    fight_b = value.walk_away(1 - p, 1.0, 0.0, 0.0, 1.0, cost_b)
    return fight_a, 1 - fight_b


@pytest.mark.parametrize(("p", "cost_a", "cost_b", "expected"), FEARON_RANGE)
def test_two_walk_away_values_leave_fearons_bargaining_range(p, cost_a, cost_b, expected):
    assert bargaining_range(p, cost_a, cost_b) == pytest.approx(expected)


@given(share, st.floats(0, 0.5), st.floats(0, 0.5))
def test_costly_war_always_leaves_room(p, cost_a, cost_b):
    low, high = bargaining_range(p, cost_a, cost_b)
    assert low == pytest.approx(max(0, p - cost_a))
    assert high == pytest.approx(min(1, p + cost_b))
    assert low <= high + 1e-12


@pytest.mark.parametrize(
    ("leverage", "hurt", "weariness", "shift", "stake", "cost", "expected"),
    [
        (0.5, 1.0, 0.0, 0.0, 0.4, 0.1, 0.4),
        (0.75, 1.0, 0.0, 0.0, 0.4, 0.1, 0.5),
        (0.25, 1.0, 0.0, 0.0, 0.4, 0.1, 0.3),
        (0.5, 3.0, 0.0, 0.0, 0.4, 0.1, 0.35),
        (0.5, 0.0, 0.0, 0.0, 0.4, 0.1, 0.5),
        (0.5, 1.0, 0.1, 0.0, 0.4, 0.1, 0.3),
        (0.5, 1.0, 0.0, 0.25, 0.4, 0.1, 0.65),
        (1.0, 0.0, 0.0, 0.5, 1.0, 0.1, 1.0),
        (0.0, 1.0, 0.0, 0.0, 1.0, 0.5, 0.0),
    ],
)
def test_walk_away(leverage, hurt, weariness, shift, stake, cost, expected):
    assert value.walk_away(leverage, hurt, weariness, shift, stake, cost) == pytest.approx(expected)


@given(st.floats(0, 100), st.floats(0.001, 100))
def test_each_further_rise_of_violence_is_felt_less_and_none_more_than_twice(hurt, rise):
    assert value.felt(1.0) == 1.0
    assert value.felt(hurt) < value.felt(hurt + rise) < 2.0
    assert value.felt(hurt + 2 * rise) - value.felt(hurt + rise) < value.felt(hurt + rise) - value.felt(hurt) + 1e-12


def test_a_losing_side_feels_the_clock():
    assert value.expected_leverage(0.5, 0.02, 6) == pytest.approx(0.62)
    assert value.expected_leverage(0.5, -0.02, 6) == pytest.approx(0.38)
    assert value.expected_leverage(0.9, 0.05, 12) == 1.0
    assert value.expected_leverage(0.1, -0.05, 12) == 0.0


def test_clip():
    assert [value.clip(x, 0.0, 1.0) for x in (-1.0, 0.3, 2.0)] == [0.0, 0.3, 1.0]


def test_prospect_is_what_a_deal_adds_to_fighting_on():
    assert value.prospect(0.5, 0.7, 0.4) == pytest.approx(0.15)
    assert value.prospect(0.5, 0.3, 0.4) == 0.0
    assert value.hope(0.5, 0.15) == pytest.approx(0.075)


def test_reservation():
    assert value.reservation(0.9, 0.3, 0.5) == pytest.approx(0.3)
    assert value.reservation(0.2, 0.3, 0.5) == 0.0
    assert value.binding_reservation(0.4, 0.18, 0.05, 0.02) == pytest.approx(0.65)
    assert value.binding_reservation(0.9, 0.18, 0.0, 0.0) == 1.0
