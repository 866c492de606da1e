"""The Nash point, against closed forms, numeric optimisers and brute force."""

import itertools
import types

import numba
import numpy as np
import pytest
from numba.extending import register_jitable

from agents.rules import bargaining, nash_ascent, nash_many, nash_merge, nash_two
from sim.engine.jit.linking import whole_program
from tests.closed_forms import NASH_SPLIT
from tests.nash_tables import Table, views

pytestmark = pytest.mark.slow


def one_issue(d, power=(1.0, 1.0)):
    table = Table(np.random.default_rng(0), 2, 1, [0], bounded=False)
    table.weight[:] = 1.0
    table.ideal[:] = [[1.0], [0.0]]
    table.d[:] = d
    table.power = np.array(power)
    return table


# ----------------------------------------------------------------------------------------------- closed forms


@pytest.mark.parametrize(("options", "split"), NASH_SPLIT)
def test_split_with_outside_options(options, split):
    table = one_issue(options)
    found, values, text, _ = table.two()
    other, also = table.many()
    assert found == other == (split is not None)
    if found:
        assert values == pytest.approx(split, abs=1e-12)
        assert text[0] == pytest.approx(split[0], abs=1e-12)
        assert also[0] == pytest.approx(text[0], abs=1e-9)


@pytest.mark.parametrize("power", [(1.0, 1.0), (3.0, 1.0), (0.2, 0.7), (2.0, 2.0)])
def test_powers_divide_the_surplus_of_a_linear_issue(power):
    table = one_issue([0.3, 0.1], power)
    share = power[0] / sum(power)
    expected = [0.3 + 0.6 * share, 0.1 + 0.6 * (1 - share)]
    assert table.two()[1] == pytest.approx(expected, abs=1e-12)
    assert table.values(table.many()[1]) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("zone", [1e-2, 1e-4, 1e-5])
def test_thin_zones_of_agreement_are_found(zone):
    table = one_issue([0.6, 0.4 - zone])
    expected = [0.6 + zone / 2, 0.4 - zone / 2]
    assert table.two()[1] == pytest.approx(expected, abs=1e-10)
    found, text = table.many()
    assert found
    assert table.values(text) == pytest.approx(expected, abs=zone * 1e-3)


@pytest.mark.parametrize("d", [(0.6, 0.4), (0.61, 0.4), (1.0, 0.0), (1.0, 1.0)])
def test_nothing_is_found_where_there_is_no_zone(d):
    table = one_issue(d)
    assert not table.two()[0]
    assert not table.many()[0]


def test_a_better_outside_option_raises_ones_value():
    rng = np.random.default_rng(1)
    for _ in range(100):
        table = Table(rng, 2, 4, [0, 1, 3], top=0.4)
        before = table.two()
        table.d[0] += 0.05
        after = table.two()
        if before[0] and after[0]:
            assert after[1][0] >= before[1][0] - 1e-9


def test_only_the_ratio_of_powers_matters():
    rng = np.random.default_rng(2)
    for _ in range(50):
        table = Table(rng, 2, 4, [0, 2])
        found, values, _, _ = table.two()
        table.power *= 7.3
        again, same, _, _ = table.two()
        assert found == again
        assert same == pytest.approx(values, abs=1e-9)


# ----------------------------------------------------------------------------------------- numeric optimisers


@pytest.mark.parametrize("seats", [2, 3, 4])
def test_continuous_point_against_a_numeric_optimiser(seats):
    rng = np.random.default_rng(10 + seats)
    solved = 0
    for _ in range(30):
        table = Table(rng, seats, int(rng.integers(1, 6)), [0], top=1.2 / seats)
        found, text = table.many()
        if seats == 2:
            found, values, text, _ = table.two()
            if found:
                assert values == pytest.approx(table.values(text), abs=1e-12)
        widest = table.widest()
        assert found == (widest > 1e-9)
        if not found:
            continue
        assert (text >= table.low).all()
        assert (text <= table.high).all()
        ours = float(table.welfare(table.values(text)))
        starts = (table.ideal.mean(axis=0), rng.random(table.issues), text)
        assert ours >= max(table.numeric(start) for start in starts) - 1e-8
        packages = rng.uniform(table.low, table.high, (500, table.issues))
        assert ours >= table.welfare(table.values(packages)).max()
        solved += 1
    assert solved >= 12


