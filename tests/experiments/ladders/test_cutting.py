"""Ladders cut and put together: what is asked stays asked, what nobody touched plays to the bit as before."""

import pytest

from experiments.ladders.cutting import (
    all_at_once,
    cut,
    largest_in_two,
    neighbours,
    one_issue_a_step,
    stands_for,
    together,
)
from experiments.ladders.others import other_ladders
from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.scenario import checks
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Condition, Scenario
from tests.conftest import kernel, same, scenario
from tests.places import CASES, SCENARIOS
from tests.properties.random_scenarios import random_scenario

RICH = load(CASES / "valid" / "rich.yaml").scenario
SECOND = load(SCENARIOS / "second_meeting_2018_09.yaml").scenario
PEACE = load(SCENARIOS / "afghan_peace_2018.yaml").scenario
RANDOM = [made for seed in range(40) if not [*checks.errors(made := Scenario.model_validate(random_scenario(seed)))]]


def columns(scenario, histories=300):
    return play(compile_scenario(scenario), 1, 0, histories, kernel())


def agendas(scenario, table):
    return [(rung.name, rung.agenda) for rung in scenario.tables[table].rungs]


def two_tables(rungs):
    """Two pairs of strangers, each at a table of their own; no war moves them all. `rungs` are those of the first."""
    issue = {"delivered_by": "state"}
    other = {"role": "party", "side": "none", "positions": {"fish": {"ideal": 0, "salience": 50}}}
    return Scenario.model_validate(scenario(
        issues={"land": issue, "arms": {"delivered_by": "rebels"}, "fish": {"delivered_by": "north"}},
        parties={
            "rebels": {"positions": {"pie": None, "land": {"ideal": 1, "salience": 50}, "arms": {"ideal": 0, "salience": 40}}},
            "state": {"positions": {"pie": None, "land": {"ideal": 0, "salience": 40}, "arms": {"ideal": 1, "salience": 50}}},
            "north": other, "south": {**other, "positions": {"fish": {"ideal": 1, "salience": 50}}},
        },
        tables={"talks": {"rungs": rungs},
                "sea": {"parties": ["north", "south"], "rungs": [{"name": "quota", "agenda": ["fish"]}]}},
    ))  # fmt: skip


WHOLE = [{"name": "settlement", "agenda": ["land", "arms", "pie"], "binding": True}]


class TestCut:
    def test_a_rung_of_one_issue_is_left_as_it_is_to_the_bit(self):
        """Beside a table that is cut, one of strangers whose rung has a single issue plays on as if nothing had happened."""
        before = two_tables(WHOLE)
        after = one_issue_a_step(before)
        assert after.tables["sea"] == before.tables["sea"]
        base, changed = columns(before), columns(after)
        sea = [column for column in base if column.startswith(("sea.", "fish.", "north.", "south."))]
        assert len(sea) > 10
        same({column: base[column] for column in sea}, changed)
        assert any(base[column].tobytes() != changed[column].tobytes() for column in base.keys() & changed.keys())
        single = two_tables([{"name": "settlement", "agenda": ["land"], "binding": True}])
        assert one_issue_a_step(single) == largest_in_two(single) == all_at_once(single) == single
        assert cut(single, "talks", "settlement", [("land",)]) == single

    @pytest.mark.parametrize(
        ("before", "table", "r", "agendas"),
        [
            (two_tables(WHOLE), "talks", 0, [("land",), ("arms",), ("pie",)]),
            (SECOND, "us_taliban", 3, [("bases", "troops"), ("violence", "afghan_talks")]),
            (RICH, "capital", 1, [("captives",), ("prisoners",)]),
        ],
        ids=["talks", "second meeting", "rich"],
    )
    def test_cut_and_put_together_again_it_plays_as_before_to_the_bit(self, before, table, r, agendas):
        parts = cut(before, table, before.tables[table].rungs[r].name, agendas)
        again = together(parts, table, r, r + len(agendas) - 1)
        assert parts.tables[table] != before.tables[table]
        assert again.tables[table].rungs[r].name == before.tables[table].rungs[r].name
        same(columns(before), columns(again))

    def test_parts_are_opened_signed_public_and_demanded_as_the_whole(self):
        parts = one_issue_a_step(SECOND).tables["us_taliban"].rungs
        assert [(rung.name, rung.agenda) for rung in parts] == [
            ("confidence_building_prisoners", ("prisoners",)), ("confidence_building", ("professors",)),
            ("preconditions_qatar_office", ("qatar_office",)), ("preconditions", ("sanctions",)), ("formal_talks", ()),
            ("settlement_bases", ("bases",)), ("settlement_troops", ("troops",)), ("settlement_violence", ("violence",)),
            ("settlement", ("afghan_talks",)),
        ]  # fmt: skip
        assert [rung.demand for rung in parts if rung.name.startswith("pre")] == ["taliban.recognition_first"] * 2
        assert [rung.binding and rung.public for rung in parts] == [False] * 5 + [True] * 4
        assert parts[0].title == "confidence building: Taliban prisoners released in Afghanistan"

    def test_an_order_is_kept_within_parts_and_a_package_is_asked_of_the_first(self):
        parts = one_issue_a_step(RICH).tables["capital"].rungs
        assert [(rung.name, rung.order, rung.package) for rung in parts if rung.name.startswith("confidence")] == [
            ("confidence_prisoners", ("prisoners",), True), ("confidence", ("captives",), False),
        ]  # fmt: skip

    def test_the_largest_rung_is_cut_in_half_and_the_first_half_is_no_smaller(self):
        assert agendas(largest_in_two(two_tables(WHOLE)), "talks") == [
            ("settlement_land_arms", ("land", "arms")), ("settlement", ("pie",)),
        ]  # fmt: skip

    def test_a_part_takes_no_name_that_is_taken(self):
        rungs = [{"name": "settlement_land"}, {"name": "settlement_land_"}, *WHOLE]
        names = [name for name, _ in agendas(one_issue_a_step(two_tables(rungs)), "talks")]
        assert names == ["settlement_land", "settlement_land_", "settlement_land__", "settlement_arms", "settlement"]


