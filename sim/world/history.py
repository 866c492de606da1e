"""One history, from the drawing of its uncertain numbers to what it leaves behind."""

import math

from agents.decisions import SAME, in_agreement
from agents.rules import choice
from agents.rules.value import clip
from sim.world import conditions, draws, streams, war
from sim.world.agreement import call_off, doubt_limits, review, start_rung
from sim.world.codes import BARGAINING, CARRYING_OUT, NOBODY, OUTDATED
from sim.world.decide import decide, learn
from sim.world.demands import begin_demands, note_ready, open_tables, relent
from sim.world.listener import tell
from sim.world.secrecy import become_public
from sim.world.state import World
from sim.world.table import note_busy, play_table
from sim.world.worth import weigh_up

LEVERAGE = -1  # target of an event that shifts leverage for good
FIRST_LEVEL = -2  # the same that moves the level of the first issue; of the next, one less, and so on
SET, ADD, MULTIPLY = range(3)


def play(w: World, history: int) -> None:
    """Play a whole history; what it leaves behind is in the records of `w`, its outcome in `w.outcome`."""
    begin(w, history)
    for t in range(1, w.rounds + 1):
        if w.won == 0:
            play_round(w, t)
    finish(w)


def finish(w: World) -> None:
    """A history is over, perhaps before its time: nothing happens any more, and its outcome has a name."""
    for t in range(w.completed + 1, w.rounds + 1):
        for a in range(w.parties):
            w.count[a] = 0.0
        w.round = t
        note_course(w)
        w.completed = t
        conditions.note_deadlines(w)
    w.outcome = outcome(w)


def play_round(w: World, t: int) -> None:
    """One round: events, war, tables, reviews; then beliefs, levels and leverage move together."""
    w.round = t
    w.months = w.months_of_round[t]
    tell(w, "round", NOBODY, NOBODY, NOBODY, w.months)
    happen(w)
    turn_over(w)
    relent(w)
    open_tables(w)
    note_ready(w)
    war.play_war(w)
    note_busy(w)
    note_gestures(w)
    weigh_up(w)
    for k in range(w.issues):
        w.next_level[k] = w.level[k]
    play_tables(w)
    review(w)
    make_gestures(w)
    close_round(w)


def play_tables(w: World) -> None:
    """All tables, in an order drawn anew, which nobody can see where at most one has anything to do."""
    busy = 0
    for t in range(w.tables):
        busy += w.busy[t]
    if busy == 0:
        return
    for t in range(w.tables):
        w.draw[t] = draws.uniform(w, draws.ORDER, w.table_word[t], 0) if busy > 1 else 0.0
    draws.rank(w.draw, w.order_drawn, w.parties, w.tables)
    for i in range(w.tables):
        t = w.order_drawn[w.parties + i]
        if w.busy[t]:
            play_table(w, t)


def close_round(w: World) -> None:
    """All that the round changed takes effect at once, so that no order of names shows."""
    learn(w)
    for k in range(w.issues):
        if w.next_level[k] != w.level[k]:
            w.level[k] = w.next_level[k]
            doubt_limits(w)
    war.move_leverage(w)
    war.decide_war(w)
    w.elapsed += w.months
    for a in range(w.parties):
        w.weariness[a] += w.weary[a] * w.months
    w.completed = w.round
    conditions.note_deadlines(w)
    note_course(w)
    tell(w, "round over", NOBODY, NOBODY, NOBODY, 0.0)


def begin(w: World, history: int) -> None:
    """Draw the history's uncertain numbers and set everything to where it starts."""
    w.history = history
    w.round = 0
    w.completed = 0
    w.elapsed = 0.0
    streams.begin(w)
    for i in range(w.numbers.shape[0]):
        w.numbers[i] = w.given[i]
    draw_numbers(w)
    for i in range(w.numbers.shape[0]):
        w.drawn[i] = w.numbers[i]
    for k in range(w.issues):
        begin_issue(w, k)
    weigh_stakes(w)
    for a in range(w.parties):
        begin_party(w, a)
    for t in range(w.tables):
        begin_table(w, t)
    for e in range(w.events):
        w.event_until[e] = 0
        w.event_past[e] = 0
    begin_demands(w)
    begin_war(w)
    conditions.note_deadlines(w)


