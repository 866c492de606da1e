"""What is odd in a variant is said wherever it is played, and what it has of its base once."""

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from sim.scenario.yaml_text import dump
from tests.conftest import scenario

ORPHAN = "is on no agenda, and so can never be agreed"
LINES = {
    "compare": ("--histories", "200", "--out", "out"),
    "doubt": ("--points", "8", "--histories", "5", "--out", "out"),
    "page": (),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A base with an issue that nobody talks about, and a variant that misspells another."""
    monkeypatch.chdir(tmp_path)
    base = scenario()
    base["issues"]["left"] = {"title": "Left"}
    (tmp_path / "base.yaml").write_text(dump(base))
    (tmp_path / "variant.yaml").write_text("extends: base.yaml\ntitle: Other\nissues: {prisonrs: {in_force: 1}}\n")


@pytest.mark.slow
@pytest.mark.parametrize("command", LINES)
def test_a_misspelt_issue_of_a_variant_is_said(here, command):
    done = CliRunner().invoke(cli, [command, "base.yaml", "variant.yaml", *LINES[command]])
    assert done.exit_code == 0, done.output
    assert f"issues.prisonrs: {ORPHAN}" in done.stderr
    assert done.stderr.count(f"issues.left: {ORPHAN}") == 1


def test_a_variant_that_changes_nothing_is_said_to(here):
    done = CliRunner().invoke(cli, ["compare", "base.yaml", "variant.yaml", *LINES["compare"]])
    assert "Not one history ends otherwise" in " ".join(done.stdout.split())


def test_of_one_that_changes_something_that_is_not_said(here):
    words = ["compare", "base.yaml", "--set", "parties.rebels.settles=0", *LINES["compare"]]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    assert "Not one history" not in done.stdout
