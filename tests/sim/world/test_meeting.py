"""The parts of a meeting, one by one: what is listed, whom nobody names, who is told what, and who stays."""

import math

import pytest

from sim.world import meeting
from sim.world.codes import NO_ROOM, NOBODY, SUSPENDED, WALKED_OUT
from tests.conftest import Listener
from tests.sim.world.begun import BACK, LAND, MEN, REBELS, RULE, STATE, TALKS, begun, fill

NO, YES = ((-1.0,), (-1.0,)), ((1.0,), (1.0,))


class Heard(Listener):
    """Keeps what it is told."""

    def __init__(self):
        self.all = []

    def tell(self, w, kind, t, a, k, x):
        self.all.append((kind, t, a, k, x))

    def kinds(self):
        return [each[0] for each in self.all]


def listed(w):
    """A world whose table lists land and men, and the options of rule after them."""
    w.bundled[TALKS] = 1
    n = meeting.list_agenda(w, TALKS)
    assert [w.item[i] for i in range(n)] == [LAND, MEN, RULE]
    return n


def test_what_is_pending_elsewhere_or_wanted_by_nobody_is_not_listed():
    w = begun()
    w.bundled[TALKS] = 1
    w.pending[MEN] = BACK
    assert [w.item[i] for i in range(meeting.list_agenda(w, TALKS))] == [LAND, RULE]
    w.level[LAND] = 1
    w.two_way[LAND] = 0
    assert [w.item[i] for i in range(meeting.list_agenda(w, TALKS))] == [RULE]
    assert not meeting.agenda_is_empty(w, TALKS)
    fill(w.weight, 0)
    assert meeting.list_agenda(w, TALKS) == 0
    assert meeting.agenda_is_empty(w, TALKS)


def test_seats_weigh_items_within_what_is_listed():
    w = begun()
    n = listed(w)
    for s, a in enumerate((REBELS, STATE)):
        assert sum(w.item_weight[s, i] for i in range(n)) == pytest.approx(1)
        for i in range(n):
            assert w.item_weight[s, i] * sum(w.weight[a, k] for k in range(3)) == pytest.approx(w.weight[a, w.item[i]])
    assert [w.item_steps[i] for i in range(n)] == [w.steps[k] for k in (LAND, MEN, RULE)]
    assert [w.item_tie[i] for i in range(n)] == [w.tie[k] for k in (LAND, MEN, RULE)]


@pytest.mark.parametrize(
    ("room", "options", "tightest"),
    [
        ([0.5, 0.75, 0], 5, LAND),
        ([0.75, 0.5, 0], 5, MEN),
        ([0.75, 0.5, 0], 2, RULE),  # two of five options: a quarter of the range
        ([0.75, 0.2, 0], 2, MEN),
        ([0.75, 0.2, 0], 1, RULE),  # the one option that nobody refuses
        ([0, 0.1, 0], 2, LAND),
        ([-0.5, 0.1, 0], 0, LAND),  # two red lines that exclude each other
    ],
)
def test_the_tightest_issue_is_that_of_which_least_is_left(room, options, tightest):
    w = begun()
    n = listed(w)
    for i in range(n):
        w.item_low[i], w.item_high[i] = 0.25, 0.25 + room[i]
    w.item_count[2] = options
    assert meeting.tightest_issue(w, n) == tightest
    for i in range(2):
        w.item_low[i], w.item_high[i] = 0, 0.5
    w.item_count[2] = 3
    for first in (LAND, MEN, RULE):  # of equals, a draw
        fill(w.tie, 0.25)
        w.tie[first] = 0.5
        assert meeting.tightest_issue(w, n) == first
    assert meeting.tightest_issue(w, 0) == NOBODY


