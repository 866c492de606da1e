"""Answers that came true: read as people write them, annulled, dated, and told what is doubtful."""

from datetime import UTC, date, datetime

import pytest

from experiments.estimates import proper_scores
from experiments.forecast.resolutions import Resolution, doubtful, known_when_sealed, read_answers
from experiments.forecast.score import report
from experiments.forecast.sealed_file import Asked, Category, Forecast, Spread
from experiments.sheets.sheet import SheetError


def asked(name, title, by, **chances):
    categories = [
        Category(name=each, condition={}, n=1, p=0.5, lo=0, hi=1, forecast=chance, base_rate=chance)
        for each, chance in chances.items()
    ]
    evidence = [{"inferred": "w", "how": "17 of 41", "source": "Walter, 1 July 1999"}]
    return Asked(
        name=name, title=title, by=by, read_at=by, resolves=None, block=name, evidence=evidence, categories=categories
    )


def forecast(sealed="2020-01-02"):
    return Forecast(
        parley_forecast=1, title="Three questions", scenario="Talks", scenario_sha256="", questions_sha256="",
        as_of=date(2020, 1, 1), sealed_at=datetime.fromisoformat(sealed).replace(tzinfo=UTC), seed=1, histories=10,
        rules_sha256="", overrides=[], versions={}, platform={}, digest="",
        expected={kind: Spread(mean=0.2, lo=0.1, hi=0.3) for kind in proper_scores.KINDS},
        questions=[
            asked("met", "Do they meet?", date(2020, 3, 31), yes=0.3, no=0.7),
            asked("far", "How far?", date(2020, 12, 20), settled=0.2, truce=0.3, nothing=0.5),
            asked("late", "A settlement?", date(2021, 12, 31), yes=0.4, no=0.6),
        ],
    )  # fmt: skip


def answered(folder, text, sealed=None):
    (folder / "r.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_answers(folder / "r.csv", sealed or forecast())


@pytest.mark.parametrize(
    "text",
    [
        "question,answer\nmet,yes\nfar,truce\n",
        "\ufeffAnswer, Question \r\n Yes , MET\r\nTruce,far\r\n,late\r\n",
        "Question;Answer;Note\r\nDo they meet?;YES;as expected\r\nHow far?;truce;\r\n",
        "sep=;\nquestion;answer\nmet;TRUE\nfar;truce\n",
        "question\tanswer\nmet\ty\nfar\ttruce\n".encode("utf-16"),
        "question,answer,\nmet,yes,\nlate\nfar,truce,\n,,\n",
    ],
)
def test_answers_are_read_as_people_write_them(tmp_path, text):
    assert answered(tmp_path, text) == {"met": Resolution(0, None, None), "far": Resolution(1, None, None)}


@pytest.mark.parametrize("day", ["2020-02-01", "01.02.2020", "2020/02/01"])
def test_dates_and_sources_are_read(tmp_path, day):
    found = answered(tmp_path, f'question,answer,Resolved on,source\nmet,no,{day},"a, b"\n')
    assert found == {"met": Resolution(1, date(2020, 2, 1), "a, b")}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("question,answer\nmat,yes\n", [':2:1: question: there is no question "mat"; did you mean "met"?']),
        ("question,answer\nmet,ye\n", [':2:2: answer: must be yes, no or annulled, got "ye"; did you mean "yes"?']),
        ("question,answer\nfar,yes\n", [':2:2: answer: must be settled, truce, nothing or annulled, got "yes"']),
        ("question,answer\nmet,yes\nlate,no\nMet,no\n", [':4:1: question: "met" was answered on line 2 already']),
        ("question,answer\nmet,maybe\n\nfor,no\n", [":2:2: answer:", ":4:1: question:"]),
        ("question,answer\n,yes\n", [":2:1: question: is empty"]),
        ("question,answer,resolved_on\nmet,yes,soon\n", [':2:3: resolved_on: expected a date such as 2018-12-31, got "soon"']),
        ("question,answer,resolved_on\nmet,yes,02/03/2020\n", [":2:3: resolved_on: \"02/03/2020\" may be 2020-02-03 or 2020-03-02"]),
        ("question,answer,resolved_on\nmet,yes,2019-12-31\n", [":2:3: resolved_on: 2019-12-31 is before as_of (2020-01-01)"]),
        ("question,answer\nmet,yes,2020-02-01\n", [":2:3: 3 cells under 2 headings"]),
        ("question,anser\nmet,yes\n", [':1:1: there is no column "answer"', ':1:2: not a known column: "anser"; did you mean "answer"?']),
        ("question,answer,answer\n", [':1:3: the column "answer" is there twice']),
        ("question,answer,Answer\nmet,yes,no\n", [':1:3: the column "answer" is there twice']),
        ("", [":1:1: the file is empty"]),
        ("question,answer\nmet,\n", [":1:1: no question has an answer yet"]),
        ("question,answer\nmet\n", [":1:1: no question has an answer yet"]),
        ("question,answer\n", [":1:1: no question has an answer yet"]),
        ("question,answer\nmet,annulled\n", [":1:1: all answers are annulled"]),
        ('question,answer\n"met,yes\n', [":2:1: a quotation mark opens in this row and is never closed"]),
        ('question,answer,resolved_on,source\nmet,yes,,"two\nlines"\nfar,what,,\n', [":4:2: answer: must be settled"]),
    ],
)  # fmt: skip
def test_each_mistake_in_the_answers_has_its_place(tmp_path, text, problems):
    with pytest.raises(SheetError) as error:
        answered(tmp_path, text)
    for line, problem in zip(str(error.value).splitlines(), problems, strict=True):
        assert line.startswith(f"{tmp_path / 'r.csv'}{problem}")


