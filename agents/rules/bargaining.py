"""Offers and answers at a meeting: aspirations, values, and the package tabled by one seat.

A package `text[i]` gives every issue on the agenda a level in [0, 1]. Seat p values level x of issue i at
`weight[p, i] * issue_value(x, ideal[p, i])`; the weights of a seat sum to 1 (or are all 0), so a seat's value
of a package lies in [0, 1]. Sources: Raiffa, The Art and Science of Negotiation (1982), for logrolling;
Faratin, Sierra & Jennings, Robotics and Autonomous Systems 24 (1998), for time-dependent concession.
"""

import math

from agents.rules.arrays import FloatMatrix, Floats, Ints

SMALL_STEPS = 12  # an issue with at most this many steps is solved level by level
NODE_CAP = 20_000  # nodes of the search over levels, after which the best package so far is tabled
TOLERANCE = 1e-12  # slack on the proposer's own target, utility units
SEARCH_GAP = 1e-9  # a package better for the others by less than this is not looked for, utility units
ANSWER_TOLERANCE = 1e-9  # slack on an answer, utility units
LEVEL_TOLERANCE = 1e-9  # slack in steps when a bound is compared with a level
NO_GAIN = 1e-12  # a gain (per unit of level, or per step) not worth moving for
FREE = 1e-15  # an own loss that counts as none
FREE_RATIO = 1e300  # exchange ratio of what costs nothing


def aspiration(reservation: float, meetings: float, patience: float, concession: float) -> float:
    """Value asked for at the n-th meeting: R + (1 - R)(1 - min(1, n/patience)^(1/beta)), in utility units.

    `reservation` R in [0, 1]; `meetings` n >= 0 held on this rung; `patience` in meetings (0 or less: asks R
    at once); `concession` beta > 0, below 1 slow to yield (Boulware), above 1 quick (Conceder).
    Faratin, Sierra & Jennings (1998), polynomial time-dependent tactic.
    """
    if meetings >= patience:
        return reservation
    if meetings <= 0.0:
        return 1.0
    beta = concession if concession > 1e-6 else 1e-6
    spent = meetings / patience
    power = 1.0 / beta
    yielded: float = spent**power
    return reservation + (1.0 - reservation) * (1.0 - yielded)


def acceptable(utility: float, reservation: float, aspired: float, binding: bool) -> bool:
    """Whether an offer worth `utility` is accepted: at least max(R, A), on a binding rung not one's worst.

    All three values in [0, 1] and in the same units (within the agenda). On a binding rung the utility must
    also be positive, because 0 is the worst outcome there is and nobody signs that.
    """
    if binding and utility <= ANSWER_TOLERANCE:
        return False
    floor = aspired if aspired > reservation else reservation
    return utility >= floor - ANSWER_TOLERANCE


def issue_value(x: float, ideal: float) -> float:
    """Value in [0, 1] of level `x` to a seat with that `ideal`: 1 - |x - ideal| / max(ideal, 1 - ideal)."""
    span = ideal if ideal > 0.5 else 1.0 - ideal
    return 1.0 - abs(x - ideal) / span


def package_value(seat: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, text: Floats) -> float:
    """Value to `seat` of package `text[issues]`.

    The sum of weight[seat, i] * issue_value(text[i], ideal[seat, i]); `weight`, `ideal`: [seats, issues]. In
    [0, 1] if the weights of the seat sum to 1.
    """
    total = 0.0
    for i in range(issues):
        total += weight[seat, i] * issue_value(text[i], ideal[seat, i])
    return total


def lowest_level(low: float, steps: int) -> int:
    """First k with k/steps inside [low, ...], at least 0 (`steps` >= 1)."""
    k = -math.floor(LEVEL_TOLERANCE - low * steps)
    return k if k > 0 else 0


def highest_level(high: float, steps: int) -> int:
    """Last k with k/steps inside [..., high], at most `steps` (`steps` >= 1)."""
    k = math.floor(high * steps + LEVEL_TOLERANCE)
    return k if k < steps else steps


def nearest_level(x: float, low: float, high: float, steps: int) -> int:
    """Level k (of k/steps) nearest to `x` among those inside [low, high], which must hold at least one."""
    k = math.floor(x * steps + 0.5)
    first = lowest_level(low, steps)
    last = highest_level(high, steps)
    if k < first:
        return first
    return k if k < last else last


def clamp(x: float, low: float, high: float) -> float:
    """`x` moved into [low, high]."""
    if x < low:
        return low
    return x if x < high else high


