"""The ascent to the Nash point of any number of seats, where issues move without steps.

Maximises the sum of power * log(surplus), the logarithm continued by its tangent at small surpluses so that any
start will do. A sweep brings issue by issue to its best level; then the issues that it leaves between two kinks
stride together by Newton's method; and so on, until the linearised objective can rise by next to nothing.
Concave, and kinked only within single issues, so that no ridge stops the sweeps; strides only save most of them,
which are many where several seats exchange several issues. Steps are the business of `nash_many`, which fixes
issues by closing their ranges.

Scratch, in `work_f`: surplus, slope along the present move, and surplus if all issues were at one's ideal, of
each seat; value per unit of level, seats x issues; lowest and highest level, heading of a stride, level before
it, of each issue; price of each seat's utility, that is what a little more of it adds to the objective; slope of
each seat's utility, issues x seats; a factor of the curvature, issues x issues.
"""

import math

from agents.rules.arrays import FloatMatrix, Floats, Ints
from agents.rules.bargaining import clamp, highest_level, lowest_level, nearest_level
from agents.rules.nash_two import strength

GAP = 1e-10  # ascent ends when the objective can rise by no more than this (log units)
ROOT_NEAR = 1e-9  # a step of Newton's method after which the next would be lost in rounding, levels
FLAT_SHARE = 0.02  # of the slope at the flatter end of a move: this is flat enough, the next stride takes what is left
STRIDES = 4  # most strides between two sweeps
AT_KINK = 1e-9  # an issue this close to a kink is at it, levels
OWN_SHARE = 1e-9  # of an issue's curvature, and of its slope: this counts as none once others have made up the rest
SLOPE_MIN = 1e-12  # a slope of the objective not worth following
LOWEST = -1e300  # a value of the objective that everything exceeds
NO_ZONE = -1
CONVERGED = 1
UNFINISHED = 0


def ascent_floats(seats: int, issues: int) -> int:
    """Length of the scratch of an ascent: seats * (2 * issues + 4) + issues * (issues + 4)."""
    return _row_of(issues, seats, issues)


def price_of(p: int, seats: int, issues: int) -> int:
    """Where in the scratch the price of a seat's utility stands."""
    return seats * (issues + 3) + 4 * issues + p


def _slopes_of(i: int, seats: int, issues: int) -> int:
    """Where in the scratch the slopes of the seats' utilities along issue i begin."""
    return price_of(seats, seats, issues) + i * seats


def _row_of(i: int, seats: int, issues: int) -> int:
    """Where in the scratch the row of issue i in the factor of the curvature begins."""
    return _slopes_of(issues, seats, issues) + i * issues


def prepare(
    seats: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    d: Floats, power: Floats, text: Floats, work_f: Floats,
) -> bool:  # fmt: skip
    """Fill rates and ranges, start at the power-weighted mean ideal; returns whether any level is to be chosen.

    An issue that matters to nobody is fixed where the first seat would have it.
    """
    stepped = False
    bounds = seats * (issues + 3)
    for i in range(issues):
        first = low[i]
        last = high[i]
        here = clamp(ideal[0, i], first, last)
        if steps[i] > 0:
            first = lowest_level(low[i], steps[i]) / steps[i]
            last = highest_level(high[i], steps[i]) / steps[i]
            here = nearest_level(ideal[0, i], low[i], high[i], steps[i]) / steps[i]
        mean = 0.0
        total = 0.0
        matters = False
        for p in range(seats):
            theta = ideal[p, i]
            work_f[3 * seats + p * issues + i] = weight[p, i] / (theta if theta > 0.5 else 1.0 - theta)
            total += strength(power[p])
            mean += strength(power[p]) * theta
            matters = matters or weight[p, i] > 0.0
        work_f[bounds + i] = first if matters else here
        work_f[bounds + issues + i] = last if matters else here
        text[i] = clamp(mean / total, first, last) if matters else here
        stepped = stepped or (steps[i] > 0 and matters and first < last)
    for p in range(seats):
        top = -d[p]
        for i in range(issues):
            top += weight[p, i]
        work_f[2 * seats + p] = top
    return stepped


