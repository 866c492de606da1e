"""`parley plot`: from a results folder alone to its figures, and what it says where it cannot."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.text import Text

from experiments.cli import cli
from experiments.estimates import final_states
from experiments.figures import findings, page, render
from experiments.plots.gallery import ANSWERS, KINDS, replayed
from experiments.plots.source import Folder
from experiments.runs.reservations import line_of
from experiments.store.folder import Results, StoreError
from tests.folders import without_hashes
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "afghan_peace_2018.yaml"
OF_A_RUN = [
    kind
    for kind in KINDS
    if kind not in {"heat_map", "response", "ranking", "tornado", "evidence", "effects", *ANSWERS}
]


def parley(*arguments):
    """Run the command in this process; its exit status, output and messages."""
    return CliRunner().invoke(cli, [*map(str, arguments)])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A finished run of two blocks, with its figures as the run drew them."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    done = parley("run", SCENARIO, "--histories", 6000, "--seed", 3, "--out", folder, "--quiet")
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    """A copy to plot into."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def test_everything_is_drawn_and_what_is_left_out_is_said(folder):
    (folder / "figures" / "outcomes.svg").unlink()
    done = parley("plot", folder)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.split() == [str(folder / "figures" / f"{kind}.svg") for kind in OF_A_RUN]
    left_out = "Left out (this is a run, not a sweep): heat_map, response, ranking, tornado, evidence, effects"
    assert done.stderr.splitlines() == [line_of(folder), left_out]


def test_the_figures_of_the_run_are_drawn_again_to_the_byte(folder):
    before = {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}
    assert parley("plot", folder).exit_code == 0
    first = {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}
    assert len(before) >= 2
    assert {name: first[name] for name in before} == before
    assert parley("plot", folder).exit_code == 0
    assert {path.name: path.read_bytes() for path in (folder / "figures").iterdir()} == first


def test_a_figure_of_a_changed_run_says_what_was_changed_and_one_of_the_plain_scenario_nothing(opened, tmp_path):
    out = tmp_path / "changed"
    asked = ("--histories", 40, "--out", out, "--quiet", "--set", "parties.taliban.patience=12")
    assert parley("run", SCENARIO, *asked).exit_code == 0
    for kind in ("outcomes", "flow", "blame"):
        texts = [[text.get_text() for text in KINDS[kind](of_it).findobj(Text)] for of_it in (Folder(out), opened)]
        assert "Changed: Taliban: patience = 12" in texts[0]
        assert not [text for text in texts[1] if "Changed" in text]


def test_no_figure_of_the_largest_scenario_is_taller_than_a_page_and_each_says_something(opened):
    for kind in OF_A_RUN:
        figure = KINDS[kind](opened)
        assert figure.get_figheight() * 72 <= page.TALLEST
        assert figure.get_label().split()


def test_the_answer_stands_first_where_it_is_about_chances(opened):
    found = opened.summary["answer"]
    said = f"Opening or further (Talks among Afghans) in {findings.histories(found['n'], opened.about.histories)}"
    for kind in ("outcomes", "rungs_over_time", "states_over_time", "flow"):
        assert KINDS[kind](opened).get_label().startswith(said)
    assert opened.tables[0][0] == "intra_afghan"


