"""Question files: what they may say, every mistake at its place, and that the same histories answer them."""

import datetime
import inspect
from textwrap import dedent

import numpy as np
import pytest

from experiments.forecast import sealed_file
from experiments.forecast.questions import Question, Questions, asked_of, dated, load_questions, read_at
from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.vocabulary import Condition, Scenario
from tests.conftest import columns, kernel, scenario

TWO_RUNGS = [{"name": "ceasefire"}, {"name": "settlement", "agenda": ["pie"], "binding": True}]
TALKS = Scenario.model_validate(
    scenario(
        tables={"talks": {"rungs": TWO_RUNGS}},
        sources={
            "press": {"title": "What the press said", "date": "2019-12-01", "file": "press.txt"},
            "book": {"title": "A book", "date": "1999-01-01"},
        },
    )
)

GOOD = """\
parley_questions: 1
title: Two questions
questions:
  met:
    title: Do they meet by March?
    by: 2020-03-31
    ask: {table: talks, meetings: 1}
    base_rate: 0.4
    evidence: {inferred: book, how: counted there}
  far:
    title: How far do they get by the end of 2020?
    by: 2020-12-31
    ordered:
      settled: {table: talks, reached: settlement}
      truce: {table: talks, reached: ceasefire}
      nothing: {otherwise: true}
    base_rate: {settled: 0.1, truce: 0.3, nothing: 0.6}
    evidence: {assumed: a guess}
    block: talks_far
"""


def loaded(tmp_path, text=GOOD, stem="talks"):
    path = tmp_path / "q.yaml"
    path.write_text(dedent(text))
    return load_questions(path, TALKS, stem)


def complaints(tmp_path, text):
    """Line:column and message of each problem."""
    with pytest.raises(ScenarioError) as error:
        loaded(tmp_path, text)
    return [f"{p.mark.line}:{p.mark.column}: {p.path}: {p.message}" for p in error.value.problems]


def changed(*pairs):
    """The good file with pieces replaced."""
    text = GOOD
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


# ------------------------------------------------------------------------------ what they say


def test_a_question_has_categories_dates_rates_and_a_block(tmp_path):
    questions = loaded(tmp_path).questions.questions
    met, far = questions["met"], questions["far"]
    assert list(met.categories()) == ["yes", "no"]
    assert met.categories()["yes"].by == datetime.date(2020, 3, 31)
    assert met.categories()["no"].otherwise
    assert met.base_rates() == [0.4, 0.6]
    assert met.block_name() == "talks"
    assert list(far.categories()) == ["settled", "truce", "nothing"]
    assert far.base_rates() == pytest.approx([0.1, 0.3, 0.6])
    assert far.block_name() == "talks_far"


def test_the_block_is_what_is_first_asked_about():
    for condition, block in (
        ({"violence": "all", "at_least": 5}, "war"),
        ({"issue": "pie", "at_least": 1}, "pie"),
        ({"not": {"any": [{"table": "talks", "meetings": 1}, {"issue": "pie", "at_least": 1}]}}, "talks"),
        ({"all": []}, "other"),
    ):
        question = Question.model_validate({"title": "?", "by": "2020-03-31", "ask": condition})
        assert question.block_name() == block


def test_base_rates_that_nearly_add_up_are_made_to(tmp_path):
    text = changed(("settled: 0.1, truce: 0.3, nothing: 0.6", "settled: 0.1, truce: 0.3, nothing: 0.6000001"))
    rates = loaded(tmp_path, text).questions.questions["far"].base_rates()
    assert sum(rates) == pytest.approx(1, abs=1e-15)


def test_a_date_goes_to_every_condition_that_has_none():
    by, other = datetime.date(2020, 6, 30), datetime.date(2020, 2, 1)
    condition = Condition.model_validate(
        {
            "any": [{"table": "talks", "meetings": 1}, {"table": "talks", "reached": "settlement", "by": other}],
            "not": {"all": [{"table": "talks", "signed": "settlement"}]},
        }
    )
    found = dated(condition, by)
    assert found.by is None
    assert [part.by for part in found.any] == [by, other]
    assert found.not_.all[0].by == by
    assert condition.any[0].by is None  # the file's own is left alone


def test_histories_are_read_at_the_end_of_the_round(tmp_path):
    question = loaded(tmp_path, changed(("2020-03-31", "2020-03-05"))).questions.questions["met"]
    assert read_at(question, TALKS) == datetime.date(2020, 3, 31)


