"""The course of histories as counts: exact sums, quantiles within a bin, the same from either engine and any split."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.estimates.tally import course_object, tally
from experiments.runs.blocks import dense, play_block, sparse
from sim.engine.mesa_model import MesaEngine, PeaceTalks
from sim.world.course import (
    BELIEF_BINS,
    VIOLENCE_BINS,
    belief_bin,
    leave_course,
    quantile,
    violence_bin,
    violence_edges,
)  # fmt: skip
from tests.conftest import compiled, kernel, scenario

WAR = scenario(
    time={"rounds": 6},
    parties={"rebels": {"violence": 300, "turnover": 0.1}, "state": {"violence": 8, "settles": 0.4}},
    war={"dispersion": 4},
)
N = 300


@pytest.fixture(scope="module")
def played():
    return play_block(compiled(WAR), 1, 0, N, kernel())


@given(st.integers(0, 10**12))
def test_a_bin_holds_its_number_and_is_narrow(n):
    edges = violence_edges()
    low, high = edges[violence_bin(n)], edges[violence_bin(n) + 1]
    assert low <= n < high
    assert high - low <= max(1, low / 32)


@given(st.floats(0, 1))
def test_a_belief_falls_into_its_hundredth(belief):
    assert abs((belief_bin(belief) + 0.5) / BELIEF_BINS - belief) <= 0.5 / BELIEF_BINS + 1e-12


@given(st.lists(st.integers(0, 100_000), min_size=1), st.sampled_from([0.05, 0.25, 0.5, 0.95]))
def test_a_quantile_is_that_of_the_numbers_within_its_bin(numbers, share):
    counts = np.bincount([violence_bin(n) for n in numbers], minlength=len(violence_edges()) - 1)
    exact = np.quantile(numbers, share, method="inverted_cdf")
    assert abs(float(quantile(counts, violence_edges(), share)) - exact) <= max(0, exact / 64)


def test_counts_and_sums_are_those_of_the_rows(played):
    for p, party in enumerate(("rebels", "state")):
        assert played.course.incidents[p].sum() == played.columns[f"{party}.incidents"].sum()
        last = played.course.beliefs[p, :, -1]
        assert last[1].sum() == played.columns[f"{party}.settles"].sum()
        believed = np.bincount([belief_bin(b) for b in played.columns[f"{party}.belief"]], minlength=BELIEF_BINS)
        assert (last.sum(axis=0) == believed).all()
    assert (played.course.violence.sum(axis=-1) == N).all()
    assert (played.course.incidents[-1] == played.course.incidents[:-1].sum(axis=0)).all()


def test_both_engines_count_the_same(played):
    ours = play_block(compiled(WAR), 1, 0, 40, MesaEngine()).course
    theirs = play_block(compiled(WAR), 1, 0, 40, kernel()).course
    assert all((a == b).all() for a, b in zip(ours, theirs, strict=True))


def test_parts_add_up_and_are_kept_without_loss(played):
    parts = [play_block(compiled(WAR), 1, first, N // 3, kernel()).course for first in range(0, N, N // 3)]
    for name, whole in played.course._asdict().items():
        assert (sum(getattr(part, name) for part in parts) == whole).all()
    again = dense(sparse(played.course), compiled(WAR))
    assert all((a == b).all() for a, b in zip(again, played.course, strict=True))


def test_what_is_told_is_in_order_and_has_every_month(played):
    told = course_object(tally(played.columns, played.course, compiled(WAR)), compiled(WAR))
    assert told["rounds"][0] == "2020-01-31"
    for name in ("rebels", "state", "all"):
        of_it = told["violence"][name]
        assert len(of_it["mean"]) == len(of_it["q50"]) == 6
        assert all(a <= b <= c for a, b, c in zip(of_it["q05"], of_it["q50"], of_it["q95"], strict=True))
    settle, stall = told["beliefs"]["state"]["settle"], told["beliefs"]["state"]["stall"]
    assert [a + b for a, b in zip(settle["histories"], stall["histories"], strict=True)] == [N] * 6


def test_a_scenario_without_war_tells_of_none():
    data = scenario()
    told = play_block(compiled(data), 1, 0, 10, kernel())
    assert course_object(tally(told.columns, told.course, compiled(data)), compiled(data))["violence"] == {}


def test_counts_are_those_of_each_month_of_each_history():
    """Violence of each party and of all, and what the others believed of whom, by whether it meant it."""
    model = PeaceTalks(compiled(WAR), 1, collect=False)
    w, bins = model.world, VIOLENCE_BINS
    violence, incidents = np.zeros((3, 6, bins), int), np.zeros((3, 6), int)
    beliefs = np.zeros((2, 2, 6, BELIEF_BINS), int)
    given = violence.copy(), incidents.copy(), beliefs.copy()
    for history in range(5):
        model.play(history)
        leave_course(w, *map(memoryview, given))
        for t in range(1, 7):
            seen = [w.incidents_in[a, t] for a in range(2)]
            for p, count in enumerate([*seen, sum(seen)]):
                violence[p, t - 1, violence_bin(count)] += 1
                incidents[p, t - 1] += int(count)
            for p in range(2):
                beliefs[p, w.settles_in[p, t], t - 1, belief_bin(w.belief_in[p, t])] += 1
    for found, expected in zip(given, (violence, incidents, beliefs), strict=True):
        np.testing.assert_array_equal(found, expected)
    assert (incidents[0] > 0).all()


def test_more_than_can_be_counted_counts_as_the_most():
    model = PeaceTalks(compiled(WAR), 1, collect=False)
    np.asarray(model.world.incidents_in)[...] = 1e15
    counts = np.zeros((3, 6, VIOLENCE_BINS), int), np.zeros((3, 6), int), np.zeros((2, 2, 6, BELIEF_BINS), int)
    leave_course(model.world, *map(memoryview, counts))
    assert (counts[0][:, :, -1] == 1).all()
    assert (counts[1] == 64 * 2**34 - 1).all()


@pytest.mark.parametrize("n", [0, 1, 63, 64, 65, 127, 128, 129, 130, 131, 132, 4096, 5000, 10**6, 10**9 + 7])
def test_edges_are_where_the_bin_changes(n):
    """Exact below 64; above, 32 to each doubling."""
    width = 1 if n < 64 else 2 ** (n.bit_length() - 6)
    low = n - n % width
    edges = violence_edges()
    assert (edges[violence_bin(n)], edges[violence_bin(n) + 1]) == (low, low + width)
    assert violence_bin(low) == violence_bin(low + width - 1) == violence_bin(n)
    assert low == 0 or violence_bin(low - 1) == violence_bin(n) - 1
    middle = quantile(np.eye(1, VIOLENCE_BINS, violence_bin(n))[0], edges, 0.5)
    assert float(middle) == low + (width - 1) / 2


def test_a_quantile_of_nothing_is_none_and_shares_count_from_below():
    edges = np.arange(5) / 4
    assert np.isnan(quantile(np.zeros((2, 4)), edges, 0.5)).all()
    counts = np.array([1, 1, 0, 2])
    for share, middle in (
        (0, 1 / 8),
        (0.25, 1 / 8),
        (0.26, 3 / 8),
        (0.5, 3 / 8),
        (0.51, 7 / 8),
        (1, 7 / 8),
        (1 + 1e-9, 7 / 8),
    ):
        assert float(quantile(counts, edges, share)) == middle


@pytest.mark.parametrize(("belief", "bin_of_it"), [(0, 0), (0.0099, 0), (0.015, 1), (0.5, 50), (0.995, 99), (1, 99)])
def test_beliefs_are_counted_by_hundredths(belief, bin_of_it):
    assert belief_bin(belief) == bin_of_it


@pytest.mark.parametrize("incidents", [64 * 2.0**34 - 1, 64 * 2.0**34, 1e15, 2.0**63, 1e300, math.inf])
def test_no_number_of_incidents_falls_outside_the_bins(incidents):
    assert violence_bin(incidents) == len(violence_edges()) - 2