def measure(seats: int, issues: int, ideal: FloatMatrix, x: Floats, work_f: Floats) -> None:
    """Surplus of every seat at package x."""
    for p in range(seats):
        rates = 3 * seats + p * issues
        surplus = work_f[2 * seats + p]
        for i in range(issues):
            surplus -= work_f[rates + i] * abs(x[i] - ideal[p, i])
        work_f[p] = surplus


def least(seats: int, work_f: Floats) -> float:
    """Smallest surplus of any seat."""
    lowest = work_f[0]
    for p in range(1, seats):
        lowest = min(lowest, work_f[p])
    return lowest


def marginal(surplus: float, bend: float) -> float:
    """Derivative of the logarithm, or of its tangent below the bend."""
    return 1.0 / (surplus if surplus > bend else bend)


def lay_prices(seats: int, issues: int, power: Floats, bend: float, work_f: Floats) -> None:
    """Price of every seat's utility at the measured surpluses."""
    for p in range(seats):
        work_f[price_of(p, seats, issues)] = strength(power[p]) * marginal(work_f[p], bend)


def welfare(seats: int, power: Floats, bend: float, work_f: Floats) -> float:
    """The objective at the measured surpluses."""
    total = 0.0
    for p in range(seats):
        surplus = work_f[p]
        if surplus > bend:
            total += strength(power[p]) * math.log(surplus)
        else:
            total += strength(power[p]) * (math.log(bend) + (surplus - bend) / bend)
    return total


def ascend(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, sweeps: int, enough: float, floor: float,
    text: Floats, work_f: Floats,
) -> int:  # fmt: skip
    """Climb to the maximum over all issues that are free to move; the surpluses follow.

    Ends when the objective can rise by no more than `enough` (CONVERGED), when it is proved to stay at or below
    `floor` or no package leaves every seat a surplus (NO_ZONE), or after so many sweeps (UNFINISHED).
    """
    for _ in range(sweeps):
        sweep(seats, issues, ideal, power, bend, text, work_f)
        moved = 0.0
        for _ in range(STRIDES):
            if moved * moved <= enough:  # after a longer way the maximum is farther, too
                gap, hope = optimality_gap(seats, issues, ideal, power, bend, text, work_f)
                if hope <= 0.0:
                    return NO_ZONE
                if floor > LOWEST and welfare(seats, power, bend, work_f) + gap <= floor:
                    return NO_ZONE
                if gap <= enough:
                    return CONVERGED
            else:
                lay_prices(seats, issues, power, bend, work_f)
            moved = _stride(seats, issues, ideal, power, bend, text, work_f)
            if moved <= 0.0:
                break
    return UNFINISHED


