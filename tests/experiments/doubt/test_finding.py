"""What stands above the figure of a doubt."""

from typing import Any

import pytest

from experiments.doubt.words import finding


@pytest.mark.parametrize(
    ("p", "lo", "hi", "said"),
    [
        (0.53, 0.24, 0.78, "Formal talks in 53 of 100 simulated histories; what is not known moves that from 24 to 78"),
        (0.53, 0.529, 0.531, "Formal talks in 53 of 100 simulated histories, whatever is not known"),
        (0.004, 0.0, 0.2, "Formal talks in under 1 of 100 simulated histories; what is not known moves that from 0 to 20"),
        (0.996, 0.9, 1.0, "Formal talks in over 99 of 100 simulated histories; what is not known moves that from 90 to 100"),
    ],
)  # fmt: skip
def test_the_headline_comes_with_its_range(p, lo, hi, said):
    told: Any = {"headline": "t.r", "answers": {"t.r": {"title": "formal talks", "p": p, "lo": lo, "hi": hi}}}
    assert finding(told) == said
