"""Levels at the Nash point of three seats or more: what the search may leave out, where it ends, and what is moved after."""

import numpy as np
import pytest

from agents.rules import nash_ascent, nash_many
from agents.rules.nash_two import EQUAL, SURPLUS_MIN
from tests.nash_tables import Table, views

pytestmark = pytest.mark.slow

BOUND = 1e-9  # of a bound of the search, beside the same bound worked out by other means


def best_of(table):
    """The greatest logarithm of a product of surpluses on levels, −∞ where there is none."""
    return float(table.welfare(table.values(table.packages())).max()) if table.allowed() else -np.inf


def matches_brute_force(table):
    """Whether the model finds a package as good as the best on levels, or none where there is none."""
    found, text = table.many()
    best = best_of(table)
    assert found == (best > -np.inf)
    if found:
        assert all(text[i] in table.levels(i) for i in range(table.issues))
        assert float(table.welfare(table.values(text))) >= best - 1e-8
    return found


# ---------------------------------------------------------------------------------------------- against brute force


@pytest.mark.parametrize("seats", [3, 4])
def test_one_issue_of_many_steps_among_others_matches_brute_force(seats):
    """With everything else on its level, a product of surpluses has one peak along the issue of many steps."""
    rng = np.random.default_rng(seats)
    found = 0
    for _ in range(120):
        table = Table(rng, seats, int(rng.integers(2, 5)), [1, 1, 2, 3], top=0.45)
        table.steps[rng.integers(table.issues)] = rng.choice([13, 20, 30])
        found += matches_brute_force(table)
    assert 30 < found < 110


@pytest.mark.parametrize("thin", [1e-1, 1e-2, 1e-3])
@pytest.mark.parametrize("seats", [3, 4])
def test_thin_zones_match_brute_force(seats, thin):
    """Disagreement values a little below what one package is worth: hardly any other leaves every seat a surplus."""
    rng = np.random.default_rng(10 + seats)
    for _ in range(100):
        table = Table(rng, seats, int(rng.integers(2, 6)), [1, 2, 3, 5], bounded=False)
        packages = table.packages()
        chosen = packages[rng.integers(len(packages))]
        table.d = table.values(chosen) - thin * rng.uniform(0.5, 1.0, seats)
        assert matches_brute_force(table)


def test_a_hair_of_a_surplus_is_found_where_no_rounding_reaches_it():
    """Only (1, 0) leaves all three seats a surplus, and the relaxed maximum is nearer to other levels."""
    table = Table(np.random.default_rng(0), 3, 2, [0], bounded=False)
    table.steps[:] = [1, 3]
    table.weight[:] = [[0, 1], [0.5686, 0.4314], [0.3314, 0.6686]]
    table.ideal[:] = [[0, 0], [0.0221, 0], [1, 1]]
    table.power = np.ones(3)
    reached = table.values(np.array([1.0, 0.0]))
    for surplus in ([0.5, 0.01, 1e-4], [0.5, 1e-4, 0.01], [0.5, 1e-5, 1e-5]):
        table.d = reached - surplus
        found, text = table.many()
        assert found
        assert text.tolist() == [1, 0]


# ------------------------------------------------------------------------------------------------------ the search


def searched(table):
    """The work of a search at its root: relaxed, everything listed, the linearised objective kept; None if no zone."""
    arguments = views(table.many_arguments())
    seats, issues, weight, ideal, low, high, steps, tie, d, power, text, work_f, work_i = arguments
    nash_ascent.prepare(seats, issues, weight, ideal, low, high, steps, d, power, text, work_f)
    bend = nash_many.BEND_LEVELS
    if nash_ascent.ascend(seats, issues, ideal, power, bend, 400, 1e-10, nash_ascent.LOWEST, text, work_f) < 0:
        return None
    listed, fine = nash_many._list_free(seats, issues, steps, tie, work_f, work_i)
    assert listed == issues
    assert not fine
    highest = nash_many._lay_prices(0, seats, issues, ideal, power, bend, text, work_f, work_i)
    nash_many._remember(seats, issues, text, work_f)
    return arguments, highest


