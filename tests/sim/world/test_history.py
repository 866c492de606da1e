"""How a history begins, what an event does to it, who makes a step at no table, and how it ends: part by part."""

import math

import numpy as np
import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.world import history
from sim.world.codes import BARGAINING, CARRYING_OUT, DOUBTED, LAID, NOBODY, OUTDATED, SUSPENDED
from tests.conftest import compiled, merged
from tests.sim.world.begun import (
    BACK,
    LAND,
    MEN,
    NEIGHBOUR,
    ONE_OF_EVERYTHING,
    REBELS,
    RULE,
    STATE,
    TALKS,
    begun,
    fill,
)  # fmt: skip

SEEDS = range(6)
NO, YES = ((-1.0,), (-1.0,)), ((1.0,), (1.0,))


def test_rounds_one_after_another_are_the_history():
    """Played as a whole it leaves what it leaves step by step, from the first round to the last."""
    for number in range(3):
        whole, steps = (PeaceTalks(compiled(ONE_OF_EVERYTHING), 1, collect=False) for _ in range(2))
        history.play(whole.world, number)
        steps.play(number)
        for name in steps.compiled.arrays:
            assert getattr(whole.world, name).tolist() == getattr(steps.world, name).tolist(), name
        assert sum(whole.world.incidents_in[REBELS, t] for t in range(1, 13)) == whole.world.incidents[REBELS]
        assert whole.world.incidents_in[REBELS, 1] > 0
        assert whole.world.completed == whole.world.round == 12
        assert whole.world.elapsed == 12


@pytest.mark.parametrize(("leverage", "winner"), [(0, -1), (1, 1)])
def test_once_either_side_has_won_nothing_happens_any_more(leverage, winner):
    data = merged(ONE_OF_EVERYTHING, {"war": {"victory": 0.05, "leverage": leverage}})
    whole, steps = (PeaceTalks(compiled(data), 1, collect=False) for _ in range(2))
    won = []
    for number in range(4):
        history.play(whole.world, number)
        steps.play(number)
        w, won = whole.world, [*won, whole.world.won]
        assert (w.won, w.leverage, w.elapsed) == (steps.world.won, steps.world.leverage, steps.world.elapsed)
        last = next((t for t in range(12, 0, -1) if w.incidents_in[REBELS, t]), 0)
        assert not w.won or last <= round(w.elapsed) < 12
        assert w.completed == 12
    assert winner in won


def test_a_history_that_is_won_ends_with_silent_rounds():
    w = begun()
    w.won, w.completed, w.round = 1, 4, 4
    fill(w.count, 5), fill(w.incidents_in, 9)
    history.finish(w)
    assert (w.completed, w.round, w.outcome) == (12, 12, 1)
    for a in range(3):
        assert [w.incidents_in[a, t] for t in range(13)] == [9] * 5 + [0] * 8


def test_frontiers_are_outdated_where_what_is_wanted_has_changed_and_nowhere_else():
    w = begun()
    for change, state in (
        (lambda: None, LAID),
        (lambda: fill(w.salience, 2 * np.array(w.salience)), LAID),
        (lambda: fill(w.salience, [[1, 0, 0], [1, 1, 1], [1, 1, 1]]), OUTDATED),
        (lambda: fill(w.ideal, 0.25), OUTDATED),
        (lambda: None, LAID),
        (lambda: fill(w.salience, 0), OUTDATED),
    ):
        fill(w.frontier_state, LAID)
        change()
        history.weigh_stakes(w)
        assert list(w.frontier_state) == [state] * 2


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_are_shares_of_saliences_abroad_and_at_home(seed):
    rng = np.random.default_rng(seed)
    w = begun()
    salience, home = rng.uniform(0, 0.3, (2, 3, 3))
    salience[NEIGHBOUR], home[REBELS] = 0, 0
    fill(w.salience, salience), fill(w.home_salience, home)
    history.weigh_stakes(w)
    for given, found in ((salience, w.weight), (home, w.home_weight)):
        for a in range(3):
            total = given[a].sum()
            assert found.tolist()[a] == pytest.approx(list(given[a] / total) if total else [0] * 3)
    for t in range(2):
        for a in range(3):
            share = sum(w.weight[a, k] for k in range(3) if w.on_table[t, k])
            assert w.table_share[t, a] == pytest.approx(share)


