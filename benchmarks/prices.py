"""What each primitive of the rules costs when compiled: nanoseconds, in a loop of its own."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from agents.rules.bargaining import issue_value
from agents.rules.nash_ascent import marginal
from benchmarks.measure import Figure, cpu_seconds, figure
from benchmarks.sizes import Size
from sim.world import draws

ROW = 4096  # numbers, which stay in the nearest memory
Loop = Callable[[np.ndarray, np.ndarray, np.ndarray, int], None]


def loops() -> dict[str, Loop]:
    """A loop a primitive, and one that only moves a number; each (numbers, results, order, rounds).

    Results go where the order says: so no call waits for another, and none becomes part of a vector with others.
    """
    compile_: Any = njit
    block, value, slope, sine = (compile_(each) for each in (draws.philox, issue_value, marginal, draws.sine))

    def nothing(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = x[i]

    def blocks(x: Any, out: Any, order: Any, rounds: int) -> None:
        for r in range(rounds):
            for i in order:
                out[i] = block(i, 70, 80, r, 1, 2)[0]

    def logarithm(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = math.log(x[i])

    def exponential(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = math.exp(x[i])

    def sines(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = sine(x[i])

    def root(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = math.sqrt(x[i])

    def power(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = x[i] ** (1.0 + x[i])

    def values(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = value(0.3, x[i])

    def divisions(x: Any, out: Any, order: Any, rounds: int) -> None:
        for _ in range(rounds):
            for i in order:
                out[i] = slope(x[i], 1e-3)

    named = {
        "nothing": nothing, "Philox blocks": blocks, "log": logarithm, "exp": exponential, "sines": sines, "sqrt": root,
        "powers": power, "values of an issue": values, "divisions of an ascent": divisions,
    }  # fmt: skip
    return {name: compile_(loop) for name, loop in named.items()}


def prices(size: Size) -> dict[str, Figure]:
    """Price of each primitive, less that of the loop; never below nothing."""
    made = loops()
    rounds = 250 if size.compiles else 25
    rng = np.random.default_rng(1)
    row = rng.uniform(0.05, 0.95, ROW), np.zeros(ROW), rng.permutation(ROW)
    for loop in made.values():
        loop(*row, 1)

    def taken(loop: Loop) -> float:
        return cpu_seconds(lambda: loop(*row, rounds)) / (rounds * ROW) * 1e9

    repeats = [{name: taken(loop) for name, loop in made.items()} for _ in range(2 * size.repeats + 1)]
    return {
        name: figure([max(0.0, one[name] - one["nothing"]) for one in repeats], "ns")
        for name in made
        if name != "nothing"
    }
