"""The war's parts one by one: stationary means, calm, troops, whom hardliners fear for, and whose leverage is whose."""

import math

import numpy as np
import pytest

from sim.world import war
from sim.world.codes import BARGAINING, CARRYING_OUT, COLLAPSED, COMPLETE, NOBODY, SUSPENDED
from tests.conftest import STEADY_WAR, Listener
from tests.sim.world.begun import BACK, MEN, NEIGHBOUR, REBELS, RULE, STATE, TALKS, begun, fill

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_last_month_as_it_usually_is_solves_the_answers_of_all_to_all(seed):
    """(I − α)⁻¹μ, by a library [Hawkes 1971]."""
    rng = np.random.default_rng(seed)
    w = begun()
    alpha, rates = rng.uniform(0, 0.3, (3, 3)), rng.uniform(0, 50, 3)
    fill(w.alpha, alpha), fill(w.mean, rates)
    war.settle(w)
    assert list(w.mean) == pytest.approx(np.linalg.solve(np.eye(3) - alpha, rates))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_in_force_calms_issue_by_issue(seed):
    rng = np.random.default_rng(seed)
    w = begun()
    fill(w.calm, rng.uniform(0, 1, (3, 3))), fill(w.level, rng.uniform(0, 1, 3))
    for a in range(3):
        left = math.prod(1 - w.calm[k, a] * w.level[k] for k in range(3))
        assert war.calm(w, a) == pytest.approx(1 - left)


def test_troops_that_have_left_are_no_longer_in_the_field():
    w = begun()
    fill(w.withdrawn, [4000, 2000, 8000])
    fill(w.level, [0.5, 0.25, 1])
    assert war.remaining_troops(w, STATE) == 1  # it has none to count
    fill(w.troops, 20_000)
    fill(w.delivers, [[0, 0, 1], [0, 1, 1], [0, 0, 0]])
    assert war.remaining_troops(w, NEIGHBOUR) == 1
    assert war.remaining_troops(w, REBELS) == pytest.approx(1 - 500 / 20_000)
    assert war.remaining_troops(w, STATE) == pytest.approx(1 - 2500 / 20_000)
    fill(w.troops, 1000)
    assert war.remaining_troops(w, STATE) == 0


def test_incidents_of_the_last_round_provoke_others_at_the_same_rate():
    """Whatever part of a month either round is."""
    w = begun()
    fill(w.alpha, [[0.1, 0.2, 0.3], [0, 0, 0], [0.5, 0, 0]])
    w.round, w.months = 3, 1.0
    fill(w.months_of_round, 1)
    counts = [10.0, 20.0, 30.0]
    assert [war.answers(w, a, counts) for a in range(3)] == pytest.approx([14, 0, 5])
    w.months_of_round[2] = 0.25
    assert [war.answers(w, a, counts) for a in range(3)] == pytest.approx([56, 0, 20])
    w.months = 0.5
    assert [war.answers(w, a, counts) for a in range(3)] == pytest.approx([28, 0, 10])


def test_talks_are_live_where_an_open_table_bargains_or_carries_out():
    w = begun()
    for stage in (BARGAINING, CARRYING_OUT, SUSPENDED, COLLAPSED, COMPLETE):
        for is_open in (0, 1):
            fill(w.stage, COLLAPSED), fill(w.open, is_open)
            w.stage[TALKS] = stage
            live = bool(is_open) and stage in (BARGAINING, CARRYING_OUT)
            assert war.has_live_table(w, STATE) == live
            assert not war.has_live_table(w, NEIGHBOUR)
            fill(w.belief, [[1, 0.1, 0.1], [1, 1, 0.75], [1, 0.5, 1]])
            assert war.lowest_belief(w, STATE) == (0.75 if live else 0)
            assert war.lowest_belief(w, REBELS) == (0.5 if live else 0)
    fill(w.open, 1), fill(w.stage, BARGAINING), fill(w.seated, [[1, 0, 1], [0, 1, 1]])
    assert war.lowest_belief(w, STATE) == 0.1  # the least of any table's


