"""Regular files, and nothing else, to be read: a pipe would keep its reader waiting, a device might never end."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def no_file(path: str | os.PathLike[str]) -> str | None:
    """What to say of a path at which something else than a file stands: `this is a device, not a file`; else None.

    Links are followed. Of a path at which nothing stands, or nothing that may be seen, there is nothing to say.
    """
    try:
        return other(os.stat(path).st_mode)
    except (OSError, ValueError):
        return None


def other(mode: int) -> str | None:
    """What to say of something of this mode (`os.stat`) where a file is wanted; None if it is a regular file."""
    kind = next((words for is_one, words in KINDS if is_one(mode)), None)
    return f"this is {kind}, not a file" if kind else None


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """A regular file to read; OSError if it is none, without waiting for whoever would write into a pipe."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)) as file:
        if trouble := other(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, trouble, str(path))
        yield file


def read_bytes(path: Path) -> bytes:
    """The content of a regular file; OSError if it is none, or cannot be read."""
    with opened(path) as file:
        return file.read()
