"""Conditions over what a history has left behind so far, as small programs in postfix order.

A rung's requirements and a scenario's outcomes are compiled to instructions once (`sim.engine.arrays`) and run by both
engines. Truth values are the bits of one integer, used as a stack. What is asked "by" a round is noted as soon as it
holds at the end of one.
"""

from agents.rules.bargaining import issue_value
from sim.world.state import World

REACHED, SIGNED, ENDED, MEETINGS, COLLAPSED, AT_LEAST, ABOVE, VIOLENCE_AT_LEAST, VIOLENCE_AT_MOST = range(9)
AND, OR, NOT, TRUE, FALSE, WON, DEMAND = range(9, 16)
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
    ideal = w.ideal[w.demand_party[w.subject[c]], k]
    return issue_value(w.level[k], ideal) >= issue_value(w.threshold[c], ideal)


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
    subject = w.subject[c]
    if instruction == AT_LEAST:
        return w.level[subject] >= w.threshold[c] - TOLERANCE
    if instruction == ABOVE:
        return w.level[subject] > w.threshold[c] + TOLERANCE
    if instruction == MEETINGS:
        return w.meetings_held[subject] >= w.threshold[c]
    if instruction == WON:
        return w.won == subject
    if instruction == COLLAPSED:
        return w.collapsed[subject] > 0
    if instruction == VIOLENCE_AT_LEAST:
        return violence(w, c) >= w.threshold[c]
    if instruction == VIOLENCE_AT_MOST:
        return violence(w, c) <= w.threshold[c]
    if instruction == ENDED:
        return w.rung_ended[subject, w.object[c]] > 0
    if instruction == TRUE or instruction == FALSE:
        return instruction == TRUE
    return climbed(w, instruction, subject, w.object[c])


def climbed(w: World, instruction: int, t: int, r: int) -> bool:
    """Whether rung `r` of table `t`, or a later one, was reached or signed at some time."""
    for later in range(r, w.rungs[t]):
        if (w.rung_reached[t, later] if instruction == REACHED else w.rung_signed[t, later]) > 0:
            return True
    return False


def violence(w: World, c: int) -> float:
    """Incidents by a party, or by all, in the `object` rounds up to the deadline, or up to now where that is earlier."""
    last = w.completed if w.deadline[c] == 0 else min(w.completed, w.deadline[c])
    total = 0.0
    for t in range(max(1, last - w.object[c] + 1), last + 1):
        for a in range(w.parties):
            if w.subject[c] == EVERYBODY or w.subject[c] == a:
                total += w.incidents_in[a, t]
    return total


def note_deadlines(w: World) -> None:
    """At the end of a round, and before the first: note what holds of what is asked by a deadline."""
    for c in range(w.instruction.shape[0]):
        if w.round == 0:
            w.held[c] = 0
        if w.instruction[c] == DEMAND:
            continue
        if w.deadline[c] >= max(1, w.round) and w.held[c] == 0 and not asks_violence(w, c) and true_now(w, c):
            w.held[c] = 1
