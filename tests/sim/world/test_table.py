"""A round at one table, who comes, who is named for it, how the others learn, and what demands do: part by part."""

import math

import numpy as np
import pytest

from sim.world import blame, conditions, decide, demands, draws, secrecy, table
from sim.world.codes import (
    BARGAINING,
    CARRYING_OUT,
    COLLAPSED,
    COMPLETE,
    DID_NOT_COME,
    NOBODY,
    REFUSED,
    STOOD_ON_A_DEMAND,
    SUSPENDED,
)  # fmt: skip
from tests.sim.world.begun import BACK, LAND, MEN, NEIGHBOUR, REBELS, RULE, STATE, TALKS, begun, fill

NO, YES = ((-1.0,), (-1.0,)), ((1.0,), (1.0,))


@pytest.mark.parametrize("is_open", [0, 1])
@pytest.mark.parametrize("chance", [0, 1])
def test_a_table_has_something_to_do_in_its_stage(is_open, chance):
    """What is carried out goes on; talks need an occasion, and to be open, unless they broke off carrying out."""
    w = begun()
    w.months, w.round = 1.0, 1
    fill(w.open, is_open)
    for occasion, resume in ((chance, 0), (0, chance)):
        fill(w.occasion, occasion), fill(w.resume, resume)
        for resumes_to in (BARGAINING, CARRYING_OUT):
            fill(w.resumes_to, resumes_to)
            for stage, busy in (
                (BARGAINING, is_open and occasion),
                (CARRYING_OUT, 1),
                (SUSPENDED, (is_open or resumes_to == CARRYING_OUT) and resume),
                (COLLAPSED, 0),
                (COMPLETE, 0),
            ):
                fill(w.stage, COLLAPSED)
                w.stage[TALKS] = stage
                table.note_busy(w)
                assert list(w.busy) == [0, int(bool(busy))]


@pytest.mark.parametrize("stage", [BARGAINING, CARRYING_OUT, SUSPENDED])
@pytest.mark.parametrize("come", [False, True])
def test_what_a_table_does_is_what_its_stage_is(stage, come, monkeypatch):
    done = []
    for name in ("carry_out", "meet", "maybe_leak"):
        monkeypatch.setattr(table, name, lambda w, t, name=name: done.append((name, t)))
    monkeypatch.setattr(table, "all_come", lambda w, t: done.append(("come", t)) or come)
    w = begun()
    w.stage[TALKS], w.resumes_to[TALKS] = stage, CARRYING_OUT
    table.play_table(w, TALKS)
    expected = {
        BARGAINING: ["maybe_leak", "come"] + ["meet"] * come,
        CARRYING_OUT: ["carry_out"],
        SUSPENDED: ["come"],
    }
    assert done == [(name, TALKS) for name in expected[stage]]
    assert w.stage[TALKS] == (CARRYING_OUT if stage == SUSPENDED and come else stage)


@pytest.mark.parametrize("convener", [NOBODY, REBELS, STATE])
@pytest.mark.parametrize("coming", [(), (REBELS,), (STATE,), (REBELS, STATE)])
def test_all_must_come_and_are_asked_unless_the_convener_will_not(convener, coming):
    w = begun()
    fill(w.rationality, math.inf), fill(w.nash_text, 0)
    w.round, w.convener[TALKS] = 3, convener
    asked = []
    w.attend = lambda a, t: asked.append(a) or (YES if a in coming else NO)
    assert table.all_come(w, TALKS) == (len(coming) == 2)
    both = [convener, *({REBELS, STATE} - {convener})] if convener != NOBODY else [REBELS, STATE]
    assert asked == (both[:1] if convener != NOBODY and convener not in coming else both)
    away = [a for a in asked if a not in coming]
    assert (w.block_how[TALKS], w.block_party[TALKS]) in (
        [(DID_NOT_COME, a) for a in away] if away else [(NOBODY, NOBODY)]
    )


def test_word_of_a_secret_table_gets_out_once_and_for_all():
    w = begun()
    w.months, w.round = 1.0, 5
    fill(w.leak, 1), fill(w.public, [0, 1])
    for t in range(2):
        table.maybe_leak(w, t)
    assert (list(w.public), list(w.leaked)) == ([1, 1], [5, 0])
    assert not secrecy.become_public(w, BACK)
    fill(w.leak, 0), fill(w.public, 0)
    table.maybe_leak(w, TALKS)
    assert w.public[TALKS] == 0
    assert secrecy.become_public(w, TALKS)


