"""What each decision looks at: sums, shares and steps as they are defined, in small worlds made at random."""

import math

import numpy as np
import pytest

from agents import decisions
from sim.world.meeting import note_claims
from tests.sim.world.begun import BACK, LAND, MEN, NEIGHBOUR, REBELS, RULE, STATE, TALKS, begun, fill

SEEDS = range(8)


@pytest.fixture(params=SEEDS)
def drawn(request):
    """A world in which what parties want, where issues stand and what weighs with whom is drawn at random."""
    rng = np.random.default_rng(request.param)
    w = begun()
    for name in ("ideal", "home_ideal", "gesture_level"):
        fill(getattr(w, name), rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], (3, 3)))
    for name in ("level", "base_level"):
        fill(getattr(w, name), rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], 3))
    for name in ("exposure_with", "standing_with", "influence", "shelters"):
        fill(getattr(w, name), rng.uniform(0.01, 0.3, (3, 3)))
    for name in ("exposure", "effort", "standing"):
        fill(getattr(w, name), rng.uniform(-0.5, 0.5, 3))
    for name in ("weight", "home_weight"):
        fill(getattr(w, name), rng.dirichlet(np.ones(3), 3))
    fill(w.effort_at, rng.uniform(-0.1, 0.1, (3, 2)))
    fill(w.text, rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], (2, 3)))
    fill(w.covered, rng.integers(0, 2, (2, 3)))
    fill(w.has_standing_with, rng.integers(0, 2, (3, 3)))
    fill(w.agreement, rng.integers(0, 2, (2, 2, 3)))
    fill(w.hope, rng.uniform(0.1, 1, (2, 3)))
    fill(w.walk_away, rng.uniform(0, 1, 3))
    fill(w.revocable, rng.integers(0, 2, 3))
    return w


def worth(w, a, k, x):
    """What a level is worth by its definition: the share of the way from what is farthest from the ideal."""
    if k == RULE:
        return w.option_worth[a, k, round(4 * x)]
    ideal = w.ideal[a, k]
    return 1 - abs(x - ideal) / max(ideal, 1 - ideal)


def every(parties=range(3), issues=range(3)):
    return [(a, k) for a in parties for k in issues]


def test_worth_falls_with_the_distance_from_the_ideal(drawn):
    for a, k in every():
        for x in (0.0, 0.25, 0.5, 0.75, 1.0):
            assert decisions.worth_of(drawn, a, k, x) == pytest.approx(worth(drawn, a, k, x))


