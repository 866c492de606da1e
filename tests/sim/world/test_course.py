"""The course of histories as counts: exact sums, quantiles within a bin, the same from either engine and any split."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.estimates.tally import course_object, tally
from experiments.runs.blocks import dense, play_block, sparse
from sim.engine.mesa_model import MesaEngine
from sim.world.course import BELIEF_BINS, belief_bin, quantile, violence_bin, violence_edges
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


@pytest.mark.parametrize("incidents", [64 * 2.0**34 - 1, 64 * 2.0**34, 1e15, 2.0**63, 1e300, math.inf])
def test_no_number_of_incidents_falls_outside_the_bins(incidents):
    assert violence_bin(incidents) == len(violence_edges()) - 2