def test_ascent_proves_its_optimum():
    """The linearised objective cannot rise at the result: by concavity that bounds the loss."""
    rng = np.random.default_rng(20)
    for _ in range(150):
        table = Table(rng, int(rng.integers(2, 6)), int(rng.integers(2, 9)), [0], top=0.6)
        found, text = table.many()
        if not found:
            assert table.widest() <= 1e-6
            continue
        price = table.power / (table.values(text) - table.d)
        span = np.maximum(table.ideal, 1 - table.ideal)
        kinks = np.clip(np.vstack([table.ideal, table.low, table.high]), table.low, table.high)
        rate = price[:, None] * table.weight / span
        worth = [-(rate * np.abs(x - table.ideal)).sum(axis=0) for x in (text, *kinks)]
        assert (np.max(worth, axis=0) - worth[0]).sum() < 2e-8


def test_both_methods_agree_for_two_seats():
    rng = np.random.default_rng(21)
    for _ in range(300):
        table = Table(rng, 2, int(rng.integers(1, 8)), [0], top=0.8)
        found, values, _, _ = table.two()
        other, text = table.many()
        assert found == other
        if found:
            assert table.welfare(table.values(text)) == pytest.approx(table.welfare(values), abs=1e-8)


# ------------------------------------------------------------------------------------------------ brute force


def test_two_seats_on_levels_match_brute_force():
    rng = np.random.default_rng(30)
    solved = 0
    for _ in range(250):
        table = Table(rng, 2, int(rng.integers(1, 6)), [1, 1, 2, 3, 5], top=0.7)
        found, values, text, _ = table.two()
        if not table.allowed():
            assert not found
            continue
        packages = table.packages()
        best = table.welfare(table.values(packages)).max()
        assert found == (best > -np.inf)
        if found:
            assert np.abs(packages - text).max(axis=1).min() == 0
            assert values == pytest.approx(table.values(text), abs=1e-11)
            assert table.welfare(values) == pytest.approx(best, abs=1e-8)
            solved += 1
    assert solved > 100


def test_two_seats_mixed_match_every_combination_alone():
    rng = np.random.default_rng(31)
    for _ in range(60):
        table = Table(rng, 2, 5, [0], top=0.7, bounded=False)
        table.steps[:2] = rng.choice([1, 2, 4, 12], 2)
        found, values, text, _ = table.two()
        best = -np.inf
        low, high = table.low.copy(), table.high.copy()
        for fixed in itertools.product(table.levels(0), table.levels(1)):
            table.low[:2] = table.high[:2] = fixed
            alone = table.two()
            if alone[0]:
                best = max(best, float(table.welfare(alone[1])))
        table.low, table.high = low, high
        assert found == (best > -np.inf)
        if found:
            assert table.welfare(values) == pytest.approx(best, abs=1e-9)
            assert values == pytest.approx(table.values(text), abs=1e-11)
            assert text[0] in table.levels(0)
            assert text[1] in table.levels(1)


def test_many_seats_on_levels_match_brute_force():
    rng = np.random.default_rng(32)
    solved = none = 0
    for _ in range(600):
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(1, 6)), [1, 1, 2, 3, 5], top=0.5)
        found, text = table.many()
        if not table.allowed():
            assert not found
            continue
        packages = table.packages()
        best = table.welfare(table.values(packages)).max()
        assert found == (best > -np.inf)
        none += not found
        if found:
            assert np.abs(packages - text).max(axis=1).min() == 0
            assert table.welfare(table.values(text)) >= best - 1e-8
            solved += 1
    assert solved > 200
    assert none > 50


