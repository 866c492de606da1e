"""`parley init` writes a scenario that is fine and runs; `parley runs` lists what was played."""

import json

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.ladders.loading import load


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["my_case", "my_case.yaml", 'odd "name": {x}'])
def test_the_starter_is_fine_and_no_foregone_conclusion(here, name):
    done = parley("init", name)
    assert done.exit_code == 0, done.output
    [path] = here.glob("*.yaml")
    assert not load(path, to_run=True).warnings
    told = json.loads(parley("run", path, "--histories", 400, "--json").stdout)
    assert max(share["p"] for share in told["outcomes"].values()) < 0.9
    assert sum(share["p"] > 0.02 for share in told["outcomes"].values()) >= 3


def test_nothing_is_overwritten(here):
    (here / "mine.yaml").write_text("mine")
    done = parley("init", "mine")
    assert done.exit_code == 2
    assert "exists already" in done.output
    assert (here / "mine.yaml").read_text() == "mine"


def test_nowhere_to_write():
    assert parley("init", "no/such/folder/x").exit_code == 2


def test_runs_lists_the_newest_first(here):
    parley("init", "case")
    for seed in (1, 2):
        parley("run", "case.yaml", "--histories", 50, "--seed", seed, "--quiet")
    (here / "results/case-2/summary.json").unlink()
    (here / "results/broken").mkdir()
    (here / "results/broken/manifest.json").write_text("{")
    found = json.loads(parley("runs", "--json").stdout)["runs"]
    assert {(each["folder"], each["seed"], each["complete"]) for each in found} == {
        ("case-1", 1, True),
        ("case-2", 2, False),
    }
    shown = parley("runs").output
    assert "unfinished" in shown
    assert "run of case.yaml" in shown


def test_no_folder_is_bad_input():
    assert parley("runs", "nowhere").exit_code == 2