@pytest.mark.parametrize("values", [[0, 1, 2, 3, 4], [4, 1, 7, 1, 4], [-5, -9, -7, -8, -9], [2, 2, 2, 2, 2]])
def test_options_are_worth_their_place_between_the_worst_and_the_best(values):
    w = begun()
    fill(w.option_value, values)
    fill(w.option_worth, -1)
    for k in range(3):
        history.value_options(w, STATE, k)
    low, high = min(values), max(values)
    assert w.option_worth.tolist()[STATE][RULE] == pytest.approx(
        [(v - low) / (high - low) if high > low else 1 for v in values]
    )
    assert w.option_worth.tolist()[STATE][LAND] == [-1] * 5


@pytest.mark.parametrize("seed", SEEDS)
def test_options_take_their_turns_by_their_draws(seed):
    w = begun()
    fill(w.option_draw, np.random.default_rng(seed).choice([0.1, 0.2, 0.3, 0.4], (3, 5)))
    history.turn_options(w, RULE)
    assert w.option_turn.tolist()[RULE] == sorted(range(5), key=lambda option: w.option_draw[RULE, option])


@pytest.mark.parametrize("p", [0, 0.125, 0.25, 0.5, 0.6, 0.9, 0.999999])
def test_an_uncertain_number_is_read_off_its_table(p):
    """Between its points, straight on; of choices, the first whose share is not used up."""
    w = begun()
    points = np.array([[1, 4, 5, 7, 20, 22.0], [0.25, 0.6, 1, 10, 20, 30]])
    w.quantiles, w.choices = memoryview(points), memoryview(np.array([0, 3]))
    assert history.quantile(w, 0, p) == pytest.approx(np.interp(5 * p, range(6), points[0]))
    assert history.quantile(w, 1, p) == (10 if p < 0.25 else 20 if p < 0.6 else 30)


@pytest.mark.parametrize(("z", "held"), [(-9, -2), (-2, -2), (-1.5, -1.5), (0, 0), (1.9, 1.9), (3, 2)])
def test_nobody_is_beyond_belief(z, held):
    assert history.truncated_normal(z) == held


def test_what_all_believe_of_a_party_is_the_mean_of_the_others():
    w = begun()
    fill(w.belief, [[0.9, 0.1, 0.2], [0.3, 0.9, 0.4], [0.5, 0.6, 0.9]])
    assert [history.mean_belief(w, a) for a in range(3)] == pytest.approx([0.4, 0.35, 0.3])
    w.round = 3
    fill(w.count, [1, 2, 3]), fill(w.means_to_settle, [1, 0, 1])
    history.note_course(w)
    assert [w.belief_in[a, 3] for a in range(3)] == pytest.approx([0.4, 0.35, 0.3])
    assert [w.incidents_in[a, 3] for a in range(3)] == [1, 2, 3]
    assert [w.settles_in[a, 3] for a in range(3)] == [1, 0, 1]
    w.parties = 1
    assert history.mean_belief(w, NEIGHBOUR) == w.settles[NEIGHBOUR]  # nobody else is there


STATE_OF_IT = [
    "level", "base_level", "next_level", "agreed", "agreed_at", "pending", "gesture_until", "gesture_by",
    "issue_agreed", "issue_in_force", "defaults", "tie", "turnovers", "first_turnover", "weariness", "incidents",
    "count", "usual", "expected", "pressing", "belief", "evidence", "means_to_settle", "walk_away_shift",
    "patience_drawn", "weight", "home_weight", "table_share", "stage", "rung", "meetings", "bundled", "asked",
    "spoken", "public", "resumes_to", "failures", "climbed", "block_party", "block_issue", "block_how",
    "block_round", "carrying_rounds", "meetings_held", "walk_outs", "called_off", "first_meeting",
    "first_walk_out", "first_called_off", "leaked", "collapsed", "covered", "owed", "hope", "frontier_state",
    "alpha",
]  # fmt: skip
OF_RUNGS = ("rung_reached", "rung_signed", "rung_delivered", "rung_ended", "agreement_from", "agreement", "agenda")
SINGLE = {
    "leverage": 0.5,
    "momentum": 0,
    "hurt": 1,
    "level_shift": 0,
    "won": 0,
    "elapsed": 0,
    "completed": 0,
    "round": 0,
}