def sweep(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> None:
    """Bring every issue in turn to its best level given the others."""
    bounds = seats * (issues + 3)
    measure(seats, issues, ideal, text, work_f)
    lay_prices(seats, issues, power, bend, work_f)
    for i in range(issues):
        if work_f[bounds + i] < work_f[bounds + issues + i]:
            _climb(i, seats, issues, ideal, power, bend, text, work_f)


def _rise(i: int, x: float, way: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> float:
    """Slope of the objective as issue i leaves x up (way 1) or down (-1); keeps each seat's slope."""
    total = 0.0
    for p in range(seats):
        rate = work_f[3 * seats + p * issues + i]
        slope = rate if (ideal[p, i] - x) * way > 0.0 else -rate
        work_f[seats + p] = slope
        total += work_f[price_of(p, seats, issues)] * slope
    return total


def _slope_at(seats: int, power: Floats, bend: float, length: float, work_f: Floats) -> float:
    """Slope of the objective after `length` of the present move."""
    total = 0.0
    for p in range(seats):
        slope = work_f[seats + p]
        total += strength(power[p]) * marginal(work_f[p] + slope * length, bend) * slope
    return total


def _next_kink(
    i: int, x: float, way: float, end: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats
) -> float:
    near = end
    for p in range(seats):
        theta = ideal[p, i]
        ahead = (theta - x) * way > 0.0 and (near - theta) * way > 0.0
        if ahead and work_f[3 * seats + p * issues + i] > 0.0:
            near = theta
    return near


def _climb(
    i: int, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> None:
    """Move issue i to its best level, from kink to kink; surpluses and prices follow."""
    x = text[i]
    way = 1.0
    end = work_f[seats * (issues + 3) + issues + i]
    rise = _rise(i, x, way, seats, issues, ideal, work_f) if x < end else 0.0
    if rise <= SLOPE_MIN:
        way = -1.0
        end = work_f[seats * (issues + 3) + i]
        rise = _rise(i, x, way, seats, issues, ideal, work_f) if x > end else 0.0
    while rise > SLOPE_MIN:
        near = _next_kink(i, x, way, end, seats, issues, ideal, work_f)
        length = (near - x) * way
        fall = _slope_at(seats, power, bend, length, work_f)
        inside = fall < 0.0
        if inside:
            flat = FLAT_SHARE * min(rise, -fall)
            length = _root(length * rise / (rise - fall), length, flat, seats, power, bend, work_f)
        for p in range(seats):
            work_f[p] += work_f[seats + p] * length
        lay_prices(seats, issues, power, bend, work_f)
        x = x + way * length if inside else near
        if inside or x == end:
            break
        rise = _rise(i, x, way, seats, issues, ideal, work_f)
    text[i] = x


def _root(t: float, length: float, flat: float, seats: int, power: Floats, bend: float, work_f: Floats) -> float:
    """Where in (0, length) the slope of the objective, positive and negative at the ends, about vanishes.

    Newton's method inside a bracket, from t to where the slope is within `flat`.
    """
    left = 0.0
    right = length
    for _ in range(60):
        slope = 0.0
        bow = 0.0
        for p in range(seats):
            g = work_f[seats + p]
            surplus = work_f[p] + g * t
            inverse = marginal(surplus, bend)
            pull = strength(power[p]) * inverse * g
            slope += pull
            if surplus > bend:
                bow += pull * g * inverse
        if abs(slope) <= flat:
            break
        if slope > 0.0:
            left = t
        else:
            right = t
        step = t + slope / bow if bow > 0.0 else left
        near = abs(step - t) <= ROOT_NEAR
        if step <= left or step >= right:
            step = t if near else 0.5 * (left + right)
        t = step
        if near:
            break
    return t


def optimality_gap(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> tuple[float, float]:
    """How far the linearised objective can rise at most, and the most that all surpluses can come to in it.

    By concavity the first bounds the distance from the maximum. The second, if not positive, proves that no
    package leaves every seat a surplus: a positive combination of the surpluses is nowhere positive.
    """
    gap = 0.0
    hope = 0.0
    lay_prices(seats, issues, power, bend, work_f)
    for p in range(seats):
        hope += work_f[price_of(p, seats, issues)] * work_f[p]
    bounds = seats * (issues + 3)
    for i in range(issues):
        if work_f[bounds + i] < work_f[bounds + issues + i]:
            gap += possible_rise(i, seats, issues, ideal, text, work_f)
    return gap, hope + gap


def possible_rise(i: int, seats: int, issues: int, ideal: FloatMatrix, text: Floats, work_f: Floats) -> float:
    """How far issue i can lift the linearised objective at most: to an end of its range or to an ideal inside."""
    bounds = seats * (issues + 3)
    first = work_f[bounds + i]
    last = work_f[bounds + issues + i]
    here = linear(i, text[i], seats, issues, ideal, work_f)
    most = max(linear(i, first, seats, issues, ideal, work_f), linear(i, last, seats, issues, ideal, work_f))
    for p in range(seats):
        if first < ideal[p, i] < last:
            most = max(most, linear(i, ideal[p, i], seats, issues, ideal, work_f))
    return most - here if most > here else 0.0


def linear(i: int, x: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> float:
    """What issue i at level x adds to the linearised objective, at the prices laid."""
    total = 0.0
    for p in range(seats):
        rate = work_f[3 * seats + p * issues + i]
        total -= work_f[price_of(p, seats, issues)] * rate * abs(x - ideal[p, i])
    return total


def _stride(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> float:
    """Move all issues that lie between two kinks at once, by Newton's method, as far as that helps; the longest way of any.

    From the prices laid; the surpluses follow.
    """
    if not _head_for_top(seats, issues, ideal, power, bend, text, work_f):
        return 0.0
    bounds = seats * (issues + 3)
    heading = bounds + 2 * issues
    before = heading + issues
    top = 0.0
    for i in range(issues):
        top = max(top, abs(work_f[heading + i]))
    if top <= 0.0:
        return 0.0
    for i in range(issues):
        work_f[before + i] = text[i]
        work_f[heading + i] /= top  # in levels, lest short ways look flat
    length = _follow(top, seats, issues, ideal, power, bend, work_f)
    for i in range(issues):
        x = work_f[before + i] + length * work_f[heading + i]
        text[i] = clamp(x, work_f[bounds + i], work_f[bounds + issues + i])
    return length


def _is_between(i: int, x: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> bool:
    """Whether issue i at x lies between two kinks: at no end of its range, and at no ideal of a seat to which it matters."""
    bounds = seats * (issues + 3)
    if x - work_f[bounds + i] <= AT_KINK or work_f[bounds + issues + i] - x <= AT_KINK:
        return False
    for p in range(seats):
        if abs(x - ideal[p, i]) <= AT_KINK and work_f[3 * seats + p * issues + i] > 0.0:
            return False
    return True


def _head_for_top(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> bool:
    """Lay the heading to where the objective is highest if slopes and curvature go on as here; False if there is none.

    Newton's method, by a Cholesky factor of the curvature, whose rows are laid issue by issue. An issue stays where it
    is if it lies at a kink, or if all it does could be done by issues before it, as by any that are as many as seats.
    Where it would rise on a straight line with them, since a surplus is below the bend, it goes far.
    """
    heading = seats * (issues + 3) + 2 * issues
    found = 0
    _lay_bows(seats, issues, power, bend, work_f)
    for i in range(issues):
        strides = found < seats and _is_between(i, text[i], seats, issues, ideal, work_f)
        if strides:
            _lay_slopes(i, text[i], seats, issues, ideal, work_f)
            strides = _lay_row(i, seats, issues, work_f)
        if strides:
            found += 1
        else:
            work_f[_row_of(i, seats, issues) + i] = 0.0
            work_f[heading + i] = 0.0
    for back in range(issues):
        i = issues - 1 - back
        own = work_f[_row_of(i, seats, issues) + i]
        if own > 0.0:
            left = work_f[heading + i]
            for j in range(i + 1, issues):
                if work_f[_row_of(j, seats, issues) + j] > 0.0:
                    left -= work_f[_row_of(j, seats, issues) + i] * work_f[heading + j]
            work_f[heading + i] = left / own
    return found > 0


def _lay_bows(seats: int, issues: int, power: Floats, bend: float, work_f: Floats) -> None:
    """Note, in place of slopes along a move, how fast the price of each seat's utility falls as it gains."""
    for p in range(seats):
        price = work_f[price_of(p, seats, issues)]
        work_f[seats + p] = price * price / strength(power[p]) if work_f[p] > bend else 0.0


def _lay_slopes(i: int, x: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> None:
    """Note how fast each seat gains as issue i rises from x."""
    slopes = _slopes_of(i, seats, issues)
    for p in range(seats):
        rate = work_f[3 * seats + p * issues + i]
        work_f[slopes + p] = rate if ideal[p, i] > x else -rate


def _lay_row(i: int, seats: int, issues: int, work_f: Floats) -> bool:
    """Lay the row of issue i in the factor, and what earlier ones leave of its slope; False if they do all that it does."""
    heading = seats * (issues + 3) + 2 * issues
    row = _row_of(i, seats, issues)
    own = _curvature(i, i, seats, issues, work_f)
    left = own
    slope = 0.0
    steep = 0.0
    for p in range(seats):
        pull = work_f[price_of(p, seats, issues)] * work_f[_slopes_of(i, seats, issues) + p]
        slope += pull
        steep += abs(pull)
    for j in range(i):
        other = _row_of(j, seats, issues)
        work_f[row + j] = 0.0
        if work_f[other + j] > 0.0:
            shared = _curvature(i, j, seats, issues, work_f)
            for k in range(j):
                if work_f[row + k] != 0.0:
                    shared -= work_f[row + k] * work_f[other + k]
            shared /= work_f[other + j]
            work_f[row + j] = shared
            left -= shared * shared
            slope -= shared * work_f[heading + j]
    if left <= OWN_SHARE * own and (own <= 0.0 or abs(slope) <= OWN_SHARE * steep):
        return False
    work_f[row + i] = math.sqrt(max(left, OWN_SHARE * own))
    work_f[heading + i] = slope / work_f[row + i]
    return True


def _curvature(i: int, j: int, seats: int, issues: int, work_f: Floats) -> float:
    """How fast the slope of the objective along issue i falls as issue j rises."""
    at_i = _slopes_of(i, seats, issues)
    at_j = _slopes_of(j, seats, issues)
    total = 0.0
    for p in range(seats):
        total += work_f[seats + p] * work_f[at_i + p] * work_f[at_j + p]
    return total


def _follow(
    top: float, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, work_f: Floats
) -> float:
    """How far along the heading the objective rises, from kink to kink; about `top` if all goes on as at the start.

    The surpluses follow.
    """
    t = 0.0
    while True:
        rise, near = _look_ahead(t, seats, issues, ideal, work_f)
        if rise <= SLOPE_MIN:
            return t
        length = near - t
        fall = _slope_at(seats, power, bend, length, work_f)
        inside = fall < 0.0
        if inside:
            guess = top - t if t < top < near else length * rise / (rise - fall)
            length = _root(guess, length, FLAT_SHARE * min(rise, -fall), seats, power, bend, work_f)
        for p in range(seats):
            work_f[p] += work_f[seats + p] * length
        if inside:
            return t + length
        lay_prices(seats, issues, power, bend, work_f)
        t = near


def _look_ahead(t: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> tuple[float, float]:
    """Slope of the objective as the stride leaves t, and where it comes to the next kink; keeps each seat's slope.

    An issue stays at the end of its range once it has come there.
    """
    bounds = seats * (issues + 3)
    headings = bounds + 2 * issues
    near = math.inf
    for p in range(seats):
        work_f[seats + p] = 0.0
    for i in range(issues):
        heading = work_f[headings + i]
        if heading == 0.0:
            continue
        start = work_f[headings + issues + i]
        stop = (work_f[bounds + (issues if heading > 0.0 else 0) + i] - start) / heading
        if stop <= t:
            continue
        near = min(near, stop)
        for p in range(seats):
            speed = work_f[3 * seats + p * issues + i] * abs(heading)
            kink = (ideal[p, i] - start) / heading  # below 0 if it moves away
            if kink <= t:
                speed = -speed
            elif speed > 0.0:
                near = min(near, kink)
            work_f[seats + p] += speed
    total = 0.0
    for p in range(seats):
        total += work_f[price_of(p, seats, issues)] * work_f[seats + p]
    return total, near
