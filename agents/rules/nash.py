"""The Nash point: the package that a single text from a mediator aims at, and what talks have to promise.

Maximises the product over seats p of (u_p(x) - d_p)^power_p over the allowed packages that leave every seat
above its disagreement value d_p (Nash, Econometrica 18, 1950; unequal powers: the asymmetric solution of
Kalai, International Journal of Game Theory 6, 1977). Values, weights and packages are as in `bargaining`.

Two seats: the Pareto frontier is laid once for given positions and saliences (`build_frontier`) and the Nash
point is one pass over its corners whenever a disagreement value moves (`nash_on_frontier`). Any number of
seats: `nash_many`, coordinate ascent.
"""

import math

from agents.rules.bargaining import (
    SMALL_STEPS,
    Array,
    clamp,
    coarse,
    highest_level,
    issue_value,
    lowest_level,
    nearest_level,
    package_allowed,
)

COMBOS = 512  # most combinations of discrete levels that a frontier keeps
CODE_LIMIT = 4.0e18  # combinations are numbered in 63 bits
SAME = 1e-12  # utilities closer than this are the same point of the frontier
SURPLUS_MIN = 1e-12  # a surplus must exceed this to count as positive, utility units
POWER_MIN = 1e-6  # smaller bargaining powers are raised to this
FLAT = 1e-15  # a gain or loss over a whole issue that counts as none

BEND_FIRST = 0.01  # surplus below which the logarithm goes on as its tangent, at first
BEND_LEVELS = 1e-4  # the same while levels are chosen
BEND_LAST = 1e-6  # smallest bend: a zone of agreement thinner than this is not looked for
GAP = 1e-10  # ascent ends when the objective can rise by no more than this (log units)
SWEEPS = 400  # most sweeps of one ascent
SWEEPS_ROUNDING = 20  # the same between two roundings
SLOPE_MIN = 1e-12  # a slope of the objective not worth following
BETTER = 1e-11  # a change of levels must raise the objective by more than this
NO_ZONE = -1
CONVERGED = 1
UNFINISHED = 0


# ------------------------------------------------------------------------------------------- two seats, exact


def frontier_floats(issues: int) -> int:
    """Floats that one frontier occupies in `store_f`: 4 * issues + 2 + 1024."""
    return 4 * issues + 2 + 2 * COMBOS


def frontier_ints(issues: int) -> int:
    """Ints that one frontier occupies in `store_i`: 3 * issues + 4 + 512."""
    return 3 * issues + 4 + COMBOS


def build_scratch_floats(issues: int) -> int:
    """Length of `work_f` for `build_frontier`: issues + 1024 + 26."""
    return issues + 2 * COMBOS + 2 * (SMALL_STEPS + 1)


def build_scratch_ints(issues: int) -> int:
    """Length of `work_i` for `build_frontier`: issues + 512 + 13."""
    return issues + COMBOS + SMALL_STEPS + 1


# A frontier in store_f: value to seat 0, then to seat 1, of each corner of the continuous part (issues + 1
# each); level best for seat 0, then for seat 1, of each issue; value to seat 0, then to seat 1, of each
# combination. In store_i: number of segments, of combinations, of issues enumerated, of small-step issues
# relaxed; the issue of each segment; the issues enumerated; how many levels each has on its path; the
# number of each combination.


def build_frontier(
    issues: int, weight: Array, ideal: Array, low: Array, high: Array, steps: Array, tie: Array,
    store_f: Array, at_f: int, store_i: Array, at_i: int, work_f: Array, work_i: Array,
) -> tuple[int, int]:  # fmt: skip
    """Lay the Pareto frontier of seats 0 and 1; returns (segments, combinations), (0, 0) if none is allowed.

    `weight`, `ideal`: [2, issues]; `low`, `high`, `steps` (int), `tie` (random, orders equal ratios):
    [issues]. The frontier is written to `store_f[at_f:]` (`frontier_floats(issues)`) and `store_i[at_i:]`
    (`frontier_ints(issues)`). Scratch: `build_scratch_floats(issues)`, `build_scratch_ints(issues)`.

    The allowed packages are (a combination of levels of small-step issues) x (a point of the continuous
    part). Along the continuous part seat 0 gives up issues in decreasing (gain of 1)/(loss of 0): a concave
    chain of straight segments, one an issue (Raiffa 1982). Of the combinations the Pareto-efficient are kept,
    which loses no efficient package. Issues with more than 12 steps count as continuous. So do, should more
    than 512 combinations be efficient, the small-step issues with the most levels that cause it (their
    number is left in `store_i[at_i + 3]`): from there the frontier is an upper bound, and levels are rounded
    in the text only.
    """
    store_i[at_i] = 0
    store_i[at_i + 1] = 0
    if not package_allowed(issues, low, high, steps):
        return 0, 0
    _lay_ends(issues, ideal, low, high, steps, store_f, at_f)
    listed = _list_discrete(issues, steps, tie, store_f, at_f, work_i)
    combos = _enumerate_levels(
        issues, listed, weight, ideal, low, high, steps, store_f, at_f, store_i, at_i, work_f, work_i
    )
    segments = _lay_corners(issues, weight, ideal, steps, tie, store_f, at_f, store_i, at_i, work_f)
    store_i[at_i] = segments
    store_i[at_i + 1] = combos
    return segments, combos


