"""Shares spread evenly: number by number those of scipy.stats.qmc."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

from experiments.sweep import even

SIZES = [(1, 1, 0), (2, 1, 1), (40, 5, 1), (64, 138, 3), (1000, 5, 2**40), (4096, 2, 9)]


@pytest.mark.parametrize(("points", "numbers", "seed"), SIZES)
def test_a_latin_hypercube_is_that_of_scipy(points, numbers, seed):
    theirs = qmc.LatinHypercube(d=numbers, rng=np.random.default_rng(seed)).random(points)
    assert np.array_equal(even.latin_hypercube(points, numbers, seed), theirs)


@pytest.mark.parametrize(("points", "numbers", "seed"), SIZES)
def test_sobols_sequence_is_that_of_scipy(points, numbers, seed):
    theirs = qmc.Sobol(d=numbers, rng=np.random.default_rng(seed)).random_base2((points - 1).bit_length())
    assert np.array_equal(even.sobol(points, numbers, seed), theirs[:points])


def test_without_the_table_scipy_draws_the_sequence(monkeypatch):
    ours = even.sobol(24, 7, 5)
    monkeypatch.setattr(even, "TABLE", Path("nowhere.npz"))
    monkeypatch.setattr(even, "_directions", None)
    assert np.array_equal(even.sobol(24, 7, 5), ours)
