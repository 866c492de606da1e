"""Folders to work in beside what is made in them: gone when it is made, and if that was killed, by the time of the next.

Whoever works in one holds a lock on a file in it, which the machine lets go of however the work ends.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HELD = "held"  # the file that is locked


@contextmanager
def room_beside(folder: Path, prefix: str) -> Iterator[Path]:
    """A new folder in a folder, for as long as it is needed; those of killed work, which begin alike, are taken away.

    OSError if none can be made there.
    """
    take_away_given_up(folder, prefix)
    with tempfile.TemporaryDirectory(dir=folder, prefix=prefix) as name, _held(Path(name)):
        yield Path(name)


@contextmanager
def _held(room: Path) -> Iterator[None]:
    """Hold the lock of a room. It gets its name once it is held; where nothing can be locked it never does."""
    file = room / f"{HELD}.new"
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.rename(room / HELD)
        yield
    finally:
        os.close(descriptor)


def take_away_given_up(folder: Path, prefix: str) -> None:
    """Remove the rooms in a folder in which nobody works any more, as far as that can be known and done."""
    for room in folder.glob(f"{prefix}*"):
        with suppress(OSError):
            _take_away(room)


def _take_away(room: Path) -> None:
    """Remove a room, unless somebody holds it; OSError if somebody does, it is none, or it cannot be removed."""
    if room.is_symlink():
        return
    descriptor = os.open(room / HELD, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(room)
    finally:
        os.close(descriptor)
