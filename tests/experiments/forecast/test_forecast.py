"""Sealing and scoring: from a scenario and questions to a file with a hash, and from answers to scores."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.estimates import proper_scores
from experiments.forecast import score as score_module
from experiments.forecast import seal, sealed_file
from experiments.forecast.answers import play_answers
from experiments.forecast.questions import load_questions
from experiments.forecast.resolutions import Resolution
from experiments.forecast.run import score_file
from experiments.forecast.score import ENOUGH_BLOCKS, report
from experiments.forecast.sealed_file import SealError, text_of
from sim.scenario.load import load
from sim.scenario.yaml_text import dump
from tests.conftest import scenario
from tests.places import ROOT

pytestmark = pytest.mark.slow

EPOCH = "1577836800"  # 2020-01-01T00:00:00Z
HISTORIES = 3000
TALKS = scenario(tables={"talks": {"rungs": [{"name": "ceasefire"}, {"name": "settlement", "agenda": ["pie"]}]}})
QUESTIONS = {
    "parley_questions": 1,
    "title": "Three questions",
    "questions": {
        "met": {
            "title": "Do they meet by March?",
            "by": "2020-03-31",
            "ask": {"table": "talks", "meetings": 1},
            "base_rate": 0.4,
            "evidence": {"assumed": "a guess"},
            "block": "contacts",
        },
        "far": {
            "title": "How far by the end of 2020?",
            "by": "2020-12-20",
            "ordered": {
                "settled": {"table": "talks", "reached": "settlement"},
                "truce": {"table": "talks", "reached": "ceasefire"},
                "nothing": {"otherwise": True},
            },
            "base_rate": {"settled": 0.1, "truce": 0.3, "nothing": 0.6},
            "evidence": {"assumed": "a guess"},
        },
        "late": {
            "title": "A settlement by the end of 2021?",
            "by": "2021-12-31",
            "ask": {"table": "talks", "reached": "settlement"},
            "block": "late",
        },
    },
}
ANSWERS = "question,answer,resolved_on,source\nmet,yes,2020-02-02,press\nfar,truce,,\nlate,no,2021-12-31,\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with a scenario, questions, answers, and a sealed forecast."""
    folder = tmp_path_factory.mktemp("forecast")
    (folder / "talks.yaml").write_text(dump(TALKS))
    (folder / "questions.yaml").write_text(dump(QUESTIONS))
    (folder / "answers.csv").write_text(ANSWERS)
    done = invoke(
        "seal", folder / "talks.yaml", "--questions", folder / "questions.yaml", "--out", folder / "sealed.json"
    )
    assert done.exit_code == 0, done.output
    return folder


def invoke(*arguments, epoch=EPOCH):
    """The command in this process; the test's folder holds whatever it writes."""
    words = [str(word) for word in arguments]
    if words[0] == "seal" and "--histories" not in words:
        words += ["--histories", str(HISTORIES)]
    return CliRunner().invoke(cli, ["forecast", *words], env={"SOURCE_DATE_EPOCH": epoch})


def score(folder, *options, path="sealed.json", resolved="answers.csv"):
    return invoke("score", folder / path, "--resolved", folder / resolved, *options)


def request_of(folder, histories=HISTORIES):
    loaded = load(folder / "talks.yaml")
    asked = load_questions(folder / "questions.yaml", loaded.scenario, "talks")
    return seal.Request(loaded.scenario, asked.questions, asked.sha256, 1, histories)


def answers_to(request):
    return play_answers(request.scenario, request.questions, request.seed, request.histories, lambda n: None)


def forecast_of(folder):
    return sealed_file.read(folder / "sealed.json")[0]