@pytest.mark.parametrize("public", [0, 1])
def test_those_who_can_see_what_a_party_does_learn_by_its_likelihood(public):
    """At a secret table those who sit there, else everybody; of the party itself nobody needs to learn [Bayes]."""
    w = begun()
    w.round = 1
    fill(w.public, public), fill(w.rationality, 1), fill(w.belief, 0.5)
    terms = ((0.5,), (-0.25,))
    settle, stall = 1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(0.25))
    for means_it, chance in ((1, settle), (0, stall)):
        w.means_to_settle[STATE] = means_it
        yes = 0
        for w.history in range(300):
            fill(w.evidence, 1)
            said = decide.decide(w, "sign", STATE, TALKS, NOBODY, terms, 5, 1)
            yes += said
            ratio = settle / stall if said else (1 - settle) / (1 - stall)
            seen = [ratio if public else 1, ratio, 1]
            assert [w.evidence[b, STATE] for b in range(3)] == pytest.approx(seen)
        assert abs(yes - 300 * chance) < 4.5 * math.sqrt(300 * chance * (1 - chance))
    fill(w.evidence, 1)
    decide.observe(w, STATE, NOBODY, 0.5)  # at no table: seen by all
    assert [w.evidence[b, STATE] for b in range(3)] == [0.5, 0.5, 1]
    decide.observe(w, STATE, NOBODY, 0.5)
    decide.learn(w)
    assert [w.belief[b, STATE] for b in range(3)] == pytest.approx([0.2, 0.2, 0.5])
    assert w.evidence.tolist() == [[1] * 3] * 3
    for ratio in (3.0, 1 / 3):
        fill(w.belief, 0.5)
        decide.observe(w, REBELS, NOBODY, ratio)
        decide.learn(w)
        assert [w.belief[b, REBELS] for b in range(3)] == pytest.approx([ratio / (1 + ratio), 0.5, ratio / (1 + ratio)])


def test_of_several_who_block_in_one_round_each_is_named_as_often_and_the_last_round_counts():
    w = begun()
    named = []
    for w.history in range(200):
        w.round = 1
        blame.blame(w, TALKS, NEIGHBOUR, LAND, DID_NOT_COME)
        w.round = 2
        for a, k in ((REBELS, LAND), (STATE, MEN)):
            blame.blame(w, TALKS, a, k, REFUSED)
        named.append(w.block_party[TALKS])
        assert (w.block_party[TALKS], w.block_issue[TALKS]) in {(REBELS, LAND), (STATE, MEN)}
        assert (w.block_how[TALKS], w.block_round[TALKS]) == (REFUSED, 2)
        fill(w.block_round, 0)
        for a, k in ((STATE, MEN), (REBELS, LAND)):  # in whatever order they are named
            blame.blame(w, TALKS, a, k, REFUSED)
        assert w.block_party[TALKS] == named[-1]
        fill(w.block_round, 0)
    assert abs(named.count(STATE) - 100) < 4.5 * math.sqrt(50)
    assert w.block_party[BACK] == NOBODY


def test_of_three_who_block_in_one_round_the_highest_draw_is_named():
    w = begun()
    w.round = 3
    for w.history in range(30):
        fill(w.block_round, 0)
        blocks = [(NEIGHBOUR, RULE), (REBELS, LAND), (STATE, NOBODY)]
        for a, k in blocks:
            blame.blame(w, TALKS, a, k, REFUSED)
        most = max(blocks, key=lambda block: blame.share_of_blame(w, TALKS, *block))
        assert (w.block_party[TALKS], w.block_issue[TALKS]) == most


def test_blame_is_drawn_by_party_table_and_issue():
    w = begun()
    w.round = 2
    for a in range(3):
        for k, word in ((NOBODY, 0), (LAND, w.issue_word[LAND]), (MEN, w.issue_word[MEN])):
            drawn = draws.uniform(w, draws.BLAME, w.party_word[a], draws.mix(w.table_word[TALKS], word))
            assert blame.share_of_blame(w, TALKS, a, k) == drawn


