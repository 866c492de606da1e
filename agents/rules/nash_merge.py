"""Combinations of levels crossed with the levels of one more issue, the dominated ones dropped: a step of `nash_two`.

Scratch as in `nash_two`. Floats from `issues` on: value to seat 0, then to seat 1, of each combination kept; value to
seat 0, then to seat 1, of each level of the issue; value to seat 0, then to seat 1, of each level with the combination
that is its next. Ints from `issues` on: number of each combination kept; the levels in line; which combination is the
next of each.
"""

import math

from agents.rules.arrays import Floats, Ints
from agents.rules.bargaining import SMALL_STEPS

COMBOS = 384  # most combinations of discrete levels that a frontier keeps
SAME = 1e-12  # utilities closer than this are the same point of the frontier


def merge(
    issues: int, combos: int, levels: int, rising: bool, place: int, store_f: Floats, worth: int, store_i: Ints,
    codes: int, work_f: Floats, work_i: Ints,
) -> int:  # fmt: skip
    """Cross the combinations (best for seat 0 first) with the levels of one more issue; drop dominated ones.

    A merge of `levels` sorted lists into work_f; returns the new number, -1 if it would exceed COMBOS. The levels
    stand in line, the one whose next combination is best for seat 0 first; whether that is beaten is asked only
    when its turn has come, and it then leaves out all that are. Of combinations worth the same to both the highest
    number stays, that is the higher level (see EQUAL).
    """
    line = issues + COMBOS
    nexts = line + SMALL_STEPS + 1
    head0 = issues + 2 * COMBOS + 2 * (SMALL_STEPS + 1)
    head1 = head0 + SMALL_STEPS + 1
    last0 = math.inf  # what the combination kept last is worth to each seat
    last1 = -math.inf
    beaten = -math.inf  # for seat 1: what is worth less to it is dominated, since it comes later
    first = levels  # place in the line
    for back in range(levels):
        j = levels - 1 - back
        if _advance(j, 0, beaten, issues, combos, store_f, worth, work_f, work_i):
            first -= 1
            _line_up(j, first, levels, issues, work_f, work_i)
    kept = 0
    while first < levels:
        j = work_i[line + first]
        c = work_i[nexts + j]
        u0 = work_f[head0 + j]
        u1 = work_f[head1 + j]
        if u1 >= beaten:
            code = store_i[codes + c] + place * (j if rising else levels - 1 - j)
            if u1 > last1 + SAME:
                if u0 < last0 - SAME:
                    kept += 1  # else as good for seat 0 as the last, and better for seat 1
                if kept > COMBOS:
                    return -1
                work_f[issues + kept - 1] = u0
                work_f[issues + COMBOS + kept - 1] = u1
                work_i[issues + kept - 1] = code
                last0 = u0
                last1 = u1
                beaten = u1 - SAME
            elif u0 >= last0 - SAME and code > work_i[issues + kept - 1]:
                work_i[issues + kept - 1] = code
        if _advance(j, c + 1, beaten, issues, combos, store_f, worth, work_f, work_i):
            _line_up(j, first, levels, issues, work_f, work_i)
        else:
            first += 1
    return kept


def _advance(
    j: int, c: int, beaten: float, issues: int, combos: int, store_f: Floats, worth: int, work_f: Floats, work_i: Ints
) -> bool:
    """Bring level j to the first combination from c on that is not beaten, and note what that is worth; False if none is."""
    values = issues + 2 * COMBOS + j
    own = values + 2 * (SMALL_STEPS + 1)
    gain = work_f[values + SMALL_STEPS + 1]
    while c < combos and store_f[worth + COMBOS + c] + gain < beaten:
        c += 1
    if c == combos:
        return False
    work_i[issues + COMBOS + SMALL_STEPS + 1 + j] = c
    work_f[own] = store_f[worth + c] + work_f[values]
    work_f[own + SMALL_STEPS + 1] = store_f[worth + COMBOS + c] + gain
    return True


def _line_up(j: int, at: int, end: int, issues: int, work_f: Floats, work_i: Ints) -> None:
    """Put level j in line, in which place `at` is free and those behind it stand in order, `end` places in all.

    Of levels equal for seat 0 the one better for seat 1 goes first.
    """
    line = issues + COMBOS
    head0 = issues + 2 * COMBOS + 2 * (SMALL_STEPS + 1)
    u0 = work_f[head0 + j]
    while at + 1 < end and work_f[head0 + work_i[line + at + 1]] > u0:
        work_i[line + at] = work_i[line + at + 1]
        at += 1
    while at + 1 < end and _goes_first(work_i[line + at + 1], j, head0, work_f):
        work_i[line + at] = work_i[line + at + 1]
        at += 1
    work_i[line + at] = j


def _goes_first(k: int, j: int, head0: int, work_f: Floats) -> bool:
    """Whether level k, which is no better for seat 0 than level j, goes before it: equal, and better for seat 1."""
    if work_f[head0 + k] < work_f[head0 + j]:
        return False
    u1 = head0 + SMALL_STEPS + 1
    return work_f[u1 + k] > work_f[u1 + j] or (work_f[u1 + k] == work_f[u1 + j] and k < j)
