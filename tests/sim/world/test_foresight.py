"""What those who are to sign foresee: who could break the text, how likely each keeps it, and what is left then."""

import math

import pytest

from sim.world import foresight
from tests.sim.world.begun import BACK, LAND, MEN, NEIGHBOUR, REBELS, STATE, TALKS, begun, fill


def logistic(x):
    return 1 / (1 + math.exp(-x))


@pytest.fixture
def text():
    """Half the land and half of the men are agreed at the talks; the rebels are the insurgents."""
    w = begun()
    fill(w.covered, [[0, 0, 0], [1, 1, 0]]), fill(w.text, [[0, 0, 0], [0.5, 0.5, 0]])
    fill(w.revocable, 1), fill(w.rationality, 4), fill(w.walk_away, 0.25), fill(w.shift, 0)
    fill(w.belief, 0.75), fill(w.stake, 0.5), fill(w.cost, 0.2), fill(w.walk_away_shift, 0), fill(w.weariness, 0)
    fill(w.resolve, 0.4), fill(w.lock_in, 0.1), fill(w.guarantee, 0.05), fill(w.mediator_guarantee, 0)
    return w


def test_who_delivers_something_that_moves_and_can_be_taken_back_could_break_the_text(text):
    w = text
    assert [foresight.could_break(w, TALKS, b) for b in range(3)] == [False, True, True]
    assert not any(foresight.could_break(w, BACK, b) for b in range(3))
    w.revocable[MEN] = 0
    assert [foresight.could_break(w, TALKS, b) for b in range(3)] == [False, False, True]
    w.base_level[LAND] = 0.5
    assert not foresight.could_break(w, TALKS, STATE)


@pytest.mark.parametrize("review", [0.0, 0.02, 1.0])
def test_a_text_is_kept_by_the_others_who_look_at_it_again_within_two_years(text, review):
    """Bayes: given that it signed, by the two types' chances to sign; each keeps as its own rule says."""
    w = text
    fill(w.review, review), fill(w.signs_if_settle, 0), fill(w.signs_if_stall, 0)
    foresight.foresee(w, TALKS)
    looks = 1 - (1 - review) ** 24
    worth = {a: foresight.covered_utility(w, a, TALKS) for a in (REBELS, STATE)}
    later = 0.5 - 0.2  # even leverage, normal violence
    for a, b in ((REBELS, STATE), (STATE, REBELS)):
        keeps = [logistic(4 * (worth[b] - later + 0.1 + 0.05 - stalls * 0.4)) for stalls in (0, 1)]
        signs = [logistic(4 * (worth[b] - 0.25 - stalls * 0.4)) for stalls in (0, 1)]
        assert (w.kept_if_settle[b], w.kept_if_stall[b]) == pytest.approx(tuple(keeps))
        assert (w.signs_if_settle[b], w.signs_if_stall[b]) == pytest.approx(tuple(signs))
        settles, stalls = 0.75 * signs[0], 0.25 * signs[1]
        kept = (settles * keeps[0] + stalls * keeps[1]) / (settles + stalls)
        assert foresight.expected_to_keep(w, TALKS, a, b) == pytest.approx(kept)
        assert w.kept[a] == pytest.approx(1 - looks * (1 - kept))
    assert (w.kept_if_settle[NEIGHBOUR], w.kept_if_stall[NEIGHBOUR]) == (1, 1)


def test_each_other_party_may_break_it_on_its_own(text):
    w = text
    fill(w.review, 1), fill(w.delivers, 1)
    foresight.foresee(w, TALKS)
    expected = [foresight.expected_to_keep(w, TALKS, REBELS, b) for b in (NEIGHBOUR, STATE)]
    assert all(0 < each < 1 for each in expected)
    assert w.kept[REBELS] == pytest.approx(math.prod(expected))
    assert (w.signs_if_settle[NEIGHBOUR], w.signs_if_stall[NEIGHBOUR]) == (1, 1)  # who has no seat does not sign


