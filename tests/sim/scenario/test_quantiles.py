"""Tables of inverse distributions at the ends of what a scenario may say: quiet, finite, in order, in range."""

from itertools import product
from math import inf
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from sim.scenario.quantiles import quantiles
from sim.scenario.vocabulary import LARGEST, Number

FIGURES = (0.0, 5e-324, 0.3, 12.0, LARGEST, -LARGEST)
FIELDS = ((0.0, 1.0), (0.0, inf), (0.0, 5e-324), (-LARGEST, LARGEST))


def numbers(form: str, size: int) -> list[Number]:
    """Every number of this form that the vocabulary allows."""
    found = []
    for given in product(FIGURES, repeat=size):
        try:
            found.append(Number.model_validate({form: given}))
        except ValidationError:
            continue
    return found


@pytest.mark.parametrize(("form", "size"), [("uniform", 2), ("triangular", 3), ("normal", 2), ("beta", 2)])
def test_extreme_figures_give_finite_tables(form: str, size: int) -> None:
    for number, (low, high) in product(numbers(form, size), FIELDS):
        if form == "beta" and high == inf:
            continue
        table = quantiles(number, low, high, 33)
        assert np.isfinite(table).all(), (number, low, high)
        if form in {"normal", "beta"}:
            assert low <= table[0] <= table[-1] <= high, (number, low, high)


@pytest.mark.parametrize("form", [{"uniform": [0, 1e308]}, {"normal": [0, 1e16]}, {"choice": {"1": 1e308}}])
def test_larger_figures_are_refused(form: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Number.model_validate(form)


def test_the_quantiles_of_a_triangle() -> None:
    table = quantiles(Number.model_validate({"triangular": [0, 1, 4]}), 0, 10, 5)
    assert table == pytest.approx([0, 1, 4 - 6**0.5, 4 - 3**0.5, 4])