def test_a_package_that_no_rounding_reaches_is_found():
    """One yes-or-no issue and one of three steps, where only (1, 0) leaves all three a surplus."""
    table = Table(np.random.default_rng(0), 3, 2, [0], bounded=False)
    table.steps[:] = [1, 3]
    table.weight[:] = [[0, 1], [0.5686, 0.4314], [0.3314, 0.6686]]
    table.ideal[:] = [[0, 0], [0.0221, 0], [1, 1]]
    table.d[:] = [0.4121, 0.4238, 0.3117]
    table.power = np.ones(3)
    found, text = table.many()
    assert found
    assert text.tolist() == [1, 0]
    table.d[2] = 0.3315
    assert not table.many()[0]


@pytest.mark.parametrize("seats", [3, 4])
def test_many_seats_mixed_match_every_combination_alone(seats):
    """Binary, small steps and continuous: the continuous rest by an independent optimiser."""
    rng = np.random.default_rng(42 + seats)
    solved = none = 0
    for _ in range(60):
        table = Table(rng, seats, int(rng.integers(2, 5)), [0, 1, 1, 3], top=1.3 / seats)
        if rng.random() < 0.5:
            table.steps[:2] = [0, 1]
        found, text = table.many()
        best = table.best()
        assert found == (best is not None)
        none += not found
        if found:
            assert (text >= table.low - 1e-9).all()
            assert (text <= table.high + 1e-9).all()
            assert all(text[i] in table.levels(i) for i in np.flatnonzero(table.steps))
            assert table.welfare(table.values(text)) >= table.welfare(table.values(best)) - 1e-8
            solved += 1
    assert solved >= 20
    assert none >= 5


def test_both_methods_agree_for_two_seats_with_levels():
    rng = np.random.default_rng(38)
    solved = 0
    for _ in range(400):
        table = Table(rng, 2, int(rng.integers(2, 7)), [0, 0, 1, 3, 12], top=0.6)
        best, values, text, _ = table.two()
        found, other = table.many()
        assert found == best
        if found:
            assert table.welfare(table.values(other)) == pytest.approx(table.welfare(values), abs=2e-9)
            assert all(other[i] == text[i] for i in np.flatnonzero(table.steps))
            solved += 1
    assert solved > 150


# ---------------------------------------------------------------------------------------------- equal products


def in_order(table, text):
    """Levels as equal packages are compared: fewest steps first, then the smaller tie."""
    return [text[i] for i in sorted(np.flatnonzero(table.steps), key=lambda i: (table.steps[i], table.tie[i]))]


@pytest.mark.parametrize("seats", [2, 3, 4])
def test_of_equal_products_the_higher_level(seats):
    """Round numbers, so that many packages are equally good; an ideal between two levels, and mirrored issues."""
    rng = np.random.default_rng(60 + seats)
    equals = 0
    for _ in range(300):
        table = Table(rng, seats, int(rng.integers(1, 5)), [1, 1, 2, 3], top=0.0, bounded=False)
        table.weight[:] = rng.integers(0, 3, table.weight.shape)
        table.weight[:, table.weight.sum(axis=0) == 0] = 1
        table.weight /= np.maximum(1, table.weight.sum(axis=1, keepdims=True))
        table.ideal[:] = rng.choice([0.0, 0.5, 1.0], table.ideal.shape)
        table.d[:] = np.where(table.weight.sum(axis=1) > 0, 0.0, -1.0)
        table.power[:] = 1.0
        packages = table.packages()
        welfare = table.welfare(table.values(packages))
        best = packages[welfare >= welfare.max() - 1e-10]
        expected = max((in_order(table, x) for x in best), default=None) if welfare.max() > -np.inf else None
        equals += expected is not None and len(best) > 1
        answers = [table.many()] + ([table.two()[::2]] if seats == 2 else [])
        for found, text in answers:
            assert found == (expected is not None)
            if found:
                assert in_order(table, text) == expected
    assert equals >= 30


