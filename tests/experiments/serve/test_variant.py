"""A setting becomes a file that extends the scenario: the same scenario as with `--set`, and checked as any file is."""

import json
import shutil

import pytest

from experiments.ladders.loading import load
from experiments.serve.asked import what_if
from experiments.serve.patch import patch
from experiments.serve.variant import checked, free_name, number_place, saved
from experiments.words.overrides import assigned
from sim.scenario.defaults import resolve
from sim.scenario.extends import extended, read
from sim.scenario.yaml_text import dump
from tests.places import SCENARIOS

NAME = "second_meeting_2018_09.yaml"
VARIANTS = sorted(SCENARIOS.glob("what_if_*.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    for file in SCENARIOS.glob("*.yaml"):
        shutil.copy(file, folder)
    return folder


def asked(sets, **more):
    return what_if(json.dumps({"sets": sets, **more}).encode(), 2)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: path.stem)
def test_a_patch_over_the_base_makes_the_variant(variant, tmp_path):
    """Over every shipped variant: what the patch leaves of it, as a file, is read as the variant is."""
    base = SCENARIOS / extended(variant).rpartition("/")[2]
    shutil.copy(base, tmp_path)
    again = tmp_path / "again.yaml"
    again.write_text(dump({"extends": base.name, **patch(read(base).data, read(variant).data)}), "utf-8")
    assert read(again).data == read(variant).data


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 3}),
        ({"a": 1, "b": 2}, {"a": 1}, {"b": None}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3, "d": 4}}, {"a": {"c": 3, "d": 4}}),
        ({"a": [1, 2]}, {"a": [1, 3]}, {"a": [1, 3]}),
        ({"a": 1}, {"a": True}, {"a": True}),
        ({"a": {"uniform": [0, 1]}}, {"a": {"value": 1}}, {"a": {"value": 1}}),
        ({"a": {"evidence": {"assumed": "x"}}}, {"a": {"evidence": {"inferred": "y"}}}, {"a": {"evidence": {"inferred": "y"}}}),
    ],
)  # fmt: skip
def test_a_patch_holds_what_differs(before, after, expected):
    assert patch(before, after) == expected
    assert patch(after, after) == {}


SETS = [
    {"parties.taliban.patience": 12},
    {"issues.qatar_office.in_force": 1, "tables.us_taliban.secret": False},
    {"parties.taliban.demands.recognition_first.firm": 0, "parties.afghan_government.gestures.release": None},
    {"events.mass_attack.rate": 0.5, "events.0.months": 2},
    {"parties.taliban.signals": {"triangular": [1, 2, 3]}},
    {"parties.taliban.positions.bases.salience.value": 3},
    {"tables.us_taliban.mediators": []},
    {"tables.us_taliban.rungs.settlement": None, "outcomes.settlement": None, "title": "Another"},
    {"time.rounds": 30.0},
]


@pytest.mark.parametrize("sets", SETS, ids=lambda sets: next(iter(sets)))
def test_it_is_the_scenario_with_these_numbers(folder, sets):
    """Equal to `--set` in all that is played: what only tells a reader why is left out of both."""
    file = folder / NAME
    expected = load(file, assigned(sets), to_run=True).scenario
    found = checked(asked(sets, title="T"), file)
    assert found.problems == ()
    assert played(found.loaded.scenario) == played(expected)
    (folder / "kept.yaml").write_text(found.text, "utf-8")
    assert load(folder / "kept.yaml", to_run=True).scenario == found.loaded.scenario
    assert found.loaded.scenario.title == "T"


def played(scenario):
    """A scenario without its words."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(each) for key, each in value.items() if key not in {"evidence", "title", "note"}}
        return [bare(each) for each in value] if isinstance(value, list | tuple) else value

    return bare(resolve(scenario).model_dump())


def test_a_number_says_that_it_is_what_is_asked_about(folder):
    text = checked(asked({"parties.taliban.patience": 12, "time.rounds": 30}), folder / NAME).text
    assert text.splitlines()[0] == f"extends: {NAME}"
    assert text.count("the change that is asked about") == 1


def test_evidence_that_is_given_stays(folder):
    value = {"value": 12, "evidence": {"assumed": "said so"}}
    text = checked(asked({"parties.taliban.patience": value}), folder / NAME).text
    assert "said so" in text
    assert "asked about" not in text


def test_a_title_is_text_whatever_it_holds(folder):
    title = "What if: {a: [1], # *x &y !!python/object:os.system “ö”"
    assert checked(asked({}, title=title), folder / NAME).loaded.scenario.title == title


def test_a_setting_without_a_title_says_what_is_set(folder):
    found = checked(asked({"parties.taliban.patience": 12}), folder / "what_if_no_mediator.yaml")
    title = found.loaded.scenario.title
    assert title == "What if nobody mediated between Washington and the Taliban, and Taliban: patience = 12?"


def test_mistakes_are_told_one_by_one_and_without_folders(folder):
    sets = {"parties.taliban.patince": 1, "time.rounds": -1, "events.nope.rate": 1, "title": [1]}
    found = checked(asked(sets), folder / NAME)
    assert found.loaded is None
    assert (
        "parties.taliban.patince: not a known key; did you mean “patience”?".replace("“", '"').replace("”", '"')
        in found.problems
    )
    assert len(found.problems) == 4
    assert not any(str(folder) in problem for problem in found.problems)


def test_nothing_is_written_by_a_check(folder):
    before = sorted(folder.iterdir())
    checked(asked({"time.rounds": 30}), folder / NAME)
    assert sorted(folder.iterdir()) == before


def test_names_are_free_and_nothing_is_written_over(tmp_path):
    (tmp_path / "what_if_1.yaml").write_text("mine")
    (tmp_path / "what_if_2.yaml").symlink_to(tmp_path / "elsewhere")  # leads nowhere
    assert free_name(tmp_path) == "what_if_3.yaml"
    assert [saved("a", tmp_path), saved("b", tmp_path)] == ["what_if_3.yaml", "what_if_4.yaml"]
    assert (tmp_path / "what_if_1.yaml").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_a_name_that_somebody_else_takes_meanwhile(tmp_path, monkeypatch):
    (tmp_path / "what_if_1.yaml").write_text("theirs")
    names = iter(["what_if_1.yaml", "what_if_2.yaml"])
    monkeypatch.setattr("experiments.serve.variant.free_name", lambda _: next(names))
    assert saved("mine", tmp_path) == "what_if_2.yaml"
    assert (tmp_path / "what_if_1.yaml").read_text() == "theirs"


def test_where_a_number_stands(folder):
    scenario = resolve(load(folder / NAME).scenario)
    assert number_place(scenario, "parties.taliban.patience") == "parties.taliban.patience"
    assert number_place(scenario, "parties.taliban.patience.value") == "parties.taliban.patience"
    assert number_place(scenario, "events.mass_attack.rate") == "events.mass_attack.rate"
    for path in ("time.rounds", "parties.taliban", "parties.nobody.patience", "events.99.rate", "a.b", "events.²"):
        assert number_place(scenario, path) is None