def linearised(table, text, order):
    """The most that the linearised objective comes to with the first of `order` at each of its levels."""
    surplus = table.values(text) - table.d
    price = table.power / np.maximum(surplus, nash_many.BEND_LEVELS)
    span = np.maximum(table.ideal, 1 - table.ideal)

    def worth(i, x):
        return -(price * table.weight[:, i] / span[:, i] * np.abs(x - table.ideal[:, i])).sum()

    total = float((table.power * np.log(surplus)).sum()) - sum(worth(i, text[i]) for i in range(table.issues))
    for i in order[1:]:
        kinks = np.clip(np.array([0, 1, *table.ideal[:, i]]), min(table.levels(i)), max(table.levels(i)))
        total += max(worth(i, x) for x in kinks)
    return {x: total + worth(order[0], x) for x in table.levels(order[0])}


@pytest.mark.parametrize("seats", [3, 4, 5])
def test_levels_that_are_passed_over_are_those_whose_linearised_objective_beats_nothing(seats):
    rng = np.random.default_rng(20 + seats)
    tried = passed = 0
    for _ in range(80):
        table = Table(rng, seats, int(rng.integers(2, 6)), [2, 3, 5, 12], top=0.4, bounded=False)
        root = searched(table)
        if root is None:
            continue
        (*_, low, _, steps, _, _, _, text, work_f, work_i), highest = root
        issues, ideal = table.issues, memoryview(table.ideal)
        if (table.values(np.asarray(text)) - table.d).min() < 2 * nash_many.BEND_LEVELS:
            continue
        order = list(work_i[issues : 2 * issues])
        bounds = linearised(table, np.asarray(text), order)
        n = int(table.steps[order[0]])
        best_kink = max(bounds.values())
        assert highest >= best_kink - BOUND
        for floor in np.quantile([*bounds.values()], [0.1, 0.4, 0.7, 0.95]) + 1e-6:
            work_i[2 * issues] = n + 1
            seen = []
            while True:
                nash_many._next_level(1, floor, seats, issues, ideal, low, steps, text, work_f, work_i)
                if work_i[2 * issues] < 0:
                    break
                seen.append(work_i[2 * issues] / n)
            expected = [x for x in sorted(bounds, reverse=True) if bounds[x] > floor]
            assert seen == expected
            tried += len(seen)
            passed += n + 1 - len(seen)
    assert tried > 100
    assert passed > 100


def test_most_searches_end_within_forty_nodes_and_none_needs_more_than_seven_hundred(monkeypatch):
    """As the constant for the most nodes says."""
    nodes = []
    for name in ("_climb_node", "_climb_leaf"):
        inner = getattr(nash_many, name)
        monkeypatch.setattr(nash_many, name, lambda *a, inner=inner: nodes.append(1) or inner(*a))
    rng = np.random.default_rng(30)
    counts = []
    for _ in range(120):
        table = Table(rng, 3, int(rng.integers(3, 8)), [1, 3, 5, 12], top=0.4, bounded=False)
        nodes.clear()
        if table.many()[0]:
            counts.append(len(nodes))
    assert len(counts) > 60
    assert np.quantile(counts, 0.9) <= 40
    assert max(counts) <= 700


@pytest.mark.parametrize("seats", [3, 4])
def test_an_issue_matters_if_any_seat_cares_for_it_and_the_fine_ones_that_do_are_opened(seats):
    rng = np.random.default_rng(45)
    for _ in range(40):
        table = Table(rng, seats, 5, [0, 1, 12, 13, 20], top=0.2, bounded=False)
        table.weight[rng.random((seats, 5)) < 0.7] = 0.0
        arguments = views(table.many_arguments())
        _, _, weight, ideal, low, high, steps, _, d, power, text, work_f, _ = arguments
        nash_ascent.prepare(seats, 5, weight, ideal, low, high, steps, d, power, text, work_f)
        nash_ascent.measure(seats, 5, ideal, text, work_f)
        bounds = seats * (5 + 3)
        matters = (table.weight > 0).any(axis=0)
        assert [nash_many._matters(i, seats, 5, work_f) for i in range(5)] == matters.tolist()
        for i in np.flatnonzero(table.steps):
            nash_many._settle(int(i), 1, steps, seats, 5, text, work_f)
        nash_many._open_fine(low, high, steps, seats, 5, work_f)
        is_open = np.array(work_f[bounds + 5 : bounds + 10]) > np.array(work_f[bounds : bounds + 5])
        assert is_open.tolist() == (matters & ((table.steps == 0) | (table.steps > 12))).tolist()


