"""What stands above the figure of levers."""

from typing import Any

import pytest

from experiments.lever.tables import finding


def told(now: float, chances: list[tuple[float, bool]], target: float = 0.65) -> Any:
    levers = [{"chance": {"p": p}, "enough": enough} for p, enough in chances]
    return {"target": {"title": "formal talks", "p": target}, "base": {"p": now}, "levers": levers}


@pytest.mark.parametrize(
    ("now", "chances", "said"),
    [
        (0.51, [(0.65, True), (0.6, False)], "One change alone would be enough for formal talks in 65 of 100 simulated histories (now 51)"),
        (0.51, [(0.65, True)] * 6, "Six changes would each be enough for formal talks in 65 of 100 simulated histories (now 51)"),
        (0.51, [(0.61, False), (0.6, False)], "No single change brings formal talks from 51 to 65 of 100 simulated histories, at most to 61"),
        (0.51, [(0.51, False)], "No single change brings formal talks from 51 to 65 of 100 simulated histories"),
        (0.51, [], "No single change brings formal talks from 51 to 65 of 100 simulated histories"),
        (0.65, [], "Formal talks in 65 of 100 simulated histories as things stand: nothing needs to change"),
    ],
)  # fmt: skip
def test_how_many_changes_would_be_enough(now, chances, said):
    assert finding(told(now, chances)) == said
