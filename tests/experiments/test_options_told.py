"""What people read calls options by their titles, and says nothing of how far one lies from another."""

from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from experiments.brief.names import best_of
from experiments.describe.show import show_scenario
from experiments.estimates.tally import run_object, tally
from experiments.export.frame import fields, frame
from experiments.lever.levers import levers
from experiments.plots.issue_levels import level_of
from experiments.plots.pair_zone import frontier_of, pair_of
from experiments.rivals.run import compare
from experiments.rivals.stakes import StakesError, stakes_of
from experiments.rivals.tables import print_comparison
from experiments.runs.blocks import play_block
from experiments.trace import story
from experiments.trace.chronicle import trace
from experiments.words.conditions import condition_words
from experiments.words.places import place_title
from sim.engine.arrays import compile_scenario
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Condition
from tests.conftest import kernel

pytestmark = pytest.mark.slow

TEXT = """\
parley: 1
title: A state and its province
as_of: 2020-01-01
time: {rounds: 18}
issues:
  status:
    title: Status of the province
    kind: options
    options: {union: One state, federation: A federation, two_states: Two states}
    delivered_by: state
  seat: {kind: options, options: [old_city, new_city], delivered_by: state}
  guns: {title: Guns handed in, unit: guns, range: [0, 10], kind: steps, delivered_by: rebels}
parties:
  rebels:
    role: insurgent
    capability: 1
    effort: 0
    standing: 0.3
    home_premium: -0.3
    positions:
      status: {values: {union: 0, federation: 60, two_states: {uniform: [80, 120]}}, salience: 60, refuses: [union]}
      seat: {values: {old_city: 1, new_city: 0}, salience: 10}
      guns: {ideal: 0, salience: 30}
  state:
    role: government
    capability: 2
    effort: 0
    standing: 0.3
    home_premium: -0.3
    positions:
      status: {values: {union: 1, federation: 0.7, two_states: 0}, salience: 60, refuses: [two_states]}
      guns: {ideal: 10, salience: 60}
    gestures: {move: {issue: seat, level: new_city, rate: 0.9}}
tables:
  talks: {parties: [rebels, state], rungs: [{name: settlement, agenda: [status, guns]}, {name: later, agenda: [seat]}]}
outcomes:
  federal: {issue: status, is: federation}
  other: {otherwise: true}
"""
NUMBERED = ("level 0", "level 1", "0.5", "2 of 2")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    path = tmp_path_factory.mktemp("options") / "s.yaml"
    path.write_text(TEXT, "utf-8")
    return load(path, to_run=True)


@pytest.fixture(scope="module")
def played(loaded):
    compiled = compile_scenario(loaded.scenario)
    return compiled, play_block(compiled, 1, 0, 400, kernel())


def printed(show):
    console = Console(file=StringIO(), width=120)
    show(console)
    return " ".join(console.file.getvalue().split())


def test_show_says_what_each_option_is_worth(loaded):
    said = printed(lambda console: show_scenario(loaded, console))
    for words in ("One state, A federation or Two states", "Two states: 80–120", "never: One state", "to “new city”"):
        assert words in said
    assert "“Status of the province” is “A federation”" in said


def test_conditions_and_places_name_options(loaded):
    agreed = Condition.model_validate({"issue": "status", "agreed": True, "is": "two_states"})
    assert condition_words(agreed, loaded.scenario).endswith("is agreed, carried out or not, to be “Two states”")
    place = place_title("parties.rebels.positions.status.values.two_states", loaded.scenario)
    assert place == "rebels: value of “Two states” in status of the province"
    rebels = loaded.scenario.principals["rebels"].positions["status"]
    assert best_of(rebels, loaded.scenario.issues["status"]) == "“Two states”"


def test_a_story_names_what_is_offered_and_what_is_left(played):
    compiled, _ = played
    told = [" ".join(story.as_text(trace(compiled, 1, history))) for history in range(3)]
    words = " ".join(" ".join(each.split()) for each in told)
    assert "status of the province only “A federation” (what is refused)" in words
    assert "status of the province (A federation)" in words
    assert "Carried out: status of the province (A federation)" in words
    assert "seat (new city)" in words
    assert not any(f"status of the province at {numbered}" in words for numbered in NUMBERED)


def test_shares_of_options_are_those_of_the_columns_and_come_to_one(played):
    compiled, found = played
    told = run_object(tally(found.columns, found.course, compiled), compiled, "0" * 64, 1)
    status = told["issues"]["status"]
    assert status["mean_level"] is None
    counted = [float((np.rint(2 * found.columns["status.level"]) == k).mean()) for k in range(3)]
    assert [share["p"] for share in status["options"].values()] == pytest.approx(counted)
    assert sum(counted) == pytest.approx(1)
    assert counted[1] > 0.1
    assert counted[2] == 0
    assert told["issues"]["guns"]["options"] == {}


def test_an_exported_table_has_titles(played):
    compiled, found = played
    table = frame(found.columns, compiled, 1, 0)
    assert set(table["status.level"]) == {"One state", "A federation"}
    assert next(field for field in fields(compiled) if field.name == "status.level").kind == "text"


def test_rivals_leave_options_out_and_say_so(loaded):
    comparison = compare(loaded.scenario)
    assert list(comparison.issues) == ["guns"]
    said = printed(lambda console: print_comparison(loaded.scenario, comparison, 1, 1, console))
    assert "left out therefore: Status of the province and Seat." in said
    only = {name: issue for name, issue in loaded.scenario.issues.items() if name != "guns"}
    with pytest.raises(StakesError, match="every issue here is of kind options"):
        stakes_of(loaded.scenario.model_copy(update={"issues": only}))


def test_there_are_no_degrees_of_giving_way_between_options(loaded):
    keys = [lever.key for lever in levers(resolve(loaded.scenario), cross_red_lines=True)]
    assert any("guns" in key for key in keys)
    assert not any("status" in key or "seat" in key for key in keys)


def test_the_figure_of_levels_marks_each_option_by_its_title(loaded):
    counts = np.array([0, 400, 0])
    drawn = level_of(loaded.scenario, "status", "Status", counts, counts, {"rebels": "Rebels", "state": "State"})
    assert [wish.party for wish in drawn.wishes] == [
        "One state (best for State; never for Rebels)", "A federation", "Two states (never for State)",
    ]  # fmt: skip
    assert [wish.ideal for wish in drawn.wishes] == [0.0, 0.5, 1.0]
    assert not drawn.on_a_line


def test_the_zone_of_two_is_the_upper_edge_of_all_packages(loaded):
    """Packages of guns at any level, a status that neither refuses, and a seat: every one on or below the edge."""
    pair = pair_of(loaded.scenario, "talks")
    assert pair.issues == ("guns", "seat", "status")
    levels = np.array([[g / 10, s, 0.5] for g in range(11) for s in (0.0, 1.0)]).T
    worth = pair.worth(levels)
    points = frontier_of(pair).points
    above = worth[1] - np.interp(worth[0], points[:, 0], points[:, 1], left=points[0, 1], right=-np.inf)
    reached = above[np.isfinite(above)]
    assert reached.max() < 1e-9 + 1 / 50  # the edge is drawn on a grid
    assert np.abs(reached).min() < 1e-9
