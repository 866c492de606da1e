"""A command imports what it needs when it needs it: its start is most of what a short command takes."""

import json
import subprocess
import sys

import pytest

from tests.command_line.commands import environment
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
HEAVY = ("duckdb", "matplotlib", "mesa", "numba", "numpy", "rich.table", "scipy")

STARTS = """
import json, sys
from experiments import cli

scenario, folder, *heavy = sys.argv[1:]
found = {}

def note(when):
    found[when] = [name for name in heavy if name in sys.modules]

assert cli.obey(["validate", scenario]) == 0
note("checked")

from experiments.runs import run as running
warm_up = running.warm_up

def look():
    note("playing")
    warm_up()
    note("meanwhile")

running.warm_up, running.processors = look, lambda: 2
assert cli.obey(["run", scenario, "--histories", "1000", "--quiet", "--out", folder]) == 0
note("over")
print(json.dumps(found))
"""
"""Checks a scenario, plays it, and says which heavy packages were there when."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The heavy packages that were imported by the time a scenario was checked, was played, and had been played."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    command = [sys.executable, "-c", STARTS, str(SCENARIO), str(folder), *HEAVY]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {when: set(names) for when, names in json.loads(done.stdout.splitlines()[-1]).items()}


def test_validate_imports_nothing_heavy(imported):
    assert imported["checked"] == set()


def test_what_the_end_of_a_run_needs_is_imported_while_workers_play(imported):
    late = {"duckdb", "matplotlib", "rich.table"}
    assert not imported["playing"] & late
    assert imported["meanwhile"] >= late


def test_nothing_heavy_is_imported_after_a_run_was_played(imported):
    assert imported["over"] == imported["meanwhile"]
