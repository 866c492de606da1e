"""Packages with options on no line, against trying every combination of them and solving the rest by other means."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from agents.rules import bargaining, nash_many, nash_two, options
from tests.bargains import Bargain

pytestmark = pytest.mark.slow

SAME = 1e-7  # of the logarithm of a product found by a numeric optimiser


def views(*arguments):
    return tuple(memoryview(a) if isinstance(a, np.ndarray) else a for a in arguments)


class Choices:
    """A random table: first issues on lines, then some with options, of which not all are allowed."""

    def __init__(self, rng, seats, kinds, options_of, top=0.5, allowed=0.8):
        self.seats, self.lines, self.issues = seats, len(kinds), len(kinds) + len(options_of)
        self.weight = rng.dirichlet(np.ones(self.issues), seats)
        self.perceived = rng.dirichlet(np.ones(self.issues), seats)
        self.ideal = rng.random((seats, self.issues))
        self.low, self.high = np.zeros(self.issues), np.ones(self.issues)
        self.steps = np.array([*kinds, *(m - 1 for m in sorted(options_of))], dtype=np.int64)
        self.tie = np.sort(rng.random(self.issues))
        most = max(options_of, default=1)
        self.worth = rng.random((seats, self.issues, most))
        self.worth[rng.random(self.worth.shape) < 0.2] = 0.0
        self.count = np.zeros(self.issues, np.int64)
        self.option = np.zeros((self.issues, most), np.int64)
        for i in range(self.lines, self.issues):
            fits = rng.permutation(np.flatnonzero(rng.random(self.steps[i] + 1) < allowed))
            self.count[i] = len(fits)
            self.option[i, : len(fits)] = fits
        self.d = rng.random(seats) * top
        self.power = np.ones(seats) if rng.random() < 0.5 else rng.uniform(0.3, 3.0, seats)

    def work(self):
        n, p = self.issues, self.seats
        floats = max(
            bargaining.offer_scratch_floats(p, n), nash_two.build_scratch_floats(n), nash_many.many_scratch_floats(p, n)
        )
        ints = max(
            bargaining.offer_scratch_ints(p, n), nash_two.build_scratch_ints(n), nash_many.many_scratch_ints(p, n)
        )
        return np.full(floats, np.nan), np.full(ints, -(10**9), dtype=np.int64)

    @property
    def table(self):
        return self.low, self.high, self.steps, self.tie, self.worth, self.count, self.option

    def two(self):
        """Found, and the text, of the Nash point of two seats."""
        n, text = self.issues, np.full(self.issues, np.nan)
        store_f = np.full(nash_two.frontier_floats(n), np.nan)
        store_i = np.full(nash_two.frontier_ints(n), -(10**9), dtype=np.int64)
        arguments = self.lines, n, self.weight, self.ideal, *self.table, store_f, 0, store_i, 0, *self.work()
        options.build_frontier(*views(*arguments))
        kept = views(store_f, 0, store_i, 0)
        found, _, _, combo, position = nash_two.nash_on_frontier(n, *kept, *self.d.tolist(), *self.power.tolist())
        if found:
            ends = views(self.low, self.high, self.steps, self.option)
            options.frontier_package(self.lines, n, *kept, *ends, combo, position, memoryview(text))
        return found, text

    def many(self):
        """The same of any number of seats, by going through the options one by one."""
        text, kept, left = np.full(self.issues, np.nan), np.zeros(self.issues), np.zeros(self.seats)
        arguments = self.seats, self.lines, self.issues, self.weight, self.ideal, *self.table
        found = options.nash_of_many(*views(*arguments, self.d, self.power, text, kept, left, *self.work()))
        return found, text

    def offer(self, target):
        """Found, and the text that the first seat tables."""
        text, kept = np.full(self.issues, np.nan), np.zeros(self.issues)
        seats, work = self.seats, views(*self.work())
        sides = views(self.weight, self.perceived, self.ideal)
        ends, of_options = views(self.low, self.high), views(self.worth, self.count, self.option)
        steps = memoryview(self.steps)
        if not bargaining.lay_path(0, seats, self.lines, *sides, *ends, steps, memoryview(self.tie), *work):
            return False, text
        places = 0, seats, self.lines, self.issues
        return options.best_offer(*places, *sides, steps, *of_options, target, *views(text, kept), *work), text

    def combinations(self):
        """Every combination of allowed options."""
        return itertools.product(*(self.option[i, : self.count[i]] for i in range(self.lines, self.issues)))

    def chosen(self, weight, combination):
        """What a combination is worth to each seat."""
        places = range(self.lines, self.issues)
        return sum(
            (weight[:, i] * self.worth[:, i, k] for i, k in zip(places, combination, strict=True)), np.zeros(self.seats)
        )

    def rest(self, weight, d):
        """The bargain over what lies on lines."""
        n = self.lines
        return Bargain(weight[:, :n], self.ideal[:, :n], self.low[:n], self.high[:n], self.steps[:n], d, self.power)

    def values(self, weight, text):
        """What a text is worth to each seat, and that it holds allowed options only."""
        levels = [round(text[i] * self.steps[i]) for i in range(self.lines, self.issues)]
        for i, level in zip(range(self.lines, self.issues), levels, strict=True):
            assert level in self.option[i, : self.count[i]]
        return self.rest(weight, self.d).values(text[: self.lines]) + self.chosen(weight, levels)

    def best_product(self):
        """The greatest logarithm of the product of surpluses, −∞ where there is no zone of agreement."""
        best = -np.inf
        for combination in self.combinations():
            rest = self.rest(self.weight, self.d - self.chosen(self.weight, combination))
            package = rest.best()
            if package is not None:
                best = max(best, float(rest.welfare(rest.values(package))))
        return best

    def product(self, text):
        return float(self.rest(self.weight, self.d).welfare(self.values(self.weight, text)))


def compared(table, found, text):
    """Assert that a Nash point is the best there is; returns whether there is one."""
    best = table.best_product()
    assert found == (best > -np.inf)
    if found:
        assert table.product(text) == pytest.approx(best, abs=SAME)
    return found


KINDS = ((), (1,), (2, 3), (0,), (0, 2), (0, 0, 1))
OPTIONS = ((3,), (2, 4), (5,), (2, 2, 3))


def tables(seats, seeds, **more):
    for seed in seeds:
        rng = np.random.default_rng(seed)
        yield Choices(rng, seats, KINDS[seed % len(KINDS)], OPTIONS[seed % len(OPTIONS)], **more)


def test_the_nash_point_of_two_is_the_best_of_all_options():
    found = [compared(table, *table.two()) for table in tables(2, range(60))]
    assert 20 < sum(found) < 60


def test_going_through_all_options_finds_the_nash_point_of_two_as_well():
    for table in tables(2, range(60, 100)):
        (found, text), (also, other) = table.two(), table.many()
        assert found == also
        if found:
            assert table.product(text) == pytest.approx(table.product(other), abs=SAME)


def test_the_nash_point_of_three_is_the_best_of_all_options():
    found = [compared(table, *table.many()) for table in tables(3, range(24), top=0.4)]
    assert sum(found) > 5


@pytest.mark.parametrize("seats", [2, 3, 5])
def test_no_package_beats_the_most_that_its_options_leave_and_the_ideal_of_all_reaches_it(seats):
    """A bound of the logarithm of the product: every seat at its ideal on every line."""
    rng = np.random.default_rng(seats)
    for _ in range(60):
        n = int(rng.integers(1, 5))
        rest = Bargain(
            rng.dirichlet(np.ones(n), seats), rng.random((seats, n)), np.zeros(n), np.ones(n), np.zeros(n),
            rng.uniform(-0.5, 1.1, seats), rng.uniform(0.2, 3.0, seats),
        )  # fmt: skip
        most = options._most(seats, n, *views(rest.weight, rest.d, rest.power))
        room = 1 - rest.d
        assert most == (pytest.approx((rest.power * np.log(room)).sum()) if room.min() > 0 else options.NONE)
        text = rng.random(n)
        if (rest.values(text) > rest.d).all():
            product = options._log_product(seats, n, *views(rest.weight, rest.ideal, rest.d, rest.power, text))
            assert product == pytest.approx(float(rest.welfare(rest.values(text))))
            assert product <= most + 1e-12


def offers_by_enumeration(table, target):
    """The best of all packages on levels: what it is worth to the others, or to the seat if none reaches the target."""
    rest = table.rest(table.weight, table.d)
    packages = rest.packages() if table.lines else np.zeros((1, 0))
    own, others = [], []
    for combination in table.combinations():
        own += list(rest.values(packages)[:, 0] + table.chosen(table.weight, combination)[0])
        seen = table.rest(table.perceived, table.d).values(packages) + table.chosen(table.perceived, combination)
        others += list(seen[:, 1:].sum(axis=1))
    own, others = np.array(own), np.array(others)
    reach = own >= target - 1e-12
    if reach.any():
        best = others[reach].max()
        return best, own[reach & (others >= best - 1e-9)].max()
    best = own.max()
    return others[own >= best - 1e-9].max(), best


@pytest.mark.parametrize("target", [0.0, 0.4, 0.7, 0.9, 1.0])
@pytest.mark.parametrize("seats", [2, 3])
def test_an_offer_is_the_best_of_all_options_on_levels(seats, target):
    for seed in range(20):
        rng = np.random.default_rng(seed)
        table = Choices(rng, seats, ((), (1,), (2, 3))[seed % 3], OPTIONS[seed % 4])
        if seed % 5 == 0:  # the others care for no options: the seat keeps what it likes best
            table.perceived[1:, table.lines :] = 0.0
        found, text = table.offer(target)
        assert found == bool(table.count[table.lines :].all())
        if found:
            others, own = offers_by_enumeration(table, target)
            assert table.values(table.perceived, text)[1:].sum() == pytest.approx(others, abs=2e-9)
            assert table.values(table.weight, text)[0] == pytest.approx(own, abs=2e-9)


def most_for_others(table, target):
    """The same with continuous issues, by a linear programme for each combination; None if none reaches the target."""
    best = None
    for combination in table.combinations():
        rest = table.rest(table.weight, table.d)
        rows, limits = rest.hypograph()
        n = table.lines
        floor = np.zeros(n * (1 + table.seats))
        floor[n : 2 * n] = -table.weight[0, :n]
        gain = np.zeros(n * (1 + table.seats))
        gain[2 * n :] = -table.perceived[1:, :n].ravel()
        mine = table.chosen(table.weight, combination)[0]
        bounds = [(0, 1)] * n + [(None, None)] * (n * table.seats)
        solved = linprog(gain, np.vstack([rows, floor]), [*limits, mine - target], bounds=bounds)
        if solved.status == 0:
            value = -solved.fun + table.chosen(table.perceived, combination)[1:].sum()
            best = value if best is None else max(best, value)
    return best


@pytest.mark.parametrize("seats", [2, 3])
def test_an_offer_is_the_best_of_all_options_with_continuous_issues(seats):
    reached = 0
    for seed in range(16):
        rng = np.random.default_rng(100 + seed)
        table = Choices(rng, seats, (0, 0), OPTIONS[seed % 4], allowed=1.0)
        target = rng.uniform(0.3, 1)
        best = most_for_others(table, target)
        found, text = table.offer(target)
        assert found
        if best is not None:
            reached += 1
            assert table.values(table.perceived, text)[1:].sum() == pytest.approx(best, abs=1e-8)
            assert table.values(table.weight, text)[0] >= target - 1e-9
    assert reached > 5


def turned(table, rng):
    """The same table with the options of every issue under other numbers, though in the same drawn order."""
    other = Choices(rng, table.seats, table.steps[: table.lines].tolist(), (table.steps[table.lines :] + 1).tolist())
    for name in ("weight", "perceived", "ideal", "tie", "count", "d", "power"):
        setattr(other, name, getattr(table, name))
    for i in range(table.lines, table.issues):
        places = rng.permutation(table.steps[i] + 1)
        other.option[i, : table.count[i]] = places[table.option[i, : table.count[i]]]
        other.worth[:, i, places] = table.worth[:, i, : len(places)]
    return other


def test_other_numbers_of_options_change_nothing_even_between_equals():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        table = Choices(rng, 2, (0, 2), (2, 4))
        table.worth = np.round(2 * table.worth) / 2  # many that are equally good
        other = turned(table, rng)
        for (found, text), (also, changed) in (
            (table.two(), other.two()), (table.many(), other.many()), (table.offer(0.5), other.offer(0.5)),
        ):  # fmt: skip
            assert found == also
            if found:
                assert text[: table.lines].tobytes() == changed[: table.lines].tobytes()
                assert table.values(table.weight, text) == pytest.approx(other.values(table.weight, changed), abs=0)
                for i in range(table.lines, table.issues):
                    drawn = [
                        list(t.option[i]).index(round(x[i] * t.steps[i])) for t, x in ((table, text), (other, changed))
                    ]
                    assert drawn[0] == drawn[1]


def test_of_options_as_good_as_each_other_the_last_drawn_is_taken():
    for seed in range(10):
        table = Choices(np.random.default_rng(seed), 2, (0, 2), (2, 3, 4), top=0.2)
        table.worth[:] = 0.5
        if not table.count[table.lines :].all():
            continue
        last = [table.option[i, table.count[i] - 1] / table.steps[i] for i in range(table.lines, table.issues)]
        for found, text in (table.two(), table.many(), table.offer(0.4)):
            assert found
            assert text[table.lines :].tolist() == last


def test_no_option_of_an_issue_no_package():
    table = Choices(np.random.default_rng(3), 2, (0,), (3,), top=0.0, allowed=1.0)
    assert table.two()[0]
    table.count[1] = 0
    assert not table.two()[0]
    assert not table.many()[0]
    assert not table.offer(0.0)[0]


def test_combinations_are_numbered_in_sixty_three_bits_with_options_before_forty_issues():
    """Equal saliences: of many packages worth the same the highest number stays, which is as high as numbers go."""
    for options_of in ((), (2, 4), (2, 2, 3, 5)):
        table = Choices(np.random.default_rng(4), 2, (12,) * 40, options_of, top=0.3, allowed=1.0)
        table.weight[:] = 1 / table.issues
        table.ideal[:] = [[0.0] * table.issues, [1.0] * table.issues]
        table.worth[:] = 0.5
        found, text = table.two()
        assert found
        assert text * table.steps == pytest.approx(np.round(text * table.steps), abs=1e-9)
