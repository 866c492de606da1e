"""Negotiations of people over nine packages, and how far a forecast of their shares is from what they agreed.

CaSiNo [Chawla et al. 2021, CC BY 4.0]: two campers divide three packages each of food, water and firewood. Each values a
package of the three at 5, 4 and 3 points, in an order of its own that the other is not told; who walks away has 5 points.
All is 36 points. The CSV has a row for each negotiation: `a_food` … `b_firewood` (points per package) and `a_gets_food` …
(packages of the first, 0–3; empty where they walked away).

Names of issues do not matter here, so each negotiation is told in the first's own order: the packages that it values at 5
come first, then those at 4, then those at 3. What the second gets per package of each is one of six *orders*.

Measures, for agreements i = 1 … n and issues k = 1 … 3, with x the share of the packages that the first got, 0–1:

    error of shares   100 · mean over i, k of |forecast_ik − x_ik|, in packages of a hundred
    CRPS              100 · mean over i, k of the integral of (F_ik(y) − 1[x_ik ≤ y])² dy over 0 ≤ y ≤ 1, F_ik the forecast's
                      distribution function of the share [Gneiting & Raftery 2007]; of a point forecast it is its error
    inequality        mean over i of |points of the first − points of the second| / 36

    Chawla et al., CaSiNo: a corpus of campsite negotiation dialogues, NAACL 2021.
    Gneiting & Raftery, Strictly proper scoring rules, JASA 102, 2007.
"""

import csv
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.estimates.statistics import Z95
from experiments.rivals.nash import Bargain, nash_point

Array = NDArray[np.float64]
Order = tuple[int, int, int]

POINTS: Order = (5, 4, 3)
"""What a package of each issue is worth to the first."""
ORDERS: tuple[Order, ...] = tuple((x, y, z) for x, y, z in permutations(POINTS))
"""What it may be worth to the second."""
PACKAGES = 3
WHOLE = PACKAGES * sum(POINTS)
AWAY = 5
"""Points of who walks away."""
GOODS = ("food", "water", "firewood")


class Negotiations(NamedTuple):
    """Negotiations that ended in an agreement, as the first sees them, and how many ended without."""

    order: NDArray[np.intp]
    """Which of `ORDERS` the second has, [agreements]."""
    share: Array
    """Share of the packages of each issue that the first got, 0–1, [agreements, issues]."""
    walked_away: int

    @property
    def second(self) -> Array:
        """What a package is worth to the second, points, [agreements, issues]."""
        return np.array(ORDERS, dtype=float)[self.order]

    @property
    def number(self) -> int:
        """How many agreements."""
        return len(self.order)

    @property
    def deals(self) -> float:
        """Share of negotiations that ended in an agreement."""
        return self.number / (self.number + self.walked_away)

    def of_each_order(self) -> Array:
        """Share of agreements of each order, [orders]."""
        return np.bincount(self.order, minlength=len(ORDERS)) / self.number


class Errors(NamedTuple):
    """How far a forecast is from each agreement, of a hundred packages, [agreements]: of its mean, its median, its CRPS."""

    mean: Array
    median: Array
    crps: Array


def read(path: Path) -> list[dict[str, str]]:
    """The rows of the CSV described at the head of this module."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def as_negotiations(rows: list[dict[str, str]]) -> Negotiations:
    """Rows, each told in the first's own order of issues."""
    agreed = [row for row in rows if row["a_gets_food"]]
    own, other, got = (
        np.array([[float(row[f"{who}_{good}"]) for good in GOODS] for row in agreed]).reshape(-1, len(GOODS))
        for who in ("a", "b", "a_gets")
    )
    falling = np.argsort(-own, axis=1)
    other, got = np.take_along_axis(other, falling, 1), np.take_along_axis(got, falling, 1)
    order = np.array([ORDERS.index((int(x), int(y), int(z))) for x, y, z in other], dtype=np.intp)
    return Negotiations(order, got / PACKAGES, len(rows) - len(agreed))


def halves(rows: list[dict[str, str]]) -> tuple[Negotiations, Negotiations]:
    """The first and the second half of the file, whose rows are in no order."""
    middle = len(rows) // 2
    return as_negotiations(rows[:middle]), as_negotiations(rows[middle:])


# ------------------------------------------------------------------------------
# What anyone gets