@pytest.mark.parametrize("bend", [1e-2, 1e-4, 1e-6])
def test_the_objective_exceeds_its_least_wherever_every_seat_has_a_surplus(bend):
    rng = np.random.default_rng(40)
    for seats in (2, 3, 5):
        power = rng.uniform(0.3, 3.0, seats)
        least = nash_many._least_of_zone(seats, memoryview(power), bend)
        for scale in (1.0, bend, SURPLUS_MIN):
            surplus = rng.uniform(0.1, 1.0, seats) * scale
            assert nash_ascent.welfare(seats, memoryview(power), bend, memoryview(surplus)) > least
        nothing = nash_ascent.welfare(seats, memoryview(power), bend, memoryview(np.zeros(seats)))
        assert nothing - least == pytest.approx(EQUAL, abs=EQUAL / 2)


# ---------------------------------------------------------------------------------------------- rounding and moving


def test_the_issue_nearest_to_a_level_is_rounded_first():
    steps, done = np.array([4, 0, 10, 3, 2]), np.array([0, 1, 0, 0, 1])
    for text, first in (
        ([0.30, 0.0, 0.33, 0.60, 0.5], 0),
        ([0.35, 0.0, 0.31, 0.60, 0.5], 2),
        ([0.40, 0.0, 0.36, 0.66, 0.5], 3),
    ):
        assert nash_many._next_to_round(5, *views((steps, np.array(text), done))) == first
    assert nash_many._next_to_round(5, *views((steps, np.full(5, 0.5), np.ones(5, dtype=np.int64)))) == -1


def neighbours(table, text):
    """Every allowed package one level away from this one in one issue or in two."""
    moves = [np.zeros(table.issues)]
    for i in np.flatnonzero(table.steps):
        for way in (-1, 1):
            step = np.zeros(table.issues)
            step[i] = way / table.steps[i]
            moves += [step] + [other + step for other in moves[1:] if other[i] == 0 and np.count_nonzero(other) == 1]
    packages = text + np.array(moves)
    return packages[((packages >= table.low - 1e-9) & (packages <= table.high + 1e-9)).all(axis=1)]


@pytest.mark.parametrize(("kinds", "nodes"), [([13, 20, 30], nash_many.NODES), ([1, 2, 3, 5, 12], 0)])
def test_no_move_of_one_level_or_of_two_improves_on_what_was_not_searched(kinds, nodes, monkeypatch):
    """Many steps are never searched, and few are not when the nodes have run out."""
    monkeypatch.setattr(nash_many, "NODES", nodes)
    rng = np.random.default_rng(50)
    found = 0
    for _ in range(250):
        table = Table(rng, int(rng.integers(3, 5)), int(rng.integers(2, 5)), kinds, top=0.4)
        agreed, text = table.many()
        worth = float(table.welfare(table.values(text))) if agreed else -np.inf
        if not agreed or (table.values(text) - table.d).min() < nash_many.BEND_LEVELS:
            continue
        found += 1
        assert all(text[i] in table.levels(i) for i in range(table.issues))
        assert worth >= table.welfare(table.values(neighbours(table, text))).max() - 1e-9
    assert found > 60


