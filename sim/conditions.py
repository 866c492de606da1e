"""Conditions over what a history has left behind so far, as small programs in postfix order.

A rung's requirements and a scenario's outcomes are compiled to instructions once (`sim.compiled`) and run by both
engines. Truth values are the bits of one integer, used as a stack.
"""

REACHED, SIGNED, ENDED, MEETINGS, FIRST_MEETING, COLLAPSED, AT_LEAST, AT_MOST, AND, OR, NOT, TRUE, FALSE = range(13)
TOLERANCE = 1e-9


def holds(w, first, count):
    """Whether the condition of `count` instructions from `first` holds now; an empty one does."""
    stack = 1
    for c in range(first, first + count):
        instruction = w.instruction[c]
        if instruction == NOT:
            stack ^= 1
        elif instruction == AND or instruction == OR:
            top = stack & 1
            stack >>= 1
            stack = stack & (-2 | top) if instruction == AND else stack | top
        else:
            stack = (stack << 1) | (1 if basic(w, c) else 0)
    return (stack & 1) == 1


def basic(w, c):
    """Whether an instruction that asks one thing holds now."""
    instruction = w.instruction[c]
    subject = w.subject[c]
    if instruction == AT_LEAST:
        return w.level[subject] >= w.threshold[c] - TOLERANCE
    if instruction == AT_MOST:
        return w.level[subject] <= w.threshold[c] + TOLERANCE
    if instruction == MEETINGS:
        return w.meetings_held[subject] >= w.threshold[c]
    if instruction == COLLAPSED:
        return (w.collapsed[subject] > 0) == (w.object[c] == 1)
    if instruction == TRUE:
        return True
    if instruction == FALSE:
        return False
    return happened(w, instruction, subject, w.object[c], w.deadline[c])


def happened(w, instruction, t, r, deadline):
    """Whether rung `r` of table `t`, or a later one, was reached, signed or ended (or `t` met) by the deadline's round."""
    if instruction == FIRST_MEETING:
        return by(w.first_meeting[t], deadline)
    if instruction == ENDED:
        return by(w.rung_ended[t, r], deadline)
    for later in range(r, w.rungs[t]):
        if by(w.rung_reached[t, later] if instruction == REACHED else w.rung_signed[t, later], deadline):
            return True
    return False


def by(round_of_it, deadline):
    """Whether something that happened in this round (0: never) did so by the deadline (0: none)."""
    return round_of_it > 0 and (deadline == 0 or round_of_it <= deadline)
