"""Through which stage a difference comes, and what each change does alone: against closed forms and single changes."""

import math

import pytest

from experiments.compare.parts import parts_of
from experiments.compare.play import Base, Variant, as_object, compare
from experiments.compare.tables import sentences, through_words
from experiments.compare.through import logarithmic_mean, through
from experiments.runs.workers.threads import Threads
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.conftest import kernel
from tests.places import SCENARIOS

AFGHAN = SCENARIOS / "second_meeting_2018_09.yaml"
EXCHANGE = SCENARIOS / "what_if_prisoners_for_professors.yaml"
N = 1500


@pytest.fixture(scope="module")
def told():
    base, variant = load(AFGHAN, to_run=True), load(EXCHANGE, to_run=True)
    parts = parts_of(AFGHAN, (), base, variant)
    alone = tuple(Variant(part.change, (part.change,), compile_scenario(part.scenario)) for part in parts)
    variants = [
        Variant("exchange", (), compile_scenario(variant.scenario), alone),
        Variant("alone", (), compile_scenario(load(AFGHAN, [parts[0].change], to_run=True).scenario)),
    ]
    return as_object(compare(Base(compile_scenario(base.scenario)), variants, N, 1, kernel(), Threads(2)), variants)


def test_the_parts_of_a_difference_add_up_to_it(told):
    for variant in told["variants"]:
        difference = variant["difference"]["tables"]["us_taliban"]["rungs"]["formal_talks"]["d"]
        assert math.fsum(gain["d"] for gain in variant["through"]) == pytest.approx(difference, abs=1e-12)


def test_the_stages_are_those_of_the_run(told):
    """Meeting, then signing and reaching each step: the last is the answer, and each share is of the one before."""
    stages = told["base"]["why"]["stages"]
    assert [stage["what"] for stage in stages] == ["met", *3 * ["signed", "reached"]]
    rungs = told["base"]["tables"]["us_taliban"]["rungs"]
    assert stages[1]["share"] == rungs["confidence_building"]["signed"]["p"]
    assert stages[-1]["share"] == rungs["formal_talks"]["p"] == told["base"]["answer"]["p"]
    product = math.prod(gain["before"] for gain in told["variants"][0]["through"])
    assert product == pytest.approx(stages[-1]["share"])


def run(*shares):
    names = [("met", None), ("signed", "a"), ("reached", "a")]
    return {"why": {"stages": [{"what": w, "step": s, "share": p} for (w, s), p in zip(names, shares, strict=True)]}}


def test_what_only_meets_more_is_all_meeting():
    gains = through(run(0.5, 0.4, 0.2), run(1.0, 0.8, 0.4))
    assert [gain["d"] for gain in gains] == pytest.approx([0.2, 0, 0])


def test_two_factors_share_by_their_logarithms():
    """Twice as many meet and four times as many sign: a third and two thirds of the difference."""
    gains = through(run(0.2, 0.1, 0.1), run(0.4, 0.8 * 0.4 + 0.08, 0.4))
    assert gains[1]["after"] / gains[1]["before"] == pytest.approx(2)
    assert [gain["d"] for gain in gains] == pytest.approx([0.15, 0.15, 0])


def test_from_nothing_it_still_adds_up():
    gains = through(run(0.9, 0.3, 0.0), run(0.9, 0.6, 0.5))
    assert sum(gain["d"] for gain in gains) == pytest.approx(0.5, abs=1e-9)
    assert gains[0]["d"] == 0
    assert gains[2]["d"] == max(gain["d"] for gain in gains)


def test_ladders_that_differ_are_not_taken_apart():
    other = run(0.9, 0.6, 0.5)
    other["why"]["stages"][1]["step"] = "b"
    assert through(run(0.9, 0.6, 0.5), other) == []
    assert through({"why": None}, other) == []


def test_a_logarithmic_mean_lies_between():
    assert logarithmic_mean(0.3, 0.3) == 0.3
    assert 0.2 < logarithmic_mean(0.2, 0.4) < 0.3


def test_each_change_alone_is_what_it_is_as_a_variant(told):
    exchange, alone = told["variants"]
    assert [part["change"].partition("=")[0] for part in sorted(exchange["parts"], key=lambda part: part["change"])] == [
        "issues.prisoners.in_force", "issues.professors.in_force", "parties.afghan_government.gestures.release",
    ]  # fmt: skip
    same = next(part for part in exchange["parts"] if part["change"].startswith("issues.prisoners"))
    own = alone["difference"]["tables"]["us_taliban"]["rungs"]["formal_talks"]
    assert same["difference"] == {key: own[key] for key in same["difference"]}
    assert alone["parts"] == []


def test_what_cannot_be_taken_apart_is_not():
    base = load(AFGHAN, to_run=True)
    one = load(SCENARIOS / "what_if_no_mediator.yaml", to_run=True)
    assert parts_of(AFGHAN, (), base, one) == []  # one change
    other = load(SCENARIOS / "secret_talks_2018_05.yaml", to_run=True)
    assert parts_of(AFGHAN, (), base, other) == []  # no variant of it
    together = load(
        AFGHAN, ["tables.us_taliban.mediators=[pakistan]", "parties.pakistan={role: mediator}"], to_run=True
    )
    assert parts_of(AFGHAN, (), base, together) == []  # no table without its mediator
    shared = ["parties.taliban.patience=12"]
    two = load(AFGHAN, [*shared, "parties.taliban.signals=2", "parties.united_states.signals=3"], to_run=True)
    parts = parts_of(AFGHAN, shared, load(AFGHAN, shared, to_run=True), two)
    assert [part.change for part in parts] == ["parties.taliban.signals=2", "parties.united_states.signals=3"]
    assert all(part.scenario.parties["taliban"].patience.value == 12 for part in parts)


def test_it_is_said_in_words(told):
    said = " ".join(sentences(told, told["variants"][0]))
    assert "as more is signed (most at “Preconditions”)" in said
    assert "Kidnapped American professors freed: level in force = 2: +" in said
    none = [{**gain, "d": 0.0} for gain in told["variants"][0]["through"]]
    assert through_words(none, told["titles"], told["answers"]) == ""
