"""Bargaining where some issues are a choice among options: each option is worth what a table says, on no line.

The items of a package come in two parts: first `lines` items whose levels lie on a line, then, up to `issues`, those with
options, fewest options first, then by ties. Of item i, `count[i]` options are allowed, which are `option[i, 0 … count-1]`
in the order of a draw; the level of option l is l / steps[i], and to seat p it is worth `worth[p, i, l]` of its weight.

Every function here is exact: it goes through all combinations of allowed options, and for each of them the rest is
solved as it is where there are no options. A combination has a number, the first item's option counting most; of
combinations that are equally good the highest number is taken, so that no order of names shows.
"""

import math

from agents.rules import bargaining, nash_many, nash_two
from agents.rules.arrays import FloatCube, FloatMatrix, Floats, IntMatrix, Ints
from agents.rules.bargaining import SEARCH_GAP, TOLERANCE, issue_value
from agents.rules.nash_two import EQUAL, SURPLUS_MIN, level_at, strength

COMBINATIONS = 64  # most combinations of options at one table
NONE = -1e300  # a product of surpluses that every other exceeds


def combinations(lines: int, issues: int, count: Ints) -> int:
    """In how many ways the items with options can be settled; 0 if one of them has no option that is allowed."""
    total = 1
    for i in range(lines, issues):
        total *= count[i]
    return total


def choose(number: int, lines: int, issues: int, steps: Ints, count: Ints, option: IntMatrix, text: Floats) -> None:
    """Write the options of the combination with this number into the text."""
    for back in range(issues - lines):
        i = issues - 1 - back
        text[i] = option[i, number % count[i]] / steps[i]
        number = number // count[i]


def options_value(
    seat: int, lines: int, issues: int, weight: FloatMatrix, steps: Ints, worth: FloatCube, text: Floats
) -> float:
    """Value to a seat of the options in a text, utility units."""
    total = 0.0
    for i in range(lines, issues):
        total += weight[seat, i] * worth[seat, i, level_at(text[i], steps[i])]
    return total


def package_value(
    seat: int, lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, steps: Ints, worth: FloatCube,
    text: Floats,
) -> float:  # fmt: skip
    """Value to a seat of a package, [0, 1] if its weights sum to 1."""
    total = bargaining.package_value(seat, lines, weight, ideal, text)
    if lines < issues:
        total += options_value(seat, lines, issues, weight, steps, worth, text)
    return total


