"""Offers and answers, against linear programming, brute force and the closed forms of the literature."""

import itertools
import types

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.extending import register_jitable
from scipy.optimize import linprog

from agents.rules import bargaining as rules
from sim.engine.jit.linking import whole_program
from tests.closed_forms import CONCESSION_TARGET


def best_offer(seat, seats, issues, weight, perceived, ideal, low, high, steps, tie, target, text, work_f, work_i):
    """Lay the path, and make the offer; whether one is possible."""
    if not rules.lay_path(seat, seats, issues, weight, perceived, ideal, low, high, steps, tie, work_f, work_i):
        return False
    rules.best_offer(seat, seats, issues, weight, ideal, steps, target, text, work_f, work_i)
    return True


def views(arguments):
    return tuple(memoryview(a) if isinstance(a, np.ndarray) else a for a in arguments)


class Table:
    """A random table: positions, saliences, ranges and levels of a few seats and issues."""

    def __init__(self, rng, seats, issues, kinds, bounded=True):
        self.seats, self.issues = seats, issues
        self.weight = rng.dirichlet(np.ones(issues), seats)
        self.perceived = rng.dirichlet(np.ones(issues), seats)
        special = rng.choice([0.0, 1.0, 0.3, 0.5], (seats, issues))
        self.ideal = np.where(rng.random((seats, issues)) < 0.4, special, rng.random((seats, issues)))
        self.low, self.high = np.zeros(issues), np.ones(issues)
        if bounded:
            ends = np.sort(rng.random((2, issues)), axis=0)
            cut = rng.random(issues) < 0.4
            self.low[cut], self.high[cut] = ends[0][cut], ends[1][cut]
        self.steps = rng.choice(kinds, issues).astype(np.int64)
        self.tie = rng.random(issues)

    def levels(self, i):
        n = self.steps[i]
        return [k / n for k in range(n + 1) if self.low[i] - 1e-9 <= k / n <= self.high[i] + 1e-9]

    def allowed(self):
        return all(n == 0 or self.levels(i) for i, n in enumerate(self.steps))

    def values(self, weight, x):
        span = np.maximum(self.ideal, 1 - self.ideal)
        return (weight * (1 - np.abs(np.asarray(x) - self.ideal) / span)).sum(axis=1)

    def others(self, x):
        return self.values(self.perceived, x)[1:].sum()

    def own(self, x):
        return self.values(self.weight, x)[0]

    def arguments(self, target, seat=0):
        text = np.full(self.issues, -1.0)
        work_f = np.full(rules.offer_scratch_floats(self.seats, self.issues), np.nan)
        work_i = np.full(rules.offer_scratch_ints(self.seats, self.issues), -(10**9), dtype=np.int64)
        return (
            seat, self.seats, self.issues, self.weight, self.perceived, self.ideal, self.low, self.high,
            self.steps, self.tie, target, text, work_f, work_i,
        )  # fmt: skip

    def offer(self, target, seat=0):
        arguments = self.arguments(target, seat)
        found = best_offer(*views(arguments))
        return found, arguments[11]

    def programme(self, objective, floors, low=None, high=None):
        """Maximise objective[seat, issue] · v subject to weight[p] · v[p] >= floor for (p, floor)."""
        seats, issues = self.seats, self.issues
        span = np.maximum(self.ideal, 1 - self.ideal)
        size = issues * (1 + seats)
        rows, limits = [], []
        for p, i, sign in itertools.product(range(seats), range(issues), (1, -1)):
            row = np.zeros(size)
            row[issues + p * issues + i] = 1
            row[i] = sign / span[p, i]
            rows.append(row)
            limits.append(1 + sign * self.ideal[p, i] / span[p, i])
        for p, floor in floors:
            row = np.zeros(size)
            row[issues + p * issues : issues + (p + 1) * issues] = -self.weight[p]
            rows.append(row)
            limits.append(-floor)
        bounds = [*zip(self.low if low is None else low, self.high if high is None else high, strict=True)]
        cost = np.concatenate([np.zeros(issues), -np.asarray(objective).ravel()])
        bounds += [(None, None)] * (seats * issues)
        result = linprog(cost, A_ub=np.array(rows), b_ub=limits, bounds=bounds)
        return -result.fun if result.status == 0 else None

    def best_for_others(self, target, low=None, high=None):
        objective = self.perceived.copy()
        objective[0] = 0
        return self.programme(objective, [(0, target)], low, high)


