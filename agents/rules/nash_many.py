"""The Nash point of three seats or more, exact in continuous issues and in levels.

Objective and ascent as in `nash_ascent`. Levels are chosen by rounding and then by a branch and bound over all of
them, which ends with the best package unless its nodes run out.
"""

import math

from agents.rules.arrays import FloatMatrix, Floats, Ints
from agents.rules.bargaining import SMALL_STEPS, highest_level, lowest_level, package_allowed
from agents.rules.nash_ascent import (
    GAP,
    LOWEST,
    NO_ZONE,
    ascend,
    ascent_floats,
    least,
    linear,
    measure,
    optimality_gap,
    possible_rise,
    prepare,
    price_of,
    sweep,
    welfare,
)
from agents.rules.nash_two import EQUAL, SURPLUS_MIN, level_at, list_stepped, strength

BEND_FIRST = 0.01  # surplus below which the logarithm goes on as its tangent, at first
BEND_LEVELS = 1e-4  # the same while levels are chosen
BEND_LAST = 1e-6  # smallest bend: a zone of agreement thinner than this is not looked for
SWEEPS = 400  # most sweeps of one ascent
SWEEPS_ROUNDING = 20  # the same between two roundings
SWEEPS_NODE = 4  # the same at a node of the search: a looser bound costs less than more sweeps
GAP_NODE = 1e-2  # how near to its maximum that brings the objective, and an ascent between two roundings
NODES = 2_000  # nodes of the search over levels, up to 10 ms: most end within 40, few need 700
BETTER = 1e-11  # a move of levels must raise the objective by more than this


def many_scratch_floats(seats: int, issues: int) -> int:
    """Length of `work_f` for `nash_many`: seats * (3 * issues + 4) + issues * (issues + 6)."""
    return ascent_floats(seats, issues) + issues * (seats + 2)


def many_scratch_ints(seats: int, issues: int) -> int:
    """Length of `work_i` for `nash_many`: 3 * issues."""
    return 3 * issues


# Scratch. Floats: that of the ascent; the best package; then, of each depth of the search, the price of each
# seat's utility and the constant of its linearised objective. Ints: whether an issue needs no rounding; the
# issues searched over, in order; the level tried last at each depth.


