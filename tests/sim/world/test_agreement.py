"""The parts of carrying out, one by one: whose turn it is, what is due, one step, who is named, what counts as a failure."""

import pytest

from sim.world import agreement
from sim.world.codes import (
    BARGAINING,
    CARRYING_OUT,
    COLLAPSED,
    COMPLETE,
    DID_NOT_CONSENT,
    DID_NOT_DELIVER,
    DID_NOT_RATIFY,
    DID_NOT_SIGN,
    DOUBTED,
    LAID,
    NOBODY,
    SUSPENDED,
)  # fmt: skip
from tests.conftest import Listener
from tests.sim.world.begun import BACK, LAND, MEN, NEIGHBOUR, REBELS, RULE, STATE, TALKS, begun, fill


class Heard(Listener):
    """Keeps what it is told, as it stands then."""

    def __init__(self):
        self.all = []

    def tell(self, w, kind, t, a, k, x):
        self.all.append((kind, t, a, k, x))

    def of(self, kind):
        return [each[1:] for each in self.all if each[0] == kind]


def test_an_issue_waits_for_all_that_come_before_it_and_are_still_owed():
    """In the order of the rung that the text leads to; what is in no order waits for nothing, and nothing waits for it."""
    w = begun()
    orders = {LAND: 0, MEN: 1, RULE: 2}
    for bundled in (0, 1):
        w.bundled[TALKS] = bundled
        r = agreement.through(w, TALKS)
        for k, place in orders.items():
            w.order[TALKS, 1 - r, k] = 3 - place
            w.order[TALKS, r, k] = place
        for owed in range(8):
            fill(w.owed, [[1, 1, 1], [owed & 1, owed >> 1 & 1, owed >> 2 & 1]])
            for k, place in orders.items():
                before = [other for other, its in orders.items() if 0 < its < place and w.owed[TALKS, other]]
                assert agreement.in_turn(w, TALKS, k) == (not before)


def test_it_is_due_once_its_months_are_over_and_what_it_waits_for_holds():
    heard = Heard()
    w = begun(heard)
    fill(w.lag, [2, 0, 0]), fill(w.agreed_at, [1.5, 0, 0]), fill(w.ready, [1, 0, 1])
    for elapsed in (1.5, 2.5, 3.5 - 1e-14, 3.5, 9.5):
        w.elapsed = elapsed
        assert agreement.is_due(w, TALKS, LAND) == (elapsed > 3)
        assert not agreement.is_due(w, TALKS, MEN)
        assert agreement.is_due(w, TALKS, RULE)
    heard.all.clear()
    w.elapsed = 2.0
    for w.round in range(1, 5):
        fill(w.issue_agreed, [2, 3, 2])
        for k in range(3):
            agreement.is_due(w, TALKS, k)
    assert heard.of("not yet due") == [(TALKS, NOBODY, LAND, 2), (TALKS, NOBODY, MEN, 0)]  # said once, when agreed


@pytest.mark.parametrize(
    ("k", "gap", "part"),
    [(LAND, 0.5, 0.5), (LAND, -0.5, -0.5), (MEN, 1, 0.4), (MEN, -1, -0.4), (MEN, 0.3, 0.1), (MEN, -0.1, -0.1)],
)
def test_a_part_of_what_is_owed_is_in_whole_steps(k, gap, part):
    assert agreement.tranche(begun(), k, gap) == pytest.approx(part)


def test_an_accepted_text_is_owed_from_now_on():
    w = begun()
    w.round, w.elapsed = 4, 3.5
    fill(w.frontier_state, 0)
    w.item[0], w.item[1] = MEN, LAND
    w.item_text[0], w.item_text[1] = 0.75, 0.5
    agreement.cover(w, TALKS, 2)
    assert w.text.tolist()[TALKS][:2] == w.agreed.tolist()[:2] == [0.5, 0.75]
    assert w.covered.tolist() == w.owed.tolist() == [[0, 0, 0], [1, 1, 0]]
    assert list(w.pending) == [TALKS, TALKS, NOBODY]
    assert list(w.agreed_at) == [3.5, 3.5, 0]
    assert list(w.issue_agreed) == [4, 4, 0]
    assert list(w.frontier_state) == [1, 1]
    fill(w.frontier_state, 0)
    w.pending[LAND] = BACK
    agreement.drop_text(w, TALKS)
    assert not any(map(any, w.covered.tolist() + w.owed.tolist()))
    assert list(w.pending) == [BACK, NOBODY, NOBODY]
    assert list(w.frontier_state) == [1, 1]
    fill(w.frontier_state, 0)
    agreement.drop_text(w, TALKS)
    assert list(w.frontier_state) == [0, 0]  # where nothing was promised, nothing is out of date