def test_the_same_histories_answer_every_question(tmp_path):
    """Outcomes change nothing else; the answer is what the histories' own columns say."""
    plain = columns(scenario(tables={"talks": {"rungs": TWO_RUNGS}}), 400)
    for name, question in loaded(tmp_path).questions.questions.items():
        found = play(compile_scenario(asked_of(TALKS, question)), 1, 0, 400, kernel())
        for column in plain.keys() - {"outcome"}:
            assert plain[column].tobytes() == found[column].tobytes(), column
        first, deadline = plain["talks.first_meeting"], 3 if name == "met" else 12
        if name == "met":
            expected = np.where((first > 0) & (first <= deadline), 0, 1)
        else:
            settled, truce = (plain[f"talks.{rung}.reached"] for rung in ("settlement", "ceasefire"))
            by = [(settled > 0) & (settled <= deadline), (truce > 0) & (truce <= deadline)]
            expected = np.select([by[0], by[0] | by[1]], [0, 1], 2)
        assert found["outcome"].tolist() == expected.tolist()
        assert 0 < np.mean(expected == 0) < 1


# ------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ([("by: 2020-03-31", "by: 2020-01-01")], "6:9: questions.met.by: must be after as_of (2020-01-01)"),
        ([("by: 2020-03-31", "by: 2019-06-01")], "6:9: questions.met.by: must be after as_of"),
        ([("by: 2020-03-31", "by: 2022-01-01")], "6:9: questions.met.by: after the last round, which ends on 2021-12-31"),
        ([("    by: 2020-03-31\n", "")], 'questions.met: missing: "by" is required'),
        ([("by: 2020-03-31", "by: 2020-02-30")], "there is no such day"),
        ([("table: talks, meetings: 1", "table: tolks, meetings: 1")], '7:18: questions.met.ask.table: there is no table "tolks"; did you mean "talks"?'),
        ([("reached: settlement", "reached: setlement")], '14:40: questions.far.ordered.settled.reached: there is no rung of table "talks" called "setlement"; did you mean "settlement"?'),
        ([("meetings: 1}", "meetings: 1, by: 2020-04-01}")], "questions.met.ask.by: is 2020-04-01, after the question's own by (2020-03-31)"),
        ([("meetings: 1}", "meetings: 1, by: 5}")], "questions.met.ask.by: is 2020-05-31, after the question's own by (2020-03-31)"),
        ([("meetings: 1}", "meetings: 1, by: 0}")], "rounds are numbered from 1"),
        ([("nothing: {otherwise: true}", "nothing: {table: talks, meetings: 0}")], "questions.far.ordered.nothing: the last outcome must be {otherwise: true}"),
        ([("truce: {table: talks, reached: ceasefire}", "truce: {otherwise: true}")], "questions.far.ordered.truce.otherwise: always holds"),
        ([("ask: {table: talks, meetings: 1}", "ask: {otherwise: true}")], "questions.met.ask.otherwise: always holds"),
        ([("ask: {table: talks, meetings: 1}", "ask: {tabel: talks, meetings: 1}")], '"table"'),
        ([("    ask: {table: talks, meetings: 1}\n", "")], "has either ask (yes or no) or ordered"),
        ([("    ordered:\n", "    ask: {table: talks, meetings: 1}\n    ordered:\n")], "has either ask (yes or no) or ordered"),
        ([("      truce: {table: talks, reached: ceasefire}\n      nothing: {otherwise: true}\n", "")], "needs at least 2 entries, has 1"),
        ([("{table: talks, meetings: 1}", "{violence: all, at_least: .inf}")], "7:36: questions.met.ask.at_least: must be a finite number"),
        ([("{table: talks, meetings: 1}", "{violence: all, at_most: .nan}")], "questions.met.ask.at_most: must be a finite number"),
        ([("{table: talks, meetings: 1}", "{violence: rebel, at_least: 3}")], 'did you mean "rebels"?'),
        ([("base_rate: 0.4", "base_rate: 1")], "must be greater than 0 and less than 1, got 1"),
        ([("base_rate: 0.4", 'base_rate: "0.4"')], 'expected a number or keys and values, got the text "0.4"'),
        ([("base_rate: 0.4", "base_rate: true")], "expected a number or keys and values, got true"),
        ([("base_rate: 0.4", "base_rate: 40 %")], 'expected a number or keys and values, got the text "40 %"'),
        ([("base_rate: 0.4", "base_rate: {yes: 0.4}")], "8:16: questions.met.base_rate: is one probability, that of a yes"),
        ([("base_rate: {settled: 0.1, truce: 0.3, nothing: 0.6}", "base_rate: 0.5")], "needs a probability for each category: settled, truce, nothing"),
        ([("truce: 0.3, nothing", "truze: 0.3, nothing")], "for nothing else; see truce, truze"),
        ([("nothing: 0.6", "nothing: 0.5")], "must add up to 1, not to 0.9"),
        ([("    evidence: {assumed: a guess}\n", "")], "a base rate needs evidence"),
        ([("inferred: book", "inferred: bok")], '9:26: questions.met.evidence.inferred: there is no source "bok"; did you mean "book"?'),
        ([("{inferred: book, how: counted there}", "{quoted: book, text: so it is}")], "has no file to look the words up in"),
        ([("{assumed: a guess}", '{assumed: " "}')], "is empty; say why it was assumed"),
        ([("questions:\n", "sources: {late: {title: Later, date: 2021-01-01}}\nquestions:\n")], "sources.late.date: published on 2021-01-01, after as_of"),
        ([("parley_questions: 1", "parley_questions: 2")], "1:19: parley_questions: must be 1, got 2"),
        ([("parley_questions: 1", "parley: 1")], "this is a scenario, and a file of questions is wanted here"),
        ([("  met:", "  Met it:")], 'write "met_it"'),
        ([("    block: talks_far", "    blok: talks_far")], 'not a known key; did you mean "block"?'),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_place(tmp_path, pairs, problem):
    found = complaints(tmp_path, changed(*pairs))
    assert any(problem in line for line in found), found