def listing(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ------------------------------------------------------------------------------ the sealed file


def test_the_printed_hash_is_that_of_the_file(files, tmp_path):
    out = tmp_path / "f.json"
    done = invoke("seal", files / "talks.yaml", "--questions", files / "questions.yaml", "--out", out)
    assert re.search("SHA-256 ([0-9a-f]{64})", done.output)[1] == sealed_file.sha256(out.read_bytes())
    assert str(out) in done.output.replace("\n", "")
    assert "when the dates of" not in done.output  # sealed before any was over


def test_it_says_what_was_sealed(files):
    found = json.loads((files / "sealed.json").read_text())
    assert found["sealed_at"] == "2020-01-01T00:00:00Z"
    assert (found["as_of"], found["seed"], found["histories"], found["parley_forecast"]) == (
        "2020-01-01",
        1,
        HISTORIES,
        1,
    )
    run = CliRunner().invoke(
        cli, ["run", str(files / "talks.yaml"), "--histories", "20", "--json", "--out", str(files / "run")]
    )
    assert found["scenario_sha256"] == json.loads(run.stdout)["scenario_sha256"]
    assert [q["name"] for q in found["questions"]] == ["met", "far", "late"]
    far = found["questions"][1]
    assert (far["by"], far["read_at"], far["block"]) == ("2020-12-20", "2020-12-31", "talks")
    assert far["evidence"] == [{"assumed": "a guess"}]
    assert [c["name"] for c in far["categories"]] == ["settled", "truce", "nothing"]
    assert far["categories"][0]["condition"] == {"table": "talks", "reached": "settlement", "by": "2020-12-20"}
    assert found["questions"][2]["categories"][0]["base_rate"] is None
    for question in found["questions"]:
        counts = [c["n"] for c in question["categories"]]
        assert sum(counts) == HISTORIES
        assert [c["p"] for c in question["categories"]] == [n / HISTORIES for n in counts]
        assert [c["forecast"] for c in question["categories"]] == proper_scores.estimator(counts)


def test_a_settlement_by_the_end_is_the_share_that_a_run_gives(files):
    done = CliRunner().invoke(
        cli,
        ["run", str(files / "talks.yaml"), "--histories", str(HISTORIES), "--json", "--out", str(files / "run_all")],
    )
    run = json.loads(done.stdout)
    late = forecast_of(files).questions[2].categories[0]
    assert late.n == run["tables"]["talks"]["rungs"]["settlement"]["n"]


def test_the_same_second_gives_the_same_bytes_anywhere(files, tmp_path):
    for zone, folder in (("UTC", "a"), ("Asia/Kabul", "b")):
        (tmp_path / folder).mkdir()
        command = [sys.executable, "-m", "experiments.cli", "forecast", "seal", files / "talks.yaml"]
        command += ["--questions", files / "questions.yaml", "--histories", str(HISTORIES), "--json"]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": EPOCH,
            "TZ": zone,
            "PYTHONHASHSEED": "7",
        }
        done = subprocess.run(
            command, cwd=tmp_path / folder, env=environment, capture_output=True, text=True, check=True
        )
        shown = json.loads(done.stdout)
        assert shown["out"] == "talks.forecast.json"
        data = (tmp_path / folder / "talks.forecast.json").read_bytes()
        assert data == (files / "sealed.json").read_bytes()
        assert shown["sha256"] == sealed_file.sha256(data)
        assert shown["forecast"] == json.loads(data)


def test_another_time_seed_or_number_gives_other_bytes(files, tmp_path):
    texts = {(files / "sealed.json").read_bytes()}
    for i, options in enumerate([("--seed", 2), ("--histories", 50), ("--set", "parties.rebels.patience=3")]):
        invoke(
            "seal", files / "talks.yaml", "--questions", files / "questions.yaml", "--out", tmp_path / str(i), *options
        )
        texts.add((tmp_path / str(i)).read_bytes())
    invoke("seal", files / "talks.yaml", "--questions", files / "questions.yaml", "--out", tmp_path / "t", epoch="0")
    texts.add((tmp_path / "t").read_bytes())
    assert len(texts) == 5
    assert json.loads((tmp_path / "2").read_text())["overrides"] == ["parties.rebels.patience=3"]
    assert json.loads((tmp_path / "t").read_text())["sealed_at"] == "1970-01-01T00:00:00Z"


def test_sealing_after_the_dates_is_said_again_with_the_scores(files, tmp_path):
    done = invoke(
        "seal",
        files / "talks.yaml",
        "--questions",
        files / "questions.yaml",
        "--out",
        tmp_path / "f",
        epoch="1600000000",
    )
    assert done.exit_code == 0
    found = json.loads(invoke("score", tmp_path / "f", "--resolved", files / "answers.csv", "--json").output)
    assert found["sealed_late"] == ["met"]
    assert json.loads(score(files, "--json").output)["sealed_late"] == []