class TestPromises:
    def test_all_who_must_consent_to_a_part_must_to_the_whole_and_none_opens_before_the_last_of_dates(self):
        rungs = [
            {"name": "land", "agenda": ["land"], "binding": True, "consent": ["north"], "not_before": 7},
            {
                "name": "arms",
                "agenda": ["arms"],
                "binding": True,
                "consent": ["south", "north"],
                "not_before": "2020-03-01",
            },
        ]
        [whole] = all_at_once(two_tables(rungs)).tables["talks"].rungs
        assert (whole.consent, whole.not_before) == (("north", "south"), 7)

    def test_a_rung_is_not_put_together_with_one_that_its_issues_wait_for(self):
        rungs = [{"name": "land", "agenda": ["land"]}, {"name": "arms", "agenda": ["arms"]}]
        base = two_tables(rungs)
        waits = base.issues["arms"].model_copy(update={"after": Condition(table="talks", reached="land")})
        after = base.model_copy(update={"issues": base.issues | {"arms": waits}})
        assert len(all_at_once(base).tables["talks"].rungs) == 1
        assert all_at_once(after) == after


def _agenda(scenario, table, name):
    return next(rung.agenda for rung in scenario.tables[table].rungs if rung.name == name)


class TestTogether:
    def test_what_an_upper_rung_requires_of_a_lower_is_no_condition_within_one(self):
        one = neighbours(SECOND, "us_taliban", "preconditions", "formal_talks")
        assert agendas(one, "us_taliban") == [
            ("confidence_building", ("prisoners", "professors")), ("formal_talks", ("qatar_office", "sanctions")),
            ("settlement", ("bases", "troops", "violence", "afghan_talks")),
        ]  # fmt: skip
        rung = one.tables["us_taliban"].rungs[1]
        assert (rung.requires, rung.demand, rung.public, rung.binding) == ((), None, True, False)
        assert rung.title == "preconditions and formal talks"

    def test_what_has_to_be_signed_stays_signed(self):
        rungs = [
            {"name": "first", "agenda": ["land"]},
            {"name": "text", "agenda": ["arms"], "binding": True},
            {"name": "last"},
        ]
        table = all_at_once(two_tables(rungs)).tables["talks"]
        assert [(rung.name, rung.agenda, rung.binding) for rung in table.rungs] == [("last", ("land", "arms"), True)]

    def test_what_it_requires_of_others_is(self):
        one = neighbours(SECOND, "us_taliban", "formal_talks", "settlement").tables["us_taliban"].rungs[-1]
        assert one.requires == SECOND.tables["us_taliban"].rungs[2].requires

    def test_a_thing_required_twice_is_required_once_and_of_two_by_whoever_does_not_bluff(self):
        asked = {"violence": "all", "at_most": 300}
        demands = {"rebels": {"demands": {"quiet": {"firm": 0.5}}}}
        data = scenario_data(two_tables([
            {"name": "first", "agenda": ["land"], "requires": [{**asked, "demand": "rebels.quiet"}]},
            {"name": "second", "agenda": ["arms"], "requires": [asked]},
        ]))  # fmt: skip
        data["parties"]["rebels"] |= demands["rebels"]
        (rung,) = all_at_once(Scenario.model_validate(data)).tables["talks"].rungs
        assert [(each.violence, each.demand) for each in rung.requires] == [("all", None)]

    def test_the_answer_outcomes_conditions_and_followers_name_the_rung_that_holds_it(self):
        one = neighbours(PEACE, "us_taliban", "preconditions", "formal_talks")
        one = neighbours(one, "us_taliban", "confidence_building", "formal_talks")
        one = one.model_copy(update={"answers": "us_taliban.preconditions"})
        assert [rung.name for rung in one.tables["us_taliban"].rungs] == ["formal_talks", "settlement"]
        assert one.outcomes["prisoners_or_truce"].any[0].reached == "formal_talks"
        assert neighbours(SECOND, "us_taliban", "formal_talks", "settlement").answers == "us_taliban.settlement"
        follow = {"table": "talks", "reached": "first"}
        data = scenario_data(two_tables([{"name": "first"}, *WHOLE]))
        data["issues"]["fish"] |= {"kind": "binary", "revocable": False, "delivered_by": "rebels", "follow": follow}
        assert together(Scenario.model_validate(data), "talks", 0, 1).issues["fish"].follow.reached == "settlement"

    def test_rungs_between_which_another_table_stands_stay_apart(self):
        """Formal talks open talks among Afghans, and these are part of the settlement: in one it would wait for itself."""
        assert neighbours(PEACE, "us_taliban", "formal_talks", "settlement") == PEACE
        assert [name for name, _ in agendas(all_at_once(PEACE), "us_taliban")] == ["formal_talks", "settlement"]
        assert [name for name, _ in agendas(all_at_once(SECOND), "us_taliban")] == ["settlement"]

    def test_a_rung_that_an_issue_follows_is_not_put_together_with_a_higher_one(self):
        """Or talks with Kabul, which the United States want, would come to mean a settlement with Kabul."""
        assert all_at_once(PEACE).tables["intra_afghan"] == PEACE.tables["intra_afghan"]

    def test_only_neighbours_are_put_together(self):
        assert neighbours(SECOND, "us_taliban", "confidence_building", "formal_talks") == SECOND
        assert neighbours(SECOND, "nowhere", "confidence_building", "preconditions") == SECOND


