"""A bargain over packages, and its Nash point by other means than the model's: brute force and numeric optimisers."""

import itertools

import numpy as np
from scipy.optimize import linprog, minimize


class Bargain:
    """Seats, issues, and what a package is worth to each seat.

    `weight`, `ideal`: [seats, issues]; `low`, `high`, `steps` (0: continuous): [issues]; `d`, `power`: [seats].
    """

    def __init__(self, weight, ideal, low, high, steps, d, power):
        self.weight, self.ideal = np.asarray(weight), np.asarray(ideal)
        self.low, self.high, self.steps = np.asarray(low), np.asarray(high), np.asarray(steps)
        self.d, self.power = np.asarray(d), np.asarray(power)
        self.seats, self.issues = self.weight.shape

    def levels(self, i):
        n = self.steps[i]
        return [k / n for k in range(n + 1) if self.low[i] - 1e-9 <= k / n <= self.high[i] + 1e-9]

    def allowed(self):
        return all(n == 0 or self.levels(i) for i, n in enumerate(self.steps))

    def values(self, x):
        span = np.maximum(self.ideal, 1 - self.ideal)
        return (self.weight * (1 - np.abs(np.asarray(x)[..., None, :] - self.ideal) / span)).sum(axis=-1)

    def welfare(self, values):
        surplus = np.asarray(values) - self.d
        with np.errstate(divide="ignore", invalid="ignore"):
            total = (self.power * np.log(surplus)).sum(axis=-1)
        return np.where((surplus > 1e-12).all(axis=-1), total, -np.inf)

    def packages(self):
        return np.array([*itertools.product(*(self.levels(i) for i in range(self.issues)))])

    def hypograph(self):
        """Rows A, limits b of A (x, v) <= b: v at most the value functions (seats x issues after issues)."""
        span = np.maximum(self.ideal, 1 - self.ideal)
        rows, limits = [], []
        for p, i, sign in itertools.product(range(self.seats), range(self.issues), (1, -1)):
            row = np.zeros(self.issues * (1 + self.seats))
            row[self.issues * (1 + p) + i] = 1
            row[i] = sign / span[p, i]
            rows.append(row)
            limits.append(1 + sign * self.ideal[p, i] / span[p, i])
        return np.array(rows), np.array(limits)

    def widest(self):
        """Largest least surplus of any package with all issues continuous."""
        return self.roomiest()[0]

    def roomiest(self):
        """That surplus and its package (linear programme)."""
        rows, limits = self.hypograph()
        rows = np.hstack([rows, np.zeros((len(rows), 1))])
        size = rows.shape[1]
        for p in range(self.seats):
            row = np.zeros(size)
            row[self.issues * (1 + p) : self.issues * (2 + p)] = -self.weight[p]
            row[-1] = 1
            rows = np.vstack([rows, row])
            limits = np.append(limits, -self.d[p])
        bounds = [*zip(self.low, self.high, strict=True)] + [(None, None)] * (size - self.issues)
        cost = np.zeros(size)
        cost[-1] = -1
        solved = linprog(cost, A_ub=rows, b_ub=limits, bounds=bounds)
        return -solved.fun, solved.x[: self.issues]

    def numeric(self, start):
        """Welfare of the Nash point found from there."""
        return float(self.welfare(self.values(self.numeric_package(start))))

    def numeric_package(self, start):
        """Nash point by sequential quadratic programming, smooth in (x, v)."""
        rows, limits = self.hypograph()
        n = self.issues

        def surplus(z):
            return (self.weight * z[n:].reshape(self.seats, n)).sum(axis=1) - self.d

        def cost(z):
            return -(self.power * np.log(np.maximum(surplus(z), 1e-9))).sum()

        def slope(z):
            share = self.power / np.maximum(surplus(z), 1e-9)
            return -np.concatenate([np.zeros(n), (share[:, None] * self.weight).ravel()])

        span = np.maximum(self.ideal, 1 - self.ideal)
        begin = np.concatenate([start, (1 - np.abs(start - self.ideal) / span).ravel()])
        result = minimize(
            cost, begin, jac=slope, method="SLSQP",
            bounds=[*zip(self.low, self.high, strict=True)] + [(0, 1)] * (self.seats * n),
            constraints={"type": "ineq", "fun": lambda z: limits - rows @ z, "jac": lambda z: -rows},
            options={"maxiter": 300, "ftol": 1e-12},
        )  # fmt: skip
        return np.clip(result.x[:n], self.low, self.high)

    def best(self):
        """The Nash point by trying every combination of levels: a package, or None if there is no zone of agreement."""
        discrete = np.flatnonzero(self.steps)
        if len(discrete) == self.issues:
            return self.best_on_levels()
        low, high, packages = self.low, self.high, []
        for levels in itertools.product(*(self.levels(i) for i in discrete)):
            self.low, self.high = low.copy(), high.copy()
            self.low[discrete] = self.high[discrete] = levels
            packages += self.best_between()
        self.low, self.high = low, high
        return max(packages, key=lambda x: self.welfare(self.values(x)), default=None)

    def best_on_levels(self):
        """The best of all packages where every issue has steps."""
        packages = self.packages() if self.allowed() else np.empty((0, self.issues))
        welfare = self.welfare(self.values(packages))
        return packages[welfare.argmax()] if (welfare > -np.inf).any() else None

    def best_between(self):
        """The best package as if every issue were continuous, if any is better than none for all."""
        if (self.low > self.high).any():
            return []
        margin, package = self.roomiest()
        return [self.numeric_package(package)] if margin > 1e-9 else []
