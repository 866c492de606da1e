"""Where answers go: a place that cannot be written is named before anything is played."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from tests.command_line.commands import parley as in_a_process
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
VARIANT = SCENARIOS / "what_if_talks_leak.yaml"
GENERIC = SCENARIOS / "generic_civil_war.yaml"
FOR_EVER = ("--histories", 10_000_000)
FOLDERS = {
    "run": ("run", SCENARIO, *FOR_EVER),
    "compare": ("compare", SCENARIO, VARIANT, *FOR_EVER),
    "discover": ("discover", SCENARIO, *FOR_EVER),
    "ablate": ("ablate", SCENARIO, *FOR_EVER),
    "doubt": ("doubt", SCENARIO),
    "rivals": ("rivals", SCENARIO, *FOR_EVER),
    "lever": ("lever", SCENARIO, "--target", "0.9"),
    "why": ("why", SCENARIO, *FOR_EVER),
    "report": ("report", SCENARIO, "--minutes", 99),
    "calibrate": ("calibrate", GENERIC, *("--histories", 10**6)),
}
FILES = {
    "discover": ("discover", SCENARIO, *FOR_EVER, "--figure"),
    "forecast": ("forecast", "seal", SCENARIO, "--questions", "questions.yaml", *FOR_EVER, "--out"),
    "calibrate": ("calibrate", GENERIC, *("--histories", 10**6), "--table"),
    "page": ("page", SCENARIO, "--output"),
}
QUESTIONS = """\
parley_questions: 1
title: Of the talks
questions:
  a: {title: "Will they?", by: 2018-12-31, ask: {table: kabul_taliban, meetings: 1}}
"""
LONG = "n" * 300
READ_ONLY = Path("/proc/self/fdinfo")


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def played(monkeypatch):
    """No history can be played."""

    def nothing(*_):
        raise AssertionError("histories were played")

    monkeypatch.setattr("experiments.runs.blocks.CompiledEngine.play", nothing)
    monkeypatch.setattr("sim.engine.kernel.play_histories", nothing)


def refused(done, path):
    assert done.exit_code == 2, done.output
    assert "fault" not in done.output
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1 or "Error: Invalid value" in done.stderr


@pytest.mark.parametrize("command", FOLDERS)
@pytest.mark.parametrize("place", ["file/within", LONG, str(READ_ONLY)])
def test_a_folder_that_cannot_be_written(command, place, tmp_path, monkeypatch, played):
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    refused(parley(*FOLDERS[command], "--quiet" if command not in {"rivals"} else "--json", "--out", place), place)
    assert os.listdir() == ["file"]


@pytest.mark.parametrize("command", FILES)
@pytest.mark.parametrize("place", ["file/within", LONG, str(READ_ONLY / "x")])
def test_a_file_that_cannot_be_written(command, place, tmp_path, monkeypatch, played):
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("questions.yaml").write_text(QUESTIONS)
    ending = {"page": ".html", "forecast": ".json", "calibrate": ".csv"}.get(command, ".svg")
    refused(parley(*FILES[command], place + ending), place)
    assert sorted(os.listdir()) == ["file", "questions.yaml"]


def test_a_tilde_after_an_equals_sign_is_the_home_folder(tmp_path):
    """No shell sees to that. `./~` is the folder that is called so, for the database too."""
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir(), here.mkdir()
    words = ("run", SCENARIO, "--histories", 20, "--quiet")
    for out in ("~/kept", "./~"):
        done = in_a_process(*words, f"--out={out}", cwd=here, HOME=str(home))
        assert done.returncode == 0, done.stderr
    assert (home / "kept" / "summary.json").is_file()
    assert (here / "~" / "summary.json").is_file()
    assert os.listdir(home) == ["kept"]
    done = in_a_process("export", "--csv", "./~", cwd=here, HOME=str(home))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [".", "..", "./", "/", "sub/.."])
def test_a_scenario_needs_a_name(name, tmp_path):
    (tmp_path / "sub").mkdir()
    done = in_a_process("init", name, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "give the scenario a name" in done.stderr
    assert os.listdir(tmp_path) == ["sub"]


def test_what_is_to_be_typed_next_can_be(tmp_path):
    done = in_a_process("init", "peace talks", cwd=tmp_path)
    assert "parley run 'peace talks.yaml'" in done.stdout


def test_what_the_machine_refuses_is_no_fault_of_ours(tmp_path, monkeypatch, capsys):
    from experiments import cli as line

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(tmp_path / "locked"))

    monkeypatch.setattr(line.cli, "main", refuse)
    assert line.obey(["validate"]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'locked'}: Permission denied\n"


@pytest.mark.parametrize("name", ["summary.json", "part-000000.parquet", "scenario.yaml"])
def test_an_export_never_writes_over_the_run(name, tmp_path):
    run = tmp_path / "run"
    assert parley("run", SCENARIO, "--histories", 20, "--quiet", "--out", run).exit_code == 0
    before = (run / name).read_bytes()
    done = parley("export", run, "--csv", "--out", run / name)
    assert done.exit_code == 2, done.output
    assert f"{name} is a file of the run itself" in done.stderr
    assert (run / name).read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [("report", SCENARIO, "--minutes"), ("discover", SCENARIO, "--support"), ("run", SCENARIO, "--precision")],
)
def test_nan_is_no_number(words):
    done = parley(*words, "nan")
    assert done.exit_code == 2, done.output
    assert 'expected a number, got "nan"' in done.stderr
