"""What may be agreed, and what fighting on and talking on are worth: bounds, options, lists and sums part by part."""

import numpy as np
import pytest

from agents.rules import options
from sim.world import worth
from sim.world.codes import BARGAINING, CARRYING_OUT, COLLAPSED, DOUBTED, LAID, NOBODY, OUTDATED
from tests.sim.world.begun import BACK, LAND, MEN, NEIGHBOUR, REBELS, RULE, STATE, TALKS, begun, fill

SEEDS = range(6)


@pytest.mark.parametrize("ideal", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize(("level", "tranches"), [(0.25, 1), (0.5, 2), (1.0, 4)])
def test_an_absent_deliverer_goes_as_far_as_influence_less_insult_pays_for(ideal, level, tranches):
    """Δ > 0 at each of its steps: what a step costs it by its weight and the range of what it may lose."""
    w = begun()
    fill(w.seated, [[0, 1, 0], [0, 1, 0]]), fill(w.influence, 0.3), fill(w.exclusion, 0.2)
    w.ideal[STATE, LAND], w.level[LAND], w.weight[STATE, LAND], w.tranches[LAND] = ideal, level, 0.5, tranches
    assert worth.pressure_on(w, TALKS, STATE) == pytest.approx(0.1)
    further = 0.1 / 0.5 * tranches * max(ideal, 1 - ideal)
    assert worth.absent_reach(w, TALKS, STATE, LAND) == pytest.approx(abs(level - ideal) + further)
    fill(w.exclusion, 0.5)
    assert worth.absent_reach(w, TALKS, STATE, LAND) == pytest.approx(abs(level - ideal))  # no further than it stands


@pytest.mark.parametrize("stands", range(5))
@pytest.mark.parametrize("weight", [0, 0.5])
def test_an_absent_deliverer_carries_out_options_that_cost_it_no_more(stands, weight):
    w = begun()
    w.level[RULE] = stands / 4
    fill(w.seated, [[0, 1, 0], [0, 1, 0]]), fill(w.influence, 0.35), fill(w.weight, weight)
    for exclusion, budget in ((0.2, 0.15), (0.35, 0.0), (0.5, -0.15)):
        fill(w.exclusion, exclusion)
        for option in range(5):
            cost = w.option_worth[STATE, RULE, stands] - w.option_worth[STATE, RULE, option]
            would = cost <= max(0.0, budget) / weight if weight else option == stands or budget >= 0
            assert worth.would_carry_out(w, TALKS, STATE, RULE, option) == would
            assert worth.is_allowed(w, TALKS, RULE, option) == would
            w.refuses[REBELS, RULE, option] = 1
            assert not worth.is_allowed(w, TALKS, RULE, option)
            w.refuses[REBELS, RULE, option] = 0
            w.refuses[NEIGHBOUR, RULE, option] = 1  # who has no seat is not asked
            assert worth.is_allowed(w, TALKS, RULE, option) == would


def test_options_are_listed_in_the_order_of_their_draw():
    w = begun()
    w.item[0] = RULE
    fill(w.option_turn, [3, 0, 4, 2, 1])
    w.refuses[REBELS, RULE, 4] = w.refuses[STATE, RULE, 3] = 1
    worth.limit_item(w, TALKS, 0)
    assert (w.item_count[0], w.item_option.tolist()[0][:3]) == (3, [0, 2, 1])
    assert (w.item_low[0], w.item_high[0]) == (0, 1)
    worth.fix_item(w, 0, 0.75)
    assert (w.item_count[0], w.item_option[0, 0]) == (1, 3)


def bounds(w, k=LAND, t=TALKS):
    w.item[0] = k
    worth.limit_item(w, t, 0)
    return w.item_low[0], w.item_high[0]


def test_bounds_are_the_red_lines_of_those_who_sit_there():
    w = begun()
    assert bounds(w) == (0, 1)
    fill(w.red_low, [[0.5] * 3, [0.25] * 3, [0.125] * 3]), fill(w.red_high, [[0.6] * 3, [1] * 3, [0.75] * 3])
    assert bounds(w) == (0.25, 0.75)


@pytest.mark.parametrize(("level", "one_way", "both_ways"), [(0.5, (0.5, 0.75), (0.25, 0.75)), (0.875, (0.875, 0.875), (0.25, 0.75)), (0, (0.25, 0.75), (0.25, 0.75))])  # fmt: skip
def test_what_is_delivered_is_a_floor_unless_the_issue_goes_both_ways(level, one_way, both_ways):
    w = begun()
    fill(w.red_low, 0.25), fill(w.red_high, 0.75)
    w.level[LAND] = level
    assert bounds(w) == both_ways
    w.two_way[LAND] = 0
    assert bounds(w) == one_way


def test_bounds_are_what_absent_deliverers_would_do():
    """As far as one is pressed to go about its own ideal; where it does not care, anything unless it is insulted."""
    w = begun()
    fill(w.seated, [[0, 1, 0], [0, 1, 0]]), fill(w.seats, 1), fill(w.unseated, 1)
    fill(w.influence, 0.3), fill(w.exclusion, 0.2)
    w.weight[STATE, LAND], w.tranches[LAND] = 0.5, 1
    w.ideal[STATE, LAND], w.level[LAND] = 0.5, 0.5
    reach = worth.absent_reach(w, TALKS, STATE, LAND)
    assert 0 < reach < 0.5
    assert bounds(w) == pytest.approx((0.5 - reach, 0.5 + reach))
    w.weight[STATE, LAND] = 0
    assert bounds(w) == (0, 1)
    fill(w.exclusion, 0.5)
    assert bounds(w) == (0.5, 0.5)
    fill(w.unseated, 0)
    assert bounds(w) == (0, 1)


def test_bounds_are_the_demands_that_stand_of_those_who_sit_there():
    """No further than their party's own ideal."""
    w = begun()
    for name, value in (("demand_word", 1), ("demand_party", REBELS), ("demand_stands", 1)):
        setattr(w, name, memoryview(np.array([value])))
    w.demand_low, w.demand_high = memoryview(np.full((1, 3), 0.5)), memoryview(np.full((1, 3), 0.75))
    for ideal, found in ((1, (0.5, 1)), (0.625, (0.5, 0.75)), (0.25, (0.25, 0.75)), (0.8, (0.5, 0.8))):
        w.ideal[REBELS, LAND] = ideal
        assert bounds(w) == found
    w.demand_party[0] = NEIGHBOUR
    assert bounds(w) == (0, 1)
    w.demand_party[0], w.demand_stands[0] = REBELS, 0
    assert bounds(w) == (0, 1)


def test_an_issue_with_nothing_left_to_settle_stays_where_it_is():
    w = begun()
    w.level[LAND], w.rung[TALKS] = 0.5, 1
    w.item[0], w.item[1] = LAND, MEN
    for i in range(2):
        worth.bound_item(w, TALKS, i)
    assert [(w.item_low[i], w.item_high[i], w.item_steps[i]) for i in range(2)] == [(0, 1, 0), (0, 0, 0)]
    assert [worth.left_to_settle(w, TALKS, k) for k in range(3)] == [True, False, True]
    w.pending[LAND] = BACK
    assert not worth.left_to_settle(w, TALKS, LAND)
    w.pending[LAND] = TALKS
    assert worth.left_to_settle(w, TALKS, LAND)
    w.rung[TALKS] = 0
    assert worth.left_to_settle(w, TALKS, MEN)


@pytest.mark.parametrize("order", [[LAND, MEN, RULE], [RULE, MEN, LAND], [MEN, RULE, LAND], [RULE, LAND, MEN]])
def test_options_are_listed_behind_what_lies_on_a_line(order):
    w = begun()
    n = 0
    for k in order:
        n = worth.list_item(w, k, n)
    assert n == 3
    assert [w.item[i] for i in range(3)] == [k for k in order if k != RULE] + [RULE]


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_an_item_weighs_its_part_of_a_share_of_the_stakes(share):
    w = begun()
    w.item[1] = RULE
    worth.weigh_item(w, 0, REBELS, 1, share)
    assert w.item_weight[0, 1] == (w.weight[REBELS, RULE] / share if share else 0)
    assert w.item_worth.tolist()[0][1] == w.option_worth.tolist()[REBELS][RULE]
    w.item[0] = LAND
    worth.weigh_item(w, 1, STATE, 0, 1)
    assert (w.item_weight[1, 0], w.item_ideal[1, 0]) == (w.weight[STATE, LAND], w.ideal[STATE, LAND])


def test_trust_is_that_every_other_at_the_table_means_it():
    w = begun()
    fill(w.belief, [[1, 0.5, 0.25], [0.75, 1, 0.5], [0.125, 0.25, 1]])
    fill(w.seated, [[1, 1, 1], [0, 1, 1]])
    assert [worth.trust(w, 0, a) for a in range(3)] == [0.125, 0.375, 0.03125]
    assert [worth.trust(w, 1, a) for a in range(1, 3)] == [0.5, 0.25]


@pytest.mark.parametrize("seed", SEEDS)
def test_walking_away_is_worth_what_the_battlefield_would_decide(seed):
    """½ + stake × (expected leverage − ½) − cost × 2h / (1 + h) − weariness + shift [Fearon 1995]."""
    rng = np.random.default_rng(seed)
    w = begun()
    w.leverage, w.momentum, w.hurt = rng.uniform(0.3, 0.7), rng.uniform(-0.02, 0.02), rng.uniform(0, 3)
    for name in ("horizon", "weariness", "walk_away_shift", "stake", "cost"):
        fill(getattr(w, name), rng.uniform(0, 0.2, 3))
    worth.weigh_up(w)
    for a, side in ((NEIGHBOUR, 0), (REBELS, 1), (STATE, -1)):
        expected = 0.5 + side * (w.leverage - 0.5) + side * w.momentum * w.horizon[a]
        felt = 2 * w.hurt / (1 + w.hurt)
        value = 0.5 + w.stake[a] * (expected - 0.5) - w.cost[a] * felt - w.weariness[a] + w.walk_away_shift[a]
        assert w.walk_away[a] == pytest.approx(value)


def test_hope_is_what_the_likely_text_gives_beyond_walking_away_if_the_others_mean_it():
    w = begun()
    fill(w.busy, [0, 1]), fill(w.belief, 0.5), fill(w.cost, 0.3)
    worth.weigh_up(w)
    assert list(w.sought) == [0, 1]
    for a in (REBELS, STATE):
        text = w.nash_text.tolist()[TALKS]
        agreed = sum(
            w.weight[a, k]
            * (w.option_worth[a, k, round(4 * text[k])] if k == RULE else 1 - abs(text[k] - w.ideal[a, k]))
            for k in range(3)
        )
        assert w.prospect[TALKS, a] == pytest.approx(agreed - w.walk_away[a])
        assert w.hope[TALKS, a] == pytest.approx(0.5 * w.prospect[TALKS, a])
        assert w.prospect[TALKS, a] > 0.1
    assert w.hope.tolist()[BACK] == [0] * 3
    w.stage[TALKS] = COLLAPSED
    fill(w.hope, 0)
    worth.weigh_up(w)
    assert list(w.sought) == [0, 0]
    assert w.hope.tolist()[TALKS] == [0] * 3


def test_what_waits_behind_a_table_is_hoped_for_at_it():
    """By those who sit at both: what the table that waits promises, if its own others mean it."""
    w = begun()
    fill(w.waits_for, 0)
    w.waits_for[TALKS, 0, BACK] = 1
    fill(w.busy, [1, 0]), fill(w.belief, 0.5), fill(w.cost, 0.3)
    fill(w.open, [1, 0])
    assert worth.waits(w, TALKS, BACK)
    assert not worth.waits(w, BACK, TALKS)
    assert worth.is_seen_through_gate(w, TALKS) == bool(w.sought[BACK])
    worth.weigh_up(w)
    for a in (REBELS, STATE):
        own = w.trust[BACK, a] * w.prospect[BACK, a]
        assert w.hope[BACK, a] == pytest.approx(own + w.trust[TALKS, a] * w.prospect[TALKS, a])
        assert w.prospect[TALKS, a] > 0
    for name, value in (("open", 1), ("stage", COLLAPSED), ("rung", 2)):
        before = getattr(w, name)[TALKS]
        getattr(w, name)[TALKS] = value
        assert not worth.waits(w, TALKS, BACK)
        getattr(w, name)[TALKS] = before
    w.rung[TALKS] = 1
    assert not worth.waits(w, TALKS, BACK)


def test_what_a_table_promises_is_asked_for_there_in_a_review_before_a_gesture_or_to_spoil_it():
    w = begun()
    w.months, w.round = 1.0, 3
    assert not worth.is_sought(w, TALKS)
    w.busy[TALKS] = 1
    assert worth.is_sought(w, TALKS)
    w.busy[TALKS] = 0
    for a in range(3):
        w.gestures[a] = 1
        assert worth.is_sought(w, TALKS) == (a != NEIGHBOUR)
        w.gestures[a] = 0
    w.climbed[TALKS] = 2
    for a in range(3):
        assert not worth.is_sought(w, TALKS)
        w.has_hardliners[a] = 1
        assert worth.is_sought(w, TALKS) == (a != NEIGHBOUR)
        w.has_hardliners[a] = 0
    fill(w.review, 1), fill(w.agreement, 1), fill(w.revocable, 1), fill(w.level, 0.5), fill(w.rung_delivered, [0, 3])
    assert not worth.is_sought(w, TALKS)  # what binds is kept for other reasons
    assert not worth.swap_is_reviewed(w, TALKS)
    w.rung_delivered[TALKS, 0] = 1
    assert worth.is_sought(w, TALKS)
    for holder, asked in ((REBELS, True), (STATE, True), (NEIGHBOUR, False)):  # whoever is seated and holds a part
        fill(w.delivers, 0)
        w.delivers[MEN, holder] = 1
        assert worth.swap_is_reviewed(w, TALKS) == asked
    w.rung_delivered[TALKS, 0] = 0
    assert not worth.is_sought(w, TALKS)


def test_the_sorest_issue_is_what_the_likely_text_takes_most_of():
    w = begun()
    fill(w.weight, [[0, 0, 0], [0.4, 0.3, 0.3], [0, 0, 1]])
    fill(w.nash_text, [0.5, 0, 1])
    assert worth.sorest_issue(w, REBELS, TALKS) == MEN
    assert worth.sorest_issue(w, REBELS, BACK) == MEN
    w.nash_text[TALKS, LAND] = 0
    assert worth.sorest_issue(w, REBELS, TALKS) == LAND
    w.rung[TALKS], w.nash_text[TALKS, RULE] = 1, 0
    w.nash_text[TALKS, LAND] = 0.5
    assert worth.sorest_issue(w, REBELS, TALKS) == RULE
    w.rung[TALKS] = 0
    assert worth.sorest_of(w, REBELS, TALKS, False) == MEN
    w.nash_text[TALKS, MEN] = 0.5
    assert worth.sorest_issue(w, REBELS, TALKS) == LAND  # of what is at stake now, though another would cost it more
    assert worth.sorest_of(w, REBELS, TALKS, True) == RULE
    fill(w.agenda, [[[0, 1, 0], [0] * 3], [[0] * 3, [1, 0, 1]]])
    assert worth.sorest_of(w, REBELS, TALKS, False) == NOBODY
    assert worth.sorest_issue(w, REBELS, TALKS) == RULE  # a rung that asks for nothing but a meeting
    fill(w.weight, 0)
    assert worth.sorest_issue(w, REBELS, TALKS) == NOBODY


@pytest.mark.parametrize("stage", [BARGAINING, CARRYING_OUT])
def test_a_frontier_is_laid_anew_only_where_it_is_out_of_date(stage):
    """Then the same items are recalled, with the bounds that they had."""
    w = begun()
    w.stage[TALKS] = stage
    assert worth.nash_of_table(w, TALKS)
    assert w.frontier_state[TALKS] == LAID
    first = w.nash_text.tolist()[TALKS]
    fill(w.red_high, 0.5), fill(w.item, 0)
    assert worth.nash_of_table(w, TALKS)
    assert w.nash_text.tolist()[TALKS] == first
    w.frontier_state[TALKS] = DOUBTED
    assert worth.nash_of_table(w, TALKS)
    assert w.nash_text[TALKS, LAND] <= 0.5 < first[LAND]


def test_a_doubted_frontier_is_laid_anew_only_where_limits_have_moved(monkeypatch):
    """Where stakes have changed, and where options are on the table, whatever the limits."""
    laid = []
    build = options.build_frontier
    monkeypatch.setattr(options, "build_frontier", lambda *given: laid.append(1) or build(*given))
    w = begun()
    w.on_table[TALKS, RULE] = 0
    assert w.frontier_state[TALKS] == OUTDATED
    for state, level, times in (
        (OUTDATED, 0, 1),
        (DOUBTED, 0, 1),
        (DOUBTED, 0.3, 2),
        (DOUBTED, 0.3, 2),
        (OUTDATED, 0.3, 3),
    ):
        w.frontier_state[TALKS], w.level[MEN] = state, level
        assert worth.nash_of_table(w, TALKS)
        assert len(laid) == times
    w.on_table[TALKS, RULE] = 1
    for times in (4, 5):
        w.frontier_state[TALKS] = DOUBTED
        assert worth.nash_of_table(w, TALKS)
        assert len(laid) == times


def test_a_table_with_nothing_left_promises_what_stands():
    w = begun()
    fill(w.level, [0.25, 0.5, 0.75]), fill(w.on_table, 0)
    assert worth.nash_of_table(w, TALKS)
    assert w.nash_text.tolist()[TALKS] == [0.25, 0.5, 0.75]


@pytest.mark.parametrize("seats", [2, 3])
@pytest.mark.parametrize("powers", [(1, 1, 1), (1.5, 0.5, 1), (0.5, 1, 2)])
def test_a_pie_is_shared_by_bargaining_powers(seats, powers):
    """One wants all of it, the others none: the Nash point is its share of all their powers [Nash 1950]."""
    w = begun(tables={"talks": {"parties": ["neighbour", "rebels", "state"][:seats]}})
    w.item[0], w.item_low[0], w.item_high[0], w.item_steps[0] = LAND, 0, 1, 0
    fill(w.item_weight, 1), fill(w.item_ideal, [[1] * 3, [0] * 3, [0] * 3]), fill(w.item_disagreement, 0)
    fill(w.item_power, powers)
    assert worth.nash_of_items(w, TALKS, 1, TALKS, True)
    assert w.item_text[0] == pytest.approx(powers[0] / sum(powers[:seats]), abs=1e-6)
    fill(w.item_disagreement, 0.75)  # more than there is to share
    assert not worth.nash_of_items(w, TALKS, 1, TALKS, True)


def test_what_talking_promises_is_the_nash_point_from_walking_away():
    """Of one to whom nothing there matters, any text will do, whatever walking away is worth to it."""
    w = begun()
    fill(w.walk_away, [0, 0.25, 0.375]), fill(w.item_power, 7), fill(w.item_disagreement, 7)
    assert worth.nash_of_table(w, TALKS)
    assert [w.item_disagreement[s] for s in range(2)] == [0.25, 0.375]
    assert [w.item_power[s] for s in range(2)] == [1, 1]
    assert worth.utility(w, REBELS, w.nash_text.tolist()[TALKS], TALKS) > 0.25
    assert worth.utility(w, STATE, w.nash_text.tolist()[TALKS], TALKS) > 0.375
    w.table_share[TALKS, STATE] = 0
    worth.nash_of_table(w, TALKS)
    assert [w.item_disagreement[s] for s in range(2)] == [0.25, -1]
    fill(w.table_share, 1), fill(w.walk_away, 0.9)
    assert not worth.nash_of_table(w, TALKS)
    assert w.nash_text.tolist()[TALKS] == [0, 0, 0]  # what stands