# ------------------------------------------------------------------------------- aspirations, values, answers


@pytest.mark.parametrize(("reservation", "concession", "target"), CONCESSION_TARGET)
def test_aspiration_follows_the_published_tactic(reservation, concession, target):
    assert rules.aspiration(reservation, 4.0, 8.0, concession) == pytest.approx(target, abs=1e-7)


@pytest.mark.parametrize(("concession", "half"), [(1.0, 0.6), (0.5, 0.8), (2.0, 1 - 0.8 * 0.5**0.5)])
def test_aspiration_half_way_to_the_deadline(concession, half):
    assert rules.aspiration(0.2, 4.0, 8.0, concession) == pytest.approx(half, abs=1e-12)


@given(st.floats(0, 1), st.floats(0.5, 20), st.floats(0.05, 10), st.floats(0, 30), st.floats(0, 30))
def test_aspiration_falls_from_everything_to_the_reservation(reservation, patience, concession, n, m):
    first, second = sorted((n, m))
    early = rules.aspiration(reservation, first, patience, concession)
    late = rules.aspiration(reservation, second, patience, concession)
    assert reservation - 1e-12 <= late <= early + 1e-12 <= 1 + 2e-12
    assert rules.aspiration(reservation, 0.0, patience, concession) == 1
    assert rules.aspiration(reservation, patience, patience, concession) == reservation
    assert rules.aspiration(reservation, 3.0, 0.0, concession) == reservation


def test_value_runs_from_one_at_the_ideal_to_zero_at_the_far_end():
    assert [rules.issue_value(x, 0.0) for x in (0.0, 0.25, 1.0)] == [1.0, 0.75, 0.0]
    assert rules.issue_value(0.0, 0.8) == pytest.approx(0.0)
    assert rules.issue_value(1.0, 0.8) == pytest.approx(0.75)
    assert rules.issue_value(0.3, 0.3) == 1.0


def test_package_value_is_the_weighted_sum():
    rng = np.random.default_rng(1)
    table = Table(rng, 3, 6, [0])
    x = rng.random(6)
    got = [rules.package_value(p, *views((6, table.weight, table.ideal, x))) for p in range(3)]
    assert got == pytest.approx(table.values(table.weight, x))


@pytest.mark.parametrize(
    ("utility", "reservation", "aspired", "binding", "yes"),
    [
        (0.6, 0.4, 0.6, True, True),
        (0.6, 0.4, 0.61, True, False),
        (0.6, 0.7, 0.5, False, False),
        (0.6 - 5e-10, 0.4, 0.6, True, True),
        (0.0, 0.0, 0.0, False, True),
        (0.0, 0.0, 0.0, True, False),
        (1e-6, 0.0, 0.0, True, True),
    ],
)
def test_answer(utility, reservation, aspired, binding, yes):
    assert rules.acceptable(utility, reservation, aspired, binding) is yes


# ----------------------------------------------------------------------------------------------------- offers


def test_one_opposed_issue_is_offered_at_one_minus_the_aspiration():
    table = Table(np.random.default_rng(0), 2, 1, [0], bounded=False)
    table.weight[:] = table.perceived[:] = 1.0
    table.ideal[:] = [[0.0], [1.0]]
    for target in (0.0, 0.3, 0.75, 1.0):
        assert table.offer(target)[1][0] == pytest.approx(1 - target, abs=1e-12)
        assert table.offer(target, seat=1)[1][0] == pytest.approx(target, abs=1e-12)


def test_logrolling_concedes_what_costs_least_first():
    table = Table(np.random.default_rng(0), 2, 2, [0], bounded=False)
    table.ideal[:] = [[0.0, 0.0], [1.0, 1.0]]
    table.weight[0] = [0.8, 0.2]
    table.perceived[1] = [0.3, 0.7]
    assert table.offer(0.8)[1] == pytest.approx([0.0, 1.0])
    assert table.offer(0.4)[1] == pytest.approx([0.5, 1.0])
    assert table.offer(0.9)[1] == pytest.approx([0.0, 0.5])