def _is_small(steps: int) -> bool:
    return 0 < steps <= SMALL_STEPS


def _lay_ends(issues: int, ideal: Array, low: Array, high: Array, steps: Array, store_f: Array, at_f: int) -> None:
    """Best level of each seat on each issue: the ends of the stretch that is worth bargaining over."""
    ends = at_f + 2 * issues + 2
    for i in range(issues):
        for p in range(2):
            if _is_small(steps[i]):
                best = nearest_level(ideal[p, i], low[i], high[i], steps[i]) / steps[i]
            else:
                best = _relaxed_best(ideal[p, i], low[i], high[i], steps[i])
            store_f[ends + p * issues + i] = best


def _relaxed_best(theta: float, low: float, high: float, steps: int) -> float:
    """Ideal moved between the lowest and the highest allowed level, as if all levels between were allowed."""
    if steps == 0:
        return clamp(theta, low, high)
    return clamp(theta, lowest_level(low, steps) / steps, highest_level(high, steps) / steps)


def _levels_apart(i: int, issues: int, steps: Array, store_f: Array, at_f: int) -> int:
    """Steps of a small-step issue from the level best for seat 0 to the one best for seat 1, signed."""
    ends = at_f + 2 * issues + 2
    return _level(store_f[ends + issues + i], steps[i]) - _level(store_f[ends + i], steps[i])


def _level(x: float, steps: int) -> int:
    return math.floor(x * steps + 0.5)


def _list_discrete(issues: int, steps: Array, tie: Array, store_f: Array, at_f: int, work_i: Array) -> int:
    """List disputed small-step issues in work_i, fewest levels first: a full table then drops the finest."""
    listed = 0
    for i in range(issues):
        if not _is_small(steps[i]) or _levels_apart(i, issues, steps, store_f, at_f) == 0:
            continue
        size = abs(_levels_apart(i, issues, steps, store_f, at_f))
        at = listed
        while at > 0:
            j = work_i[at - 1]
            other = abs(_levels_apart(j, issues, steps, store_f, at_f))
            if other < size or (other == size and tie[j] <= tie[i]):
                break
            work_i[at] = j
            at -= 1
        work_i[at] = i
        listed += 1
    return listed


def _enumerate_levels(
    issues: int, listed: int, weight: Array, ideal: Array, low: Array, high: Array, steps: Array,
    store_f: Array, at_f: int, store_i: Array, at_i: int, work_f: Array, work_i: Array,
) -> int:  # fmt: skip
    """Combine the listed issues one by one, keeping efficient combinations; returns their number."""
    ends = at_f + 2 * issues + 2
    chosen = at_i + 4 + issues
    worth = ends + 2 * issues
    codes = at_i + 4 + 3 * issues
    store_f[worth] = 0.0
    store_f[worth + COMBOS] = 0.0
    store_i[codes] = 0
    combos = 1
    merged = 0
    relaxed = 0
    numbered = 1.0
    for at in range(listed):
        i = work_i[at]
        levels = abs(_levels_apart(i, issues, steps, store_f, at_f)) + 1
        merger = -1
        if numbered * levels < CODE_LIMIT:
            _value_levels(i, issues, levels, weight, ideal, steps, store_f, at_f, work_f)
            merger = _merge(issues, combos, levels, store_f, worth, store_i, codes, work_f, work_i)
        if merger < 0:
            relaxed += 1
            for p in range(2):
                store_f[ends + p * issues + i] = _relaxed_best(ideal[p, i], low[i], high[i], steps[i])
            continue
        combos = merger
        for c in range(combos):
            store_f[worth + c] = work_f[issues + c]
            store_f[worth + COMBOS + c] = work_f[issues + COMBOS + c]
            store_i[codes + c] = work_i[issues + c]
        numbered *= levels
        store_i[chosen + merged] = i
        store_i[chosen + issues + merged] = levels
        merged += 1
    store_i[at_i + 2] = merged
    store_i[at_i + 3] = relaxed
    return combos


def _value_levels(
    i: int, issues: int, levels: int, weight: Array, ideal: Array, steps: Array,
    store_f: Array, at_f: int, work_f: Array,
) -> None:  # fmt: skip
    """Value to both seats of each level on the path of issue i."""
    start = _level(store_f[at_f + 2 * issues + 2 + i], steps[i])
    way = 1 if _levels_apart(i, issues, steps, store_f, at_f) > 0 else -1
    values = issues + 2 * COMBOS
    for j in range(levels):
        x = (start + way * j) / steps[i]
        work_f[values + j] = weight[0, i] * issue_value(x, ideal[0, i])
        work_f[values + SMALL_STEPS + 1 + j] = weight[1, i] * issue_value(x, ideal[1, i])