@pytest.mark.parametrize("seats", [2, 3])
@pytest.mark.parametrize("steps", [0, 1, 20])
def test_what_matters_to_nobody_stays_where_the_first_would_have_it(seats, steps):
    table = Table(np.random.default_rng(70), seats, 3, [0, 1], top=0.2, bounded=False)
    table.weight[:, 1] = 0.0
    table.d[:] = 0.0
    table.steps[1] = steps
    for ideal, other in ((0.3, 1.0), (0.7, 0.0)):
        table.ideal[:, 1] = [ideal, other, other][:seats]
        for found, text in [table.many()] + ([table.two()[::2]] if seats == 2 else []):
            assert found
            assert text[1] == (round(ideal) if steps == 1 else ideal)
    table.high[1] = 0.4
    assert table.many()[1][1] == (0.0 if steps == 1 else 0.4)


def test_a_search_that_runs_out_of_nodes_ends_near_the_best(monkeypatch):
    rng = np.random.default_rng(71)
    tables = [Table(rng, 3, 5, [1, 3, 12], top=0.35, bounded=False) for _ in range(60)]
    best = [table.many() for table in tables]
    monkeypatch.setattr(nash_many, "NODES", 2)
    near = 0
    for table, (found, text) in zip(tables, best, strict=True):
        also, other = table.many()
        assert found or not also
        if also:
            assert all(other[i] in table.levels(i) for i in range(5))
            worth, most = (float(table.welfare(table.values(x))) for x in (other, text))
            assert worth <= most + 2e-9
            near += worth >= most - 1e-8
    assert near >= 0.8 * sum(found for found, _ in best)


def test_ascent_does_not_zigzag(monkeypatch):
    """Issues that exchange at nearly the same ratio: thousands of sweeps without extrapolation."""
    sweeps = []
    sweep = nash_ascent.sweep
    monkeypatch.setattr(nash_ascent, "sweep", lambda *a: sweeps.append(1) or sweep(*a))
    rng = np.random.default_rng(39)
    for _ in range(60):
        table = Table(rng, 2, 4, [0], top=0.4, bounded=False)
        table.ideal[:] = np.round(table.ideal)
        table.ideal[1] = 1 - table.ideal[0]
        table.weight[1] = table.weight[0] * rng.uniform(0.97, 1.03, 4)
        table.weight[1] /= table.weight[1].sum()
        found, values, _, _ = table.two()
        sweeps.clear()
        _, text = table.many()
        assert found
        assert len(sweeps) < 60
        assert table.welfare(table.values(text)) == pytest.approx(table.welfare(values), abs=1e-9)


def test_many_steps_are_rounded_only_in_the_text():
    rng = np.random.default_rng(33)
    for _ in range(100):
        table = Table(rng, 2, 4, [0, 20, 40], bounded=False)
        found, values, text, relaxed = table.two()
        assert found
        assert not relaxed
        step = np.where(table.steps > 0, 1 / np.maximum(table.steps, 1), 0.0)
        assert (np.abs(values - table.values(text)) <= (table.weight * step).sum(axis=1) + 1e-12).all()
        for i in np.flatnonzero(table.steps):
            assert text[i] in table.levels(i)


def test_too_many_combinations_are_relaxed():
    rng = np.random.default_rng(34)
    seen = 0
    for _ in range(5):
        table = Table(rng, 2, 14, [1, 12], top=0.4, bounded=False)
        table.ideal[:] = rng.choice([0.0, 1.0], (2, 14))
        table.ideal[1] = 1 - table.ideal[0]
        found, values, text, relaxed = table.two()
        seen += relaxed
        other, local = table.many()
        assert found
        assert other
        assert table.welfare(values) >= table.welfare(table.values(local)) - 1e-9
        for i in range(14):
            assert text[i] in table.levels(i)
    assert seen >= 3


def test_forty_issues_fit_their_number():
    table = Table(np.random.default_rng(35), 2, 40, [1, 12], top=0.4, bounded=False)
    found, _, text, _ = table.two()
    assert found
    assert all(text[i] in table.levels(i) for i in range(40))


@pytest.mark.parametrize(("steps", "low", "high"), [(0, 0.6, 0.5), (1, 0.2, 0.8), (20, 0.51, 0.54)])
def test_no_point_outside_the_red_lines(steps, low, high):
    table = Table(np.random.default_rng(0), 2, 3, [0], top=0.0, bounded=False)
    table.steps[1], table.low[1], table.high[1] = steps, low, high
    assert not table.two()[0]
    assert not table.many()[0]


