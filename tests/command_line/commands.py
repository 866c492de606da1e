"""The command line in processes of their own, as a user starts it, or nearly so: without importing everything anew."""

import atexit
import os
import shlex
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.command_line.ask import Asked
from tests.places import ROOT

PATIENCE = 300  # seconds


@cache
def warm():
    """Where the warm process of this test process listens; it ends with it."""
    folder = tempfile.TemporaryDirectory(prefix="parley")
    address = f"{folder.name}/socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.command_line.warm", address],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    atexit.register(folder.cleanup)
    atexit.register(process.wait)
    atexit.register(process.stdin.close)
    assert process.stdout.readline() == b"ready\n"
    return address


def environment(**more):
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **more}


def parley(*arguments, cwd=ROOT, **variables):
    """Run the command in a fork of the warm process; its exit status, output and messages."""
    words = [*map(str, arguments)]
    with open(os.devnull) as nothing, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        streams = [stream.fileno() for stream in (nothing, output, messages)]
        status = Asked(warm(), words, str(cwd), environment(**variables), streams).wait(PATIENCE)
        return subprocess.CompletedProcess(words, status, text_of(output), text_of(messages))


def text_of(file):
    file.seek(0)
    return file.read().decode()


def start_parley(*arguments, cwd=ROOT):
    """Start the command in a fork of the warm process, which starts no other meanwhile; it can be killed by its `pid`."""
    with open(os.devnull, "r+") as nothing:
        return Asked(warm(), [*map(str, arguments)], str(cwd), environment(), [nothing.fileno()] * 3)


def fresh_parley(*arguments, cwd=ROOT):
    """Run the command in an interpreter of its own; its exit status, output and messages."""
    command = [sys.executable, "-m", "experiments.cli", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=environment(), timeout=PATIENCE, check=False
    )


def put_on_path(folder: Path):
    """Make `parley` a command of scripts that find programs in `folder`."""
    command = folder / "parley"
    words = [sys.executable, "-IS", str(ROOT / "tests" / "command_line" / "ask.py"), warm()]
    command.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    command.chmod(0o755)
