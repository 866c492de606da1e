"""Conditions over what a history has left behind so far, as small programs in postfix order.

A rung's requirements and a scenario's outcomes are compiled to instructions once (`sim.engine.arrays`) and run by both
engines. Truth values are the bits of one integer, used as a stack. What is asked "by" a round is noted as soon as it
holds at the end of one.
"""

from agents.decisions import worth_of
from sim.world.codes import NOBODY, SUSPENDED
from sim.world.state import World
from sim.world.war import side_leverage

REACHED, SIGNED, ENDED, MEETINGS, COLLAPSED, AT_LEAST, ABOVE, VIOLENCE_AT_LEAST, VIOLENCE_AT_MOST = range(9)
AND, OR, NOT, TRUE, FALSE, WON, DEMAND = range(9, 16)
WALK_OUTS, IS_SUSPENDED, AGREED_AT_LEAST, AGREED_ABOVE, LEVERAGE_AT_LEAST, LEVERAGE_ABOVE = range(16, 22)
IS, AGREED_IS = range(22, 24)
EVERYBODY = -1  # whose violence is asked: all parties together
TOLERANCE = 1e-9


def holds(w: World, first: int, count: int, demands_lifted: bool) -> bool:
    """Whether the condition of `count` instructions from `first` holds now; an empty one does.

    `DEMAND` says whether what the instructions before it ask is no condition after all; always with `demands_lifted`.
    """
    stack = 1
    for c in range(first, first + count):
        instruction = w.instruction[c]
        if instruction == NOT:
            stack ^= 1
        elif instruction == AND or instruction == OR:
            top = stack & 1
            stack >>= 1
            stack = stack & (-2 | top) if instruction == AND else stack | top
        elif instruction == DEMAND:
            lifted = demands_lifted or not w.demand_stands[w.subject[c]] or is_moot(w, c)
            stack = (stack << 1) | (1 if lifted else 0)
        else:
            stack = (stack << 1) | (1 if basic(w, c) else 0)
    return (stack & 1) == 1


def is_moot(w: World, c: int) -> bool:
    """Whether the party of a demand about an issue's level would gain nothing by it, as things stand."""
    k = w.object[c]
    if k < 0:
        return False
    a = w.demand_party[w.subject[c]]
    return worth_of(w, a, k, w.level[k]) >= worth_of(w, a, k, w.threshold[c])


def basic(w: World, c: int) -> bool:
    """Whether an instruction that asks one thing holds now or, if it has a deadline, held by then."""
    if w.deadline[c] == 0 or asks_violence(w, c):
        return true_now(w, c)
    return w.held[c] == 1


def asks_violence(w: World, c: int) -> bool:
    """Whether an instruction asks how violent the months up to its deadline were."""
    return w.instruction[c] == VIOLENCE_AT_LEAST or w.instruction[c] == VIOLENCE_AT_MOST


def true_now(w: World, c: int) -> bool:
    """Whether an instruction that asks one thing holds now."""
    instruction = w.instruction[c]
    if asks_violence(w, c):
        return violence_holds(w, c)
    if instruction == AT_LEAST or instruction == AGREED_AT_LEAST or instruction == LEVERAGE_AT_LEAST:
        return asked_level(w, c) >= w.threshold[c] - TOLERANCE
    if instruction == ABOVE or instruction == AGREED_ABOVE or instruction == LEVERAGE_ABOVE:
        return asked_level(w, c) > w.threshold[c] + TOLERANCE
    if instruction == IS or instruction == AGREED_IS:
        return abs(asked_level(w, c) - w.threshold[c]) <= TOLERANCE
    if instruction == WON:
        return w.won == w.subject[c]
    if instruction == TRUE or instruction == FALSE:
        return instruction == TRUE
    return true_of_table(w, c)


def true_of_table(w: World, c: int) -> bool:
    """The same of one that asks of a table."""
    instruction = w.instruction[c]
    t = w.subject[c]
    if instruction == MEETINGS:
        return w.meetings_held[t] >= w.threshold[c]
    if instruction == WALK_OUTS:
        return w.walk_outs[t] >= w.threshold[c]
    if instruction == IS_SUSPENDED:
        return w.stage[t] == SUSPENDED
    if instruction == COLLAPSED:
        return w.collapsed[t] > 0
    if instruction == ENDED:
        return w.rung_ended[t, w.object[c]] > 0
    return climbed(w, instruction, t, w.object[c])


def asked_level(w: World, c: int) -> float:
    """The level that an instruction asks of, 0–1: an issue's in force, or agreed, or a side's leverage."""
    instruction = w.instruction[c]
    if instruction == LEVERAGE_AT_LEAST or instruction == LEVERAGE_ABOVE:
        return side_leverage(w, w.subject[c])
    if instruction == AGREED_AT_LEAST or instruction == AGREED_ABOVE or instruction == AGREED_IS:
        return agreed_level(w, w.subject[c])
    return w.level[w.subject[c]]


def climbed(w: World, instruction: int, t: int, r: int) -> bool:
    """Whether rung `r` of table `t`, or a later one, was reached or signed at some time."""
    for later in range(r, w.rungs[t]):
        if (w.rung_reached[t, later] if instruction == REACHED else w.rung_signed[t, later]) > 0:
            return True
    return False


def agreed_level(w: World, k: int) -> float:
    """The level that is agreed and not carried out yet; where nothing is pending, that in force."""
    return w.level[k] if w.pending[k] == NOBODY else w.agreed[k]


def violence_holds(w: World, c: int) -> bool:
    """Whether there are as many incidents as asked, or as many times those of the earlier rounds, if all are simulated."""
    last = w.completed if w.deadline[c] == 0 else min(w.completed, w.deadline[c])
    asked = w.threshold[c]
    if w.earlier[c] > 0:
        if last - w.earlier[c] - w.object[c] < 0:
            return False
        asked *= violence(w, c, last - w.earlier[c])
    if w.instruction[c] == VIOLENCE_AT_LEAST:
        return violence(w, c, last) >= asked
    return violence(w, c, last) <= asked


def violence(w: World, c: int, last: int) -> float:
    """Incidents by a party, or by all, in the `object` rounds up to a last one."""
    total = 0.0
    for t in range(max(1, last - w.object[c] + 1), last + 1):
        for a in range(w.parties):
            if w.subject[c] == EVERYBODY or w.subject[c] == a:
                total += w.incidents_in[a, t]
    return total


def note_deadlines(w: World) -> None:
    """At the end of a round, and before the first: note what holds of what is asked by a deadline."""
    for i in range(w.dated.shape[0]):
        c = w.dated[i]
        if w.round == 0:
            w.held[c] = 0
        if w.deadline[c] >= max(1, w.round) and w.held[c] == 0 and true_now(w, c):
            w.held[c] = 1