@pytest.mark.parametrize(
    ("text", "worst"), [([1, 1, 0], RULE), ([0, 1, 0.75], LAND), ([1, 0, 1], MEN), ([1, 0.5, 0.25], MEN)]
)
def test_what_a_seat_refuses_for_is_what_costs_it_most(text, worst):
    heard = Heard()
    w = begun(heard)
    n = listed(w)
    w.round = 2
    fill(w.item_weight, [[0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [0, 0, 0]])
    fill(w.item_text, text)
    assert meeting.costliest_item(w, REBELS, 0, n) == worst
    heard.all.clear()
    meeting.note_refusal(w, TALKS, 0, n, 0.625)
    assert heard.all == [("refusal", TALKS, REBELS, worst, 0.625)]
    assert (w.block_party[TALKS], w.block_issue[TALKS], w.block_round[TALKS]) == (REBELS, worst, 2)


@pytest.mark.parametrize("answers", [(True, True), (False, True), (True, False), (False, False)])
def test_an_offer_needs_all_but_who_makes_it_and_a_text_needs_all(answers):
    w = begun()
    w.round, w.meetings[TALKS] = 1, 1
    n = listed(w)
    w.accept = w.accept_text = lambda a, t, s, n: answers[s]
    assert meeting.offer_accepted(w, TALKS, 0, n) == answers[1]
    assert meeting.offer_accepted(w, TALKS, 1, n) == answers[0]
    w.block_party[TALKS], w.block_round[TALKS] = NOBODY, 0
    assert meeting.text_accepted(w, TALKS, n) == all(answers)
    assert (w.block_party[TALKS] == NOBODY) == all(answers)


@pytest.mark.parametrize("makes", [(True, True), (False, True), (True, False), (False, False)])
def test_at_a_meeting_each_offers_until_one_is_taken(makes):
    """Each once; who has none to make blocks for want of room."""
    heard = Heard()
    w = begun(heard)
    w.round, w.meetings[TALKS] = 1, 1
    n = listed(w)
    heard.all.clear()
    w.propose = lambda a, t, s, n: makes[s]
    w.accept = lambda a, t, s, n: False
    assert not meeting.bargain(w, TALKS, n)
    offers = [a for kind, _, a, _, x in heard.all if kind == "offer" and x == n]
    assert sorted(offers) == [a for a, each in zip((REBELS, STATE), makes, strict=True) if each]
    none = [(a, k, x) for kind, _, a, k, x in heard.all if kind == "no offer possible"]
    assert sorted(none) == [
        (a, meeting.tightest_issue(w, n), n) for a, each in zip((REBELS, STATE), makes, strict=True) if not each
    ]
    if not any(makes):
        assert w.block_how[TALKS] == NO_ROOM
    w.accept = lambda a, t, s, n: True
    heard.all.clear()
    assert meeting.bargain(w, TALKS, n) == any(makes)
    assert heard.kinds().count("offer") == min(1, sum(makes))


@pytest.mark.parametrize("meetings", [1, 3, 8])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.77, 1])
def test_terms_are_those_of_the_first_moment_at_which_an_offer_is_taken(meetings, share):
    """Found by halving to a thirty-second of the meetings so far; what is on the table was taken, and time goes on after."""
    w = begun()
    w.round, w.meetings[TALKS] = 1, meetings
    n = listed(w)
    moments, tabled = [], []

    def propose(a, t, s, n):
        moments.append(w.meetings[t] - w.meetings_back[t])
        tabled.append(a)
        w.item_text[0] = moments[-1] / meetings
        return True

    w.propose = propose
    w.accept = lambda a, t, s, n: w.item_text[0] >= share - 1e-12
    assert meeting.bargain(w, TALKS, n)
    assert moments[0] == meetings
    assert share - 1e-12 <= w.item_text[0] < share + 1 / 32
    assert w.item_text[0] * 32 == round(w.item_text[0] * 32)
    assert w.meetings_back[TALKS] == 0
    assert len(set(tabled)) == 1
    w.accept = lambda a, t, s, n: False  # what nobody takes is not looked for
    moments.clear()
    assert not meeting.bargain(w, TALKS, n)
    assert moments == [meetings, meetings]


