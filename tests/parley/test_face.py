"""The Python face: what it says is what the command line says, and what it keeps can be opened again."""

import json
import shlex
import sys

import numpy as np
import pytest

import parley
from tests.command_line.commands import parley as parley_command
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "second_meeting_2018_09.yaml"
VARIANT = SCENARIOS / "what_if_no_mediator.yaml"
N = 600
ANSWERS = ("base", "run", "difference", "grid")


@pytest.fixture(scope="module")
def base():
    return parley.load(SCENARIO)


@pytest.fixture(scope="module")
def run(base):
    return base.run(N, quiet=True)


@pytest.fixture(scope="module")
def difference(base):
    return base.compare({"issues.qatar_office.in_force": 1}, histories=N, quiet=True)


@pytest.fixture(scope="module")
def grid(base):
    levels = {"parties.taliban.settles": parley.grid(0.1, 0.9, 3), "tables.us_taliban.secret": [True, False]}
    return base.sweep(levels, 60, headline="us_taliban.formal_talks", quiet=True)


@pytest.fixture(scope="module")
def answers(base, run, difference, grid):
    return dict(zip(ANSWERS, (base, run, difference, grid), strict=True))


def command(words, cwd):
    done = parley_command(*words, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_run_is_that_of_the_command_line(run, tmp_path):
    words = shlex.split(run.command)
    assert words[:2] == ["parley", "run"]
    printed = json.loads(command([*words[1:], "--json", "--out", tmp_path / "out"], tmp_path))
    assert (tmp_path / "out" / "summary.json").read_bytes() == (run.folder / "summary.json").read_bytes()
    for name, share in printed["outcomes"].items():
        assert run.outcomes[name] == (share["n"], N, share["p"], share["lo"], share["hi"])


def test_a_command_repeats_what_was_changed(tmp_path):
    changed = parley.load(SCENARIO, {"parties.taliban.settles": 0.3, "time.rounds": 12}).run(50, seed=7, quiet=True)
    command([*shlex.split(changed.command)[1:], "--out", tmp_path / "out"], tmp_path)
    assert (tmp_path / "out" / "summary.json").read_bytes() == (changed.folder / "summary.json").read_bytes()


def test_a_comparison_is_that_of_the_command_line(base, tmp_path):
    found = base.compare(VARIANT, {"parties.taliban.settles": 0.9}, histories=200, seed=3, quiet=True)
    told = [json.loads(command([*shlex.split(line)[1:], "--json"], tmp_path)) for line in found.command.splitlines()]
    assert [each for one in told for each in one["variants"]] == found.told["variants"]
    assert all(one["base"] == found.told["base"] for one in told)


def test_a_comparison_of_a_changed_base_repeats_too(tmp_path):
    base = parley.load(SCENARIO, {"time.rounds": 6})
    found = base.compare({"parties.taliban.settles": 0.9}, histories=100, quiet=True)
    told = json.loads(command([*shlex.split(found.command)[1:], "--json"], tmp_path))
    assert told.pop("out")
    assert told == found.told


def test_a_sweep_that_is_kept_can_be_repeated(grid, tmp_path):
    kept = grid.save(tmp_path / "kept")
    command([*shlex.split(kept.command)[1:], "--out", tmp_path / "again", "--quiet"], tmp_path)
    assert (tmp_path / "again" / "summary.json").read_bytes() == (kept.folder / "summary.json").read_bytes()


def test_columns_add_up_to_the_estimates(run):
    assert len(run["history"]) == len(run) == N
    for name, each in run.outcomes.items():
        assert (run["outcome"] == name).sum() == each.n
    for table, rungs in run.tables.items():
        for rung, each in rungs.items():
            column = run[f"{table}.{rung}.reached"]
            assert column.dtype == bool
            assert column.sum() == each.n
    assert run["progress"].sum() == run.progress.n
    for issue, about in run.summary["issues"].items():
        assert run[f"{issue}.level"].mean() == pytest.approx(about["mean_level"], abs=1e-4)


def test_levels_are_in_real_units(run):
    assert set(np.unique(run["prisoners.level"])) <= set(range(2001))
    assert run["prisoners.level"].max() > 1


def test_what_was_drawn_is_what_the_story_begins_with(run):
    """Types at the start, of every party, as `parley trace` tells them."""
    words = {"settle": "settles", "stall": "stalls"}
    for history in (0, 5, 17):
        told = json.loads(command(["trace", SCENARIO, "--history", history, "--json"], ROOT))
        for party, kind in told["types"].items():
            assert run[f"{party}.type_at_start"][history] == words[kind]
        assert run["outcome"][history] == told["outcome"]


def test_drawn_inputs_are_those_that_the_engine_draws(base, run):
    """Held at what a history drew, a number leaves that history as it was."""
    path = "parties.taliban.positions.bases.salience"
    drawn = run[path]
    held = parley.load(SCENARIO, {path: float(drawn[11])}).run(12, quiet=True)
    assert held["outcome"][11] == run["outcome"][11]
    assert held["prisoners.level"][11] == run["prisoners.level"][11]
    assert drawn.min() >= 0
    assert drawn.max() <= 100
    assert drawn.std() > 0


def test_a_saved_run_opens_as_it_was(run, tmp_path):
    kept = run.save(tmp_path / "mine")
    opened = parley.open(tmp_path / "mine")
    assert opened.summary == run.summary == kept.summary
    assert all(
        np.array_equal(opened.arrays[name], run.arrays[name], equal_nan=run.arrays[name].dtype.kind == "f")
        for name in run.arrays
    )
    assert {path.name for path in (tmp_path / "mine" / "figures").iterdir()} == {"outcomes.svg", "rungs_over_time.svg"}
    with pytest.raises(parley.ParleyError, match="exists already"):
        run.save(tmp_path / "mine")


def test_comparisons_and_sweeps_open_as_they_were(difference, grid, tmp_path):
    assert parley.open(difference.save(tmp_path / "c")).told == json.loads(json.dumps(difference.told))
    assert parley.open(grid.save(tmp_path / "s").folder).told == grid.told


def test_flips_are_counted(difference, base, run):
    other = parley.load(SCENARIO, {"issues.qatar_office.in_force": 1}).run(N, quiet=True)
    column = "us_taliban.formal_talks.reached"
    assert difference.gained[column] == (other[column] & ~run[column]).sum()
    assert difference.lost[column] == (run[column] & ~other[column]).sum()
    row = dict(zip(difference.table().heading, next(r for r in difference.table().rows if r[1] == column), strict=True))
    assert row["with_it"] - row["base"] == pytest.approx(row["difference"])


def test_several_variants_must_be_told_apart(base):
    found = base.compare({"time.rounds": 12}, VARIANT, histories=50, quiet=True)
    with pytest.raises(parley.ParleyError, match="several variants"):
        _ = found.gained
    assert found.differences("what_if_no_mediator")["progress"].d <= 1
    with pytest.raises(parley.ParleyError, match="no variant"):
        found.differences("another")


def test_a_sweep_has_a_row_for_each_point(grid):
    frame = grid.to_pandas()
    assert len(frame) == 6
    assert sorted(frame["parties.taliban.settles"].unique()) == [0.1, 0.5, 0.9]
    assert frame["headline"].tolist() == frame["us_taliban.formal_talks"].tolist()


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_shown_is_small_and_safe(answers, name):
    answer = answers[name]
    assert len(repr(answer)) <= 200
    assert "\n" not in repr(answer)
    html = answer._repr_html_()
    assert len(html.encode()) <= 50_000
    assert "<script" not in html
    assert "<table" in html


def test_answers_cannot_be_changed(answers):
    for answer in answers.values():
        with pytest.raises(AttributeError):
            answer.folder = "elsewhere"


def test_names_from_a_file_are_texts_in_a_page():
    nasty = parley.load(SCENARIO, {"title": "<script>alert(1)</script>"})
    assert "<script" not in nasty._repr_html_()
    assert "<script" not in nasty.run(30, quiet=True)._repr_html_()


def test_frames_say_the_same_in_every_library(run):
    pandas, polars, arrow = run.to_pandas(), run.to_polars(), run.to_arrow()
    assert list(pandas.columns) == polars.columns == arrow.column_names == [field.name for field in run.columns]
    assert pandas["outcome"].tolist() == polars["outcome"].to_list() == arrow["outcome"].to_pylist()
    assert pandas["hurt"].tolist() == polars["hurt"].to_list() == arrow["hurt"].to_pylist()
    assert pandas.attrs["columns"]["prisoners.level"]["unit"] == "prisoners"
    assert arrow.schema.field("prisoners.level").metadata[b"unit"] == b"prisoners"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda base: parley.load("nowhere.yaml"), "there is no such file"),
        (lambda base: parley.load(SCENARIO, {"parties.talban.settles": 0.3}), 'did you mean "taliban"'),
        (lambda base: base.run(10, quiet=True)["us_taliban.formal_talk.reached"], "did you mean"),
        (lambda base: base.run(10, quiet=True).plot("rung"), None),
        (lambda base: base.run(10, quiet=True).plot("zones"), "did you mean"),
        (lambda base: base.run(10, quiet=True).trace(10), "histories 0 to 9"),
        (lambda base: base.compare(), "at least one variant"),
        (lambda base: base.sweep({}), "at least one number"),
        (lambda base: base.sweep({"parties.talban.settles": [0.1]}, 10, quiet=True), "talban"),
        (lambda base: base.sweep({"time.rounds": [3]}, 10, headline="peace", quiet=True), "no outcome and no rung"),
        (lambda base: parley.open("nowhere"), "no such folder"),
        (lambda base: parley.brief(to="x.pdf"), "no run among these"),
        (lambda base: parley.brief(to="x.docx"), "ends in .pdf or .html"),
    ],
)
def test_mistakes_are_said_in_own_words(base, wrong, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if said is None:
        wrong(base)
        return
    with pytest.raises(parley.ParleyError, match=said) as caught:
        wrong(base)
    assert caught.value.__cause__ is None
    assert caught.value._render_traceback_() == [f"ParleyError: {caught.value}"]
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_behind(base, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = base.run(20, quiet=True)
    found.plot("rungs")
    folder = found.folder
    assert folder.is_dir()
    assert not list(tmp_path.iterdir())
    del found
    assert not folder.exists()


def test_agents_of_ones_own_play_and_are_traced(tmp_path, monkeypatch):
    (tmp_path / "absent_agents.py").write_text(
        "from agents.insurgent import Insurgent\n\n\n"
        "class Absent(Insurgent):\n    def attend(self, table):\n        return (-9.0,), (-9.0,)\n\n\n"
        'AGENTS = {"taliban": Absent}\n'
    )
    monkeypatch.chdir(tmp_path)
    found = parley.load(ROOT / "scenarios" / "secret_talks_2018_05.yaml").run(
        15, engine="mesa", agents="absent_agents", quiet=True
    )
    assert found["kabul_taliban.meetings"].sum() == 0
    assert "--agents absent_agents" in found.command
    assert "reasons of its own" in str(found.trace(3))
    kept = found.save("kept")
    assert "reasons of its own" in str(kept.trace(3))


def test_what_a_results_folder_names_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "strangers_agents.py").write_text(
        "from agents.insurgent import Insurgent\n\n\n"
        "class Absent(Insurgent):\n    def attend(self, table):\n        return (-9.0,), (-9.0,)\n\n\n"
        'AGENTS = {"taliban": Absent}\n'
    )
    monkeypatch.chdir(tmp_path)
    parley.load(ROOT / "scenarios" / "secret_talks_2018_05.yaml").run(
        5, engine="mesa", agents="strangers_agents", quiet=True
    ).save("kept")
    del sys.modules["strangers_agents"]
    kept = parley.open("kept")
    with pytest.raises(parley.ParleyError, match=r"trace\(3, agents='strangers_agents'\)"):
        kept.trace(3)
    assert "strangers_agents" not in sys.modules
    assert "reasons of its own" in str(kept.trace(3, agents="strangers_agents"))
