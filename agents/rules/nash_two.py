"""The Nash point of two seats: the package that a single text from a mediator aims at, and what talks promise.

Maximises the product over seats p of (u_p(x) - d_p)^power_p over the allowed packages that leave every seat
above its disagreement value d_p (Nash, Econometrica 18, 1950; unequal powers: the asymmetric solution of
Kalai, International Journal of Game Theory 6, 1977). Values, weights and packages are as in `bargaining`.

The Pareto frontier is laid once for given positions and saliences (`build_frontier`) and the Nash point is one
pass over its corners whenever a disagreement value moves (`nash_on_frontier`). More seats: `nash_many`.
"""

import math

from agents.rules.arrays import FloatMatrix, Floats, Ints
from agents.rules.bargaining import (
    SMALL_STEPS,
    clamp,
    coarse,
    highest_level,
    issue_value,
    lowest_level,
    nearest_level,
    package_allowed,
)
from agents.rules.nash_merge import COMBOS, merge

CODE_LIMIT = 4.0e18  # combinations are numbered in 63 bits
SURPLUS_MIN = 1e-12  # a surplus must exceed this to count as positive, utility units
POWER_MIN = 1e-6  # smaller bargaining powers are raised to this
FLAT = 1e-15  # a gain or loss over a whole issue that counts as none
EQUAL = 1e-9  # products of surpluses that differ by less (of the logarithm) are equal
WORSE = 2e-6  # products smaller by this (of the logarithm) are out: more than COMBOS * EQUAL
MANY = 64  # combinations from which it pays to leave some out
THIN = 1e-3  # surpluses below which prices of utility say nothing for sure


def strength(power: float) -> float:
    """Bargaining power as it counts."""
    return power if power > POWER_MIN else POWER_MIN


def level_at(x: float, steps: int) -> int:
    """Number of the level at x, a share of the range."""
    return math.floor(x * steps + 0.5)


def frontier_floats(issues: int) -> int:
    """Floats that one frontier occupies in `store_f`: 4 * issues + 2 + 768."""
    return 4 * issues + 2 + 2 * COMBOS


def frontier_ints(issues: int) -> int:
    """Ints that one frontier occupies in `store_i`: 4 * issues + 4 + 384."""
    return 4 * issues + 4 + COMBOS


def build_scratch_floats(issues: int) -> int:
    """Length of `work_f` for `build_frontier`: issues + 768 + 52."""
    return issues + 2 * COMBOS + 4 * (SMALL_STEPS + 1)


def build_scratch_ints(issues: int) -> int:
    """Length of `work_i` for `build_frontier`: issues + 384 + 26."""
    return issues + COMBOS + 2 * (SMALL_STEPS + 1)


# A frontier in store_f: value to seat 0, then to seat 1, of each corner of the continuous part (issues + 1
# each); level best for seat 0, then for seat 1, of each issue; value to seat 0, then to seat 1, of each
# combination. In store_i: number of segments, of combinations, of issues enumerated, of small-step issues
# relaxed; the issue of each segment; the issues enumerated; how many levels each has on its path, and what one
# of these counts in the number of a combination; the number of each combination.


