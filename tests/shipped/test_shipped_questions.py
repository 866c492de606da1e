"""The questions that come with a scenario: they can be asked, they are dated after what was known, and hold no answers."""

import datetime

import pytest

from experiments.forecast.answers import play_answers
from experiments.forecast.questions import load_questions
from sim.scenario.extends import read
from sim.scenario.load import load
from tests.places import SCENARIOS

FILES = sorted((SCENARIOS / "questions").glob("*.yaml"))


def asked(path):
    """A shipped file's scenario and questions."""
    stem = read(path).data["scenario"]
    scenario = load(SCENARIOS / f"{stem}.yaml").scenario
    return scenario, load_questions(path, scenario, stem)


def test_there_are_ten_for_the_afghan_scenario():
    _, found = asked(SCENARIOS / "questions" / "afghan_peace_2018.yaml")
    assert len(found.questions.questions) == 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_they_can_be_asked_without_a_warning_and_say_how_they_are_resolved(path):
    scenario, found = asked(path)
    assert found.warnings == ()
    for question in found.questions.questions.values():
        assert question.title.endswith("?")
        assert question.resolves
        assert question.base_rates() is not None
        assert question.by > scenario.as_of


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_year_after_the_last_date_stands_in_them(path):
    """Hindsight might show as one."""
    _, found = asked(path)
    last = max(question.by for question in found.questions.questions.values())
    text = path.read_text(encoding="utf-8")
    assert not [year for year in range(last.year + 1, datetime.date.today().year + 1) if str(year) in text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_question_is_settled_beforehand_and_all_histories_have_an_answer(path):
    scenario, found = asked(path)
    answers = play_answers(scenario, found.questions, 1, 1000, lambda n: None)
    for row, question in zip(answers, found.questions.questions.values(), strict=True):
        assert row.min() >= 0
        assert row.max() < len(question.categories())
        assert len(set(row.tolist())) > 1


def test_the_violence_of_the_year_before_is_what_is_asked_about():
    """21,263 deaths from September 2017 to August 2018 (UCDP/VIEWS, CC BY 4.0), month by month."""
    months = (1455, 1731, 1225, 1012, 1734, 1530, 1475, 1697, 2590, 1730, 2690, 2394)
    _, found = asked(SCENARIOS / "questions" / "afghan_peace_2018.yaml")
    assert found.questions.questions["violence"].ask.at_least == sum(months) + 1