def test_who_alone_delivers_is_named_and_of_several_nobody():
    heard = Heard()
    w = begun(heard, parties={"rebels": {"keep_word": 1}, "state": {"keep_word": 1}})
    assert [agreement.sole_deliverer(w, k) for k in range(3)] == [STATE, NOBODY, STATE]
    fill(w.delivers, [[1, 0, 0], [0, 0, 0], [0, 0, 0]]), fill(w.deliverers, [1, 0, 0])
    assert [agreement.sole_deliverer(w, k) for k in range(3)] == [NEIGHBOUR, NOBODY, NOBODY]


def test_all_who_must_deliver_are_asked_and_each_who_will_not_is_to_blame():
    for unwilling in (set(), {REBELS}, {STATE}, {REBELS, STATE}):
        heard = Heard()
        w = begun(heard)
        w.round = 3
        fill(w.rationality, float("inf")), fill(w.keep_word, [2 - 4 * (a in unwilling) for a in range(3)])
        w.text[TALKS, MEN], w.owed_step[TALKS, MEN], w.owed[TALKS, MEN] = 1, 0.4, 1
        assert agreement.take_step(w, TALKS, MEN) == (not unwilling)
        assert w.next_level[MEN] == pytest.approx(0 if unwilling else 0.4)
        assert w.owed[TALKS, MEN] == 1
        blamed = (w.block_party[TALKS], w.block_issue[TALKS], w.block_how[TALKS])
        if unwilling:
            assert blamed[0] in unwilling
            assert blamed[1:] == (MEN, DID_NOT_DELIVER)
            assert heard.all == []
        else:
            assert blamed == (NOBODY, NOBODY, NOBODY)
            assert heard.of("delivery") == [(TALKS, NOBODY, MEN, w.next_level[MEN])]


def test_the_last_step_settles_what_is_owed():
    heard = Heard()
    w = begun(heard)
    w.round = 5
    fill(w.rationality, float("inf")), fill(w.keep_word, 2)
    w.text[TALKS, LAND], w.owed_step[TALKS, LAND], w.owed[TALKS, LAND] = 0.25, 0.25, 1
    assert agreement.take_step(w, TALKS, LAND)
    assert w.owed[TALKS, LAND] == 0
    assert w.issue_in_force[LAND] == 5
    assert heard.of("delivery") == [(TALKS, STATE, LAND, 0.25)]
    w.round = 7
    agreement.settle_debt(w, TALKS, LAND)
    assert w.issue_in_force[LAND] == 5  # the first time counts
    w.text[TALKS, MEN] = w.base_level[MEN]
    agreement.settle_debt(w, TALKS, MEN)
    assert w.issue_in_force[MEN] == 0  # agreed to stay where it began


def test_what_nobody_must_deliver_is_done_at_once():
    w = begun()
    w.round, w.deliverers[LAND] = 2, 0
    w.text[TALKS, LAND], w.owed_step[TALKS, LAND], w.owed[TALKS, LAND] = 0.75, 0.25, 1
    assert agreement.take_step(w, TALKS, LAND)
    assert (w.next_level[LAND], w.owed[TALKS, LAND]) == (0.75, 0)


def test_what_waits_for_another_table_is_blamed_on_who_blocked_that_or_else_on_who_delivers():
    for blocker in (NEIGHBOUR, REBELS, STATE, NOBODY):
        named = {REBELS, STATE} if blocker == NOBODY else {blocker}
        for history in range(6):
            w = begun()
            w.round, w.history = 3, history
            w.follow_table[MEN], w.block_party[BACK] = BACK, blocker
            agreement.blame_awaited(w, TALKS, MEN)
            assert w.block_party[TALKS] in named
            assert (w.block_issue[TALKS], w.block_how[TALKS], w.block_round[TALKS]) == (MEN, DID_NOT_DELIVER, 3)


