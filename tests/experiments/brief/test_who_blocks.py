"""Who blocks and what changes do, in a brief: at the table that is asked about, short of the step that is asked for."""

from pathlib import Path

import pytest

from experiments.brief.folders import BriefError, Run, _of_the_same
from experiments.brief.judgements import blockers
from experiments.brief.names import Names
from experiments.brief.sections.what_would_change import steps_drawn
from experiments.estimates.asked import goal_of
from sim.scenario.load import load
from tests.places import SCENARIOS

ROWS = [
    ("kabul_taliban", "taliban", "did_not_come", 0.6), ("intra_afghan", "taliban", "refused", 0.1),
    ("intra_afghan", "afghan_government", "did_not_come", 0.3),
]  # fmt: skip


def share(n):
    return {"n": n, "p": n / 100, "lo": n / 100, "hi": n / 100}


def run_of(answers, reached=60):
    """A run of a hundred histories of the Afghan case, in so many of which every step but the last is reached."""
    case = load(SCENARIOS / "afghan_peace_2018.yaml").scenario.model_copy(update={"answers": answers})
    tables = {
        name: {"rungs": {rung.name: share(reached if rung is not table.rungs[-1] else 5) for rung in table.rungs}}
        for name, table in case.tables.items()
    }
    rows = [
        {"table": table, "short_of": goal_of(case, table), "party": who, "how": how, "issue": None, "share": p}
        for table, who, how, p in ROWS
    ]
    told = {"histories": 100, "scenario": "A", "scenario_sha256": "1", "tables": tables, "blame": rows}
    return Run(Path("base"), told, {}, case)


def test_the_table_that_is_asked_about_comes_before_one_that_is_blocked_more_often():
    run = run_of("intra_afghan.opening")
    [point] = blockers(run, Names(run.scenario))
    assert "is not reached" in point.text
    assert "in 40 of 100 simulated histories; in 30 of 100 the last obstacle is “Afghan government”." in point.text
    assert "did not come (30\u00a0% of all histories), expecting less of a meeting than it would cost." in point.text


def test_where_nothing_is_asked_it_is_whoever_blocks_most_often():
    run = run_of(None)
    [point] = blockers(run, Names(run.scenario))
    assert "in 95 of 100 simulated histories; in 60 of 100 the last obstacle is “Taliban”." in point.text


@pytest.mark.parametrize(
    ("answers", "reached", "drawn"),
    [
        ("intra_afghan.opening", 60, ["opening", "afghan_settlement"]),
        ("intra_afghan.opening", 2, ["opening", "afghan_settlement"]),
        ("intra_afghan.afghan_settlement", 60, ["opening", "afghan_settlement"]),
        (None, 60, ["opening", "afghan_settlement"]),
        (None, 2, ["opening"]),
    ],
)
def test_the_figure_of_changes_has_the_step_that_is_asked_for(answers, reached, drawn):
    assert steps_drawn(run_of(answers, reached), "intra_afghan") == drawn


def test_what_was_played_of_an_edited_file_is_not_said_to_be_another_scenarios():
    edited = {"scenario": "A", "scenario_sha256": "2"}
    with pytest.raises(BriefError, match="the doubt is of “A” as it was before or after base: play one of them again"):
        _of_the_same(edited, run_of(None), "doubt")
    with pytest.raises(BriefError, match="of another scenario"):
        _of_the_same(edited | {"scenario": "B"}, run_of(None), "doubt")
