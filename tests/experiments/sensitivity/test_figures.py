"""What the figures of a sensitivity analysis say and show, from summaries that are written here."""

from typing import Any

import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from experiments.figures import page
from experiments.sensitivity import figure, findings


def index(value: float, half: float = 0.05) -> dict[str, float]:
    return {"value": value, "lo": value - half, "hi": value + half}


def effect(size: float, mu: float | None = None, half: float = 0.02) -> dict[str, float]:
    return {
        "mu": size if mu is None else mu,
        "mu_star": size,
        "lo": max(0.0, size - half),
        "hi": size + half,
        "sigma": 0.1,
    }


def about(title: str) -> dict[str, Any]:
    return {"name": title, "title": title, "unit": None, "paths": [title], "evidence": "assumed", "may_be": "0–1"}


HEADING = {
    "experiment": "What it rests on", "question": None, "scenario": "Case", "as_of": "2018-09-13", "seed": 1, "histories": 100,
    "headline": ["t.r"], "headline_title": "formal talks", "evaluations": 900, "base_points": 20, "mean": 0.5, "warnings": [],
}  # fmt: skip


def morris(effects: dict[str, dict[str, float]]) -> Any:
    numbers = [{**about(title), "effect": of_it} for title, of_it in effects.items()]
    return {**HEADING, "design": "morris", "numbers": numbers, "evidence": []}


def sobol(
    totals: dict[str, dict[str, float]], evidence: dict[str, dict[str, float]] | None = None, sd: float = 0.2
) -> Any:
    swing = {"from": 0.1, "to": 0.9, "p_from": 0.4, "p_to": 0.6, "d": 0.2, "lo": 0.1, "hi": 0.3}
    numbers = [{**about(title), "first": of_it, "total": of_it, "swing": swing} for title, of_it in totals.items()]
    kinds = [{"kind": kind, "numbers": 3, "alone": of_it, "total": of_it} for kind, of_it in (evidence or {}).items()]
    return {
        **HEADING, "design": "sobol_indices", "numbers": numbers, "evidence": kinds, "sd": sd, "at_medians": 0.5, "noise": 0.1,
        "first_sum": index(1.0), "of_one_history": 0.1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ({"A": effect(0.27), "B": effect(0.22)}, "“A” moves “formal talks” most, by 27 points"),
        ({"A": effect(0.27), "B": effect(0.24)}, "“A” and “B” move “formal talks” most, by 24 to 27 points"),
        ({"A": effect(0.27), "B": effect(0.27)}, "“A” and “B” move “formal talks” most, by 27 points"),
        ({"A": effect(0.27), "B": effect(0.26), "C": effect(0.25)}, "“A” and two more move “formal talks” most, by 25 to 27 points"),
        ({"A": effect(0.0), "B": effect(0.0)}, "No number moves “formal talks”, as far as so few trajectories can tell"),
    ],
)  # fmt: skip
def test_the_largest_effect_is_told_if_it_is_clearly_the_largest(effects, said):
    assert findings.of_effects(morris(effects)) == said


@pytest.mark.parametrize(
    ("totals", "sd", "said"),
    [
        ({"A": index(0.5), "B": index(0.3)}, 0.2, "“A” matters most to “formal talks”: it has a part in 50 % of its variance"),
        ({"A": index(0.5), "B": index(0.45)}, 0.2, "“A” and “B” matter most to “formal talks”: each has a part in 45 to 50 % of its variance"),
        ({"A": index(0.5, 0.5), "B": index(0.4, 0.6)}, 0.2, "On which number “formal talks” rests most cannot be told from so few points"),
        ({"A": index(0.5)}, 0.0, "No number moves “formal talks”, as far as so few points can tell"),
        ({"A": index(-0.01)}, 0.2, "No number moves “formal talks”, as far as so few points can tell"),
    ],
)  # fmt: skip
def test_the_largest_index_is_told_if_it_is_clearly_the_largest(totals, sd, said):
    assert findings.of_indices(sobol(totals, sd=sd)) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"default": index(0.69), "assumed": index(0.24)}, "Most of the doubt about “formal talks” rests on numbers left to the default: 69 % of its variance"),
        ({"default": index(0.55), "assumed": index(0.24)}, "The largest part of the doubt about “formal talks” rests on numbers left to the default: 55 % of its variance"),
        ({"default": index(0.5, 0.5), "assumed": index(0.24)}, "On which kind of evidence “formal talks” rests most cannot be told from so few points"),
        ({"default": index(0.51), "assumed": index(0.49)}, "The doubt about “formal talks” rests on numbers left to the default (51 %) and assumed (49 %): on which more is not clear"),
    ],
)  # fmt: skip
def test_a_kind_of_evidence_is_told_if_clearly_most_rests_on_it(kinds, said):
    assert findings.of_evidence(sobol({"A": index(0.5)}, kinds)) == said


def test_only_numbers_that_matter_are_drawn_and_the_others_counted():
    effects = {f"number {i}": effect(0.3 / (i + 1)) for i in range(40)}
    drawn = figure.effects(morris(effects))
    words = [" ".join(text.get_text().split()) for text in drawn.findobj(Text)]
    shown = [name for name in effects if name in words]
    assert shown == [f"number {i}" for i in range(figure.MOST)]
    assert "Not drawn: 30 more; each moves it by 3 points at most." in words
    assert drawn.get_figheight() * 72 <= page.TALLEST
    few = {"A": effect(0.5), "B": effect(0.001, half=0.002)}
    assert "Not drawn: 1 more; each moves it by less than 1 point." in " ".join(
        text.get_text() for text in figure.effects(morris(few)).findobj(Text)
    )


def test_bars_have_the_colour_of_their_way():
    effects = {"up": effect(0.3, 0.28), "down": effect(0.3, -0.3), "either": effect(0.3, 0.1)}
    bars = figure.effects(morris(effects)).axes[0].patches
    colours = [figure.BLUE, figure.ORANGE, figure.EITHER]
    assert [bar.get_facecolor()[:3] for bar in bars] == [pytest.approx(to_rgb(colour)) for colour in colours]


def test_no_type_is_smaller_than_8_points():
    told = sobol({f"number {i}": index(0.3) for i in range(4)}, {"default": index(0.5)})
    for drawn in (figure.tornado(told), figure.evidence(told), figure.effects(morris({"A": effect(0.2)}))):
        assert min(text.get_fontsize() for text in drawn.findobj(Text) if text.get_text()) >= 8
