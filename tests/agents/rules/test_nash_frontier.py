"""The frontier of two seats: which points it keeps, against every package, and what it does when there are too many."""

import numpy as np
import pytest

from agents.rules import nash_merge, nash_two
from tests.nash_tables import Table, views

APART = 1e-9  # points of a frontier that differ by less are the same to brute force


class Frontier:
    """What `build_frontier` leaves of a table, by name."""

    def __init__(self, table):
        arguments = table.frontier()
        nash_two.build_frontier(*views(arguments))
        self.f, self.i, n = arguments[7], arguments[9], table.issues
        self.segments, self.count, self.merged, self.relaxed = self.i[:4].tolist()
        worth = self.f[4 * n + 2 :]
        self.combinations = np.array([worth[: self.count], worth[nash_merge.COMBOS : nash_merge.COMBOS + self.count]]).T
        self.corners = np.array([self.f[: self.segments + 1], self.f[n + 1 : n + 2 + self.segments]]).T
        self.by_level = self.i[4 + n : 4 + n + self.merged].tolist()


def efficient(points):
    """The points to which none is better for one seat and as good for the other; those that are the same once."""
    kept = []
    for point in sorted(points.tolist(), key=lambda each: (-round(each[0], 9), -each[1])):
        if not kept or point[1] > kept[-1][1] + APART:
            kept.append(point)
    return np.array(kept)


def on_levels(rng, kinds, is_round):
    """A table on levels; with round numbers many packages are the same point, some but for rounding."""
    table = Table(rng, 2, int(rng.integers(2, 6)), kinds, top=0.0, bounded=not is_round)
    if is_round:
        table.weight[:] = rng.integers(1, 4, table.weight.shape)
        table.weight /= table.weight.sum(axis=1, keepdims=True)
        table.ideal[:] = rng.choice([0.0, 0.3, 0.5, 1.0], table.ideal.shape)
    return table


@pytest.mark.parametrize("is_round", [False, True])
def test_the_combinations_kept_are_the_efficient_points_of_all_packages_each_once(is_round):
    rng = np.random.default_rng(1)
    most = 0
    for _ in range(150):
        table = on_levels(rng, [1, 2, 3, 5], is_round)
        if not table.allowed():
            continue
        frontier = Frontier(table)
        assert frontier.segments == frontier.relaxed == 0
        kept = frontier.combinations + frontier.corners[0]
        expected = efficient(table.values(table.packages()))
        assert kept == pytest.approx(expected, abs=1e-11)
        most = max(most, len(kept))
    assert most > 20


def best_sum(table, share):
    """The most that a weighted sum of both values comes to, issue by issue: at a level, an ideal or an end."""
    span = np.maximum(table.ideal, 1 - table.ideal)
    total = 0.0
    for i in range(table.issues):
        levels = table.levels(i) if table.steps[i] else [table.low[i], table.high[i], *table.ideal[:, i]]
        x = np.clip(levels, table.low[i] - 1e-12, table.high[i] + 1e-12)
        worth = table.weight[:, i] * (1 - np.abs(x[:, None] - table.ideal[:, i]) / span[:, i])
        total += (worth @ [share, 1 - share]).max()
    return total


def test_no_weighted_sum_of_values_is_greater_than_the_frontiers_and_each_is_reached():
    rng = np.random.default_rng(2)
    for _ in range(150):
        table = Table(rng, 2, int(rng.integers(1, 7)), [0, 0, 0, 1, 4, 12])
        if not table.allowed() or (table.low > table.high).any():
            continue
        frontier = Frontier(table)
        points = (frontier.combinations[:, None] + frontier.corners[None]).reshape(-1, 2)
        for share in (0.01, *rng.random(6), 0.99):
            assert (points @ [share, 1 - share]).max() == pytest.approx(best_sum(table, share), abs=1e-9)


def test_along_the_corners_the_first_seat_gives_ever_more_for_what_the_second_gains():
    rng = np.random.default_rng(3)
    for _ in range(100):
        table = Table(rng, 2, int(rng.integers(2, 8)), [0])
        loss, gain = np.diff(Frontier(table).corners, axis=0).T
        assert (loss < 0).all()
        assert (gain > 0).all()
        assert (np.diff(gain / -loss) <= 1e-7 * (gain / -loss)[1:]).all()


def test_equal_exchanges_follow_the_tie_break_along_the_corners():
    for tie in ([0.2, 0.8, 0.5], [0.8, 0.2, 0.5]):
        table = Table(np.random.default_rng(0), 2, 3, [0], bounded=False)
        table.weight[:] = [0.1 + 0.2, 0.3, 0.4]  # the first two differ by rounding only
        table.ideal[:] = [[0.0] * 3, [1.0] * 3]
        table.tie[:] = tie
        assert Frontier(table).i[4:7].tolist() == sorted(range(3), key=lambda i: tie[i])


