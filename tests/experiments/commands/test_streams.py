"""Standard streams that are full, closed or read by nobody: one line at most, and never a fault of parley's."""

import json
import os
import subprocess
import sys

import pytest

from experiments.cli import COMMANDS
from tests.command_line.ask import Asked
from tests.command_line.commands import PATIENCE, environment, warm
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
FULL = "standard output cannot be written: No space left on device\n"
ANSWERS = {
    "validate": ("validate", SCENARIO),
    "show": ("show", SCENARIO),
    "evidence": ("evidence", SCENARIO),
    "trace": ("trace", SCENARIO, "--history", 3),
    "run": ("run", SCENARIO, "--histories", 300, "--quiet"),
    "run --json": ("run", SCENARIO, "--histories", 300, "--json"),
    "compare": ("compare", SCENARIO, SCENARIOS / "what_if_talks_leak.yaml", "--histories", 300, "--quiet"),
    "rivals": ("rivals", SCENARIO, "--histories", 300),
    "schema": ("schema",),
    "runs": ("runs", "."),
    "init": ("init", "new"),
    "page": ("page", SCENARIO, "--output", "page.html"),
    **{f"{name} --help": (name, "--help") for name in COMMANDS},
}


def parley(words, cwd, output=os.devnull, messages=None):
    """The exit status of a command with its output going into a file, and what it says if that goes nowhere else."""
    said = cwd / "said.txt"
    with open(os.devnull) as nothing, open(output, "wb") as out, open(messages or said, "wb") as err:
        streams = [stream.fileno() for stream in (nothing, out, err)]
        status = Asked(warm(), [*map(str, words)], str(cwd), environment(), streams).wait(PATIENCE)
    return status, said.read_text() if messages is None else ""


@pytest.mark.parametrize("command", ANSWERS)
def test_a_full_output_is_named(command, tmp_path):
    status, said = parley(ANSWERS[command], tmp_path, "/dev/full")
    assert (status, said[-len(FULL) :]) == (1, FULL)
    assert "fault" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("command", ANSWERS)
def test_an_output_that_nobody_reads_is_no_failure(command, tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        status, said = parley(ANSWERS[command], tmp_path, f"/proc/self/fd/{writer}")
    finally:
        os.close(writer)
    assert status == 0, said
    assert "Traceback" not in said


def test_messages_that_cannot_be_written_stop_no_work(tmp_path):
    words = ("run", SCENARIO, "--histories", 300, "--json")
    status, _ = parley(words, tmp_path, tmp_path / "answer.json", "/dev/full")
    assert status == 0
    assert json.loads((tmp_path / "answer.json").read_text())["histories"] == 300


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_lead_nowhere(closed, tmp_path):
    """Nor does the first file that is opened afterwards get what was meant for them."""
    words = f"run {SCENARIO} --histories 300 --out kept --quiet"
    command = f"{sys.executable} -m experiments.cli {words} {closed}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Results and figures: kept" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    assert json.loads((tmp_path / "kept" / "summary.json").read_text())["histories"] == 300
    assert (tmp_path / "kept" / "SHA256SUMS").read_text().isascii()


def test_a_pipe_that_does_not_wait_gets_all(tmp_path):
    """A pipe may be set not to let its writer wait; what is longer than it holds is written when there is room."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", "schema"], cwd=ROOT, stdout=writer, env=environment()
    ) as process:
        os.close(writer)
        with open(reader) as output:
            text = output.read()
    assert process.returncode == 0
    assert len(text) > 65_536
    json.loads(text)