def build_frontier(
    issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, tie: Floats,
    store_f: Floats, at_f: int, store_i: Ints, at_i: int, work_f: Floats, work_i: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Lay the Pareto frontier of seats 0 and 1; returns (segments, combinations), (0, 0) if none is allowed.

    `weight`, `ideal`: [2, issues]; `low`, `high`, `steps` (int), `tie` (random, orders equals):
    [issues]. The frontier is written to `store_f[at_f:]` (`frontier_floats(issues)`) and `store_i[at_i:]`
    (`frontier_ints(issues)`). Scratch: `build_scratch_floats(issues)`, `build_scratch_ints(issues)`.

    The allowed packages are (a combination of levels of small-step issues) x (a point of the continuous
    part). Along the continuous part seat 0 gives up issues in decreasing (gain of 1)/(loss of 0): a concave
    chain of straight segments, one an issue (Raiffa 1982). Of the combinations the Pareto-efficient are kept,
    which loses no efficient package. Issues with more than 12 steps count as continuous. Small-step issues are
    combined in decreasing worth of a step to both seats; should more than 384 combinations be efficient, the one
    that causes it and those whose steps are worth less count as continuous too (their number is left in
    `store_i[at_i + 3]`): from there the frontier is an upper bound, and levels are rounded in the text only.
    """
    clear_frontier(issues, store_f, at_f, store_i, at_i)
    return finish_frontier(
        issues, issues, weight, ideal, low, high, steps, tie, store_f, at_f, store_i, at_i, work_f, work_i
    )


def clear_frontier(issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int) -> None:
    """Begin a frontier: a single combination, of no issue yet, worth nothing to either seat."""
    worth = at_f + 4 * issues + 2
    for i in range(4):
        store_i[at_i + i] = 0
    store_f[worth] = 0.0
    store_f[worth + COMBOS] = 0.0
    store_i[at_i + 4 + 4 * issues] = 0
    store_i[at_i + 1] = 1


def finish_frontier(
    lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    tie: Floats, store_f: Floats, at_f: int, store_i: Ints, at_i: int, work_f: Floats, work_i: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Add the first `lines` of the `issues` to the combinations begun, as `build_frontier`, and lay the continuous part."""
    if not package_allowed(lines, low, high, steps):
        store_i[at_i + 1] = 0
        return 0, 0
    _lay_ends(lines, issues, weight, ideal, low, high, steps, store_f, at_f)
    listed = _list_discrete(lines, issues, weight, ideal, steps, tie, store_f, at_f, work_f, work_i)
    _enumerate_levels(
        issues, listed, weight, ideal, low, high, steps, tie, store_f, at_f, store_i, at_i, work_f, work_i
    )
    store_i[at_i] = _lay_corners(lines, issues, weight, ideal, steps, tie, store_f, at_f, store_i, at_i, work_f)
    return store_i[at_i], store_i[at_i + 1]


def _is_small(steps: int) -> bool:
    return 0 < steps <= SMALL_STEPS


def _lay_ends(
    lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    store_f: Floats, at_f: int,
) -> None:  # fmt: skip
    """Best level of each seat on each issue: the ends of the stretch that is worth bargaining over.

    What matters to neither stays where the first would have it.
    """
    ends = at_f + 2 * issues + 2
    for i in range(lines):
        for p in range(2):
            if _is_small(steps[i]):
                best = nearest_level(ideal[p, i], low[i], high[i], steps[i]) / steps[i]
            else:
                best = _relaxed_best(ideal[p, i], low[i], high[i], steps[i])
            store_f[ends + p * issues + i] = best
        if weight[0, i] <= 0.0 and weight[1, i] <= 0.0:
            store_f[ends + issues + i] = store_f[ends + i]


def _relaxed_best(theta: float, low: float, high: float, steps: int) -> float:
    """Ideal moved between the lowest and the highest allowed level, as if all levels between were allowed."""
    if steps == 0:
        return clamp(theta, low, high)
    return clamp(theta, lowest_level(low, steps) / steps, highest_level(high, steps) / steps)


def _levels_apart(i: int, issues: int, steps: Ints, store_f: Floats, at_f: int) -> int:
    """Steps of a small-step issue from the level best for seat 0 to the one best for seat 1, signed."""
    ends = at_f + 2 * issues + 2
    return level_at(store_f[ends + issues + i], steps[i]) - level_at(store_f[ends + i], steps[i])


def is_compared_first(i: int, j: int, steps: Ints, tie: Floats) -> bool:
    """Whether equally good packages are compared on issue i before they are on issue j: fewest steps first, then by ties."""
    return steps[i] < steps[j] or (steps[i] == steps[j] and tie[i] <= tie[j])


def list_stepped(i: int, listed: int, base: int, steps: Ints, tie: Floats, work_i: Ints) -> None:
    """Insert issue i into the `listed` issues at work_i[base:], in the order in which packages are compared."""
    at = base + listed
    while at > base and not is_compared_first(work_i[at - 1], i, steps, tie):
        work_i[at] = work_i[at - 1]
        at -= 1
    work_i[at] = i


def _list_discrete(
    lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints, tie: Floats, store_f: Floats, at_f: int,
    work_f: Floats, work_i: Ints,
) -> int:  # fmt: skip
    """List disputed small-step issues in work_i, those whose steps are worth most first: rounding these would cost most."""
    listed = 0
    for i in range(lines):
        if not _is_small(steps[i]) or _levels_apart(i, issues, steps, store_f, at_f) == 0:
            continue
        work_f[i] = _step_worth(i, issues, weight, ideal, steps, store_f, at_f)
        at = listed
        while at > 0 and not _is_combined_first(work_i[at - 1], i, steps, tie, work_f):
            work_i[at] = work_i[at - 1]
            at -= 1
        work_i[at] = i
        listed += 1
    return listed


def _step_worth(
    i: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints, store_f: Floats, at_f: int
) -> float:
    """What a step between the seats' best levels of issue i moves the values of both on average."""
    ends = at_f + 2 * issues + 2
    moved = 0.0
    for p in range(2):
        there = issue_value(store_f[ends + issues + i], ideal[p, i])
        moved += weight[p, i] * abs(there - issue_value(store_f[ends + i], ideal[p, i]))
    return coarse(moved / abs(_levels_apart(i, issues, steps, store_f, at_f)))


def _is_combined_first(i: int, j: int, steps: Ints, tie: Floats, worth: Floats) -> bool:
    return worth[i] > worth[j] or (worth[i] == worth[j] and is_compared_first(i, j, steps, tie))


def _enumerate_levels(
    issues: int, listed: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, tie: Floats,
    store_f: Floats, at_f: int, store_i: Ints, at_i: int, work_f: Floats, work_i: Ints,
) -> None:  # fmt: skip
    """Combine the listed issues one by one, keeping efficient combinations, while there is room for these."""
    ends = at_f + 2 * issues + 2
    numbered = _number_levels(issues, listed, steps, tie, store_f, at_f, store_i, at_i, work_i)
    fits = True
    for at in range(listed):
        i = work_i[at]
        fits = fits and at < numbered
        if fits:
            apart = _levels_apart(i, issues, steps, store_f, at_f)
            _value_levels(i, issues, abs(apart) + 1, weight, ideal, steps, store_f, at_f, work_f)
            place = store_i[at_i + 4 + i]
            fits = combine(i, abs(apart) + 1, apart > 0, place, issues, store_f, at_f, store_i, at_i, work_f, work_i)
        if not fits:
            store_i[at_i + 3] += 1
            for p in range(2):
                store_f[ends + p * issues + i] = _relaxed_best(ideal[p, i], low[i], high[i], steps[i])


def _number_levels(
    issues: int, listed: int, steps: Ints, tie: Floats, store_f: Floats, at_f: int, store_i: Ints, at_i: int, work_i: Ints,
) -> int:  # fmt: skip
    """Note in store_i[at_i + 4:] what a level of each listed issue counts in the number of a combination; how many fit.

    That of the issue compared last counts one. Issues combined before are compared first: their numbers grow.
    """
    most = 1.0
    for m in range(store_i[at_i + 2]):
        most *= store_i[at_i + 4 + 2 * issues + m]
    numbered = 0
    total = 1
    while numbered < listed:
        levels = abs(_levels_apart(work_i[numbered], issues, steps, store_f, at_f)) + 1
        if most * levels >= CODE_LIMIT:
            break
        most *= levels
        total *= levels
        numbered += 1
    for at in range(numbered):
        i = work_i[at]
        place = 1
        for other in range(numbered):
            j = work_i[other]
            if other != at and is_compared_first(i, j, steps, tie):
                place *= abs(_levels_apart(j, issues, steps, store_f, at_f)) + 1
        store_i[at_i + 4 + i] = place
    for m in range(store_i[at_i + 2]):
        store_i[at_i + 4 + 3 * issues + m] *= total
    for c in range(store_i[at_i + 1]):
        store_i[at_i + 4 + 4 * issues + c] *= total
    return numbered


def combine(
    i: int, levels: int, rising: bool, place: int, issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int,
    work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Combine the levels of issue i, valued by `value_level`, with all combinations so far; False if that is too many.

    `rising`: whether a later level counts as the higher one; `place`: what a level counts in a combination's number.
    """
    worth = at_f + 4 * issues + 2
    codes = at_i + 4 + 4 * issues
    combos = merge(issues, store_i[at_i + 1], levels, rising, place, store_f, worth, store_i, codes, work_f, work_i)
    if combos < 0:
        return False
    for c in range(combos):
        store_f[worth + c] = work_f[issues + c]
        store_f[worth + COMBOS + c] = work_f[issues + COMBOS + c]
        store_i[codes + c] = work_i[issues + c]
    merged = at_i + 4 + issues + store_i[at_i + 2]
    store_i[merged] = i
    store_i[merged + issues] = levels
    store_i[merged + 2 * issues] = place
    store_i[at_i + 2] += 1
    store_i[at_i + 1] = combos
    return True


def value_level(p: int, j: int, value: float, issues: int, work_f: Floats) -> None:
    """Note what level j of the issue that is combined next is worth to seat p."""
    work_f[issues + 2 * COMBOS + p * (SMALL_STEPS + 1) + j] = value


def lay_end(p: int, i: int, level: float, issues: int, store_f: Floats, at_f: int) -> None:
    """Note the end of issue i that is best for seat p."""
    store_f[at_f + 2 * issues + 2 + p * issues + i] = level


def _value_levels(
    i: int, issues: int, levels: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints,
    store_f: Floats, at_f: int, work_f: Floats,
) -> None:  # fmt: skip
    """Value to both seats of each level on the path of issue i."""
    start = level_at(store_f[at_f + 2 * issues + 2 + i], steps[i])
    way = 1 if _levels_apart(i, issues, steps, store_f, at_f) > 0 else -1
    for j in range(levels):
        x = (start + way * j) / steps[i]
        for p in range(2):
            value_level(p, j, weight[p, i] * issue_value(x, ideal[p, i]), issues, work_f)


def _is_enumerated(i: int, issues: int, store_i: Ints, at_i: int) -> bool:
    found = False
    for m in range(store_i[at_i + 2]):
        found = found or store_i[at_i + 4 + issues + m] == i
    return found


def _lay_corners(
    lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints, tie: Floats, store_f: Floats, at_f: int,
    store_i: Ints, at_i: int, work_f: Floats,
) -> int:  # fmt: skip
    """Corners of the continuous part, from the package best for seat 0; returns the number of segments."""
    ends = at_f + 2 * issues + 2
    u0 = 0.0
    u1 = 0.0
    segments = 0
    for i in range(lines):
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


def _sort_segment(i: int, segments: int, tie: Floats, ratio: Floats, order: Ints, base: int) -> None:
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
    issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int,
    d0: float, d1: float, power0: float, power1: float,
) -> tuple[bool, float, float, int, float]:  # fmt: skip
    """Nash point of seats 0 and 1 on a frontier laid by `build_frontier`.

    `d0`, `d1`: disagreement values, in the units of the package values; `power0`, `power1` > 0: bargaining
    powers (only their ratio matters; below 1e-6 counts as 1e-6). Returns (found, value to 0, value to 1,
    combination, position along the corners); found is False, the rest 0, if no package gives both more than
    disagreement. Exact, with a closed-form maximum on each segment: at share t of a segment on which 0 loses
    l and 1 gains g, the optimum is t = b s0 / l - a s1 / g with a + b = 1 the powers and s the surpluses at
    t = 0. Of products equal to 1e-9 (`EQUAL`) the combination with the higher level is taken, compared issue
    by issue, fewest steps first, then by ties. Feed combination and position to `frontier_package`.
    """
    strength0 = power0 if power0 > POWER_MIN else POWER_MIN
    strength1 = power1 if power1 > POWER_MIN else POWER_MIN
    equal = strength0 == strength1
    share = strength0 / (strength0 + strength1)
    segments = store_i[at_i]
    worth = at_f + 4 * issues + 2
    codes = at_i + 4 + 4 * issues
    top0 = store_f[at_f]
    top1 = store_f[at_f + issues + 1 + segments]
    price0, price1, enough = _prices(issues, store_f, at_f, store_i, at_i, d0, d1, share)
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
        if extra1 + top1 <= SURPLUS_MIN or price0 * extra0 + price1 * extra1 < enough:
            continue
        position, s0, s1 = _best_along(issues, segments, store_f, at_f, extra0, extra1, share)
        if s0 <= SURPLUS_MIN or s1 <= SURPLUS_MIN:
            continue
        score = s0 * s1 if equal else share * math.log(s0) + (1.0 - share) * math.log(s1)
        slack = EQUAL * score if equal else EQUAL
        higher = store_i[codes + c] > store_i[codes + best_combo]
        if not found or score > best + slack or (higher and score >= best - slack):
            found = True
            best = score
            best0 = s0 + d0
            best1 = s1 + d1
            best_combo = c
            best_position = position
    return found, best0, best1, best_combo, best_position


def _prices(
    issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int, d0: float, d1: float, share: float
) -> tuple[float, float, float]:
    """Prices of the seats' utilities, and what a combination's surpluses must come to at them to be looked at.

    The prices are the slopes of the logarithm of the product at the best of some combinations, spread over all. It is
    concave: what is worth less than that point at these prices, even with the corner worth most, has a smaller product.
    That of one left out is smaller by more than 384 times what counts as equal, so that it cannot be chosen by way of
    others. Prices are 0 where no zone is found, or one so thin that rounding might decide, and where they would cost
    more than they save: with few combinations, or no segments to climb.
    """
    segments = store_i[at_i]
    combos = store_i[at_i + 1]
    if segments == 0 or combos < MANY:
        return 0.0, 0.0, 0.0
    worth = at_f + 4 * issues + 2
    best = 0.0
    best0 = 0.0
    best1 = 0.0
    stride = 1 + math.floor(math.sqrt(combos))
    for c in range(stride // 2, combos, stride):
        extra0 = store_f[worth + c] - d0
        extra1 = store_f[worth + COMBOS + c] - d1
        _, s0, s1 = _best_along(issues, segments, store_f, at_f, extra0, extra1, share)
        if s0 > THIN and s1 > THIN and s0 * s1 > best:
            best = s0 * s1
            best0 = s0
            best1 = s1
    if best <= 0.0:
        return 0.0, 0.0, 0.0
    price0 = share / best0
    price1 = (1.0 - share) / best1
    most = price0 * store_f[at_f] + price1 * store_f[at_f + issues + 1]
    for k in range(1, segments + 1):
        most = max(most, price0 * store_f[at_f + k] + price1 * store_f[at_f + issues + 1 + k])
    return price0, price1, 1.0 - WORSE - most


def _best_along(
    issues: int, segments: int, store_f: Floats, at_f: int, extra0: float, extra1: float, share: float
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
    issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int, low: Floats, high: Floats, steps: Ints,
    combo: int, position: float, text: Floats,
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
    code = store_i[at_i + 4 + 4 * issues + combo]
    for m in range(store_i[at_i + 2]):
        at = at_i + 4 + issues + m
        i = store_i[at]
        level = code // store_i[at + 2 * issues] % store_i[at + issues]
        text[i] = (level_at(min(store_f[ends + i], store_f[ends + issues + i]), steps[i]) + level) / steps[i]