def test_a_climb_is_recent_news_for_three_months():
    w = begun()
    fill(w.months_of_round, 1)
    w.round = 8
    for climbed in range(9):
        w.climbed[TALKS] = climbed
        assert war.climbed_lately(w, TALKS) == (climbed >= 5)
    fill(w.months_of_round, 0.25)
    w.round = 20
    w.climbed[TALKS] = 8
    assert war.climbed_lately(w, TALKS)
    w.climbed[TALKS] = 7
    assert not war.climbed_lately(w, TALKS)


def test_hardliners_fear_for_the_table_where_most_would_be_lost():
    """Of those that carry out, or climbed lately, and have not collapsed; nobody else's."""
    w = begun()
    w.round = 4
    fill(w.nash_text, 0.5)
    fill(w.covered, 0)
    fill(w.weight, [[0, 0, 0], [0.25, 0.25, 0.5], [0.25, 0.5, 0.25]])
    assert war.threatening_table(w, REBELS) == NOBODY
    for t in (BACK, TALKS):
        for stage, climbed, feared in (
            (BARGAINING, 0, False),
            (BARGAINING, 3, True),
            (CARRYING_OUT, 0, True),
            (SUSPENDED, 3, True),
            (COLLAPSED, 3, False),
        ):
            fill(w.stage, BARGAINING), fill(w.climbed, 0)
            w.stage[t], w.climbed[t] = stage, climbed
            assert war.threatening_table(w, REBELS) == (t if feared else NOBODY)
            assert war.threatening_table(w, NEIGHBOUR) == NOBODY
    fill(w.stage, CARRYING_OUT)
    assert war.loss(w, REBELS, BACK) < war.loss(w, REBELS, TALKS)
    assert war.threatening_table(w, REBELS) == TALKS
    w.nash_text[BACK, MEN] = 0  # none of the men, and at the other table all that is wanted
    fill(w.text, 1), fill(w.covered, [[0, 0, 0], [1, 1, 1]])
    assert war.threatening_table(w, REBELS) == BACK


@pytest.mark.parametrize("seed", SEEDS)
def test_what_would_be_lost_is_what_the_likely_text_lacks(seed):
    """What is agreed where something is, else what the Nash point leaves: in shares of all its stakes."""
    rng = np.random.default_rng(seed)
    w = begun()
    steps = [0.0, 0.25, 0.5, 0.75, 1.0]
    fill(w.text, rng.choice(steps, (2, 3))), fill(w.nash_text, rng.choice(steps, (2, 3)))
    fill(w.covered, rng.integers(0, 2, (2, 3))), fill(w.ideal, rng.choice(steps, (3, 3)))
    fill(w.on_table, [[0, 1, 0], [1, 1, 1]]), fill(w.weight, rng.dirichlet(np.ones(3), 3))
    for a in range(3):
        for t in range(2):
            lost = 0.0
            for k in range(3):
                level = w.text[t, k] if w.covered[t, k] else w.nash_text[t, k]
                ideal = w.ideal[a, k]
                worth = 1 - abs(level - ideal) / max(ideal, 1 - ideal)
                if k == RULE:
                    worth = w.option_worth[a, k, round(4 * level)]
                lost += w.on_table[t, k] * w.weight[a, k] * (1 - worth)
            assert war.loss(w, a, t) == pytest.approx(lost)


