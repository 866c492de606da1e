"""`SHA256SUMS`: the hashes of all files that a run leaves in its folder, by which what was changed later is found out.

Lines are those of `sha256sum`, so that `sha256sum -c SHA256SUMS` checks a folder as well. A hash is added before its file
gets its name: whatever is there whole has one, wherever a run is interrupted. Of a file that is written again, any of its
hashes will do until the run is finished and the list is put in order.
"""

import hashlib
import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from experiments.store.files import appended, sha256_of, write_whole
from experiments.words.regular import opened, read_bytes

FILE = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\0\n]+)")
_ORDERLY = threading.Lock()


class Sums:
    """The hashes of a folder's files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._known = _read(folder / FILE)

    @classmethod
    def begin(cls, folder: Path, files: Mapping[str, bytes]) -> "Sums":
        """Begin the list of a folder anew, with the files that it begins with."""
        write_whole(folder / FILE, _text({name: _hash(data) for name, data in files.items()}))
        return cls(folder)

    def lists(self, name: str) -> bool:
        """Whether a file belongs to the run."""
        return name in self._known

    def fits(self, name: str, sha256: str) -> bool:
        """Whether a file of this hash is one that the run left under this name."""
        return sha256 in self._known.get(name, ())

    def is_whole(self, name: str) -> bool:
        """Whether a file is there as the run left it."""
        try:
            return name in self._known and self.fits(name, sha256_of(self.folder / name))
        except OSError:
            return False

    def announce(self, files: Mapping[str, str]) -> None:
        """Add the hashes of files that are about to get their names; from any thread."""
        with _ORDERLY:
            new = {name: sha256 for name, sha256 in files.items() if not self.fits(name, sha256)}
            if not new:
                return
            with appended(self.folder / FILE) as file:
                file.write((b"\n" if _is_torn(self.folder / FILE) else b"") + _text(new))
                file.flush()
                os.fsync(file.fileno())
            for name, sha256 in new.items():
                self._known[name] = [*self._known.get(name, ()), sha256]

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the folder, its hash first."""
        self.announce({name: _hash(data)})
        write_whole(self.folder / name, data)

    def settle(self) -> None:
        """Put the list in order, once all is written: a line a file, by name, so that equal work leaves equal bytes."""
        there = {name: found for name, found in sorted(self._known.items()) if (self.folder / name).is_file()}
        last = {name: found[-1] if len(found) == 1 else sha256_of(self.folder / name) for name, found in there.items()}
        text = _text(last)
        if text != read_bytes(self.folder / FILE):
            write_whole(self.folder / FILE, text)
        self._known = {name: [sha256] for name, sha256 in last.items()}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{sha256}  {name}\n" for name, sha256 in hashes.items()).encode()


def _read(path: Path) -> dict[str, list[str]]:
    """Hashes by name, as they were added; a torn line counts as absent."""
    known: dict[str, list[str]] = {}
    for line in read_bytes(path).decode(errors="replace").splitlines():
        if found := _LINE.fullmatch(line):
            known.setdefault(found[2], []).append(found[1])
    return known


def _is_torn(path: Path) -> bool:
    with opened(path) as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