def _merge(
    issues: int, combos: int, levels: int, store_f: Array, worth: int, store_i: Array, codes: int,
    work_f: Array, work_i: Array,
) -> int:  # fmt: skip
    """Cross the combinations (best for seat 0 first) with the levels of one more issue; drop dominated ones.

    A merge of `levels` sorted lists into work_f; returns the new number, -1 if it would exceed COMBOS.
    """
    values = issues + 2 * COMBOS
    heads = issues + COMBOS
    for j in range(levels):
        work_i[heads + j] = 0
    kept = 0
    for _ in range(combos * levels):
        pick = -1
        most = 0.0
        other = 0.0
        for j in range(levels):
            c = work_i[heads + j]
            if c < combos:
                u0 = store_f[worth + c] + work_f[values + j]
                u1 = store_f[worth + COMBOS + c] + work_f[values + SMALL_STEPS + 1 + j]
                if pick < 0 or u0 > most or (u0 == most and u1 > other):
                    pick = j
                    most = u0
                    other = u1
        code = store_i[codes + work_i[heads + pick]] * levels + pick
        work_i[heads + pick] += 1
        if kept > 0 and other <= work_f[issues + COMBOS + kept - 1] + SAME:
            continue
        if kept > 0 and most >= work_f[issues + kept - 1] - SAME:
            kept -= 1  # as good for seat 0 and better for seat 1
        if kept == COMBOS:
            return -1
        work_f[issues + kept] = most
        work_f[issues + COMBOS + kept] = other
        work_i[issues + kept] = code
        kept += 1
    return kept


def _is_enumerated(i: int, issues: int, store_i: Array, at_i: int) -> bool:
    found = False
    for m in range(store_i[at_i + 2]):
        found = found or store_i[at_i + 4 + issues + m] == i
    return found


def _lay_corners(
    issues: int, weight: Array, ideal: Array, steps: Array, tie: Array, store_f: Array, at_f: int,
    store_i: Array, at_i: int, work_f: Array,
) -> int:  # fmt: skip
    """Corners of the continuous part, from the package best for seat 0; returns the number of segments."""
    ends = at_f + 2 * issues + 2
    u0 = 0.0
    u1 = 0.0
    segments = 0
    for i in range(issues):
        if _is_small(steps[i]) and _is_enumerated(i, issues, store_i, at_i):
            continue
        start = store_f[ends + i]
        end = store_f[ends + issues + i]
        loss = weight[0, i] * (issue_value(start, ideal[0, i]) - issue_value(end, ideal[0, i]))
        gain = weight[1, i] * (issue_value(end, ideal[1, i]) - issue_value(start, ideal[1, i]))
        if gain <= FLAT:
            store_f[ends + issues + i] = start
        elif loss <= FLAT:
            store_f[ends + i] = end
        else:
            work_f[i] = coarse(gain / loss)
            _sort_segment(i, segments, tie, work_f, store_i, at_i + 4)
            segments += 1
        u0 += weight[0, i] * issue_value(store_f[ends + i], ideal[0, i])
        u1 += weight[1, i] * issue_value(store_f[ends + i], ideal[1, i])
    store_f[at_f] = u0
    store_f[at_f + issues + 1] = u1
    for s in range(segments):
        i = store_i[at_i + 4 + s]
        start = store_f[ends + i]
        end = store_f[ends + issues + i]
        u0 -= weight[0, i] * (issue_value(start, ideal[0, i]) - issue_value(end, ideal[0, i]))
        u1 += weight[1, i] * (issue_value(end, ideal[1, i]) - issue_value(start, ideal[1, i]))
        store_f[at_f + s + 1] = u0
        store_f[at_f + issues + 2 + s] = u1
    return segments


def _sort_segment(i: int, segments: int, tie: Array, ratio: Array, order: Array, base: int) -> None:
    """Insert issue i into the first `segments` of the order of concession."""
    at = segments
    while at > 0:
        j = order[base + at - 1]
        if ratio[j] > ratio[i] or (ratio[j] == ratio[i] and tie[j] <= tie[i]):
            break
        order[base + at] = j
        at -= 1
    order[base + at] = i