def test_sealing_after_the_dates_is_said(files, tmp_path):
    for epoch, words in (
        ("1600000000", "the dates of 1 of 3 questions were past"),
        ("1700000000", "the dates of all questions"),
    ):
        done = invoke(
            "seal",
            files / "talks.yaml",
            "--questions",
            files / "questions.yaml",
            "--out",
            tmp_path / epoch,
            epoch=epoch,
        )
        assert words in " ".join(done.output.split())


@pytest.mark.parametrize("case", ["existing", "folder", "questions", "mistake", "epoch", "scenario"])
def test_nothing_is_written_for_bad_input(files, tmp_path, case):
    (tmp_path / "there.json").write_text("kept")
    (tmp_path / "bad.yaml").write_text(dump(QUESTIONS).replace("2020-03-31", "2019-03-31"))
    talks, questions, out, epoch = files / "talks.yaml", files / "questions.yaml", tmp_path / "new.json", EPOCH
    reason = {
        "existing": "there.json exists already", "folder": "there is no folder", "questions": "there is no such file",
        "mistake": "must be after as_of", "epoch": "SOURCE_DATE_EPOCH", "scenario": "there is no such file",
    }[case]  # fmt: skip
    if case == "existing":
        out = tmp_path / "there.json"
    elif case == "folder":
        out = tmp_path / "none" / "new.json"
    elif case == "questions":
        questions = tmp_path / "none.yaml"
    elif case == "mistake":
        questions = tmp_path / "bad.yaml"
    elif case == "epoch":
        epoch = "yesterday"
    else:
        talks = tmp_path / "none.yaml"
    before = listing(tmp_path)
    done = invoke("seal", talks, "--questions", questions, "--out", out, epoch=epoch)
    assert done.exit_code == 2
    assert reason in done.output
    assert listing(tmp_path) == before


def test_a_file_is_never_overwritten_even_if_it_appears_meanwhile(tmp_path, monkeypatch):
    path = tmp_path / "f.json"
    sealed_file.write(path, b"one")
    with pytest.raises(SealError, match="exists already"):
        sealed_file.write(path, b"two")
    monkeypatch.setattr(sealed_file, "refuse_existing", lambda path: None)  # it came after the look
    with pytest.raises(SealError, match="cannot be written"):
        sealed_file.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["f.json"]


# ------------------------------------------------------------------------------ the seal


def tampered(files, tmp_path, change):
    data = json.loads((files / "sealed.json").read_text())
    change(data)
    path = tmp_path / "tampered.json"
    path.write_bytes(sealed_file.canonical(data))
    return path


def lift(data):
    yes, no = data["questions"][0]["categories"]
    yes["forecast"], no["forecast"] = 0.99, 0.01


@pytest.mark.parametrize(
    "change",
    [
        lift,
        lambda data: data.update(seed=2),
        lambda data: data.update(sealed_at="2019-01-01T00:00:00Z"),
        lambda data: data["questions"][0].update(title="Another question?"),
        lambda data: data["questions"].pop(),
        lambda data: data["questions"].reverse(),
    ],
)
def test_a_changed_file_is_refused(files, tmp_path, change):
    done = invoke("score", tampered(files, tmp_path, change), "--resolved", files / "answers.csv")
    assert done.exit_code == 2
    assert "was changed after it was sealed" in done.output


def test_a_forger_is_caught_by_the_hash(files, tmp_path):
    path = tmp_path / "forged.json"
    forged = forecast_of(files).model_copy(update={"seed": 2})
    path.write_bytes(text_of(forged))
    assert invoke("score", path, "--resolved", files / "answers.csv").exit_code == 0
    true = sealed_file.sha256((files / "sealed.json").read_bytes())
    done = invoke("score", path, "--resolved", files / "answers.csv", "--sha256", true)
    assert done.exit_code == 2
    assert "is not the file that was sealed" in done.output
    assert score(files, "--sha256", true.upper()).exit_code == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "no sealed forecast"),
        (b"[]", "no sealed forecast"),
        (b"{}", "no sealed forecast: parley_forecast: Field required"),
        (b"\xff\xfe", "no sealed forecast"),
        (b"[" * 100_000, "no sealed forecast"),
        (b"parley: 1\n", "no sealed forecast"),
    ],
)
def test_what_is_no_sealed_forecast_is_refused(tmp_path, files, text, reason):
    (tmp_path / "f.json").write_bytes(text)
    done = invoke("score", tmp_path / "f.json", "--resolved", files / "answers.csv")
    assert done.exit_code == 2
    assert reason in done.output


