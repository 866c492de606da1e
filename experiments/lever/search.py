"""The least step of a lever at which a chance reaches a target, by bisection on paired histories."""

from collections.abc import Callable
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from experiments.estimates.statistics import anytime_verdict

GRID, FINE = 4, 16  # parts of the way that are looked at, and those where the chance both rises and falls
Shape = Literal["flat", "rises", "falls", "rises and falls"]
Response = Callable[[int], np.ndarray]
"""Yes or no of each history with a lever at a step; the same histories at every step."""


class Least(NamedTuple):
    """What a search found: the least step that reaches the target (None: no step tried does), the best step tried."""

    step: int | None
    best: int
    shape: Shape


def least_step(steps: int, response: Response, target: float) -> Least:
    """The least of the steps 0 … `steps` with a share of at least `target`.

    If the chance only rises along the grid, or only falls, the first crossing is bisected; if it does both, the grid is
    made finer first, and the least is that of the finer grid.
    """
    grid = _grid(steps, GRID)
    shape = shape_of([response(step) for step in grid])
    if shape == "rises and falls":
        grid = _grid(steps, FINE)
    shares = {step: float(response(step).mean()) for step in grid}
    best = max(grid, key=lambda step: (shares[step], -step))
    above = next((i for i, step in enumerate(grid) if shares[step] >= target), None)
    if above is None:
        return Least(None, best, shape)
    if above == 0:
        return Least(0, best, shape)
    return Least(_bisected(grid[above - 1], grid[above], response, target), best, shape)


def _grid(steps: int, parts: int) -> list[int]:
    return sorted({round(steps * i / parts) for i in range(parts + 1)})


def _bisected(below: int, above: int, response: Response, target: float) -> int:
    """The step between one that falls short of the target and one that does not at which it is first reached."""
    while above - below > 1:
        middle = (below + above) // 2
        if float(response(middle).mean()) >= target:
            above = middle
        else:
            below = middle
    return above


def shape_of(answers: list[np.ndarray]) -> Shape:
    """Which way the chance goes from step to step: only turns larger than chance count."""
    verdicts = {
        anytime_verdict(int((after & ~before).sum()), int((before & ~after).sum()))
        for before, after in pairwise(answers)
    }
    rises, falls = "above" in verdicts, "below" in verdicts
    if rises and falls:
        return "rises and falls"
    return "rises" if rises else "falls" if falls else "flat"