def nash_many(
    seats: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, tie: Floats,
    d: Floats, power: Floats, text: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Write into `text[issues]` the Nash point of all seats; False if none was found (`text` is then void).

    `weight`, `ideal`: [seats, issues]; `low`, `high`, `steps` (int), `tie` (random, orders equals): [issues];
    `d`, `power`: [seats], disagreement values and bargaining powers (> 0; below 1e-6 counts as 1e-6). Scratch:
    `many_scratch_floats(seats, issues)`, `many_scratch_ints(seats, issues)`.

    All steps relaxed, the ascent gives the global maximum (to 1e-10 of the logarithm) or proves that there is
    no zone of agreement; zones thinner than 1e-6 are not found. Then issues are rounded one at a time to the
    better adjacent level, and from there a depth-first branch and bound tries all levels: the global maximum
    again, and of products equal to 1e-9 the higher level, compared issue by issue, fewest steps first, then by
    ties. If its 2,000 nodes run out, levels are moved singly and in pairs from the best found, while that
    helps: a local optimum. An issue that matters to nobody stays where the first seat would have it.
    """
    if not package_allowed(issues, low, high, steps):
        return False
    stepped = prepare(seats, issues, weight, ideal, low, high, steps, d, power, text, work_f)
    bend = BEND_FIRST
    state = ascend(seats, issues, ideal, power, bend, SWEEPS, GAP, LOWEST, text, work_f)
    while state != NO_ZONE and bend > BEND_LAST and least(seats, work_f) < bend:
        bend = bend * 0.01
        state = ascend(seats, issues, ideal, power, bend, SWEEPS, GAP, LOWEST, text, work_f)
    if state == NO_ZONE or least(seats, work_f) <= SURPLUS_MIN:
        return False
    if not stepped:
        return True
    bend = min(bend, BEND_LEVELS)
    return _choose_levels(seats, issues, ideal, low, high, steps, tie, power, bend, text, work_f, work_i)


def _settle(i: int, level: int, steps: Ints, seats: int, issues: int, text: Floats, work_f: Floats) -> None:
    """Fix issue i at a level."""
    x = level / steps[i]
    bounds = seats * (issues + 3)
    text[i] = x
    work_f[bounds + i] = x
    work_f[bounds + issues + i] = x


# ------------------------------------------------------------------------------------------- branch and bound


def _choose_levels(
    seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, tie: Floats, power: Floats,
    bend: float, text: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Go from the relaxed maximum to the best levels; False if no levels leave every seat a surplus."""
    listed, fine = _list_free(seats, issues, steps, tie, work_f, work_i)
    if listed > 0:
        _lay_prices(0, seats, issues, ideal, power, bend, text, work_f, work_i)
    _round_levels(seats, issues, ideal, low, high, steps, power, bend, text, work_f, work_i)
    if fine:
        _move_levels(SMALL_STEPS, seats, issues, ideal, low, high, steps, power, bend, text, work_f)
    measure(seats, issues, ideal, text, work_f)
    found = least(seats, work_f) > SURPLUS_MIN
    best = _log_product(seats, power, work_f) if found else LOWEST
    if listed == 0:
        return found
    _remember(seats, issues, text, work_f)
    finished, found, best = _search(
        listed, fine, found, best, seats, issues, ideal, low, high, steps, power, bend, text, work_f, work_i
    )
    _recall(seats, issues, steps, text, work_f)
    if not finished:
        _move_levels(0, seats, issues, ideal, low, high, steps, power, bend, text, work_f)
        moved = least(seats, work_f) > SURPLUS_MIN
        if found and (not moved or _log_product(seats, power, work_f) < best):
            _recall(seats, issues, steps, text, work_f)
        found = found or moved
    return found


def _list_free(seats: int, issues: int, steps: Ints, tie: Floats, work_f: Floats, work_i: Ints) -> tuple[int, bool]:
    """List small-step issues whose level is to be chosen in work_i[issues:], fewest steps first.

    Returns how many there are, and whether there are such issues with more steps.
    """
    bounds = seats * (issues + 3)
    listed = 0
    fine = False
    for i in range(issues):
        if steps[i] == 0 or work_f[bounds + i] >= work_f[bounds + issues + i]:
            continue
        if steps[i] > SMALL_STEPS:
            fine = True
        else:
            list_stepped(i, listed, issues, steps, tie, work_i)
            listed += 1
    return listed, fine


def _log_product(seats: int, power: Floats, work_f: Floats) -> float:
    """Logarithm of the product of the measured surpluses, all positive."""
    total = 0.0
    for p in range(seats):
        total += strength(power[p]) * math.log(work_f[p])
    return total


def _remember(seats: int, issues: int, text: Floats, work_f: Floats) -> None:
    best = ascent_floats(seats, issues)
    for i in range(issues):
        work_f[best + i] = text[i]


def _recall(seats: int, issues: int, steps: Ints, text: Floats, work_f: Floats) -> None:
    """Bring the best package back, its levels fixed."""
    best = ascent_floats(seats, issues)
    bounds = seats * (issues + 3)
    for i in range(issues):
        text[i] = work_f[best + i]
        if steps[i] > 0:
            work_f[bounds + i] = text[i]
            work_f[bounds + issues + i] = text[i]


def _open(i: int, low: Floats, high: Floats, steps: Ints, seats: int, issues: int, work_f: Floats) -> None:
    """Give issue i its whole range back."""
    bounds = seats * (issues + 3)
    work_f[bounds + i] = lowest_level(low[i], steps[i]) / steps[i]
    work_f[bounds + issues + i] = highest_level(high[i], steps[i]) / steps[i]


def _open_fine(low: Floats, high: Floats, steps: Ints, seats: int, issues: int, work_f: Floats) -> None:
    """Give the issues with many steps their whole ranges back."""
    for i in range(issues):
        if steps[i] > SMALL_STEPS and _matters(i, seats, issues, work_f):
            _open(i, low, high, steps, seats, issues, work_f)


def _matters(i: int, seats: int, issues: int, work_f: Floats) -> bool:
    matters = False
    for p in range(seats):
        matters = matters or work_f[3 * seats + p * issues + i] > 0.0
    return matters


def _search(
    listed: int, fine: bool, found: bool, best: float, seats: int, issues: int, ideal: FloatMatrix, low: Floats,
    high: Floats, steps: Ints, power: Floats, bend: float, text: Floats, work_f: Floats, work_i: Ints,
) -> tuple[bool, bool, float]:  # fmt: skip
    """Depth-first branch and bound over the levels of the listed issues, the highest first.

    Each node fixes one more issue, relaxes the rest, and is left if the linearised objective there cannot
    beat the best package so far. Returns whether the search ended, whether there is a package, and the
    logarithm of its product; leaves it remembered.
    """
    for at in range(listed):
        _open(work_i[issues + at], low, high, steps, seats, issues, work_f)
    _open_fine(low, high, steps, seats, issues, work_f)
    cursor = 2 * issues
    work_i[cursor] = highest_level(high[work_i[issues]], steps[work_i[issues]]) + 1
    depth = 1
    nodes = 0
    while depth > 0:
        i = work_i[issues + depth - 1]
        floor = best if found else _least_of_zone(seats, power, bend)
        beat = _next_level(depth, floor, seats, issues, ideal, low, steps, text, work_f, work_i)
        level = work_i[cursor + depth - 1]
        if level < lowest_level(low[i], steps[i]):
            _open(i, low, high, steps, seats, issues, work_f)
            depth -= 1
            continue
        if nodes == NODES:
            return False, found, best
        nodes += 1
        _settle(i, level, steps, seats, issues, text, work_f)
        if depth == listed:
            if _climb_leaf(
                fine, beat, seats, issues, ideal, low, high, steps, power, bend, text, work_f, work_i
            ):  # fmt: skip
                value = _log_product(seats, power, work_f)
                if not found or value > beat:
                    found = True
                    best = value
                    _remember(seats, issues, text, work_f)
            if fine:
                _open_fine(low, high, steps, seats, issues, work_f)
        elif _climb_node(depth, beat, seats, issues, ideal, power, bend, text, work_f, work_i):
            j = work_i[issues + depth]
            work_i[cursor + depth] = highest_level(high[j], steps[j]) + 1
            depth += 1
    return True, found, best


def _ahead(depth: int, seats: int, issues: int, steps: Ints, text: Floats, work_f: Floats, work_i: Ints) -> int:
    """Whether the levels of the first `depth` issues are higher (1) or lower (-1) than the best package's, or the same."""
    kept = ascent_floats(seats, issues)
    for at in range(depth):
        i = work_i[issues + at]
        here = level_at(text[i], steps[i])
        other = level_at(work_f[kept + i], steps[i])
        if here != other:
            return 1 if here > other else -1
    return 0


def _least_of_zone(seats: int, power: Floats, bend: float) -> float:
    """What the objective exceeds wherever every seat has a surplus."""
    total = -EQUAL
    for p in range(seats):
        total += strength(power[p]) * (math.log(bend) - 1.0)
    return total


def _lay_prices(
    depth: int, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats,
    work_i: Ints,
) -> float:  # fmt: skip
    """Keep the linearised objective of a node, but for what the next issue adds; returns its highest value."""
    gap, _ = optimality_gap(seats, issues, ideal, power, bend, text, work_f)
    bound = welfare(seats, power, bend, work_f) + gap
    prices = ascent_floats(seats, issues) + issues + depth * (seats + 1)
    for p in range(seats):
        work_f[prices + p] = work_f[price_of(p, seats, issues)]
    i = work_i[issues + depth]
    rise = possible_rise(i, seats, issues, ideal, text, work_f)
    work_f[prices + seats] = bound - rise - linear(i, text[i], seats, issues, ideal, work_f)
    return bound


def _next_level(
    depth: int, floor: float, seats: int, issues: int, ideal: FloatMatrix, low: Floats, steps: Ints, text: Floats,
    work_f: Floats, work_i: Ints,
) -> float:  # fmt: skip
    """Lower the level to try at this depth to the next that may beat the best package, or below all allowed ones.

    A package with lower levels than the best so far must be better, one with higher levels not quite as good.
    Returns what the objective must exceed with the issue at that level.
    """
    i = work_i[issues + depth - 1]
    at = 2 * issues + depth - 1
    prices = ascent_floats(seats, issues) + issues + (depth - 1) * (seats + 1)
    ahead = _ahead(depth - 1, seats, issues, steps, text, work_f, work_i)
    other = level_at(work_f[ascent_floats(seats, issues) + i], steps[i])
    lowest = lowest_level(low[i], steps[i])
    level = work_i[at] - 1
    beat = floor
    while level >= lowest:
        lower = ahead < 0 or (ahead == 0 and level < other)
        beat = floor + EQUAL if lower else floor - EQUAL
        x = level / steps[i]
        bound = work_f[prices + seats]
        for p in range(seats):
            bound -= work_f[prices + p] * work_f[3 * seats + p * issues + i] * abs(x - ideal[p, i])
        if bound > beat:
            break
        level -= 1
    work_i[at] = level
    return beat


def _climb_node(
    depth: int, floor: float, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float,
    text: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Relax what this node leaves open; whether it may hold a package to beat the floor."""
    state = ascend(seats, issues, ideal, power, bend, SWEEPS_NODE, GAP_NODE, floor, text, work_f)
    if state == NO_ZONE:
        return False
    return _lay_prices(depth, seats, issues, ideal, power, bend, text, work_f, work_i) > floor


def _climb_leaf(
    fine: bool, floor: float, seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    power: Floats, bend: float, text: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Bring the other issues to their best levels; whether every seat then has a surplus."""
    state = ascend(seats, issues, ideal, power, bend, SWEEPS, GAP, floor, text, work_f)
    while state != NO_ZONE and bend > BEND_LAST and least(seats, work_f) < bend:
        bend = bend * 0.01
        state = ascend(seats, issues, ideal, power, bend, SWEEPS, GAP, LOWEST, text, work_f)
    if state != NO_ZONE and fine:
        _round_levels(seats, issues, ideal, low, high, steps, power, bend, text, work_f, work_i)
        _move_levels(SMALL_STEPS, seats, issues, ideal, low, high, steps, power, bend, text, work_f)
    return state != NO_ZONE and least(seats, work_f) > SURPLUS_MIN


# ----------------------------------------------------------------------------------------- rounding and moving


def _round_levels(
    seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, power: Floats, bend: float,
    text: Floats, work_f: Floats, work_i: Ints,
) -> None:  # fmt: skip
    """Round stepped issues to the better adjacent level, the one nearest to a level first."""
    bounds = seats * (issues + 3)
    for i in range(issues):
        free = steps[i] > 0 and work_f[bounds + i] < work_f[bounds + issues + i]
        work_i[i] = 0 if free else 1
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
        ascend(seats, issues, ideal, power, bend, SWEEPS_ROUNDING, GAP_NODE, LOWEST, text, work_f)


def _next_to_round(issues: int, steps: Ints, text: Floats, work_i: Ints) -> int:
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


def _keep_aside(seats: int, issues: int, text: Floats, work_f: Floats) -> None:
    aside = seats * (issues + 3) + 3 * issues
    for i in range(issues):
        work_f[aside + i] = text[i]


def _bring_back(seats: int, issues: int, text: Floats, work_f: Floats) -> None:
    aside = seats * (issues + 3) + 3 * issues
    for i in range(issues):
        text[i] = work_f[aside + i]


def _try_level(
    i: int, level: int, steps: Ints, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float,
    text: Floats, work_f: Floats,
) -> float:  # fmt: skip
    """Welfare with issue i at a level and the free issues adapted in one sweep; everything is put back."""
    bounds = seats * (issues + 3)
    first = work_f[bounds + i]
    last = work_f[bounds + issues + i]
    _keep_aside(seats, issues, text, work_f)
    _settle(i, level, steps, seats, issues, text, work_f)
    sweep(seats, issues, ideal, power, bend, text, work_f)
    value = welfare(seats, power, bend, work_f)
    work_f[bounds + i] = first
    work_f[bounds + issues + i] = last
    _bring_back(seats, issues, text, work_f)
    return value


def _move_levels(
    above: int, seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints, power: Floats,
    bend: float, text: Floats, work_f: Floats,
) -> None:  # fmt: skip
    """Move levels of issues with more steps than `above` by one, singly or two at once, while that helps.

    Leaves the surpluses measured.
    """
    for _ in range(4 * issues):
        ascend(seats, issues, ideal, power, bend, SWEEPS, GAP, LOWEST, text, work_f)
        here = welfare(seats, power, bend, work_f)
        if _move_one(above, here, seats, issues, ideal, low, high, steps, power, bend, text, work_f):
            continue
        if not _move_two(above, here, seats, issues, ideal, low, high, steps, power, bend, text, work_f):
            break
    measure(seats, issues, ideal, text, work_f)


def _may_move(i: int, way: int, above: int, low: Floats, high: Floats, steps: Ints, text: Floats) -> bool:
    if steps[i] <= above:
        return False
    level = level_at(text[i], steps[i]) + way
    return lowest_level(low[i], steps[i]) <= level <= highest_level(high[i], steps[i])


def _move_one(
    above: int, here: float, seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    power: Floats, bend: float, text: Floats, work_f: Floats,
) -> bool:  # fmt: skip
    """Make the best single move of one level that helps."""
    pick = -1
    best = here + BETTER
    pick_level = 0
    for i in range(issues):
        for turn in range(2):
            way = 2 * turn - 1
            if not _may_move(i, way, above, low, high, steps, text):
                continue
            level = level_at(text[i], steps[i]) + way
            value = _try_level(i, level, steps, seats, issues, ideal, power, bend, text, work_f)
            if value > best:
                pick = i
                best = value
                pick_level = level
    if pick < 0:
        return False
    _settle(pick, pick_level, steps, seats, issues, text, work_f)
    return True


def _move_two(
    above: int, here: float, seats: int, issues: int, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    power: Floats, bend: float, text: Floats, work_f: Floats,
) -> bool:  # fmt: skip
    """Make the first move of two issues by one level each that helps."""
    for i in range(issues):
        for j in range(i):
            for turn in range(4):
                way_i = 2 * (turn // 2) - 1
                way_j = 2 * (turn % 2) - 1
                if not _may_move(i, way_i, above, low, high, steps, text):
                    continue
                if not _may_move(j, way_j, above, low, high, steps, text):
                    continue
                level_i = level_at(text[i], steps[i])
                level_j = level_at(text[j], steps[j])
                _settle(i, level_i + way_i, steps, seats, issues, text, work_f)
                _settle(j, level_j + way_j, steps, seats, issues, text, work_f)
                measure(seats, issues, ideal, text, work_f)
                if welfare(seats, power, bend, work_f) > here + BETTER:
                    return True
                _settle(i, level_i, steps, seats, issues, text, work_f)
                _settle(j, level_j, steps, seats, issues, text, work_f)
    return False