def test_a_party_that_cares_about_nothing_is_given_nothing():
    table = Table(np.random.default_rng(36), 2, 3, [0, 1, 0], bounded=False)
    table.weight[1] = 0.0
    table.d[:] = [0.2, -0.1]
    found, values, text, _ = table.two()
    assert found
    assert values[1] == 0.0
    assert table.values(text)[0] == pytest.approx(table.values(table.many()[1])[0], abs=1e-8)
    table.d[1] = 0.0
    assert not table.two()[0]
    assert not table.many()[0]


def test_frontiers_share_a_store():
    rng = np.random.default_rng(37)
    tables = [Table(rng, 2, 4, [0, 1, 3], bounded=False) for _ in range(3)]
    store_f = np.zeros(3 * nash_two.frontier_floats(4))
    store_i = np.zeros(3 * nash_two.frontier_ints(4), dtype=np.int64)
    for k, table in enumerate(tables):
        arguments = table.frontier()
        places = (store_f, k * nash_two.frontier_floats(4), store_i, k * nash_two.frontier_ints(4))
        nash_two.build_frontier(*views((*arguments[:7], *places, *arguments[11:])))
    for k, table in enumerate(tables):
        places = views((4, store_f, k * nash_two.frontier_floats(4), store_i, k * nash_two.frontier_ints(4)))
        d, power = table.d.tolist(), table.power.tolist()
        assert nash_two.nash_on_frontier(*places, *d, *power)[1:3] == tuple(table.two()[1])


# --------------------------------------------------------------------------------------- one source, two runs


@pytest.fixture(scope="module")
def compiled():
    for module in (bargaining, nash_merge, nash_two, nash_ascent, nash_many):
        for function in vars(module).values():
            if isinstance(function, types.FunctionType) and function.__module__ == module.__name__:
                register_jitable(function)
    build, point, package, many = (
        nash_two.build_frontier, nash_two.nash_on_frontier, nash_two.frontier_package, nash_many.nash_many
    )  # fmt: skip

    @numba.njit
    def entry_two(n, w, ideal, low, high, steps, tie, f, at_f, i, at_i, work_f, work_i, d, power, text):
        build(n, w, ideal, low, high, steps, tie, f, at_f, i, at_i, work_f, work_i)
        answer = point(n, f, at_f, i, at_i, d[0], d[1], power[0], power[1])
        if answer[0]:
            package(n, f, at_f, i, at_i, low, high, steps, answer[3], answer[4], text)
        return answer

    @numba.njit
    def entry_many(seats, n, w, ideal, low, high, steps, tie, d, power, text, work_f, work_i):
        return many(seats, n, w, ideal, low, high, steps, tie, d, power, text, work_f, work_i)

    def one_program(entry):
        def call(*arguments):
            with whole_program("entry_"):  # compiled at the first call, as the kernel is: far sooner
                return entry(*arguments)

        return call

    return one_program(entry_two), one_program(entry_many)


def test_compiled_and_interpreted_frontiers_agree_to_the_bit(compiled):
    rng = np.random.default_rng(40)
    for _ in range(1500):
        table = Table(rng, 2, int(rng.integers(1, 7)), [0, 0, 1, 2, 4, 20], top=0.7)
        found, values, text, _ = table.two()
        other = np.full(table.issues, np.nan)
        answer = compiled[0](*table.frontier(), table.d, table.power, other)
        assert (answer[0], answer[1], answer[2]) == (found, *values)
        assert other.tobytes() == text.tobytes()


def test_compiled_and_interpreted_ascents_agree_to_the_bit(compiled):
    rng = np.random.default_rng(41)
    for number in range(1200):
        kinds = [0] if number % 4 < 2 else [0, 0, 1, 3, 20] if number % 4 == 2 else [1, 2, 5, 12]
        table = Table(rng, int(rng.integers(2, 5)), int(rng.integers(1, 5)), kinds, top=0.5)
        found, text = table.many()
        arguments = table.many_arguments()
        assert compiled[1](*arguments) == found
        assert arguments[10].tobytes() == text.tobytes()
