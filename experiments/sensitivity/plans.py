"""Where an analysis looks: blocks of points in the unit cube, each coordinate a share of one number's distribution.

All points of a block are played on the same histories (common random numbers), each block on its own: so points of a
block differ by what is held there and not by luck, and blocks are independent, as the bootstrap over them needs.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.describe.evidence import Kind
from experiments.sweep.even import sobol

LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95  # where a number is held in turn: its ends, and where all others stand
TURNS = 20  # blocks in which that is done
LEVELS = 4  # of a number in a trajectory
STEP = 0.5  # share of its distribution by which a number moves in a trajectory


class Block(NamedTuple):
    """Points to be played on the histories first, first + 1, …: (points, numbers)."""

    number: int
    first: int
    points: np.ndarray


Group = tuple[int, ...]
"""Numbers that are changed together, by index."""


def pages_of(numbers: int, groups: Mapping[Kind, Group]) -> list[Group]:
    """Each number and each group once; a group of one number is that number."""
    return list(dict.fromkeys([*((i,) for i in range(numbers)), *groups.values()]))


def swapped(a: np.ndarray, b: np.ndarray, pages: Sequence[Group]) -> np.ndarray:
    """The points at which Saltelli's estimators look, row by row: A, B, and A with B's columns of each page.

    `a` and `b` are (rows, numbers); returns (rows, 2 + pages, numbers) [Saltelli et al. 2010, table 2].
    """
    found = np.repeat(a[:, None, :], 2 + len(pages), axis=1)
    found[:, 1] = b
    for at, page in enumerate(pages):
        found[:, 2 + at, list(page)] = b[:, list(page)]
    return found


def base_points(rows: int, numbers: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two independent sets of points, A and B: the halves of a scrambled Sobol sequence [Saltelli et al. 2010, §5]."""
    both = sobol(rows, 2 * numbers, seed)
    return both[:, :numbers], both[:, numbers:]


def in_turn(numbers: int) -> np.ndarray:
    """All at the middle, then each number alone at its low and its high end: (1 + 2 numbers, numbers)."""
    points = np.full((1 + 2 * numbers, numbers), MIDDLE)
    for i in range(numbers):
        points[1 + 2 * i, i], points[2 + 2 * i, i] = LOW, HIGH
    return points


def trajectory(numbers: int, rng: np.random.Generator) -> np.ndarray:
    """A walk on which each number moves once, in random order, by half its distribution [Morris 1991, Technometrics 33].

    Its four levels are the middles of four equally likely parts, not Morris's grid from 0 to 1: the ends of a bell
    are no place to judge it by. Returns (1 + numbers, numbers).
    """
    low = (rng.integers(LEVELS // 2, size=numbers) + 0.5) / LEVELS
    upward = rng.random(numbers) < 0.5
    points = np.repeat(np.where(upward, low, low + STEP)[None], 1 + numbers, axis=0)
    for step, i in enumerate(rng.permutation(numbers), start=1):
        points[step:, i] = low[i] + STEP if upward[i] else low[i]
    return points


def sobol_blocks(rows: int, numbers: int, groups: Mapping[Kind, Group], histories: int, seed: int) -> list[Block]:
    """A block for each row of Saltelli's design, then those of one number at a time."""
    points = swapped(*base_points(rows, numbers, seed), pages_of(numbers, groups))
    blocks = [Block(row, row * histories, of_it) for row, of_it in enumerate(points)]
    alone = in_turn(numbers)
    return blocks + [Block(rows + i, i * histories, alone) for i in range(TURNS)]


def morris_blocks(trajectories: int, numbers: int, histories: int, seed: int) -> list[Block]:
    """A block for each trajectory."""
    rng = np.random.default_rng(seed)
    return [Block(r, r * histories, trajectory(numbers, rng)) for r in range(trajectories)]
