"""Believed against true shares, as drawn: where they come true, what is said, what is refused."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.figures import Beliefs, believed_and_true, render


def beliefs(name: str, bins: int = 20, inside: int = 100, ends: int = 5_000) -> Beliefs:
    """So many beliefs in the bins inside and at either end, all of them true as often as they say."""
    number = np.full(bins, inside)
    number[[0, -1]] = ends
    believed = number * (np.arange(bins) + 0.5) / bins
    return Beliefs(name, number, believed, believed.astype(int))


def draw(panels: list[Beliefs]) -> Figure:
    return believed_and_true(panels, plotted="Do they?", histories=1000, seed=7, as_of="2018-09-13")


def test_beliefs_are_drawn_where_they_come_true():
    figure = draw([beliefs("a"), beliefs("b", inside=0)])
    points = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert len(points) == 20
    for i, point in enumerate(points):
        assert point.get_xdata()[0] == pytest.approx((i + 0.5) / 20)
        assert point.get_ydata()[0] == pytest.approx((i + 0.5) / 20, abs=0.01)
    assert len([line for line in figure.axes[2].lines if line.get_marker() == "o"]) == 2  # empty bins have no point
    assert "50 % are above 95 %" in " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(Text))


def test_no_beliefs_are_refused():
    for panels in ([], [beliefs("a", inside=0, ends=0)]):
        with pytest.raises(ValueError, match="no beliefs"):
            draw(panels)


@pytest.mark.parametrize(
    "panels", [[beliefs("one")], [beliefs("few", ends=0), beliefs("b", inside=0, ends=1), beliefs("c", bins=10)]]
)
def test_equal_figures_are_equal_files(panels):
    assert render(draw(panels), "svg") == render(draw(panels), "svg")