def test_what_a_level_costs_is_what_its_worth_lacks(drawn):
    """On a line and among options alike: nothing at the best, all that the issue weighs at the worst."""
    for a, k in every():
        costs = [decisions.shortfall(drawn, a, k, x) for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
        lacks = [drawn.weight[a, k] * (1 - worth(drawn, a, k, x)) for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
        assert costs == pytest.approx(lacks)
        assert max(costs) <= drawn.weight[a, k] + 1e-12


def test_a_step_costs_what_it_takes_back_gives_and_steps_add_up(drawn):
    for a, k in every():
        there, back = (decisions.step_cost(drawn, a, k, *ends) for ends in ((0.25, 0.75), (0.75, 0.25)))
        assert there == pytest.approx(-back)
        parts = [decisions.step_cost(drawn, a, k, *ends) for ends in ((0.25, 0.5), (0.5, 0.75))]
        assert there == pytest.approx(sum(parts))
        assert there == pytest.approx(decisions.shortfall(drawn, a, k, 0.75) - decisions.shortfall(drawn, a, k, 0.25))


def test_utility_is_the_mean_worth_of_what_counts_by_its_weight(drawn):
    """Over all on the table, over what the text covers, abroad or at home, or over what an agreement holds."""
    w = drawn
    for a in range(3):
        w.table_share[TALKS, a] = sum(w.weight[a, k] for k in range(3) if w.on_table[TALKS, k])
        on_table = [k for k in range(3) if w.on_table[TALKS, k]]
        covered = [k for k in range(3) if w.covered[TALKS, k]]
        held = [k for k in range(3) if w.agreement[TALKS, 1, k]]
        agreed = w.text.tolist()[TALKS]

        def mean(issues, weight, values, a=a):
            total = sum(weight[a, k] for k in issues)
            return sum(weight[a, k] * values[k] for k in issues) / total if issues else w.walk_away[a]

        abroad = [worth(w, a, k, agreed[k]) for k in range(3)]
        at_home = [decisions.valued(w, a, k, agreed[k], w.home_ideal[a, k]) for k in range(3)]
        standing = [worth(w, a, k, w.level[k]) for k in range(3)]
        assert decisions.utility(w, a, agreed, TALKS) == pytest.approx(mean(on_table, w.weight, abroad))
        assert decisions.covered_utility(w, a, TALKS) == pytest.approx(mean(covered, w.weight, abroad))
        assert decisions.home_utility(w, a, TALKS) == pytest.approx(mean(covered, w.home_weight, at_home))
        assert decisions.agreement_utility(w, a, TALKS, 1) == pytest.approx(mean(held, w.weight, standing))


def test_what_matters_to_nobody_is_worth_as_much_as_walking_away(drawn):
    fill(drawn.weight, 0)
    fill(drawn.home_weight, 0)
    fill(drawn.table_share, 0)
    for a in range(3):
        assert decisions.utility(drawn, a, [1.0] * 3, TALKS) == 0
        for found in (
            decisions.covered_utility(drawn, a, TALKS),
            decisions.home_utility(drawn, a, TALKS),
            decisions.agreement_utility(drawn, a, TALKS, 0),
        ):
            assert found == drawn.walk_away[a]


def test_coming_costs_and_gives_what_it_does_with_each_of_those_who_sit_there(drawn):
    w = drawn
    fill(w.seated, [[0, 1, 1], [1, 1, 1]])
    for a in range(3):
        for t in range(2):
            others = [b for b in range(3) if b != a and w.seated[t, b]]
            assert decisions.exposure(w, a, t) == pytest.approx(
                w.exposure[a] + sum(w.exposure_with[a, b] for b in others)
            )
            assert decisions.effort(w, a, t) == pytest.approx(w.effort[a] + w.effort_at[a, t])
            given = [w.standing_with[a, b] if w.has_standing_with[a, b] else w.standing[a] for b in others]
            assert decisions.standing(w, a, t) == min(given)


def test_those_who_sit_there_weigh_with_who_does_not(drawn):
    w = drawn
    fill(w.seated, [[1, 1, 0], [0, 1, 0]])
    assert decisions.influence(w, STATE, 0) == pytest.approx(w.influence[NEIGHBOUR, STATE] + w.influence[REBELS, STATE])
    assert decisions.influence(w, STATE, 1) == pytest.approx(w.influence[REBELS, STATE])


@pytest.mark.parametrize("there", [0, 1])
def test_a_mediator_adds_only_where_it_mediates(drawn, there):
    w = drawn
    fill(w.mediates, there)
    fill(w.pull, 0.25)
    fill(w.acceptability, [[-0.5, 0.25, 1.0]])
    fill(w.mediator_guarantee, 0.125)
    fill(w.guarantee, [0.5, 0.75])
    assert [decisions.pull(w, a, TALKS) for a in range(3)] == pytest.approx(
        [there * 0.25 * each for each in (-0.5, 0.25, 1)]
    )
    assert [decisions.guarantee(w, t) for t in range(2)] == pytest.approx([0.5 + there / 8, 0.75 + there / 8])


def test_who_shelters_holds_back_by_what_it_lacks(drawn):
    """Over all issues: of those that a text covers as it says, where it is asked for, of all others as they stand."""
    w = drawn
    w.shelters[NEIGHBOUR, STATE] = 0.0
    for use_text in (False, True):
        levels = [w.text[TALKS, k] if use_text and w.covered[TALKS, k] else w.level[k] for k in range(3)]
        expected = sum(
            w.shelters[s, STATE] * sum(w.weight[s, k] * (1 - worth(w, s, k, levels[k])) for k in range(3))
            for s in range(3)
        )
        assert decisions.sponsors(w, STATE, use_text, TALKS) == pytest.approx(expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_attacks_are_those_of_the_other_side_in_standard_deviations(seed):
    rng = np.random.default_rng(seed)
    w = begun()
    fill(w.side, [1, 1, -1] if seed % 2 else [1, -1, -1])
    count, usual = rng.uniform(0, 60, 3), rng.uniform(1, 30, 3)
    fill(w.count, count), fill(w.usual, usual)
    sides = np.array(w.side)
    for a in range(3):
        others = sides == -sides[a]
        above = (count - usual)[others].sum()
        sd = math.sqrt((usual + usual**2 / w.dispersion[0])[others].sum())
        assert decisions.attacks(w, a) == pytest.approx(max(0.0, above / sd))
    fill(w.side, 0)
    assert [decisions.attacks(w, a) for a in range(3)] == [0.0] * 3


@pytest.mark.parametrize("goal", [0.0, 0.1, 0.4, 0.7, 1.0])
@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_steps_lead_to_what_was_agreed_in_so_many_parts(goal, parts):
    w = begun()
    w.level[LAND] = 0.4
    w.text[TALKS, LAND] = goal
    w.owed_step[TALKS, LAND] = (goal - 0.4) / parts
    seen = []
    while w.level[LAND] != goal:
        seen.append(decisions.next_step(w, TALKS, LAND))
        assert min(0.4, goal) - 1e-9 <= seen[-1] <= max(0.4, goal) + 1e-9
        w.level[LAND] = seen[-1]
    assert len(seen) == (0 if goal == 0.4 else parts)
    assert decisions.next_step(w, TALKS, LAND) == goal


def test_its_own_part_of_an_agreement_is_what_it_delivers_and_could_take_back(drawn):
    w = drawn
    for a in range(3):
        own = [k for k in range(3) if w.agreement[TALKS, 0, k] and w.revocable[k] and w.delivers[k, a]]
        saved = sum(w.weight[a, k] * (worth(w, a, k, w.base_level[k]) - worth(w, a, k, w.level[k])) for k in own)
        assert decisions.part_cost(w, a, TALKS, 0) == pytest.approx(saved)


def test_it_hopes_for_the_best_of_the_tables_where_it_sits(drawn):
    w = drawn
    fill(w.seated, [[0, 1, 1], [0, 1, 0]])
    assert decisions.best_hope(w, NEIGHBOUR) == 0
    assert decisions.best_hope(w, REBELS) == max(w.hope[BACK, REBELS], w.hope[TALKS, REBELS])
    assert decisions.best_hope(w, STATE) == w.hope[BACK, STATE]
    fill(w.hope, -0.25)
    assert decisions.best_hope(w, REBELS) == 0


@pytest.mark.parametrize(("rung", "bundled", "covered"), [(0, 0, [0]), (0, 1, [0, 1]), (1, 0, [1]), (1, 1, [1])])
def test_what_is_at_stake_is_what_is_wanted_of_the_rungs_that_success_reaches(rung, bundled, covered):
    w = begun()
    w.rung[TALKS], w.bundled[TALKS] = rung, bundled
    agendas = [{MEN, LAND}, {LAND, RULE}]
    assert decisions.through(w, TALKS) == covered[-1]
    on_them = set().union(*(agendas[r] for r in covered))
    assert {k for k in range(3) if decisions.at_stake(w, TALKS, k)} == on_them
    assert decisions.binds(w, TALKS) == (1 in covered)
    for k in range(3):
        assert decisions.is_wanted(w, TALKS, k)
    fill(w.weight, 0)
    assert not any(decisions.is_wanted(w, TALKS, k) for k in range(3))


def test_more_is_wanted_of_an_issue_that_goes_one_way_and_either_of_one_that_goes_both():
    w = begun()
    for two_way in (0, 1):
        w.two_way[LAND] = two_way
        w.ideal[STATE, LAND] = 0.5
        wanted = [decisions.wants_other(w, STATE, LAND, x) for x in (0.25, 0.5, 0.75)]
        assert wanted == [True, False, bool(two_way)]
    fill(w.option_worth, 0)
    w.option_worth[STATE, RULE, 2] = 1
    assert [decisions.wants_other(w, STATE, RULE, x / 4) for x in range(5)] == [True, True, False, True, True]


def test_bargaining_starts_from_where_a_gesture_that_will_lapse_began():
    w = begun()
    w.level[LAND], w.base_level[LAND] = 0.5, 0.25
    w.gesture_level[STATE, LAND], w.gesture_by[LAND] = 0.5, STATE
    assert decisions.standing_level(w, LAND) == 0.5
    w.gesture_until[LAND] = 1
    assert decisions.standing_level(w, LAND) == 0.25
    w.gesture_level[STATE, LAND] = 0.75  # somebody has moved it since
    assert decisions.standing_level(w, LAND) == 0.5
    w.gesture_level[STATE, LAND] = 0.5
    w.agreement[TALKS, 1, LAND] = 1  # an agreement holds it there now
    assert decisions.in_agreement(w, LAND)
    assert not decisions.in_agreement(w, MEN)
    assert decisions.standing_level(w, LAND) == 0.5


def test_patience_with_a_rung_is_its_share_of_that_with_the_table():
    w = begun()
    fill(w.patience_drawn, 8)
    fill(w.weight, [[0, 0, 0], [0.25, 0.25, 0.5], [0.5, 0.5, 0]])
    fill(w.table_share, [[0, 0.25, 0.5], [0, 0.5, 0.75]])
    w.item[0], w.item[1] = MEN, LAND
    assert decisions.agenda_share(w, REBELS, 1) == 0.25
    assert decisions.agenda_share(w, REBELS, 2) == 0.5
    assert decisions.patience_at(w, REBELS, TALKS, 1) == 4
    assert decisions.patience_at(w, REBELS, TALKS, 2) == 8
    assert decisions.patience_at(w, NEIGHBOUR, TALKS, 2) == 1
    fill(w.patience_drawn, 1)
    assert decisions.patience_at(w, REBELS, TALKS, 1) == 1


@pytest.mark.parametrize("binding", [False, True])
def test_a_party_accepts_what_gives_it_what_it_asks_for_and_could_live_with(binding):
    """And a mediator's text as soon as it could live with it, however much it still asks for."""
    w = begun()
    w.rung[TALKS] = int(binding)
    w.meetings[TALKS] = 1
    fill(w.patience_drawn, 10)
    fill(w.walk_away, 0.25)
    fill(w.home_premium, 0.125)
    fill(w.hope, 0.125)
    fill(w.weight, [[0, 0, 1], [0.5, 0, 0.5], [0, 0, 1]])
    fill(w.table_share, 1)
    w.public[TALKS] = 1
    w.level[LAND] = 0.5
    w.item[0] = LAND
    fill(w.item_weight, 1)
    fill(w.item_ideal, 1)
    note_claims(w, TALKS, 1)
    least = 0.375 if binding else 0.5 - 0.125 / 0.5
    assert decisions.reservation(w, TALKS, REBELS, 0, 1) == pytest.approx(least)
    asked = decisions.aspiration(w, REBELS, TALKS, 0)
    assert asked > 0.8
    for offered in (0.0, least - 0.01, least + 0.01, asked - 0.01, asked + 0.01, 1.0):
        w.item_text[0] = offered
        assert decisions.accept(w, REBELS, TALKS, 0, 1) == (offered >= asked)
        assert decisions.accept_text(w, REBELS, TALKS, 0, 1) == (offered >= least)
        assert decisions.accept(w, STATE, TALKS, 1, 1)  # to which nothing of it matters
    assert decisions.aspiration(w, STATE, TALKS, 1) == decisions.reservation(w, TALKS, STATE, 1, 1) == 0


@pytest.fixture
def one_item():
    """The land alone on a table: the rebels in seat 0 want all of it, the state in seat 1 none."""
    w = begun()
    w.meetings[TALKS] = 1
    fill(w.patience_drawn, 10), fill(w.walk_away, 0.25), fill(w.home_premium, 0.125), fill(w.table_share, 1)
    w.item[0], w.item_high[0] = LAND, 1
    fill(w.item_weight, 1), fill(w.item_perceived, 1), fill(w.item_ideal, [[1, 1, 1], [0, 0, 0], [0, 0, 0]])
    return w


@pytest.mark.parametrize("back", [0.5, 2, 3])
def test_while_terms_are_sought_aspirations_are_those_of_an_earlier_moment(one_item, back):
    w = one_item
    w.meetings[TALKS], w.meetings_back[TALKS] = 3, back
    note_claims(w, TALKS, 1)
    reservation = decisions.reservation(w, TALKS, REBELS, 0, 1)
    spent = ((3 - back) / decisions.patience_at(w, REBELS, TALKS, 1)) ** (1 / w.concession[REBELS])
    asked = decisions.aspiration(w, REBELS, TALKS, 0)
    assert asked == pytest.approx(1 - (1 - reservation) * spent)
    assert decisions.propose(w, REBELS, TALKS, 0, 1)
    assert w.item_text[0] == pytest.approx(asked, abs=1e-7)
    w.item_text[0] = asked - 0.01
    assert not decisions.accept(w, REBELS, TALKS, 0, 1)
    w.meetings_back[TALKS] = 0
    assert decisions.accept(w, REBELS, TALKS, 0, 1) == (asked - 0.01 >= decisions.aspiration(w, REBELS, TALKS, 0))


@pytest.mark.parametrize("meetings", [1, 5, 20])
@pytest.mark.parametrize("binding", [0, 1])
def test_an_offer_is_the_best_for_the_others_of_what_one_asks_for(one_item, meetings, binding):
    """Which falls, meeting by meeting, from all that there is to the least that one could live with."""
    w = one_item
    w.rung[TALKS], w.meetings[TALKS] = binding, meetings
    note_claims(w, TALKS, 1)
    assert decisions.propose(w, REBELS, TALKS, 0, 1)
    asked = decisions.aspiration(w, REBELS, TALKS, 0)
    assert w.item_text[0] == pytest.approx(asked, abs=1e-7)
    assert decisions.propose(w, STATE, TALKS, 1, 1)
    assert w.item_text[0] == pytest.approx(1 - decisions.aspiration(w, STATE, TALKS, 1), abs=1e-7)
    if meetings == 20:
        assert asked == pytest.approx(decisions.reservation(w, TALKS, REBELS, 0, 1))


@pytest.mark.parametrize(("high", "offers"), [(1, True), (0.5, True), (0.376, True), (0.374, False), (0, False)])
def test_nobody_offers_what_it_would_not_accept_itself(one_item, high, offers):
    w = one_item
    w.rung[TALKS], w.item_high[0] = 1, high
    note_claims(w, TALKS, 1)
    assert decisions.propose(w, REBELS, TALKS, 0, 1) == offers
    fill(w.weight, 0), fill(w.item_weight, [[0, 0, 0], [1, 1, 1], [1, 1, 1]])
    note_claims(w, TALKS, 1)
    w.path_laid[0] = 0
    assert decisions.propose(w, REBELS, TALKS, 0, 1)  # to whom nothing of it matters offers anything
    w.item_low[0], w.item_high[0] = 0.75, 0.5
    assert decisions.propose(w, REBELS, TALKS, 0, 1)  # still along the path that was laid at this meeting
    w.path_laid[0] = 0
    assert not decisions.propose(w, REBELS, TALKS, 0, 1)  # but what red lines exclude


def test_on_a_binding_rung_nobody_offers_or_takes_its_worst(one_item):
    w = one_item
    fill(w.walk_away, 0), fill(w.home_premium, -1)
    w.meetings[TALKS] = 50
    for binding in (0, 1):
        w.rung[TALKS] = binding
        note_claims(w, TALKS, 1)
        assert decisions.propose(w, REBELS, TALKS, 0, 1)
        assert (w.item_text[0] > 1e-9) == bool(binding)
        assert w.item_text[0] < 1e-8
        w.item_text[0] = 0
        assert decisions.accept_text(w, REBELS, TALKS, 0, 1) != bool(binding)


@pytest.mark.parametrize("public", [0, 1])
def test_a_secret_deal_asks_for_what_it_will_cost_at_home(one_item, public):
    w = one_item
    w.rung[TALKS], w.public[TALKS] = 1, public
    fill(w.surprise, 0.0625)
    assert decisions.reservation(w, TALKS, REBELS, 0, 1) == 0.375 + (0 if public else 0.0625)
    w.shelters[NEIGHBOUR, REBELS] = 0.125
    unmet = decisions.sponsors(w, REBELS, False, TALKS)
    assert unmet > 0
    assert decisions.reservation(w, TALKS, REBELS, 0, 1) == pytest.approx(0.375 + (0 if public else 0.0625) + unmet)


def terms(of):
    return [pytest.approx(sum(each)) for each in of]


def test_each_decision_weighs_the_numbers_that_its_rule_names(drawn):
    """By the terms of one that means it, and of one that stalls: every number another one, each in its place."""
    w, a, t, k = drawn, STATE, TALKS, LAND
    names = [
        "grief", "surprise", "resolve", "keep_word", "temptation", "lock_in", "exclusion", "caution",
        "informativeness", "press_gain", "backlash", "hardliner_control", "hardliner_stake",
        "hardliner_restraint", "after_breach", "kept",
    ]  # fmt: skip
    for i, name in enumerate(names):
        fill(getattr(w, name), [0.5, 0.5, 0.01 + 0.017 * i])
    w.shelters[STATE, STATE] = 0
    hope, caution = w.hope[t, a], w.caution[a]
    come = decisions.standing(w, a, t) - decisions.effort(w, a, t)
    seen, held = decisions.exposure(w, a, t), decisions.guarantee(w, t)
    for public in (0, 1):
        w.public[t] = public
        stays = come - seen * public
        assert terms(decisions.stay(w, a, t)) == [hope + stays, stays]
        back = w.grief[a] * decisions.attacks(w, a) + decisions.sponsors(w, a, False, t)
        invited = stays - back + decisions.pull(w, a, t)
        assert terms(decisions.attend(w, a, t)) == [hope + invited, invited]
        worth_of_it, shock = decisions.covered_utility(w, a, t), 0 if public else w.surprise[a]
        fear = (1 - w.kept[a]) * (worth_of_it - w.after_breach[a])
        signs = worth_of_it - fear - w.walk_away[a] - shock - decisions.sponsors(w, a, True, t)
        assert terms(decisions.sign(w, a, t)) == [signs, signs - w.resolve[a]]
    assert terms(decisions.package(w, a, t)) == [hope - caution] * 2
    at_home = decisions.home_utility(w, a, t) - w.walk_away[a]
    assert terms(decisions.ratify(w, a, t)) == [at_home] * 2
    weight = decisions.influence(w, a, t) - w.exclusion[a]
    assert terms(decisions.consent(w, a, t)) == [worth_of_it - w.walk_away[a] + weight] * 2
    w.owed_step[t, k] = 1
    cost = decisions.step_cost(w, a, k, w.level[k], w.text[t, k])
    part = decisions.part_cost(w, a, t, 0)
    word = w.keep_word[a] + held
    assert terms(decisions.deliver(w, a, t, k)) == [word + hope - cost, word - w.temptation[a] - cost]
    assert terms(decisions.deliver_unseated(w, a, t, k)) == [weight - cost, weight - w.temptation[a] - cost]
    keeps = decisions.agreement_utility(w, a, t, 0) - w.walk_away[a] + w.lock_in[a] + held
    assert terms(decisions.keep(w, a, t, 0)) == [keeps, keeps - w.resolve[a]]
    swap = word + w.lock_in[a] - part
    assert terms(decisions.keep_swap(w, a, t, 0)) == [swap + hope, swap - w.temptation[a]]
    absent = weight + w.lock_in[a] - part
    assert terms(decisions.keep_unseated(w, a, t, 0)) == [absent, absent - w.temptation[a]]
    step = decisions.step_cost(w, a, k, w.level[k], w.gesture_level[a, k])
    shown = w.informativeness[a] * decisions.best_hope(w, a)
    assert terms(decisions.gesture(w, a, k)) == [shown - step, -w.temptation[a] - step]
    for live in (False, True):
        risk = w.backlash[a] * 0.75 if live else 0
        assert terms(decisions.press(w, a, live, 0.75)) == [w.press_gain[a] - risk, w.press_gain[a]]
    loss = w.hardliner_stake[a] * 0.5 - w.hardliner_control[a]
    assert terms(decisions.spoil(w, a, 0.5)) == [loss - w.hardliner_restraint[a], loss]
    assert decisions.mediate(w, 0, t) == w.formulation[0]
