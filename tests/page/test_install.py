"""What is missing on a machine is installed by root alone, on Debian alone, and never twice."""

import shutil
import subprocess

import pytest

from tests.page import tools
from tests.places import ROOT

SCRIPT = ROOT / "tests" / "page" / "install.sh"


@pytest.fixture
def machine(tmp_path):
    """Runs the script where only some programs are; returns what apt-get was asked, and what was said."""

    def run(*programs, user=0, debian=True):
        asked = tmp_path / "asked"
        asked.touch()
        scripts = dict.fromkeys(programs, "") | {"id": f"echo {user}"}
        if debian:
            scripts["apt-get"] = f'echo "$@" >> "{asked}"'
        for name, script in scripts.items():
            (tmp_path / name).write_text(f"#!{shutil.which('sh')}\n{script}\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        command = [shutil.which("sh"), str(SCRIPT)]
        done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True)
        return asked.read_text(encoding="utf-8").splitlines(), done.stderr

    return run


@pytest.mark.parametrize("browser", tools.CHROMIUM)
def test_where_nothing_is_missing_nothing_is_done(machine, browser):
    assert machine("npm", browser) == ([], "")


@pytest.mark.parametrize(
    ("there", "asked"), [([], "nodejs npm chromium"), (["npm"], "chromium"), (["chromium"], "nodejs npm")]
)
def test_root_installs_what_is_missing(machine, there, asked):
    assert machine(*there) == (["update", f"install --yes --no-install-recommends {asked}"], "")


@pytest.mark.parametrize("otherwise", [{"user": 1000}, {"debian": False}])
def test_others_are_told_what_is_missing(machine, otherwise):
    asked, told = machine(**otherwise)
    assert asked == []
    assert told.endswith(": nodejs npm chromium\n")
