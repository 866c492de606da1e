"""The outside view: which published rate it is, that it compares like with like, and where there is none."""

import numpy as np
import pytest

from experiments.describe.outside import outside_words
from experiments.estimates.asked import asked_of
from experiments.estimates.outside import comparable, outside_view
from experiments.estimates.tally import Frame, run_object, tally
from experiments.runs.blocks import CompiledEngine, play_block
from sim.engine.arrays import compile_scenario, names_of
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from tests.places import SCENARIOS

AFGHAN = SCENARIOS / "second_meeting_2018_09.yaml"


def compared(*sets):
    scenario = resolve(load(AFGHAN, sets, to_run=True).scenario)
    found = comparable(scenario, asked_of(scenario))
    return (found.rate.name, found.step) if found else None


@pytest.mark.parametrize(
    ("sets", "found"),
    [
        ((), ("any_24", "confidence_building")),
        (("answers=us_taliban.settlement",), ("full_24", "settlement")),  # the last step, and binding
        (("answers=us_taliban.settlement", "tables.us_taliban.rungs.settlement.binding=false"), ("any_24", "confidence_building")),
        (("answers=prisoners_exchanged",), ("any_24", "confidence_building")),
        (("answers=war_decided",), None),  # no step
        (("time.rounds=59",), ("any_24", "confidence_building")),
        (("time.rounds=60",), ("any_60", "confidence_building")),
        (("time.rounds=23",), ("any_12", "confidence_building")),
        (("time.rounds=12",), ("any_12", "confidence_building")),
        (("time.rounds=11",), None),  # no year
        (("time={step: week, rounds: 52}",), ("any_12", "confidence_building")),
        (("time={step: week, rounds: 48}",), None),
        (("answers=null",), None),  # nothing asked
        (("parties.taliban.side=none",), None),  # no enemies at the table
        (("parties.united_states.side=insurgent",), None),
    ],
)  # fmt: skip
def test_it_is_there_exactly_where_there_is_its_like(sets, found):
    assert compared(*sets) == found


def test_without_a_war_there_is_none():
    scenario = resolve(load(AFGHAN, to_run=True).scenario).model_copy(update={"war": None})
    assert comparable(scenario, asked_of(scenario)) is None


@pytest.fixture(scope="module")
def played():
    of = compile_scenario(load(AFGHAN, to_run=True).scenario)
    return of, play_block(of, 1, 0, 500, CompiledEngine())


def test_the_simulated_share_is_of_signatures_in_that_time(played):
    of, histories = played
    view = run_object(tally(histories.columns, histories.course, of), of, "", 1)["outside"]
    rungs = ("confidence_building", "preconditions", "formal_talks", "settlement")
    signed = sum(any(histories.columns[f"us_taliban.{r}.signed"][i] > 0 for r in rungs) for i in range(500))
    assert view["simulated"]["n"] == signed
    assert (view["n"], view["of"]) == (31, 57)


@pytest.mark.parametrize(("signed", "far"), [(0, True), (90, True), (91, False), (500, False)])
def test_far_is_more_than_three_times(played, signed, far):
    """Published: 31 of 57, a third of which is 90.6 of 500."""
    of, _ = played
    counts = [500 - signed, signed] + 23 * [0]
    sums = {"histories": 500, "us_taliban.confidence_building.signed": np.array(counts)}
    frame = Frame(of.scenario, names_of(of.scenario))
    view = outside_view(sums, frame, asked_of(of.scenario))
    assert view["far"] == far
    assert ("departs from the record" in outside_words(view, of.scenario)) == far


def test_rare_things_may_be_too_frequent(played):
    """Published: 9 comprehensive agreements of 57; three times that is 236.8 of 500."""
    of, _ = played
    scenario = of.scenario.model_copy(update={"answers": "us_taliban.settlement"})
    for signed, far in ((236, False), (237, True)):
        counts = np.array([500 - signed, signed] + 23 * [0])
        sums = {"histories": 500, "us_taliban.settlement.signed": counts}
        view = outside_view(sums, Frame(scenario, names_of(scenario)), asked_of(scenario))
        assert view["far"] == far
    assert "comprehensive" in outside_words(view, scenario)
    assert "more often" in outside_words(view, scenario)
