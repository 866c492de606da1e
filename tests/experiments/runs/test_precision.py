"""`run --precision`: the schedule, where it stops, and that neither workers nor a resume show."""

import json
from itertools import pairwise

import numpy as np
import pytest

from experiments.runs.blocks import BLOCK, run
from experiments.runs.precision import Precision, half_width, looks, run_until
from experiments.runs.workers.threads import Threads
from tests.command_line.commands import parley
from tests.conftest import compiled, kernel, scenario
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"


def test_the_schedule_begins_at_256_and_ends_at_the_cap():
    schedule = list(looks(1_000_000))
    assert schedule[:4] == [256, 320, 400, 500]
    assert BLOCK in schedule
    assert all(n % BLOCK == 0 for n in schedule if n > BLOCK)
    assert all(a < b <= 1.26 * a + BLOCK for a, b in pairwise(schedule))
    assert schedule[-1] == 1_000_000
    assert list(looks(256)) == [256]
    assert list(looks(7_777))[-2:] == [5000, 7_777]


@pytest.mark.parametrize("width", [0.05, 0.02, 0.009])
def test_it_stops_at_the_first_look_that_is_narrow_and_never_before_256(width):
    of = compiled(scenario())
    finished, stopped = run_until(of, 1, Precision(width, ("deal", "progress")), kernel(), None, Threads(2))
    assert stopped.narrow
    assert stopped.widest <= width
    before = max((n for n in looks(10**6) if n < stopped.histories), default=0)
    if before:
        less = run(of, 1, before, kernel(), None, Threads(2)).sums
        assert half_width(int(less["progress"]), before) > width
    whole = run(of, 1, stopped.histories, kernel(), None, Threads(2)).sums
    assert whole.keys() == finished.sums.keys()
    assert all(np.array_equal(whole[name], finished.sums[name]) for name in whole)


def test_no_half_width_is_wider_than_at_one_half():
    n = 1000
    assert max(range(n + 1), key=lambda count: half_width(count, n)) == n // 2
    assert Precision(0.01, ("progress",)).at_most() == 10_000


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """A run of 15,000 histories that nobody asked for by number, and what it printed."""
    folder = tmp_path_factory.mktemp("precision") / "narrow"
    options = ("--precision", 0.008, "--headline", "kabul_taliban.confidence_building", "--headline", "progress")
    done = parley("run", SCENARIO, *options, "--out", folder, "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout), options


def test_the_summary_is_that_of_a_run_of_so_many(narrow, tmp_path):
    folder, run_object, _ = narrow
    assert run_object["precision"]["stopped"]["histories"] == run_object["histories"] > BLOCK
    plain = tmp_path / "plain"
    assert parley("run", SCENARIO, "--histories", run_object["histories"], "--out", plain).returncode == 0
    for name in ("summary.json", "course.json"):
        assert (plain / name).read_bytes() == (folder / name).read_bytes()
    assert {p.name for p in plain.glob("part-*")} == {p.name for p in folder.glob("part-*")}
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["histories"] is None
    assert manifest["precision"]["half_width"] == 0.008
    assert manifest["stopped"]["histories"] == run_object["histories"]


def test_what_reads_a_folder_knows_how_many_came_out(narrow):
    folder, run_object, _ = narrow
    assert f"{run_object['histories']:,}" in parley("runs", folder.parent).stdout
    done = parley("plot", folder)
    assert done.returncode == 0, done.stderr


def test_a_resume_ends_where_the_run_would_have(narrow):
    folder, _, options = narrow
    expected = (folder / "summary.json").read_bytes()
    for lost in (["summary.json"], ["summary.json", "part-000001.parquet"], ["part-000000.parquet"]):
        for name in lost:
            (folder / name).unlink()
        done = parley("run", SCENARIO, *options, "--out", folder, "--resume", "--workers", 1)
        assert "Stopped after" in done.stdout
        assert done.returncode == 0, done.stderr
        assert (folder / "summary.json").read_bytes() == expected
    refused = parley("run", SCENARIO, "--precision", 0.02, "--out", folder, "--resume")
    assert refused.returncode == 2
    assert "another precision" in refused.stderr


def test_a_short_run_keeps_a_short_block_and_says_when_the_cap_was_reached(tmp_path):
    out = tmp_path / "short"
    for resume in ((), ("--resume",)):
        done = parley("run", SCENARIO, "--precision", 0.001, "--most", 700, "--out", out, *resume)
        assert done.returncode == 0, done.stderr
        assert "cap of 700 histories was reached" in done.stdout
    assert json.loads((out / "summary.json").read_text())["histories"] == 700


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--precision", 0.01, "--histories", 500), "do not go together"),
        (("--precision", 0.01, "--shard", "1/2"), "do not go together"),
        (("--headline", "progress"), "--headline needs --precision"),
        (("--most", 5000), "--most needs --precision"),
        (("--precision", 0.01, "--headline", "progres"), "did you mean"),
        (("--precision", 0), "--precision"),
        (("--precision", "nan"), "--precision"),
        (("--precision", 0.01, "--most", 100), "--most"),
    ],
)
def test_bad_options_are_said_before_anything_is_written(options, said, tmp_path):
    done = parley("run", SCENARIO, *options, "--out", tmp_path / "none")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_comparison_stops_when_differences_are_narrow_and_says_what_a_longer_one_says(tmp_path):
    change = ("--set", "parties.taliban.patience=3")
    done = parley("compare", SCENARIO, *change, "--precision", 0.02, "--headline", "progress", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("out").startswith("results/")
    stopped = found.pop("precision")["stopped"]
    difference = found["variants"][0]["difference"]["progress"]
    assert (difference["hi"] - difference["lo"]) / 2 == pytest.approx(stopped["widest"])
    assert stopped["widest"] <= 0.02
    words = ("compare", SCENARIO, *change, "--histories", stopped["histories"], "--workers", 1)
    again = parley(*words, "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout) == {**found, "out": str(tmp_path / "again")}
    refused = parley("compare", SCENARIO, *change, "--precision", 0.02, "--histories", 300)
    assert refused.returncode == 2
