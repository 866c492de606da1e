"""What stands above the figure of a discovery, and that there is one where nothing was found."""

from typing import Any

import pytest
from matplotlib.text import Text

from experiments.discover.figure import ranges
from experiments.discover.tables import finding


def told(*limits: str, share: float = 0.55, inside: float = 0.64) -> Any:
    box = {
        "limits": [{"input": name, "is": "below 0.1", "span": [0.0, 0.3]} for name in limits],
        "density": {"p": inside, "lo": inside - 0.03, "hi": inside + 0.03}, "support": 0.3,
    }  # fmt: skip
    return {
        "scenario": "Case", "as_of": "2018-09-13", "seed": 1, "outcome": "t.formal_talks", "title": "Formal talks", "absent": False, "points": 4000,
        "of": "histories", "inputs": 12, "share": share, "boxes": [box] if limits else [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (told("A"), "“Formal talks” in 64 of 100 simulated histories where “A” is below 0.1, in 55 overall"),
        (told("A", "B"), "“Formal talks” in 64 of 100 simulated histories where “A” is below 0.1 and “B” is below 0.1, in 55 overall"),
        (told("A", share=0.004), "“Formal talks” in 64 of 100 simulated histories where “A” is below 0.1, in 0.4 overall"),
        (told(), "“Formal talks”: nowhere clearly more frequent than overall (55 of 100 simulated histories)"),
    ],
)  # fmt: skip
def test_the_first_box_is_told(given, said):
    assert finding(given) == said
    texts = [" ".join(text.get_text().split()) for text in ranges(given).findobj(Text)]
    assert said in texts
