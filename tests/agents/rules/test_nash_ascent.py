"""The parts of the ascent to the Nash point: each does what its name says, as other means say it."""

import numpy as np
import pytest
from scipy.optimize import brentq

from agents.rules import nash_ascent as ascent
from tests.nash_tables import Table, views

BEND = 1e-4


class Ascent:
    """A random table as the ascent has prepared it, and its scratch by name."""

    def __init__(self, rng, kinds=(0,), top=0.3, table=None):
        t = table or Table(rng, int(rng.integers(2, 6)), int(rng.integers(2, 6)), list(kinds), top)
        self.table, self.seats, self.issues = t, t.seats, t.issues
        self.work = np.full(ascent.ascent_floats(self.seats, self.issues), np.nan)
        self.text = np.full(self.issues, np.nan)
        arguments = (t.weight, t.ideal, t.low, t.high, t.steps, t.d, t.power, self.text, self.work)
        self.stepped = ascent.prepare(self.seats, self.issues, *views(arguments))

    @property
    def surplus(self):
        return self.work[: self.seats]

    @property
    def ends(self):
        at = self.seats * (self.issues + 3)
        return self.work[at : at + self.issues], self.work[at + self.issues : at + 2 * self.issues]

    @property
    def heading(self):
        at = self.seats * (self.issues + 3) + 2 * self.issues
        return self.work[at : at + self.issues]

    @property
    def prices(self):
        return self.work[ascent.price_of(0, self.seats, self.issues) :][: self.seats]

    @property
    def case(self):
        return views((self.seats, self.issues, self.table.ideal, self.table.power))

    def call(self, function, *more):
        return function(*self.case, BEND, *more, *views((self.text, self.work)))

    def measured(self, x):
        return self.table.values(x) - self.table.d

    def welfare(self, x):
        """The objective at packages, the logarithm continued by its tangent below the bend."""
        surplus = self.measured(x)
        bent = np.maximum(surplus, BEND)
        return (self.table.power * (np.log(bent) + (np.minimum(surplus, BEND) - BEND) / BEND)).sum(axis=-1)

    def price_at(self, x):
        return self.table.power / np.maximum(self.measured(x), BEND)

    def anywhere(self, rng):
        """A random package within the ranges, written into the text."""
        self.text[:] = rng.uniform(*self.ends)

    def linear(self, i, x):
        """What issue i at level x adds to the objective linearised at the text."""
        span = np.maximum(self.table.ideal[:, i], 1 - self.table.ideal[:, i])
        return -(self.price_at(self.text) * self.table.weight[:, i] / span * np.abs(x - self.table.ideal[:, i])).sum()


def ascents(seed, number, **more):
    rng = np.random.default_rng(seed)
    for _ in range(number):
        climb = Ascent(rng, **more)
        if (climb.ends[0] <= climb.ends[1]).all():
            yield rng, climb


# ----------------------------------------------------------------------------------------------- what is prepared


def test_the_ascent_begins_at_the_mean_ideal_by_power_within_the_ranges():
    for _, climb in ascents(1, 60, kinds=(0, 0, 1, 5, 20)):
        table = climb.table
        if not table.allowed():
            continue
        ends = [
            (min(table.levels(i)), max(table.levels(i))) if table.steps[i] else (table.low[i], table.high[i])
            for i in range(climb.issues)
        ]
        assert np.abs(np.array(climb.ends).T - ends).max() < 1e-12
        mean = (table.power[:, None] * table.ideal).sum(axis=0) / table.power.sum()
        assert climb.text == pytest.approx(np.clip(mean, *climb.ends))
        assert climb.stepped == any(n and a < b for n, (a, b) in zip(table.steps, ends, strict=True))


