"""What a sweep has done so far: a line for each finished piece, in a file that a killed run leaves readable."""

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Generic, NotRequired, Self, TypedDict, TypeVar, final

from experiments.store.files import appended
from experiments.words.regular import opened

AS_TEXT = json.JSONEncoder(separators=(",", ":"))
SYNC = 1.0  # seconds between two times that lines are forced onto the disk


@final
class PieceEntry(TypedDict):
    """A piece of a sweep: histories of one point, and what they gave."""

    point: int
    first: int
    count: int
    error: NotRequired[str]
    sums: NotRequired[dict[str, object]]
    yes: NotRequired[str]
    """The yes or no of each history, packed and in base 64."""


@final
class BlockEntry(TypedDict):
    """A block of a sensitivity analysis: histories that answer with yes, at each point of the even and of the odd ones."""

    block: int
    yes: list[list[int]]


Entry = TypeVar("Entry", bound=Mapping[str, object])


class Journal(Generic[Entry]):
    """An append-only file of JSON lines, each with its own checksum; a torn last line is cut off when it is opened.

    `of` marks the sweep that the lines are of, which no other's are taken for: it goes into every checksum. Empty, as in
    folders of before there were such marks, it does not.
    """

    def __init__(self, path: Path, of: str = ""):
        self.path, self.of = path, of
        self._lock, self._synced = threading.Lock(), 0.0
        self._file: BinaryIO

    def entries(self) -> Iterator[Entry]:
        """All whole entries."""
        if self.path.exists():
            with opened(self.path) as file:
                for line in file:
                    entry: Entry | None = _entry(line, self.of)
                    if entry is not None:
                        yield entry

    def __enter__(self) -> Self:
        self._held = ExitStack()
        self._file = self._held.enter_context(appended(self.path))
        if self._file.tell() and not _ends_with_newline(self.path):
            self._file.write(b"\n")  # what was torn becomes a line of its own, which nobody can read
        return self

    def write(self, *entries: Entry) -> None:
        """Add entries; from any thread."""
        texts = [AS_TEXT.encode(entry) for entry in entries]
        lines = "".join(f"{_checksum(text, self.of)} {text}\n" for text in texts).encode()
        with self._lock:
            self._file.write(lines)
            self._file.flush()
            if time.monotonic() - self._synced > SYNC:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        os.fsync(self._file.fileno())
        self._held.close()


def _checksum(text: str, of: str) -> str:
    return hashlib.sha256(f"{of}{text}".encode()).hexdigest()[:16]


def _entry(line: bytes, of: str) -> Any:
    """The entry of a line; None if the line is torn, or of another sweep."""
    checksum, _, text = line.decode(errors="replace").rstrip("\n").partition(" ")
    if checksum != _checksum(text, of):
        return None
    return json.loads(text)


def _ends_with_newline(path: Path) -> bool:
    with opened(path) as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