def package_allowed(issues: int, low: Floats, high: Floats, steps: Ints) -> bool:
    """Whether every issue has at least one level inside [low[i], high[i]] (`steps[i]` 0: any real level)."""
    for i in range(issues):
        if low[i] > high[i]:
            return False
        if steps[i] > 0 and lowest_level(low[i], steps[i]) > highest_level(high[i], steps[i]):
            return False
    return True


def coarse(ratio: float) -> float:
    """`ratio` cut to 37 significant bits, so that ratios equal but for rounding compare as equal."""
    scaled = ratio * 65537.0
    return scaled - (scaled - ratio)


def path_reach(seats: int) -> int:
    """Most pieces on the path of one issue: a step of a small-step issue, or a stretch between ideals."""
    return seats if seats > SMALL_STEPS else SMALL_STEPS


def offer_scratch_floats(seats: int, issues: int) -> int:
    """Length of `work_f` for `lay_path`: 5 * issues * reach + issues, reach = max(12, seats)."""
    return 5 * issues * path_reach(seats) + issues


def offer_scratch_ints(seats: int, issues: int) -> int:
    """Length of `work_i` for `lay_path`: issues * (3 * reach + 53) + 4, reach = max(12, seats)."""
    return issues * (3 * path_reach(seats) + 5 + 4 * SMALL_STEPS) + 4