def test_of_one_that_would_never_sign_nothing_is_learnt(text):
    w = text
    fill(w.kept_if_settle, 0.5), fill(w.kept_if_stall, 0.25), fill(w.signs_if_settle, 0), fill(w.signs_if_stall, 0)
    assert foresight.expected_to_keep(w, TALKS, REBELS, STATE) == 0.5
    fill(w.signs_if_stall, 0.5)
    assert foresight.expected_to_keep(w, TALKS, REBELS, STATE) == 0.25


def test_an_absent_deliverer_keeps_its_part_by_influence_and_what_it_costs(text):
    w = text
    fill(w.seated, [[0, 1, 0], [0, 1, 0]]), fill(w.influence, 0.15), fill(w.exclusion, 0.3), fill(w.temptation, 0.05)
    settle, stall = foresight.keeping(w, TALKS, STATE)
    cost = w.weight[STATE, LAND] * 0.5 + w.weight[STATE, MEN] * 0.5
    assert sum(settle) == pytest.approx(0.15 - 0.3 + 0.1 - cost)
    assert sum(stall) == pytest.approx(0.15 - 0.3 + 0.1 - cost - 0.05)
    w.revocable[MEN] = 0
    assert sum(foresight.keeping(w, TALKS, STATE)[0]) == pytest.approx(-0.05 - w.weight[STATE, LAND] * 0.5)


def test_who_has_no_stake_in_a_text_keeps_it_as_if_it_were_fighting_on(text):
    w = text
    assert foresight.has_stake(w, TALKS, STATE)
    fill(w.weight, [[0, 0, 1]] * 3)
    assert not foresight.has_stake(w, TALKS, STATE)
    assert sum(foresight.keeping(w, TALKS, STATE)[0]) == pytest.approx(0.1 + 0.05)


@pytest.mark.parametrize(("leverage", "momentum"), [(0.5, 0.0), (0.4, 0.01), (0.7, -0.01)])
def test_fighting_later_is_at_the_leverage_that_the_text_and_two_years_bring_about(text, leverage, momentum):
    """Of all that it covers, or of what of it lasts: what cannot be taken back, and what nobody must deliver."""
    w = text
    w.leverage, w.momentum = leverage, momentum
    fill(w.shift, [0.2, -0.1, 0.4]), fill(w.level, [0, 0, 0.25])
    fill(w.deliverers, [1, 2, 1])
    for revocable, deliverers, lasting in (
        ([1, 1, 1], [1, 2, 1], 0),
        ([0, 1, 1], [1, 2, 1], 0.1),
        ([1, 0, 1], [1, 2, 1], -0.05),
        ([1, 1, 1], [0, 2, 1], 0.1),
    ):
        fill(w.revocable, revocable), fill(w.deliverers, deliverers)
        for only_lasting, moved in ((False, 0.05), (True, lasting)):
            insurgent = leverage + 0.1 + moved
            for a, own, way in ((REBELS, insurgent, 1), (STATE, 1 - insurgent, -1), (NEIGHBOUR, 0.5, 0)):
                expected = own + way * momentum * 24
                value = 0.5 + 0.5 * (expected - 0.5) - 0.2
                assert foresight.fighting_later(w, TALKS, a, only_lasting) == pytest.approx(value)


def test_after_a_breach_a_party_fights_on_without_what_it_gave_for_good(text):
    w = text
    foresight.foresee(w, TALKS)
    assert w.after_breach[REBELS] == pytest.approx(0.3)
    w.revocable[LAND] = 0
    foresight.foresee(w, TALKS)
    share = w.weight[STATE, LAND] + w.weight[STATE, MEN]
    assert w.after_breach[STATE] == pytest.approx(0.3 - 0.5 * w.weight[STATE, LAND] / share)
    assert w.after_breach[REBELS] == pytest.approx(0.3)  # it does not deliver it
    fill(w.weight, [[0, 0, 1]] * 3)
    assert foresight.after_breach(w, TALKS, STATE) == pytest.approx(0.3)
    fill(w.shift, [0.2, 0.4, 0])  # of the land, which cannot be taken back, and of the men, who can
    assert foresight.after_breach(w, TALKS, STATE) == pytest.approx(0.3 - 0.5 * 0.1)
    assert foresight.after_breach(w, TALKS, REBELS) == pytest.approx(0.3 + 0.5 * 0.1)