def weigh_stakes(w: World) -> None:
    """What each issue weighs with each party, abroad and at home, and what share of its stakes is on each table.

    Frontiers are outdated where that, or what a party wants, has changed.
    """
    changed = False
    for a in range(w.parties):
        total = 0.0
        home_total = 0.0
        for k in range(w.issues):
            total += w.salience[a, k]
            home_total += w.home_salience[a, k]
        for k in range(w.issues):
            weight = w.salience[a, k] / total if total > 0.0 else 0.0
            changed = changed or weight != w.weight[a, k] or w.ideal[a, k] != w.weighed_ideal[a, k]
            w.weight[a, k] = weight
            w.weighed_ideal[a, k] = w.ideal[a, k]
            w.home_weight[a, k] = w.home_salience[a, k] / home_total if home_total > 0.0 else 0.0
            value_options(w, a, k)
        for t in range(w.tables):
            share = 0.0
            for k in range(w.issues):
                if w.on_table[t, k]:
                    share += w.weight[a, k]
            w.table_share[t, a] = share
    for t in range(w.tables):
        if changed:
            w.frontier_state[t] = OUTDATED


def note_course(w: World) -> None:
    """Note where the round leaves each party: its violence, whether it means to settle, and what others believe."""
    for a in range(w.parties):
        w.incidents_in[a, w.round] = w.count[a]
        w.settles_in[a, w.round] = w.means_to_settle[a]
        w.belief_in[a, w.round] = mean_belief(w, a)


def mean_belief(w: World, a: int) -> float:
    """What the other principals believe of a party on average; its own prior where there are none."""
    total = 0.0
    others = 0
    for b in range(w.parties):
        if b != a:
            total += w.belief[b, a]
            others += 1
    return total / others if others > 0 else w.settles[a]


def draw_numbers(w: World) -> None:
    """Draw the uncertain numbers; all chances first, so that looking one up waits for no other."""
    history = w.history
    seed_low = w.seed_low
    seed_high = w.seed_high
    for u in range(w.uncertain_target.shape[0]):
        a, b, _, _ = draws.philox(history, draws.NUMBER, w.uncertain_word[u], 0, seed_low, seed_high)
        w.chance[u] = draws.unit(a, b)
    for u in range(w.uncertain_target.shape[0]):
        w.numbers[w.uncertain_target[u]] = quantile(w, u, w.chance[u])


def quantile(w: World, u: int, p: float) -> float:
    """The p-quantile of an uncertain number: one of its choices, or between the points of its table."""
    n = w.choices[u]
    if n > 0:
        c = 0
        while c < n - 1 and p >= w.quantiles[u, c]:
            c += 1
        return w.quantiles[u, n + c]
    last = w.quantiles.shape[1] - 1
    at = p * last
    i = min(math.floor(at), last - 1)
    return w.quantiles[u, i] + (at - i) * (w.quantiles[u, i + 1] - w.quantiles[u, i])


def begin_issue(w: World, k: int) -> None:
    """An issue as it stands at the start."""
    w.level[k] = w.start_level[k]
    w.base_level[k] = w.start_level[k]
    w.next_level[k] = w.start_level[k]
    w.agreed[k] = w.start_level[k]
    w.agreed_at[k] = 0.0
    w.tie[k] = draws.uniform(w, draws.TIE, w.issue_word[k], 0)
    w.pending[k] = NOBODY
    w.gesture_until[k] = 0
    w.gesture_by[k] = NOBODY
    w.issue_agreed[k] = 0
    w.issue_in_force[k] = 0
    w.defaults[k] = 0
    for option in range(w.options[k]):
        w.option_draw[k, option] = draws.uniform(w, draws.TIE, w.issue_word[k], w.option_word[k, option])
    turn_options(w, k)


def turn_options(w: World, k: int) -> None:
    """Put an issue's options in the order of their draws, smallest first."""
    for option in range(w.options[k]):
        at = option
        while at > 0 and w.option_draw[k, w.option_turn[k, at - 1]] > w.option_draw[k, option]:
            w.option_turn[k, at] = w.option_turn[k, at - 1]
            at -= 1
        w.option_turn[k, at] = option