def test_continuous_offers_solve_the_linear_programme():
    rng = np.random.default_rng(2)
    for _ in range(120):
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(1, 7)), [0])
        target = rng.random()
        found, text = table.offer(target)
        assert found
        assert (text >= table.low).all()
        assert (text <= table.high).all()
        best = table.best_for_others(target)
        if best is None:
            ideal = np.clip(table.ideal[0], table.low, table.high)
            assert table.own(text) == pytest.approx(table.own(ideal), abs=1e-9)
        else:
            assert table.own(text) >= target - 1e-11
            assert table.others(text) == pytest.approx(best, abs=1e-7)


def test_offers_are_pareto_efficient_when_saliences_are_known():
    rng = np.random.default_rng(3)
    for _ in range(60):
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(2, 6)), [0])
        table.perceived = table.weight
        _, text = table.offer(rng.random())
        values = table.values(table.weight, text)
        most = table.programme(table.weight, [(p, v - 1e-12) for p, v in enumerate(values)])
        assert most == pytest.approx(values.sum(), abs=1e-7)


def test_offers_on_levels_match_brute_force():
    rng = np.random.default_rng(4)
    solved = 0
    for _ in range(250):
        table = Table(rng, int(rng.integers(2, 4)), int(rng.integers(1, 6)), [1, 1, 2, 3, 4])
        target = rng.random()
        found, text = table.offer(target)
        assert found == table.allowed()
        if not found:
            continue
        packages = np.array([*itertools.product(*(table.levels(i) for i in range(table.issues)))])
        own = np.array([table.own(x) for x in packages])
        others = np.array([table.others(x) for x in packages])
        assert np.abs(packages - text).max(axis=1).min() == 0
        enough = own >= min(target, own.max()) - 1e-12
        assert table.own(text) >= min(target, own.max()) - 1e-11
        assert table.others(text) == pytest.approx(others[enough].max(), abs=2e-9)
        solved += 1
    assert solved > 100


def test_offers_on_twelve_steps_match_brute_force():
    rng = np.random.default_rng(5)
    for _ in range(25):
        table = Table(rng, 2, 3, [7, 12], bounded=False)
        target = rng.uniform(0.2, 0.9)
        packages = np.array([*itertools.product(*(table.levels(i) for i in range(3)))])
        own = np.array([table.own(x) for x in packages])
        others = np.array([table.others(x) for x in packages])
        _, text = table.offer(target)
        enough = own >= min(target, own.max()) - 1e-12
        assert table.others(text) == pytest.approx(others[enough].max(), abs=2e-9)


def test_search_closes_on_issues_of_nearly_equal_ratio(monkeypatch):
    """Gains almost proportional to losses: the greedy package is rarely best, so the levels are searched."""
    nodes = []
    relax = rules._relax
    monkeypatch.setattr(rules, "_relax", lambda *a: nodes.append(1) or relax(*a))
    rng = np.random.default_rng(11)
    deep = 0
    for number in range(60):
        table = Table(rng, 2, 8 if number % 2 else 5, [1] if number % 2 else [2, 3], bounded=False)
        table.ideal[:] = np.round(table.ideal)
        table.ideal[1] = 1 - table.ideal[0]
        table.perceived[1] = table.weight[0] * rng.uniform(0.9, 1.1, table.issues)
        target = rng.uniform(0.2, 0.8)
        packages = np.array([*itertools.product(*(table.levels(i) for i in range(table.issues)))])
        value = 1 - np.abs(packages[:, None, :] - table.ideal)
        own = (table.weight[0] * value[:, 0]).sum(axis=1)
        others = (table.perceived[1] * value[:, 1]).sum(axis=1)
        nodes.clear()
        _, text = table.offer(target)
        assert table.own(text) >= target - 1e-11
        assert table.others(text) == pytest.approx(others[own >= target - 1e-12].max(), abs=2e-9)
        assert len(nodes) < 1500
        deep += len(nodes) > 10
    assert deep > 20


def test_equal_saliences_need_no_search(monkeypatch):
    nodes = []
    relax = rules._relax
    monkeypatch.setattr(rules, "_relax", lambda *a: nodes.append(1) or relax(*a))
    rng = np.random.default_rng(12)
    for steps in ([1], [4], [1, 4], [1, 2, 4, 12]):
        for issues, target in itertools.product((3, 20), (0.31, 0.4877, 0.5, 0.9)):
            table = Table(rng, 2, issues, steps, bounded=False)
            table.weight[:] = 1 / issues
            table.ideal[:] = [[0.0] * issues, [1.0] * issues]
            nodes.clear()
            _, text = table.offer(target)
            assert target - 1e-11 <= table.own(text)
            assert len(nodes) < 200
            if set(steps) == {1}:
                assert text.sum() == np.floor((1 - target) * issues + 1e-9)