# --------------------------------------------------------------------------------------------- too many combinations


def every_package_a_point(least=()):
    """What one gives up the other gains, and no two packages are worth the same: 3 levels of one issue, 2 of seven others.

    `least`: what yes-or-no issues beside them are worth, of which a step of the others is worth 1, 3, 6, 12 …
    """
    worth = np.array([2.0, *3 * 2.0 ** np.arange(7), *least])
    table = Table(np.random.default_rng(4), 2, len(worth), [1], top=0.0, bounded=False)
    table.steps[0] = 2
    table.weight[:] = worth / worth.sum()
    table.ideal[:] = [[0.0] * len(worth), [1.0] * len(worth)]
    return table


def test_as_many_combinations_are_kept_as_there_is_room_for_and_no_more():
    full = Frontier(every_package_a_point())
    assert (full.count, full.relaxed, full.segments) == (nash_merge.COMBOS, 0, 0)
    beyond = Frontier(every_package_a_point([0.5]))
    assert (beyond.count, beyond.relaxed, beyond.segments) == (nash_merge.COMBOS, 1, 1)


def test_the_issues_whose_steps_are_worth_most_are_combined_and_where_one_finds_no_room_the_rest_are_continuous():
    """Whatever their ties and order; also one that would find room again, since one seat alone cares for it."""
    rng = np.random.default_rng(9)
    for _ in range(20):
        table = every_package_a_point([0.5, 0.25])
        table.weight[1, -1] = 0.0
        order = rng.permutation(table.issues)
        table.weight, table.ideal, table.steps = table.weight[:, order], table.ideal[:, order], table.steps[order]
        frontier = Frontier(table)
        assert frontier.relaxed == 2
        listed = [i for i in range(table.issues) if order[i] < 8]
        assert frontier.by_level == sorted(listed, key=lambda i: -table.weight[0, i] / table.steps[i])


def step_worth(table, i):
    """What lies between the seats' best levels of an issue is worth to both, over the steps between; 0 if they want the same."""
    levels = np.asarray(table.levels(i))
    best = [levels[np.abs(levels - table.ideal[p, i]).argmin()] for p in range(2)]
    span = np.maximum(table.ideal[:, i], 1 - table.ideal[:, i])
    values = [1 - np.abs(x - table.ideal[:, i]) / span for x in best]
    moved = (table.weight[:, i] * np.abs(values[0] - values[1])).sum()
    return moved / max(1, round(abs(best[0] - best[1]) * table.steps[i])) if best[0] != best[1] else 0.0


def test_levels_are_combined_in_decreasing_worth_of_a_step_to_both():
    rng = np.random.default_rng(10)
    lengths = set()
    for _ in range(100):
        table = Table(rng, 2, 5, [1, 2, 3, 5], bounded=False)
        table.ideal = rng.random((2, 5))
        worth = [step_worth(table, i) for i in range(5)]
        listed = Frontier(table).by_level
        assert listed == sorted((i for i in range(5) if worth[i] > 0), key=lambda i: -worth[i])
        lengths.add(len(listed))
    assert max(lengths) >= 4


@pytest.mark.parametrize(("limit", "combined"), [(2**5, 4), (2**5 + 0.5, 5), (3 * 2**7, 7), (3 * 2**7 + 0.5, 8)])
def test_no_more_is_combined_than_numbers_of_combinations_have_room_for(limit, combined, monkeypatch):
    """Those of two levels come first, whose steps are worth more; all numbers there can be are given once."""
    monkeypatch.setattr(nash_two, "CODE_LIMIT", limit)
    table = every_package_a_point()
    frontier = Frontier(table)
    assert (frontier.merged, frontier.relaxed) == (combined, 8 - combined)
    codes = frontier.i[4 + 4 * 8 : 4 + 4 * 8 + frontier.count]
    assert sorted(codes) == list(range(frontier.count))


def test_an_issue_that_is_relaxed_counts_as_continuous():
    """The same frontier as if it had no steps, between the lowest and the highest level that are allowed."""
    rng = np.random.default_rng(5)
    relaxed = 0
    for _ in range(12):
        table = Table(rng, 2, 13, [1, 5, 12], top=0.4)
        table.ideal[:] = [rng.uniform(0.0, 0.3, 13), rng.uniform(0.7, 1.0, 13)]
        table.weight[1] = table.weight[0] * rng.uniform(0.7, 1.4, 13)
        if not table.allowed():
            continue
        frontier = Frontier(table)
        listed = [i for i in range(13) if table.steps[i] and i not in frontier.by_level]
        ends = frontier.f[2 * 13 + 2 : 4 * 13 + 2].reshape(2, 13)
        loose = [i for i in listed if i in frontier.i[4 : 4 + frontier.segments]]
        found, values, _, _ = table.two()
        for i in listed:
            levels = table.levels(i)
            best = np.clip(table.ideal[:, i], levels[0], levels[-1])
            if i in loose:
                assert ends[:, i] == pytest.approx(best)
                table.steps[i], table.low[i], table.high[i] = 0, levels[0], levels[-1]
        again, same, _, _ = table.two()
        assert again == found
        assert same == pytest.approx(values, abs=1e-12)
        relaxed += len(loose)
    assert relaxed >= 5


