"""What is told of a history as it happens, held against the world at that moment: who, where, about what, how much."""

import pytest

from agents import decisions
from agents.rules import choice
from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import PeaceTalks
from sim.scenario.vocabulary import Scenario
from sim.world import demands
from sim.world.codes import BARGAINING, CARRYING_OUT, COLLAPSED, NOBODY, SUSPENDED
from tests.conftest import Listener
from tests.theory.test_second_coding import random_scenario

SEEDS = range(40)
ALL_KINDS = (2, 33, 96, 105)  # seeds in which all that can be told of is told of
AT_A_TABLE = {
    "attend", "stay", "package", "sign", "ratify", "consent", "deliver", "deliver_unseated", "keep", "keep_swap",
    "keep_unseated", "spoil",
}  # fmt: skip
ABOUT_AN_ISSUE = {"deliver", "deliver_unseated", "gesture"}
KINDS = {
    "agreed", "announced", "called off", "climbed", "collapse", "default", "delivery", "event", "gesture", "incidents", "leak",
    "meeting", "moved by an event", "no offer possible", "not yet due", "offer", "package", "refusal", "relented", "resumed",
    "round", "round over", "taken back", "text", "turnover", "vouching", "walk-out", "warning", "won", "passed over",
    "held to a demand",
}  # fmt: skip


class Checks(Listener):
    """Asserts of all that is told that it is so."""

    def __init__(self):
        self.counts = {}
        self.not_due = set()
        self.items = 0

    def tell(self, w, kind, t, a, k, x):
        self.counts[kind, t, a] = self.counts.get((kind, t, a), 0) + 1
        for index, many in ((t, w.tables), (a, w.parties), (k, max(w.issues, w.events, len(w.demand_word), 3))):
            assert -1 <= index < many, kind
        getattr(self, "_" + kind.replace(" ", "_").replace("-", "_"))(w, t, a, k, x)

    def tell_choice(self, w, kind, a, t, k, terms, settle, stall, yes):
        assert (settle, stall) == choice.probabilities(terms, w.rationality[a])
        assert yes or (settle if w.means_to_settle[a] else stall) < 1
        assert not yes or (settle if w.means_to_settle[a] else stall) > 0
        assert (t != NOBODY) == (kind in AT_A_TABLE)
        assert (k != NOBODY) == (kind in ABOUT_AN_ISSUE)
        if kind in {"attend", "stay", "package", "sign", "ratify", "deliver", "keep", "keep_swap", "spoil"}:
            assert w.seated[t, a]
        if kind in {"consent", "deliver_unseated", "keep_unseated"}:
            assert not w.seated[t, a]

    def _round(self, w, t, a, k, x):
        assert x == w.months == w.months_of_round[w.round]
        assert w.completed == w.round - 1
        self.not_due.clear()

    def _round_over(self, w, t, a, k, x):
        assert (w.completed, t, a, k, x) == (w.round, NOBODY, NOBODY, NOBODY, 0)
        for party in range(w.parties):
            assert w.incidents_in[party, w.round] == w.count[party]
            assert self.counts["incidents", NOBODY, party] == w.round if w.normal[0] >= 0 else True

    def _incidents(self, w, t, a, k, x):
        assert x == w.count[a] >= 0
        assert w.incidents[a] == x + sum(w.incidents_in[a, earlier] for earlier in range(1, w.round))

    def _event(self, w, t, a, k, x):
        assert (t, a, x) == (NOBODY, NOBODY, 0)
        assert w.event_until[k] >= w.round
        assert w.event_past[k] >= 1

    def _moved_by_an_event(self, w, t, a, k, x):
        assert x == w.level[k] == w.base_level[k]

    def _turnover(self, w, t, a, k, x):
        assert x == w.means_to_settle[a]
        assert w.turnovers[a] == self.counts["turnover", t, a]
        assert w.first_turnover[a] == w.round or w.turnovers[a] > 1

    def _relented(self, w, t, a, k, x):
        assert (w.demand_party[k], w.demand_given_up[k], w.demand_stands[k], x) == (a, w.round, 0, 0)

    def _passed_over(self, w, t, a, k, x):
        assert (w.rung_demand[t, int(x)], w.demand_party[k], w.rung[t]) == (k, a, x)
        assert demands.has_fallen_away(w, t, int(x))

    def _held_to_a_demand(self, w, t, a, k, x):
        assert w.demand_party[int(x)] == a
        assert w.demand_stands[int(x)] == 1
        assert not w.open[t]

    def _leak(self, w, t, a, k, x):
        assert (w.public[t], w.leaked[t], a, k, x) == (1, w.round, NOBODY, NOBODY, 0)

    def _announced(self, w, t, a, k, x):
        assert (w.public[t], w.leaked[t], a, x) == (1, w.round, NOBODY, 0)
        assert k == NOBODY or w.issue_public[k]

    def _meeting(self, w, t, a, k, x):
        assert x == w.meetings[t] >= 1
        assert self.counts["meeting", t, a] == w.meetings_held[t]
        assert w.first_meeting[t] == w.round or w.meetings_held[t] > 1
        assert w.stage[t] == BARGAINING

    def _said(self, w, t, a, k, x):
        assert w.mediates[t, int(x)]
        assert w.seated[t, a] == w.seated[t, k] == 1 != (a == k)
        assert w.evidence[k, a] != 1

    _warning = _vouching = _said

    def _package(self, w, t, a, k, x):
        assert w.bundled[t] == w.asked[t] == 1

    def _offer(self, w, t, a, k, x):
        assert w.seated[t, a]
        self.items = x
        assert x == sum(decisions.at_stake(w, t, each) and w.pending[each] < 0 for each in range(w.issues))

    def _no_offer_possible(self, w, t, a, k, x):
        assert w.seated[t, a]
        assert k in [w.item[i] for i in range(int(x))]

    def _text(self, w, t, a, k, x):
        assert w.mediates[t, a]
        assert x in (NOBODY, sum(decisions.at_stake(w, t, each) and w.pending[each] < 0 for each in range(w.issues)))

    def _refusal(self, w, t, a, k, x):
        assert w.seated[t, a]
        assert 0 <= x <= 1
        assert decisions.at_stake(w, t, k)

    def _agreed(self, w, t, a, k, x):
        assert x == sum(w.covered[t, each] for each in range(w.issues))
        for each in range(w.issues):
            if w.covered[t, each]:
                assert (w.issue_agreed[each], w.agreed[each], w.pending[each]) == (w.round, w.text[t, each], t)

    def _not_yet_due(self, w, t, a, k, x):
        assert (w.issue_agreed[k], x) == (w.round, w.lag[k])
        assert (t, k) not in self.not_due, "told twice"
        self.not_due.add((t, k))

    def _delivered(self, w, t, a, k):
        alone = [d for d in range(w.parties) if w.delivers[k, d]]
        assert w.covered[t, k] == w.owed[t, k] == 1
        assert a == (alone[0] if len(alone) == 1 else NOBODY)

    def _delivery(self, w, t, a, k, x):
        self._delivered(w, t, a, k)
        assert x == w.next_level[k] != w.level[k]
        assert min(w.level[k], w.text[t, k]) <= x <= max(w.level[k], w.text[t, k])

    def _default(self, w, t, a, k, x):
        self._delivered(w, t, a, k)
        assert x == w.text[t, k]
        assert w.defaults[k] >= 1
        assert w.carrying_rounds[t] > w.grace[t]

    def _taken_back(self, w, t, a, k, x):
        assert x == w.base_level[k] == w.next_level[k]
        assert w.delivers[k, a] == w.revocable[k] == 1

    def _climbed(self, w, t, a, k, x):
        assert (w.climbed[t], w.rung[t] <= k, w.rung_reached[t, k] > 0) == (w.round, True, True)

    def _walk_out(self, w, t, a, k, x):
        assert w.seated[t, a]
        assert w.walk_outs[t] == sum(n for (kind, at, _), n in self.counts.items() if (kind, at) == ("walk-out", t))
        assert w.first_walk_out[t] == w.round or w.walk_outs[t] > 1

    def _called_off(self, w, t, a, k, x):
        assert w.stage[t] in (BARGAINING, CARRYING_OUT)
        assert w.event_until[k] >= w.round

    def _resumed(self, w, t, a, k, x):
        assert w.stage[t] == w.resumes_to[t] != SUSPENDED

    def _collapse(self, w, t, a, k, x):
        assert (w.stage[t], w.collapsed[t], w.failures[t]) == (COLLAPSED, w.round, x)
        assert x >= w.failures_allowed[t]
        assert x % 0.5 == 0

    def _gesture(self, w, t, a, k, x):
        assert x == w.gesture_level[a, k] == w.next_level[k]
        assert (w.gesture_by[k], w.gesture_until[k] > w.round) == (a, True) or w.base_level[k] == x

    def _won(self, w, t, a, k, x):
        assert x == w.won in (-1, 1)