def lay_path(
    seat: int, seats: int, issues: int, weight: FloatMatrix, perceived: FloatMatrix, ideal: FloatMatrix, low: Floats,
    high: Floats, steps: Ints, tie: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Lay into the scratch what `seat` may concede, piece by piece, in the order in which it would; False if no package
    is allowed.

    `weight`, `perceived`, `ideal`: [seats, issues]; `low`, `high`, `steps` (int), `tie` (random, in [0, 1)): [issues].
    Scratch: `work_f` of `offer_scratch_floats(seats, issues)`, `work_i` (int) of `offer_scratch_ints(seats, issues)`.

    Logrolling (Raiffa 1982): on every issue the path from one's own best level toward the others' is cut
    into pieces on which both sides are linear; pieces are conceded in decreasing (others' gain)/(own loss).
    Issues equally good to concede are conceded in order of `tie`.
    """
    if not package_allowed(issues, low, high, steps):
        return False
    reach = path_reach(seats)
    pieces = 0
    for i in range(issues):
        if 0 < steps[i] <= SMALL_STEPS:
            count = _walk_levels(i, seat, seats, weight, perceived, ideal, low, high, steps, issues, reach, work_f)
        else:
            count = _walk_stretches(i, seat, seats, weight, perceived, ideal, low, high, steps, issues, reach, work_f)
        work_i[4 * issues + i] = count
        pieces = _sort_in(i, count, pieces, issues, reach, tie, work_f, work_i)
    _look_back(pieces, issues, reach, steps, work_f, work_i)
    return True


def best_offer(
    seat: int, seats: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints, target: float,
    text: Floats, work_f: Floats, work_i: Ints,
) -> None:  # fmt: skip
    """Write into `text[issues]` the package best for the others that still gives `seat` its target.

    The scratch has the path that `lay_path` laid of the same seat and issues; it serves for any number of targets.
    Maximises the sum over the other seats q of perceived[q, i] * issue_value(x_i, ideal[q, i]) subject to
    own value >= `target` (within 1e-12), low[i] <= x_i <= high[i], and x_i = k/steps[i] where steps[i] > 0.
    If not even the proposer's best package reaches the target, that package is tabled, ties in it broken in
    favour of the others.

    Exact for continuous issues (a fractional knapsack of concave pieces) and, with branch and bound, for up
    to 12 steps (others' gain within 1e-9, unless 20,000 nodes run out). Issues with more steps are solved as
    continuous with the own loss slightly overstated, then rounded toward the proposer: never below target.
    """
    reach = path_reach(seats)
    pieces = 0
    own = 0.0
    small = False
    for i in range(issues):
        count = work_i[4 * issues + i]
        pieces += count
        small = small or (count > 0 and 0 < steps[i] <= SMALL_STEPS)
        work_i[issues + i] = 0
        work_i[2 * issues + i] = count
        own += weight[seat, i] * issue_value(work_f[_knot(i, 0, issues, reach)], ideal[seat, i])
    budget = own - target if own > target else 0.0
    if small:
        budget = _usable(pieces, issues, reach, steps, budget, work_f, work_i)
    part_issue, part = _search(issues, reach, pieces, steps, budget, small, work_f, work_i)
    _write_text(issues, reach, steps, part_issue, part, text, work_f, work_i)


# Scratch. Floats: gain, loss and ratio of piece k of issue i at i * reach + k, in three blocks of issues * reach;
# by place in the order of concession, the least loss from there on, another; then the knots between pieces, reach
# + 1 an issue. Ints, `issues` each: pieces whole in the best package (0), fewest (1) and most (2) pieces in this
# node, pieces whole in this node (3); then the pieces in order of concession (issue, rank, and where its issue's
# pieces in a row end), issues * reach each; then the stack, four a level: issue, rank, branch, bound to restore.


def _knot(i: int, k: int, issues: int, reach: int) -> int:
    return 4 * issues * reach + i * (reach + 1) + k


def _others_value(i: int, x: float, seat: int, seats: int, perceived: FloatMatrix, ideal: FloatMatrix) -> float:
    total = 0.0
    for q in range(seats):
        if q != seat:
            total += perceived[q, i] * issue_value(x, ideal[q, i])
    return total


def _others_slope(
    i: int, x: float, way: float, seat: int, seats: int, perceived: FloatMatrix, ideal: FloatMatrix
) -> float:
    """What the others gain per unit of level when issue i leaves x upward (way 1) or downward (-1)."""
    total = 0.0
    for q in range(seats):
        if q != seat:
            theta = ideal[q, i]
            rate = perceived[q, i] / (theta if theta > 0.5 else 1.0 - theta)
            total += rate if (theta - x) * way > 0.0 else -rate
    return total


def _next_ideal(
    i: int, x: float, way: float, end: float, seat: int, seats: int, perceived: FloatMatrix, ideal: FloatMatrix
) -> float:
    """First ideal of another seat beyond x, or the end of the range."""
    near = end
    for q in range(seats):
        if q != seat and perceived[q, i] > 0.0:
            theta = ideal[q, i]
            if (theta - x) * way > 0.0 and (near - theta) * way > 0.0:
                near = theta
    return near


def _walk_stretches(
    i: int, seat: int, seats: int, weight: FloatMatrix, perceived: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats,
    steps: Ints, issues: int, reach: int, work_f: Floats,
) -> int:  # fmt: skip
    """Lay the path of a continuous (or many-stepped) issue; returns its number of pieces."""
    first = low[i]
    last = high[i]
    theta = ideal[seat, i]
    x = clamp(theta, first, last)
    if steps[i] > 0:
        x = nearest_level(theta, low[i], high[i], steps[i]) / steps[i]
        first = lowest_level(low[i], steps[i]) / steps[i]
        last = highest_level(high[i], steps[i]) / steps[i]
    rate = weight[seat, i] / (theta if theta > 0.5 else 1.0 - theta)
    work_f[_knot(i, 0, issues, reach)] = x
    way = 1.0
    end = last
    slope = _others_slope(i, x, 1.0, seat, seats, perceived, ideal) if x < last else 0.0
    if slope <= NO_GAIN:
        way = -1.0
        end = first
        slope = _others_slope(i, x, -1.0, seat, seats, perceived, ideal) if x > first else 0.0
    count = 0
    while slope > NO_GAIN and count < reach:
        near = _next_ideal(i, x, way, end, seat, seats, perceived, ideal)
        length = (near - x) * way
        work_f[i * reach + count] = slope * length
        work_f[(issues + i) * reach + count] = rate * length
        count += 1
        x = near
        work_f[_knot(i, count, issues, reach)] = x
        slope = _others_slope(i, x, way, seat, seats, perceived, ideal) if x != end else 0.0
    return count


def _walk_levels(
    i: int, seat: int, seats: int, weight: FloatMatrix, perceived: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats,
    steps: Ints, issues: int, reach: int, work_f: Floats,
) -> int:  # fmt: skip
    """Lay the path of a small-step issue, one piece a level; returns its number of pieces."""
    n = steps[i]
    theta = ideal[seat, i]
    level = nearest_level(theta, low[i], high[i], n)
    work_f[_knot(i, 0, issues, reach)] = level / n
    here = _others_value(i, level / n, seat, seats, perceived, ideal)
    own = issue_value(level / n, theta)
    way = 1
    end = highest_level(high[i], n)
    there = _others_value(i, (level + 1) / n, seat, seats, perceived, ideal) if level < end else here
    if there - here <= NO_GAIN:
        way = -1
        end = lowest_level(low[i], n)
        there = _others_value(i, (level - 1) / n, seat, seats, perceived, ideal) if level > end else here
    count = 0
    while there - here > NO_GAIN:
        level += way
        own_there = issue_value(level / n, theta)
        work_f[i * reach + count] = there - here
        loss = weight[seat, i] * (own - own_there)
        work_f[(issues + i) * reach + count] = loss if loss > 0.0 else 0.0
        count += 1
        work_f[_knot(i, count, issues, reach)] = level / n
        here = there
        own = own_there
        if level != end:
            there = _others_value(i, (level + way) / n, seat, seats, perceived, ideal)
    return count


def _sort_in(
    i: int, count: int, pieces: int, issues: int, reach: int, tie: Floats, work_f: Floats, work_i: Ints
) -> int:
    """Insert the pieces of issue i into the order of concession; returns the new length."""
    order = 5 * issues
    rank = order + issues * reach
    ratios = 2 * issues * reach
    above = FREE_RATIO
    for k in range(count):
        loss = work_f[(issues + i) * reach + k]
        ratio = coarse(work_f[i * reach + k] / loss) if loss > FREE else FREE_RATIO
        above = min(ratio, above)  # more only by rounding: a path is concave, its pieces keep their order
        work_f[ratios + i * reach + k] = above
    at = pieces
    for back in range(count):
        k = count - 1 - back
        ratio = work_f[ratios + i * reach + k]
        while at > 0:
            j = work_i[order + at - 1]
            other = work_f[ratios + j * reach + work_i[rank + at - 1]]
            if other > ratio or (other == ratio and tie[j] <= tie[i]):
                break
            work_i[order + at + k] = j
            work_i[rank + at + k] = work_i[rank + at - 1]
            at -= 1
        work_i[order + at + k] = i
        work_i[rank + at + k] = k
    return pieces + count


def _look_back(pieces: int, issues: int, reach: int, steps: Ints, work_f: Floats, work_i: Ints) -> None:
    """Note at every place of the order where its issue's pieces in a row end, and the least loss from there on.

    A piece of an issue without small steps may be conceded in part, at no loss if need be.
    """
    order = 5 * issues
    runs = order + 2 * issues * reach
    least = 3 * issues * reach
    end = pieces
    lowest = math.inf
    for back in range(pieces):
        at = pieces - 1 - back
        i = work_i[order + at]
        if at + 1 < pieces and work_i[order + at + 1] != i:
            end = at + 1
        loss = work_f[(issues + i) * reach + work_i[order + issues * reach + at]]
        lowest = min(lowest, loss if 0 < steps[i] <= SMALL_STEPS else 0.0)
        work_i[runs + at] = end
        work_f[least + at] = lowest


def _usable(pieces: int, issues: int, reach: int, steps: Ints, budget: float, work_f: Floats, work_i: Ints) -> float:
    """Budget cut to a whole number of the smallest step, where all losses are such whole numbers.

    With equal saliences no relaxed bound below tells a hundred equally good packages from a better one.
    """
    order = 5 * issues
    least = 0.0
    for at in range(pieces):
        i = work_i[order + at]
        loss = work_f[(issues + i) * reach + work_i[order + issues * reach + at]]
        if loss > FREE and (steps[i] == 0 or steps[i] > SMALL_STEPS):
            return budget
        if loss > FREE and (least <= 0.0 or loss < least):
            least = loss
    if least <= 0.0:
        return budget
    for at in range(pieces):
        i = work_i[order + at]
        times = work_f[(issues + i) * reach + work_i[order + issues * reach + at]] / least
        if abs(times - math.floor(times + 0.5)) > LEVEL_TOLERANCE:
            return budget
    return min(budget, math.floor(budget / least + LEVEL_TOLERANCE) * least)


def _search(
    issues: int, reach: int, pieces: int, steps: Ints, budget: float, small: bool,
    work_f: Floats, work_i: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Depth-first branch and bound over the levels of small-step issues, a relaxed knapsack as the bound.

    Leaves the whole pieces of the best package in work_i[0:issues]; returns the issue conceded in part (-1:
    none) and the part.
    """
    best = -1.0
    best_issue = -1
    best_part = 0.0
    depth = 0
    for _ in range(NODE_CAP):
        bound, value, split, part_issue, part = _relax(issues, reach, pieces, steps, budget, work_f, work_i)
        if value > best:
            best = value
            best_issue = part_issue
            best_part = part
            for i in range(issues):
                work_i[i] = work_i[3 * issues + i]
        if not small:
            break
        if split >= 0 and bound > best + SEARCH_GAP:
            depth = _branch(issues, reach, split, depth, work_i)
        else:
            depth = _backtrack(issues, reach, depth, work_i)
            if depth == 0:
                break
    return best_issue, best_part


def _relax(
    issues: int, reach: int, pieces: int, steps: Ints, budget: float, work_f: Floats, work_i: Ints
) -> tuple[float, float, int, int, float]:
    """Solve a node with levels relaxed, and complete it to a package on levels.

    Returns the relaxed value, the package's value (both -1 if the node's lower bounds are unaffordable),
    where in the order a small-step issue was cut (-1: nowhere), and the continuous issue conceded in part.
    """
    value, room = _forced(issues, reach, budget, work_f, work_i)
    split = -1
    part_issue = -1
    part = 0.0
    if room < -TOLERANCE:
        return -1.0, -1.0, split, part_issue, part
    order = 5 * issues
    rank = order + issues * reach
    whole = 3 * issues
    bound = -1.0
    at = 0
    while at < pieces:
        i = work_i[order + at]
        k = work_i[rank + at]
        if k > work_i[whole + i] or k >= work_i[2 * issues + i]:
            at = work_i[rank + issues * reach + at]  # it is cut, and so are its pieces that follow
            continue
        at += 1
        if k < work_i[whole + i]:
            continue  # forced
        gain = work_f[i * reach + k]
        loss = work_f[(issues + i) * reach + k]
        if loss <= room + TOLERANCE:
            room -= loss
            value += gain
            work_i[whole + i] = k + 1
            continue
        share = room / loss if room > 0.0 else 0.0
        if 0 < steps[i] <= SMALL_STEPS:
            if split < 0:
                split = at - 1
                bound = value + gain * share
            if room + TOLERANCE < work_f[3 * issues * reach + at - 1]:
                break  # nor does any other piece fit
        else:
            value += gain * share
            part_issue = i
            part = share
            break
    if split < 0:
        bound = value
    return bound, value, split, part_issue, part


def _forced(issues: int, reach: int, budget: float, work_f: Floats, work_i: Ints) -> tuple[float, float]:
    """Take the pieces that this node prescribes; returns the others' gain and the budget left."""
    value = 0.0
    room = budget
    for i in range(issues):
        fewest = work_i[issues + i]
        work_i[3 * issues + i] = fewest
        for k in range(fewest):
            value += work_f[i * reach + k]
            room -= work_f[(issues + i) * reach + k]
    return value, room


def _branch(issues: int, reach: int, split: int, depth: int, work_i: Ints) -> int:
    """Descend to the child that takes the cut step whole; returns the new depth."""
    order = 5 * issues
    i = work_i[order + split]
    k = work_i[order + issues * reach + split]
    top = order + 3 * issues * reach + 4 * depth
    work_i[top] = i
    work_i[top + 1] = k
    work_i[top + 2] = 0
    work_i[top + 3] = work_i[issues + i]
    work_i[issues + i] = k + 1
    return depth + 1


def _backtrack(issues: int, reach: int, depth: int, work_i: Ints) -> int:
    """Go to the nearest child not yet visited, the one that stops below the cut step; 0 if there is none."""
    stack = 5 * issues + 3 * issues * reach
    while depth > 0:
        top = stack + 4 * (depth - 1)
        i = work_i[top]
        if work_i[top + 2] == 0:
            work_i[top + 2] = 1
            work_i[issues + i] = work_i[top + 3]
            work_i[top + 3] = work_i[2 * issues + i]
            work_i[2 * issues + i] = work_i[top + 1]
            return depth
        work_i[2 * issues + i] = work_i[top + 3]
        depth -= 1
    return 0


def _write_text(
    issues: int, reach: int, steps: Ints, part_issue: int, part: float, text: Floats,
    work_f: Floats, work_i: Ints,
) -> None:  # fmt: skip
    for i in range(issues):
        k = work_i[i]
        x = work_f[_knot(i, k, issues, reach)]
        if i == part_issue:
            x += part * (work_f[_knot(i, k + 1, issues, reach)] - x)
        if steps[i] > SMALL_STEPS:
            n = steps[i]
            if x > work_f[_knot(i, 0, issues, reach)]:
                x = math.floor(x * n + LEVEL_TOLERANCE) / n
            else:
                x = -math.floor(LEVEL_TOLERANCE - x * n) / n
        text[i] = x
