"""What stands above the figure of a calibration."""

from typing import Any

import pytest

from experiments.calibrate.figure import finding


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ([True] * 9, "The defaults meet all nine published rates of peace agreements, within what the data allow"),
        ([True] * 7 + [False] * 2, "The defaults meet seven of nine published rates of peace agreements, within what the data allow"),
        ([False] * 3, "The defaults meet none of three published rates of peace agreements, within what the data allow"),
        ([True], "The defaults meet one of one published rate of peace agreements, within what the data allow"),
    ],
)  # fmt: skip
def test_how_many_rates_are_met(inside, said):
    rates: Any = [{"inside": each} for each in inside]
    assert finding(rates) == said