def test_what_costs_whole_steps_is_conceded_to_the_last_of_them():
    """A target that so many equal issues meet exactly, but for rounding on either side."""
    for issues in range(2, 24):
        for conceded in range(issues + 1):
            table = Table(np.random.default_rng(0), 2, issues, [1], bounded=False)
            table.weight[:] = table.perceived[:] = 1 / issues
            table.ideal[:] = [[0.0] * issues, [1.0] * issues]
            for target in (1 - conceded / issues, (issues - conceded) / issues):
                assert table.offer(target)[1].sum() == conceded


def test_equal_saliences_need_no_search_beside_a_continuous_issue_that_costs_nothing(monkeypatch):
    nodes = []
    relax = rules._relax
    monkeypatch.setattr(rules, "_relax", lambda *a: nodes.append(1) or relax(*a))
    table = Table(np.random.default_rng(0), 2, 21, [1], bounded=False)
    table.weight[:] = table.perceived[:] = 1 / 20
    table.weight[0, 0] = table.steps[0] = 0
    table.ideal[:] = [[0.0] * 21, [1.0] * 21]
    assert table.offer(0.4877)[1].sum() == 1 + 10
    assert len(nodes) < 200


def test_mixed_offers_match_a_linear_programme_for_every_combination():
    rng = np.random.default_rng(6)
    for _ in range(20):
        table = Table(rng, int(rng.integers(2, 4)), 4, [0], bounded=False)
        table.steps[:2] = rng.choice([1, 2, 3], 2)
        target = rng.uniform(0.2, 0.95)
        candidates = []
        for fixed in itertools.product(table.levels(0), table.levels(1)):
            low, high = table.low.copy(), table.high.copy()
            low[:2] = high[:2] = fixed
            candidates.append(table.best_for_others(target, low, high))
        best = max((c for c in candidates if c is not None), default=None)
        _, text = table.offer(target)
        if best is not None:
            assert table.own(text) >= target - 1e-11
            assert table.others(text) == pytest.approx(best, abs=1e-7)


def test_many_steps_are_rounded_toward_the_proposer():
    rng = np.random.default_rng(7)
    for _ in range(200):
        table = Table(rng, 2, 4, [0, 20, 50])
        if not table.allowed():
            continue
        target = rng.uniform(0.1, 0.9)
        _, text = table.offer(target)
        nearest = [
            np.clip(table.ideal[0, i], table.low[i], table.high[i])
            if table.steps[i] == 0
            else min(table.levels(i), key=lambda k, i=i: abs(k - table.ideal[0, i]))
            for i in range(4)
        ]
        assert table.own(text) >= min(target, table.own(nearest)) - 1e-11
        for i in np.flatnonzero(table.steps):
            assert text[i] in table.levels(i)
        step = np.where(table.steps > 0, 1 / np.maximum(table.steps, 1), 0.0)
        best = table.best_for_others(target + (2 * table.weight[0] * step).sum())
        if best is not None:  # a value moves by at most twice its weight per unit of level
            assert table.others(text) >= best - (2 * 2 * table.perceived[1] * step).sum() - 1e-9


def test_best_package_is_tabled_when_even_that_falls_short():
    table = Table(np.random.default_rng(0), 3, 3, [0], bounded=False)
    table.ideal[:] = [[0.0, 0.0, 0.2], [1.0, 1.0, 1.0], [1.0, 0.6, 1.0]]
    table.weight[0] = [0.7, 0.0, 0.3]
    table.perceived[1:] = 1 / 3
    table.low[0] = 0.4
    _, text = table.offer(0.95)
    assert text == pytest.approx([0.4, 0.6, 0.2])
    table.steps[:] = 5
    _, text = table.offer(0.95)
    assert text == pytest.approx([0.4, 0.6, 0.2])