def test_what_is_not_there_is_refused(files, tmp_path):
    assert "there is no such file" in score(files, path="none.json").output
    assert score(files, path="none.json").exit_code == 2
    assert invoke("score", tmp_path, "--resolved", files / "answers.csv").exit_code == 2


def no_sum(data):
    data["questions"][0]["categories"][0]["forecast"] = 0.9


def a_base_rate_missing(data):
    for category, rate in zip(data["questions"][1]["categories"], (None, 0.4, 0.6), strict=True):
        category["base_rate"] = rate


def named_twice(data):
    data["questions"][1]["name"] = "met"


def yes_twice(data):
    data["questions"][0]["categories"][1]["name"] = "yes"


def certain(data):
    yes, no = data["questions"][0]["categories"]
    yes["forecast"], no["forecast"] = 1.0, 0.0


@pytest.mark.parametrize("change", [no_sum, a_base_rate_missing, named_twice, yes_twice, certain])
def test_a_new_digest_does_not_excuse_what_is_no_forecast(files, tmp_path, change):
    data = json.loads((files / "sealed.json").read_text())
    change(data)
    del data["digest"]
    path = tmp_path / "f.json"
    path.write_bytes(sealed_file.canonical(data | {"digest": sealed_file.sha256(sealed_file.canonical(data))}))
    done = invoke("score", path, "--resolved", files / "answers.csv")
    assert done.exit_code == 2
    assert "is no sealed forecast" in done.output


def test_another_layout_or_a_number_that_is_none_is_refused(files, tmp_path):
    data = json.loads((files / "sealed.json").read_text())
    (tmp_path / "layout.json").write_text(json.dumps(data))
    data["questions"][0]["categories"][0]["condition"]["meetings"] = float("nan")
    (tmp_path / "nan.json").write_text(json.dumps(data))
    for name in ("layout.json", "nan.json"):
        done = invoke("score", tmp_path / name, "--resolved", files / "answers.csv")
        assert done.exit_code == 2
        assert isinstance(done.exception, SystemExit)


def test_one_content_has_one_text():
    assert sealed_file.canonical({"b": 1, "a": "é"}) == '{\n "a": "é",\n "b": 1\n}\n'.encode()
    with pytest.raises(ValueError, match="JSON"):
        sealed_file.canonical({"a": float("inf")})


# ------------------------------------------------------------------------------ answers


# ------------------------------------------------------------------------------ scores


def test_scores_of_the_sealed_probabilities(files):
    found = json.loads(score(files, "--json").output)
    met, far, late = forecast_of(files).questions
    by_hand = [
        proper_scores.score(met.forecast, 0),
        proper_scores.score(far.forecast, 1),
        proper_scores.score(late.forecast, 1),
    ]
    for row, expected in zip(found["questions"], by_hand, strict=True):
        assert row["scores"]["forecast"] == expected._asdict()
    assert found["questions"][0]["scores"]["base_rate"]["brier"] == pytest.approx(0.36)
    assert found["questions"][1]["scores"]["base_rate"] == pytest.approx(
        proper_scores.score([0.1, 0.3, 0.6], 1)._asdict()
    )
    assert found["questions"][1]["scores"]["uniform"] == proper_scores.score([1 / 3] * 3, 1)._asdict()
    assert found["questions"][2]["scores"]["base_rate"] is None
    assert found["mean"]["forecast"] == pytest.approx(proper_scores.mean(by_hand)._asdict())
    assert (found["resolved"], found["unresolved"]) == (3, [])
    assert found["questions"][0]["answer"] == "yes"
    assert found["questions"][0]["source"] == "press"


