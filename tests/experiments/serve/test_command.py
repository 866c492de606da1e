"""`parley serve` as a user starts it: one line when it is ready, the end at once on Ctrl-C, one message where it cannot be."""

import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from tests.command_line.commands import environment
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

BASE = SCENARIOS / "second_meeting_2018_09.yaml"


@pytest.fixture
def started(interruptible, tmp_path):
    """Starts the command; it is ended in any case."""
    pytest.importorskip("uvicorn", reason="the extra `page` is not installed")
    running = []

    def start(*words):
        command = [sys.executable, "-m", "experiments.cli", "serve", *map(str, words)]
        variables = environment(TMPDIR=str(tmp_path))
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def address(process):
    line = process.stdout.readline()
    found = re.fullmatch(
        r"The page is at (http://127\.0\.0\.1:\d+/)( \(port 8765 is taken\))?; Ctrl-C stops it\.\n", line
    )
    assert found, line
    return found[1]


def test_ctrl_c_ends_it_at_once_while_somebody_listens(started, tmp_path):
    process = started(BASE)
    with urllib.request.urlopen(f"{address(process)}events", timeout=60) as news:
        assert news.readline() == b"retry: 1000\n"
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert process.communicate(timeout=60) == ("Stopped.\n", "")
    assert process.returncode == 0
    assert time.monotonic() - began < 5
    assert list(tmp_path.iterdir()) == [], "nothing is left among the temporary files"


def test_a_second_one_takes_the_next_port_and_says_so(started):
    first, second = started(BASE), started(BASE)
    assert address(first) != address(second)


def test_what_is_wrong_with_a_scenario_is_said_and_nothing_is_served(tmp_path):
    shutil.copy(BASE, tmp_path)
    (tmp_path / "bad.yaml").write_text(f"extends: {BASE.name}\nas_of: soon\n")
    done = CliRunner().invoke(cli, ["serve", str(tmp_path / "bad.yaml")])
    assert done.exit_code == 2
    assert "bad.yaml:2:8: as_of: " in done.output
    assert len(done.output.splitlines()) == 1


def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(cli, ["serve", str(BASE)])
    assert done.exit_code == 2
    assert "pip install 'parley[page]'" in done.output
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_what_is_no_port(port):
    done = CliRunner().invoke(cli, ["serve", str(BASE), "--port", port])
    assert done.exit_code == 2
    assert "--port" in done.output
