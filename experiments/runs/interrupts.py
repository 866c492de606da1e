"""Being stopped, by Ctrl-C, a request to end (SIGTERM) or a terminal that is gone (SIGHUP): all three alike.

The end at once before anything is begun, an exception like any other meanwhile, nothing afterwards. Whoever asks twice
need not wait for what is being tidied up.

Imports next to nothing: whatever is imported before `leave_at_once` is called is not yet watched over.
"""

import os
import signal
import sys
from contextlib import suppress

STOPPING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)  # there is no terminal to hang up everywhere
PATIENCE = 0.4  # seconds that tidying up may take before whoever waits is told how not to
SHELL = 128  # what shells add to the number of the signal that ended a program


class _Noticed:
    """Which signal asked for the end, what to say if it is asked for again, and who met each signal before."""

    by: int | None = None
    hint = ""
    before: dict[int, object] = {}  # noqa: RUF012 there is one


def leave_at_once() -> None:
    """From now on a signal that stops ends the program with a line, for there is nothing to tidy up."""
    _Noticed.before = {number: _met_by(number, _leave) for number in STOPPING}


def as_before() -> None:
    """Undo `leave_at_once`."""
    for number, handler in _Noticed.before.items():
        _met_by(number, handler)


def notice() -> None:
    """From now on a signal that stops raises KeyboardInterrupt, and `noticed` knows of it; a second one ends at once.

    In the middle of an import, a package may turn the exception into one of its own.
    """
    _Noticed.by = None
    for number in STOPPING:
        _met_by(number, _raise)


def ignore() -> None:
    """From now on those signals do nothing: all is done, and Python is only tidying up, without a handler of ours."""
    _be_patient()
    for number in STOPPING:
        _met_by(number, signal.SIG_IGN)


def noticed() -> bool:
    """Whether the end was asked for."""
    return _Noticed.by is not None


def heed() -> None:
    """Raise KeyboardInterrupt if the end was asked for: the first exception may have been swallowed by an import."""
    if noticed():
        raise KeyboardInterrupt


def tell_if_left(hint: str) -> str:
    """Have this said to whoever does not wait until all is tidied up; what would have been said before."""
    before, _Noticed.hint = _Noticed.hint, hint
    return before


def leave(message: str) -> None:
    """End the program with a message, as Python would not: an interrupt in an exec makes it die of the signal."""
    for number in STOPPING:
        _met_by(number, _leave)
    with suppress(OSError):  # the terminal may be gone
        sys.stderr.write(f"{message or 'Interrupted.'}\n")
        sys.stderr.flush()
    os._exit(SHELL + (_Noticed.by or signal.SIGINT))


def _met_by(number: int, handler: object) -> object:
    """Let `handler` meet a signal, unless whoever started us said to ignore it (`nohup`); who met it before."""
    before = signal.getsignal(number)
    if before not in (signal.SIG_IGN, None):
        with suppress(ValueError):  # only the main thread may
            signal.signal(number, handler)  # type: ignore[arg-type]
    return before


def _leave(number: int, _: object) -> None:
    _say(f"Interrupted. {_Noticed.hint}".rstrip())
    os._exit(SHELL + number)


def _raise(number: int, _: object) -> None:
    if noticed():
        _leave(number, None)
    _Noticed.by = number
    if number == signal.SIGINT and hasattr(signal, "setitimer"):  # in the main thread, as all that is said here
        signal.signal(signal.SIGALRM, lambda *_: _say("Stopping; Ctrl-C once more stops at once."))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    raise KeyboardInterrupt


def _be_patient() -> None:
    """Say no more that stopping takes its time."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _say(line: str) -> None:
    """Say a line, whatever else is being said: a signal may come in the middle of it."""
    with suppress(OSError):
        os.write(2, f"{line}\n".encode(errors="replace"))