def test_rivals_are_met_on_the_questions_that_both_answered(files):
    found = json.loads(score(files, "--json").output)
    rate, even = found["against"]["base_rate"], found["against"]["uniform"]
    assert (rate["questions"], rate["blocks"], rate["few_blocks"]) == (2, 2, True)
    assert (even["questions"], even["blocks"]) == (3, 3)
    rows = [row["scores"] for row in found["questions"][:2]]
    for kind in proper_scores.KINDS:
        ours = np.mean([row["forecast"][kind] for row in rows])
        theirs = np.mean([row["base_rate"][kind] for row in rows])
        assert rate[kind]["difference"] == pytest.approx(ours - theirs)
        assert rate[kind]["skill"] == pytest.approx(1 - ours / theirs)
        assert rate[kind]["lo"] <= rate[kind]["difference"] <= rate[kind]["hi"]


def test_it_says_that_one_history_is_not_many_independent_trials(files):
    done = score(files)
    words = " ".join(done.output.split())
    assert done.exit_code == 0
    assert "One history is not many independent trials: these 3 answers come from a single course of events" in words
    assert "from 3 blocks they mean little" in words
    assert json.loads(score(files, "--json").output)["caution"].startswith("One history is not many independent trials")
    assert score_module.caution(1).startswith("One history is not many independent trials: this answer comes")


def test_open_questions_are_named_and_not_scored(files, tmp_path):
    (tmp_path / "r.csv").write_text("question,answer\nmet,no\nfar,\n")
    done = invoke("score", files / "sealed.json", "--resolved", tmp_path / "r.csv")
    words = " ".join(done.output.split())
    assert "Not answered yet: How far by the end of 2020? A settlement by the end of 2021?" in words
    assert "Do they meet by March? No" in words
    assert "no interval" in words
    assert "If the histories are right" not in words  # that was said of all questions together
    found = json.loads(invoke("score", files / "sealed.json", "--resolved", tmp_path / "r.csv", "--json").output)
    assert found["against"]["uniform"]["brier"]["lo"] is None
    assert found["expected"] is None


def test_without_base_rates_there_is_no_such_rival(files, tmp_path):
    (tmp_path / "r.csv").write_text("question,answer\nlate,no\n")
    done = invoke("score", files / "sealed.json", "--resolved", tmp_path / "r.csv", "--json")
    assert json.loads(done.output)["against"]["base_rate"] is None
    assert json.loads(done.output)["mean"]["base_rate"] is None
    assert (
        "No question has a base rate" in invoke("score", files / "sealed.json", "--resolved", tmp_path / "r.csv").output
    )


def test_many_blocks_are_not_few():
    assert ENOUGH_BLOCKS == 10
    rows = [
        {
            "block": str(i),
            "scores": {who: proper_scores.score([0.5, 0.5], 0)._asdict() for who in ("forecast", "uniform")},
        }
        for i in range(10)
    ]
    assert not score_module.against(rows, "uniform", 1)["few_blocks"]
    assert score_module.against(rows[:9], "uniform", 1)["few_blocks"]


# ------------------------------------------------------------------------------ round trip


def test_answers_drawn_from_the_histories_get_the_scores_that_were_expected(files):
    """Every history in turn is what happens: on average the forecast scores as sealed, and no rival does better."""
    forecast = forecast_of(files)
    answers = answers_to(request_of(files))
    assert answers.shape == (3, HISTORIES)
    means = {who: np.zeros(3) for who in ("forecast", "uniform", "base_rate")}
    inside, sample = 0, range(0, HISTORIES, 10)
    total, brier = np.zeros(3), forecast.expected["brier"]
    for history in range(HISTORIES):
        ours = [
            proper_scores.score(q.forecast, k) for q, k in zip(forecast.questions, answers[:, history], strict=True)
        ]
        total += proper_scores.mean(ours)
        inside += brier.lo - 1e-12 <= proper_scores.mean(ours).brier <= brier.hi + 1e-12
    for value, kind in zip(total / HISTORIES, proper_scores.KINDS, strict=True):
        assert value == pytest.approx(forecast.expected[kind].mean)
    assert inside / HISTORIES >= 0.95
    for history in sample:
        found = {
            q.name: Resolution(int(k), None, None) for q, k in zip(forecast.questions, answers[:, history], strict=True)
        }
        for who, of in report(forecast, "", found)["mean"].items():
            means[who] += list(of.values())
    assert (means["forecast"] < means["uniform"]).all()


