"""Where histories landed, as whole-number counts that add up over parts: states, fates, levels and packages.

Columns are those of `sim.world.outcome`.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import first_from, first_of
from sim.world.codes import CARRYING_OUT, COLLAPSED, SUSPENDED

Columns = Mapping[str, np.ndarray]
FATES = ("collapsed", "ended", "suspended", "carrying out", "goes on")
"""How a table stands at the end that came no further, the first that holds."""
FINE = 2001  # bins of a continuous scale
GRID = 50  # cells along each side of a diagram of two values


def table_columns(table: str, rungs: Sequence[str]) -> list[str]:
    """What states and fates of a table need."""
    wanted = [f"{table}.first_meeting", f"{table}.collapsed", f"{table}.stage"]
    return wanted + [f"{table}.{rung}.{what}" for rung in rungs for what in ("reached", "ended")]


def reached(columns: Columns, table: str, rungs: Sequence[str]) -> list[np.ndarray]:
    """For each rung the round in which it or a later one was first reached; 0 never."""
    return first_from([columns[f"{table}.{rung}.reached"] for rung in rungs])


class States(NamedTuple):
    """Histories by the end of each round: without a meeting, met, furthest at each rung [rungs, rounds], collapsed."""

    not_met: np.ndarray
    met: np.ndarray
    rungs: np.ndarray
    collapsed: np.ndarray


def states(columns: Columns, table: str, rungs: Sequence[str], rounds: int) -> States:
    """Where a table stands by the end of each round; the four add up to all histories."""
    never = rounds + 1
    collapse = np.where(columns[f"{table}.collapsed"] > 0, columns[f"{table}.collapsed"], never).astype(np.int64)
    first = columns[f"{table}.first_meeting"].astype(np.int64)
    climbed = reached(columns, table, rungs)
    met = first_of([first, *climbed])  # a rung can be passed without a meeting
    came = [standing(begin, collapse, rounds) for begin in (np.ones_like(met), met, *climbed)]
    came.append(np.zeros(rounds, np.int64))
    at = [here - further for here, further in itertools.pairwise(came)]
    return States(at[0], at[1], np.array(at[2:]), len(met) - came[0])


def standing(begin: np.ndarray, end: np.ndarray, rounds: int) -> np.ndarray:
    """How many histories are in something that begins in round `begin` (0: never) and ends with round `end`, by round."""
    there = (begin > 0) & (begin < end)
    change = np.bincount(begin[there], minlength=rounds + 2) - np.bincount(end[there], minlength=rounds + 2)
    return np.cumsum(change)[1 : rounds + 1]


def fates(columns: Columns, table: str, rungs: Sequence[str]) -> np.ndarray:
    """Histories by how far they came and how they stand at the end, [1 + rungs + 1, fates]: not met, met, each rung.

    A table that came to its last rung counts as ended if an agreement of it was, else under the last fate.
    """
    climbed = reached(columns, table, rungs)
    far = sum((round_ > 0).astype(np.int64) for round_ in climbed) + 1
    far = np.where((far == 1) & (columns[f"{table}.first_meeting"] == 0), 0, far)
    stage = columns[f"{table}.stage"]
    ended = np.any([columns[f"{table}.{rung}.ended"] > 0 for rung in rungs], axis=0)
    whole = far == len(rungs) + 1
    fate = np.select(
        [stage == COLLAPSED, ended, (stage == SUSPENDED) & ~whole, (stage == CARRYING_OUT) & ~whole],
        range(4), 4,
    )  # fmt: skip
    return np.bincount(far * len(FATES) + fate, minlength=(len(rungs) + 2) * len(FATES)).reshape(-1, len(FATES))


def bins_of(steps: int) -> int:
    """Bins of a scale: one a step, where these are few enough."""
    return steps + 1 if 0 < steps < FINE else FINE


def level_columns(issue: str) -> list[str]:
    """What levels of an issue need."""
    return [f"{issue}.agreed", f"{issue}.agreed_level", f"{issue}.level"]


def agreed_levels(columns: Columns, issue: str, bins: int) -> np.ndarray:
    """Histories by the level last agreed, where any was."""
    return binned(columns[f"{issue}.agreed_level"][columns[f"{issue}.agreed"] > 0], bins)


def levels_in_force(columns: Columns, issue: str, bins: int, start: float) -> np.ndarray:
    """Histories by the level in force at the end, where it differs from that at the start."""
    level = columns[f"{issue}.level"]
    return binned(level[np.abs(level - start) > 1e-9], bins)


def binned(levels: np.ndarray, bins: int) -> np.ndarray:
    """Counts of levels (0–1) in bins around equally spaced levels."""
    return np.bincount(np.rint(np.clip(levels, 0, 1) * (bins - 1)).astype(np.int64), minlength=bins)


def median_bin(counts: np.ndarray) -> float:
    """The level (0–1) below which half of the counts lie, to the bin."""
    place = int(np.searchsorted(2 * np.cumsum(counts), counts.sum()))
    return place / (len(counts) - 1)


def coarser(counts: np.ndarray, most: int) -> np.ndarray:
    """The same in at most so many bins, also around equally spaced levels."""
    bins = min(len(counts), most)
    place = np.rint(np.arange(len(counts)) * ((bins - 1) / (len(counts) - 1))).astype(np.int64)
    return np.bincount(place, weights=counts, minlength=bins).astype(np.int64)


def packages(values: np.ndarray) -> np.ndarray:
    """Histories by two values (0–1), [2, n], on a grid [GRID + 1, GRID + 1]."""
    cells = np.rint(np.clip(values, 0, 1) * GRID).astype(np.int64)
    return np.bincount(cells[0] * (GRID + 1) + cells[1], minlength=(GRID + 1) ** 2).reshape(GRID + 1, GRID + 1)