def test_the_costliest_issue_is_what_the_text_takes_most_of():
    """By what each issue weighs and how far the text is from its best, on lines and among options; ties by the draw."""
    w = begun()
    fill(w.weight, [[0, 0, 0], [0.25, 0.25, 0.5], [0.3, 0.3, 0.4]])
    assert agreement.costliest(w, REBELS, TALKS) == NOBODY
    for text, worst in (
        ([1, 1, 0], RULE),
        ([1, 1, 1], LAND),
        ([0.25, 1, 1], LAND),
        ([1, 0.25, 1], MEN),
        ([0.5, 0.75, 0.75], LAND),
        ([0.75, 0.75, 0.25], RULE),
    ):
        fill(w.covered, 1), fill(w.text, [text, text]), fill(w.tie, [0.9, 0.5, 0.1])
        assert agreement.costliest(w, REBELS, TALKS) == worst
        w.covered[TALKS, worst] = 0
        assert agreement.costliest(w, REBELS, TALKS) != worst
    fill(w.covered, 1), fill(w.text, 0), fill(w.weight, 1 / 3)
    for first in range(3):
        fill(w.tie, 0.25)
        w.tie[first] = 0.5
        assert agreement.costliest(w, REBELS, TALKS) == first


@pytest.mark.parametrize(("each", "limit", "last"), [(0.5, 1, 2), (1, 3, 3), (1, 2.5, 3), (0.5, 0.5, 1), (1, 0.5, 1)])
def test_failures_count_until_they_end_the_table(each, limit, last):
    heard = Heard()
    w = begun(heard)
    fill(w.failures_allowed, limit), fill(w.hope, 0.5), fill(w.covered, 1)
    for number in range(1, last + 1):
        assert w.stage[TALKS] == BARGAINING
        w.round = number
        agreement.fail(w, TALKS, each)
        assert w.failures[TALKS] == each * number
    assert (w.stage[TALKS], w.collapsed[TALKS], w.stage[BACK], w.collapsed[BACK]) == (COLLAPSED, last, BARGAINING, 0)
    assert w.hope.tolist() == [[0.5] * 3, [0] * 3]
    assert w.covered.tolist() == [[1] * 3, [0] * 3]
    assert heard.of("collapse") == [(TALKS, NOBODY, NOBODY, each * last)]


def test_what_breaks_talks_off_counts_as_much_as_it_is_said_to():
    """A walk-out, a default or an agreement taken back counts 1, talks called off and a refused ratification ½."""
    w = begun()
    fill(w.failures_allowed, 100)
    w.bundled[TALKS] = w.spoken[TALKS] = 1
    agreement.suspend(w, TALKS, 1.0)
    assert (w.failures[TALKS], w.stage[TALKS], w.resumes_to[TALKS]) == (1, SUSPENDED, BARGAINING)
    assert (w.bundled[TALKS], w.spoken[TALKS]) == (0, 0)
    w.stage[TALKS], w.round = CARRYING_OUT, 4
    agreement.call_off(w, TALKS)
    assert (w.failures[TALKS], w.stage[TALKS], w.resumes_to[TALKS]) == (1.5, SUSPENDED, CARRYING_OUT)
    w.round = 6
    agreement.call_off(w, TALKS)
    assert (w.failures[TALKS], w.called_off[TALKS], w.first_called_off[TALKS]) == (2, 2, 4)
    w.owed[TALKS, LAND] = 1
    agreement.default(w, TALKS)
    assert w.failures[TALKS] == 3
    assert list(w.defaults) == [1, 0, 0]
    assert w.rung_ended[TALKS, 0] == 6
    agreement.end_agreement(w, TALKS, 0)
    assert w.failures[TALKS] == 4


@pytest.mark.parametrize("refuses", ["sign", "ratify"])
def test_who_does_not_sign_only_ends_the_text_and_who_does_not_ratify_half_fails(refuses):
    w = begun()
    w.rung[TALKS], w.round = 1, 2
    fill(w.failures_allowed, 100), fill(w.ratifies, 1), fill(w.rationality, float("inf"))
    no, yes = ((-1.0,), (-1.0,)), ((1.0,), (1.0,))
    w.sign = lambda a, t: no if refuses == "sign" and a == STATE else yes
    w.ratify = lambda a, t: no if a == STATE else yes
    w.item[0], w.item_text[0] = LAND, 0.5
    agreement.conclude(w, TALKS, 1)
    assert w.failures[TALKS] == (0 if refuses == "sign" else 0.5)
    assert w.rung_signed[TALKS, 1] == (0 if refuses == "sign" else 2)
    assert w.stage[TALKS] == BARGAINING
    assert (w.block_party[TALKS], w.block_issue[TALKS]) == (STATE, LAND)
    assert not any(map(any, w.covered.tolist()))