def begin_party(w: World, a: int) -> None:
    """A party as it stands at the start: its patience, its type, and what others believe of it."""
    who = w.party_word[a]
    w.walk_away_shift[a] = w.walk_away_spread[a] * truncated_normal(draws.normal(w, draws.WALK_AWAY, who, 0))
    w.patience_drawn[a] = w.patience[a] * math.exp(w.patience_spread[a] * draws.normal(w, draws.PATIENCE, who, 0))
    start = choice.updated(w.settles[a], w.signals[a])
    meant = w.truly_settles[a] if w.has_own_truth[a] else start
    w.means_to_settle[a] = 1 if draws.uniform(w, draws.TYPE, who, 0) < meant else 0
    w.settles_in[a, 0] = w.means_to_settle[a]
    w.turnovers[a] = 0
    w.first_turnover[a] = 0
    w.weariness[a] = 0.0
    w.incidents[a] = 0.0
    w.count[a] = 0.0
    w.usual[a] = 0.0
    w.expected[a] = 0.0
    w.pressing[a] = 1.0
    for b in range(w.parties):
        w.belief[b, a] = start
        w.evidence[b, a] = 1.0


def value_options(w: World, a: int, k: int) -> None:
    """What a party's options are worth to it between its worst, 0, and its best, 1; all 1 where they are equal to it."""
    if w.options[k] == 0:
        return
    worst = w.option_value[a, k, 0]
    best = worst
    for option in range(w.options[k]):
        worst = min(worst, w.option_value[a, k, option])
        best = max(best, w.option_value[a, k, option])
    for option in range(w.options[k]):
        above = w.option_value[a, k, option] - worst
        w.option_worth[a, k, option] = above / (best - worst) if best > worst else 1.0


def truncated_normal(z: float) -> float:
    """A normal draw held within two standard deviations: nobody's walk-away value is beyond belief."""
    return clip(z, -2.0, 2.0)


def begin_table(w: World, t: int) -> None:
    """A table as it stands at the start."""
    for r in range(w.rungs[t]):
        for k in range(w.issues):
            w.agenda[t, r, k] = w.agenda_at_start[t, r, k]
    start_rung(w, t, 0)
    w.frontier_state[t] = OUTDATED
    w.meetings[t] = w.met_before[t]
    w.public[t] = 0 if w.secret[t] > 0.5 else 1
    w.resumes_to[t] = w.stage[t]
    w.failures[t] = 0.0
    w.climbed[t] = 0
    w.block_party[t] = NOBODY
    w.block_issue[t] = NOBODY
    w.block_how[t] = NOBODY
    w.block_round[t] = 0
    w.carrying_rounds[t] = 0
    for count in (w.meetings_held, w.walk_outs, w.called_off):
        count[t] = 0
    for when in (w.first_meeting, w.first_walk_out, w.first_called_off, w.leaked, w.collapsed):
        when[t] = 0
    for r in range(w.rungs[t]):
        for record in (w.rung_reached, w.rung_signed, w.rung_delivered, w.rung_ended):
            record[t, r] = 0
        w.agreement_from[t, r] = r
        for k in range(w.issues):
            w.agreement[t, r, k] = 0
    for k in range(w.issues):
        w.covered[t, k] = 0
        w.owed[t, k] = 0
    for a in range(w.parties):
        w.hope[t, a] = 0.0


def begin_war(w: World) -> None:
    """The war as it stands at the start: everyone's answers to everyone, and last month as it usually is."""
    w.leverage = w.leverage_at_start[0]
    w.momentum = w.momentum_at_start[0]
    w.hurt = w.hurt_at_start[0]
    w.level_shift = 0.0
    w.won = 0
    season = w.season[w.month_of_round[0]] * w.months_of_round[0]
    for a in range(w.parties):
        w.mean[a] = w.violence[a] * season
        for b in range(w.parties):
            w.alpha[a, b] = w.branching[0] * w.answers[a, b]
    war.settle(w)
    for a in range(w.parties):
        w.count[a] = w.mean[a]


def turn_over(w: World) -> None:
    """Leaders change: a party's type may be drawn anew from its prior, and beliefs know that it may."""
    for a in range(w.parties):
        hazard = choice.per_round(w.turnover[a], w.months)
        if hazard <= 0.0:
            continue
        if streams.happens(w, hazard, streams.of_party(w, streams.TURNOVER, a), draws.TURNOVER, w.party_word[a], 0):
            w.means_to_settle[a] = 1 if draws.uniform(w, draws.TYPE, w.party_word[a], 0) < w.settles[a] else 0
            w.turnovers[a] += 1
            if w.turnovers[a] == 1:
                w.first_turnover[a] = w.round
            tell(w, "turnover", NOBODY, a, NOBODY, float(w.means_to_settle[a]))
        for b in range(w.parties):
            w.belief[b, a] = choice.after_turnover(w.belief[b, a], hazard, w.settles[a])


