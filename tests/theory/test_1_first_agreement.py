"""Property 1: two settlers agree on a pie at the first meeting at which their aspirations fit, on what fitted first."""

import numpy as np
import pytest

from agents.decisions import LEAST_BINDING
from tests.closed_forms import CONCESSION_TARGET, FEARON_RANGE
from tests.conftest import CERTAIN, STEADY_WAR, Listener, columns, listen, merged, scenario

HISTORIES = 60
ROUNDS = 30
PREMIUM = 1e-6  # what a text must give beyond walking away, so that at signature rounding does not decide


def sure_talks(rebels, state, leverage=0.5, binding=True):
    """Talks in which nothing is left to chance but who tables first."""
    steady = CERTAIN | {"home_premium": PREMIUM, "ratifies": False, "keep_word": 1, "standing": 1}
    return scenario(
        time={"rounds": ROUNDS},
        parties={"rebels": steady | rebels, "state": steady | state},
        tables={
            "talks": {
                "occasion": 1,
                "communication": 1,
                "rungs": [{"name": "settlement", "agenda": ["pie"], "binding": binding}],
            }
        },
        war={"leverage": leverage} | STEADY_WAR,
    )


def aspiration(n, reservation, patience, concession):
    return reservation + (1 - reservation) * (1 - min(1, n / patience) ** (1 / concession))


def walk_away(leverage, stake, cost):
    return min(1, max(0, min(1, max(0, 0.5 + stake * (leverage - 0.5) - cost)) + PREMIUM))


def check_first_agreement(rebels, state, leverage, reservations, binding=True):
    """All meet as long as their claims, at the end of a meeting, are more than the pie; what fits is found to n/32."""
    found = columns(sure_talks(rebels, state, leverage, binding), HISTORIES)

    def wishes(moment):
        parties = zip((rebels, state), reservations, strict=True)
        return [aspiration(moment, outside, p["patience"], p["concession"]) for p, outside in parties]

    n = next((n for n in range(1, ROUNDS + 1) if sum(wishes(n)) <= 1 + 1e-9), 0)
    assert (found["pie.agreed"] == n).all()
    if n > 0:
        wish_r, wish_s = next(
            both for both in (wishes(n * part / 32) for part in range(1, 33)) if sum(both) <= 1 + 1e-9
        )
        if binding:  # nobody offers its own worst outcome
            wish_r, wish_s = max(wish_r, LEAST_BINDING), max(wish_s, LEAST_BINDING)
        by_rebels, by_state = (np.abs(found["pie.agreed_level"] - level) < 1e-9 for level in (wish_r, 1 - wish_s))
        assert (by_rebels | by_state).all()
        assert by_rebels.any()
        assert by_state.any()


@pytest.mark.parametrize(
    ("rebels", "state", "leverage"),
    [
        ((8, 0.8, 0.4, 0.1), (8, 0.8, 0.4, 0.1), 0.5),
        ((8, 0.8, 0.4, 0.1), (8, 0.8, 0.4, 0.1), 0.7),
        ((1, 1.0, 0.0, 0.0), (1, 1.0, 0.0, 0.0), 0.5),  # no room to spare: reservations sum to 1
        ((20, 0.3, 0.0, 0.2), (20, 0.3, 0.0, 0.0), 0.5),
        ((20, 3.0, 0.6, 0.05), (4, 0.5, 0.2, 0.3), 0.9),
        ((5.5, 1.0, 1.0, 0.5), (12, 2.0, 1.0, 0.0), 0.2),
        ((3, 0.5, 0.3, 2.0), (25, 0.2, 0.8, 0.02), 0.35),
        ((26, 0.1, 0.9, 0.1), (2, 5.0, 0.9, 0.1), 0.6),
    ],
)
def test_binding_talks_end_where_aspirations_first_fit(rebels, state, leverage):
    names = ("patience", "concession", "stake", "cost")
    rebels, state = dict(zip(names, rebels, strict=True)), dict(zip(names, state, strict=True))
    outside = (
        walk_away(leverage, rebels["stake"], rebels["cost"]),
        walk_away(1 - leverage, state["stake"], state["cost"]),
    )
    check_first_agreement(rebels, state, leverage, outside)


def test_random_parties_too():
    rng = np.random.default_rng(5)
    for _ in range(25):
        numbers = [
            rng.uniform(1, 20, 2),
            rng.uniform(0.2, 4, 2),
            rng.uniform(0, 1, 2),
            rng.uniform(0, 0.4, 2),
        ]
        rebels, state = (
            dict(zip(("patience", "concession", "stake", "cost"), (float(x[i]) for x in numbers), strict=True))
            for i in (0, 1)
        )
        leverage = float(rng.uniform(0.2, 0.8))
        outside = (
            walk_away(leverage, rebels["stake"], rebels["cost"]),
            walk_away(1 - leverage, state["stake"], state["cost"]),
        )
        check_first_agreement(rebels, state, leverage, outside)