def test_nothing_of_the_history_before_is_left():
    """A world in which everything was written over begins as a new one."""
    fresh, used = begun(), begun()
    for name in STATE_OF_IT:
        fill(getattr(used, name), 7)
    for name in OF_RUNGS:
        fill(getattr(used, name), 1)
        np.asarray(getattr(used, name))[BACK, 1] = np.asarray(getattr(fresh, name))[BACK, 1]  # no rung of that table
    for name in SINGLE:
        setattr(used, name, 7)
    history.begin(used, 0)
    for name in (*STATE_OF_IT, *OF_RUNGS):
        assert getattr(used, name).tolist() == getattr(fresh, name).tolist(), name
    assert {name: getattr(used, name) for name in SINGLE} == SINGLE


def test_a_history_begins_with_nothing_done():
    w = begun()
    assert list(w.failures) == list(w.climbed) == list(w.carrying_rounds) == [0, 0]
    assert list(w.block_party) == list(w.block_issue) == list(w.block_how) == [NOBODY] * 2
    assert list(w.pending) == list(w.gesture_by) == [NOBODY] * 3
    assert list(w.turnovers) == list(w.first_turnover) == list(w.weariness) == list(w.incidents) == [0] * 3
    assert list(w.pressing) == [1] * 3
    assert list(w.public) == [1, 1]
    assert [w.agreement_from.tolist()[TALKS], w.agreement_from[BACK, 0]] == [[0, 1], 0]
    for name in ("rung_reached", "rung_signed", "rung_delivered", "rung_ended"):
        assert not any(map(any, getattr(w, name).tolist())), name


def test_the_months_before_the_first_were_as_they_usually_are():
    """With everyone's answers to everyone: (I − α)⁻¹ times the rates of that month."""
    w = begun(war={"branching": 0.25, "season": [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5]})
    season = w.season[w.month_of_round[0]]
    alpha = np.array(w.alpha)
    rates = np.array(w.violence) * season * w.months_of_round[0]
    assert list(w.count) == pytest.approx(list(np.linalg.solve(np.eye(3) - alpha, rates)))
    assert alpha == pytest.approx(0.25 * np.array(w.answers))
    assert sum(w.count) > 0


@pytest.mark.parametrize("once", [0, 1])
@pytest.mark.parametrize(
    ("months", "length", "lasts"), [(0, 1, 1), (0.4, 1, 1), (1, 1, 1), (1.4, 1, 1), (1.6, 1, 2), (3, 1, 3), (2, 0.5, 4)]
)
def test_an_event_lasts_its_months_rounded_to_rounds_and_at_least_one(once, months, length, lasts):
    """While it lasts its number is changed; then it is as drawn again, and it may strike anew unless it strikes once."""
    event = {"name": "shock", "rate": 1, "months": 1, "once": bool(once)}
    w = begun(events=[event | {"effects": [{"change": "parties.state.cost", "to": 0.5}]}])
    fill(w.event_months, months), fill(w.months_of_round, length)
    before = w.cost[STATE]
    seen = []
    w.months = 1.0
    for w.round in range(1, 9):
        history.happen(w)
        seen.append(w.cost[STATE])
    struck = [0.5] * lasts + [before] * (8 - lasts) if once else [0.5] * 8
    assert seen == struck
    assert w.event_past[0] == (1 if once else math.ceil(8 / lasts))


@pytest.mark.parametrize("begins", [1, 4])
def test_an_event_with_a_date_strikes_then_and_one_at_random_from_its_date_on(begins):
    w = begun(events=[{"name": "shock", "on": begins, "effects": [{"change": "leverage", "add": 0.125}]}])
    w.months = 1.0
    struck = []
    for w.round in range(1, 7):
        history.happen(w)
        struck.append(w.leverage > 0.5)
    assert struck == [w_round >= begins for w_round in range(1, 7)]
    assert w.leverage == 0.625  # once, and for good
    w = begun(
        events=[{"name": "shock", "rate": 1, "not_before": begins, "effects": [{"change": "leverage", "add": 0.125}]}]
    )
    w.months = 1.0
    for w.round in range(1, 7):
        history.happen(w)
    assert w.leverage == 0.5 + 0.125 * (7 - begins)