def happen(w: World) -> None:
    """Events begin and end; the numbers that they change are set anew when any does."""
    changed = 0
    weighed = 0
    limited = 0
    for e in range(w.events):
        turns = 0
        if w.event_until[e] > 0 and w.event_until[e] < w.round:
            w.event_until[e] = 0
            turns = 1
        if w.event_until[e] == 0 and not (w.event_once[e] and w.event_past[e]) and strikes(w, e):
            w.event_until[e] = max(
                w.round, w.round - 1 + math.floor(w.event_months[e] / w.months_of_round[w.rounds] + 0.5)
            )
            w.event_past[e] += 1
            turns = 1
            tell(w, "event", NOBODY, NOBODY, e, 0.0)
            change_for_good(w, e)
            call_off_talks(w, e)
        changed += turns
        weighed += turns * w.event_weighs[e]
        limited += turns * w.event_limits[e]
    if changed:
        apply_events(w)
    if weighed:
        weigh_stakes(w)
    if limited:
        doubt_limits(w)


def strikes(w: World, e: int) -> bool:
    """Whether an event happens this round."""
    if w.event_round[e] > 0:
        return w.event_round[e] == w.round and draws.happens(w, w.event_rate[e], draws.EVENT, w.event_word[e], 0)
    if w.round < w.event_from[e]:
        return False
    chance = choice.per_round(w.event_rate[e], w.months)
    return streams.happens(w, chance, streams.of_event(w, e), draws.EVENT, w.event_word[e], 0)


def change_for_good(w: World, e: int) -> None:
    """What an event does to leverage, and to what is in force, stays when it is over."""
    for f in range(w.effect_event.shape[0]):
        if w.effect_event[f] == e:
            if w.effect_target[f] == LEVERAGE:
                w.leverage += w.effect_value[f]
            elif w.effect_target[f] <= FIRST_LEVEL:
                move_level(w, FIRST_LEVEL - w.effect_target[f], f)


def move_level(w: World, k: int, f: int) -> None:
    """An event moves an issue, at no table: it stands there from now on, and falls back no further."""
    level = clip(w.effect_value[f] + (w.level[k] if w.effect_operation[f] == ADD else 0.0), 0.0, 1.0)
    if w.steps[k] > 0:
        level = math.floor(level * w.steps[k] + 0.5) / w.steps[k]
    w.level[k] = level
    w.base_level[k] = level
    w.gesture_until[k] = 0
    w.gesture_by[k] = NOBODY
    tell(w, "moved by an event", NOBODY, NOBODY, k, level)


def call_off_talks(w: World, e: int) -> None:
    """An event may break off talks that go on: those that have met, and are not broken off already."""
    for t in range(w.tables):
        met = w.meetings_held[t] + w.met_before[t] > 0
        goes_on = met and (w.stage[t] == BARGAINING or w.stage[t] == CARRYING_OUT)
        if goes_on and draws.happens(w, w.calls_off[e, t], draws.CALL_OFF, w.event_word[e], w.table_word[t]):
            tell(w, "called off", t, NOBODY, e, 0.0)
            call_off(w, t)


def apply_events(w: World) -> None:
    """Numbers that events change: as drawn, then changed by every event in force, in order of their names."""
    for f in range(w.effect_event.shape[0]):
        for i in (w.effect_target[f], w.effect_also[f]):
            if i >= 0:
                w.numbers[i] = w.drawn[i]
    for f in range(w.effect_event.shape[0]):
        if w.event_until[w.effect_event[f]] > 0:
            for i in (w.effect_target[f], w.effect_also[f]):
                if i >= 0:
                    change(w, f, i)
    for t in range(w.tables):
        if w.secret[t] < 0.5 and become_public(w, t):
            tell(w, "leak", t, NOBODY, NOBODY, 0.0)


def change(w: World, f: int, i: int) -> None:
    """Change one number by one effect, within the number's range."""
    if w.effect_operation[f] == SET:
        w.numbers[i] = w.effect_value[f]
    elif w.effect_operation[f] == ADD:
        w.numbers[i] += w.effect_value[f]
    else:
        w.numbers[i] *= w.effect_value[f]
    w.numbers[i] = clip(w.numbers[i], w.lowest[i], w.highest[i])