def demanding(w, *stands, party=STATE):
    """Demands of a party, by whether each stands."""
    for name in ("demand_word", "demand_meant", "demand_given_up"):
        setattr(w, name, memoryview(np.arange(len(stands)) + 1))
    w.demand_party = memoryview(np.full(len(stands), party))
    w.demand_stands = memoryview(np.array(stands))
    w.demand_firm, w.demand_relent = (memoryview(np.zeros(len(stands))) for _ in range(2))
    return w


def test_a_demand_is_meant_or_a_bluff_and_may_be_given_up():
    w = demanding(begun(), 0, 1)
    fill(w.demand_firm, [1, 0])
    demands.begin_demands(w)
    assert list(w.demand_meant) == list(w.demand_stands) == [1, 0]
    assert list(w.demand_given_up) == [0, 0]
    w.months, w.round = 1.0, 4
    demands.relent(w)
    assert list(w.demand_given_up) == [0, 0]
    fill(w.demand_relent, 1), fill(w.frontier_state, 0)
    demands.relent(w)
    assert (list(w.demand_stands), list(w.demand_given_up), list(w.frontier_state)) == ([0, 0], [4, 0], [1, 1])
    w.round = 5
    demands.relent(w)
    assert list(w.demand_given_up) == [4, 0]


@pytest.mark.parametrize(("stands", "level", "gone"), [(1, 0, False), (0, 0, True), (1, 1, True), (0, 1, True)])
def test_a_rung_that_is_a_demand_falls_away_once_nobody_stands_on_it(stands, level, gone):
    """Or once it would gain its party nothing; what is left of its agenda joins the next one that has any."""
    w = demanding(begun(), stands, party=REBELS)
    fill(w.rung_demand, NOBODY)
    assert not demands.has_fallen_away(w, TALKS, 0)
    w.rung_demand[TALKS, 0] = 0
    w.round, w.meetings[TALKS] = 4, 3
    fill(w.level, level)
    assert demands.has_fallen_away(w, TALKS, 0) == gone
    demands.open_tables(w)
    assert w.rung[TALKS] == int(gone)
    assert w.agenda.tolist()[TALKS] == [[1, 1, 0], [1, int(gone), 1]]
    assert w.stage[TALKS] == BARGAINING
    assert w.meetings[TALKS] == (0 if gone else 3)
    fill(w.agenda, 0), fill(w.demand_stands, 1)
    assert not demands.has_fallen_away(w, TALKS, 0)  # it asks for a meeting


@pytest.mark.parametrize(("stage", "resumes_to", "waits"), [(SUSPENDED, BARGAINING, True), (SUSPENDED, CARRYING_OUT, False), (CARRYING_OUT, BARGAINING, False)])  # fmt: skip
def test_only_a_table_that_waits_to_bargain_passes_over_a_rung(stage, resumes_to, waits):
    w = demanding(begun(), 0)
    fill(w.rung_demand, NOBODY)
    w.rung_demand[TALKS, 0] = 0
    w.stage[TALKS], w.resumes_to[TALKS] = stage, resumes_to
    demands.open_tables(w)
    assert (w.rung[TALKS], w.stage[TALKS]) == (int(waits), stage)


def test_the_last_rung_passed_over_leaves_nothing_to_do():
    w = demanding(begun(), 0)
    fill(w.rung_demand, 0)
    demands.open_tables(w)
    assert (list(w.rung), list(w.stage), list(w.open)) == ([1, 2], [COMPLETE] * 2, [0, 0])
    assert demands.next_agenda(w, TALKS, 0) == 1
    fill(w.agenda, 0)
    assert demands.next_agenda(w, TALKS, 0) == NOBODY


def test_an_agenda_that_no_later_rung_could_take_on_is_lost():
    w = demanding(begun(), 0)
    fill(w.rung_demand, [[NOBODY, NOBODY], [0, NOBODY]]), fill(w.agenda, [[[0, 1, 0], [0] * 3], [[1, 1, 0], [0] * 3]])
    demands.open_tables(w)
    assert w.rung[TALKS] == 1
    assert w.agenda.tolist()[TALKS] == [[1, 1, 0], [0, 0, 0]]