@pytest.mark.parametrize(
    "pair",
    [
        ("by: 2020-03-31", "by: 2021-12-31"),  # the last day of all
        ("meetings: 1}", "meetings: 1, by: 2020-03-31}"),
        ("meetings: 1}", "meetings: 1, by: 3}"),
    ],
)
def test_the_last_day_still_counts(tmp_path, pair):
    assert loaded(tmp_path, changed(pair)).warnings == ()


def test_all_mistakes_at_once(tmp_path):
    text = changed(
        ("2020-03-31", "2022-01-01"), ("reached: ceasefire", "reached: peace"), ("nothing: 0.6", "nothing: 0.9")
    )
    assert [line.split(": ")[1] for line in complaints(tmp_path, text)] == [
        "questions.met.by", "questions.far.ordered.truce.reached", "questions.far.base_rate",
    ]  # fmt: skip


def test_a_source_of_the_file_is_known_beside_those_of_the_scenario(tmp_path):
    text = changed(
        ("questions:\n", "sources: {list: {title: A list, date: 2010-01-01}}\nquestions:\n"),
        ("{assumed: a guess}", "[{inferred: list, how: counted}, {quoted: press, text: so it is}]"),
    )
    assert loaded(tmp_path, text).warnings == ()


@pytest.mark.parametrize(
    ("pairs", "warning"),
    [
        ([("title: Two questions", "title: Two\nscenario: other")], "these questions were written for other, not for talks"),
        ([("meetings: 1}", "meetings: 99}")], "can never hold"),
        ([("settled: {table: talks, reached: settlement}", "settled: {table: talks, reached: ceasefire}")], "never counts"),
    ],
)  # fmt: skip
def test_what_is_hardly_meant_is_a_warning(tmp_path, pairs, warning):
    assert any(warning in str(found) for found in loaded(tmp_path, changed(*pairs)).warnings)


def test_the_good_file_has_no_warnings(tmp_path):
    assert loaded(tmp_path).warnings == ()


def test_the_hash_is_of_what_is_said_not_of_its_layout(tmp_path):
    one = loaded(tmp_path).sha256
    assert (
        loaded(tmp_path, "# a comment\n" + GOOD.replace("{assumed: a guess}", "{ assumed: 'a guess' }")).sha256 == one
    )
    assert loaded(tmp_path, changed(("a guess", "another guess"))).sha256 != one


@pytest.mark.parametrize(
    "model", [Question, Questions, sealed_file.Forecast, sealed_file.Asked, sealed_file.Category, sealed_file.Spread]
)
def test_every_field_says_what_it_is_for(model):
    source = inspect.getsource(model)
    for name in vars(model)["__annotations__"]:
        assert source.split(f"\n    {name}: ", maxsplit=1)[1].splitlines()[1].startswith('    """'), name