def test_what_matters_to_nobody_is_fixed_where_the_first_seat_would_have_it():
    rng = np.random.default_rng(2)
    for steps, level in ((0, 0.7), (2, 0.5), (20, 0.7)):
        table = Table(rng, 3, 2, [0], bounded=False)
        table.weight[:, 1], table.ideal[:, 1], table.steps[1] = 0.0, [0.7, 0.1, 0.0], steps
        text, work = np.full(2, np.nan), np.full(ascent.ascent_floats(3, 2), np.nan)
        arguments = (table.weight, table.ideal, table.low, table.high, table.steps, table.d, table.power, text, work)
        assert not ascent.prepare(3, 2, *views(arguments))
        assert text[1] == level
        bounds = 3 * (2 + 3)
        assert list(work[[bounds + 1, bounds + 2 + 1]]) == [level, level]


def test_surpluses_and_the_objective_are_measured_at_any_package():
    for rng, climb in ascents(3, 60, top=1.2):
        climb.anywhere(rng)
        ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
        assert climb.surplus == pytest.approx(climb.measured(climb.text), abs=1e-12)
        assert ascent.least(climb.seats, memoryview(climb.work)) == climb.surplus.min()
        found = ascent.welfare(climb.seats, memoryview(climb.table.power), BEND, memoryview(climb.work))
        assert found == pytest.approx(climb.welfare(climb.text))
        ascent.lay_prices(climb.seats, climb.issues, memoryview(climb.table.power), BEND, memoryview(climb.work))
        assert climb.prices == pytest.approx(climb.price_at(climb.text))


def test_a_price_is_the_slope_of_the_objective_on_both_sides_of_the_bend():
    power, tiny = memoryview(np.array([1.7])), 1e-9
    for surplus in (0.5, 2 * BEND, 1.001 * BEND, 0.999 * BEND, 0.0, -0.3):
        ends = [ascent.welfare(1, power, BEND, memoryview(np.array([surplus + step]))) for step in (-tiny, tiny)]
        slope = (ends[1] - ends[0]) / (2 * tiny)
        assert 1.7 * ascent.marginal(surplus, BEND) == pytest.approx(slope, rel=1e-4)


# ------------------------------------------------------------------------------------------------ how far it may rise


def test_the_gap_is_how_far_the_linearised_objective_rises_and_bounds_the_distance_from_the_maximum():
    for rng, climb in ascents(4, 60, top=0.5):
        best = np.full(climb.issues, np.nan)
        best[:] = climb.text
        work = climb.work.copy()
        state = ascent.ascend(*climb.case, BEND, 400, 1e-10, ascent.LOWEST, *views((best, climb.work)))
        climb.work[:] = work
        climb.anywhere(rng)
        ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
        gap, hope = climb.call(ascent.optimality_gap)
        rises = []
        for i, (first, last) in enumerate(zip(*climb.ends, strict=True)):
            kinks = np.clip([first, last, *climb.table.ideal[:, i]], first, last)
            rises.append(max(climb.linear(i, x) for x in kinks) - climb.linear(i, climb.text[i]))
        assert gap == pytest.approx(sum(rises), rel=1e-9, abs=1e-9)
        assert hope == pytest.approx(gap + (climb.price_at(climb.text) * climb.measured(climb.text)).sum(), abs=1e-8)
        if state == ascent.CONVERGED:
            assert climb.welfare(best) <= climb.welfare(climb.text) + gap + 1e-9
        else:
            assert state == ascent.NO_ZONE


# ------------------------------------------------------------------------------------------------------ single moves


def test_a_move_along_one_issue_ends_about_its_best_level_and_surpluses_follow():
    for rng, climb in ascents(5, 80, top=0.6):
        climb.anywhere(rng)
        ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
        ascent.lay_prices(climb.seats, climb.issues, memoryview(climb.table.power), BEND, memoryview(climb.work))
        for i, (first, last) in enumerate(zip(*climb.ends, strict=True)):
            if first == last:
                continue
            ascent._climb(i, *climb.case, BEND, *views((climb.text, climb.work)))
            tried = np.tile(climb.text, (400, 1))
            tried[:, i] = np.linspace(first, last, 400)
            assert first <= climb.text[i] <= last
            least, most = climb.welfare(tried).min(), climb.welfare(tried).max()
            assert climb.welfare(climb.text) >= most - 1e-3 * (most - least) - 1e-9
            assert climb.surplus == pytest.approx(climb.measured(climb.text), abs=1e-9)
            assert climb.prices == pytest.approx(climb.price_at(climb.text), rel=1e-6)


