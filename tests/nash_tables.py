"""Random tables, and the model's own Nash points of them: what tests compare with the other means of `tests.bargains`."""

import numpy as np

from agents.rules import nash_many, nash_two
from tests.bargains import Bargain


def views(arguments):
    return tuple(memoryview(a) if isinstance(a, np.ndarray) else a for a in arguments)


class Table(Bargain):
    """A random table: positions, saliences, ranges, levels, disagreement values, powers."""

    def __init__(self, rng, seats, issues, kinds, top=0.5, bounded=True):
        self.seats, self.issues = seats, issues
        self.weight = rng.dirichlet(np.ones(issues), seats)
        special = rng.choice([0.0, 1.0, 0.3, 0.5], (seats, issues))
        self.ideal = np.where(rng.random((seats, issues)) < 0.4, special, rng.random((seats, issues)))
        self.low, self.high = np.zeros(issues), np.ones(issues)
        if bounded:
            ends = np.sort(rng.random((2, issues)), axis=0)
            cut = rng.random(issues) < 0.3
            self.low[cut], self.high[cut] = ends[0][cut], ends[1][cut]
        self.steps = rng.choice(kinds, issues).astype(np.int64)
        self.tie = rng.random(issues)
        self.d = rng.random(seats) * top
        self.power = np.ones(seats) if rng.random() < 0.5 else rng.uniform(0.3, 3.0, seats)

    def frontier(self):
        n = self.issues
        store_f = np.full(nash_two.frontier_floats(n), np.nan)
        store_i = np.full(nash_two.frontier_ints(n), -(10**9), dtype=np.int64)
        work_f = np.full(nash_two.build_scratch_floats(n), np.nan)
        work_i = np.full(nash_two.build_scratch_ints(n), -(10**9), dtype=np.int64)
        return (
            n, self.weight, self.ideal, self.low, self.high, self.steps, self.tie,
            store_f, 0, store_i, 0, work_f, work_i,
        )  # fmt: skip

    def two(self):
        """Found, values on the frontier, text, whether any issue was relaxed."""
        arguments = self.frontier()
        nash_two.build_frontier(*views(arguments))
        kept = views((self.issues, arguments[7], 0, arguments[9], 0))
        d, power = self.d.tolist(), self.power.tolist()
        found, u0, u1, combo, position = nash_two.nash_on_frontier(*kept, *d, *power)
        text = np.full(self.issues, np.nan)
        if found:
            ranges = views((self.low, self.high, self.steps))
            nash_two.frontier_package(*kept, *ranges, combo, position, memoryview(text))
        return found, np.array([u0, u1]), text, arguments[9][3] > 0

    def many_arguments(self):
        text = np.full(self.issues, np.nan)
        work_f = np.full(nash_many.many_scratch_floats(self.seats, self.issues), np.nan)
        work_i = np.full(nash_many.many_scratch_ints(self.seats, self.issues), -(10**9), dtype=np.int64)
        return (
            self.seats, self.issues, self.weight, self.ideal, self.low, self.high, self.steps, self.tie,
            self.d, self.power, text, work_f, work_i,
        )  # fmt: skip

    def many(self):
        arguments = self.many_arguments()
        return nash_many.nash_many(*views(arguments)), arguments[10]