def holds_together(w):
    """What is true of a world at the end of any round."""
    for k in range(w.issues):
        assert 0 <= w.level[k] <= 1
        assert w.steps[k] == 0 or abs(w.level[k] * w.steps[k] - round(w.level[k] * w.steps[k])) < 1e-9
        assert w.pending[k] == NOBODY or w.covered[w.pending[k], k]
        assert (w.gesture_until[k] > 0) == (w.gesture_by[k] != NOBODY)
    for t in range(w.tables):
        owed = [k for k in range(w.issues) if w.owed[t, k]]
        assert all(w.covered[t, k] for k in owed)
        assert not owed or w.stage[t] in (CARRYING_OUT, SUSPENDED)
        assert 0 <= w.rung[t] <= w.rungs[t]
        assert (w.stage[t] == COLLAPSED) == (w.collapsed[t] > 0) == (w.failures[t] >= w.failures_allowed[t])
    for a in range(w.parties):
        for b in range(w.parties):
            assert 0 <= w.belief[b, a] <= 1
            assert w.evidence[b, a] == 1
        assert 0 <= w.walk_away[a] <= 1
        assert abs(sum(w.weight[a, k] for k in range(w.issues)) - 1) < 1e-9 or not any(
            w.salience[a, k] for k in range(w.issues)
        )


def told(seed, histories=2):
    """Play histories of a random scenario of the second coding, checked as they go; returns what kinds were told of."""
    model = PeaceTalks(compile_scenario(Scenario.model_validate(random_scenario(1000 + seed))), seed, collect=False)
    kinds = set()
    for history in range(histories):
        model.world.listener = heard = Checks()
        model.begin(history)
        while model.world.completed < model.world.rounds:
            model.step()
            holds_together(model.world)
        kinds |= {kind for kind, _, _ in heard.counts}
    return kinds


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_is_so(seed):
    assert {"round", "round over"} <= told(seed)


def test_all_that_can_be_told_of_is():
    """Lest something go unchecked."""
    assert set().union(*map(told, ALL_KINDS)) == KINDS
