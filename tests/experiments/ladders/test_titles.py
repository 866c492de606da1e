"""Titles that are none, in every kind of file that has some: one message each, at the title."""

import pytest

from experiments.forecast.questions import load_questions
from experiments.ladders.loading import load
from experiments.sweep.experiment import load_experiment
from sim.scenario.document import ScenarioError
from tests.places import SCENARIOS

EMPTY, LINES = "is empty: say in a line what this is", "goes over several lines; a title is one line"
BAD = [('""', EMPTY), ('"  "', EMPTY), (r'"a\nb"', LINES), (r'"a\u2028b"', LINES)]
SCENARIO = SCENARIOS / "generic_civil_war.yaml"


def refused(read, *places, message):
    with pytest.raises(ScenarioError) as caught:
        read()
    assert [(problem.path, problem.message) for problem in caught.value.problems] == [(at, message) for at in places]


@pytest.mark.parametrize(("title", "message"), BAD)
def test_of_a_scenario(title, message, tmp_path):
    before = SCENARIO.read_text().splitlines()
    lines = [f"title: {title}" if line.startswith("title:") else line for line in before]
    assert lines != before
    (tmp_path / "s.yaml").write_text("\n".join(lines))
    refused(lambda: load(tmp_path / "s.yaml"), "title", message=message)


@pytest.mark.parametrize(("title", "message"), BAD)
def test_of_an_experiment_and_its_factors(title, message, tmp_path):
    (tmp_path / "e.yaml").write_text(
        f"parley_experiment: 1\ntitle: {title}\nscenario: {SCENARIO}\ndesign: grid\n"
        f"factors:\n  a: {{path: parties.insurgents.settles, values: [0.2, 0.8], title: {title}}}\n"
    )
    refused(lambda: load_experiment(tmp_path / "e.yaml"), "title", "factors.a.title", message=message)


@pytest.mark.parametrize(("title", "message"), BAD)
def test_of_questions(title, message, tmp_path):
    (tmp_path / "q.yaml").write_text(
        f"parley_questions: 1\ntitle: {title}\n"
        f"questions:\n  a: {{title: {title}, by: 2026-12-31, ask: {{table: talks, meetings: 1}}}}\n"
    )
    scenario = load(SCENARIO).scenario
    refused(lambda: load_questions(tmp_path / "q.yaml", scenario, "s"), "title", "questions.a.title", message=message)
