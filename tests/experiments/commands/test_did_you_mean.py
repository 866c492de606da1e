"""What is misspelt on the command line is met with what may have been meant: one line more, exit status 2."""

import shutil

import click
import pytest
from click.testing import CliRunner

from experiments.cli import COMMANDS, cli, commanded
from experiments.commands.common import OneOf
from experiments.words.near import like_it, meant
from tests.places import CASES, SCENARIOS

HAVANA = "havana_2012.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(SCENARIOS / HAVANA, tmp_path)
    for folder in ("results/case-1", "scenarios"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "results/case-1/manifest.json").write_text("{}")
    shutil.copy(CASES / "valid/rich.yaml", tmp_path / "scenarios/rich.yaml")
    (tmp_path / "table.csv").write_text("actor,issue,position\n")
    (tmp_path / "harmless.py").write_text("AGENTS = {}\n")
    (tmp_path / "my_agents.py").write_text("import no_such_package\n")
    (tmp_path / "sealed.json").write_text("{}")


SURVEY = [
    ("rnu", 'did you mean "run"?'),
    ("forecast sael", "seal"),
    (f"run {HAVANA} --histries 5", "--histories"),
    (f"run {HAVANA} --engine compild", 'did you mean "compiled"?'),
    ("plot x --format pfd", 'did you mean "pdf"?'),
    ("plot x --kind outcoms", 'did you mean "outcomes"?'),
    ("brief x --format htlm", 'did you mean "html"?'),
    ("completion bsh", 'did you mean "bash"?'),
    ("init q --capabilities meen --from table.csv", 'did you mean "mean"?'),
    ("run havana_2021.yaml", f'did you mean "{HAVANA}"?'),
    ("run scenaros/rich.yaml", 'did you mean "scenarios/rich.yaml"?'),
    ("validate scenaros/rich.yaml", 'did you mean "scenarios/rich.yaml"?'),
    ("sweep scenaros/rich.yaml", 'did you mean "scenarios/rich.yaml"?'),
    ("plot reslts/case-1", 'did you mean "results/case-1"?'),
    ("brief case-1", 'did you mean "results/case-1"?'),
    ("export results/case-2 --csv", 'did you mean "results/case-1"?'),
    ("runs reslts", 'did you mean "results"?'),
    ("merge results/cas-1 --out x", 'did you mean "results/case-1"?'),
    ("discover results/cas-1", 'did you mean "results/case-1"?'),
    ("forecast score seald.json --resolved table.csv", 'did you mean "sealed.json"?'),
    ("forecast score sealed.json --resolved tabel.csv", 'did you mean "table.csv"?'),
    ("init q --from tabel.csv", 'did you mean "table.csv"?'),
    (f"evidence {HAVANA} --sources scenaros", 'did you mean "scenarios"?'),
    (f"lever {HAVANA} --target pease=0.5", 'did you mean "peace"?'),
    (f"lever {HAVANA} --target xyzzy=0.5", '"havana.final_agreement"'),
    (f"lever {HAVANA} --target 0.5 --party farq", 'did you mean "farc"?'),
    (f"lever {HAVANA} --target 0.5 --party xyzzy", 'there are "farc" and "government"'),
    (f"run {HAVANA} --precision 0.1 --headline pease", 'did you mean "peace"?'),
    (f"discover {HAVANA} --outcome pease", 'did you mean "peace"?'),
    (f"run {HAVANA} --engine mesa --agents my_agent", 'did you mean "my_agents"?'),
    (f"trace {HAVANA} --history 1 --agents harmless.py", 'did you mean "harmless"?'),
    (f"run {HAVANA} --set parties.frac.patience=3", 'did you mean "farc"?'),
    (f"run {HAVANA} --set partys.farc.patience=3", 'did you mean "parties"?'),
    (f"run {HAVANA} --set parties.farc.patiens=3", 'did you mean "patience"?'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), SURVEY, ids=[line for line, _ in SURVEY])
def test_what_may_have_been_meant(line, message):
    done = CliRunner().invoke(cli, line.split())
    assert done.exit_code == 2, done.output
    assert message in done.output


def test_a_module_that_is_there_and_lacks_another_is_not_taken_for_misspelt():
    done = CliRunner().invoke(cli, ["run", HAVANA, "--engine", "mesa", "--agents", "my_agents"])
    assert done.exit_code == 2
    assert "no_such_package" in done.output
    assert "did you mean" not in done.output


@pytest.mark.parametrize("word", ["-histories", "-histories=4"])
def test_one_dash_too_few(monkeypatch, capsys, word):
    monkeypatch.setattr("sys.argv", ["parley", "run", HAVANA, word, "4"])
    monkeypatch.setattr("experiments.runs.interrupts.notice", lambda: None)
    monkeypatch.setattr("experiments.runs.interrupts.ignore", lambda: None)
    assert commanded() == 2
    assert "--histories" in capsys.readouterr().err


def test_every_choice_of_every_command_suggests():
    def params(command):
        for each in command.commands.values() if isinstance(command, click.Group) else ():
            yield from params(each)
        yield from command.params

    choices = [
        param.type
        for name in COMMANDS
        for param in params(cli.get_command(None, name))
        if isinstance(param.type, click.Choice)
    ]
    assert len(choices) >= 6
    assert all(isinstance(choice, OneOf) for choice in choices)


def test_names_are_listed_only_if_they_are_few():
    assert meant("x", ["alpha", "beta"]) == '; there are "alpha" and "beta"'
    assert meant("alpa", ["alpha", "beta"]) == '; did you mean "alpha"?'
    assert meant("x", map(str, range(99))) == ""
    assert meant("x", []) == ""


def test_paths(tmp_path):
    (tmp_path / "evil\x1b[2Jname").mkdir()
    assert like_it("results/case-1/figurs") == ""
    assert like_it("resluts/nothing/here") == '; did you mean "results"?'
    assert like_it("Results") == '; did you mean "results"?'
    assert like_it("/") == like_it("") == ""
    assert "\x1b" not in like_it("evil[2Jname")
    long = "a" * 100
    (tmp_path / long).mkdir()
    assert like_it(long + "b") == f'; did you mean "{long}"?'