@pytest.mark.parametrize(
    ("effect", "found"),
    [({"to": 0.5}, 0.5), ({"add": 0.25}, 0.375), ({"times": 2}, 0.25), ({"add": 9}, 2), ({"add": -9}, 0)],
)
def test_a_number_is_set_added_to_or_multiplied_within_its_range(effect, found):
    w = begun(
        parties={"state": {"cost": 0.125}},
        events=[{"name": "shock", "on": 1, "effects": [{"change": "parties.state.cost", **effect}]}],
    )
    w.months, w.round = 1.0, 1
    history.happen(w)
    assert w.cost[STATE] == found
    w.round = 2
    history.happen(w)
    assert w.cost[STATE] == 0.125


def test_several_events_change_one_number_in_the_order_of_their_names():
    w = begun(
        parties={"state": {"cost": 0.125}},
        events=[
            {"name": "a", "on": 1, "months": 3, "effects": [{"change": "parties.state.cost", "times": 2}]},
            {"name": "b", "on": 2, "months": 1, "effects": [{"change": "parties.state.cost", "add": 0.5}]},
        ],
    )
    w.months = 1.0
    seen = []
    for w.round in range(1, 5):
        history.happen(w)
        seen.append(w.cost[STATE])
    assert seen == [0.25, 0.75, 0.25, 0.125]


@pytest.mark.parametrize(
    ("k", "effect", "level"),
    [
        (LAND, {"to": 0.3}, 0.3),
        (LAND, {"add": 0.3}, 0.8),
        (LAND, {"add": 0.9}, 1),
        (MEN, {"to": 4}, 0.4),
        (MEN, {"add": {"uniform": [1.6, 1.6]}}, 0.7),
        (MEN, {"add": {"uniform": [-1.6, -1.6]}}, 0.3),
    ],
)
def test_an_event_moves_an_issue_on_its_steps_for_good(k, effect, level):
    change = {"change": f"issues.{['land', 'men'][k]}.level", **effect}
    w = begun(
        issues={"land": {"in_force": 0.5}, "men": {"in_force": 5}},
        events=[{"name": "shock", "on": 1, "effects": [change]}],
    )
    w.months, w.round = 1.0, 1
    w.gesture_until[k], w.gesture_by[k] = 9, STATE
    fill(w.frontier_state, 0)
    history.happen(w)
    assert w.level[k] == w.base_level[k] == pytest.approx(level)
    assert w.level[1 - k] == w.base_level[1 - k] == 0.5
    assert (w.gesture_until[k], w.gesture_by[k]) == (0, NOBODY)
    assert list(w.frontier_state) == [DOUBTED] * 2


@pytest.mark.parametrize("stage", range(5))
@pytest.mark.parametrize(("held", "before"), [(0, 0), (1, 0), (0, 1)])
def test_only_talks_that_go_on_are_called_off(stage, held, before):
    w = begun(events=[{"name": "shock", "on": 1, "effects": [], "calls_off": {"talks": 1}}])
    w.months, w.round = 1.0, 1
    fill(w.failures_allowed, 9), fill(w.stage, stage), fill(w.met_before, before), fill(w.meetings_held, held)
    history.happen(w)
    off = stage in (BARGAINING, CARRYING_OUT) and held + before > 0
    assert list(w.called_off) == [0, int(off)]
    assert w.stage[TALKS] == (SUSPENDED if off else stage)
    if off:
        assert w.resumes_to[TALKS] == stage


def test_an_event_that_ends_secrecy_ends_it_for_good():
    w = begun(
        tables={"talks": {"secret": True}},
        events=[{"name": "shock", "on": 3, "effects": [{"change": "tables.talks.secret", "to": 0}]}],
    )
    w.months = 1.0
    seen = []
    for w.round in range(1, 6):
        history.happen(w)
        seen.append(w.public[TALKS])
    assert seen == [0, 0, 1, 1, 1]
    assert list(w.leaked) == [0, 3]


