"""`parley report`: what a budget allows, that a stopped one goes on, and that its brief holds what its pieces said."""

import json
from pathlib import Path

import pytest

from experiments.report.plan import Subject, planned
from experiments.report.run import NO_TIME, Request, report
from experiments.report.subject import beside
from experiments.runs.resume import Interrupted
from experiments.store.folder import StoreError
from sim.scenario.extends import extended
from sim.scenario.load import load
from sim.scenario.yaml_text import dump
from tests.command_line.commands import parley
from tests.conftest import scenario
from tests.places import SCENARIOS

AFGHAN = SCENARIOS / "second_meeting_2018_09.yaml"
SUBJECT = Subject(Path("s.yaml"), (Path("v.yaml"),), ("a", "b"), 0.5, 20, 10)


def plan_of(minutes, rate=5000.0, subject=SUBJECT):
    return planned(subject, Path("out"), 1, 60 * minutes, rate)


def test_more_time_never_leaves_more_out():
    plans = [plan_of(minutes) for minutes in (0.1, 0.5, 1, 2, 5, 10, 60)]
    counts = [len(plan.pieces) for plan in plans]
    assert counts == sorted(counts)
    assert all(len(plan.pieces) + len(plan.left_out) == 8 for plan in plans)
    assert [piece.name for piece in plans[0].pieces] == [
        "base",
        "why",
        "variants",
        "rivals",
    ]  # in full, whatever the time
    assert plans[-1].left_out == ()


def test_pieces_fit_the_time_where_the_base_does():
    for minutes in (2, 3, 5, 8):
        plan = plan_of(minutes)
        assert sum(piece.histories for piece in plan.pieces) / 5000 <= 60 * minutes


def test_with_all_the_time_pieces_have_their_full_size():
    sizes = {piece.name: piece.words[-1] for piece in plan_of(600).pieces if piece.words[-2] == "--histories"}
    assert sizes == {"doubt": "400", "ablation": "4000", "levers": "10000", "sensitivity": "400"}


def test_what_the_scenario_does_not_have_is_not_played():
    bare = SUBJECT._replace(variants=(), seated=(), chance=None, levers=0, uncertain=0)
    assert [piece.name for piece in plan_of(60, subject=bare).pieces] == ["base", "rivals", "doubt", "ablation"]


def test_variants_are_those_beside_it_that_extend_it(tmp_path):
    assert {path.stem for path in beside(AFGHAN)} >= {"what_if_no_mediator", "what_if_office_recognised"}
    assert all(Path(extended(path)).samefile(AFGHAN) for path in beside(AFGHAN))
    assert beside(SCENARIOS / "generic_civil_war.yaml") == ()
    (tmp_path / "s.yaml").write_text(dump(scenario()), encoding="utf-8")
    (tmp_path / "what_if_good.yaml").write_text("extends: s.yaml\ntitle: What if?\n")
    (tmp_path / "what_if_broken.yaml").write_text("extends: s.yaml\nparties: 3\n")
    (tmp_path / "what_if_other.yaml").write_text("title: [\n")
    assert [path.name for path in beside(tmp_path / "s.yaml")] == ["what_if_good.yaml"]


@pytest.fixture
def asked(tmp_path):
    """A request for a small scenario; pieces are noted instead of played, but for the base."""
    file = tmp_path / "s.yaml"
    file.write_text(dump(scenario(answers="talks.settlement")), encoding="utf-8")
    return Request(file, load(file, to_run=True).scenario, (), 0.5, 1, tmp_path / "out", quiet=True)


def playing_base_only(words):
    if words[0] == "run":
        done = parley(*words, "--quiet")
        assert done.returncode == 0, done.stderr
        return None
    return "not today"


def test_what_cannot_be_played_is_named_and_the_brief_made_without_it(asked):
    found = report(asked, playing_base_only)
    assert found["answer"]["name"] == "talks.settlement"
    assert set(found["failed"]) == {piece["name"] for piece in found["pieces"]} - {"base"}
    assert set(found["failed"].values()) <= {"not today", NO_TIME}
    assert [Path(brief).name for brief in found["briefs"]] == ["brief.pdf", "brief.html"]
    assert "not been worked out" in (asked.out / "brief.html").read_text(encoding="utf-8")


def test_a_stopped_report_goes_on_with_the_same_plan(asked):
    played = []

    def stopped_at_second(words):
        played.append(words[0])
        if len(played) == 2:
            raise KeyboardInterrupt
        return playing_base_only(words)

    with pytest.raises(Interrupted, match="the same command goes on"):
        report(asked, stopped_at_second)
    plan = json.loads((asked.out / "report.json").read_text())
    again = []
    found = report(asked, lambda words: again.append(words[0]) or "later")
    assert "run" not in again  # it is there already
    assert found["pieces"] == plan["pieces"]


@pytest.mark.parametrize("edit", [Path.unlink, lambda file: file.write_text(file.read_text() + "# mine\n")])
def test_an_edited_experiment_is_named_and_not_played(asked, edit):
    report(asked, playing_base_only)
    edit(asked.out / "sensitivity.yaml")
    played = []
    with pytest.raises(StoreError, match=r"sensitivity\.yaml (is not the file that this report left|cannot be read)"):
        report(asked, played.append)
    assert not played


def test_a_report_of_before_it_kept_a_hash_goes_on(asked):
    report(asked, playing_base_only)
    plan = json.loads((asked.out / "report.json").read_text())
    del plan["experiment_sha256"]
    (asked.out / "report.json").write_text(json.dumps(plan))
    assert report(asked, playing_base_only)["answer"]["name"] == "talks.settlement"


def test_an_answer_that_was_killed_before_it_was_noted_is_made_again(asked):
    """The note beside it, which has its hash, is written last; what was half written then goes."""
    report(asked, playing_base_only)
    folder = asked.out / "why"
    folder.mkdir()
    (folder / "why.json").write_text("{}")
    (folder / ".why.manifest.json.1234.tmp").write_text("")
    again = []
    report(asked, lambda words: again.append(words[0]) or "later")
    assert "why" in again
    assert "run" not in again
    assert [path.name for path in folder.iterdir()] == ["why.json"]


def test_a_folder_of_something_else_is_left_alone(asked):
    report(asked, playing_base_only)
    with pytest.raises(StoreError, match="no report of the same"):
        report(asked._replace(seed=2), playing_base_only)


@pytest.mark.slow
def test_the_command_writes_a_brief_with_doubt_and_reasons(tmp_path):
    file = tmp_path / "s.yaml"
    beliefs = {name: {"settles": {"beta": [2, 2]}} for name in ("rebels", "state")}
    data = scenario(answers="talks.settlement", question="Do they settle?", parties=beliefs)
    file.write_text(dump(data), encoding="utf-8")
    (tmp_path / "what_if_patient.yaml").write_text("extends: s.yaml\ntitle: What if rebels were patient?\nparties: {rebels: {patience: 20}}\n")  # fmt: skip
    done = parley("report", file, "--minutes", 0.6, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {piece["name"] for piece in found["pieces"]} >= {"base", "why", "variants", "rivals"}
    page = (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    assert "If rebels were patient" in page
    assert "By who is made to mean it" in page
    for piece in found["pieces"]:
        assert f"parley {piece['words'][0]}" in page or piece["name"] in found["failed"]
    again = parley("report", file, "--minutes", 0.6, "--out", tmp_path / "out")
    assert again.returncode == 0
    if not found["failed"]:  # all of it was there
        assert (tmp_path / "out" / "brief.html").read_text(encoding="utf-8") == page