def nash_on_frontier(
    issues: int, store_f: Array, at_f: int, store_i: Array, at_i: int,
    d0: float, d1: float, power0: float, power1: float,
) -> tuple[bool, float, float, int, float]:  # fmt: skip
    """Nash point of seats 0 and 1 on a frontier laid by `build_frontier`.

    `d0`, `d1`: disagreement values, in the units of the package values; `power0`, `power1` > 0: bargaining
    powers (only their ratio matters; below 1e-6 counts as 1e-6). Returns (found, value to 0, value to 1,
    combination, position along the corners); found is False, the rest 0, if no package gives both more than
    disagreement. Exact, with a closed-form maximum on each segment: at share t of a segment on which 0 loses
    l and 1 gains g, the optimum is t = b s0 / l - a s1 / g with a + b = 1 the powers and s the surpluses at
    t = 0. Feed combination and position to `frontier_package`.
    """
    strength0 = power0 if power0 > POWER_MIN else POWER_MIN
    strength1 = power1 if power1 > POWER_MIN else POWER_MIN
    equal = strength0 == strength1
    share = strength0 / (strength0 + strength1)
    segments = store_i[at_i]
    worth = at_f + 4 * issues + 2
    top0 = store_f[at_f]
    top1 = store_f[at_f + issues + 1 + segments]
    found = False
    best = 0.0
    best0 = 0.0
    best1 = 0.0
    best_combo = 0
    best_position = 0.0
    for c in range(store_i[at_i + 1]):
        extra0 = store_f[worth + c] - d0
        extra1 = store_f[worth + COMBOS + c] - d1
        if extra0 + top0 <= SURPLUS_MIN:
            break  # combinations come best for seat 0 first
        if extra1 + top1 <= SURPLUS_MIN:
            continue
        position, s0, s1 = _best_along(issues, segments, store_f, at_f, extra0, extra1, share)
        if s0 <= SURPLUS_MIN or s1 <= SURPLUS_MIN:
            continue
        score = s0 * s1 if equal else share * math.log(s0) + (1.0 - share) * math.log(s1)
        if not found or score > best:
            found = True
            best = score
            best0 = s0 + d0
            best1 = s1 + d1
            best_combo = c
            best_position = position
    return found, best0, best1, best_combo, best_position


def _best_along(
    issues: int, segments: int, store_f: Array, at_f: int, extra0: float, extra1: float, share: float
) -> tuple[float, float, float]:
    """Position and surpluses of the best point for one combination.

    The product rises and then falls along a concave frontier, so the climb ends on the first segment whose
    far end is not its best point.
    """
    position = 0.0
    s0 = extra0 + store_f[at_f]
    s1 = extra1 + store_f[at_f + issues + 1]
    for k in range(segments):
        end0 = extra0 + store_f[at_f + k + 1]
        end1 = extra1 + store_f[at_f + issues + 2 + k]
        loss = s0 - end0
        gain = end1 - s1
        t = 1.0  # for a segment lost in rounding
        if loss > 0.0 and gain > 0.0:
            t = (1.0 - share) * s0 / loss - share * s1 / gain
        if t <= 0.0:
            break
        if t < 1.0:
            position = k + t
            s0 -= t * loss
            s1 += t * gain
            break
        position = k + 1.0
        s0 = end0
        s1 = end1
    return position, s0, s1


def frontier_package(
    issues: int, store_f: Array, at_f: int, store_i: Array, at_i: int, low: Array, high: Array, steps: Array,
    combo: int, position: float, text: Array,
) -> None:  # fmt: skip
    """Write into `text[issues]` the package at `combo` and `position` (as `nash_on_frontier` returns them).

    Exact, except that issues with more than 12 steps (and relaxed ones) go to the nearest allowed level, so
    that the text may be worth a little less to a seat than the point on the frontier.
    """
    ends = at_f + 2 * issues + 2
    for i in range(issues):
        text[i] = store_f[ends + i]
    for s in range(store_i[at_i]):
        i = store_i[at_i + 4 + s]
        if position >= s + 1.0:
            text[i] = store_f[ends + issues + i]
        elif position > s:
            text[i] += (position - s) * (store_f[ends + issues + i] - text[i])
    for i in range(issues):
        if steps[i] > 0:
            text[i] = nearest_level(text[i], low[i], high[i], steps[i]) / steps[i]
    code = store_i[at_i + 4 + 3 * issues + combo]
    merged = store_i[at_i + 2]
    for back in range(merged):
        at = at_i + 4 + issues + merged - 1 - back
        i = store_i[at]
        levels = store_i[at + issues]
        digit = code % levels
        code = code // levels
        way = 1 if store_f[ends + issues + i] > store_f[ends + i] else -1
        text[i] = (_level(store_f[ends + i], steps[i]) + way * digit) / steps[i]


# ---------------------------------------------------------------------------------------- any number of seats


def many_scratch_floats(seats: int, issues: int) -> int:
    """Length of `work_f` for `nash_many`: seats * (issues + 3) + 4 * issues."""
    return seats * (issues + 3) + 4 * issues


def many_scratch_ints(seats: int, issues: int) -> int:
    """Length of `work_i` for `nash_many`: issues."""
    return issues


