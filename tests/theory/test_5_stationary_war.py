"""Property 5: with press and calm off, the war has the mean and the covariances of its autoregression."""

import itertools
from itertools import pairwise

import numpy as np
import pytest

from tests.conftest import STEADY_WAR, columns, scenario

pytestmark = pytest.mark.slow

N = 20_000
LIMIT = 4.9  # standard errors: one false alarm in a million
PARTIES = ("rebels", "state")


def war(rates, answers, dispersion, rounds, **more):
    return scenario(
        time={"rounds": rounds},
        parties={name: {"violence": rate, "press_swing": 0} for name, rate in zip(PARTIES, rates, strict=True)},
        tables={"talks": None},
        outcomes={"deal": None},
        war={
            "branching": 0.5,
            "dispersion": dispersion,
            "normal": 1,
            "answers": {a: {b: float(answers[i][j]) for j, b in enumerate(PARTIES)} for i, a in enumerate(PARTIES)},
        }
        | STEADY_WAR
        | more,
    )


def totals(data):
    found = columns(data, N)
    return np.stack([found[f"{name}.incidents"] for name in PARTIES])


CASES = pytest.mark.parametrize(
    ("rates", "answers", "r"),
    [
        ((40.0, 10.0), ((0.0, 0.8), (0.6, 0.0)), 11.0),
        ((3.0, 7.0), ((0.5, 0.2), (0.7, 0.3)), 2.0),
        ((5.0, 60.0), ((0.9, 0.0), (0.4, 0.1)), float("inf")),
    ],
)


@CASES
def test_mean_and_covariances_are_those_of_the_autoregression(rates, answers, r):
    alpha = 0.5 * np.array(answers)
    m = np.linalg.solve(np.eye(2) - alpha, rates)
    gamma = np.diag(m)
    for _ in range(1000):
        carried = alpha @ gamma @ alpha.T
        gamma = carried + np.diag(m + (m**2 + np.diag(carried)) / r)
    up_to = [totals(war(rates, answers, r, rounds)) for rounds in range(35, 39)]
    counts = [later - sooner for sooner, later in pairwise(up_to)]
    for month in counts:
        assert_mean(month, m)
    deviations = [month - m[:, None] for month in counts]
    for lag, i, j in itertools.product(range(3), range(2), range(2)):
        gamma_lag = np.linalg.matrix_power(alpha, lag) @ gamma
        assert_mean((deviations[lag][i] * deviations[0][j])[None], [gamma_lag[i, j]])


@CASES
def test_the_start_is_stationary(rates, answers, r):
    """The first month already has the mean of all later ones; its variance is that of a month with usual ones before."""
    m = np.linalg.solve(np.eye(2) - 0.5 * np.array(answers), rates)
    first = totals(war(rates, answers, r, 1))
    assert_mean(first, m)
    assert_mean((first - m[:, None]) ** 2, m + m**2 / r)


def assert_mean(samples, expected):
    error = samples.std(axis=1) / np.sqrt(samples.shape[1])
    assert (np.abs(samples.mean(axis=1) - expected) < LIMIT * error).all()


def test_a_season_moves_the_months_and_hardly_the_year():
    """In whole years each month's mean is its season's share, carried on by the answers."""
    season, alpha, rates = (
        np.array([1.0, 1, 1, 2, 3, 3, 3, 3, 2, 1, 1, 1]),
        np.array([[0.0, 0.4], [0.3, 0.0]]),
        np.array([20.0, 30.0]),
    )
    season = season / season.mean()
    mean = np.linalg.solve(np.eye(2) - alpha, rates * season[11])  # the start: as if the month before had always lasted
    expected = np.zeros(2)
    for month in range(24):
        mean = rates * season[month % 12] + alpha @ mean
        expected += mean
    assert_mean(totals(war(rates.tolist(), 2 * alpha, 11.0, 24, season=season.tolist())), expected)


def test_weeks_add_up_to_the_same_violence_without_answers():
    rates, none = (40.0, 10.0), np.zeros((2, 2))
    monday = war(rates, none, 11.0, 52) | {"as_of": "2018-01-01", "time": {"step": "week", "rounds": 52}}
    assert_mean(totals(monday), np.array(rates) * 52 * 7 / (365.25 / 12))


def test_a_trend_compounds():
    found = totals(war((40.0, 10.0), np.zeros((2, 2)), 11.0, 12, trend=0.05))
    assert_mean(found, np.array([40.0, 10.0]) * np.exp(0.05 * np.arange(12)).sum())


def test_what_is_in_force_calms_and_what_has_left_cannot_fight():
    data = war((40.0, 10.0), np.zeros((2, 2)), 11.0, 12)
    data["issues"]["pie"] |= {"in_force": 0.5, "effects": {"calm_by_party": {"rebels": 0.6}}}
    data["issues"]["bases"] = {"in_force": 1, "delivered_by": "state", "effects": {"troops": 300}}
    data["parties"]["state"]["troops"] = 400
    assert_mean(totals(data), np.array([40.0 * (1 - 0.3), 10.0 * 0.25]) * 12)