def test_a_new_leader_is_of_a_new_type_and_beliefs_know_that_there_may_be_one():
    w = begun()
    w.months, w.round = 1.0, 3
    fill(w.turnover, [0, 0.25, 1]), fill(w.settles, [0.5, 0.5, 0]), fill(w.belief, 0.75), fill(w.means_to_settle, 1)
    history.turn_over(w)
    assert w.belief.tolist() == [[0.75, pytest.approx(0.75 * 0.75 + 0.25 * 0.5), 0]] * 3
    assert (w.turnovers[NEIGHBOUR], w.turnovers[STATE], w.first_turnover[STATE]) == (0, 1, 3)
    assert (w.means_to_settle[NEIGHBOUR], w.means_to_settle[STATE]) == (1, 0)
    w.round = 5
    fill(w.settles, 1)
    history.turn_over(w)
    assert (w.turnovers[STATE], w.first_turnover[STATE], w.means_to_settle[STATE]) == (2, 3, 1)


def generous(w, *parties, goal=0.5, rate=1.0):
    """Let parties have an occasion for a step on the land each round."""
    w.gesture_party, w.gesture_issue = (memoryview(places.ravel()) for places in np.indices((3, 3)))
    for a in parties:
        w.gesture_rate[a, LAND], w.gesture_level[a, LAND], w.gesture_months[a, LAND] = rate, goal, 2
    w.gesture = lambda a, k: YES
    w.months, w.round = 1.0, 1


@pytest.mark.parametrize(
    ("level", "goal", "revocable", "possible"),
    [(0.25, 0.5, 1, True), (0.25, 0.5, 0, True), (0.75, 0.5, 1, True), (0.75, 0.5, 0, False), (0.5, 0.5, 1, False)],
)
def test_a_step_leads_away_from_where_an_issue_stands_and_back_only_what_can_be_taken_back(
    level, goal, revocable, possible
):
    w = begun()
    generous(w, STATE, goal=goal)
    w.level[LAND], w.revocable[LAND] = level, revocable
    assert history.can_gesture(w, STATE, LAND) == possible
    assert not history.can_gesture(w, REBELS, LAND)
    assert not history.can_gesture(w, STATE, MEN)
    w.gesture_until[LAND] = 1
    assert history.can_gesture(w, STATE, LAND) == possible  # it lapses this round
    w.gesture_until[LAND] = 2
    assert not history.can_gesture(w, STATE, LAND)


@pytest.mark.parametrize("lasts", [0, 1])
@pytest.mark.parametrize(("months", "length", "rounds"), [(0.2, 1, 1), (1, 1, 1), (1.6, 1, 2), (3, 1, 3), (2, 0.5, 4)])
def test_a_step_is_in_force_for_its_months_or_for_good(lasts, months, length, rounds):
    w = begun()
    fill(w.months_of_round, length)
    generous(w, STATE)
    w.gesture_months[STATE, LAND], w.gesture_lasts[STATE, LAND] = months, lasts
    seen = []
    for w.round in range(1, 7):
        if w.round > 1:
            fill(w.gesture_rate, 0)
        history.note_gestures(w)
        history.make_gestures(w)
        fill(w.level, w.next_level.tolist())
        seen.append(w.level[LAND])
    assert seen == ([0.5] * 6 if lasts else [0.5] * rounds + [0.0] * (6 - rounds))
    assert w.base_level[LAND] == (0.5 if lasts else 0)
    assert (w.gesture_until[LAND], w.gesture_by[LAND]) == (0, NOBODY)


def test_nobody_steps_on_what_is_agreed_promised_or_moved_already():
    for name in ("", "agreement", "pending", "next_level", "level"):
        w = begun()
        generous(w, STATE)
        assert history.is_free(w, LAND)
        if name == "agreement":
            w.agreement[BACK, 0, LAND] = 1
        elif name:
            getattr(w, name)[LAND] = BACK if name == "pending" else 0.25
        assert history.is_free(w, LAND) == (not name)
        if name != "level":
            history.note_gestures(w)
            history.make_gestures(w)
            assert (w.gesture_by[LAND] == STATE) == (not name)


def test_of_several_who_would_step_each_comes_first_as_often():
    w, first = begun(), []
    for number in range(200):
        history.begin(w, number)
        generous(w, NEIGHBOUR, STATE)
        history.note_gestures(w)
        assert history.order_gestures(w, LAND) == 2
        assert {w.order_drawn[0], w.order_drawn[1]} == {NEIGHBOUR, STATE}
        first.append(w.order_drawn[0])
        history.make_gestures(w)
        assert w.gesture_by[LAND] == first[-1]
    assert abs(first.count(STATE) - 100) < 4.5 * math.sqrt(50)
    assert history.order_gestures(w, MEN) == 0


