"""Work in a fork that is watched: its exit status, what it said, and how long it took; what hangs is ended.

A fork of a warm process (see `tests.command_line.warm`) need not import anything anew, and whatever happens in it, a crash or
a limit that it sets itself, happens to nobody else.
"""

import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from tests.places import ROOT

MEMORY = 8 << 30  # bytes of addresses: no trial may take the machine with it
PATIENCE = 60  # seconds


class Ending(NamedTuple):
    """How work ended."""

    status: int | None
    """The exit status; negative: the number of the signal that ended it; None: it was not done in time."""
    output: str
    messages: str
    seconds: float
    """Of processor time."""


def nothing() -> None:
    """Do nothing."""


def obey(words: list[str], folder: Path, before: Callable[[], None] = nothing, patience: float = PATIENCE) -> Ending:
    """Have the command line obeyed in a folder, after `before` was called in the same process."""

    def work() -> int:
        before()
        from experiments.cli import commanded

        sys.argv = ["parley", *words]
        return commanded()

    return watch(work, folder, patience)


def watch(work: Callable[[], int], folder: Path, patience: float = PATIENCE) -> Ending:
    """Do work in a fork, in a folder, which ends with the exit status that the work returns."""
    output, messages = Heard(), Heard()
    child = os.fork()
    if child == 0:
        _become(work, folder, output.end, messages.end)
    for heard in (output, messages):
        heard.begin()
    status, seconds = _awaited(child, patience)
    return Ending(status, output.text(), messages.text(), seconds)


class Heard:
    """What a fork writes into a pipe, so that no limit on files is one on what it may say."""

    def __init__(self) -> None:
        self.start, self.end = os.pipe()
        self.pieces: list[bytes] = []
        self.thread = Thread(target=self._listen)

    def begin(self) -> None:
        """Listen from now on, in the process that does not write."""
        os.close(self.end)
        self.thread.start()

    def _listen(self) -> None:
        while piece := os.read(self.start, 1 << 16):
            self.pieces.append(piece)

    def text(self) -> str:
        """All that was said, once nobody can say more."""
        self.thread.join()
        os.close(self.start)
        return b"".join(self.pieces).decode("utf-8", "backslashreplace")


def interruptible(words: list[str], folder: Path) -> subprocess.Popen:
    """Start a command line in an interpreter of its own, which hears Ctrl-C even where we do not; `words` may begin with others."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            words,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    finally:
        signal.signal(signal.SIGINT, before)


def start(words: list[str], folder: Path) -> int:
    """Start obeying the command line in a fork that leads a group of its own; its process number."""

    def work() -> int:
        from experiments.cli import commanded

        sys.argv = ["parley", *words]
        return commanded()

    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        _become(work, folder, nowhere, nowhere)
    return child


def end(child: int) -> None:
    """Kill a fork and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


def _become(work: Callable[[], int], folder: Path, output: int, messages: int) -> None:
    """Be the fork: ends with an exit status."""
    status = 70
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(messages, 2)
        sys.stdin = os.fdopen(0, closefd=False)
        sys.stdout = os.fdopen(1, "w", closefd=False, encoding="utf-8", errors="strict")
        sys.stderr = os.fdopen(2, "w", closefd=False, encoding="utf-8", buffering=1, errors="backslashreplace")
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        status = work()
        with suppress(OSError, ValueError):  # whoever should read it is gone
            sys.stdout.flush()
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _awaited(child: int, patience: float) -> tuple[int | None, float]:
    """The exit status of a fork, None if it had to be ended, and its processor seconds."""
    began = time.monotonic()
    descriptor = os.pidfd_open(child)
    try:
        done = bool(select.select([descriptor], [], [], patience)[0])
    finally:
        os.close(descriptor)
    end(child)
    _, status, used = os.wait4(child, 0)
    if not done:
        return None, time.monotonic() - began
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
