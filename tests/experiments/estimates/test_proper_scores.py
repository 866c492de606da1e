"""Scores against sums done by hand, propriety by numbers, the bootstrap's coverage, and reliability bins."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from experiments.estimates import proper_scores
from experiments.estimates.proper_scores import (
    KINDS,
    Bin,
    block_bootstrap,
    count_range,
    estimator,
    events,
    reliability,
    score,
    skill,
)

LN = math.log


def simplex(size):
    """Probabilities of `size` categories, none of them 0."""
    weights = st.lists(st.floats(0.01, 1), min_size=size, max_size=size)
    return weights.map(lambda w: [x / math.fsum(w) for x in w])


FORECASTS = st.integers(2, 6).flatmap(simplex)


# ------------------------------------------------------------------------------ by hand


@pytest.mark.parametrize(
    ("probabilities", "answer", "brier", "log", "rps"),
    [
        ([0.7, 0.3], 0, 0.09, -LN(0.7), 0.09),
        ([0.7, 0.3], 1, 0.49, -LN(0.3), 0.49),
        ([0.5, 0.3, 0.2], 0, (0.25 + 0.09 + 0.04) / 2, LN(2), (0.25 + 0.04) / 2),
        ([0.5, 0.3, 0.2], 1, (0.25 + 0.49 + 0.04) / 2, -LN(0.3), (0.25 + 0.04) / 2),
        ([0.5, 0.3, 0.2], 2, (0.25 + 0.09 + 0.64) / 2, -LN(0.2), (0.25 + 0.64) / 2),
        ([0.0, 0.0, 1.0], 0, 1.0, math.inf, 1.0),
        ([0.0, 1.0, 0.0], 0, 1.0, math.inf, 0.5),
    ],
)
def test_scores_by_hand(probabilities, answer, brier, log, rps):
    assert score(probabilities, answer) == pytest.approx((brier, log, rps))


@pytest.mark.parametrize("answer", [0, 1])
def test_ignorance_of_a_yes_or_no(answer):
    assert score(proper_scores.uniform(2), answer) == pytest.approx((0.25, LN(2), 0.25))


@pytest.mark.parametrize("size", range(2, 8))
def test_ignorance_of_categories(size):
    """Brier (K − 1)/2K and ln K whatever happens; ranked probability, meaned over answers, (K + 1)/6K."""
    all_answers = [score(proper_scores.uniform(size), answer) for answer in range(size)]
    assert {round(s.brier, 12) for s in all_answers} == {round((size - 1) / (2 * size), 12)}
    assert all(s.log == pytest.approx(LN(size)) for s in all_answers)
    assert proper_scores.mean(all_answers).rps == pytest.approx((size + 1) / (6 * size))


@pytest.mark.parametrize("answer", [-1, 2])
def test_an_answer_is_one_of_the_categories(answer):
    with pytest.raises(ValueError, match="no category"):
        score([0.5, 0.5], answer)


# ------------------------------------------------------------------------------ properties


@given(st.floats(0, 1), st.integers(0, 1))
def test_ranked_probability_of_two_categories_is_the_brier_score(p, answer):
    of = score([p, 1 - p], answer)
    assert of.rps == pytest.approx(of.brier, abs=1e-12)
    assert of.brier == pytest.approx((p - (answer == 0)) ** 2, abs=1e-12)


@given(FORECASTS, st.data())
def test_a_truthful_forecaster_expects_the_least(truth, data):
    """Every score is proper: in expectation no other forecast beats the true probabilities."""
    other = data.draw(simplex(len(truth)))

    def expected(forecast):
        rows = [score(forecast, answer) for answer in range(len(truth))]
        return [math.fsum(q * getattr(row, kind) for q, row in zip(truth, rows, strict=True)) for kind in KINDS]

    for best, worse in zip(expected(truth), expected(other), strict=True):
        assert best <= worse + 1e-12


def test_the_least_is_at_the_true_probability_and_nowhere_else():
    truth, grid = 0.37, np.linspace(0.01, 0.99, 99)
    for kind in KINDS:
        losses = [
            truth * getattr(score([p, 1 - p], 0), kind) + (1 - truth) * getattr(score([p, 1 - p], 1), kind)
            for p in grid
        ]
        assert grid[int(np.argmin(losses))] == pytest.approx(truth)


@given(FORECASTS)
def test_scores_stay_in_their_ranges(forecast):
    for answer in range(len(forecast)):
        of = score(forecast, answer)
        assert 0 <= of.brier <= 1
        assert 0 <= of.rps <= 1
        assert of.log >= 0


def test_ranked_probability_knows_how_far_off_a_forecast_was():
    near, far = [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]
    assert score(near, 0).brier == score(far, 0).brier
    assert score(near, 0).rps < score(far, 0).rps


@given(FORECASTS, st.data())
def test_ranked_probability_is_the_mean_brier_score_of_the_events(forecast, data):
    answer = data.draw(st.integers(0, len(forecast) - 1))
    single = [(p - happened) ** 2 for p, happened in events(forecast, answer)]
    assert score(forecast, answer).rps == pytest.approx(math.fsum(single) / len(single))


def test_events_are_at_least_this_far():
    assert events([0.1, 0.2, 0.7], 1) == [(pytest.approx(0.1), False), (pytest.approx(0.3), True)]
    assert events([0.6, 0.4], 0) == [(0.6, True)]


# ------------------------------------------------------------------------------ never 0 or 1


def test_probabilities_to_be_scored_are_never_certain():
    assert estimator([0, 10_000]) == pytest.approx([0.5 / 10_001, 10_000.5 / 10_001])
    assert estimator([3, 0, 7]) == pytest.approx([3.5 / 11.5, 0.5 / 11.5, 7.5 / 11.5])


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8))
def test_they_add_up_and_leave_every_answer_a_finite_score(counts):
    forecast = estimator(counts)
    assert math.fsum(forecast) == pytest.approx(1)
    assert all(math.isfinite(score(forecast, answer).log) for answer in range(len(counts)))


# ------------------------------------------------------------------------------ means, skill, bootstrap


def test_means_and_skill():
    assert proper_scores.mean([score([0.7, 0.3], 0), score([0.7, 0.3], 1)]).brier == pytest.approx(0.29)
    assert skill(0.1, 0.25) == pytest.approx(0.6)
    assert skill(0.25, 0.25) == 0
    assert skill(0.1, 0) is None
    with pytest.raises(ValueError, match="nothing"):
        proper_scores.mean([])


def test_bootstrap_draws_blocks_not_questions():
    """Two blocks: a resample is one of them twice, or both, so the interval's ends are the blocks' own means."""
    assert block_bootstrap([0.0, 0.2, 1.0], ["a", "a", "b"], seed=1) == pytest.approx((0.1, 1.0))
    assert block_bootstrap([0.3] * 6, list("aabbcc"), seed=1) == pytest.approx((0.3, 0.3))


def test_bootstrap_is_the_same_for_the_same_seed_whatever_the_blocks_are_called():
    values, blocks = [0.1, -0.3, 0.2, 0.05, -0.1], list("abcda")
    assert block_bootstrap(values, blocks, 7) == block_bootstrap(values, blocks, 7)
    many = [float(x) for x in np.random.default_rng(1).normal(size=30)]
    assert block_bootstrap(many, [str(i) for i in range(30)], 7) != block_bootstrap(
        many, [str(i) for i in range(30)], 8
    )
    assert block_bootstrap(values, [f"_{block}" for block in blocks], 7) == block_bootstrap(values, blocks, 7)


def test_one_block_says_nothing_of_another():
    assert block_bootstrap([0.1, 0.2], ["a", "a"], 1) is None
    assert block_bootstrap([], [], 1) is None
    with pytest.raises(ValueError, match="2 differences, but 1 blocks"):
        block_bootstrap([0.1, 0.2], ["a"], 1)


def coverage(blocks, monkeypatch, together=True, trials=300):
    """How often 95 % intervals hold the true mean, where questions of a block share most of their luck."""
    monkeypatch.setattr(proper_scores, "RESAMPLES", 800)
    generator, held = np.random.default_rng(5), 0
    for trial in range(trials):
        sizes = generator.integers(1, 5, blocks)
        names = np.repeat([f"b{i}" for i in range(blocks)], sizes)
        values = np.repeat(generator.normal(0, 0.2, blocks), sizes) + generator.normal(0, 0.1, len(names))
        interval = block_bootstrap(values, names if together else [str(i) for i in range(len(names))], trial)
        held += interval.lo <= 0 <= interval.hi
    return held / trials


def test_intervals_cover_with_many_blocks_and_not_with_three(monkeypatch):
    many = coverage(40, monkeypatch)
    assert 0.90 <= many <= 0.98
    assert coverage(3, monkeypatch) < 0.85
    assert coverage(40, monkeypatch, together=False) < many - 0.05  # question by question they would be too short


# ------------------------------------------------------------------------------ reliability


def test_bins_by_hand():
    forecasts = [(0.0, False), (0.1, True), (0.2, False), (0.55, True), (1.0, True)]
    cells = reliability(forecasts, 5)
    assert [(c.low, c.high, c.n, c.yes) for c in cells] == [
        (0.0, 0.2, 2, 1),
        (0.2, 0.4, 1, 0),
        (0.4, 0.6, 1, 1),
        (0.8, 1.0, 1, 1),
    ]
    assert [c.forecast for c in cells] == pytest.approx([0.05, 0.2, 0.55, 1.0])
    assert cells[-1] == Bin(0.8, 1.0, 1, 1, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (10, 0.5), (10, 0.03), (40, 0.9), (25, 0.0), (25, 1.0)])
def test_range_of_equal_chances_is_binomial(n, p):
    low, high = count_range([p] * n)
    assert (low, high) == (binom.ppf(0.025, n, p) if p > 0 else 0, binom.ppf(0.975, n, p))


def test_range_of_unequal_chances_by_going_through_all_cases():
    chances = [0.1, 0.35, 0.5, 0.8, 0.95]
    mass = np.zeros(6)
    for case in product([0, 1], repeat=5):
        mass[sum(case)] += math.prod(p if yes else 1 - p for p, yes in zip(chances, case, strict=True))
    low, high = count_range(chances)
    assert mass[:low].sum() <= 0.025 < mass[: low + 1].sum()
    assert mass[high + 1 :].sum() <= 0.025 < mass[high:].sum()


def test_reliable_forecasts_stay_in_their_ranges_and_others_do_not():
    generator = np.random.default_rng(3)
    chances = generator.beta(0.7, 0.9, 20_000)
    fair = reliability([(p, bool(u < p)) for p, u in zip(chances, generator.random(20_000), strict=True)], 10)
    assert sum(cell.lo <= cell.yes / cell.n <= cell.hi for cell in fair) >= 9
    assert sum(cell.n for cell in fair) == 20_000
    bold = reliability(
        [(p, bool(u < 0.5 + 0.5 * (p - 0.5))) for p, u in zip(chances, generator.random(20_000), strict=True)], 10
    )
    assert sum(cell.lo <= cell.yes / cell.n <= cell.hi for cell in bold) <= 3