# ------------------------------------------------------------------------------------------------- powers and room


@pytest.mark.parametrize("power", [0.0, 1e-9, 1e-6])
def test_a_seat_of_no_power_counts_as_one_of_a_millionth(power):
    table = Table(np.random.default_rng(0), 2, 1, [0], bounded=False)
    table.weight[:], table.ideal[:], table.d[:] = 1.0, [[1.0], [0.0]], [0.2, 0.3]
    for weak in (0, 1):
        table.power = np.array([power, 1.0]) if weak == 0 else np.array([1.0, power])
        found, values, _, _ = table.two()
        assert found
        assert values[weak] - table.d[weak] == pytest.approx(0.5 * 1e-6 / (1 + 1e-6), rel=1e-6)
    assert nash_two.strength(power) == 1e-6
    assert nash_two.strength(0.3) == 0.3


@pytest.mark.parametrize("far", [(-1e6, 0.0), (0.0, -1e6), (-1e6, -1e6)])
def test_a_concession_lost_in_rounding_is_made(far):
    """Beside a surplus of a million one seat's loss on an issue, or its gain, is nothing."""
    table = Table(np.random.default_rng(0), 2, 2, [0], bounded=False)
    table.weight[:] = [[1e-12, 1.0], [0.5, 0.5]] if far[0] else [[0.5, 0.5], [1e-12, 1.0]]
    table.ideal[:] = [[0.0, 0.0], [1.0, 1.0]]
    table.d[:] = far
    table.power[:] = 1.0
    found, values, text, _ = table.two()
    assert found
    assert ((text >= 0) & (text <= 1)).all()
    assert values == pytest.approx(table.values(text), abs=1e-9)
    if far[0]:
        assert text[0] == 1.0


def used(whole, empty):
    """Cells up to the last that was written to."""
    written = whole != empty if whole.dtype == np.int64 else ~np.isnan(whole)
    return int(np.flatnonzero(written).max()) + 1


def test_the_room_that_is_asked_for_is_the_room_that_is_used():
    """The stores are full with every package a point of its own, the scratch with an issue of twelve steps after."""
    empty = -(10**9)
    table = every_package_a_point()
    arguments = table.frontier()
    rooms = [len(arguments[k]) for k in (7, 9, 11, 12)]
    wide = [
        np.full(room + 50, np.nan if k % 2 == 0 else empty, dtype=(float, np.int64)[k % 2])
        for k, room in enumerate(rooms)
    ]
    nash_two.build_frontier(*views((*arguments[:7], wide[0], 0, wide[1], 0, wide[2], wide[3])))
    assert [used(cells, empty) for cells in wide[:2]] == rooms[:2]
    table.weight[:] = 0.0
    table.weight[:, -1] = 1.0
    table.steps[-1] = 12
    nash_two.build_frontier(*views((*arguments[:7], wide[0], 0, wide[1], 0, wide[2], wide[3])))
    assert [used(cells, empty) for cells in wide] == rooms


# -------------------------------------------------------------------------------------------- what is not looked at


def test_what_is_left_out_would_not_have_been_chosen(monkeypatch):
    """The same point to the bit, and the same levels, as where every combination is looked at; and few are."""
    looks = []
    along = nash_two._best_along
    monkeypatch.setattr(nash_two, "_best_along", lambda *a: looks.append(1) or along(*a))
    prices = nash_two._prices
    rng = np.random.default_rng(6)
    seen = {"few": 0, "all": 0}
    for case in range(40):
        table = Table(rng, 2, 8, [12] * 3 + [0], top=0.6, bounded=False)
        table.ideal[:] = [rng.uniform(0.0, 0.4, 8), rng.uniform(0.6, 1.0, 8)]
        if case % 2:
            table.weight[:] = 1 / 8  # many packages are equally good
        found = {}
        for name, every in (("few", prices), ("all", lambda *a: (0.0, 0.0, 0.0))):
            monkeypatch.setattr(nash_two, "_prices", every)
            looks.clear()
            is_found, values, text, _ = table.two()
            found[name] = (is_found, *values.tolist(), *np.nan_to_num(text).tolist())
            seen[name] += len(looks)
        assert found["few"] == found["all"]
    assert seen["few"] < 0.5 * seen["all"]