@pytest.mark.parametrize(("bundled", "reached"), [(0, [6, 0]), (1, [6, 6])])
def test_a_climb_reaches_every_rung_that_the_text_covered(bundled, reached):
    heard = Heard()
    w = begun(heard)
    w.bundled[TALKS], w.round, w.frontier_state[TALKS] = bundled, 6, LAID
    w.covered[TALKS, LAND] = 1
    w.follow_table[RULE], w.follow_rung[RULE] = TALKS, 1
    agreement.climb(w, TALKS)
    assert w.rung_reached.tolist()[TALKS] == reached
    assert w.rung_delivered.tolist()[TALKS] == [6 * (1 - bundled), 6 * bundled]
    assert w.rung[TALKS] == 1 + bundled
    assert w.stage[TALKS] == (COMPLETE if bundled else BARGAINING)
    assert w.climbed[TALKS] == 6
    assert w.agreement.tolist()[TALKS][bundled] == [1, 0, 0]
    assert w.agreement_from[TALKS, bundled] == 0
    assert w.next_level[RULE] == bundled
    assert heard.of("climbed") == [(TALKS, NOBODY, bundled, 0)]
    assert (w.bundled[TALKS], w.asked[TALKS], w.spoken[TALKS], w.meetings[TALKS], w.frontier_state[TALKS]) == (
        0, 0, 0, 0, DOUBTED,
    )  # fmt: skip


def holders(w, t, r):
    """Who could take back a part of an agreement."""
    agreement.note_holders(w, t, r)
    return [a for a in range(3) if w.holds_part[a]]


def test_only_who_could_take_a_part_back_holds_one():
    w = begun()
    fill(w.agreement, [[[0] * 3] * 2, [[1, 0, 1], [0, 1, 0]]]), fill(w.level, [0.5, 0.5, 0]), fill(w.revocable, 1)
    assert [holders(w, TALKS, r) for r in range(2)] == [[STATE], [REBELS, STATE]]
    fill(w.revocable, [0, 1, 1])
    assert holders(w, TALKS, 0) == holders(w, BACK, 0) == []
    assert [agreement.bound(w, TALKS, r) for r in range(2)] == [False, True]
    fill(w.revocable, 1), fill(w.base_level, [0.5, 0.25, 0])
    assert [agreement.moved(w, k) for k in range(3)] == [False, True, False]
    assert holders(w, TALKS, 0) == []  # nothing of it stands anywhere else than before
    assert holders(w, TALKS, 1) == [REBELS, STATE]


def test_what_is_taken_back_is_the_part_of_who_refuses():
    """It returns to where it stood; the agreement ends, and the table falls back to the first rung that it covered."""
    heard = Heard()
    w = begun(heard)
    w.round, w.rung[TALKS], w.agreement_from[TALKS, 1] = 9, 2, 0
    fill(w.revocable, 1), fill(w.level, 0.5), fill(w.next_level, 0.5), fill(w.agreement, 1)
    fill(w.refusing, [[[0] * 3] * 2, [[0] * 3, [0, 1, 0]]]), fill(w.failures_allowed, 10)
    agreement.take_back(w, TALKS, 1)
    assert list(w.next_level) == [0.5, 0, 0.5]
    assert heard.of("taken back") == [(TALKS, REBELS, MEN, 0)]
    agreement.end_agreement(w, TALKS, 1)
    assert (w.rung[TALKS], w.stage[TALKS], w.rung_ended[TALKS, 1]) == (0, SUSPENDED, 9)
    assert w.agreement.tolist() == [[[1] * 3] * 2, [[1] * 3, [0] * 3]]
    w.stage[TALKS] = COLLAPSED
    agreement.end_agreement(w, TALKS, 0)
    assert w.stage[TALKS] == COLLAPSED
    assert w.failures[TALKS] == 1


