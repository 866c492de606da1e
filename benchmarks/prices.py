"""What each primitive of the rules costs when compiled: nanoseconds, in a loop of its own."""

import math
from collections.abc import Callable
from typing import Any

from numba import njit

from agents.rules.bargaining import issue_value
from agents.rules.nash_ascent import marginal
from benchmarks.measure import Figure, cpu_seconds, figure
from benchmarks.sizes import Size
from sim.world import draws

Loop = Callable[[int], float]


def loops() -> dict[str, Loop]:
    """A loop a primitive, whose calls do not wait for each other; and one that only makes their arguments."""
    compile_: Any = njit
    block, value, slope, sine = (compile_(each) for each in (draws.philox, issue_value, marginal, draws.sine))

    def nothing(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += 0.1 + 1e-7 * i
        return total

    def blocks(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += block(i, 70, 80, 90, 1, 2)[0] * 1e-9
        return total

    def logarithm(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += math.log(0.1 + 1e-7 * i)
        return total

    def exponential(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += math.exp(0.1 + 1e-7 * i)
        return total

    def sines(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += sine(0.1 + 1e-7 * i)
        return total

    def root(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += math.sqrt(0.1 + 1e-7 * i)
        return total

    def power(n: int) -> float:
        total = 0.0
        for i in range(n):
            x = 0.1 + 1e-7 * i
            total += (1.0 - x) ** (1.0 + x)
        return total

    def values(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += value(0.1 + 1e-7 * i, 0.3)
        return total

    def divisions(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += slope(0.1 + 1e-7 * i, 1e-3)
        return total

    named = {
        "nothing": nothing, "Philox blocks": blocks, "log": logarithm, "exp": exponential, "sines": sines, "sqrt": root,
        "powers": power, "values of an issue": values, "divisions of an ascent": divisions,
    }  # fmt: skip
    return {name: compile_(loop) for name, loop in named.items()}


def prices(size: Size) -> dict[str, Figure]:
    """Price of each primitive, less that of the loop; never below nothing."""
    made = loops()
    n = 1_000_000 if size.compiles else 100_000
    for loop in made.values():
        loop(1)

    def taken(loop: Loop) -> float:
        return cpu_seconds(lambda: loop(n)) / n * 1e9

    rounds = [{name: taken(loop) for name, loop in made.items()} for _ in range(2 * size.repeats + 1)]
    return {
        name: figure([max(0.0, one[name] - one["nothing"]) for one in rounds], "ns")
        for name in made
        if name != "nothing"
    }