def test_drawn_from_the_histories_the_forecast_is_reliable(files):
    forecast = forecast_of(files)
    answers = answers_to(request_of(files))
    drawn = [
        event
        for history in range(HISTORIES)
        for q, k in zip(forecast.questions, answers[:, history], strict=True)
        for event in proper_scores.events(q.forecast, int(k))
    ]
    for cell in proper_scores.reliability(drawn, 5):
        assert cell.yes / cell.n == pytest.approx(cell.forecast, abs=1e-3)


def test_blocks_of_histories_are_put_together_in_their_order(files, monkeypatch):
    whole = answers_to(request_of(files, 1000))
    monkeypatch.setattr("experiments.runs.blocks.BLOCK", 300)
    assert answers_to(request_of(files, 1000)).tolist() == whole.tolist()
    assert len(set(whole[0].tolist())) == 2


def test_what_is_expected_knows_how_questions_hang_together():
    forecasts = [[0.8, 0.2], [0.8, 0.2]]
    together = seal.expected(np.array([[0, 0, 1, 1], [0, 0, 1, 1]]), forecasts)["brier"]
    apart = seal.expected(np.array([[0, 0, 1, 1], [1, 1, 0, 0]]), forecasts)["brier"]
    assert (together.mean, apart.mean) == pytest.approx((0.34, 0.34))
    assert (together.lo, together.hi) == pytest.approx((0.04, 0.64))
    assert (apart.lo, apart.hi) == pytest.approx((0.34, 0.34))


def test_the_expected_range_ends_at_scores_that_there_are():
    """One history in forty is not beyond 2.5 %, and nothing lies between it and the rest."""
    rare_loss = seal.expected(np.array([[0] * 39 + [1]]), [[0.8, 0.2]])["brier"]
    assert (rare_loss.lo, rare_loss.hi) == pytest.approx((0.04, 0.64))
    rare_gain = seal.expected(np.array([[1] * 39 + [0]]), [[0.8, 0.2]])["brier"]
    assert (rare_gain.lo, rare_gain.hi) == pytest.approx((0.04, 0.64))


# ------------------------------------------------------------------------------ the diagram


@pytest.mark.parametrize(("name", "start"), [("d.svg", b"<?xml"), ("d.png", b"\x89PNG"), ("d.pdf", b"%PDF")])
def test_the_diagram_is_drawn_by_its_suffix(files, tmp_path, name, start):
    assert score(files, "--figure", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_the_diagram_says_what_it_shows(files, tmp_path):
    score(files, "--figure", tmp_path / "d.svg")
    text = (tmp_path / "d.svg").read_text()
    assert "Three questions" in text
    assert "One history is not many independent trials" in text
    found = json.loads(score(files, "--json").output)["reliability"]
    assert sum(cell["n"] for cell in found) == 4  # two yes/no, and two thresholds of three categories
    for cell in found:
        assert f"{cell['yes']} of {cell['n']}" in text


@pytest.mark.parametrize(
    ("name", "reason"), [("d.gif", "ends in .svg, .png or .pdf"), ("none/d.svg", "there is no folder")]
)
def test_a_figure_that_cannot_be_is_refused_before_anything_else(files, tmp_path, name, reason):
    done = score(files, "--figure", tmp_path / name)
    assert done.exit_code == 2
    assert reason in done.output
    assert not list(tmp_path.iterdir())


def test_no_figure_for_bad_answers(files, tmp_path):
    (tmp_path / "r.csv").write_text("question,answer\nmet,perhaps\n")
    invoke("score", files / "sealed.json", "--resolved", tmp_path / "r.csv", "--figure", tmp_path / "d.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_score_file_is_what_the_command_prints(files):
    printed = json.loads(score(files, "--json").output)
    assert json.loads(json.dumps(score_file(files / "sealed.json", files / "answers.csv", None, None))) == printed