def test_no_terms_are_found_where_one_had_no_offer_yet():
    w = begun()
    w.round, w.meetings[TALKS] = 1, 2
    n = listed(w)
    w.propose = lambda a, t, s, n: w.meetings_back[t] < 1 and (w.item_text.__setitem__(0, w.meetings_back[t]) or True)
    w.accept = lambda a, t, s, n: True
    assert meeting.bargain(w, TALKS, n)
    assert w.item_text[0] == 2 * 15 / 32


@pytest.mark.parametrize("words", [0, 0.5, 1])
@pytest.mark.parametrize("meetings", [1, 4])
def test_others_saliences_are_seen_through_noise_that_talk_takes_away(words, meetings):
    """Log-normal, 0.8 at a first meeting without words, less by the square root of meetings; one's own are known."""
    w = begun()
    w.round, w.meetings[TALKS] = 3, meetings
    n = listed(w)
    fill(w.communication, words), fill(w.mediator_communication, 0.5), fill(w.mediates, 1)
    assert meeting.communication(w, TALKS) == pytest.approx(1 - (1 - words) * 0.5)
    fill(w.mediates, 0)
    assert meeting.communication(w, TALKS) == pytest.approx(words)
    logs = []
    for history in range(100):
        w.history = history
        meeting.perceive(w, TALKS, 0, n)
        for i in range(n):
            assert w.item_perceived[0, i] == w.item_weight[0, i]
            logs.append(math.log(w.item_perceived[1, i] / w.item_weight[1, i]))
    sd = 0.8 * (1 - words) / math.sqrt(meetings)
    assert sum(logs) / len(logs) == pytest.approx(0, abs=4.5 * sd / math.sqrt(300) + 1e-12)
    assert sum(x * x for x in logs) / len(logs) == pytest.approx(sd * sd, abs=4.5 * sd * sd * math.sqrt(2 / 300))


@pytest.mark.parametrize(
    ("allowed", "last", "asked", "willing", "bundled"),
    [
        (1, False, 0, (YES, YES), True),
        (1, False, 0, (YES, NO), False),
        (1, False, 0, (NO, YES), False),
        (0, False, 0, (YES, YES), False),
        (1, True, 0, (YES, YES), False),
        (1, False, 1, (YES, YES), False),
    ],
)
def test_everything_is_put_on_the_table_where_all_want_it_once_and_something_is_left(
    allowed, last, asked, willing, bundled
):
    heard = Heard()
    w = begun(heard)
    fill(w.rationality, math.inf)
    w.rung[TALKS], w.asked[TALKS] = int(last), asked
    fill(w.package_allowed, allowed)
    questions = []
    w.package = lambda a, t: questions.append(a) or willing[a - 1]
    meeting.consider_package(w, TALKS)
    assert w.bundled[TALKS] == bundled
    assert ("package" in heard.kinds()) == bundled
    possible = allowed and not last and not asked
    assert questions == ([REBELS, STATE] if possible else [])
    assert w.asked[TALKS] == int(bool(possible) or asked)


@pytest.mark.parametrize("meetings", [1, 3, 4, 5])
@pytest.mark.parametrize("stays", [(YES, YES), (NO, YES), (YES, NO), (NO, NO)])
def test_who_has_lost_patience_may_walk_out_at_an_impasse(meetings, stays):
    heard = Heard()
    w = begun(heard)
    fill(w.rationality, math.inf), fill(w.patience_drawn, [9, 4, 5]), fill(w.failures_allowed, 9)
    w.round, w.meetings[TALKS] = 7, meetings
    n = listed(w)
    heard.all.clear()
    w.stay = lambda a, t: stays[a - 1]
    meeting.consider_leaving(w, TALKS, n)
    leaving = [a for a in (REBELS, STATE) if stays[a - 1] == NO and meetings >= {REBELS: 4, STATE: 5}[a]]
    assert w.walk_outs[TALKS] == w.failures[TALKS] == bool(leaving)
    assert w.first_walk_out[TALKS] == 7 * bool(leaving)
    assert (w.stage[TALKS] == SUSPENDED) == bool(leaving)
    told = [each for each in heard.all if each[0] == "walk-out"]
    assert len(told) == bool(leaving)
    if leaving:
        assert told[0][:3] == ("walk-out", TALKS, leaving[-1])
        assert (w.block_how[TALKS], w.block_party[TALKS] in leaving) == (WALKED_OUT, True)
        w.round = 9
        meeting.consider_leaving(w, TALKS, n)
        assert (w.walk_outs[TALKS], w.first_walk_out[TALKS]) == (2, 7)


