"""Where machine code that was compiled here is kept from one run to the next, and whose it is.

What is read from here is run. So nothing is read that anybody else can have written: every folder of ours is made for its
owner alone and looked at before it is used, through one open handle, so that nobody can exchange it in between. What is
kept bears a checksum, since machine code with a wrong byte may do anything. Whatever is the matter, a run goes on without:
one line says which place is meant, and why.
"""

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

PLACE = "PARLEY_CACHE"
"""A variable with the folder to use in place of the user's own for such things."""
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
CHECKSUM = hashlib.sha256().digest_size


class Unsafe(Exception):
    """Somebody else can have written what is here: what is wrong with the place, in words."""


class Damaged(Exception):
    """What is here is not what was kept: why, in words."""


class Place(NamedTuple):
    """Where to keep something: folders of our own, one in another, in a folder that there is or that a user names."""

    given: Path
    own: tuple[str, ...]
    named: bool  # whether the user names it, by a variable: then it is not taken if others own it or can write into it

    @property
    def path(self) -> Path:
        """The innermost folder."""
        return self.given.joinpath(*self.own)


def read(name: str, file: str) -> bytes | None:
    """What is kept in this file, of the kind with this name; None if nothing is, or nothing that can be trusted."""
    with _folder(name) as found:
        return None if found is None else _whole(*found, file)


def holds(name: str) -> bool:
    """Whether anything is kept of the kind with this name."""
    with _folder(name) as found:
        if found is None:
            return False
        files = [file for file in os.listdir(found[0]) if not file.startswith(".")]  # others are being written
        return any(_whole(*found, file) is not None for file in files)


def can_keep(name: str) -> bool:
    """Whether there is a folder in which something of the kind with this name can be kept."""
    with _folder(name) as found:
        return found is not None


def write(name: str, file: str, content: bytes) -> None:
    """Keep this for other runs, in place of what may be there: all of it or nothing."""
    with _folder(name) as found:
        if found is None:
            return
        folder, path = found
        new = f".{file}.{os.getpid()}"
        try:
            handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(content).digest() + content)
            os.replace(new, file, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            with suppress(OSError):
                os.unlink(new, dir_fd=folder)
            say(
                f"What was compiled cannot be kept in {path / file} ({error.strerror}): the next run compiles it again."
            )


@cache
def say(line: str) -> None:
    """Say this on the error output, once in a process."""
    print(line, file=sys.stderr)


def places(name: str) -> Iterator[Place]:
    """Where to keep what is of this kind, the better place first."""
    chosen, caches = os.environ.get(PLACE), os.environ.get("XDG_CACHE_HOME", "")
    if chosen:
        yield Place(Path(chosen), (name,), named=True)
    elif os.path.isabs(caches):  # its specification: others are to be ignored
        yield Place(Path(caches), ("parley", name), named=True)
    else:
        with suppress(RuntimeError):  # a user without a home
            yield Place(Path.home() / ".cache", ("parley", name), named=False)
    with suppress(OSError):
        yield Place(Path(tempfile.gettempdir()), (f"parley-{os.getuid()}", name), named=False)


@contextmanager
def _folder(name: str) -> Iterator[tuple[int, Path] | None]:
    """The folder for this kind, open, and its path; None, which is said, if there is none that is ours and can be written.

    A place that cannot be written is passed over; one that others can write into is not, since somebody may have meant it.
    """
    found, reasons = None, []
    for place in places(name):
        try:
            found = _opened(place), place.path
            break
        except Unsafe as problem:
            reasons = [str(problem)]
            break
        except OSError as error:
            reasons.append(f"{place.path}: {error.strerror}")
    if found is None:
        say(f"What is compiled cannot be kept, and is compiled in every run ({'; '.join(reasons) or 'no folder'}).")
        yield None
        return
    try:
        yield found
    finally:
        os.close(found[0])


def _opened(place: Place) -> int:
    """A handle of the folder, which is made if need be. Unsafe if it is not ours alone; OSError if it cannot be used."""
    _make(place.given)
    handle = os.open(place.given, os.O_RDONLY | os.O_DIRECTORY)
    try:
        path = place.given
        if place.named:
            _look(path, os.fstat(handle), {os.getuid(), 0})
        for part in place.own:
            path /= part
            handle = _own(handle, part, path)
            _look(path, os.fstat(handle), {os.getuid()})
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(0, "it cannot be written")
    except BaseException:
        os.close(handle)
        raise
    return handle


def _own(parent: int, part: str, path: Path) -> int:
    """A handle of a folder of our own, made if need be for its owner alone; that of its parent is closed with it."""
    with suppress(FileExistsError):
        os.mkdir(part, 0o700, dir_fd=parent)
    if stat.S_ISLNK(os.stat(part, dir_fd=parent, follow_symlinks=False).st_mode):
        raise Unsafe(f"{path} is a link: {PLACE} can name another folder")
    handle = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    os.close(parent)
    return handle


def _make(folder: Path) -> None:
    """Make a folder and those above it that are not there, each for its owner alone."""
    if not folder.is_dir():
        _make(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(0o700)


def _look(path: Path, about: os.stat_result, owners: set[int]) -> None:
    """Unsafe if others own this, or can write to it."""
    if about.st_uid not in owners:
        raise Unsafe(f"{path} belongs to another user, number {about.st_uid}")
    if about.st_mode & OTHERS_WRITE:
        raise Unsafe(f"others can write to {path}: chmod go-w would mend it, once it is empty")


def _whole(folder: int, path: Path, file: str) -> bytes | None:
    """What is kept in a file of an open folder; None if it is not there, or, which is said, not to be used."""
    try:
        return _checked(folder, path / file, file)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror
    except (Damaged, Unsafe) as problem:
        reason = str(problem)
    say(f"What is kept in {path / file} is not used, and is compiled again ({reason}).")
    return None


def _checked(folder: int, path: Path, file: str) -> bytes:
    """What is kept in a file; OSError, Unsafe or Damaged if it is not to be used."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder), "rb") as source:
        about = os.fstat(source.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise Damaged("it is no file")
        _look(path, about, {os.getuid()})
        checksum, content = source.read(CHECKSUM), source.read()
    if checksum != hashlib.sha256(content).digest():
        raise Damaged("it is damaged")
    return content
