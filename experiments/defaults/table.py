"""The table of weighted points: what the defaults may be together, given the base rates of peace processes.

A CSV file with a row for each point: its weight, and every default in its unit. The line above the heading names the
rule book with which the points were made. `parley calibrate --table FILE` writes one; parley ships one.
"""

import csv
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.defaults.listed import PATHS
from experiments.estimates.weighted import systematic
from experiments.words.regular import read_bytes

SHIPPED = Path(__file__).with_name("posterior.csv")
WEIGHT = "weight"
MARK = "# rule book "
DIGITS = 4  # of each number: a thousandth of a default is beyond all doubt


class TableError(Exception):
    """The table cannot be used; the message says why."""


class Points(NamedTuple):
    """Points: defaults (points × defaults, in the order of `PATHS`), weights that sum to 1, the hash of their rule book."""

    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    rules_sha256: str


def text_of(points: Points) -> str:
    """The table as a file."""
    out = io.StringIO()
    out.write(f"{MARK}{points.rules_sha256}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([WEIGHT, *PATHS])
    for weight, row in zip(points.weights, points.values, strict=True):
        writer.writerow([f"{each:.{DIGITS}g}" for each in (weight, *row)])
    return out.getvalue()


def read_table(file: Path = SHIPPED) -> Points:
    """The points of a table; TableError if it cannot be read, or is of another list of defaults."""
    try:
        first, *lines = read_bytes(file).decode().splitlines()
        heading, *rows = csv.reader(lines)
        numbers = np.array(rows, dtype=float)
    except (OSError, ValueError) as error:
        raise TableError(f"{file} is no table of points: {error}") from None
    if not first.startswith(MARK) or heading[:1] != [WEIGHT]:
        raise TableError(f"{file} is no table of points")
    if tuple(heading[1:]) != PATHS:
        other = sorted(set(heading[1:]) ^ set(PATHS))
        raise TableError(f"{file} is of other defaults than the rule book's ({', '.join(other)}): run parley calibrate")
    return Points(numbers[:, 1:], numbers[:, 0] / numbers[:, 0].sum(), first.removeprefix(MARK))


def resampled(points: Points, count: int, seed: int) -> Points:
    """So many of the points by their weights, equally weighted; all as they are if there are no more than `count`."""
    if count >= len(points.weights):
        return points
    chosen = systematic(points.weights, count, np.random.default_rng(seed))
    return Points(points.values[chosen], np.full(count, 1 / count), points.rules_sha256)
