"""A run divided into shards and merged: the bytes of the whole; what makes no whole is refused and leaves no trace."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.runs.blocks import BLOCK, CompiledEngine, play
from experiments.store.folder import Results
from experiments.store.shards import Shard
from sim.engine.arrays import compile_scenario
from sim.engine.records import Layout
from sim.scenario.load import load
from tests.folders import without_hashes
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
HISTORIES = 3 * BLOCK + 700  # four blocks, the last one short


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def run(out, *more, histories=HISTORIES, seed=3):
    done = parley("run", SCENARIO, "--histories", histories, "--seed", seed, "--out", out, "--quiet", *more)
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return run(tmp_path_factory.mktemp("whole") / "run")


@pytest.fixture(scope="module")
def shards(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shards")
    return [run(folder / f"{i}", "--shard", f"{i}/3") for i in (1, 2, 3)]


def contents(folder, but=("manifest.json",)):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in but
    }


def test_long_runs_have_larger_blocks_and_are_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr("experiments.runs.blocks.BLOCK", 50)
    scenario = compile_scenario(load(SCENARIO, to_run=True).scenario)
    whole = run(tmp_path / "whole", histories=1_100)
    assert len(list(whole.glob("part-*.parquet"))) == 5, "four of 250, and what is left"
    names = Layout.of(scenario).names
    kept = list(Results(whole).columns(names))
    played = play(scenario, 3, 0, 1_100, CompiledEngine())
    assert all(np.array_equal(np.concatenate([part[name] for part in kept]), played[name]) for name in names)
    shards = [run(tmp_path / f"{i}", "--shard", f"{i}/2", histories=1_100) for i in (1, 2)]
    assert parley("merge", *shards, "--out", tmp_path / "merged").exit_code == 0
    assert contents(tmp_path / "merged") == contents(whole)
    before = contents(whole)
    for lost in ("part-000002.parquet", "summary.json"):
        (whole / lost).unlink()
    assert contents(run(whole, "--resume", histories=1_100)) == before


@pytest.mark.parametrize("total", [0, 1, 4, 20, 101])
@pytest.mark.parametrize("of", [1, 3, 7, 30])
def test_shards_share_out_every_block_once_and_evenly(total, of):
    shares = [Shard(i, of).blocks(total) for i in range(1, of + 1)]
    assert [block for share in shares for block in share] == list(range(total))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "-1/3", "1/3/5", "a/b", "", "1 / 3", "٣/٧", "1/1000000"])
def test_what_is_no_shard_is_bad_usage(tmp_path, text):
    done = parley("run", SCENARIO, "--shard", text, "--out", tmp_path / "run")
    assert done.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_merged_shards_are_the_whole_to_the_byte(whole, shards, tmp_path):
    done = parley("merge", *reversed(shards), "--out", tmp_path / "merged")
    assert done.exit_code == 0, done.output
    assert contents(tmp_path / "merged") == contents(whole)
    manifest, undivided = (
        json.loads((folder / "manifest.json").read_text()) for folder in (tmp_path / "merged", whole)
    )
    assert {**manifest, "command": None} == {**undivided, "command": None}


def test_a_merged_run_is_complete_for_resume(shards, tmp_path):
    parley("merge", *shards, "--out", tmp_path / "merged")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "merged").rglob("*")}
    run(tmp_path / "merged", "--resume")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "merged").rglob("*")} == before


def test_more_shards_than_blocks(tmp_path):
    """Those without a block are there all the same, so that a job array need not know of blocks."""
    folders = [run(tmp_path / f"{i}", "--shard", f"{i}/3", histories=60) for i in (1, 2, 3)]
    assert sorted(len(list(folder.glob("part-*"))) for folder in folders) == [0, 0, 1]
    done = parley("merge", *folders, "--out", tmp_path / "merged", "--json")
    assert json.loads(done.stdout)["histories"] == 60
    assert contents(tmp_path / "merged") == contents(run(tmp_path / "whole", histories=60))


def test_a_shard_says_nothing_of_the_whole(shards, tmp_path):
    assert {path.name for path in shards[2].iterdir()} == {
        "manifest.json", "scenario.yaml", "SHA256SUMS",
        *(f"{kind}-00000{block}.parquet" for kind in ("part", "course") for block in (2, 3)),
    }  # fmt: skip
    done = parley("run", SCENARIO, "--histories", HISTORIES, "--seed", 3, "--shard", "3/3", "--out", shards[2], "--resume", "--json")  # fmt: skip
    told = json.loads(done.stdout)
    assert (told["shard"], told["first"], told["count"]) == ("3/3", 2 * BLOCK, HISTORIES - 2 * BLOCK)
    assert "progress" not in told


def test_default_folders_of_shards_are_distinct(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for i in (1, 2):
        parley("run", SCENARIO, "--histories", 20, "--shard", f"{i}/2", "--quiet")
    assert {path.name for path in (tmp_path / "results").iterdir()} == {
        f"{SCENARIO.stem}-shard-1-of-2-1", f"{SCENARIO.stem}-shard-2-of-2-1",
    }  # fmt: skip


def test_runs_tells_shards_from_runs(shards, tmp_path):
    for name in ("there", "lacking"):
        shutil.copytree(shards[1], tmp_path / name)
    (tmp_path / "lacking" / "part-000001.parquet").unlink()
    told = json.loads(parley("runs", tmp_path, "--json").stdout)["runs"]
    assert {each["folder"]: (each["kind"], each["complete"]) for each in told} == {
        "there": ("shard 2/3", True), "lacking": ("shard 2/3", False),
    }  # fmt: skip


@pytest.mark.parametrize("other", ["2/3", "1/2", None])
def test_a_shard_resumes_as_itself_only(shards, other):
    again = ("--shard", other) if other else ()
    done = parley("run", SCENARIO, "--histories", HISTORIES, "--seed", 3, "--out", shards[0], "--resume", *again)
    assert done.exit_code == 2
    assert "another shard" in done.stderr


def refused(folders, tmp_path, message):
    done = parley("merge", *folders, "--out", tmp_path / "merged")
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "merged").exists()


def test_gaps_overlaps_and_strangers_are_refused(whole, shards, tmp_path):
    refused(shards[:1], tmp_path, "2 are missing: 2/3, 3/3")
    refused([*shards, shards[1]], tmp_path, "given twice")
    refused([*shards, whole], tmp_path, "holds a whole run")
    refused([*shards, tmp_path], tmp_path, "no manifest.json")
    refused([*shards, tmp_path / "absent"], tmp_path, "no manifest.json")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"seed": 4}, "seed"),
        ({"histories": HISTORIES + 1}, "number of histories"),
        ({"more": ("--set", "parties.taliban.patience=9")}, "scenario"),
    ],
)
def test_shards_of_other_runs_are_refused(shards, tmp_path, more, what):
    options = {"more": (), **more}
    stranger = run(tmp_path / "stranger", "--shard", "2/3", *options.pop("more"), **options)
    refused([shards[0], stranger, shards[2]], tmp_path, f"another {what}")


def changed(folder, tmp_path, **manifest):
    """A copy of a shard whose manifest says something else."""
    copied = tmp_path / "copied"
    shutil.copytree(folder, copied)
    if manifest:
        without_hashes(copied)
    said = json.loads((copied / "manifest.json").read_text()) | manifest
    if manifest:
        (copied / "manifest.json").write_text(json.dumps(said))
    return copied


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"rules_sha256": "0"}, "another rule book"), ({"versions": {}}, "another version"), ({"shard": "2/4"}, "division"),
        ({"shard": "7/3"}, "damaged"), ({"shard": 2}, "damaged"),
    ],
)  # fmt: skip
def test_manifests_that_do_not_agree_are_refused(shards, tmp_path, said, message):
    refused([shards[0], changed(shards[1], tmp_path, **said), shards[2]], tmp_path, message)


@pytest.mark.parametrize("fault", ["lost", "cut off", "another block", "bytes within"])
def test_an_unfinished_shard_is_named(shards, tmp_path, fault):
    copied = changed(shards[1], tmp_path)
    part = copied / "part-000001.parquet"
    if fault == "lost":
        part.unlink()
    elif fault == "cut off":
        part.write_bytes(part.read_bytes()[:-100])
    elif fault == "another block":
        shutil.copyfile(shards[0] / "part-000000.parquet", part)
    else:
        whole = part.read_bytes()
        part.write_bytes(whole[:40] + bytes(2000) + whole[2040:])
    refused([shards[0], copied, shards[2]], tmp_path, f"{copied} (shard 2/3)")
    part.unlink(missing_ok=True)
    run(copied, "--shard", "2/3", "--resume")
    assert parley("merge", shards[0], copied, shards[2], "--out", tmp_path / "merged").exit_code == 0


def test_a_changed_scenario_file_is_refused(shards, tmp_path):
    copied = changed(shards[0], tmp_path)
    file = copied / "scenario.yaml"
    file.write_text(file.read_text().replace("rounds: 24", "rounds: 23"))
    refused([copied, *shards[1:]], tmp_path, f"{file} is not the file that this run left there")
    without_hashes(copied)
    refused([copied, *shards[1:]], tmp_path, "not the scenario")


def test_merge_leaves_what_is_there_alone(shards, tmp_path):
    for name in ("notes.txt", "scenario.yaml", "notes.tmp"):
        out = tmp_path / name.replace(".", "-")
        out.mkdir()
        (out / name).write_text("mine")
        done = parley("merge", *shards, "--out", out)
        assert done.exit_code == 2
        assert "exists already" in done.stderr
        assert contents(out) == {name: b"mine"}


def test_merge_takes_back_what_it_cannot_finish(shards, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.runs.figures.draw", full)
    refused(shards, tmp_path, "No space left")


KILLED = """
import os, sys
from experiments import cli
from experiments.store import files
whole, left = files.put_in_place, [int(sys.argv.pop(1))]
def put_in_place(*written):
    if left[0] == 0:
        os._exit(9)
    left[0] -= 1
    whole(*written)
