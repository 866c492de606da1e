"""Property 9: what must help helps, in paired histories (the same draws on both sides)."""

from itertools import pairwise

import numpy as np
import pytest

from tests.conftest import STEADY_WAR, columns, merged, scenario

pytestmark = pytest.mark.slow

N = 8_000
LIMIT = 4.5  # standard errors

TALKS = scenario(
    time={"rounds": 36},
    issues={"swap": {"delivered_by": "rebels"}},
    parties={
        "rebels": {"home_premium": -0.1, "positions": {"swap": {"ideal": 0, "salience": 20}}},
        "state": {"home_premium": -0.1, "positions": {"swap": {"ideal": 1, "salience": 40}}},
    },
    tables={
        "talks": {
            "rungs": [
                {"name": "swap", "agenda": ["swap"]},
                {"name": "settlement", "agenda": ["pie"], "binding": True},
            ]
        }
    },
    war={"drift": 0},
)


def rises(low, high):
    """Whether the mean of what is higher on one side in each pair is above 0 beyond doubt."""
    difference = high.astype(float) - low
    return difference.mean() > LIMIT * difference.std() / np.sqrt(len(difference))


def share_delivered(found, rung):
    """Share delivered of what was signed, and its standard error."""
    signed = found[f"talks.{rung}.signed"] > 0
    share = (found[f"talks.{rung}.delivered"][signed] > 0).mean()
    return share, np.sqrt(share * (1 - share) / signed.sum())


@pytest.mark.parametrize("rung", ["swap", "settlement"])
def test_a_guarantee_makes_what_is_signed_be_delivered(rung):
    shares = []
    for guarantee in (-0.2, 0.0, 0.2):
        data = merged(TALKS, {"tables": {"talks": {"guarantee": guarantee, "review": 0, "grace": 2}}})
        shares.append(share_delivered(columns(data, N), rung))
    for (low, low_error), (high, high_error) in pairwise(shares):
        assert high - low > LIMIT * np.hypot(low_error, high_error)


def test_a_guarantee_keeps_what_is_in_force():
    ended = []
    for guarantee in (0.0, 0.3):
        data = merged(TALKS, {"tables": {"talks": {"guarantee": guarantee, "review": 0.5, "grace": 36}}})
        ended.append((columns(data, N)["talks.swap.ended"] > 0).astype(float))
    assert rises(ended[1], ended[0])


def test_insurgents_who_are_likelier_to_mean_it_raise_every_rung():
    found = [columns(merged(TALKS, {"parties": {"rebels": {"settles": prior}}}), N) for prior in (0.2, 0.5, 0.8)]
    for low, high in pairwise(found):
        for rung in ("swap", "settlement"):
            assert rises(low[f"talks.{rung}.reached"] > 0, high[f"talks.{rung}.reached"] > 0)


def test_not_what_an_amateur_expects_more_patience_makes_agreement_later():
    """A party that can wait asks for more for longer: in the time there is, fewer reach even the first rung."""
    found = [columns(merged(TALKS, {"parties": {"state": {"patience": n}}}), N) for n in (4, 8, 16)]
    for low, high in pairwise(found):
        assert rises(*(np.where(x["talks.swap.signed"] > 0, x["talks.swap.signed"], 37) for x in (low, high)))
    assert rises(*(found[i]["talks.swap.reached"] > 0 for i in (2, 0)))


@pytest.mark.parametrize("level", [0.5, 1.0])
def test_more_hurt_brings_more_to_the_table(level):
    """In the first round nothing else has moved: more met because fighting on is worth less."""
    met = []
    for hurt in (level, level + 1.5):
        data = merged(TALKS, {"war": {"hurt": hurt, "normal": 1, "memory": 0.001}, "time": {"rounds": 1}})
        met.append(columns(data, N)["talks.meetings"])
    assert (met[1] >= met[0]).all()
    assert rises(*met)


def test_costlier_fighting_brings_more_to_the_table():
    costs = [
        columns(
            merged(TALKS, {"parties": {"rebels": {"cost": cost}, "state": {"cost": cost}}, "time": {"rounds": 1}}),
            N,
        )
        for cost in (0.05, 0.3)
    ]
    assert (costs[1]["talks.meetings"] >= costs[0]["talks.meetings"]).all()
    assert rises(costs[0]["talks.meetings"], costs[1]["talks.meetings"])


def test_leverage_raises_what_a_side_gets():
    """The stronger the insurgents on the ground, the more of the pie a text gives them."""
    levels = []
    for leverage in (0.2, 0.5, 0.8):
        found = columns(merged(TALKS, {"war": {"leverage": leverage}}), N)
        signed = found["pie.agreed"] > 0
        levels.append(found["pie.agreed_level"][signed].mean())
    assert levels[0] + 0.02 < levels[1] < levels[2] - 0.02


def test_concessions_that_shift_power_are_a_gain_of_the_other_side():
    """Where what is delivered moves leverage, the insurgents end with a better alternative, the state not."""
    data = merged(TALKS, {"parties": {"rebels": {"settles": 1}, "state": {"settles": 1}}, "time": {"rounds": 60}})
    shifting = merged(data, {"issues": {"pie": {"effects": {"leverage": 0.8}}}})
    without, with_shift = columns(data, N), columns(shifting, N)
    assert rises(without["rebels.walk_away"], with_shift["rebels.walk_away"])
    assert rises(with_shift["state.walk_away"], without["state.walk_away"])


def test_a_side_that_gains_ground_is_expected_to_gain_more():
    """Momentum runs for the insurgents and against the government, seen from either."""
    found = [columns(merged(TALKS, {"war": {"momentum": m}, "time": {"rounds": 1}}), 200) for m in (-0.02, 0.0, 0.02)]
    for low, high in pairwise(found):
        assert (low["rebels.walk_away"] < high["rebels.walk_away"]).all()
        assert (low["state.walk_away"] > high["state.walk_away"]).all()


def test_leverage_follows_the_side_that_fights_above_what_is_due():
    """The insurgents' share of what is seen, beyond what present calm lets expect, raises their leverage."""
    armed = {"parties": {"rebels": {"violence": 50}, "state": {"violence": 50}}, "time": {"rounds": 1}}
    found = columns(merged(merged(TALKS, armed), {"war": {"drift": 0.5, "branching": 0} | STEADY_WAR}), N)
    share = found["rebels.incidents"] / (found["rebels.incidents"] + found["state.incidents"])
    np.testing.assert_allclose(found["leverage"], 0.5 + 0.5 * (share - 0.5), rtol=1e-12)


def test_hurt_follows_violence():
    armed = {"parties": {"rebels": {"violence": 50}, "state": {"violence": 50}}, "time": {"rounds": 1}}
    found = columns(merged(merged(TALKS, armed), {"war": {"normal": 80, "memory": 0.2, "hurt": 1.5}}), 200)
    seen = (found["rebels.incidents"] + found["state.incidents"]) / 80
    np.testing.assert_allclose(found["hurt"], 1.5 + 0.2 * (seen - 1.5), rtol=1e-12)