# Scratch. Floats: surplus, slope along the present move, and surplus if all issues were at one's ideal, of
# each seat; value per unit of level, seats x issues; lowest and highest level, level before the sweep,
# level put aside, of each issue. Ints: whether the level of an issue is settled.


def nash_many(
    seats: int, issues: int, weight: Array, ideal: Array, low: Array, high: Array, steps: Array,
    d: Array, power: Array, text: Array, work_f: Array, work_i: Array,
) -> bool:  # fmt: skip
    """Write into `text[issues]` the Nash point of all seats; False if none was found (`text` is then void).

    `weight`, `ideal`: [seats, issues]; `low`, `high`, `steps` (int): [issues]; `d`, `power`: [seats],
    disagreement values and bargaining powers (> 0; below 1e-6 counts as 1e-6). Scratch:
    `many_scratch_floats(seats, issues)`, `many_scratch_ints(seats, issues)`.

    Ascends the sum of power * log(surplus), the logarithm continued by its tangent at small surpluses so
    that any start will do: issue by issue to the exact maximum, then along the direction of the whole sweep,
    until the linearised objective can rise by no more than 1e-10. Concave, and kinked only within single
    issues, so that no ridge stops it: with continuous issues the result is the global maximum. Issues with
    steps are first relaxed, then rounded one at a time to the better adjacent level, then moved singly and
    in pairs while that helps: a local optimum. Zones of agreement thinner than 1e-6 are not found.
    """
    if not package_allowed(issues, low, high, steps):
        return False
    stepped = _prepare(seats, issues, weight, ideal, low, high, steps, d, power, text, work_f)
    bend = BEND_FIRST
    state = _ascend(seats, issues, ideal, power, bend, SWEEPS, text, work_f)
    while state != NO_ZONE and bend > BEND_LAST and _least(seats, work_f) < bend:
        bend = bend * 0.01
        state = _ascend(seats, issues, ideal, power, bend, SWEEPS, text, work_f)
    if state == NO_ZONE or _least(seats, work_f) <= SURPLUS_MIN:
        return False
    if stepped:
        bend = min(bend, BEND_LEVELS)
        _round_levels(seats, issues, ideal, low, high, steps, power, bend, text, work_f, work_i)
        _move_levels(seats, issues, ideal, low, high, steps, power, bend, text, work_f)
    return _least(seats, work_f) > SURPLUS_MIN


def _strength(power: float) -> float:
    return power if power > POWER_MIN else POWER_MIN


def _prepare(
    seats: int, issues: int, weight: Array, ideal: Array, low: Array, high: Array, steps: Array,
    d: Array, power: Array, text: Array, work_f: Array,
) -> bool:  # fmt: skip
    """Fill rates and ranges, start at the power-weighted mean ideal; returns whether any issue has steps."""
    stepped = False
    bounds = seats * (issues + 3)
    for i in range(issues):
        first = low[i]
        last = high[i]
        if steps[i] > 0:
            first = lowest_level(low[i], steps[i]) / steps[i]
            last = highest_level(high[i], steps[i]) / steps[i]
            stepped = True
        work_f[bounds + i] = first
        work_f[bounds + issues + i] = last
        mean = 0.0
        total = 0.0
        for p in range(seats):
            theta = ideal[p, i]
            work_f[3 * seats + p * issues + i] = weight[p, i] / (theta if theta > 0.5 else 1.0 - theta)
            total += _strength(power[p])
            mean += _strength(power[p]) * theta
        text[i] = clamp(mean / total, first, last)
    for p in range(seats):
        top = -d[p]
        for i in range(issues):
            top += weight[p, i]
        work_f[2 * seats + p] = top
    return stepped


def _measure(seats: int, issues: int, ideal: Array, x: Array, work_f: Array) -> None:
    """Surplus of every seat at package x."""
    for p in range(seats):
        rates = 3 * seats + p * issues
        surplus = work_f[2 * seats + p]
        for i in range(issues):
            surplus -= work_f[rates + i] * abs(x[i] - ideal[p, i])
        work_f[p] = surplus


def _least(seats: int, work_f: Array) -> float:
    least = work_f[0]
    for p in range(1, seats):
        least = min(least, work_f[p])
    return least


def _marginal(surplus: float, bend: float) -> float:
    """Derivative of the logarithm, or of its tangent below the bend."""
    return 1.0 / (surplus if surplus > bend else bend)


def _welfare(seats: int, power: Array, bend: float, work_f: Array) -> float:
    total = 0.0
    for p in range(seats):
        surplus = work_f[p]
        if surplus > bend:
            total += _strength(power[p]) * math.log(surplus)
        else:
            total += _strength(power[p]) * (math.log(bend) + (surplus - bend) / bend)
    return total


