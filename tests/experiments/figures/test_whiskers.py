"""Whiskers are drawn as matplotlib draws a collection of lines, byte for byte."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from experiments.figures.page import render, style
from experiments.figures.whiskers import Whiskers


@style()
def drawn(kind):
    figure = Figure(figsize=(3, 2))
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.set(xlim=(0, 10), ylim=(0, 1))
    x, y = np.linspace(-1, 11, 30), np.linspace(0.1, 0.7, 30)
    lines = np.stack([np.stack([x, y], axis=1), np.stack([x, y + 0.4], axis=1)], axis=1)
    axes.add_collection(kind(list(lines), color="#1f5a96", alpha=0.4, linewidth=1.0))
    return figure


@pytest.mark.parametrize("format", ["svg", "png", "pdf"])
def test_whiskers_are_a_collection_of_lines(format):
    assert render(drawn(Whiskers), format) == render(drawn(LineCollection), format)
