"""The Nash bargaining point of all principals over all issues at once, by the rule book that the simulation uses."""

from typing import NamedTuple

import numpy as np

from agents.rules import nash_many, nash_two
from agents.rules.bargaining import package_allowed, package_value

BETTER = 1e-9  # log units by which a package must beat another to count as better


class Bargain(NamedTuple):
    """What is bargained over, by whom: levels and bounds as shares of each issue's range.

    `weight`, `ideal`: [seats, issues], the weights of a seat summing to 1; `low`, `high`, `steps` (whole numbers, 0 for a
    continuous issue): [issues]; `walk_away`: [seats], 0–1.
    """

    weight: np.ndarray
    ideal: np.ndarray
    low: np.ndarray
    high: np.ndarray
    steps: np.ndarray
    walk_away: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Seats and issues."""
        return self.weight.shape[0], self.weight.shape[1]


def nash_point(bargain: Bargain) -> np.ndarray | None:
    """Levels [issues] that maximise Π (u_a − d_a) [Nash 1950]; None for fewer than two seats or no zone of agreement.

    Several packages can be equally good to all, as when issues are worth the same to everyone. The search leans to the
    issues that it meets first, so it is made in either order of the issues and the middle of the two is taken. Where
    issues move in steps there may be no middle; then the better of the two, or the first.
    """
    if bargain.shape[0] < 2:
        return None
    backward = _searched(_reversed(bargain))
    found = [x for x in (_searched(bargain), None if backward is None else backward[::-1]) if x is not None]
    if not found:
        return None
    score = [log_product(bargain, x) for x in found]
    if len(found) == 1 or score[0] > score[1] + BETTER:
        return found[0]
    if score[1] > score[0] + BETTER:
        return found[1]
    stepped = bargain.steps > 0
    return (found[0] + found[1]) / 2 if np.array_equal(found[0][stepped], found[1][stepped]) else found[0]


def log_product(bargain: Bargain, text: np.ndarray) -> float:
    """Σ log(u_a − d_a) of a package [issues]; −∞ if a seat has no more than its walk-away value."""
    seats, issues = bargain.shape
    values = [package_value(a, issues, bargain.weight, bargain.ideal, text) for a in range(seats)]
    surplus = np.array(values) - bargain.walk_away
    return float(np.log(surplus).sum()) if surplus.min() > 0 else -np.inf


def _reversed(bargain: Bargain) -> Bargain:
    """The same with the issues in reverse order."""
    return Bargain(
        bargain.weight[:, ::-1].copy(),
        bargain.ideal[:, ::-1].copy(),
        bargain.low[::-1].copy(),
        bargain.high[::-1].copy(),
        bargain.steps[::-1].copy(),
        bargain.walk_away,
    )


def _searched(bargain: Bargain) -> np.ndarray | None:
    """The Nash point as the rule book finds it: exactly for two seats, by ascent and branch and bound for more."""
    _, issues = bargain.shape
    if not package_allowed(issues, bargain.low, bargain.high, bargain.steps):
        return None
    return _of_two(bargain) if bargain.shape[0] == 2 else _of_many(bargain)


def _of_two(bargain: Bargain) -> np.ndarray | None:
    _, n = bargain.shape
    floats, ints = np.zeros(nash_two.frontier_floats(n)), np.zeros(nash_two.frontier_ints(n), np.int64)
    tie, text = np.arange(n, dtype=float), np.zeros(n)
    nash_two.build_frontier(
        n, bargain.weight, bargain.ideal, bargain.low, bargain.high, bargain.steps, tie, floats, 0, ints, 0,
        np.zeros(nash_two.build_scratch_floats(n)), np.zeros(nash_two.build_scratch_ints(n), np.int64),
    )  # fmt: skip
    first, second = map(float, bargain.walk_away)
    found, _, _, combination, position = nash_two.nash_on_frontier(n, floats, 0, ints, 0, first, second, 1.0, 1.0)
    if not found:
        return None
    nash_two.frontier_package(
        n, floats, 0, ints, 0, bargain.low, bargain.high, bargain.steps, combination, position, text
    )  # fmt: skip
    return text


def _of_many(bargain: Bargain) -> np.ndarray | None:
    seats, n = bargain.shape
    text = np.zeros(n)
    found = nash_many.nash_many(
        seats, n, bargain.weight, bargain.ideal, bargain.low, bargain.high, bargain.steps,
        np.arange(n, dtype=float), bargain.walk_away, np.ones(seats), text,
        np.zeros(nash_many.many_scratch_floats(seats, n)), np.zeros(nash_many.many_scratch_ints(seats, n), np.int64),
    )  # fmt: skip
    return text if found else None