def test_the_slope_vanishes_where_the_root_is_said_to_be_after_few_steps(monkeypatch):
    calls = []
    marginal = ascent.marginal
    monkeypatch.setattr(ascent, "marginal", lambda *a: calls.append(1) or marginal(*a))
    rng = np.random.default_rng(6)
    roots = 0
    for _ in range(400):
        seats = int(rng.integers(2, 6))
        power, work = rng.uniform(0.3, 3.0, seats), np.zeros(2 * seats)
        work[:seats], work[seats:] = rng.uniform(0.01, 0.6, seats), rng.uniform(-1, 1, seats)
        length = rng.uniform(0.05, 1.0)

        def slope(t, power=power, work=work, seats=seats):
            return float((power * work[seats:] / np.maximum(work[:seats] + work[seats:] * t, BEND)).sum())

        if not slope(0.0) > 0.0 > slope(length):
            continue
        assert ascent._slope_at(seats, *views((power,)), BEND, length, memoryview(work)) == pytest.approx(slope(length))
        guess, flat = rng.uniform(0, length), 0.1 * min(slope(0.0), -slope(length))
        exact = brentq(slope, 0.0, length, xtol=1e-14)
        for enough in (0.0, flat):
            calls.clear()
            found = ascent._root(guess, length, enough, seats, memoryview(power), BEND, memoryview(work))
            assert found == pytest.approx(exact, abs=1e-8) or abs(slope(found)) <= enough
            assert len(calls) <= 30 * seats
        roots += 1
    assert roots > 50


def test_at_the_root_one_look_is_enough(monkeypatch):
    """Two seats of equal power and opposite slopes: the root is where both have as much."""
    calls = []
    marginal = ascent.marginal
    monkeypatch.setattr(ascent, "marginal", lambda *a: calls.append(1) or marginal(*a))
    work, power = np.array([0.2, 0.6, 1.0, -1.0]), np.ones(2)
    found = ascent._root(0.2, 0.4, 1e-9, 2, *views((power,)), BEND, memoryview(work))
    assert found == pytest.approx(0.2, abs=1e-12)
    assert len(calls) == 2


# ---------------------------------------------------------------------------------------------------- all at once


def begun(climb, rng):
    """The ascent at some package, its surpluses measured and prices laid."""
    climb.anywhere(rng)
    ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
    climb.call(ascent.optimality_gap)
    return climb.text.copy()


def slopes_and_curvature(climb, x):
    """Of the objective at a package that lies between all kinks: its gradient, and how that falls."""
    rates = climb.table.weight / np.maximum(climb.table.ideal, 1 - climb.table.ideal)
    slopes = np.where(climb.table.ideal > x, rates, -rates)
    prices, surplus = climb.price_at(x), climb.measured(x)
    bows = np.where(surplus > BEND, prices / np.maximum(surplus, BEND), 0.0)
    return prices @ slopes, (slopes.T * bows) @ slopes


def test_the_heading_is_that_of_newtons_method():
    """Where no issue does what others do: slopes over curvature, as a library solves it; whatever stands at a kink stays."""
    solved = 0
    for rng, climb in ascents(11, 200, top=0.4):
        start = begun(climb, rng)
        first, last = climb.ends
        still = rng.random(climb.issues) < 0.3
        climb.text[still] = start[still] = np.where(rng.random(climb.issues) < 0.5, first, last)[still]
        ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
        climb.call(ascent.optimality_gap)
        found = climb.call(ascent._head_for_top)
        moves = ~still & (first < last)
        gradient, curvature = slopes_and_curvature(climb, start)
        gradient, curvature = gradient[moves], curvature[np.ix_(moves, moves)]
        assert (climb.heading[~moves] == 0.0).all()
        if not moves.any() or np.linalg.cond(curvature) > 1e5:
            continue
        assert found
        assert climb.heading[moves] == pytest.approx(np.linalg.solve(curvature, gradient), rel=1e-6, abs=1e-9)
        solved += 1
    assert solved > 30


