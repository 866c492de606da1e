"""The least step of a lever at which a chance reaches a target: looked for on some histories, decided on all of them."""

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


def least_step(steps: int, look: Response, play: Response, target: float) -> Least:
    """The least of the steps 0 … `steps` with a share of at least `target` of all histories (`play`).

    If the chance only rises along the grid, or only falls, as far as the first of these histories (`look`) show, the first
    crossing is bisected; if it does both, the grid is made finer first, and the least is that of the finer grid.
    """
    grid = _grid(steps, GRID)
    shape = shape_of([look(step) for step in grid])
    if shape == "rises and falls":
        grid = _grid(steps, FINE)
    seen = {step: _share(look, step) for step in grid}
    best = max(grid, key=lambda step: (seen[step], -step))
    if _share(play, best) < target:
        return Least(None, best, shape)
    luck = _share(play, 0) - seen[0]  # by which all histories are above the first of them
    likely = [i for i, step in enumerate(grid) if step <= best and (step == best or seen[step] + luck >= target)]
    above = next(i for i in likely if _share(play, grid[i]) >= target)
    while above > 0 and _share(play, grid[above - 1]) >= target:
        above -= 1
    if above == 0:
        return Least(0, best, shape)
    return Least(_bisected(grid[above - 1], grid[above], play, target), best, shape)


def _share(response: Response, step: int) -> float:
    return float(response(step).mean())


def _grid(steps: int, parts: int) -> list[int]:
    return sorted({round(steps * i / parts) for i in range(parts + 1)})


def _bisected(below: int, above: int, response: Response, target: float) -> int:
    """The step between one that falls short of the target and one that does not at which it is first reached."""
    while above - below > 1:
        middle = (below + above) // 2
        if _share(response, middle) >= target:
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