def test_kinds_and_formats_can_be_chosen(folder):
    done = parley("plot", folder, "--kind", "flow", "--kind", "blame", "--format", "png")
    assert done.exit_code == 0, done.stderr
    assert [Path(line).name for line in done.stdout.split()] == ["flow.png", "blame.png"]
    assert (folder / "figures" / "flow.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "outcoms"], 'there is no figure "outcoms"; did you mean "outcomes"?'),
        (["--kind", "qqq"], "known: outcomes, rungs_over_time"),
        (["--kind", "dots"], "dots cannot be drawn: there is no comparison.json"),
        (["--format", "gif"], "svg"),
    ],
)
def test_bad_usage_is_refused_and_nothing_is_written(folder, arguments, message):
    shutil.rmtree(folder / "figures")
    done = parley("plot", folder, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (folder / "figures").exists()


def test_every_unknown_kind_is_named(folder):
    done = parley("plot", folder, "--kind", "outcoms", "--kind", "flows")
    assert len(done.stderr.splitlines()) == 2


def test_folders_that_are_none_or_hold_no_run(folder, tmp_path):
    assert "there is no such folder" in parley("plot", tmp_path / "nowhere").stderr
    (tmp_path / "empty").mkdir()
    assert "holds no finished run" in parley("plot", tmp_path / "empty").stderr
    (without_hashes(folder) / "summary.json").write_text("{")
    done = parley("plot", folder)
    assert (done.exit_code, "summary.json cannot be read" in done.stderr) == (2, True)


def test_without_parts_only_what_needs_them_is_left_out(folder):
    (folder / "part-000001.parquet").unlink()
    done = parley("plot", folder)
    assert done.exit_code == 0, done.stderr
    drawn = {Path(line).stem for line in done.stdout.split()}
    assert drawn == {"outcomes", "blame", "war", "beliefs"}
    assert "Left out (part-000001.parquet is not there whole): rungs_over_time, states_over_time" in done.stderr


def test_a_run_of_other_rules_or_agents_is_drawn_without_single_histories(folder):
    manifest = json.loads((without_hashes(folder) / "manifest.json").read_text())
    for changed, why in (
        ({"rules_sha256": "x"}, "the rule book has changed"),
        ({"agents": "mine x"}, "agents of its own"),
    ):
        (folder / "manifest.json").write_text(json.dumps(manifest | changed))
        series, note = replayed(Folder(folder))
        assert series == {}
        assert why in note
        assert parley("plot", folder, "--kind", "war").exit_code == 0


def test_the_histories_that_are_played_again_are_those_of_the_run(whole):
    series, _ = replayed(Folder(whole))
    names = Folder(whole).compiled.names.parties
    columns = next(Results(whole).columns([f"{name}.incidents" for name in names]))
    for i, incidents in series.items():
        assert [columns[f"{name}.incidents"][i] for name in names] == incidents[:-1].sum(axis=1).tolist()
        assert incidents[-1].tolist() == incidents[:-1].sum(axis=0).tolist()


def test_the_figures_of_a_sweep_are_drawn_again_to_the_byte(tmp_path):
    experiment = ROOT / "experiments" / "violence_and_secrecy.yaml"
    done = parley("sweep", experiment, "--histories", 20, "--out", tmp_path / "swept", "--quiet")
    assert done.exit_code == 0, done.stderr
    before = {path.name: path.read_bytes() for path in (tmp_path / "swept" / "figures").iterdir()}
    done = parley("plot", tmp_path / "swept")
    assert done.exit_code == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "swept" / "figures").iterdir()} == before
    assert {Path(line).name for line in done.stdout.split()} == set(before) != set()
    assert "Left out (this is a sweep, not a run): outcomes" in done.stderr


def test_a_comparison_and_a_score_are_drawn_where_there_are_any(folder, tmp_path):
    out = tmp_path / "compared"
    done = parley("compare", SCENARIO, "--set", "war.branching=0", "--histories", 300, "--out", out, "--quiet")
    assert done.exit_code == 0, done.stderr
    assert parley("plot", out, "--kind", "dots").exit_code == 0
    assert (out / "figures" / "dots.svg").read_bytes() == (out / "figures" / "differences.svg").read_bytes()
    assert [Path(line).stem for line in parley("plot", out).stdout.split()] == ["dots"]
    event = {"probabilities": {"forecast": {"yes": 0.7, "no": 0.3}}, "answer": "yes"}
    cell = {"low": 0.6, "high": 0.8, "forecast": 0.7, "yes": 1, "n": 1, "lo": 0.1, "hi": 1.0}
    report = {
        "title": "Case", "questions": [event], "reliability": [cell], "caution": "One answer proves little.", "histories": 100, "seed": 1,
        "as_of": "2018-09-13",
    }  # fmt: skip
    (folder / "score.json").write_text(json.dumps(report))
    assert parley("plot", folder, "--kind", "reliability").exit_code == 0


# ----------------------------------------------------------------------------- counts against the summary


@pytest.fixture(scope="module")
def opened(whole):
    return Folder(whole)


def test_states_agree_with_the_summary(opened):
    rounds, total = len(opened.rounds), opened.about.histories
    for table, rungs in opened.tables:
        found = final_states.States(
            *opened.total(
                final_states.table_columns(table, rungs),
                lambda c, table=table, rungs=rungs: final_states.states(c, table, rungs, rounds),
            )
        )
        whole = found.not_met + found.met + found.rungs.sum(axis=0) + found.collapsed
        assert whole.tolist() == [total] * rounds
        assert min(part.min() for part in found) >= 0
        said = opened.summary["tables"][table]
        assert found.collapsed[-1] == said["collapsed"]["n"]
        for r, rung in enumerate(rungs):
            assert found.rungs[r:, -1].sum() <= said["rungs"][rung]["n"]
            assert found.rungs[r:, -1].sum() + found.collapsed[-1] >= said["rungs"][rung]["n"]


