"""Standard streams as they may be: closed, full, slow, or read by nobody any more.

What goes to standard output is an answer: where it cannot be written, the command says so. What goes to standard error is
said by the way: where it cannot be written, the work goes on without.
"""

import os
import select
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Any

STREAMS = 3
OUTPUT, MESSAGES = 1, 2
"""Descriptors: standard input is 0."""


class UnsaidError(Exception):
    """Standard output cannot be written; the message says why."""


class _Heard(FileIO):
    """A stream whose every byte counts."""

    def write(self, data: Any, /) -> int:
        """Write some of the bytes, when there is room; BrokenPipeError if nobody reads, UnsaidError if it cannot be done."""
        try:
            while (written := super().write(data)) is None:  # whoever gave us the stream does not let us wait in it
                select.select([], [self], [])
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UnsaidError(f"standard output cannot be written: {error.strerror or error}") from None
        return written


class _ByTheWay(FileIO):
    """A stream that nobody need hear."""

    def write(self, data: Any, /) -> int:
        """Write some of the bytes, or none of them where that cannot be done."""
        with suppress(OSError):
            return super().write(data) or len(memoryview(data))
        return len(memoryview(data))


def prepare() -> None:
    """Make standard streams such that writing to them fails only as these classes say; closed ones lead nowhere."""
    for number in range(STREAMS):
        _opened(number)
    sys.stdout = _text(sys.stdout, _Heard, OUTPUT)
    sys.stderr = _text(sys.stderr, _ByTheWay, MESSAGES)


def lead_nowhere() -> None:
    """What is still to be written to standard output, and what will be, is lost: nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, OUTPUT)
    os.close(nowhere)


def _opened(number: int) -> None:
    """Let a closed descriptor lead nowhere, lest the next file that is opened be taken for a standard stream."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)


def _text(stream: object, kind: type[FileIO], number: int) -> TextIOWrapper:
    """Text into a descriptor by one of the classes above; a console that is no file is left as it is."""
    if isinstance(stream, TextIOWrapper):
        with suppress(OSError):
            stream.flush()
        stream.reconfigure(errors="replace")
        raw = getattr(stream.buffer, "raw", stream.buffer)
        if type(raw) is not FileIO or raw.fileno() != number:
            return stream
    writer = BufferedWriter(kind(number, "wb", closefd=False))
    encoding = stream.encoding if isinstance(stream, TextIOWrapper) else "utf-8"
    at_once = kind is _ByTheWay or writer.isatty()
    return TextIOWrapper(writer, encoding, errors="replace", line_buffering=at_once)
