"""`parley doubt`: what it prints, what it keeps, and that it is what playing the scenario so would give."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

import parley
from experiments.cli import cli
from experiments.defaults.listed import PATHS
from experiments.defaults.table import read_table, resampled
from experiments.doubt.figure import whiskers
from experiments.doubt.run import doubt
from experiments.doubt.words import central, of_hundred, range_words
from experiments.estimates.questions import answers
from experiments.figures import render
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.command_line.commands import parley as parley_command
from tests.experiments.defaults.test_defaults import written_out
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

BASE, VARIANT = SCENARIOS / "second_meeting_2018_09.yaml", SCENARIOS / "what_if_no_mediator.yaml"
POINTS, N = 16, 60


@pytest.fixture(scope="module")
def told():
    scenario, variant = load(BASE, to_run=True).scenario, load(VARIANT, to_run=True).scenario
    return doubt(scenario, {"what_if_no_mediator": variant}, POINTS, N, 3, quiet=True)


def test_the_average_is_that_of_the_scenario_played_at_each_point(told):
    """Written out by hand, and played as `parley run` would: the first points, to the history."""
    points = resampled(read_table(), POINTS, 3)
    engine = CompiledEngine()
    engine.prepare()
    scenario = load(BASE, to_run=True).scenario
    yes = []
    for j, row in enumerate(points.values):
        point = dict(zip(PATHS, map(float, row), strict=True))
        compiled = compile_scenario(written_out(scenario, point))
        columns = play(compiled, 3, j * N, N, engine)
        yes.append(answers(columns, compiled)["tables", "us_taliban", "rungs", "formal_talks", "reached"].mean())
    found = told["answers"]["us_taliban.formal_talks"]
    both = 2 * found["p"] - np.mean(yes)  # p is the mean of the points with inputs drawn and those with inputs held
    assert both * POINTS * N == pytest.approx(round(both * POINTS * N), abs=1e-6)
    assert both == pytest.approx(np.mean(yes), abs=0.15)
    assert found["defaults_lo"] <= np.mean(yes) <= found["defaults_hi"]


def test_a_doubt_says_all_that_its_page_promises(told):
    assert (told["points"], told["histories"], told["seed"]) == (POINTS, N, 3)
    scenario = load(BASE).scenario
    assert list(told["answers"]) == [
        *(f"us_taliban.{r.name}" for r in scenario.tables["us_taliban"].rungs),
        *scenario.outcomes,
    ]
    assert sum(told["answers"][name]["p"] for name in scenario.outcomes) == pytest.approx(1)
    for found in told["answers"].values():
        for low, high in (("lo", "hi"), ("sampling_lo", "sampling_hi"), ("defaults_lo", "defaults_hi")):
            assert 0 <= found[low] <= found[high] <= 1
        assert len(found["moves"]) <= 5
        assert found["left"] == pytest.approx(1 - sum(move["share"] for move in found["moves"]))
    assert told["moves"] == told["answers"][told["headline"]]["moves"]
    assert told["headline"] == scenario.answers


def test_where_no_answer_is_named_the_least_sure_leads():
    scenario = load(BASE, to_run=True).scenario.model_copy(update={"answers": None})
    found = doubt(scenario, {}, 8, 20, 1, quiet=True)
    widths = {name: each["hi"] - each["lo"] for name, each in found["answers"].items()}
    assert widths[found["headline"]] == max(widths.values())


def test_what_the_scenario_gives_is_not_doubted(told):
    assert "table.occasion" not in told["defaults"]
    assert "party.effort" in told["defaults"]
    paths = {move["path"] for found in told["answers"].values() for move in found["moves"] if move["kind"] == "default"}
    assert paths <= set(told["defaults"])


def test_statements_are_settled_from_nine_in_ten_on(told):
    assert len(told["holds"]) == 2
    assert "is likelier than" in told["holds"][0]["what"]
    assert "What if nobody mediated" in told["holds"][1]["what"]
    assert all(hold["settled"] == (hold["share"] >= 0.9) for hold in told["holds"])


def test_a_variant_that_is_the_base_changes_nothing():
    scenario = load(BASE, to_run=True).scenario
    found = doubt(scenario, {"same": scenario}, 8, 20, 1, quiet=True)
    assert all(each == {"d": 0, "lo": 0, "hi": 0, "holds": 1} for each in found["variants"][0]["answers"].values())
    assert found["holds"][1] == {
        "what": f"with “same”, “{found['answers'][found['headline']]['title']}” never changes", "share": 1, "settled": True,
    }  # fmt: skip


def test_threads_do_not_show():
    scenario = load(BASE, to_run=True).scenario
    one, two = (doubt(scenario, {}, 8, 20, 1, workers=workers, quiet=True) for workers in (1, 3))
    assert one == two


def test_the_command_prints_and_keeps_the_same(tmp_path):
    words = ["doubt", str(BASE), str(VARIANT), "--points", "8", "--histories", "20", "--out", str(tmp_path / "out")]
    printed = CliRunner().invoke(cli, [*words, "--json"])
    assert printed.exit_code == 0, printed.output
    told = json.loads(printed.stdout)
    assert told.pop("out") == str(tmp_path / "out")
    assert json.loads((tmp_path / "out" / "doubt.json").read_text()) == told
    assert (tmp_path / "out" / "figures" / "doubt.svg").read_text().startswith("<?xml")
    again = CliRunner().invoke(cli, [*words, "--quiet"])
    said = " ".join(again.output.split())
    assert "of 100 simulated histories" in said
    assert "nobody knows" in said
    assert "What can be said, whatever the general numbers are" in said
    assert "us_taliban" not in said


def test_it_is_the_same_in_python(tmp_path):
    found = parley.load(BASE).doubt(VARIANT, points=8, histories=20, headline="us_taliban.formal_talks", quiet=True)
    printed = CliRunner().invoke(cli, [*found.command[1:], "--out", str(tmp_path / "out"), "--json"])
    assert json.loads(printed.stdout) == {**found.told, "out": str(tmp_path / "out")}
    assert found.answers["formal_talks"].p == found.told["answers"]["formal_talks"]["p"]
    assert len(found.table()) == len(found.told["answers"])
    assert found.save(tmp_path / "kept") == tmp_path / "kept"
    assert json.loads((tmp_path / "kept" / "doubt.json").read_text()) == found.told
    assert repr(found).startswith("<parley doubt: 8 points; formal talks or further in ")
    with pytest.raises(parley.ParleyError, match="no answer 'peace'"):
        found.moves("peace")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["absent.yaml"], "absent.yaml"),
        ([BASE, "absent.yaml"], "absent.yaml"),
        ([BASE, "--headline", "formal_talk"], '--headline: "formal_talk" is no outcome and no TABLE.RUNG'),
        ([BASE, "--points", "1"], "--points"),
        ([BASE, "--out", BASE / "under"], "cannot be used"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_played(words, says, tmp_path):
    done = parley_command("doubt", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_numbers_are_told_as_counts_of_a_hundred(told):
    assert [of_hundred(p) for p in (0, 0.001, 0.354, 0.999, 1)] == ["0", "under 1", "35", "over 99", "100"]
    assert range_words(0.188, 0.512) == "19–51"
    assert range_words(0.001, 0.002) == "0"
    found = told["answers"][told["headline"]]
    assert f"in {of_hundred(found['p'])} of 100 simulated histories" in central(told)


def test_the_figure_is_the_same_each_time(told):
    assert render(whiskers(told), "svg") == render(whiskers(told), "svg")