def _ascend(
    seats: int, issues: int, ideal: Array, power: Array, bend: float, sweeps: int, text: Array, work_f: Array
) -> int:
    """Climb to the maximum over all issues that are free to move; leaves the surpluses measured."""
    before = seats * (issues + 3) + 2 * issues
    for _ in range(sweeps):
        for i in range(issues):
            work_f[before + i] = text[i]
        _sweep(seats, issues, ideal, power, bend, text, work_f)
        gap, hope = _optimality_gap(seats, issues, ideal, power, bend, text, work_f)
        if hope <= 0.0:
            return NO_ZONE
        if gap <= GAP:
            return CONVERGED
        _extrapolate(seats, issues, ideal, power, bend, text, work_f)
    _measure(seats, issues, ideal, text, work_f)
    return UNFINISHED


def _sweep(seats: int, issues: int, ideal: Array, power: Array, bend: float, text: Array, work_f: Array) -> None:
    """Bring every issue in turn to its best level given the others."""
    bounds = seats * (issues + 3)
    _measure(seats, issues, ideal, text, work_f)
    for i in range(issues):
        if work_f[bounds + i] < work_f[bounds + issues + i]:
            _climb(i, seats, issues, ideal, power, bend, text, work_f)
    _measure(seats, issues, ideal, text, work_f)


def _rise(
    i: int, x: float, way: float, seats: int, issues: int, ideal: Array, power: Array, bend: float,
    work_f: Array,
) -> float:  # fmt: skip
    """Slope of the objective as issue i leaves x up (way 1) or down (-1); keeps each seat's slope."""
    total = 0.0
    for p in range(seats):
        rate = work_f[3 * seats + p * issues + i]
        slope = rate if (ideal[p, i] - x) * way > 0.0 else -rate
        work_f[seats + p] = slope
        total += _strength(power[p]) * _marginal(work_f[p], bend) * slope
    return total


def _slope_at(seats: int, power: Array, bend: float, length: float, work_f: Array) -> float:
    """Slope of the objective after `length` of the present move."""
    total = 0.0
    for p in range(seats):
        slope = work_f[seats + p]
        total += _strength(power[p]) * _marginal(work_f[p] + slope * length, bend) * slope
    return total


def _next_kink(i: int, x: float, way: float, end: float, seats: int, issues: int, ideal: Array, work_f: Array) -> float:
    near = end
    for p in range(seats):
        theta = ideal[p, i]
        ahead = (theta - x) * way > 0.0 and (near - theta) * way > 0.0
        if ahead and work_f[3 * seats + p * issues + i] > 0.0:
            near = theta
    return near


def _climb(
    i: int, seats: int, issues: int, ideal: Array, power: Array, bend: float, text: Array, work_f: Array
) -> None:
    """Move issue i to its best level, from kink to kink; the surpluses follow."""
    x = text[i]
    way = 1.0
    end = work_f[seats * (issues + 3) + issues + i]
    rise = _rise(i, x, way, seats, issues, ideal, power, bend, work_f) if x < end else 0.0
    if rise <= SLOPE_MIN:
        way = -1.0
        end = work_f[seats * (issues + 3) + i]
        rise = _rise(i, x, way, seats, issues, ideal, power, bend, work_f) if x > end else 0.0
    while rise > SLOPE_MIN:
        near = _next_kink(i, x, way, end, seats, issues, ideal, work_f)
        length = (near - x) * way
        inside = _slope_at(seats, power, bend, length, work_f) < 0.0
        if inside:
            length = _root(seats, power, bend, length, work_f)
        for p in range(seats):
            work_f[p] += work_f[seats + p] * length
        x = x + way * length if inside else near
        if inside or x == end:
            break
        rise = _rise(i, x, way, seats, issues, ideal, power, bend, work_f)
    text[i] = x


def _root(seats: int, power: Array, bend: float, length: float, work_f: Array) -> float:
    """Where in (0, length) the slope of the objective vanishes: Newton's method inside a bracket."""
    left = 0.0
    right = length
    t = 0.5 * length
    for _ in range(60):
        slope = 0.0
        bow = 0.0
        for p in range(seats):
            g = work_f[seats + p]
            surplus = work_f[p] + g * t
            marginal = _strength(power[p]) * _marginal(surplus, bend) * g
            slope += marginal
            if surplus > bend:
                bow += marginal * g / surplus
        if slope > 0.0:
            left = t
        else:
            right = t
        step = t + slope / bow if bow > 0.0 else left
        if step <= left or step >= right:
            step = 0.5 * (left + right)
        done = abs(step - t) <= 1e-15
        t = step
        if done:
            break
    return t