@pytest.mark.parametrize("meetings", [1, 2, 3, 9])
@pytest.mark.parametrize("there", [0, 1])
def test_a_mediator_drafts_from_the_third_meeting_on(meetings, there):
    w = begun()
    w.round, w.meetings[TALKS] = 1, meetings
    fill(w.mediates, there)
    for chance in (0.0, 1.0):
        w.mediate = lambda m, t, chance=chance: chance
        assert meeting.drafter(w, TALKS) == (0 if there and meetings >= 3 and chance else NOBODY)


def test_of_several_mediators_each_drafts_as_often():
    w = begun(
        parties={"envoy": {"role": "mediator"}},
        tables={"talks": {"mediators": ["broker", "envoy"]}},
    )
    w.round, w.meetings[TALKS] = 1, 3
    w.mediate = lambda m, t: 1.0
    drafts = []
    for w.history in range(200):
        drafts.append(meeting.drafter(w, TALKS))
    assert set(drafts) == {0, 1}
    assert abs(drafts.count(0) - 100) < 4.5 * math.sqrt(50)


@pytest.mark.parametrize("bias", [0.0, 0.25, 0.75, -0.75, 1.0])
@pytest.mark.parametrize("means_it", [0, 1])
def test_a_word_tells_what_its_likelihood_says(bias, means_it):
    """A warning of skill × leaning, a voucher of skill × (1 − |leaning|) × stake, whichever would tell more; Bayes' rule."""
    heard = Heard()
    w = begun(heard)
    w.round = 1
    fill(w.skill, 0.8), fill(w.mediator_stake, 0.5), fill(w.bias, [[0, bias, 0]])
    fill(w.means_to_settle, means_it)
    warning, vouching = 0.8 * max(0.0, bias), 0.8 * (1 - abs(bias)) * 0.5
    warns = warning > 0 and warning >= vouching
    strength = warning if warns else vouching
    told, n = 0, 300
    for w.history in range(n):
        w.evidence[REBELS, STATE] = 1
        heard.all.clear()
        meeting.speak(w, TALKS, 0, REBELS, STATE)
        said = heard.kinds()
        assert said in ([], ["warning" if warns else "vouching"])
        if said:
            assert heard.all[0][1:] == (TALKS, STATE, REBELS, 0)
        good = bool(said) != warns
        ratio = (0.5 + strength / 2) / (0.5 - strength / 2) if strength < 1 else 1
        assert w.evidence[REBELS, STATE] == pytest.approx(ratio if good else 1 / ratio)
        told += bool(said)
    if strength == 0:
        assert told == 0
        return
    chance = 0.5 + strength / 2 * (1 if means_it != warns else -1)
    assert abs(told - n * chance) <= 4.5 * math.sqrt(n * chance * (1 - chance)) + 1e-9


def is_told_by(evidence, ratio):
    """Whether evidence is of this likelihood ratio, for or against."""
    return evidence in (pytest.approx(ratio), pytest.approx(1 / ratio))


