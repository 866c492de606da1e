"""Boxes that were planted are found, luck is not taken for one, and every share is of points that did not make the box."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.text import Text

from experiments.cli import cli
from experiments.discover.figure import ranges
from experiments.discover.prim import discover, measure, peeled, quasi_p_value
from experiments.discover.run import discoveries
from experiments.discover.samples import DiscoveryError, Input, Sample, of_folder, of_scenario
from experiments.runs.workers.threads import Threads
from experiments.sweep.figure import figures_of
from sim.scenario.vocabulary import Scenario
from tests.conftest import columns, merged
from tests.experiments.sensitivity.test_sensitivity import SCENARIO

pytestmark = pytest.mark.slow


def planted(points=4000, inputs=12, often=0.9, seldom=0.1, seed=1):
    """An outcome that is frequent where input 2 is above 0.6 and input 5 below 0.5, a fifth of all points."""
    rng = np.random.default_rng(seed)
    x = rng.random((points, inputs))
    box = (x[:, 2] > 0.6) & (x[:, 5] < 0.5)
    return x, (rng.random(points) < np.where(box, often, seldom)).astype(float)


def test_a_planted_box_is_found():
    x, y = planted()
    box = discover(x, y, 0.1, 3)
    assert set(box) == {2, 5}
    assert box[2][0] == pytest.approx(0.6, abs=0.06)
    assert box[5][1] == pytest.approx(0.5, abs=0.06)
    assert box[2][1] == np.inf
    assert box[5][0] == -np.inf
    fresh = measure(box, *planted(seed=2))
    assert fresh.density > 0.8
    assert fresh.coverage > 0.55  # all but a few of the 0.18 of 0.26 that are in the box


def test_a_limit_that_does_nothing_can_be_luck_and_one_that_does_cannot():
    x, y = planted()
    box = {2: (0.6, np.inf), 5: (-np.inf, 0.5), 7: (0.2, np.inf)}
    assert quasi_p_value(box, 2, x, y) < 1e-20
    assert quasi_p_value(box, 7, x, y) > 0.01


def test_coverage_and_density_are_those_of_bryant_and_lempert():
    x, y = np.array([[0.1], [0.2], [0.3], [0.4]]), np.array([1.0, 1.0, 0.0, 1.0])
    found = measure({0: (0.15, np.inf)}, x, y)
    assert (found.density, found.coverage, found.support) == (2 / 3, 2 / 3, 3 / 4)


def test_peeling_goes_down_to_the_least_share_and_no_further():
    x, y = planted()
    sizes = [measure(box, x, y).support for box in peeled(x, y, 0.1)]
    assert sizes == sorted(sizes, reverse=True)
    assert 0.1 <= sizes[-1] < 0.107


@pytest.mark.parametrize("points", range(2, 9))
def test_a_handful_of_points_can_be_peeled_down_to_one(points):
    x = np.arange(float(points))[:, None]
    path = peeled(x, x[:, 0], 0.01)
    assert measure(path[-1], x, x[:, 0]).points == 1


def test_few_values_are_peeled_whole():
    rng = np.random.default_rng(1)
    x = np.column_stack([rng.integers(3, size=3000), rng.random(3000)]).astype(float)
    y = (rng.random(3000) < np.where(x[:, 0] == 2, 0.8, 0.2)).astype(float)
    assert discover(x, y, 0.1, 3) == {0: (2.0, np.inf)}


def sample_of(x, y, points="histories"):
    inputs = [Input(f"number {i}", lambda low, high: f"between {low:.2g} and {high:.2g}") for i in range(x.shape[1])]
    return Sample(inputs, x, y, "it", "It", "Planted", "2020-01-01", 1, points)


def test_shares_are_of_the_half_that_did_not_make_the_box():
    x, y = planted()
    made = np.arange(len(y)) % 2 == 0
    box = discover(x[made], y[made], 0.1, 3)
    [told] = discoveries(sample_of(x, y), False, 1, 0.1, 3)["boxes"]
    held_out = measure(box, x[~made], y[~made])
    assert told["density"]["p"] == held_out.density
    assert told["coverage"] == held_out.coverage
    assert told["density"]["lo"] < held_out.density < told["density"]["hi"]
    assert {limit["input"] for limit in told["limits"]} == {"number 2", "number 5"}


def test_luck_is_no_discovery():
    rng = np.random.default_rng(3)
    for _ in range(5):
        told = discoveries(sample_of(rng.random((2000, 20)), (rng.random(2000) < 0.3).astype(float)), False, 2, 0.1, 3)
        assert told["boxes"] == []


def test_what_never_or_always_happens_has_no_box():
    x = planted()[0]
    for y in (np.zeros(len(x)), np.ones(len(x))):
        assert discoveries(sample_of(x, y), False, 1, 0.1, 3)["boxes"] == []


def test_a_second_box_is_looked_for_outside_the_first():
    rng = np.random.default_rng(5)
    x = rng.random((8000, 6))
    first, second = x[:, 0] > 0.8, x[:, 3] < 0.15
    y = (rng.random(8000) < np.where(first, 0.9, np.where(second, 0.6, 0.05))).astype(float)
    told = discoveries(sample_of(x, y), False, 2, 0.08, 3)
    assert [{limit["input"] for limit in box["limits"]} for box in told["boxes"]] == [{"number 0"}, {"number 3"}]
    assert sum(box["coverage"] for box in told["boxes"]) <= 1


def test_shares_of_points_can_be_discovered_in():
    rng = np.random.default_rng(1)
    x = rng.random((300, 3))
    y = np.where(x[:, 1] > 0.5, 0.7, 0.2) + 0.05 * rng.random(300)
    [box] = discoveries(sample_of(x, y, "points"), False, 1, 0.1, 3)["boxes"]
    assert box["density"]["p"] == pytest.approx(0.725, abs=0.02)


# ------------------------------------------------------------------------------
# Histories

DATA = merged(SCENARIO, {"parties": {"rebels": {"settles": {"uniform": None, "choice": {"0.1": 1, "0.9": 1}}}}})


@pytest.fixture
def pie(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pie.yaml").write_text(json.dumps(DATA))
    (tmp_path / "paper.txt").write_text("They met often.")
    return tmp_path / "pie.yaml"


def test_a_results_folder_gives_what_playing_anew_gives(pie, tmp_path):
    out = tmp_path / "out"
    words = ["run", str(pie), "--histories", "600", "--seed", "7", "--out", str(out), "--quiet"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    kept = of_folder(out, "deal")
    played = of_scenario(Scenario.model_validate(DATA), "deal", 600, 7, Threads(2), True)
    assert np.array_equal(kept.x, played.x)
    assert np.array_equal(kept.y, played.y)
    assert np.array_equal(kept.y, columns(DATA, 600, 7)["outcome"] == 0)


def test_it_is_told_in_sentences_and_as_json(pie, tmp_path):
    words = ["discover", str(pie), "--outcome", "deal", "--histories", "2000"]
    figure = tmp_path / "boxes.svg"
    said = CliRunner().invoke(cli, [*words, "--figure", str(figure)])
    assert said.exit_code == 0, said.output
    assert "“Deal” in" in said.output
    kept = tmp_path / "results" / "pie-discovery-1"
    assert f"Kept in {kept.relative_to(tmp_path)}" in said.output
    assert (kept / "figures" / "boxes.svg").read_bytes() == figure.read_bytes()
    assert "rebels: chance of meaning to settle is 0.9" in " ".join(said.output.split())
    assert figure.stat().st_size > 0
    told = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)
    assert told["boxes"][0]["lift"] > 1.2
    assert told["held_out"] == 1000
    assert told.pop("out") == "results/pie-discovery-2"
    assert json.loads((tmp_path / "results/pie-discovery-2/discovery.json").read_text()) == told


def test_where_it_does_not_happen(pie):
    words = ["discover", str(pie), "--outcome", "deal", "--absent", "--histories", "2000"]
    said = " ".join(CliRunner().invoke(cli, words).output.split())
    assert "Anything but “Deal” in" in said
    assert "rebels: chance of meaning to settle is 0.1" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.yaml", "--outcome", "deal"], "nothing.yaml"),
        ([".", "--outcome", "deal"], "no results folder"),
        (["pie.yaml", "--outcome", "peace"], "no outcome"),
        (["pie.yaml", "--outcome", "deal", "--figure", "boxes.gif"], ".svg"),
    ],
)
def test_bad_input_is_refused(pie, words, said, monkeypatch):
    monkeypatch.chdir(pie.parent)
    told = CliRunner().invoke(cli, ["discover", *words])
    assert told.exit_code == 2
    assert said in told.output


def test_without_an_outcome_it_is_what_answers_the_question(pie, tmp_path):
    pie.write_text(json.dumps(DATA | {"answers": "talks.settlement"}))
    words = ["run", str(pie), "--histories", "400", "--out", str(tmp_path / "out"), "--quiet"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    for source in (pie, tmp_path / "out"):
        words = ["discover", str(source), "--histories", "400", "--json"]
        told = json.loads(CliRunner().invoke(cli, words).stdout)
        assert (told["outcome"], told["title"]) == ("talks.settlement", "Settlement")
    pie.write_text(json.dumps(DATA))
    told = json.loads(CliRunner().invoke(cli, ["discover", str(pie), "--histories", "400", "--json"]).stdout)
    assert (told["outcome"], told["title"]) == ("progress", "At least one step reached")


def test_an_unfinished_run_is_refused(pie, tmp_path):
    out = tmp_path / "out"
    CliRunner().invoke(cli, ["run", str(pie), "--histories", "300", "--out", str(out), "--quiet"])
    (out / "part-000000.parquet").unlink()
    with pytest.raises(DiscoveryError, match="missing"):
        of_folder(out, "deal")


def test_points_of_a_sweep(pie, tmp_path):
    factors = {
        "prior": {"path": "parties.rebels.settles", "range": [0, 1]},
        "premium": {"path": "parties.state.home_premium", "range": [0, 0.05]},
    }
    experiment = {
        "parley_experiment": 1, "title": "A pie", "scenario": "pie.yaml", "design": "latin_hypercube", "factors": factors,
        "points": 200, "histories": 100, "headline": "deal",
    }  # fmt: skip
    (tmp_path / "e.yaml").write_text(json.dumps(experiment))
    out = tmp_path / "out"
    CliRunner().invoke(cli, ["sweep", str(tmp_path / "e.yaml"), "--out", str(out), "--quiet"])
    sample = of_folder(out, "deal")
    assert sample.x.shape == (200, 2)
    told = discoveries(sample, False, 1, 0.1, 3)
    assert told["boxes"][0]["limits"][0]["input"] == "Prior"
    assert "at least" in told["boxes"][0]["limits"][0]["is"]
    said = CliRunner().invoke(cli, ["discover", str(out), "--outcome", "deal"])
    assert "points in which Prior is at least" in " ".join(said.output.split())
    asked = of_folder(out)
    assert np.array_equal(asked.y, sample.y)
    assert (asked.outcome, asked.title, sample.title) == ("deal", "Deal", "Deal")


def test_an_analysis_of_sensitivity_is_no_sample(pie, tmp_path):
    experiment = {
        "parley_experiment": 1, "title": "A pie", "scenario": "pie.yaml", "design": "morris", "factors": "all_uncertain",
        "points": 2, "histories": 4, "headline": "deal",
    }  # fmt: skip
    (tmp_path / "e.yaml").write_text(json.dumps(experiment))
    CliRunner().invoke(cli, ["sweep", str(tmp_path / "e.yaml"), "--out", str(tmp_path / "out"), "--quiet"])
    told = CliRunner().invoke(cli, ["discover", str(tmp_path / "out"), "--outcome", "deal"])
    assert told.exit_code == 2
    assert "analysis of sensitivity" in told.output
    assert Path(tmp_path / "out").exists()


def test_what_was_changed_stands_in_what_was_discovered_and_on_its_figure(pie, tmp_path):
    changed, said = "parties.state.patience=9", "Changed: State: patience = 9"
    run, swept = tmp_path / "run", tmp_path / "swept"
    experiment = {
        "parley_experiment": 1, "title": "A pie", "scenario": "pie.yaml", "points": 8, "design": "latin_hypercube",
        "factors": {"prior": {"path": "parties.rebels.settles", "range": [0, 1]}}, "histories": 20, "headline": "deal",
        "set": {"parties.state.patience": 9},
    }  # fmt: skip
    (tmp_path / "e.yaml").write_text(json.dumps(experiment))
    CliRunner().invoke(cli, ["run", str(pie), "--histories", "100", "--set", changed, "--out", str(run), "--quiet"])
    CliRunner().invoke(cli, ["sweep", str(tmp_path / "e.yaml"), "--out", str(swept), "--quiet"])
    for folder in (run, swept):
        told = discoveries(of_folder(folder, "deal"), False, 1, 0.1, 1)
        assert told["changed"] == [changed]
        assert said in texts(ranges(told))
    of_sweep = json.loads((swept / "summary.json").read_text())
    assert of_sweep["changed"] == [changed]
    assert all(said in texts(figure) for figure in figures_of(of_sweep).values())
    as_it_stands = of_scenario(Scenario.model_validate(DATA), "deal", 100, 1, Threads(1), True)
    assert "changed" not in discoveries(as_it_stands, False, 1, 0.1, 1)


def texts(figure):
    return [" ".join(text.get_text().split()) for text in figure.findobj(Text)]