def test_what_one_side_has_of_leverage_the_other_lacks():
    w = begun()
    fill(w.shift, [0.25, -0.5, 0]), fill(w.level, [0.5, 0.25, 1])
    for leverage in (-0.5, 0.25, 0.5, 1.25):
        w.leverage = leverage
        assert war.insurgent_leverage(w) == leverage
        insurgent = min(1.0, max(0.0, leverage))
        assert war.side_leverage(w, 1) == insurgent
        assert war.side_leverage(w, -1) == 1 - insurgent
        assert war.of_side(w, REBELS, leverage) == insurgent
        assert war.of_side(w, STATE, leverage) == 1 - insurgent
        assert war.of_side(w, NEIGHBOUR, leverage) == 0.5
    w.level[MEN] = 1
    assert war.insurgent_leverage(w) == pytest.approx(1.25 + 0.125 - 0.5)


@pytest.mark.parametrize("months", [1.0, 0.25])
def test_leverage_follows_the_insurgents_share_beyond_what_was_due(months):
    """In a war whose fortunes do not turn: the share of both sides' incidents less that of those expected."""
    w = begun(war=STEADY_WAR | {"drift": 0.5, "memory": 0.25})
    w.months = months
    fill(w.count, [1000, 30, 10]), fill(w.expected, [0, 10, 10])  # who takes no side does not count
    war.move_leverage(w)
    assert w.leverage == pytest.approx(0.5 + 0.5 * (0.75 - 0.5) * months)
    weight = 1 - 0.75**months
    assert w.momentum == pytest.approx(weight * 0.125)
    war.move_leverage(w)
    assert w.momentum == pytest.approx((1 - (1 - weight) ** 2) * 0.125)
    before = w.leverage
    fill(w.count, [1000, 0, 0])
    war.move_leverage(w)
    assert w.leverage == before  # where neither side fights, nobody gains


def test_leverage_stays_between_its_ends():
    w = begun(war=STEADY_WAR)
    w.months = 1.0
    fill(w.count, 0)
    for leverage in (-3.0, -1.0, 2.0, 5.0):
        w.leverage = leverage
        war.move_leverage(w)
        assert w.leverage == min(2.0, max(-1.0, leverage))


class Chances(Listener):
    """Hears who wins."""

    def __init__(self):
        self.won = []

    def tell(self, w, kind, t, a, k, x):
        if kind == "won":
            self.won.append(x)


@pytest.mark.parametrize(
    ("victory", "hurt", "leverage", "likely"),
    [
        (1, 1, 0.5, {1}),  # certain for either, the insurgents' first
        (0, 1, 0.5, set()),
        (1, 0, 0.5, set()),  # a war that is hardly fought is hardly won
        (1, 100, 0.5, {1}),
        (0.05, 1, 1.0, {1}),  # e³ = 20 times as much for who has all the leverage
        (0.05, 1, 0.0, {-1}),
    ],
)
def test_who_may_win_is_who_has_the_leverage(victory, hurt, leverage, likely):
    heard = Chances()
    w = begun(heard, war={"victory": victory})
    w.months, w.round = 1.0, 1
    w.hurt, w.leverage = hurt, leverage
    won = []
    for history in range(40):
        w.history, w.won = history, 0
        war.decide_war(w)
        won.append(w.won)
    assert set(won) - {0} == likely
    assert heard.won == [side for side in won if side]


