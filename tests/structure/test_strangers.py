"""Nothing is imported from the folder where one works, but what `--agents` names: it may be a stranger's."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from experiments.runs.modules import found_here
from sim.engine.jit import block
from tests.command_line.commands import environment
from tests.copies import SCRIPTS
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
NAMES = (
    "agents", "click", "cloudpickle", "duckdb", "experiments", "json", "llvmlite", "matplotlib", "mesa", "numba", "numpy",
    "pandas", "parley", "pydantic", "random", "rich", "scipy", "sim", "sitecustomize", "string", "typst", "usercustomize",
    "yaml",
)  # fmt: skip
TELLING = "import pathlib\npathlib.Path(__file__).with_suffix('.imported').touch()\nraise ImportError('a stranger')\n"
OWN = """
import {helper}
from agents.insurgent import Insurgent


class Absent(Insurgent):
    def attend(self, table):
        return (-9.0,), (-9.0,)


AGENTS = {{"taliban": Absent}}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with modules called like those that parley imports."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(TELLING)
    (tmp_path / "matplotlibrc").write_text("backend: module://string\ntext.usetex: True\n")
    return tmp_path


def command(folder, *words):
    """Run the installed command in a folder."""
    script = SCRIPTS / "parley"
    done = subprocess.run(
        [script, *map(str, words)], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert [path.name for path in folder.rglob("*.imported")] == [], done.stderr
    return done


@pytest.mark.parametrize(
    "words",
    [
        ("run", SCENARIO, "--histories", 3, "--out", "run"),
        ("run", SCENARIO, "--histories", 3, "--out", "run", "--engine", "mesa"),
        ("validate", SCENARIO),
    ],
)
def test_no_module_of_the_folder_is_imported(words, folder):
    done = command(folder, *words)
    assert done.returncode == 0, done.stderr


def test_agents_of_ones_own_and_their_helpers_are_found_and_nothing_else_is(folder):
    (folder / "own.py").write_text(OWN.format(helper="helpers_of_own"))
    (folder / "helpers_of_own.py").write_text("import random, string, json, numpy\n")
    run = ("run", SCENARIO, "--histories", 3, "--engine", "mesa", "--out", "run", "--agents", "own")
    for words in (run, ("trace", SCENARIO, "--history", 1, "--agents", "own")):
        done = command(folder, *words)
        assert done.returncode == 0, done.stderr


def test_the_module_that_is_named_is_that_of_the_folder_whatever_else_has_its_name(folder):
    (folder / "antigravity.py").write_text(OWN.format(helper="json"))  # also a module of Python's
    done = command(
        folder, "run", SCENARIO, "--histories", 3, "--engine", "mesa", "--out", "run", "--agents", "antigravity"
    )
    assert done.returncode == 0, done.stderr


def test_a_module_in_a_package_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "package_of_own").mkdir()
    (tmp_path / "package_of_own" / "__init__.py").write_text("")
    (tmp_path / "package_of_own" / "inner.py").write_text("AGENTS = {}\n")
    before = list(sys.path), list(sys.meta_path)
    with found_here("package_of_own.inner"):
        __import__("package_of_own.inner")
    assert (sys.path, sys.meta_path) == before


def test_the_path_is_as_it_was_whatever_a_module_does_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    before = list(sys.path)
    with found_here("none_such"):
        sys.path.insert(0, "elsewhere")
        sys.meta_path.pop(0)
    assert sys.path == ["elsewhere", *before]


def test_the_process_that_compiles_imports_nothing_from_the_folder_either(folder, monkeypatch):
    commands = []
    given = {}
    starting = SimpleNamespace(
        run=lambda command, **options: (commands.append(command), given.update(options)), DEVNULL=subprocess.DEVNULL
    )
    monkeypatch.setattr(block, "subprocess", starting)
    block._compile_apart(many=True)
    ((*program, code),) = commands
    assert "; block.make(True)" in code
    assert given["env"] == {**os.environ, **block.PLAIN}
    started = [*program, code.replace("; block.make(True)", "")]  # all but what takes a minute
    done = subprocess.run(started, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(folder.glob("*.imported")) == []