@pytest.mark.parametrize("who", [set(), {NEIGHBOUR}, {NEIGHBOUR, STATE}])
@pytest.mark.parametrize("refuses", [False, True])
def test_who_must_consent_on_a_rung_of_this_bargaining_is_asked(who, refuses):
    """All of them, also after a refusal; a package asks for the consent of all the rungs that it covers."""
    w = begun()
    w.round = 2
    fill(w.rationality, float("inf"))
    asked = []
    w.consent = lambda a, t: asked.append(a) or (((-1.0,),) * 2 if refuses else ((1.0,),) * 2)
    for a in who:
        w.must_consent[TALKS, 1, a] = 1
    assert agreement.consented_by_all(w, TALKS)
    assert asked == []
    w.bundled[TALKS] = 1
    assert agreement.consented_by_all(w, TALKS) == (not (who and refuses))
    assert asked == sorted(who)
    assert (w.block_party[TALKS] in who) == bool(who and refuses)
    if who and refuses:
        assert w.block_how[TALKS] == DID_NOT_CONSENT


@pytest.mark.parametrize("unwilling", [set(), {REBELS}, {STATE}, {REBELS, STATE}])
def test_all_who_sit_there_must_sign_and_of_those_who_ratify_all_must(unwilling):
    w = begun()
    fill(w.rationality, float("inf"))
    w.round = 2
    answers = {a: ((-1.0,),) * 2 if a in unwilling else ((1.0,),) * 2 for a in range(3)}
    asked = []
    w.sign = w.ratify = lambda a, t: asked.append(a) or answers[a]
    assert agreement.signed_by_all(w, TALKS) == (not unwilling)
    assert asked == [REBELS, STATE]
    assert w.block_how[TALKS] == (DID_NOT_SIGN if unwilling else NOBODY)
    asked.clear()
    w.round = 3
    fill(w.ratifies, [1, 0, 1])
    assert agreement.ratified_by_all(w, TALKS) == (STATE not in unwilling)
    assert asked == [STATE]
    assert (w.block_how[TALKS] == DID_NOT_RATIFY) == (STATE in unwilling)


@pytest.mark.parametrize("grace", [1, 2, 4])
def test_rounds_without_a_step_count_until_the_grace_is_over(grace):
    """From the last step on; rounds in which nothing is due do not count."""
    heard = Heard()
    w = begun(heard)
    fill(w.grace, grace), fill(w.failures_allowed, 9), fill(w.rationality, float("inf")), fill(w.ready, 1)
    w.stage[TALKS], w.covered[TALKS, LAND], w.owed[TALKS, LAND] = CARRYING_OUT, 1, 1
    w.text[TALKS, LAND], w.owed_step[TALKS, LAND] = 1, 0.5
    rounds = []
    for w.round in range(1, 4 + grace + 2):
        w.ready[LAND] = int(w.round not in (2, 3))
        fill(w.keep_word, 2 if w.round == 1 else -2)
        agreement.carry_out(w, TALKS)
        w.level[LAND] = w.next_level[LAND]
        rounds.append((w.carrying_rounds[TALKS], w.defaults[LAND]))
        if w.defaults[LAND]:
            break
    assert rounds == [(0, 0)] * 3 + [(i, 0) for i in range(1, grace + 1)] + [(grace + 1, 1)]
    assert (w.level[LAND], w.stage[TALKS], w.failures[TALKS]) == (0.5, SUSPENDED, 1)
    assert heard.of("default") == [(TALKS, STATE, LAND, 1)]


def test_what_is_carried_out_in_full_climbs_in_the_same_round():
    w = begun()
    w.round, w.stage[TALKS] = 3, CARRYING_OUT
    fill(w.covered, [[0] * 3, [1, 1, 0]]), fill(w.owed, [[0] * 3, [1, 1, 0]]), fill(w.text, 0)
    agreement.carry_out(w, TALKS)
    assert (w.rung[TALKS], w.rung_reached[TALKS, 0], w.climbed[TALKS]) == (1, 3, 3)
    assert list(w.issue_in_force) == [0, 0, 0]  # nothing was there to deliver


def test_what_follows_another_table_waits_for_it_and_counts_as_due():
    w = begun()
    w.round, w.stage[TALKS] = 3, CARRYING_OUT
    fill(w.grace, 5), fill(w.ready, 1)
    w.follow_table[LAND], w.covered[TALKS, LAND], w.owed[TALKS, LAND], w.text[TALKS, LAND] = BACK, 1, 1, 1
    agreement.carry_out(w, TALKS)
    assert (w.carrying_rounds[TALKS], w.next_level[LAND], w.block_how[TALKS]) == (1, 0, DID_NOT_DELIVER)
    w.level[LAND] = 1
    agreement.carry_out(w, TALKS)
    assert w.rung[TALKS] == 1