def test_an_issue_that_does_what_another_does_stays_where_it_is():
    table = Table(np.random.default_rng(12), 3, 2, [0], top=-1.0, bounded=False)
    table.weight[:, 1], table.ideal[:, 1] = table.weight[:, 0], table.ideal[:, 0]
    climb = Ascent(None, table=table)
    climb.text[:] = climb.ends[1] - 1e-3
    ascent.measure(climb.seats, climb.issues, *views((table.ideal, climb.text, climb.work)))
    climb.call(ascent.optimality_gap)
    assert climb.call(ascent._head_for_top)
    assert climb.heading[0] != 0.0
    assert climb.heading[1] == 0.0


def test_a_stride_ends_at_the_best_point_of_its_way_within_the_ranges():
    """As far as the objective rises, over the ideals on the way; an issue at the end of its range stays there."""
    strides = stops = 0
    for rng, climb in ascents(7, 500, top=0.5):
        start = begun(climb, rng)
        length = climb.call(ascent._stride)
        if length == 0.0:
            assert (climb.text == start).all()
            continue
        first, last = climb.ends
        heading = climb.heading
        assert np.abs(heading).max() == pytest.approx(1.0)
        assert climb.text == pytest.approx(np.clip(start + length * heading, first, last), abs=1e-12)
        assert climb.surplus == pytest.approx(climb.measured(climb.text), abs=1e-9)
        moved = heading != 0.0
        ends = ((np.where(heading > 0, last, first) - start)[moved] / heading[moved]).tolist()
        beyond = min(
            (end for end in ends if end > length + 1e-9), default=length
        )  # there the way may turn upwards again
        tried = np.clip(start + np.linspace(0.0, beyond, 500)[:, None] * heading, first, last)
        least, most = climb.welfare(tried).min(), climb.welfare(tried).max()
        assert climb.welfare(climb.text) >= most - 1e-3 * (most - least) - 1e-9
        assert climb.welfare(climb.text) > climb.welfare(start) - 1e-12
        strides += 1
        stops += ((climb.text != start) & ((climb.text == first) | (climb.text == last))).any()
    assert min(strides, stops) > 20


def test_near_the_top_a_stride_squares_the_distance():
    """From a thousandth away: Newton's method is right to some millionths. What stands at a kink there is left there."""
    near = 0
    for rng, climb in ascents(13, 400, top=0.6):
        first, last = climb.ends
        if ascent.ascend(*climb.case, BEND, 400, 1e-12, ascent.LOWEST, *views((climb.text, climb.work))) < 0:
            continue
        best = climb.text.copy()
        kinks = np.abs(best - np.vstack([first, last, climb.table.ideal])).min(axis=0)
        moves = kinks > 0.01
        if not moves.any() or np.linalg.cond(slopes_and_curvature(climb, best)[1][np.ix_(moves, moves)]) > 1e3:
            continue
        climb.text[moves] += rng.choice([-1e-3, 1e-3], moves.sum())
        ascent.measure(climb.seats, climb.issues, *views((climb.table.ideal, climb.text, climb.work)))
        climb.call(ascent.optimality_gap)
        climb.call(ascent._stride)
        assert climb.text == pytest.approx(best, abs=1e-4)
        near += 1
    assert near > 30


def test_where_every_issue_is_at_a_kink_there_is_no_stride():
    for rng, climb in ascents(8, 5):
        begun(climb, rng)
        climb.text[:] = climb.ends[0]
        assert climb.call(ascent._stride) == 0.0
        assert (climb.text == climb.ends[0]).all()


