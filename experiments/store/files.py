"""Files as they are written and read where a stranger may have laid the folder out.

Nothing is written through a link, names of temporary files cannot be guessed and none stays behind.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter
from pathlib import Path

from experiments.words.regular import opened, other

PIECE = 1 << 20  # bytes hashed at once


def sha256_of(path: Path) -> str:
    """SHA-256 of a regular file in hexadecimal; OSError if it is none, or cannot be read."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def temporary_beside(path: Path) -> Path:
    """A name beside a file that nobody can guess, and that `sweep` knows for one of a file that is not finished."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.tmp")


@contextmanager
def removed_if_failed(*paths: Path) -> Iterator[None]:
    """Remove files again, as far as they are there, if what is done with them fails."""
    try:
        yield
    except BaseException:
        for path in paths:
            with suppress(OSError):
                path.unlink()
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there complete or not at all, even if the machine stops; a link in its place is replaced."""
    temporary = temporary_beside(path)
    with removed_if_failed(temporary):
        with created(temporary) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        put_in_place((temporary, path))


def sweep(folder: Path) -> None:
    """Remove what an interrupted writer left in a folder."""
    for leftover in folder.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)


def created(path: Path) -> BufferedWriter:
    """A new file to write; FileExistsError if anything stands there, even a link to nowhere."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags | os.O_NOFOLLOW, 0o666))


def refuse_unwritable(path: Path) -> None:
    """OSError if no file can be written there, to be known before there is anything to write."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    trial = temporary_beside(path)
    try:
        with removed_if_failed(trial), created(trial):
            trial.unlink()
    except OSError as error:  # of a name that nobody gave
        raise OSError(error.errno, error.strerror, str(path)) from None


def put_in_place(*files: tuple[Path, Path]) -> None:
    """Give finished files of a folder their names, in this order, and then the folder the news."""
    for temporary, path in files:
        os.replace(temporary, path)
    folder = os.open(files[-1][1].parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def appended(path: Path) -> Iterator[BufferedWriter]:
    """A file to write on at its end, made if it is not there; OSError if it is a link, or no regular file."""
    flags = os.O_APPEND | os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(errno.ELOOP, "this is a link, and nothing is written through links", str(path)) from None
        raise
    with open(descriptor, "ab") as file:
        if trouble := other(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, trouble, str(path))
        yield file


def folder_within(folder: Path, name: str) -> Path:
    """A folder in a folder, made if it is not there; OSError if a link or a file stands in its place."""
    inner = folder / name
    with suppress(FileExistsError):
        inner.mkdir()
    refuse_link(inner)
    if not inner.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "this is a file, where a folder was to be", str(inner))
    return inner


def refuse_link(path: Path) -> None:
    """OSError if a path is a link: what is written below it would land elsewhere."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, "this is a link, and nothing is written through links", str(path))