def test_nobody_is_ever_told_for_sure():
    w = begun()
    w.round = 1
    fill(w.skill, 1), fill(w.bias, [[0, 1, -1]]), fill(w.mediator_stake, 1)
    meeting.speak(w, TALKS, 0, REBELS, STATE)
    assert is_told_by(w.evidence[REBELS, STATE], 1999)
    fill(w.bias, 0), fill(w.evidence, 1)
    meeting.speak(w, TALKS, 0, REBELS, STATE)
    assert is_told_by(w.evidence[REBELS, STATE], 1999)


def test_words_are_for_those_who_sit_there_about_those_who_sit_there():
    w = begun()
    w.round = 1
    fill(w.skill, 0.5), fill(w.mediator_stake, 1)
    meeting.exchange_words(w, TALKS)
    heard = {(b, a) for b in range(3) for a in range(3) if w.evidence[b, a] != 1}
    assert heard == {(REBELS, STATE), (STATE, REBELS)}
    fill(w.evidence, 1)
    meeting.exchange_words(w, BACK)
    fill(w.skill, 0)
    meeting.exchange_words(w, TALKS)
    assert w.evidence.tolist() == [[1] * 3] * 3


@pytest.mark.parametrize("items", [0, 3])
def test_a_meeting_is_counted_and_one_with_nothing_to_bargain_over_agrees_on_nothing(items):
    heard = Heard()
    w = begun(heard)
    w.round = 4
    fill(w.failures_allowed, 9)
    w.bundled[TALKS] = 1
    w.propose, w.accept = (lambda a, t, s, n: True), (lambda a, t, s, n: True)
    if not items:
        fill(w.weight, 0)
    else:
        fill(w.rationality, math.inf), fill(w.keep_word, 2)
        w.sign = w.ratify = lambda a, t: YES
    meeting.meet(w, TALKS)
    assert (w.meetings_held[TALKS], w.first_meeting[TALKS]) == (1, 4)
    assert ("meeting", TALKS, NOBODY, NOBODY, 1) in heard.all
    assert [each for each in heard.all if each[0] == "agreed"] == [("agreed", TALKS, NOBODY, NOBODY, items)]
    assert w.rung_signed[TALKS, 1] == 4
    assert sum(map(sum, w.covered.tolist())) in (0, items)


def test_where_all_at_stake_is_pending_elsewhere_a_meeting_waits():
    w = begun()
    w.round = 4
    fill(w.pending, BACK)
    for meetings in (1, 2):
        meeting.meet(w, TALKS)
        assert (w.meetings_held[TALKS], w.first_meeting[TALKS], w.rung_signed[TALKS, 0]) == (meetings, 4, 0)
        w.round += 1


@pytest.mark.parametrize("found", [False, True])
@pytest.mark.parametrize("taken", [False, True])
def test_a_mediators_text_is_the_nash_point_weighed_by_its_leanings(found, taken, monkeypatch):
    """From what each could live with; of one that has no stake in it, any text will do."""
    heard = Heard()
    w = begun(heard)
    w.round, w.meetings[TALKS] = 2, 3
    fill(w.bias, [[0, 0.25, -0.5]]), fill(w.weight, [[0, 0, 0], [0.5, 0.25, 0.25], [0, 0, 0]])
    fill(w.walk_away, 0.25), fill(w.home_premium, 0.125)
    n = listed(w)
    heard.all.clear()
    w.mediate = lambda m, t: 1.0
    w.accept_text = lambda a, t, s, n: taken
    asked = []

    def nash(w, t, n, slot, lay):
        asked.append((t, n, slot, lay, [w.item_disagreement[s] for s in range(2)], [w.item_power[s] for s in range(2)]))
        return found

    monkeypatch.setattr(meeting.worth, "nash_of_items", nash)
    assert meeting.mediated(w, TALKS, n) == (found and taken)
    assert asked == [(TALKS, 3, 2, True, [0.375, -1], [1.25, 0.5])]
    assert heard.all[0] == ("text", TALKS, 0, NOBODY, 3 if found else -1)
    w.mediate = lambda m, t: 0.0
    assert not meeting.mediated(w, TALKS, n)
    assert len(asked) == 1
