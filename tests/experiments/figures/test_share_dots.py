"""Shares of people and simulated ones: where they are drawn."""

import pytest

from experiments.figures import render
from experiments.figures.share_dots import Game, Shared, shares


def draw(games):
    marks = {"people": "people", "simulated": "simulated", "rival": "a rival"}
    return shares(games, plotted="Whose?", **marks, note="Means.", source="Source: none.")


GAMES = [
    Game("First", [Shared("Food", 0.4, 0.3, 0.5, 0.6, 1.0), Shared("Water", 0, 0, 0.1, 0, 0)]),
    Game("Second", [Shared("x" * 60, 1, 0.9, 1, 1, 0.5)]),
]


def test_a_share_of_a_hundred_is_where_the_scale_says():
    axes = draw(GAMES).axes
    assert len(axes) == 2
    marks = {line.get_marker(): line.get_xdata()[0] for line in axes[0].lines[:4]}
    assert marks["D"] == pytest.approx(100)
    assert marks["o"] == pytest.approx(40)  # people's, drawn over the simulated one
    assert axes[0].lines[2].get_xdata() == pytest.approx([30, 50])
    assert axes[0].lines[1].get_xdata() == pytest.approx([60])


def test_equal_figures_are_equal_files():
    assert render(draw(GAMES), "svg") == render(draw(GAMES), "svg")
