"""One pass over the histories: every question gets the answers that it would get if it were the only one."""

import numpy as np
import pytest

from experiments.forecast.answers import play_answers
from experiments.forecast.questions import Questions, asked_of
from experiments.runs.blocks import play
from experiments.runs.holding import HoldingEngine
from sim.engine.arrays import compile_scenario
from sim.scenario.vocabulary import Scenario
from tests.conftest import kernel, scenario, unreluctant

pytestmark = pytest.mark.slow

HISTORIES = 300
CONDITIONS = {
    "met": {"table": "talks", "meetings": 2},
    "reached": {"table": "talks", "reached": "ceasefire"},
    "signed_by_number": {"table": "talks", "signed": "settlement", "by": 15},
    "level": {"issue": "pie", "at_least": 0.3},
    "quiet": {"violence": "all", "months": 6, "at_most": 6},
    "loud": {"violence": "rebels", "months": 12, "at_least": 8},
    "won": {"won": "insurgent"},
    "strong": {"leverage": "insurgent", "at_least": 0.55},
    "not_met": {"not": {"table": "talks", "meetings": 1}},
    "some": {"any": [{"issue": "pie", "at_least": 0.6}, {"all": [{"table": "talks", "reached": "ceasefire"}, {"violence": "state", "at_most": 8}]}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def subject():
    rungs = [{"name": "ceasefire"}, {"name": "settlement", "agenda": ["pie"], "binding": True}]
    fights = {name: {"violence": 10, "effort": 0, "settles": 0.8, "cost": 1} for name in ("rebels", "state")}
    talks = Scenario.model_validate(
        unreluctant(scenario(tables={"talks": {"rungs": rungs}}, parties=fights, war={"victory": 0.1}))
    )
    asked = {name: {"title": name, "by": "2021-06-30", "ask": condition} for name, condition in CONDITIONS.items()}
    asked["far"] = {
        "title": "far", "by": "2021-06-30",
        "ordered": {"settled": CONDITIONS["signed_by_number"], "truce": CONDITIONS["reached"], "none": {"otherwise": True}},
    }  # fmt: skip
    return talks, Questions.model_validate({"parley_questions": 1, "title": "T", "questions": asked})


def test_each_question_is_answered_as_if_it_were_the_only_one(subject):
    talks, questions = subject
    found = play_answers(talks, questions, 3, HISTORIES, lambda n: None)
    for row, (name, question) in zip(found, questions.questions.items(), strict=True):
        alone = play(compile_scenario(asked_of(talks, question)), 3, 0, HISTORIES, kernel())["outcome"]
        assert np.array_equal(row, alone), name
        assert len(set(row.tolist())) > 1, name  # or nothing was compared


def test_each_history_is_played_once_however_many_questions_there_are(subject, monkeypatch):
    talks, questions = subject
    played, told = [], []
    monkeypatch.setattr(HoldingEngine, "play", lambda self, compiled, seed, first, records: played.append(first))
    play_answers(talks, questions, 3, 1200, told.append)
    assert sorted(played) == list(range(1200))
    assert sum(told) == 1200


@pytest.mark.parametrize("name", ["won", "strong", "loud"])
def test_the_war_is_asked_about_by_the_day_of_the_question(subject, name):
    _, questions = subject
    question = questions.questions[name]
    assert question.categories()["yes"].by == question.by
    assert question.block_name() == "war"