def test_level_between_two_equally_good_ones_is_chosen_for_the_others():
    for theirs in (0.0, 1.0):
        table = Table(np.random.default_rng(0), 2, 1, [1], bounded=False)
        table.weight[:] = table.perceived[:] = 1.0
        table.ideal[:] = [[0.5], [theirs]]
        assert table.offer(0.9)[1][0] == theirs


@pytest.mark.parametrize(("steps", "low", "high"), [(0, 0.6, 0.5), (1, 0.2, 0.8), (3, 0.4, 0.6), (20, 0.51, 0.54)])
def test_no_offer_outside_the_red_lines(steps, low, high):
    table = Table(np.random.default_rng(0), 2, 2, [0], bounded=False)
    table.steps[1], table.low[1], table.high[1] = steps, low, high
    found, text = table.offer(0.5)
    assert not found
    assert (text == -1).all()


def test_fixed_issue_stays_where_it_is():
    table = Table(np.random.default_rng(0), 2, 2, [0, 0], bounded=False)
    for steps, level in ((0, 0.37), (4, 0.75), (30, 0.9)):
        table.steps[0], table.low[0], table.high[0] = steps, level, level
        assert table.offer(0.5)[1][0] == pytest.approx(level, abs=1e-15)


def test_equal_exchanges_follow_the_tie_break_not_the_index():
    for kinds in (0, 1):
        table = Table(np.random.default_rng(0), 2, 3, [kinds], bounded=False)
        table.weight[:] = table.perceived[:] = [0.1 + 0.2, 0.3, 0.4]  # the first two differ by rounding only
        table.ideal[:] = [[0.0] * 3, [1.0] * 3]
        table.low[2] = table.high[2] = 1.0
        for tie in ([0.2, 0.8, 0.5], [0.8, 0.2, 0.5]):
            table.tie[:] = tie
            _, text = table.offer(0.3)
            assert text[int(np.argmin(tie[:2]))] == pytest.approx(1.0)
            assert text[int(np.argmax(tie[:2]))] == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_order_of_issues_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    table = Table(rng, 3, 5, [0, 1, 3])
    target = rng.random()
    found, text = table.offer(target)
    shuffle = rng.permutation(5)
    for name in ("weight", "perceived", "ideal"):
        setattr(table, name, np.ascontiguousarray(getattr(table, name)[:, shuffle]))
    for name in ("low", "high", "steps", "tie"):
        setattr(table, name, np.ascontiguousarray(getattr(table, name)[shuffle]))
    again, other = table.offer(target)
    assert found == again
    if found:
        assert other == pytest.approx(text[shuffle], abs=1e-8)


def test_a_search_that_runs_out_of_nodes_still_tables_a_package(monkeypatch):
    monkeypatch.setattr(rules, "NODE_CAP", 2)
    rng = np.random.default_rng(8)
    for _ in range(50):
        table = Table(rng, 2, 8, [1, 2], bounded=False)
        target = rng.uniform(0.2, 0.8)
        found, text = table.offer(target)
        assert found
        best_levels = np.floor(table.ideal[0] * table.steps + 0.5) / table.steps
        assert table.own(text) >= min(target, table.own(best_levels)) - 1e-11


@given(st.floats(1e-6, 1e6), st.integers(-8, 8))
def test_ratios_equal_but_for_rounding_compare_as_equal(ratio, grains):
    """Around a coarse number nothing changes by rounding, none is cut by more than its 36th bit, and order stays."""
    cut = rules.coarse(ratio)
    grain = ratio * 2.0**-36
    assert abs(cut - ratio) <= grain
    assert rules.coarse(cut) == cut
    assert rules.coarse(cut * (1 + grains * 2.0**-52)) == cut
    assert rules.coarse(ratio + 4 * grain) > cut


@pytest.mark.parametrize("seats", [2, 13, 15])
def test_the_room_that_is_asked_for_is_enough_and_floats_are_all_used(seats):
    """A last issue of as many pieces as an issue may have: twelve steps, or a stretch between the ideals of many."""
    rng = np.random.default_rng(13)
    last = 0
    for number in range(30):
        table = Table(rng, seats, 3, [1, 5, 12], bounded=False)
        table.ideal[0] = 0.0
        table.ideal[1:, 2] = rng.random(seats - 1) if number % 2 else 1.0
        table.steps[2] = 0 if number % 2 else 12
        *arguments, work_f, work_i = table.arguments(0.5)
        wide_f, wide_i = np.full(len(work_f) + 50, np.nan), np.full(len(work_i) + 50, -(10**9), dtype=np.int64)
        assert best_offer(*views((*arguments, wide_f, wide_i)))
        assert np.isnan(wide_f[len(work_f) :]).all()
        assert (wide_i[len(work_i) :] == -(10**9)).all()
        last = max(last, int(np.flatnonzero(~np.isnan(wide_f)).max()) + 1)
    if seats == 2:
        assert last == len(work_f)