# ------------------------------------------------------------------------------ annulled


@pytest.mark.parametrize("word", ["annulled", "Annulled", "void"])
def test_an_annulled_question_counts_in_no_score(tmp_path, word):
    sealed = forecast()
    with_it = report(sealed, "", answered(tmp_path, f"question,answer,source\nmet,yes,\nfar,{word},court\nlate,no,\n"))
    without = report(sealed, "", answered(tmp_path, "question,answer\nmet,yes\nlate,no\n"))
    assert with_it["annulled"] == [{"name": "far", "title": "How far?", "resolved_on": None, "source": "court"}]
    assert (with_it["unresolved"], without["unresolved"]) == ([], ["far"])
    for key in ("resolved", "questions", "mean", "against", "reliability"):
        assert with_it[key] == without[key]
    assert with_it["expected"] is None  # that was said of all questions together


def test_a_category_of_that_name_is_an_answer(tmp_path):
    sealed = forecast()
    other = asked("far", "How far?", date(2020, 12, 20), void=0.5, kept=0.5)
    sealed = sealed.model_copy(update={"questions": [sealed.questions[0], other]})
    assert answered(tmp_path, "question,answer\nfar,void\n", sealed) == {"far": Resolution(0, None, None)}


# ------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("met,yes,2020-02-01", None), ("met,yes,2020-03-31", None), ("met,no,2020-04-02", None),
        ("far,settled,2020-06-01", None), ("far,nothing,2021-02-01", None),
        ("met,yes,2020-04-02", "as of 2 April 2020, after its day (31 March 2020): had it come about by then?"),
        ("far,truce,2021-02-01", "“truce” as of 1 February 2021, after its day"),
        ("met,no,2020-02-01", "before its day (31 March 2020): could it not change until then?"),
        ("far,truce,2020-02-01", "before its day (20 December 2020): could it not change until then?"),
        ("met,annulled,2020-04-02", None),
    ],
)  # fmt: skip
def test_what_is_known_early_must_be_final_and_what_is_known_late_have_been_in_time(tmp_path, row, words):
    found = list(doubtful(forecast(), answered(tmp_path, f"question,answer,resolved_on\nlate,no,2021-12-31\n{row}\n")))
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


def test_an_answer_that_was_known_when_it_was_sealed_is_named(tmp_path):
    text = "question,answer,resolved_on\nmet,yes,2020-02-01\nfar,settled,2020-02-20\n"
    for sealed, late in (
        ("2020-01-15", []),
        ("2020-02-10", ["met"]),
        ("2020-03-01", ["met", "far"]),
        ("2022-01-01", ["met", "far", "late"]),
    ):
        about = forecast(sealed)
        assert known_when_sealed(about, answered(tmp_path, text, about)) == late


def test_the_source_of_a_base_rate_is_told(tmp_path):
    told = report(forecast(), "", answered(tmp_path, "question,answer\nmet,yes\n"))
    assert told["questions"][0]["base_rate_from"] == ["17 of 41 (Walter, 1 July 1999)"]
