"""Single decisions as they stand in a history: who learns from whom, who delivers what, what lapses."""

import numpy as np

from tests.conftest import CERTAIN, columns, merged, scenario

N = 4_000
TALKS = scenario(
    time={"rounds": 12},
    parties={"rebels": {"effort": -1, "turnover": 0}, "state": {"effort": -1, "turnover": 0}},
    tables={"talks": {"mediators": ["broker"]}},
)


def learned(broker):
    """How much further apart beliefs about each party are with a broker's words than without."""
    spread = {}
    for skill in (0, 0.9):
        words = {"role": "mediator", "pull": 0, "skill": skill} | broker
        found = columns(merged(TALKS, {"parties": {"broker": words}}), N)
        spread[skill] = {party: found[f"{party}.belief"].var() for party in ("rebels", "state")}
    return {party: spread[0.9][party] - spread[0][party] for party in ("rebels", "state")}


def test_a_warning_tells_the_party_that_the_mediator_leans_to():
    """Biased toward the rebels, it is believed by them when it warns of the state [Kydd 2003]."""
    more = learned({"bias": {"rebels": 0.8}, "stake": 0})
    assert more["state"] > 0.02
    assert abs(more["rebels"]) < 0.01


def test_only_an_unbiased_mediator_with_a_stake_is_believed_when_it_vouches():
    """[Kydd 2006]"""
    honest, indifferent = learned({"stake": 1}), learned({"stake": 0})
    assert min(honest.values()) > 0.02
    assert max(abs(x) for x in indifferent.values()) < 1e-12


def test_nobody_promises_more_than_an_absent_deliverer_would_carry_out():
    """Prisoners whom the absent state holds: influence less exclusion buys so many of them."""
    steady = CERTAIN | {"patience": 3, "effort": -1}
    data = scenario(
        issues={"pie": None, "prisoners": {"delivered_by": "state"}},
        outcomes={"deal": None},
        parties={
            "rebels": steady | {"positions": {"pie": None, "prisoners": {"ideal": 1, "salience": 50}}},
            "patron": steady
            | {
                "role": "patron",
                "influence": {"state": 0.32},
                "positions": {"prisoners": {"ideal": 0.9, "salience": 1}},
            },
            "state": steady
            | {"exclusion": 0.12, "positions": {"pie": None, "prisoners": {"ideal": 0, "salience": 50}}},
        },
        tables={"talks": {"parties": ["patron", "rebels"], "rungs": [{"name": "swap", "agenda": ["prisoners"]}]}},
    )
    found = columns(data, 200)
    np.testing.assert_allclose(found["prisoners.agreed_level"], 0.2, atol=1e-9)
    np.testing.assert_allclose(found["prisoners.level"], 0.2, atol=1e-9)  # Δ is 0 there, and 0 is yes


def gesture_in_force(rounds):
    truce = {"issue": "truce", "level": 0.5, "months": 2, "rate": 1}
    generous = {"positions": {"truce": {"ideal": 1, "salience": 10}}, "gestures": {"holiday": truce}}
    data = scenario(time={"rounds": rounds}, issues={"truce": {}}, parties={"rebels": CERTAIN | generous})
    return columns(data, 50)["truce.level"]


def test_a_gesture_is_seen_after_its_round_and_lapses_by_itself():
    levels = [set(gesture_in_force(rounds).tolist()) for rounds in range(1, 4)]
    assert levels == [{0.5}, {0.5}, {0.0}]  # made in round 1 for two months: in force in rounds 2 and 3


def attacks_with(hardliners):
    """Incidents by the rebels, on average, while a deal is near: the same draws whatever their wing."""
    armed = {"violence": 50, "home_premium": -1, "settles": 1}
    data = merged(TALKS, {"war": {}, "tables": {"talks": {"mediators": []}}, "time": {"rounds": 36}})
    data = merged(data, {"parties": {"rebels": armed | hardliners, "state": armed}})
    return columns(data, N)["rebels.incidents"].mean()


def test_hardliners_attack_more_the_less_they_are_held():
    attacks = [attacks_with({})]
    attacks += [attacks_with({"hardliners": {"control": control, "force": 2}}) for control in (0.5, 0.2, -0.5)]
    assert attacks == sorted(attacks)
    assert attacks[0] < attacks[1] < attacks[3]


def test_hardliners_attack_more_the_more_they_stand_to_lose():
    attacks = [attacks_with({"hardliners": {"control": 0.2, "stake": stake, "force": 2}}) for stake in (0, 0.5, 1, 2)]
    assert attacks == sorted(attacks)
    assert attacks[0] < attacks[3] - 5


def test_settlers_fight_less_hard_while_they_are_trusted_at_live_talks():
    armed = {"violence": 100, "press_swing": 0.8, "backlash": 0.8}
    data = merged(TALKS, {"war": {"branching": 0}, "tables": {"talks": {"mediators": []}}, "time": {"rounds": 1}})
    found = [
        columns(merged(data, {"parties": {"rebels": armed | {"settles": prior}}}), N)["rebels.incidents"].mean()
        for prior in (0.05, 0.95)
    ]
    assert found[1] < found[0] - 20


def test_those_at_home_refuse_what_only_their_delegation_likes():
    """A delegation that would give most of the pie signs; those at home, who would give none, refuse."""
    willing = CERTAIN | {"home_premium": -1, "keep_word": 1}
    moderate = {"pie": {"ideal": 0.7, "salience": 50}}
    data = scenario(time={"rounds": 30}, parties={"rebels": willing, "state": willing | {"positions": moderate}})
    agreed = columns(data, 100)
    refused = columns(merged(data, {"parties": {"state": {"positions": {"pie": {"home": {"ideal": 0}}}}}}), 100)
    unasked = columns(
        merged(data, {"parties": {"state": {"positions": {"pie": {"home": {"ideal": 0}}}, "ratifies": False}}}),
        100,
    )
    for found in (agreed, refused, unasked):
        assert (found["talks.settlement.signed"] > 0).all()
    assert (agreed["talks.settlement.delivered"] > 0).all()
    assert (unasked["talks.settlement.delivered"] > 0).all()
    assert not refused["talks.settlement.delivered"].any()
    assert (refused["talks.block_party"] == 1).all()