def best_offer(
    seat: int, seats: int, lines: int, issues: int, weight: FloatMatrix, perceived: FloatMatrix, ideal: FloatMatrix,
    steps: Ints, worth: FloatCube, count: Ints, option: IntMatrix, target: float, text: Floats, kept: Floats,
    work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Write into `text[issues]` the package best for the others that still gives `seat` its target; False if there is none.

    As `bargaining.best_offer`, over every combination of options, their value taken off the target: the scratch has the
    path of the issues on `lines` (`bargaining.lay_path`). Of offers as good for the others (to 1e-9) the one worth most to
    the seat is tabled; if none reaches the target, the one worth most to it, and of those as good the best for the others.
    `kept`: [issues], scratch.
    """
    if lines == issues:
        bargaining.best_offer(seat, seats, issues, weight, ideal, steps, target, text, work_f, work_i)
        return True
    found = False
    reached = False
    best = 0.0
    second = 0.0
    total = combinations(lines, issues, count)
    for back in range(total):
        choose(total - 1 - back, lines, issues, steps, count, option, text)
        mine = options_value(seat, lines, issues, weight, steps, worth, text)
        bargaining.best_offer(seat, seats, lines, weight, ideal, steps, target - mine, text, work_f, work_i)
        own = mine + bargaining.package_value(seat, lines, weight, ideal, text)
        others = _others_value(seat, seats, lines, issues, perceived, ideal, steps, worth, text)
        reaches = own >= target - 2.0 * TOLERANCE
        first = others if reaches else own
        then = own if reaches else others
        equal = found and reaches == reached and first >= best - SEARCH_GAP
        if (
            not found
            or (reaches and not reached)
            or (reaches == reached and first > best + SEARCH_GAP)
            or (equal and then > second + SEARCH_GAP)
        ):
            found = True
            reached = reaches
            best = first
            second = then
            _keep(issues, text, kept)
    _keep(issues, kept, text)
    return found


def _others_value(
    seat: int, seats: int, lines: int, issues: int, perceived: FloatMatrix, ideal: FloatMatrix, steps: Ints,
    worth: FloatCube, text: Floats,
) -> float:  # fmt: skip
    """What a package seems to be worth to the other seats together."""
    total = 0.0
    for q in range(seats):
        if q != seat:
            for i in range(lines):
                total += perceived[q, i] * issue_value(text[i], ideal[q, i])
            total += options_value(q, lines, issues, perceived, steps, worth, text)
    return total


def _keep(issues: int, text: Floats, kept: Floats) -> None:
    for i in range(issues):
        kept[i] = text[i]


# ------------------------------------------------------------------------------------------ Nash points


def build_frontier(
    lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats, steps: Ints,
    tie: Floats, worth: FloatCube, count: Ints, option: IntMatrix, store_f: Floats, at_f: int, store_i: Ints,
    at_i: int, work_f: Floats, work_i: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Lay the Pareto frontier of seats 0 and 1 as `nash_two.build_frontier`; returns (segments, combinations).

    Items with options are combined first, so that none is ever taken as continuous: their combinations are 64 at most,
    and fit. Read it with `nash_two.nash_on_frontier` and `frontier_package`.
    """
    nash_two.clear_frontier(issues, store_f, at_f, store_i, at_i)
    place = combinations(lines, issues, count)
    if place == 0:
        store_i[at_i + 1] = 0
        return 0, 0
    for i in range(lines, issues):
        place = place // count[i]
        for j in range(count[i]):
            for p in range(2):
                nash_two.value_level(p, j, weight[p, i] * worth[p, i, option[i, j]], issues, work_f)
        nash_two.combine(i, count[i], True, place, issues, store_f, at_f, store_i, at_i, work_f, work_i)
        for p in range(2):
            nash_two.lay_end(p, i, 0.0, issues, store_f, at_f)
    return nash_two.finish_frontier(
        lines, issues, weight, ideal, low, high, steps, tie, store_f, at_f, store_i, at_i, work_f, work_i
    )


def frontier_package(
    lines: int, issues: int, store_f: Floats, at_f: int, store_i: Ints, at_i: int, low: Floats, high: Floats,
    steps: Ints, option: IntMatrix, combo: int, position: float, text: Floats,
) -> None:  # fmt: skip
    """Write into `text[issues]` the package at `combo` and `position`, as `nash_two.frontier_package`."""
    nash_two.frontier_package(
        issues, store_f, at_f, store_i, at_i, low, high, steps, combo, position, text
    )  # of an item with options, its place among those allowed
    for i in range(lines, issues):
        text[i] = option[i, level_at(text[i], steps[i])] / steps[i]


def nash_of_many(
    seats: int, lines: int, issues: int, weight: FloatMatrix, ideal: FloatMatrix, low: Floats, high: Floats,
    steps: Ints, tie: Floats, worth: FloatCube, count: Ints, option: IntMatrix, d: Floats, power: Floats, text: Floats,
    kept: Floats, left: Floats, work_f: Floats, work_i: Ints,
) -> bool:  # fmt: skip
    """Write into `text[issues]` the Nash point of three seats or more; False if none was found.

    As `nash_many.nash_many`, over every combination of options, their values taken off the disagreement values. One is
    not looked into where even each seat's best level of everything else would not beat the best so far. `kept`:
    [issues], `left`: [seats], scratch.
    """
    if lines == issues:
        return nash_many.nash_many(seats, issues, weight, ideal, low, high, steps, tie, d, power, text, work_f, work_i)
    found = False
    best = NONE
    total = combinations(lines, issues, count)
    for back in range(total):
        choose(total - 1 - back, lines, issues, steps, count, option, text)
        for p in range(seats):
            left[p] = d[p] - options_value(p, lines, issues, weight, steps, worth, text)
        if _most(seats, lines, weight, left, power) <= best + EQUAL:
            continue
        if nash_many.nash_many(seats, lines, weight, ideal, low, high, steps, tie, left, power, text, work_f, work_i):
            product = _log_product(seats, lines, weight, ideal, left, power, text)
            if not found or product > best + EQUAL:
                found = True
                best = product
                _keep(issues, text, kept)
    _keep(issues, kept, text)
    return found


def _most(seats: int, lines: int, weight: FloatMatrix, left: Floats, power: Floats) -> float:
    """What the logarithm of the product of surpluses stays below, whatever becomes of the items on a line."""
    total = 0.0
    for p in range(seats):
        surplus = -left[p]
        for i in range(lines):
            surplus += weight[p, i]
        if surplus <= SURPLUS_MIN:
            return NONE
        total += strength(power[p]) * math.log(surplus)
    return total


def _log_product(
    seats: int, lines: int, weight: FloatMatrix, ideal: FloatMatrix, left: Floats, power: Floats, text: Floats
) -> float:
    """Logarithm of the product of the surpluses at a text that leaves every seat one."""
    total = 0.0
    for p in range(seats):
        surplus = bargaining.package_value(p, lines, weight, ideal, text) - left[p]
        total += strength(power[p]) * math.log(max(surplus, SURPLUS_MIN))
    return total