def settled(rng, top):
    """A table with every issue fixed at a random level, as moves find it: its arguments, and the objective there."""
    table = Table(rng, int(rng.integers(3, 5)), int(rng.integers(2, 4)), [1, 2, 3, 5, 20], top=top)
    if not table.allowed():
        return None
    if rng.random() < 0.5:  # round numbers, so that many moves leave everything as good as it was
        table.weight[:] = 1 / table.issues
        table.ideal[:] = rng.choice([0.0, 1.0], table.ideal.shape)
    arguments = views(table.many_arguments())
    seats, issues, weight, ideal, low, high, steps, _, d, power, text, work_f, _ = arguments
    nash_ascent.prepare(seats, issues, weight, ideal, low, high, steps, d, power, text, work_f)
    for i in range(issues):
        level = round(rng.choice(table.levels(i)) * table.steps[i])
        nash_many._settle(i, level, steps, seats, issues, text, work_f)
    here = welfare_of(table, np.array(text))
    rest = (seats, issues, ideal, low, high, steps, power, nash_many.BEND_LEVELS, text, work_f)
    return table, text, here, rest


def welfare_of(table, packages):
    """The objective at packages, the logarithm continued by its tangent below the bend."""
    bend, surplus = nash_many.BEND_LEVELS, table.values(packages) - table.d
    return (table.power * (np.log(np.maximum(surplus, bend)) + np.minimum(surplus / bend - 1, 0))).sum(axis=-1)


def test_the_best_single_move_of_those_that_help_is_made():
    rng = np.random.default_rng(51)
    moved = stayed = 0
    for _ in range(400):
        made = settled(rng, 0.4)
        if made is None:
            continue
        table, text, here, rest = made
        above = int(rng.choice([0, 0, 12]))
        before = np.array(text)
        around = neighbours(table, before)
        changed = np.abs(around - before) > 1e-12
        single = around[(changed.sum(axis=1) == 1) & (changed <= (table.steps > above)).all(axis=1)]
        best = welfare_of(table, single).max(initial=-np.inf)
        if nash_many._move_one(above, here, *rest):
            assert welfare_of(table, np.array(text)) == pytest.approx(best, abs=1e-9)
            assert best > here
            moved += 1
        else:
            assert best <= here + 1e-9
            assert (np.array(text) == before).all()
            stayed += 1
    assert min(moved, stayed) > 20


def test_a_move_of_two_levels_is_made_if_any_helps():
    rng = np.random.default_rng(52)
    moved = stayed = 0
    for _ in range(400):
        made = settled(rng, 0.4)
        if made is None:
            continue
        table, text, here, rest = made
        above = int(rng.choice([0, 0, 12]))
        before = np.array(text)
        around = neighbours(table, before)
        changed = np.abs(around - before) > 1e-12
        pairs = around[(changed.sum(axis=1) == 2) & (changed <= (table.steps > above)).all(axis=1)]
        helps = welfare_of(table, pairs) > here + nash_many.BETTER
        assert nash_many._move_two(above, here, *rest) == helps.any()
        if helps.any():
            assert np.abs(pairs[helps] - np.array(text)).max(axis=1).min() < 1e-12
            moved += 1
        else:
            assert (np.array(text) == before).all()
            stayed += 1
    assert min(moved, stayed) > 20


# ------------------------------------------------------------------------------------------------------------- room


@pytest.mark.parametrize("seats", [3, 4])
def test_the_room_that_is_asked_for_is_the_room_that_is_used(seats):
    rng = np.random.default_rng(60 + seats)
    floats, ints = set(), set()
    for _ in range(20):
        table = Table(rng, seats, 4, [2, 3], top=0.3, bounded=False)
        *arguments, work_f, work_i = table.many_arguments()
        wide_f, wide_i = np.full(len(work_f) + 50, np.nan), np.full(len(work_i) + 50, -(10**9), dtype=np.int64)
        nash_many.nash_many(*views((*arguments, wide_f, wide_i)))
        floats.add(int(np.flatnonzero(~np.isnan(wide_f)).max()) + 1 - len(work_f))
        ints.add(int(np.flatnonzero(wide_i != -(10**9)).max()) + 1 - len(work_i))
    assert max(floats) == 0
    assert max(ints) == 0