def _optimality_gap(
    seats: int, issues: int, ideal: Array, power: Array, bend: float, text: Array, work_f: Array
) -> tuple[float, float]:
    """How far the linearised objective can rise at most, and the most that all surpluses can come to in it.

    By concavity the first bounds the distance from the maximum. The second, if not positive, proves that no
    package leaves every seat a surplus: a positive combination of the surpluses is nowhere positive.
    """
    gap = 0.0
    hope = 0.0
    for p in range(seats):
        hope += _strength(power[p]) * _marginal(work_f[p], bend) * work_f[p]
    bounds = seats * (issues + 3)
    for i in range(issues):
        first = work_f[bounds + i]
        last = work_f[bounds + issues + i]
        if first < last:
            here = _linear(i, text[i], seats, issues, ideal, power, bend, work_f)
            most = _linear(i, first, seats, issues, ideal, power, bend, work_f)
            most = max(most, _linear(i, last, seats, issues, ideal, power, bend, work_f))
            for p in range(seats):
                theta = clamp(ideal[p, i], first, last)
                most = max(most, _linear(i, theta, seats, issues, ideal, power, bend, work_f))
            if most > here:
                gap += most - here
    return gap, hope + gap


def _linear(i: int, x: float, seats: int, issues: int, ideal: Array, power: Array, bend: float, work_f: Array) -> float:
    """What issue i at level x adds to the linearised objective."""
    total = 0.0
    for p in range(seats):
        rate = work_f[3 * seats + p * issues + i]
        total -= _strength(power[p]) * _marginal(work_f[p], bend) * rate * abs(x - ideal[p, i])
    return total


def _extrapolate(seats: int, issues: int, ideal: Array, power: Array, bend: float, text: Array, work_f: Array) -> None:
    """Go on in the direction of the last sweep as far as that helps.

    Single-issue moves zigzag where two issues exchange at nearly the same ratio; the sweep as a whole points
    along the valley.
    """
    bounds = seats * (issues + 3)
    before = bounds + 2 * issues
    aside = before + issues
    longest = 0.0
    for i in range(issues):
        work_f[aside + i] = text[i]
        work_f[before + i] = text[i] - work_f[before + i]
        longest = max(longest, abs(work_f[before + i]))
    if longest <= 0.0:
        return
    reach = 1.0
    for i in range(issues):
        heading = work_f[before + i] / longest  # in levels, lest short sweeps look flat
        work_f[before + i] = heading
        if heading > 0.0:
            reach = min(reach, (work_f[bounds + issues + i] - text[i]) / heading)
        elif heading < 0.0:
            reach = min(reach, (work_f[bounds + i] - text[i]) / heading)
    if reach <= 0.0 or _slope_ahead(0.0, seats, issues, ideal, power, bend, work_f) <= SLOPE_MIN:
        return
    left = 0.0
    right = reach
    for _ in range(40):
        t = 0.5 * (left + right)
        if _slope_ahead(t, seats, issues, ideal, power, bend, work_f) > 0.0:
            left = t
        else:
            right = t
    for i in range(issues):
        x = work_f[aside + i] + left * work_f[before + i]
        text[i] = clamp(x, work_f[bounds + i], work_f[bounds + issues + i])


def _slope_ahead(t: float, seats: int, issues: int, ideal: Array, power: Array, bend: float, work_f: Array) -> float:
    """Slope of the objective at distance t of the extrapolation."""
    before = seats * (issues + 3) + 2 * issues
    aside = before + issues
    total = 0.0
    for p in range(seats):
        rates = 3 * seats + p * issues
        surplus = work_f[2 * seats + p]
        slope = 0.0
        for i in range(issues):
            heading = work_f[before + i]
            short = ideal[p, i] - (work_f[aside + i] + t * heading)
            rate = work_f[rates + i]
            surplus -= rate * abs(short)
            speed = rate * abs(heading)
            slope += speed if short * heading > 0.0 else -speed
        total += _strength(power[p]) * _marginal(surplus, bend) * slope
    return total


def _settle(i: int, level: int, steps: Array, seats: int, issues: int, text: Array, work_f: Array) -> None:
    """Fix issue i at a level."""
    x = level / steps[i]
    bounds = seats * (issues + 3)
    text[i] = x
    work_f[bounds + i] = x
    work_f[bounds + issues + i] = x


def _round_levels(
    seats: int, issues: int, ideal: Array, low: Array, high: Array, steps: Array, power: Array, bend: float,
    text: Array, work_f: Array, work_i: Array,
) -> None:  # fmt: skip
    """Round stepped issues to the better adjacent level, the one nearest to a level first."""
    for i in range(issues):
        work_i[i] = 1 if steps[i] == 0 else 0
    for _ in range(issues):
        i = _next_to_round(issues, steps, text, work_i)
        if i < 0:
            break
        work_i[i] = 1
        level = math.floor(text[i] * steps[i] + 1e-9)
        level = max(level, lowest_level(low[i], steps[i]))
        if level < highest_level(high[i], steps[i]) and text[i] * steps[i] - level > 1e-9:
            down = _try_level(i, level, steps, seats, issues, ideal, power, bend, text, work_f)
            up = _try_level(i, level + 1, steps, seats, issues, ideal, power, bend, text, work_f)
            if up > down:
                level += 1
        _settle(i, level, steps, seats, issues, text, work_f)
        _ascend(seats, issues, ideal, power, bend, SWEEPS_ROUNDING, text, work_f)


