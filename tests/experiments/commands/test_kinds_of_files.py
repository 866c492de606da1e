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
    if (command, file) == ("validate", "experiment.yaml"):
        return  # it takes both
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


OTHERS = {
    "doc.pdf": (b"%PDF-1.4\n%\xe2\xe3\n", "this is a PDF, and {wanted} is wanted here"),
    "README.md": (b"# Talks\n\nWhat would\nchange that.\n", "this is a text (Markdown), and {wanted} is wanted here"),
    "mine.py": (b"import parley\n", "this is a program (Python), and {wanted} is wanted here"),
    "doc.yaml": (b"%PDF-1.4\nobj\n", "this is a PDF, and {wanted} is wanted here"),
    "figure.png": (b"\x89PNG\r\n\x1a\n", "this is a picture, and {wanted} is wanted here"),
    "report.docx": (b"PK\x03\x04aaa", "this is an archive, or a document of an office program, and {wanted} is wanted"),
    "part-000000.parquet": (b"PAR1\x15\xff", "this is a block of histories (Parquet), and {wanted} is wanted here"),
    "page.html": (b"<!DOCTYPE html>\n<html>", "this is a web page, and {wanted} is wanted here"),
    "table.csv": (b"party,issue\na,b\n", "this is a table, and {wanted} is wanted here; parley init NAME --from table.csv"),
    "summary.json": (b'{"histories": 3}', "this is a file of a folder of results, and {wanted} is wanted here; parley plot ."),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["run"], "a scenario"),
        (["validate"], "a scenario"),
        (["sweep"], "an experiment"),
        (["forecast", "seal", "scenario.yaml", "--questions"], "a file of questions"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_what_is_no_text_of_ours_is_said_to_be_what_it_is(folder, command, wanted, name):
    content, message = OTHERS[name]
    (folder / name).write_bytes(content)
    output = told(*command, name)
    assert output.startswith(f"{name}:1:1: {message.format(wanted=wanted)}")
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "wanted"), [("run", "a scenario"), ("sweep", "an experiment"), ("validate", "a scenario")]
)
def test_a_folder_is_said_to_be_one_and_of_results_what_reads_it(folder, command, wanted):
    (folder / "plain").mkdir()
    (folder / "results").mkdir()
    (folder / "results" / "summary.json").write_text("{}")
    (folder / "results" / "scenario.yaml").write_text("parley: 1\n")
    assert told(command, "plain") == f"plain:1:1: this is a folder, and {wanted} is wanted here\n"
    assert told(command, "results") == (
        f"results:1:1: this is a folder of results, and {wanted} is wanted here; parley plot results draws it; "
        "what it played is results/scenario.yaml\n"
    )


@pytest.mark.parametrize("command", ["plot", "brief"])
def test_a_file_of_a_folder_of_results_names_its_folder(folder, command):
    (folder / "results").mkdir()
    (folder / "results" / "summary.json").write_text("{}")
    assert "results/summary.json is a file, and a folder of results is wanted here: results" in told(
        command, "results/summary.json"
    )


def test_a_file_that_is_not_there_is_likened_to_files_of_like_names(folder):
    assert told("run", "scenarios.yaml") == 'scenarios.yaml:1:1: there is no such file; did you mean "scenario.yaml"?\n'
    assert told("run", "nowhere.yaml") == "nowhere.yaml:1:1: there is no such file\n"


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