@pytest.mark.parametrize("keeps", [{REBELS, STATE}, {REBELS}, {STATE}, set()])
@pytest.mark.parametrize("binding", [0, 1])
def test_all_who_look_again_are_asked_and_what_they_refuse_they_take_back(keeps, binding):
    w = begun()
    w.round, w.months, w.rung[TALKS] = 6, 1.0, 2
    fill(w.review, 1), fill(w.rationality, float("inf")), fill(w.revocable, 1), fill(w.failures_allowed, 9)
    fill(w.level, 0.5), fill(w.next_level, 0.5), fill(w.binding, binding)
    w.rung_delivered[TALKS, 0], w.agreement_from[TALKS, 0] = 3, 0
    w.agreement[TALKS, 0, LAND] = w.agreement[TALKS, 0, MEN] = 1
    asked = []

    def answer(a, t, r):
        asked.append((a, t, r))
        return ((1.0,),) * 2 if a in keeps else ((-1.0,),) * 2

    w.keep, w.keep_swap = (answer, None) if binding else (None, answer)
    agreement.review(w)
    assert asked == [(REBELS, TALKS, 0), (STATE, TALKS, 0)]
    refusing = {REBELS, STATE} - keeps
    assert {a for a in range(3) if w.refusing[TALKS, 0, a]} == refusing
    assert w.next_level[LAND] == (0 if STATE in refusing else 0.5)
    assert w.next_level[MEN] == (0 if refusing else 0.5)
    assert w.rung_ended[TALKS, 0] == (6 if refusing else 0)
    assert w.rung[TALKS] == (0 if refusing else 2)
    assert agreement.is_refused(w, TALKS, 0) == bool(refusing)


def test_what_is_public_ends_secrecy_once_it_is_promised_or_reached():
    heard = Heard()
    w = begun(heard)
    fill(w.public, 0), fill(w.ready, 1)
    w.round, w.item[0], w.item_text[0], w.issue_public[LAND] = 4, LAND, 0.5, 1
    agreement.conclude(w, TALKS, 1)
    assert list(w.public) == [0, 1]
    assert heard.of("announced") == [(TALKS, NOBODY, LAND, 0)]
    w.rung_public[BACK, 0] = 1
    agreement.climb(w, BACK)
    assert list(w.public) == [1, 1]
    assert heard.of("announced")[1:] == [(BACK, NOBODY, NOBODY, 0)]
    assert list(w.leaked) == [4, 4]


def test_of_what_comes_again_the_first_round_counts():
    """Of signing, reaching, carrying out, ending and being in force; of agreeing on an issue, the last."""
    w = begun()
    fill(w.failures_allowed, 99)
    for w.round in (3, 5):
        w.item[0], w.item_text[0] = LAND, 0.5
        agreement.cover(w, TALKS, 1)
        agreement.note_signed(w, TALKS, 0)
        agreement.settle_debt(w, TALKS, LAND)
        agreement.climb(w, TALKS)
        agreement.end_agreement(w, TALKS, 0)
        assert (w.rung[TALKS], w.climbed[TALKS], w.issue_agreed[LAND]) == (0, w.round, w.round)
        for record in (w.rung_signed, w.rung_reached, w.rung_delivered, w.rung_ended):
            assert record[TALKS, 0] == 3
        assert w.issue_in_force[LAND] == 3
    w.covered[TALKS, MEN] = w.owed[TALKS, MEN] = 1
    agreement.default(w, TALKS)
    assert w.rung_ended[TALKS, 0] == 3


def test_an_agreement_that_an_older_one_there_stays_part_of_covers_its_rungs_too():
    w = begun()
    w.rung[TALKS], w.covered[TALKS, RULE] = 1, 1
    agreement.take_in_force(w, TALKS, 1)
    assert (w.agreement.tolist()[TALKS][1], w.agreement_from[TALKS, 1]) == ([0, 0, 1], 1)
    w.agreement_from[TALKS, 1] = 0  # as a package, in force already
    agreement.take_in_force(w, TALKS, 1)
    assert w.agreement_from[TALKS, 1] == 0
    fill(w.agreement, 0)
    agreement.take_in_force(w, TALKS, 1)
    assert w.agreement_from[TALKS, 1] == 1