@pytest.mark.parametrize("months", [1.0, 0.25, 3.0])
@pytest.mark.parametrize("leverage", [-1.0, 0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("victory", [0.001, 0.1, 1.0])
def test_luck_that_no_leverage_could_bend_is_judged_like_any(victory, leverage, months):
    """Just below and above the sum of both chances, which the most uneven war brings nearest to where nobody looks."""
    w = begun(war={"victory": victory})
    w.months, w.round, w.hurt, w.leverage = months, 1, 1.5, leverage
    ahead = min(1.0, max(0.0, leverage)) - 0.5
    chances = [1 - (1 - min(1.0, victory * math.exp(way * 6 * ahead))) ** months for way in (1, -1)]
    for luck in (sum(chances) * 0.999, sum(chances) * 1.001):
        w.won = 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(war.streams, "uniform", lambda *_, luck=luck: luck)
            war.decide_war(w)
        assert (w.won != 0) == (luck < sum(chances))


@pytest.mark.parametrize("months", [1.0, 0.25])
def test_each_side_wins_as_often_as_its_hazard_says(months):
    """Exactly where the same luck falls: below the insurgents' chance they win, in the next part the state."""
    w = begun(war={"victory": 0.1})
    w.months, w.round, w.hurt, w.leverage = months, 1, 0.5, 0.6
    hazard = 0.1 * 0.5
    chances = [1 - (1 - hazard * math.exp(way * 6 * 0.1)) ** months for way in (1, -1)]
    for luck, side in (
        (0, 1),
        (chances[0] - 1e-9, 1),
        (chances[0] + 1e-9, -1),
        (sum(chances) - 1e-9, -1),
        (sum(chances) + 1e-9, 0),
    ):
        w.won = 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(war.streams, "uniform", lambda *_, luck=luck: luck)
            war.decide_war(w)
        assert w.won == side


def test_without_a_war_there_is_none():
    w = begun(war=None, parties={"rebels": {"violence": None}, "state": {"violence": None}})
    assert w.normal[0] < 0
    w.months, w.round = 1.0, 1
    w.hurt = 0.5
    fill(w.count, 7)
    war.play_war(w), war.move_leverage(w), war.decide_war(w)
    assert (w.hurt, w.leverage, w.won, list(w.count)) == (0.5, 0.5, 0, [7.0] * 3)


@pytest.mark.parametrize("months", [1.0, 0.25])
def test_hurt_follows_what_all_fight_against_what_is_normal(months):
    w = begun(war={"normal": 50, "memory": 0.25})
    w.round, w.months, w.hurt = 1, months, 2.0
    war.play_war(w)
    weight = 1 - 0.75**months
    assert w.hurt == pytest.approx(2 + weight * (sum(w.count) / (50 * months) - 2))
    assert list(w.incidents) == list(w.count)
    assert sum(w.count) > 0


@pytest.mark.parametrize("pressing", [0, 1])
@pytest.mark.parametrize("spoiling", [0, 1])
def test_who_presses_fights_harder_by_its_swing_and_hardliners_by_their_force(pressing, spoiling):
    w = begun()
    w.round, w.months, w.stage[TALKS], w.open[TALKS] = 2, 1.0, CARRYING_OUT, 1
    fill(w.rationality, math.inf), fill(w.press_swing, 0.25), fill(w.hardliner_force, 0.5), fill(w.has_hardliners, 1)
    answers = {"press": pressing, "spoil": spoiling}
    for name, yes in answers.items():
        setattr(w, name, lambda a, *_, yes=yes: ((1.0,), (1.0,)) if yes else ((-1.0,), (-1.0,)))
    war.choose_violence(w, STATE)
    assert w.pressing[STATE] == (1.25 if pressing else 0.75) + 0.5 * spoiling
    fill(w.has_hardliners, 0)
    war.choose_violence(w, STATE)
    assert w.pressing[STATE] == (1.25 if pressing else 0.75)
    fill(w.press_swing, 0)
    war.choose_violence(w, STATE)
    assert w.pressing[STATE] == 1


def test_of_an_attack_others_see_that_there_was_one_and_not_who_ordered_it():
    """Bayes: each type attacks by pressing, by its hardliners, or both."""
    w = begun()
    w.round, w.months, w.stage[TALKS] = 2, 1.0, CARRYING_OUT
    fill(w.rationality, 1), fill(w.press_swing, 0.25), fill(w.hardliner_force, 0.5), fill(w.has_hardliners, 1)
    w.press = lambda a, *_: ((-1.0,), (0.5,))
    w.spoil = lambda a, *_: ((-2.0,), (-0.5,))
    likely = {x: 1 / (1 + math.exp(-x)) for x in (-1.0, 0.5, -2.0, -0.5)}
    settle = 1 - (1 - likely[-1.0]) * (1 - likely[-2.0])
    stall = 1 - (1 - likely[0.5]) * (1 - likely[-0.5])
    seen = set()
    for w.history in range(60):
        fill(w.evidence, 1)
        w.means_to_settle[STATE] = w.history % 2
        war.choose_violence(w, STATE)
        attacked = w.pressing[STATE] != 0.75
        seen.add((w.history % 2, w.pressing[STATE]))
        ratio = settle / stall if attacked else (1 - settle) / (1 - stall)
        assert [w.evidence[b, STATE] for b in range(3)] == pytest.approx([ratio, ratio, 1])
    assert seen == {(type_, pressed) for type_ in (0, 1) for pressed in (0.75, 1.25, 1.75)}


def test_incidents_are_drawn_about_what_is_calmed_pressed_and_provoked(monkeypatch):
    """Own rate, season, trend and the walk of its level; times what calm, troops and pressing leave; and answers besides."""
    w = begun(war={"trend": 0.1, "branching": 0.25, "normal": 50})
    w.round, w.months, w.elapsed, w.level_shift = 2, 0.5, 3.0, 0.2
    fill(w.months_of_round, 0.5), fill(w.month_of_round, 4), fill(w.season, [1, 1, 1, 1, 1.5] + [1] * 7)
    fill(w.calm, [[0, 0.2, 0.4]] * 3), fill(w.level, [0.5, 0, 0]), fill(w.press_swing, 0)
    fill(w.count, [0, 10, 20]), fill(w.mean, [0, 8, 16]), fill(w.alpha, [[0, 0, 0], [0.1, 0.2, 0.3], [0.3, 0, 0.1]])
    fill(w.incidents, 100)
    asked = []
    monkeypatch.setattr(war.counts, "negative_binomial", lambda w, mean, r, a: asked.append((mean, r, a)) or 7.0)
    war.play_war(w)
    scale = math.exp(0.1 * 3 + 0.2) * 1.5 * 0.5
    own = [0, 20 * scale, 10 * scale]
    provoked, usual = [0, 0.2 * 10 + 0.3 * 20, 0.1 * 20], [0, 0.2 * 8 + 0.3 * 16, 0.1 * 16]
    calmed = [0, own[1] * 0.9, own[2] * 0.8]
    assert [mean for mean, _, _ in asked] == pytest.approx([calmed[a] + provoked[a] for a in range(3)])
    assert [(r, a) for _, r, a in asked] == [(w.dispersion[0], a) for a in range(3)]
    assert list(w.expected) == pytest.approx([calmed[a] + provoked[a] for a in range(3)])
    assert list(w.usual) == list(w.mean) == pytest.approx([own[a] + usual[a] for a in range(3)])
    assert list(w.count) == [7] * 3
    assert list(w.incidents) == [107] * 3


def test_the_level_of_violence_walks_by_the_square_root_of_time():
    w = begun(war={"volatility": 0.2})
    steps = []
    for months in (1.0, 0.25):
        w.level_shift, w.round, w.months = 0.0, 1, months
        war.play_war(w)
        steps.append(w.level_shift)
    assert steps[0] == pytest.approx(2 * steps[1])
    assert steps[0] == pytest.approx(0.2 * war.draws.normal(w, war.draws.LEVEL, 0, 0))
    w = begun()
    w.round, w.months = 1, 1.0
    war.play_war(w)
    assert w.level_shift == 0


def test_fortunes_of_war_turn_leverage_by_the_square_root_of_time():
    w = begun(war={"leverage_volatility": 0.1, "victory": 0})
    fill(w.count, 0)
    for months in (1.0, 0.25):
        w.leverage, w.round, w.months = 0.5, 1, months
        war.move_leverage(w)
        expected = 0.1 * math.sqrt(months) * war.draws.normal(w, war.draws.FORTUNE, 0, 0)
        assert w.leverage == pytest.approx(0.5 + expected)
