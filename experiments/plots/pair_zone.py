"""What two parties at a table could agree on, at the median of every uncertain number, by the rule book's own frontier.

Red lines are those of the two; what an absent deliverer would not carry out is left out.
"""

from typing import NamedTuple

import numpy as np

from agents.rules import nash_merge, nash_two, options
from agents.rules.bargaining import package_allowed
from experiments.rivals.stakes import median_ideal, walk_away
from sim.engine.arrays import middle, middle_line
from sim.scenario.checks.options import options_left
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import LARGEST, Issue, Position, Scenario


class Pair(NamedTuple):
    """Two seats over the issues of a table, in shares of each range from the status quo; those with options come last.

    `weight`, `ideal`: [2, issues], the weights of a seat summing to 1; `low`, `high`, `steps`, `start`: [issues];
    `table`: [2, issues, options], what options are worth, 0–1; `left`: the options that neither refuses, of the last
    issues; `walk_away`: [2].
    """

    issues: tuple[str, ...]
    weight: np.ndarray
    ideal: np.ndarray
    low: np.ndarray
    high: np.ndarray
    steps: np.ndarray
    start: np.ndarray
    walk_away: np.ndarray
    table: np.ndarray = np.ones((2, 0, 1))
    left: tuple[tuple[int, ...], ...] = ()

    def worth(self, levels: np.ndarray) -> np.ndarray:
        """Worth of packages [issues, n] to both seats, [2, n], 0–1."""
        span = np.maximum(self.ideal, 1 - self.ideal)
        value = 1 - np.abs(levels[None] - self.ideal[:, :, None]) / span[:, :, None]
        for k in range(len(self.issues) - len(self.left), len(self.issues)):
            value[:, k] = self.table[:, k, np.rint(levels[k] * self.steps[k]).astype(int)]
        worth: np.ndarray = (self.weight[:, :, None] * value).sum(axis=1)
        return worth


class Frontier(NamedTuple):
    """The Pareto frontier as points [n, 2], and the Nash point where there is a zone of agreement."""

    points: np.ndarray
    nash: tuple[float, float] | None


def pair_of(scenario: Scenario, table: str) -> Pair | None:
    """The two seats of a table; None if there are not two, or one to whom nothing on the table matters."""
    resolved, seats = resolve(scenario), scenario.tables[table].parties
    agenda = {issue for rung in scenario.tables[table].rungs for issue in rung.agenda}
    issues = tuple(sorted(agenda, key=lambda name: (len(scenario.issues[name].options), name)))
    if len(seats) != 2 or not issues:
        return None
    weight, ideal = np.zeros((2, len(issues))), np.zeros((2, len(issues)))
    low, high = np.zeros(len(issues)), np.ones(len(issues))
    table_of = np.ones((2, len(issues), max(1, *(len(scenario.issues[name].options) for name in issues))))
    for s, seat in enumerate(seats):
        for k, name in enumerate(issues):
            position, issue = resolved.principals[seat].positions.get(name), scenario.issues[name]
            if position is None:
                continue
            weight[s, k] = middle(position.salience, 0, 100)
            if issue.kind == "options":
                table_of[s, k, : len(issue.options)] = _worth(position, issue)
                continue
            ideal[s, k] = issue.level(median_ideal(position.aim, issue))
            if (line := middle_line(position, issue)) is not None:
                ends = sorted(map(issue.level, line))
                low[k], high[k] = max(low[k], ends[0]), min(high[k], ends[1])
    if not (weight.sum(axis=1) > 0).all():
        return None
    starts = [scenario.issues[name].in_force for name in issues]
    return Pair(
        issues,
        weight / weight.sum(axis=1, keepdims=True),
        ideal,
        low,
        high,
        np.array([scenario.issues[name].steps for name in issues]),
        np.array([0.0 if at is None else scenario.issues[name].level(at) for name, at in zip(issues, starts, strict=True)]),
        np.array([walk_away(resolved, seat) for seat in seats]),
        table_of,
        tuple(_left(scenario, table, name) for name in issues if scenario.issues[name].options),
    )  # fmt: skip


def _worth(position: Position, issue: Issue) -> np.ndarray:
    """What each option is worth to a party between its worst, 0, and its best, 1."""
    values = np.array([middle(position.values[option], -LARGEST, LARGEST) for option in issue.options])
    span = np.ptp(values)
    worth: np.ndarray = (values - values.min()) / span if span > 0 else np.ones(len(values))
    return worth


def _left(scenario: Scenario, table: str, name: str) -> tuple[int, ...]:
    """The numbers of the options that nobody at a table refuses."""
    left = options_left(scenario, scenario.tables[table], name)
    return tuple(i for i, option in enumerate(scenario.issues[name].options) if option in left)


def frontier_of(pair: Pair) -> Frontier | None:
    """The most that the second seat can have for what the first has; None if the red lines leave no package."""
    n = len(pair.issues)
    lines = n - len(pair.left)
    if not package_allowed(lines, pair.low, pair.high, pair.steps) or not all(pair.left):
        return None
    count, option = np.zeros(n, np.int64), np.zeros((n, pair.table.shape[2]), np.int64)
    for k, left in enumerate(pair.left, lines):
        count[k], option[k, : len(left)] = len(left), left
    floats, ints = np.zeros(nash_two.frontier_floats(n)), np.zeros(nash_two.frontier_ints(n), np.int64)
    segments, combos = options.build_frontier(
        lines, n, pair.weight, pair.ideal, pair.low, pair.high, pair.steps, np.arange(n, dtype=float), pair.table, count,
        option, floats, 0, ints, 0,
        np.zeros(nash_two.build_scratch_floats(n)), np.zeros(nash_two.build_scratch_ints(n), np.int64),
    )  # fmt: skip
    corners = np.array([floats[: segments + 1], floats[n + 1 : n + 2 + segments]])
    worth = floats[4 * n + 2 :]
    extra = np.array([worth[:combos], worth[nash_merge.COMBOS : nash_merge.COMBOS + combos]])
    first, second = map(float, pair.walk_away)
    found, for_first, for_second, _, _ = nash_two.nash_on_frontier(n, floats, 0, ints, 0, first, second, 1.0, 1.0)
    return Frontier(outer(corners, extra), (for_first, for_second) if found else None)


def outer(corners: np.ndarray, extra: np.ndarray) -> np.ndarray:
    """The upper edge of the same chain of `corners` [2, m] shifted by each of `extra` [2, n], as points [k, 2].

    The first value of the corners falls and the second rises. Nothing is lost by having more of the first.
    """
    x, y = corners[:, ::-1]
    most = float(x[-1] + extra[0].max())
    grid = np.unique(np.concatenate([np.linspace(0, most, 401), np.ravel(x[:, None] + extra[0])]))
    best = np.full(len(grid), -np.inf)
    for x0, y0 in extra.T:
        best = np.maximum(best, np.interp(grid, x + x0, y + y0, right=-np.inf))
    flat = np.flatnonzero(best >= best[0] - 1e-12)[-1]
    return np.column_stack([grid[flat:], best[flat:]])