def test_that_there_is_no_zone_of_agreement_is_proved_and_never_of_one_there_is():
    zones, none = 0, 0
    for _, climb in ascents(9, 120, top=0.9):
        arguments = (*climb.case, BEND, 400, 1e-10, ascent.LOWEST, *views((climb.text, climb.work)))
        state, widest = ascent.ascend(*arguments), climb.table.widest()
        if widest > 1e-3:
            assert state == ascent.CONVERGED
            zones += 1
        elif widest < -1e-3:
            assert state == ascent.NO_ZONE
            none += 1
    assert min(zones, none) > 20


def test_a_floor_that_no_package_beats_is_proved():
    """A floor a little above the maximum ends an ascent, one a little below it does not."""
    proved = 0
    for _, climb in ascents(10, 80):
        begun = climb.text.copy()
        if ascent.ascend(*climb.case, BEND, 400, 1e-10, ascent.LOWEST, *views((climb.text, climb.work))) < 0:
            continue
        best = float(climb.welfare(climb.text))
        for floor, state in ((best + 1e-6, ascent.NO_ZONE), (best - 1e-6, ascent.CONVERGED)):
            climb.text[:] = begun
            assert ascent.ascend(*climb.case, BEND, 400, 1e-10, floor, *views((climb.text, climb.work))) == state
        proved += 1
    assert proved > 30


def test_an_ascent_takes_few_sweeps(monkeypatch):
    sweeps = []
    sweep = ascent.sweep
    monkeypatch.setattr(ascent, "sweep", lambda *a: sweeps.append(1) or sweep(*a))
    counts = []
    for _, climb in ascents(8, 200):
        sweeps.clear()
        state = ascent.ascend(*climb.case, BEND, 400, 1e-10, ascent.LOWEST, *views((climb.text, climb.work)))
        assert state != ascent.UNFINISHED
        counts.append(len(sweeps))
    assert np.mean(counts) <= 2


def test_an_ascent_takes_few_sweeps_where_hardly_anything_can_be_agreed(monkeypatch):
    """Surpluses about the bend, where the objective rises on a straight line for some: a ridge, for single issues."""
    sweeps = []
    sweep = ascent.sweep
    monkeypatch.setattr(ascent, "sweep", lambda *a: sweeps.append(1) or sweep(*a))
    rng = np.random.default_rng(14)
    for _ in range(60):
        table = Table(rng, int(rng.integers(3, 7)), int(rng.integers(2, 8)), [0], bounded=False)
        table.ideal[:] = np.round(table.ideal)
        table.d += table.widest() - 10.0 ** rng.uniform(-5, -3)
        climb = Ascent(None, table=table)
        sweeps.clear()
        state = ascent.ascend(*climb.case, BEND, 400, 1e-10, ascent.LOWEST, *views((climb.text, climb.work)))
        assert state == ascent.CONVERGED
        assert len(sweeps) <= 40


# ------------------------------------------------------------------------------------------------------------- room


@pytest.mark.parametrize("seats", [2, 3, 4])
@pytest.mark.parametrize("issues", [1, 3, 4])
def test_the_room_that_is_asked_for_is_the_room_that_is_used(seats, issues):
    table = Table(np.random.default_rng(9), seats, issues, [0], top=0.2, bounded=False)
    room = ascent.ascent_floats(seats, issues)
    text, work = np.full(issues, np.nan), np.full(room + 50, np.nan)
    arguments = (table.weight, table.ideal, table.low, table.high, table.steps, table.d, table.power, text, work)
    ascent.prepare(seats, issues, *views(arguments))
    case = views((table.ideal, table.power))
    text[:] = 0.4321
    ascent.measure(seats, issues, *views((table.ideal, text, work)))
    ascent.optimality_gap(seats, issues, *case, BEND, *views((text, work)))
    ascent._stride(seats, issues, *case, BEND, *views((text, work)))
    assert np.flatnonzero(~np.isnan(work)).max() + 1 == room
