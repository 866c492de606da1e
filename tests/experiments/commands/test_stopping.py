"""Being stopped from outside: what is kept, how to go on, and the exit status that shells expect."""

import signal
import subprocess
import sys
import time

import pytest

from tests.command_line.commands import environment
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(*words, cwd=ROOT):
    command = [sys.executable, "-m", "experiments.cli", *map(str, words)]
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True, env=environment())


def ended(process):
    """What a process that is about to end said."""
    try:
        return process.communicate(timeout=30)[1]
    finally:
        process.kill()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_stopped_run_says_what_is_kept_and_how_to_go_on(number, tmp_path, interruptible):
    folder = tmp_path / "stopped"
    process = start("run", SCENARIO, "--histories", 99_000, "--workers", 1, "--out", folder, "--quiet")
    deadline = time.time() + 120
    while time.time() < deadline and not list(folder.glob("part-*.parquet")):
        time.sleep(0.02)
    process.send_signal(number)
    said = ended(process)
    assert process.returncode == 128 + number
    assert f"Finished blocks are kept in {folder}; to go on:" in said
    assert "--resume" in said
    assert "Traceback" not in said
    assert not list(folder.glob(".*.tmp"))


@pytest.mark.parametrize("number", SIGNALS)
def test_a_stopped_study_leaves_no_folder(number, tmp_path, interruptible):
    words = ("ablate", SCENARIO, "--histories", 1_000_000, "--out", tmp_path / "kept", "--quiet")
    process = start(*words)
    deadline = time.time() + 120
    while time.time() < deadline and not (tmp_path / "kept").exists():
        time.sleep(0.02)
    process.send_signal(number)
    assert ended(process).strip() == "Interrupted."
    assert process.returncode == 128 + number
    assert not (tmp_path / "kept").exists()


def test_a_hangup_that_is_to_be_ignored_is(tmp_path):
    """`nohup` has its commands ignore it."""
    words = f"{sys.executable} -m experiments.cli run {SCENARIO} --histories 20000 --out {tmp_path / 'kept'} --quiet"
    command = f"trap '' HUP; {words} & sleep 0.5; kill -HUP $!; wait $!"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kept" / "summary.json").exists()


SLOW_TO_TIDY = """
import signal, sys, time
from experiments.runs import interrupts
interrupts.notice()
outside = interrupts.tell_if_left("Blocks are kept in x.")
try:
    print("ready", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(60)
"""


def test_whoever_waits_is_told_that_a_second_one_stops_at_once(interruptible):
    command = [sys.executable, "-c", SLOW_TO_TIDY]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=environment())
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stderr.readline() == "Stopping; Ctrl-C once more stops at once.\n"
    process.send_signal(signal.SIGINT)
    assert ended(process) == "Interrupted. Blocks are kept in x.\n"
    assert process.returncode == 130