def test_each_rung_is_stood_for_by_the_one_that_holds_all_of_it():
    table = SECOND.tables["us_taliban"]
    assert stands_for(table, one_issue_a_step(SECOND).tables["us_taliban"]) == {
        rung.name: rung.name for rung in table.rungs
    }
    assert stands_for(table, all_at_once(SECOND).tables["us_taliban"]) == {
        rung.name: "settlement" for rung in table.rungs
    }
    one = neighbours(SECOND, "us_taliban", "confidence_building", "preconditions")
    assert list(stands_for(table, one.tables["us_taliban"]).items()) == [
        ("confidence_building", "preconditions"), ("preconditions", "preconditions"), ("formal_talks", "formal_talks"),
        ("settlement", "settlement"),
    ]  # fmt: skip


def test_the_other_ladders_of_a_scenario_are_named_once_each():
    assert [ladder.name for ladder in other_ladders(SECOND)] == [
        "one issue a step", "the largest step in two", "everything at once", "“confidence building” with “preconditions”",
        "“preconditions” with “formal talks”",
    ]  # fmt: skip
    assert [ladder.name for ladder in other_ladders(two_tables(WHOLE[:1]))] == [
        "one issue a step",
        "the largest step in two",
    ]


@pytest.mark.parametrize("base", [RICH, SECOND, PEACE, *RANDOM], ids=lambda scenario: scenario.title)
def test_every_other_ladder_is_a_sound_scenario_with_the_same_issues(base):
    """Whatever names a rung still names one, and all of a rung is on the ladder by the one that stands for it."""
    for ladder in other_ladders(base):
        other = Scenario.model_validate(scenario_data(resolve(ladder.on_it(base))))
        assert [*checks.errors(other)] == []
        for name, table in base.tables.items():
            rungs = other.tables[name].rungs
            for old, new in stands_for(table, other.tables[name]).items():
                upto = rungs[: [rung.name for rung in rungs].index(new) + 1]
                assert set(_agenda(base, name, old)) <= {issue for rung in upto for issue in rung.agenda}
            assert {k for rung in rungs for k in rung.agenda} == {k for rung in table.rungs for k in rung.agenda}