def note_gestures(w: World) -> None:
    """Note for which gestures an occasion arises this round."""
    for g in range(w.gesture_party.shape[0]):
        w.gestures[w.gesture_party[g]] = 0
        w.gesturers[w.gesture_issue[g]] = 0
    for g in range(w.gesture_party.shape[0]):
        a = w.gesture_party[g]
        k = w.gesture_issue[g]
        w.gesturing[a, k] = 0
        if can_gesture(w, a, k) and has_occasion(w, a, k):
            w.gesturing[a, k] = 1
            w.gestures[a] += 1
            w.gesturers[k] += 1


def has_occasion(w: World, a: int, k: int) -> bool:
    """Whether chance gives a party an occasion for its step on an issue this round."""
    chance = choice.per_round(w.gesture_rate[a, k], w.months)
    return streams.happens(w, chance, streams.of_gesture(w, a, k), draws.GESTURE, w.party_word[a], w.issue_word[k])


def can_gesture(w: World, a: int, k: int) -> bool:
    """Whether a party has a step to make on an issue, from where it stands."""
    if w.gesture_rate[a, k] <= 0.0 or w.gesture_until[k] > w.round:
        return False
    step = w.gesture_level[a, k] - w.level[k]
    return step > SAME or (step < -SAME and w.revocable[k] != 0)


def make_gestures(w: World) -> None:
    """Parties may make a step at no table; it lapses by itself, unless it is made to last."""
    if w.gesture_party.shape[0] == 0:
        return
    for k in range(w.issues):
        if w.gesture_until[k] > 0 and w.gesture_until[k] <= w.round:
            lapse(w, k)
        for i in range(order_gestures(w, k)):
            if w.gesture_until[k] == 0 and is_free(w, k):
                make_gesture(w, w.order_drawn[i], k)


def order_gestures(w: World, k: int) -> int:
    """Put those who have an occasion for a gesture on an issue in an order drawn anew; returns how many they are."""
    willing = w.gesturers[k]
    if willing == 0:
        return 0
    for a in range(w.parties):
        w.draw[a] = 1.0
        if w.gesturing[a, k]:
            w.draw[a] = 0.0
            if willing > 1:
                w.draw[a] = draws.uniform(w, draws.GESTURE, w.party_word[a], draws.mix(w.issue_word[k], 2))
    draws.rank(w.draw, w.order_drawn, 0, w.parties)
    return willing


def is_free(w: World, k: int) -> bool:
    """Whether an issue stands, and will stand, at its base: no agreement moved it, and nothing is promised about it."""
    return (
        not in_agreement(w, k)
        and w.pending[k] < 0
        and w.level[k] == w.base_level[k]
        and w.next_level[k] == w.base_level[k]
    )


def make_gesture(w: World, a: int, k: int) -> None:
    """One party's decision to make a step on an issue; everyone sees it."""
    what = draws.mix(w.issue_word[k], 1)
    if decide(w, "gesture", a, NOBODY, k, w.gesture(a, k), draws.GESTURE, what):
        w.next_level[k] = w.gesture_level[a, k]
        if w.gesture_lasts[a, k]:
            w.base_level[k] = w.gesture_level[a, k]
        else:
            lasting = max(1, math.floor(w.gesture_months[a, k] / w.months_of_round[w.rounds] + 0.5))
            w.gesture_until[k] = w.round + lasting
            w.gesture_by[k] = a
        tell(w, "gesture", NOBODY, a, k, w.gesture_level[a, k])


def lapse(w: World, k: int) -> None:
    """A gesture ends and what it moved goes back, unless others have since moved it; what is promised waits."""
    if w.pending[k] >= 0:
        return
    made = w.gesture_level[w.gesture_by[k], k]
    if w.level[k] == made and not in_agreement(w, k):
        w.next_level[k] = w.base_level[k]
    doubt_limits(w)
    w.gesture_until[k] = 0
    w.gesture_by[k] = NOBODY


def outcome(w: World) -> int:
    """Index of the first outcome whose condition holds."""
    for o in range(w.outcome_first.shape[0]):
        if conditions.holds(w, w.outcome_first[o], w.outcome_count[o], False):
            return o
    return -1