def test_a_party_gains_by_more_than_stands_or_another_option():
    w = begun()
    for level, gains in ((0, True), (0.5, True), (1, False)):
        fill(w.level, level)
        assert [demands.would_gain(w, REBELS, k) for k in range(3)] == [gains] * 3
    w.ideal[REBELS, LAND] = 0.25  # of one that goes both ways, less is no gain
    assert not demands.would_gain(w, REBELS, LAND)


@pytest.mark.parametrize(("begins", "asked", "opens"), [(0, True, True), (5, True, True), (6, True, False), (5, False, False)])  # fmt: skip
def test_a_table_is_open_once_its_time_has_come_and_what_it_requires_holds(begins, asked, opens):
    w = begun()
    w.round = 5
    fill(w.rung_from, begins)
    w.instruction, w.subject, w.deadline = (memoryview(np.zeros(2, int)) for _ in range(3))
    w.instruction[1] = conditions.TRUE if asked else conditions.FALSE
    fill(w.requires_first, 1), fill(w.requires_count, 1), fill(w.after_first, 1), fill(w.after_count, [0, 1, 1])
    demands.open_tables(w)
    assert list(w.open) == [int(opens)] * 2
    demands.note_ready(w)
    assert list(w.ready) == [1, int(asked), int(asked)]
    w.rung[TALKS] = 2
    demands.open_tables(w)
    assert w.open[TALKS] == 0


@pytest.mark.parametrize("stands", [0, 1])
@pytest.mark.parametrize("met", [False, True])
@pytest.mark.parametrize("also", [False, True])
def test_who_holds_to_a_demand_is_named_where_nothing_else_is_in_the_way(stands, met, also):
    """The table requires what is demanded, or that it is no demand after all; and something else besides."""
    w = demanding(begun(), stands)
    w.round = 5
    for name in ("instruction", "subject", "object", "deadline", "earlier"):
        setattr(w, name, memoryview(np.zeros(5, int)))
    asked = [conditions.FALSE, conditions.TRUE]
    fill(w.instruction, [asked[met], conditions.DEMAND, conditions.OR, asked[also], conditions.AND])
    w.deadline[1], w.object[1] = 1, NOBODY
    w.requires_first[TALKS, 0], w.requires_count[TALKS, 0] = 0, 5
    demands.open_tables(w)
    opens = also and (met or not stands)
    assert w.open[TALKS] == opens
    blamed = also and stands and not met
    assert (w.block_party[TALKS], w.block_how[TALKS]) == ((STATE, STOOD_ON_A_DEMAND) if blamed else (NOBODY, NOBODY))
    assert (w.open[BACK], w.block_party[BACK]) == (1, NOBODY)


@pytest.mark.parametrize("unmet", [0, 1])
@pytest.mark.parametrize("moot", [False, True])
def test_of_two_demands_only_the_one_that_is_in_the_way_is_named(unmet, moot):
    """What the other asks for is so, or would gain its party nothing."""
    w = demanding(begun(), 1, 1)
    w.demand_party[0], w.demand_party[1] = STATE, REBELS
    w.round, w.level[LAND], w.ideal[REBELS, LAND], w.ideal[STATE, LAND] = 5, 0.5, 1, 0
    for name in ("instruction", "subject", "object", "deadline", "earlier"):
        setattr(w, name, memoryview(np.zeros(7, int)))
    w.threshold = memoryview(np.zeros(7))
    asked = [conditions.FALSE if d == unmet or moot else conditions.TRUE for d in range(2)]
    one = [asked[0], conditions.DEMAND, conditions.OR]
    fill(w.instruction, [*one, asked[1], conditions.DEMAND, conditions.OR, conditions.AND])
    fill(w.subject, [0, 0, 0, 0, 1, 0, 0])
    for d, c in enumerate((1, 4)):
        w.deadline[c], w.object[c] = 1, NOBODY
        if moot and d != unmet:  # it stands where its party wants no more of it
            w.object[c], w.threshold[c] = LAND, 0.75 if d == 0 else 0.25
    w.requires_first[TALKS, 0], w.requires_count[TALKS, 0] = 0, 7
    for w.history in range(12):
        w.block_party[TALKS], w.block_round[TALKS] = NOBODY, 0
        demands.open_tables(w)
        assert w.open[TALKS] == 0
        assert w.block_party[TALKS] == w.demand_party[unmet]
