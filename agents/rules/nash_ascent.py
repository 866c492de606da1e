"""The ascent to the Nash point of any number of seats, where issues move without steps.

Maximises the sum of power * log(surplus), the logarithm continued by its tangent at small surpluses so that any
start will do: issue by issue to the exact maximum, then along the direction of the whole sweep, until the
linearised objective can rise by next to nothing. Concave, and kinked only within single issues, so that no
ridge stops it. Steps are the business of `nash_many`, which fixes issues by closing their ranges.

Scratch, in `work_f`: surplus, slope along the present move, and surplus if all issues were at one's ideal, of
each seat; value per unit of level, seats x issues; lowest and highest level, level before the sweep, level put
aside, of each issue; price of each seat's utility, that is what a little more of it adds to the objective.
"""

import math

from agents.rules.arrays import FloatMatrix, Floats, Ints
from agents.rules.bargaining import clamp, highest_level, lowest_level, nearest_level
from agents.rules.nash_two import strength

GAP = 1e-10  # ascent ends when the objective can rise by no more than this (log units)
ROOT_NEAR = 1e-9  # a step of Newton's method after which the next would be lost in rounding, levels
SLOPE_MIN = 1e-12  # a slope of the objective not worth following
LOWEST = -1e300  # a value of the objective that everything exceeds
NO_ZONE = -1
CONVERGED = 1
UNFINISHED = 0


def ascent_floats(seats: int, issues: int) -> int:
    """Length of the scratch of an ascent: seats * (issues + 4) + 4 * issues."""
    return price_of(0, seats, issues) + seats


def price_of(p: int, seats: int, issues: int) -> int:
    """Where in the scratch the price of a seat's utility stands."""
    return seats * (issues + 3) + 4 * issues + p


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
    """Climb to the maximum over all issues that are free to move; leaves the surpluses measured.

    Ends when the objective can rise by no more than `enough` (CONVERGED), when it is proved to stay at or below
    `floor` or no package leaves every seat a surplus (NO_ZONE), or after so many sweeps (UNFINISHED).
    """
    before = seats * (issues + 3) + 2 * issues
    for _ in range(sweeps):
        for i in range(issues):
            work_f[before + i] = text[i]
        sweep(seats, issues, ideal, power, bend, text, work_f)
        gap, hope = optimality_gap(seats, issues, ideal, power, bend, text, work_f)
        if hope <= 0.0:
            return NO_ZONE
        if floor > LOWEST and welfare(seats, power, bend, work_f) + gap <= floor:
            return NO_ZONE
        if gap <= enough:
            return CONVERGED
        _extrapolate(seats, issues, ideal, power, bend, text, work_f)
    measure(seats, issues, ideal, text, work_f)
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
    measure(seats, issues, ideal, text, work_f)


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
            length = _root(length, rise, fall, seats, power, bend, work_f)
        for p in range(seats):
            work_f[p] += work_f[seats + p] * length
        lay_prices(seats, issues, power, bend, work_f)
        x = x + way * length if inside else near
        if inside or x == end:
            break
        rise = _rise(i, x, way, seats, issues, ideal, work_f)
    text[i] = x


def _root(length: float, rise: float, fall: float, seats: int, power: Floats, bend: float, work_f: Floats) -> float:
    """Where in (0, length) the slope of the objective, `rise` > 0 and `fall` < 0 at the ends, vanishes.

    Newton's method inside a bracket, from where a straight line between the ends vanishes.
    """
    left = 0.0
    right = length
    t = length * rise / (rise - fall)
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


def _extrapolate(
    seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, text: Floats, work_f: Floats
) -> None:
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
    length = _follow(reach, seats, issues, ideal, power, bend, work_f)
    for i in range(issues):
        x = work_f[aside + i] + length * work_f[before + i]
        text[i] = clamp(x, work_f[bounds + i], work_f[bounds + issues + i])


def _follow(
    reach: float, seats: int, issues: int, ideal: FloatMatrix, power: Floats, bend: float, work_f: Floats
) -> float:
    """How far along the extrapolation the objective rises, from kink to kink; the surpluses follow."""
    t = 0.0
    while t < reach:
        rise = _rise_ahead(t, seats, issues, ideal, work_f)
        if rise <= SLOPE_MIN:
            break
        near = _next_kink_ahead(t, reach, seats, issues, ideal, work_f)
        length = near - t
        fall = _slope_at(seats, power, bend, length, work_f)
        inside = fall < 0.0
        if inside:
            length = _root(length, rise, fall, seats, power, bend, work_f)
        for p in range(seats):
            work_f[p] += work_f[seats + p] * length
        if inside:
            return t + length
        lay_prices(seats, issues, power, bend, work_f)
        t = near
    return t


def _kink_ahead(p: int, i: int, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> float:
    """Where along the extrapolation issue i passes the ideal of a seat; behind its start if it never does."""
    before = seats * (issues + 3) + 2 * issues
    heading = work_f[before + i]
    if heading == 0.0:
        return -1.0
    return (ideal[p, i] - work_f[before + issues + i]) / heading


def _next_kink_ahead(t: float, reach: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> float:
    near = reach
    for p in range(seats):
        for i in range(issues):
            kink = _kink_ahead(p, i, seats, issues, ideal, work_f)
            if t < kink < near and work_f[3 * seats + p * issues + i] > 0.0:
                near = kink
    return near


def _rise_ahead(t: float, seats: int, issues: int, ideal: FloatMatrix, work_f: Floats) -> float:
    """Slope of the objective as the extrapolation leaves t; keeps each seat's slope."""
    before = seats * (issues + 3) + 2 * issues
    total = 0.0
    for p in range(seats):
        slope = 0.0
        for i in range(issues):
            speed = work_f[3 * seats + p * issues + i] * abs(work_f[before + i])
            slope += speed if _kink_ahead(p, i, seats, issues, ideal, work_f) > t else -speed
        work_f[seats + p] = slope
        total += work_f[price_of(p, seats, issues)] * slope
    return total