@pytest.mark.parametrize("concession", [0.5, 1.0])
@pytest.mark.parametrize("patience", [1, 1.5, 4, 16])
def test_of_equally_patient_parties_each_gives_up_the_same_share_however_soon_they_must(patience, concession):
    """[Kalai & Smorodinsky 1975] What both get beyond their reservations is as what there was for each to get beyond it.

    Also where one meeting is all the patience there is: neither is given all of it for having spoken second.
    """
    side = {"patience": patience, "concession": concession, "stake": 1.0}
    found = columns(sure_talks(side | {"cost": 0.1}, side | {"cost": 0.25}, 0.7), HISTORIES)
    outside = np.array([walk_away(0.7, 1, 0.1), walk_away(0.3, 1, 0.25)])
    kept = (1 - outside.sum()) / (1 - outside).sum()
    level = outside[0] + kept * (1 - outside[0])
    assert outside[0] + 0.1 < level < 1 - outside[1] - 0.05
    np.testing.assert_allclose(found["pie.agreed_level"], level, atol=0.05)


def test_reservations_that_leave_no_room_are_never_met():
    rebels = {"patience": 3, "concession": 1, "stake": 1, "cost": 0.05}
    state = {"patience": 3, "concession": 1, "stake": 0, "cost": 0.05}
    check_first_agreement(rebels, state, 0.8, (0.75, 0.45))
    found = columns(sure_talks(rebels, state, 0.8), HISTORIES)
    assert (found["talks.meetings"] == ROUNDS).all()
    assert (found["talks.rungs"] == 0).all()


@pytest.mark.parametrize("cost", [0.1, 0.4])
def test_talks_that_do_not_bind_are_weighed_against_the_status_quo_and_hope(cost):
    """With all of the pie on the table each hopes for half of what war destroys; the state has all now."""
    party = {"patience": 10, "concession": 1, "stake": 0.4, "cost": cost}
    hope = (1 - 2 * (0.5 - cost)) / 2
    check_first_agreement(party, party, 0.5, (0.0, 1 - hope), binding=False)


def test_a_share_of_one_issue_among_others_counts_within_the_agenda():
    """An issue that is on no table changes what talks are worth, not how they go on a rung that binds."""
    party = {"patience": 10, "concession": 1, "stake": 0.4, "cost": 0.1}
    data = merged(
        sure_talks(party, party),
        {
            "issues": {"flag": {}},
            "parties": {
                "rebels": {"positions": {"flag": {"ideal": 1, "salience": 30}}},
                "state": {"positions": {"flag": {"ideal": 0, "salience": 10}}},
            },
        },
    )
    found = columns(data, 20)
    n = next(n for n in range(1, 30) if 2 * aspiration(n, 0.4, 10, 1) <= 1)
    assert (found["pie.agreed"] == n).all()


# ------------------------------------------------------------------------------------------- published numbers


class Demands(Listener):
    """What each offer would give its proposer, by party and meeting: here levels are shares of one pie."""

    def __init__(self):
        self.demands = {}

    def tell(self, w, kind, t, a, k, x):
        if kind == "offer":
            share = w.item_text[0] if a == 0 else 1 - w.item_text[0]
            self.demands[a, w.meetings[t]] = share


@pytest.mark.parametrize(("reservation", "concession", "target"), CONCESSION_TARGET)
def test_offers_half_way_ask_for_the_published_target(reservation, concession, target):
    """[Faratin et al. 1998] Walk-away value .2 by the costs of war; the other side holds out."""
    rebels = {"patience": 8, "concession": concession, "stake": 0, "cost": 0.5 - reservation}
    state = {"patience": 1000, "concession": 0.01, "stake": 0, "cost": 0.1}
    heard = Demands()
    listen(sure_talks(rebels, state), 1, heard)
    assert heard.demands[0, 4] == pytest.approx(target, abs=2 * PREMIUM)


def test_agreements_lie_in_fearons_range():
    """[Fearon 1995] Whoever is more patient gets more, but never what the other would rather fight for."""
    rng = np.random.default_rng(8)
    for chance, cost_a, cost_b, (low, high) in FEARON_RANGE:
        levels = []
        for patience_a, patience_b in (*rng.uniform(1, 14, (20, 2)), (1, 35), (35, 1)):
            rebels = {"patience": float(patience_a), "concession": 1, "stake": 1, "cost": cost_a}
            state = {"patience": float(patience_b), "concession": 1, "stake": 1, "cost": cost_b}
            found = columns(sure_talks(rebels, state, chance), 20)
            levels += found["pie.agreed_level"][found["talks.settlement.signed"] > 0].tolist()
        assert len(levels) > 400  # of 440
        assert min(levels) >= low - 1e-9
        assert max(levels) <= high + 1e-9
        assert min(levels) < low + 0.1
        assert max(levels) > high - 0.1


def test_a_war_that_costs_next_to_nothing_leaves_a_single_point_and_a_belief_in_it_none():
    """[Fearon 1995] Without costs the range shrinks to p; where both think they are winning there is none."""
    sure = {"patience": 3, "concession": 1, "stake": 1, "cost": 5 * PREMIUM}
    found = columns(sure_talks(sure, sure, 0.6), HISTORIES)
    np.testing.assert_allclose(found["pie.agreed_level"], 0.6, atol=5 * PREMIUM)
    hopeful = sure_talks(sure | {"weary": -0.01}, sure, 0.6)  # fighting on looks better by the month
    assert not columns(hopeful, HISTORIES)["talks.settlement.signed"].any()