def test_fates_agree_with_the_summary(opened):
    for table, rungs in opened.tables:
        counts = opened.total(
            final_states.table_columns(table, rungs),
            lambda c, table=table, rungs=rungs: [final_states.fates(c, table, rungs)],
        )[0]
        assert counts.sum() == opened.about.histories
        came = counts.sum(axis=1)[::-1].cumsum()[::-1]
        said = opened.summary["tables"][table]
        assert came[2:].tolist() == [said["rungs"][rung]["n"] for rung in rungs]
        assert counts[:, 0].sum() == said["collapsed"]["n"]


def test_levels_agree_with_the_summary(opened):
    scenario = opened.compiled.scenario
    for name, said in opened.summary["issues"].items():
        issue = scenario.issues[name]
        bins = final_states.bins_of(issue.steps)
        counts = opened.total(
            [f"{name}.level"], lambda c, name=name, bins=bins: [final_states.binned(c[f"{name}.level"], bins)]
        )[0]
        mean = issue.real(float(counts @ np.linspace(0, 1, bins)) / counts.sum())
        assert mean == pytest.approx(said["mean_level"], abs=abs(issue.range[1] - issue.range[0]) / 2000)
        assert final_states.coarser(counts, 41).sum() == counts.sum()


def test_small_histories_by_hand():
    columns = {
        "t.first_meeting": np.array([0, 1, 2, 1]), "t.collapsed": np.array([0, 0, 3, 0]), "t.stage": np.array([0, 0, 3, 4]),
        "t.a.reached": np.array([0, 2, 0, 1]), "t.b.reached": np.array([0, 0, 0, 3]),
        "t.a.ended": np.array([0, 4, 0, 0]), "t.b.ended": np.array([0, 0, 0, 0]),
    }  # fmt: skip
    found = final_states.states(columns, "t", ("a", "b"), 4)
    assert found.not_met.tolist() == [2, 1, 1, 1]
    assert found.met.tolist() == [1, 1, 0, 0]
    assert found.rungs.tolist() == [[1, 2, 1, 1], [0, 0, 1, 1]]
    assert found.collapsed.tolist() == [0, 0, 1, 1]
    fates = final_states.fates(columns, "t", ("a", "b"))
    assert fates[0].tolist() == [0, 0, 0, 0, 1]  # never met
    assert fates[1].tolist() == [1, 0, 0, 0, 0]  # met, collapsed
    assert fates[2].tolist() == [0, 1, 0, 0, 0]  # came to a, which was ended
    assert fates[3].tolist() == [0, 0, 0, 0, 1]  # all agreed
    assert final_states.median_bin(np.array([1, 0, 1, 2, 0])) == 0.5


def test_columns_of_a_run_are_read_in_order_and_only_whole(whole, folder):
    sizes = [len(part["outcome"]) for part in Results(whole).columns(["outcome"])]
    assert sizes == [5000, 1000]
    with pytest.raises(StoreError, match="not there whole"):
        list(Results(whole).columns(["no.such.column"]))
    (folder / "part-000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(StoreError, match="part-000000"):
        list(Results(folder).columns(["outcome"]))


def test_every_kind_can_be_a_file_of_each_format(opened):
    for kind in OF_A_RUN:
        figure = KINDS[kind](opened)
        assert len(render(figure, "pdf")) > 1000


def test_letters_that_no_font_has_are_told_in_one_line(folder, monkeypatch):
    monkeypatch.setattr(page, "families_with", lambda letters: [])
    text = (without_hashes(folder) / "scenario.yaml").read_text(encoding="utf-8")
    (folder / "scenario.yaml").write_text(text.replace("title: Taliban\n", "title: 塔利班\n", 1), encoding="utf-8")
    for format, lines in (("svg", 1), ("png", 2)):  # of which one says that there is no doubt
        done = parley("plot", folder, "--kind", "blame", "--kind", "beliefs", "--format", format)
        assert done.exit_code == 0
        assert len(done.stderr.splitlines()) - done.stderr.count("before hashes were kept") == lines
    assert "塔利班" in (folder / "figures" / "blame.svg").read_text(encoding="utf-8")


def test_the_page_on_results_names_every_kind():
    page = (ROOT / "results" / "README.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []
