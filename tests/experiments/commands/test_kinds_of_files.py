"""A file of another kind than a command takes: one line, which says what it is and which command takes it."""

import click
import pytest
from click.testing import CliRunner

from experiments.cli import COMMANDS, cli
from sim.scenario.yaml_text import dump
from tests.conftest import scenario

FILES = {
    "experiment.yaml": {"parley_experiment": 1, "title": "T", "scenario": "s.yaml", "design": "grid", "factors": {}},
    "questions.yaml": {"parley_questions": 1, "title": "T", "questions": {}},
    "scenario.yaml": scenario(),
    "sealed.json": {"parley_forecast": 1, "title": "T"},
}
NEEDS = {"trace": ["--history", "0"], "lever": ["--target", "deal"], "forecast": ["--questions", "questions.yaml"]}


def arguments(command):
    """The names of what a command, or any below it, takes."""
    if isinstance(command, click.Group):
        return {name for each in command.commands.values() for name in arguments(each)}
    return {param.name for param in command.params if isinstance(param, click.Argument)}


OF_SCENARIOS = [
    name
    for name in COMMANDS
    if arguments(cli.get_command(None, name)) & {"scenario", "scenarios", "files", "base", "source"}
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, data in FILES.items():
        (tmp_path / name).write_text(dump(data))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*words):
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2, done.output
    return done.output


@pytest.mark.parametrize("command", OF_SCENARIOS)
@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "experiment.yaml",
            "this is an experiment, and a scenario is wanted here; parley sweep experiment.yaml plays it",
        ),
        ("questions.yaml", "this is a file of questions, and a scenario is wanted here; parley forecast seal SCENARIO"),
        ("sealed.json", "this is a sealed forecast, and a scenario is wanted here; parley forecast score sealed.json"),
    ],
)
def test_a_command_that_takes_a_scenario_says_what_takes_another_file(folder, command, file, message):
    verb = ["forecast", "seal"] if command == "forecast" else [command]
    output = told(*verb, file, *NEEDS.get(command, []))
    assert output.startswith(f"{file}:1:1: {message}")
    assert len(output.splitlines()) == 1
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.parametrize(("file", "kind"), [("scenario.yaml", "a scenario"), ("questions.yaml", "a file of questions")])
def test_a_sweep_takes_an_experiment(folder, file, kind):
    assert told("sweep", file).startswith(f"{file}:1:1: this is {kind}, and an experiment is wanted here; parley ")


@pytest.mark.parametrize("file", ["scenario.yaml", "experiment.yaml"])
def test_a_forecast_takes_questions(folder, file):
    assert "and a file of questions is wanted here" in told("forecast", "seal", "scenario.yaml", "--questions", file)


@pytest.mark.parametrize("command", [["plot"], ["brief"], ["runs"], ["export", "--csv"]], ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("scenario.yaml", "is a scenario, and a folder of results is wanted here; parley run scenario.yaml plays it"),
        ("experiment.yaml", "is an experiment, and a folder of results is wanted here; parley sweep experiment.yaml"),
        ("page.md", "is a file, and a folder of results is wanted here"),
    ],
)
def test_a_command_that_takes_results_says_what_makes_some(folder, command, file, what):
    (folder / "page.md").write_text("An example:\n\nparley: 1\n")
    assert f"{file} {what}" in told(*command, file)


def test_every_command_of_a_scenario_is_among_them():
    assert {
        "validate",
        "show",
        "evidence",
        "report",
        "run",
        "why",
        "trace",
        "rivals",
        "compare",
        "lever",
        "ablate",
        "doubt",
    } <= set(OF_SCENARIOS)
