"""The figure of a month: the one its command draws, with every step of a round in the order of the model."""

from experiments.docs import model_diagram
from experiments.figures import render
from tests.places import ROOT


def test_the_figure_is_the_one_that_the_command_draws():
    assert (ROOT / model_diagram.PICTURE).read_bytes() == render(model_diagram.diagram(), "svg")


def test_every_sentence_fits_beside_its_box():
    figure = model_diagram.diagram()
    edge = figure.bbox.x1
    renderer = figure.canvas.get_renderer()
    assert all(text.get_window_extent(renderer).x1 <= edge for text in figure.texts)
