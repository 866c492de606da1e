"""Ctrl-C: the end at once before anything is begun, an exception like any other meanwhile, nothing afterwards.

Imports next to nothing: whatever is imported before `leave_at_once` is called is not yet watched over.
"""

import os
import signal
import sys
from contextlib import suppress

INTERRUPTED = 130
"""The exit status that shells give to what Ctrl-C ended."""


class _Noticed:
    """Whether Ctrl-C was pressed, and who met it before."""

    yet = False
    before: object = signal.default_int_handler


def leave_at_once() -> None:
    """From now on Ctrl-C ends the program with a line, for there is nothing to tidy up."""
    _Noticed.before = _met_by(_leave)


def as_before() -> None:
    """Undo `leave_at_once`."""
    _met_by(_Noticed.before)


def notice() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt, and `noticed` knows of it.

    In the middle of an import, a package may turn the exception into one of its own.
    """
    _met_by(_raise)


def ignore() -> None:
    """From now on Ctrl-C does nothing: all is done, and Python is only tidying up, without a handler of ours."""
    _met_by(signal.SIG_IGN)


def noticed() -> bool:
    """Whether Ctrl-C was pressed."""
    return _Noticed.yet


def heed() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was pressed: the first one may have been swallowed by a package's import."""
    if _Noticed.yet:
        raise KeyboardInterrupt


def leave(message: str) -> None:
    """End the program with a message, as Python would not: an interrupt in an exec makes it die of the signal."""
    _met_by(_leave)
    sys.stderr.write(f"{message or 'Interrupted.'}\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _met_by(handler: object) -> object:
    """Let `handler` meet Ctrl-C, unless whoever started us said to ignore it; who met it before."""
    before = signal.getsignal(signal.SIGINT)
    if before not in (signal.SIG_IGN, None):
        with suppress(ValueError):  # only the main thread may
            signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]
    return before


def _leave(*_: object) -> None:
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def _raise(*_: object) -> None:
    _Noticed.yet = True
    raise KeyboardInterrupt