import experiments.store.folder
files.put_in_place = experiments.store.folder.put_in_place = put_in_place
cli.main()
"""


def killed_merge(shards, out, after):
    """Merge, and die at once when another file is to be put in its place after so many."""
    words = [sys.executable, "-c", KILLED, after, "merge", *shards, "--out", out]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([*map(str, words)], cwd=ROOT, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("after", [0, 1, 2, 3, 6, 11])
def test_a_killed_merge_can_be_merged_again(whole, shards, tmp_path, after):
    out = tmp_path / "merged"
    assert killed_merge(shards, out, after).returncode == 9
    assert not (out / "summary.json").exists()
    done = parley("merge", *shards, "--out", out)
    assert done.exit_code == 0, done.output
    assert contents(out, ("manifest.json", "SHA256SUMS")) == contents(whole, ("manifest.json", "SHA256SUMS"))


def test_a_merge_that_was_killed_before_its_first_file_can_be_merged_again(whole, shards, tmp_path):
    out = tmp_path / "merged"
    out.mkdir()
    done = parley("merge", *shards, "--out", out)
    assert done.exit_code == 0, done.output
    assert contents(out, ("manifest.json", "SHA256SUMS")) == contents(whole, ("manifest.json", "SHA256SUMS"))


def test_what_a_killed_merge_of_others_left_is_left_alone(shards, tmp_path):
    other = [run(tmp_path / f"other-{i}", "--shard", f"{i}/2", histories=6000, seed=4) for i in (1, 2)]
    out = tmp_path / "merged"
    assert killed_merge(shards, out, 6).returncode == 9
    left = contents(out)
    for folders, message in ((other, "unfinished merge of other shards"), (shards[:2], "missing")):
        done = parley("merge", *folders, "--out", out)
        assert done.exit_code == 2
        assert message in done.stderr
        assert contents(out) == left
