"""What a run prints: the answer first, then the ladder, then how histories end, in titles."""

import json
import re

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from tests.places import SCENARIOS

SCENARIO = SCENARIOS / "second_meeting_2018_09.yaml"


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    done = CliRunner().invoke(cli, ["run", str(SCENARIO), "--histories", "60", "--quiet", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return done.output, json.loads((out / "summary.json").read_text())


def test_the_question_is_answered_first(printed):
    text, told = printed
    reached = told["tables"]["us_taliban"]["rungs"]["formal_talks"]["p"]
    answer = f"Formal talks or further: in {100 * reached:.0f} of 100 simulated histories"
    assert answer in " ".join(text.split())
    places = [text.index(words) for words in (answer, "How far each table gets", "How it ends", "Who blocks")]
    assert places == sorted(places)


def test_titles_stand_in_place_of_names(printed):
    text, told = printed
    assert "Prisoners exchanged, and no more" in text
    assert not re.search(r"\b\w+_\w+\b", text.split("Intervals are of sampling")[0])
    assert {row["how"] for row in told["blame"]} > {"did_not_come"}
    assert all(row["issue"] is None for row in told["blame"] if row["how"] == "did_not_come")
    assert "did not come" in text


def test_what_was_changed_is_said_at_the_top(tmp_path):
    change = "parties.taliban.settles=0.3"
    words = ["run", str(SCENARIO), "--histories", "20", "--quiet", "--set", change, "--out", str(tmp_path / "out")]
    text = CliRunner().invoke(cli, words).output
    assert "Changed for this run: Taliban: chance of meaning to settle = 0.3" in text
    assert text.index("Changed for this run") < text.index("How far each table gets")
