"""Figures of the documentation are those that their makers draw from what is recorded beside them, or of the files there are."""

import json

import pytest

from experiments.calibrate.figure import calibration
from experiments.docs import ladders_page, model_diagram
from experiments.doubt.figure import whiskers
from experiments.figures import render
from experiments.validation import beliefs
from experiments.words.marked import replaced
from tests.places import ROOT

DOCS = ROOT / "docs"


def record(path):
    return json.loads((DOCS / path).read_bytes())


FIGURES = {
    "doubt/figures/doubt.svg": lambda: render(whiskers(record("doubt/doubt.json")), "svg"),
    "calibration/calibration.svg": lambda: render(calibration(record("calibration/calibration.json")), "svg"),
    "background/a_month.svg": lambda: render(model_diagram.diagram(), "svg"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_one_that_its_maker_draws(name):
    assert (DOCS / name).read_bytes() == FIGURES[name](), f"docs/{name} is not of today"


@pytest.mark.slow
def test_the_ladders_are_those_that_are_climbed_today():
    told = {name: ladders_page.climbed(name) for name in ladders_page.LADDERS}
    assert (ROOT / ladders_page.PICTURE).read_bytes() == ladders_page.picture(told)
    page = (ROOT / ladders_page.PAGE).read_text(encoding="utf-8")
    again = replaced(replaced(page, "ladders", ladders_page.block(told)), "why", ladders_page.why(told))
    assert again == page


@pytest.mark.slow
def test_beliefs_are_as_well_calibrated_as_the_figure_says(tmp_path):
    beliefs.main(["--write", str(tmp_path / "beliefs.svg")])
    assert (DOCS / "belief_calibration.svg").read_bytes() == (tmp_path / "beliefs.svg").read_bytes()