def test_one_path_serves_every_target():
    """Also after a search that was given up for its many nodes, and whatever was asked for before."""
    rng = np.random.default_rng(14)
    for _ in range(200):
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(1, 7)), [0, 1, 4, 12, 20])
        if not table.allowed():
            continue
        seat = int(rng.integers(table.seats))
        *given, target, text, work_f, work_i = table.arguments(0.0, seat)
        assert rules.lay_path(*views((*given, work_f, work_i)))
        of_path = (*given[:4], given[5], given[8])
        for target in rng.random(5):
            rules.best_offer(*views((*of_path, target, text, work_f, work_i)))
            assert text.tobytes() == table.offer(target, seat)[1].tobytes()


def test_a_search_that_is_given_up_leaves_the_path_as_it_was(monkeypatch):
    rng = np.random.default_rng(15)
    given_up = 0
    for _ in range(50):
        table = Table(rng, 2, 8, [4, 12], bounded=False)
        *given, _, text, work_f, work_i = table.arguments(0.0)
        rules.lay_path(*views((*given, work_f, work_i)))
        of_path = (*given[:4], given[5], given[8])
        monkeypatch.setattr(rules, "NODE_CAP", 2)
        rules.best_offer(*views((*of_path, 0.5, text, work_f, work_i)))
        hurried = text.copy()
        monkeypatch.setattr(rules, "NODE_CAP", 20_000)
        rules.best_offer(*views((*of_path, 0.5, text, work_f, work_i)))
        assert text.tobytes() == table.offer(0.5)[1].tobytes()
        given_up += bool((text != hurried).any())
    assert given_up


# --------------------------------------------------------------------------------------- one source, two runs


@pytest.fixture(scope="module")
def compiled():
    for function in vars(rules).values():
        if isinstance(function, types.FunctionType):
            register_jitable(function)
    offer, value, aspire, answer = (
        register_jitable(best_offer), rules.package_value, rules.aspiration, rules.acceptable
    )  # fmt: skip

    @numba.njit
    def compiled_offer(seat, seats, issues, w, p, ideal, low, high, steps, tie, target, text, f, i):
        found = offer(seat, seats, issues, w, p, ideal, low, high, steps, tie, target, text, f, i)
        return found, value(seat, issues, w, ideal, text)

    @numba.njit
    def compiled_scalars(a, b, c, d, binding):
        return aspire(a, b, c, d), answer(a, b, c, binding)

    def offer_as_one_program(*arguments):
        with whole_program("compiled_offer"):  # compiled at the first call, as the kernel is: far sooner
            return compiled_offer(*arguments)

    return offer_as_one_program, compiled_scalars


@pytest.mark.slow
def test_compiled_and_interpreted_offers_agree_to_the_bit(compiled):
    rng = np.random.default_rng(9)
    for _ in range(2500):
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(1, 7)), [0, 0, 1, 2, 4, 12, 20])
        target = rng.random()
        seat = int(rng.integers(table.seats))
        found, text = table.offer(target, seat)
        value = rules.package_value(seat, *views((table.issues, table.weight, table.ideal, text)))
        arguments = table.arguments(target, seat)
        again, compiled_value = compiled[0](*arguments)
        assert (again, compiled_value) == (found, value)
        assert arguments[11].tobytes() == text.tobytes()


def test_compiled_and_interpreted_scalars_agree_to_the_bit(compiled):
    rng = np.random.default_rng(10)
    for a, b, c, d in rng.random((3000, 4)).tolist():
        binding = a > 0.5
        assert compiled[1](a, 10 * b, 10 * c, d, binding) == (
            rules.aspiration(a, 10 * b, 10 * c, d),
            rules.acceptable(a, 10 * b, 10 * c, binding),
        )
