"""What must come first: which tables are open, what may be carried out, and what becomes of such demands.

A demand may be a bluff, be given up, or be moot while its party would gain nothing by it. What it asks then counts as
met; a whole rung that is a demand is passed over, and what is left of its agenda joins that of a later rung.
"""

from agents.decisions import SAME, standing_level, wants_other
from agents.rules.choice import per_round
from sim.world import draws
from sim.world.agreement import doubt_limits, start_rung
from sim.world.blame import blame
from sim.world.codes import BARGAINING, NOBODY, STOOD_ON_A_DEMAND, SUSPENDED
from sim.world.conditions import DEMAND, holds, is_moot
from sim.world.listener import tell
from sim.world.state import World


def begin_demands(w: World) -> None:
    """Draw which demands are meant in this history."""
    for d in range(w.demand_word.shape[0]):
        who = w.party_word[w.demand_party[d]]
        w.demand_meant[d] = draws.happens(w, w.demand_firm[d], draws.FIRM, who, w.demand_word[d])
        w.demand_stands[d] = w.demand_meant[d]
        w.demand_given_up[d] = 0


def relent(w: World) -> None:
    """Demands that were meant may be given up."""
    for d in range(w.demand_word.shape[0]):
        a = w.demand_party[d]
        hazard = per_round(w.demand_relent[d], w.months)
        if w.demand_stands[d] and draws.happens(w, hazard, draws.RELENT, w.party_word[a], w.demand_word[d]):
            w.demand_stands[d] = 0
            w.demand_given_up[d] = w.round
            doubt_limits(w)
            tell(w, "relented", NOBODY, a, d, 0.0)


def open_tables(w: World) -> None:
    """Note which tables are open this round: their present rung's time has come, and its requirements hold as it begins."""
    for t in range(w.tables):
        waiting = w.stage[t] == BARGAINING or (w.stage[t] == SUSPENDED and w.resumes_to[t] == BARGAINING)
        while waiting and w.rung[t] < w.rungs[t] and has_fallen_away(w, t, w.rung[t]):
            pass_over(w, t)
        r = w.rung[t]
        w.open[t] = 0
        if r < w.rungs[t] and w.round >= w.rung_from[t, r]:
            if holds(w, w.requires_first[t, r], w.requires_count[t, r], False):
                w.open[t] = 1
            elif waiting and holds(w, w.requires_first[t, r], w.requires_count[t, r], True):
                blame_demands(w, t, r)


def note_ready(w: World) -> None:
    """Note what may be carried out this round: whether what an issue waits for holds as it begins."""
    for k in range(w.issues):
        w.ready[k] = w.after_count[k] == 0 or holds(w, w.after_first[k], w.after_count[k], False)


def has_fallen_away(w: World, t: int, r: int) -> bool:
    """Whether a whole rung is a demand that is a bluff, has been given up, or would gain its party nothing now."""
    d = w.rung_demand[t, r]
    if d == NOBODY:
        return False
    if not w.demand_stands[d]:
        return True
    a = w.demand_party[d]
    empty = True
    for k in range(w.issues):
        if w.agenda[t, r, k]:
            empty = False
            if w.weight[a, k] > 0.0 and would_gain(w, a, k):
                return False
    return not empty


def would_gain(w: World, a: int, k: int) -> bool:
    """Whether a party wants more of an issue than stands, or another option."""
    stands = standing_level(w, k)
    return wants_other(w, a, k, stands) if w.options[k] else w.ideal[a, k] - stands > SAME


def pass_over(w: World, t: int) -> None:
    """A rung that is no condition after all: the table stands on the next, where there is one with an agenda to join."""
    r = w.rung[t]
    stage = w.stage[t]
    tell(w, "passed over", t, w.demand_party[w.rung_demand[t, r]], w.rung_demand[t, r], float(r))
    later = next_agenda(w, t, r)
    for k in range(w.issues):
        if w.agenda[t, r, k] and later != NOBODY:
            w.agenda[t, later, k] = 1
    start_rung(w, t, r + 1)
    if w.stage[t] == BARGAINING:
        w.stage[t] = stage


def next_agenda(w: World, t: int, r: int) -> int:
    """The first rung after this one that has an agenda; −1 if none has."""
    for later in range(r + 1, w.rungs[t]):
        for k in range(w.issues):
            if w.agenda[t, later, k]:
                return later
    return NOBODY


def blame_demands(w: World, t: int, r: int) -> None:
    """A table would be open but for demands: those who hold to them block it."""
    first = w.requires_first[t, r]
    for c in range(first, first + w.requires_count[t, r]):
        if w.instruction[c] == DEMAND:
            d = w.subject[c]
            asked = w.deadline[c]  # how many instructions before it ask what is demanded
            if w.demand_stands[d] and not is_moot(w, c) and not holds(w, c - asked, asked, False):
                blame(w, t, w.demand_party[d], w.object[c], STOOD_ON_A_DEMAND)
                tell(w, "held to a demand", t, w.demand_party[d], w.object[c], float(d))