def test_occasions_are_those_of_the_round():
    """None is left of the round before, nor counted twice."""
    w = begun()
    generous(w, NEIGHBOUR, STATE)
    for rate, number in ((1, 1), (1, 1), (0, 0)):
        w.gesture_rate[NEIGHBOUR, LAND] = rate
        history.note_gestures(w)
        assert (w.gestures[NEIGHBOUR], w.gesturing[NEIGHBOUR, LAND]) == (number, number)
        assert (w.gestures[STATE], w.gesturing[STATE, LAND], w.gesturers[LAND]) == (1, 1, 1 + number)


def test_the_first_to_refuse_leaves_the_step_to_the_next():
    w = begun()
    generous(w, NEIGHBOUR, STATE)
    fill(w.rationality, math.inf)
    for stepping in (NEIGHBOUR, STATE):
        w.gesture = lambda a, k, stepping=stepping: YES if a == stepping else NO
        history.begin_issue(w, LAND)
        history.note_gestures(w)
        history.make_gestures(w)
        assert w.gesture_by[LAND] == stepping


@pytest.mark.parametrize("case", ["", "pending", "moved", "agreement"])
def test_a_step_lapses_unless_others_have_moved_or_promised_since(case):
    w = begun()
    generous(w, STATE)
    w.level[LAND] = w.next_level[LAND] = 0.75 if case == "moved" else 0.5
    w.gesture_until[LAND], w.gesture_by[LAND] = 3, STATE
    if case == "pending":
        w.pending[LAND] = TALKS
    if case == "agreement":
        w.agreement[TALKS, 1, LAND] = 1
    fill(w.frontier_state, 0)
    for w.round in (2, 3):
        history.make_gestures(w)
        over = w.round == 3 and case != "pending"
        assert w.next_level[LAND] == (0 if over and not case else w.level[LAND])
        assert (w.gesture_until[LAND], w.gesture_by[LAND]) == ((0, NOBODY) if over else (3, STATE))
        assert list(w.frontier_state) == [int(over)] * 2


def test_what_a_round_changed_takes_effect_as_it_closes():
    w = begun()
    w.round, w.months, w.elapsed = 4, 0.5, 1.5
    fill(w.weary, [0, 0.25, -0.5])
    w.next_level[LAND] = 0.5
    fill(w.frontier_state, 0), fill(w.belief, 0.5)
    w.evidence[REBELS, STATE] = 3
    history.close_round(w)
    assert (w.level[LAND], w.elapsed, w.completed) == (0.5, 2, 4)
    assert list(w.weariness) == [0, 0.125, -0.25]
    assert list(w.frontier_state) == [1, 1]
    assert w.belief[REBELS, STATE] == pytest.approx(0.75)
    assert w.belief_in[STATE, 4] == pytest.approx((0.75 + 0.5) / 2)
    assert w.evidence[REBELS, STATE] == 1
    fill(w.frontier_state, 0)
    history.close_round(w)
    assert list(w.frontier_state) == [0, 0]


def test_tables_take_their_turns_in_an_order_drawn_anew(monkeypatch):
    w = begun()
    played = []
    monkeypatch.setattr(history, "play_table", lambda w, t: played.append(t))
    w.round = 1
    history.play_tables(w)
    assert played == []
    w.busy[TALKS] = 1
    history.play_tables(w)
    assert played == [TALKS]
    fill(w.busy, 1)
    first = []
    for w.round in range(1, 201):
        played.clear()
        history.play_tables(w)
        assert sorted(played) == [BACK, TALKS]
        first.append(played[0])
    assert abs(first.count(BACK) - 100) < 4.5 * math.sqrt(50)


def test_the_first_outcome_that_holds_names_the_history():
    w = begun()
    assert history.outcome(w) == 1
    w.rung_reached[TALKS, 1] = 5
    assert history.outcome(w) == 0
    w.outcome_first, w.outcome_count = memoryview(np.array([0])), memoryview(np.array([1]))
    w.rung_reached[TALKS, 1] = 0
    assert history.outcome(w) == NOBODY