def points(share: Array, second: Array) -> tuple[Array, Array]:
    """Points of the first and of the second, by the shares of the first, [agreements, issues]."""
    return PACKAGES * share @ np.array(POINTS, dtype=float), PACKAGES * ((1 - share) * second).sum(axis=1)


def inequality(share: Array, second: Array) -> Array:
    """|u_a − u_b| of each bargain, in shares of all points, 0–1."""
    first, other = points(share, second)
    return np.abs(first - other) / WHOLE


def joint_points(share: Array, second: Array) -> Array:
    """Points of both together, of each bargain."""
    first, other = points(share, second)
    return first + other


# ------------------------------------------------------------------------------
# How far a forecast is from what was agreed


def error(forecast: Array, share: Array) -> Array:
    """Error of shares of each agreement, packages of a hundred; `forecast` as `share`, [agreements, issues]."""
    return np.asarray(100 * np.abs(forecast - share).mean(axis=1))


def crps(chances: Array, share: Array) -> Array:
    """CRPS of each agreement, packages of a hundred.

    `chances` of 0, 1, 2, 3 packages for the first, [agreements, issues, 4]. Between two numbers of packages the
    distribution function is level, so the integral is a sum over three pieces of length 1/3.
    """
    below = chances.cumsum(axis=-1)[..., :PACKAGES]
    true = np.rint(PACKAGES * share)[..., None] <= np.arange(PACKAGES)
    return np.asarray(100 * ((below - true) ** 2).sum(axis=-1).mean(axis=-1) / PACKAGES)


def chances_of(sample: Array) -> Array:
    """Shares of a sample of bargains, [bargains, issues], in which the first gets 0, 1, 2, 3 packages, [issues, 4]."""
    packages = np.rint(PACKAGES * sample)[..., None]
    return np.asarray((packages == np.arange(PACKAGES + 1)).mean(axis=0))


def errors_of(samples: list[Array], seen: Negotiations) -> Errors:
    """Errors of forecasts by a sample of bargains for each order, [bargains, issues]."""

    def of_each(summary: Callable[[Array], Array]) -> Array:
        return np.array([summary(sample) for sample in samples])[seen.order]

    return Errors(
        error(of_each(lambda sample: np.asarray(sample.mean(axis=0))), seen.share),
        error(of_each(lambda sample: np.asarray(np.median(sample, axis=0))), seen.share),
        crps(of_each(chances_of), seen.share),
    )


def half_width(values: Array) -> float:
    """Half of the 95 % interval of a mean, by the normal distribution."""
    return float(Z95 * values.std(ddof=1) / np.sqrt(len(values)))


# ------------------------------------------------------------------------------
# Forecasts that know no simulation


def equal_split() -> Array:
    """Half of everything, [orders, issues]."""
    return np.full((len(ORDERS), len(POINTS)), 0.5)


def to_the_keener() -> Array:
    """All packages to whom they are worth more, half each where they are worth the same, [orders, issues].

    The median position, each weighed by salience, of the rival models.
    """
    return np.array(
        [[(1.0 + np.sign(mine - theirs)) / 2 for mine, theirs in zip(POINTS, order, strict=True)] for order in ORDERS]
    )


def nash_split() -> Array:
    """Whole packages that maximise (u_a − 5)(u_b − 5) [Nash 1950], [orders, issues]; of equals, as the rule book chooses."""
    return np.array([_nash_of(order) for order in ORDERS])


def _nash_of(order: Order) -> Array:
    issues = len(POINTS)
    found = nash_point(
        Bargain(
            weight=np.array([POINTS, order]) / sum(POINTS),
            ideal=np.array([[1.0] * issues, [0.0] * issues]),
            low=np.zeros(issues),
            high=np.ones(issues),
            steps=np.full(issues, PACKAGES),
            walk_away=np.full(2, AWAY / WHOLE),
        )
    )
    assert found is not None  # half of everything is worth 18 points to either
    return found


def among_themselves(seen: Negotiations) -> Errors:
    """Each agreement forecast by all others of the same order: what another crowd of people would know of it."""
    found = Errors(*(np.empty(seen.number) for _ in range(3)))
    for order in range(len(ORDERS)):
        members = np.flatnonzero(seen.order == order)
        for i in members:
            others = seen.share[members[members != i]]
            one = errors_of([others], Negotiations(np.zeros(1, dtype=np.intp), seen.share[[i]], 0))
            found.mean[i], found.median[i], found.crps[i] = one.mean[0], one.median[0], one.crps[0]
    return found
