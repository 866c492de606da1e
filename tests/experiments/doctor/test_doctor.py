"""`parley doctor`: what it says of machines in order and out of order, without a traceback, quickly."""

import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple

import pytest
from click.testing import CliRunner
from rich.console import Console

from experiments.cli import cli
from experiments.completion import installing
from experiments.doctor import code, examination, extras, findings, fonts, machine, places, screen
from experiments.doctor.findings import Finding
from experiments.words.screen import careful
from sim.engine import cache
from sim.engine.ahead import shipped
from tests.command_line.commands import environment
from tests.places import ROOT

ROOM = namedtuple("ROOM", "total used free")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """A compile cache of the test's own, and no line that was said already."""
    monkeypatch.setenv(cache.PLACE, str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    cache.say.cache_clear()
    yield
    cache.say.cache_clear()


def doctor(*words):
    return CliRunner().invoke(cli, ["doctor", *words])


def only(found):
    [finding] = found
    return finding


def test_a_machine_in_order_has_no_problem():
    done = doctor("--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["problems"]) == (0, 0), told
    about = [each["about"] for each in told["findings"]]
    assert {"parley", "rules", "Python", "system", "processor", "machine code", "compile cache", "results folder",
            "temporary files", "fonts of figures", "extra brief", "terminal", "completion"} <= set(about)  # fmt: skip
    assert len(about) == len(set(about))


def test_lines_say_state_what_and_what_to_do(monkeypatch):
    found = [
        Finding("a", "ok", "fine"),
        Finding("b", "note", "meh", "do this"),
        Finding("c", "problem", "bad", "do that"),
    ]
    monkeypatch.setattr(examination, "examined", lambda: iter(found))
    done = doctor()
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "ok       a: fine", "note     b: meh", "         → do this", "problem  c: bad", "         → do that", "",
        "1 problem, 1 note.",
    ]  # fmt: skip


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(monkeypatch, columns):
    monkeypatch.setattr("experiments.commands.doctor.console", lambda: careful(Console(width=columns)))
    lines = doctor().output.splitlines()
    long = [line for line in lines if len(line) > columns]
    assert all("/" in line for line in long), long  # a path cannot be broken
    assert max(map(len, lines)) > columns / 2


def test_what_fails_is_told_and_the_rest_too(monkeypatch):
    def fails():
        raise KeyError("strange machine")

    monkeypatch.setattr(examination, "LOOKS", (("a", fails), ("b", lambda: [Finding("b", "ok", "fine")])))
    done = doctor()
    assert done.exit_code == 1
    assert "problem  a: cannot be found out (KeyError: 'strange machine')" in done.output
    assert "ok       b: fine" in done.output
    assert "Traceback" not in done.output


def test_what_a_terminal_would_obey_is_shown(monkeypatch):
    monkeypatch.setattr(examination, "examined", lambda: iter([Finding("a", "ok", "\x1b[2Jfine")]))
    assert "\x1b" not in doctor().output


# ------------------------------------------------------------------------------
# One by one


def test_a_cache_that_is_ours_is_fine(tmp_path):
    found = only(code.compile_cache())
    assert (found.state, str(tmp_path / "kept") in found.found) == ("ok", True)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_cache_that_others_may_write_to(tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "find", lambda: None)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(0o777)
    found = only(code.compile_cache())
    assert (found.state, "others can write to" in found.found, cache.PLACE in found.do) == ("problem", True, True)


def test_a_cache_that_is_no_folder(tmp_path):
    (tmp_path / "kept").write_text("")
    found = only(code.compile_cache())
    assert found.state == "note"  # another place is taken
    assert f"since {tmp_path / 'kept'} cannot be written" in found.found


def test_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: ROOM(10, 9, 1_000_000))
    assert only(code.compile_cache()).state == "problem"
    assert only(code.compile_cache()).found.endswith("only 1 MB free")
    assert {each.state for each in places.places()} == {"problem"}


def test_which_machine_code_plays(monkeypatch):
    here = only(code.machine_code())
    assert here.found.startswith("comes with parley, for ")
    monkeypatch.setenv(shipped.UNWANTED, "1")
    found = only(code.machine_code())
    assert (found.state, "about a minute" in found.found, shipped.UNWANTED in found.found) == ("note", True, True)


def test_folders_that_cannot_be_written(tmp_path):
    (tmp_path / "results").write_text("")
    found = places.place("results folder", places.RESULTS, "name another")
    assert (found.state, found.do) == ("problem", "name another")
    assert "is a file" in found.found
    made = places.place("x", tmp_path / "a" / "b", "name another")
    assert (made.state, "made by the first run" in made.found) == ("ok", True)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert places.place("x", tmp_path / "locked" / "in", "name another").state == "problem"


def test_an_extra_that_is_missing_says_how_to_have_it(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    found = {each.about: each for each in extras.extras()}
    assert found["extra brief"].do == "pip install 'parley[brief]'"
    assert {each.state for each in found.values()} == {"note"}


def test_extras_are_those_of_the_package():
    import tomllib

    offered = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert {extra.name for extra in extras.EXTRAS} == set(offered) - {"all", "dev"}


def test_fonts_that_are_missing(monkeypatch):
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    monkeypatch.setattr(fonts, "folders", lambda: iter(()))
    first, second = fonts.fonts()
    assert (first.state, second.state) == ("problem", "note")


def test_packages_that_are_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert only(machine.packages()).state == "problem"


def test_letters_of_an_old_terminal():
    assert screen.letters("utf-8").state == "ok"
    assert screen.letters("ascii").state == "note"
    assert screen.letters("no-such-code").state == "note"


def test_completion_is_said_to_be_there_once_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/fish")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert only(screen.completion()).do == "parley completion fish --install"
    script = installing.installation("fish").script
    script.parent.mkdir(parents=True)
    script.write_text("")
    assert only(screen.completion()).state == "ok"
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert only(screen.completion()).state == "note"


def test_states_are_those_documented():
    assert findings.told([Finding("a", "note", "b")]) == {
        "findings": [{"about": "a", "state": "note", "found": "b", "do": ""}], "problems": 0,
    }  # fmt: skip


def test_without_home_terminal_or_settings_it_still_tells(tmp_path):
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", "LC_ALL": "POSIX"}
    done = subprocess.run(
        [sys.executable, "-m", "experiments.cli", "doctor"], env=bare, cwd=tmp_path, capture_output=True, text=True,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stdout + done.stderr
    assert "cannot be found out" not in done.stdout


def test_nothing_that_is_slow_is_imported():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "experiments.cli", "doctor"], env=environment(), cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "numpy" in imported
    assert not imported & {"matplotlib", "numba", "duckdb", "scipy", "mesa", "pydantic"}
