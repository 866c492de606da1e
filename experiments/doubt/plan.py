"""What is played: three sets of points, in which the scenario's inputs, the defaults, or both differ from point to point.

Every point has histories of its own, so that the mean over all points does not hang on the luck of a few hundred; a
variant is played on the very histories of its base.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.defaults.table import Points

Floats = NDArray[np.float64]
Kind = Literal["defaults", "both", "inputs"]
KINDS: tuple[Kind, ...] = ("defaults", "both", "inputs")
CHUNK = 8  # points in a piece of work


class Design(NamedTuple):
    """Points of one kind: defaults (points, defaults) or None as they stand, shares of inputs (points, inputs) or None.

    Inputs that are not held are drawn in each history, as ever. Its histories begin at number `first`.
    """

    kind: Kind
    defaults: Floats | None
    shares: Floats | None
    weights: Floats
    first: int

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self.weights)


class Piece(NamedTuple):
    """Some of the points of a design, by number."""

    kind: Kind
    points: range


def designs(points: Points, inputs: int, histories: int, seed: int) -> dict[Kind, Design]:
    """The three sets of points; half as many where only inputs differ, since a few hundred histories each tell enough."""
    count = len(points.weights)
    alone = max(2, count // 2)
    rng = np.random.default_rng(seed)
    return {
        "defaults": Design("defaults", points.values, None, points.weights, 0),
        "both": Design("both", points.values, hypercube(count, inputs, rng), points.weights, count * histories),
        "inputs": Design(
            "inputs", None, hypercube(alone, inputs, rng), np.full(alone, 1 / alone), 2 * count * histories
        ),
    }


def pieces(planned: dict[Kind, Design]) -> list[Piece]:
    """All points, a few at a time."""
    return [
        Piece(kind, range(at, min(at + CHUNK, design.points)))
        for kind, design in planned.items()
        for at in range(0, design.points, CHUNK)
    ]


def hypercube(count: int, inputs: int, rng: np.random.Generator) -> Floats:
    """A Latin hypercube: each input once in each of `count` equal parts of 0–1 [McKay et al. 1979, Technometrics 21]."""
    rows = np.tile(np.arange(count)[:, None], (1, inputs))
    found: Floats = (rng.permuted(rows, axis=0) + rng.random((count, inputs))) / count
    return found
