"""PRIM, the patient rule induction method: a box in the space of inputs where an outcome is frequent.

A box is peeled: again and again the twentieth of its points that lies at one end of one input is cut off, whichever cut
raises the outcome's mean most per point given up [Friedman & Fisher 1999, Statistics and Computing 9; the yield per
point is the lenient criterion of Kwakkel & Jaxa-Rozen 2016, Environmental Modelling & Software 79]. Of the boxes on the
way, down to a least share of the points, the largest is taken whose density is within a standard error of the best. Then
the input that matters least is left out and all is peeled anew with the others, until there are few enough and none of
their limits is likely to be luck. Whether the outcome is truly frequent in a box must be asked of points that did not
make it.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

PEEL = 0.05  # share of a box's points that a cut takes away
LUCK = 0.001  # quasi-p-value above which a limit is dropped: strict, since a cut is the best of many

Box = Mapping[int, tuple[float, float]]
"""Limits by number of the input, both included; inputs without limits are free."""


class Found(NamedTuple):
    """How a box does on a set of points: how many it holds, and how much of the outcome in it and overall.

    Density is the outcome's mean in the box, coverage the share of all its occurrences that the box holds
    [Bryant & Lempert 2010, Technological Forecasting & Social Change 77].
    """

    points: int
    of: int
    within: float
    overall: float

    @property
    def density(self) -> float:
        """Mean outcome in the box."""
        return self.within / self.points if self.points else 0.0

    @property
    def coverage(self) -> float:
        """Share of the outcome that the box holds."""
        return self.within / self.overall if self.overall else 0.0

    @property
    def support(self) -> float:
        """Share of the points that the box holds."""
        return self.points / self.of if self.of else 0.0


def inside(box: Box, x: np.ndarray) -> np.ndarray:
    """Which points (rows of `x`) lie in a box."""
    held = np.ones(len(x), bool)
    for i, (low, high) in box.items():
        held &= (low <= x[:, i]) & (x[:, i] <= high)
    return held


def measure(box: Box, x: np.ndarray, y: np.ndarray) -> Found:
    """How a box does: `x` is (points, inputs), `y` the outcome of each point, 0–1."""
    held = inside(box, x)
    return Found(int(held.sum()), len(y), float(y[held].sum()), float(y.sum()))


def discover(x: np.ndarray, y: np.ndarray, least: float, most: int) -> Box | None:
    """The densest box of at least this share of the points, with limits on at most `most` inputs; None if none is denser
    than all."""
    inputs = list(range(x.shape[1]))
    while inputs:
        found = chosen(peeled(x[:, inputs], y, least), x[:, inputs], y)
        box = {inputs[i]: limits for i, limits in found.items()}
        if not box:
            return None
        density = {i: measure(_without(box, i), x, y).density for i in box}
        idle = max(box, key=lambda i: density[i])
        if len(box) <= most and quasi_p_value(box, idle, x, y) <= LUCK:
            return box
        inputs = sorted(set(box) - {idle})
    return None


def chosen(path: list[Box], x: np.ndarray, y: np.ndarray) -> Box:
    """The first, and so the largest, whose density is within one standard error of the greatest [as Breiman et al. 1984]."""
    found = [measure(box, x, y).density for box in path]
    best = int(np.argmax(found))
    within = y[inside(path[best], x)]
    error = float(within.std()) / len(within) ** 0.5
    return next(box for box, density in zip(path, found, strict=True) if density >= found[best] - error)


def peeled(x: np.ndarray, y: np.ndarray, least: float) -> list[Box]:
    """All boxes on the way from everything to the smallest that is allowed."""
    ends = np.array([x.min(axis=0), x.max(axis=0)])
    bounds, held = ends.copy(), np.ones(len(y), bool)
    path: list[Box] = [{}]
    while True:
        cut = _best_cut(x[held], y[held], least * len(y))
        if cut is None:
            return path
        end, i, at = cut
        bounds[end, i] = at
        held &= (x[:, i] >= at) if end == 0 else (x[:, i] <= at)
        changed = np.flatnonzero((bounds != ends).any(axis=0))
        path.append({int(k): _limits(bounds, ends, int(k)) for k in changed})


def _limits(bounds: np.ndarray, ends: np.ndarray, k: int) -> tuple[float, float]:
    """Limits of an input; infinite where nothing was cut off."""
    low, high = bounds[:, k]
    return (low if low > ends[0, k] else -np.inf), (high if high < ends[1, k] else np.inf)


def _best_cut(x: np.ndarray, y: np.ndarray, least: float) -> tuple[int, int, float] | None:
    """Which end (0 low, 1 high) of which input to cut off, and the last value that stays; None if too few would."""
    best, found = -np.inf, None
    if len(y) < 2:
        return None
    mean = y.mean()
    for i in range(x.shape[1]):
        values = x[:, i]
        for end, at in ((0, _first_kept(values)), (1, -_first_kept(-values))):
            keep = values >= at if end == 0 else values <= at
            kept = int(np.count_nonzero(keep))
            if least <= kept < len(y):
                gain = (y[keep].sum() / kept - mean) / (len(y) - kept)
                if gain > best:
                    best, found = gain, (end, i, float(at))
    return found


def _first_kept(values: np.ndarray) -> float:
    """The least value that stays when about a twentieth is cut off from below; of equal values all go or stay."""
    order = np.partition(values, at := max(1, int(PEEL * len(values))))
    if order[at] > values.min():
        return float(order[at])
    above = values[values > order[at]]
    return float(above.min()) if len(above) else float(order[at])


def _without(box: Box, i: int) -> Box:
    """The box with one input free."""
    return {k: limits for k, limits in box.items() if k != i}


def quasi_p_value(box: Box, i: int, x: np.ndarray, y: np.ndarray) -> float:
    """The chance of so much of the outcome in the box if the limits of input `i` did nothing [Bryant & Lempert 2010].

    Binomial for yes and no; for shares the normal distribution of a mean of as many.
    """
    from scipy.special import betainc, ndtr

    within, wider = y[inside(box, x)], y[inside(_without(box, i), x)]
    yes, spread = round(float(within.sum())), float(wider.std())
    if yes == 0 or spread == 0:
        return 1.0
    if set(np.unique(wider)) <= {0.0, 1.0}:
        return float(betainc(yes, len(within) - yes + 1, wider.mean()))  # so many or more
    return float(ndtr((wider.mean() - within.mean()) / spread * len(within) ** 0.5))