def _next_to_round(issues: int, steps: Array, text: Array, work_i: Array) -> int:
    pick = -1
    least = 1.0
    for i in range(issues):
        if work_i[i] == 0:
            at = text[i] * steps[i]
            off = abs(at - math.floor(at + 0.5))
            if pick < 0 or off < least - 1e-12:
                pick = i
                least = off
    return pick


def _keep_aside(seats: int, issues: int, text: Array, work_f: Array) -> None:
    aside = seats * (issues + 3) + 3 * issues
    for i in range(issues):
        work_f[aside + i] = text[i]


def _bring_back(seats: int, issues: int, text: Array, work_f: Array) -> None:
    aside = seats * (issues + 3) + 3 * issues
    for i in range(issues):
        text[i] = work_f[aside + i]


def _try_level(
    i: int, level: int, steps: Array, seats: int, issues: int, ideal: Array, power: Array, bend: float,
    text: Array, work_f: Array,
) -> float:  # fmt: skip
    """Welfare with issue i at a level and the free issues adapted in one sweep; everything is put back."""
    bounds = seats * (issues + 3)
    first = work_f[bounds + i]
    last = work_f[bounds + issues + i]
    _keep_aside(seats, issues, text, work_f)
    _settle(i, level, steps, seats, issues, text, work_f)
    _sweep(seats, issues, ideal, power, bend, text, work_f)
    welfare = _welfare(seats, power, bend, work_f)
    work_f[bounds + i] = first
    work_f[bounds + issues + i] = last
    _bring_back(seats, issues, text, work_f)
    return welfare


def _move_levels(
    seats: int, issues: int, ideal: Array, low: Array, high: Array, steps: Array, power: Array, bend: float,
    text: Array, work_f: Array,
) -> None:  # fmt: skip
    """Move levels one step, singly or two issues at once, while that helps; leaves the surpluses measured."""
    for _ in range(4 * issues):
        _ascend(seats, issues, ideal, power, bend, SWEEPS, text, work_f)
        here = _welfare(seats, power, bend, work_f)
        if _move_one(here, seats, issues, ideal, low, high, steps, power, bend, text, work_f):
            continue
        if not _move_two(here, seats, issues, ideal, low, high, steps, power, bend, text, work_f):
            break
    _measure(seats, issues, ideal, text, work_f)


def _may_move(i: int, way: int, low: Array, high: Array, steps: Array, text: Array) -> bool:
    if steps[i] == 0:
        return False
    level = _level(text[i], steps[i]) + way
    return lowest_level(low[i], steps[i]) <= level <= highest_level(high[i], steps[i])


def _move_one(
    here: float, seats: int, issues: int, ideal: Array, low: Array, high: Array, steps: Array, power: Array,
    bend: float, text: Array, work_f: Array,
) -> bool:  # fmt: skip
    """Make the best single move of one level that helps."""
    pick = -1
    best = here + BETTER
    pick_level = 0
    for i in range(issues):
        for turn in range(2):
            way = 2 * turn - 1
            if not _may_move(i, way, low, high, steps, text):
                continue
            level = _level(text[i], steps[i]) + way
            welfare = _try_level(i, level, steps, seats, issues, ideal, power, bend, text, work_f)
            if welfare > best:
                pick = i
                best = welfare
                pick_level = level
    if pick < 0:
        return False
    _settle(pick, pick_level, steps, seats, issues, text, work_f)
    return True


def _move_two(
    here: float, seats: int, issues: int, ideal: Array, low: Array, high: Array, steps: Array, power: Array,
    bend: float, text: Array, work_f: Array,
) -> bool:  # fmt: skip
    """Make the first move of two issues by one level each that helps."""
    for i in range(issues):
        for j in range(i):
            for turn in range(4):
                way_i = 2 * (turn // 2) - 1
                way_j = 2 * (turn % 2) - 1
                if not _may_move(i, way_i, low, high, steps, text):
                    continue
                if not _may_move(j, way_j, low, high, steps, text):
                    continue
                level_i = _level(text[i], steps[i])
                level_j = _level(text[j], steps[j])
                _settle(i, level_i + way_i, steps, seats, issues, text, work_f)
                _settle(j, level_j + way_j, steps, seats, issues, text, work_f)
                _measure(seats, issues, ideal, text, work_f)
                if _welfare(seats, power, bend, work_f) > here + BETTER:
                    return True
                _settle(i, level_i, steps, seats, issues, text, work_f)
                _settle(j, level_j, steps, seats, issues, text, work_f)
    return False
