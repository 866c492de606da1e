"""The results folder: whole parts only, whatever happens while they are written.

`manifest.json` says what is being run, `scenario.yaml` what it was with every default written out, each
`part-NNNNNN.parquet` holds a block of histories and `course-NNNNNN.parquet` their course by month, `summary.json` and
`course.json` what they say. A file appears under its name only when it
is complete and on disk, and its hash stands in `SHA256SUMS` before that: what was put there or edited later is refused.
"""

import hashlib
import json
import os
import shlex
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, cast

import numpy as np

from experiments.store import json_text, sums
from experiments.store.files import (
    folder_within,
    put_in_place,
    refuse_link,
    removed_if_failed,
    sha256_of,
    sweep,
    temporary_beside,
    write_whole,
)
from experiments.store.manifest import Manifest
from experiments.store.shape import misfit_of_present
from experiments.store.sums import Sums
from experiments.words.regular import read_bytes
from sim.scenario.data import scenario_data
from sim.scenario.vocabulary import Scenario
from sim.scenario.yaml_text import dump

DECISIVE = (
    ("experiment_sha256", "experiment"),
    ("scenario_sha256", "scenario"),
    ("seed", "seed"),
    ("histories", "number of histories"),
    ("precision", "precision"),
    ("rules_sha256", "rule book"),
    ("block", "size of blocks"),
    ("agents", "agents"),
    ("versions", "version of a package"),
    ("platform", "kind of machine"),
)
"""What of a manifest decides which histories a part holds, and how to call it."""
OF_A_FOLDER = (*DECISIVE, ("shard", "shard"))
"""What also decides which parts a folder holds; parts of all shards of a run are alike."""

PART, COURSE = "part", "course"
"""Files of a block: its histories, and the counts of their course by month."""
FORM = "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 256"
"""How a part is written: looking for repetitions in numbers that are all different would take longer by a tenth."""


class StoreError(Exception):
    """The results folder cannot be used as asked; the message says why."""


class ChangedError(StoreError):
    """A file of a results folder is not the one that the run left there; the message names it."""


def write_answer(folder: Path, kind: str, told: Mapping[str, object], command: Sequence[str] = ()) -> None:
    """Write an answer as KIND.json, and beside it the command that asked for it (this one's), as KIND.command."""
    write_whole(folder / f"{kind}.json", as_json(told))
    write_whole(folder / f"{kind}.command", f"{shlex.join(command or command_line())}\n".encode())


def command_line() -> list[str]:
    """The command that is being obeyed, word by word, in letters that any file can hold."""
    return ["parley", *(os.fsencode(word).decode("utf-8", "backslashreplace") for word in sys.argv[1:])]


def as_json(value: object) -> bytes:
    """JSON as it is kept: indented, in the order given, exact numbers."""
    return (json_text.text(value, indent=1) + "\n").encode()


def histories_of(manifest: Manifest) -> int | None:
    """How many histories a run has: as many as were asked for, or as a precision took; None if that is not known yet."""
    asked, stopped = manifest.get("histories"), manifest.get("stopped")
    found = asked if asked is not None or not stopped else stopped.get("histories")
    return found if isinstance(found, int) else None


WRITTEN = frozenset((".json", ".jsonl", ".csv", ".parquet", ".yaml"))
"""How files that are written into a results folder end."""


class Results:
    """A results folder, being written or read."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._begun: Sums | None = None
        self.changed: list[Path] = []
        """Files of blocks that were asked for and were not as the run left them."""

    @classmethod
    def begin(cls, folder: Path, manifest: Manifest, scenario: Scenario, resume: bool) -> "Results":
        """Make the folder, or with `resume` go on in it; StoreError if it holds something else or cannot be written."""
        results = cls(folder)
        try:
            if resume and results.manifest_path.exists():
                results._agree(manifest)
                results._is_as_left(scenario)
                results._leave_room()
                results._sweep()
                return results
            if not resume:
                folder.mkdir(parents=True)
            elif folder.exists() and not results.barely_begun():
                raise StoreError(f"{folder} holds something else than a run: nothing was written")
            folder.mkdir(parents=True, exist_ok=True)
            results._sweep()
            with _taken_back(folder):
                results._write_beginning(manifest, scenario)
        except FileExistsError:
            raise StoreError(
                f"{folder} exists already: choose another --out, or --resume if it is an unfinished run"
            ) from None
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None
        return results

    def _write_beginning(self, manifest: Manifest, scenario: Scenario) -> None:
        files = {"scenario.yaml": _scenario_text(scenario), self.manifest_path.name: as_json(manifest)}
        if manifest.get("hashes"):
            self._begun = Sums.begin(self.folder, files)
        for name, data in files.items():
            write_whole(self.folder / name, data)

    def _is_as_left(self, scenario: Scenario) -> None:
        """ChangedError if what a resumed run would rely on is not as it left it."""
        path = self.folder / "scenario.yaml"
        with suppress(FileNotFoundError):
            if self.read("scenario.yaml") != _scenario_text(scenario):  # of a folder without hashes
                raise ChangedError(f"{path} is not the scenario that this folder was begun with")
        _ = self.summary

    def _leave_room(self) -> None:
        """Refuse to go on where a file or a link stands for a folder, or a folder for a file, before anything is played."""
        figures = self.folder / "figures"
        try:
            refuse_link(figures)
        except OSError as error:
            raise StoreError(f"{figures}: {error.strerror}") from None
        if figures.exists() and not figures.is_dir():
            raise StoreError(f"{figures} is a file, where the figures' folder goes: nothing was written")
        for path in sorted(self.folder.iterdir()):
            if path.suffix in WRITTEN and path.is_dir():
                raise StoreError(f"{path} is a folder, where a file goes: nothing was written")

    def barely_begun(self) -> bool:
        """Whether nothing is there but what a run writes before its manifest; OSError if that cannot be seen."""
        early = {"scenario.yaml", sums.FILE}
        return all(path.name in early or path.suffix == ".tmp" for path in self.folder.iterdir())

    @property
    def manifest_path(self) -> Path:
        """Where the manifest is."""
        return self.folder / "manifest.json"

    @property
    def manifest(self) -> Manifest:
        """What is being run; StoreError if that cannot be read, ChangedError if it was changed."""
        try:
            found = json_object(self.read("manifest.json"))
        except FileNotFoundError:
            raise StoreError(f"{self.manifest_path} is not there") from None
        except OSError as error:
            raise StoreError(f"{self.manifest_path} cannot be used: {error.strerror or error}") from None
        except ValueError:
            raise StoreError(f"{self.manifest_path} is damaged: this run cannot be resumed") from None
        if trouble := misfit_of_present(found, Manifest):
            raise StoreError(f"{self.manifest_path} is damaged: {trouble}")
        if found.get("hashes") and self.sums is None:
            raise ChangedError(f"{self.folder / sums.FILE} is not there: what is in this folder cannot be checked")
        return cast(Manifest, found)

    @property
    def sums(self) -> Sums | None:
        """The hashes of its files; None of a folder that was made before there were any."""
        if self._begun is None and os.path.lexists(self.folder / sums.FILE):
            try:
                self._begun = Sums(self.folder)
            except OSError as error:
                raise StoreError(f"{self.folder / sums.FILE} cannot be read: {error.strerror or error}") from None
        return self._begun

    def read(self, name: str) -> bytes:
        """The content of a file of the run; OSError if it cannot be read, ChangedError if it is not as the run left it."""
        data = read_bytes(self.folder / name)
        if self.sums is not None and not self.sums.fits(name, hashlib.sha256(data).hexdigest()):
            raise ChangedError(self._changed(name))
        return data

    def _changed(self, name: str) -> str:
        return f"{self.folder / name} is not the file that this run left there: its hash is not the one in {sums.FILE}"

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the run, in its folder or in one below."""
        *below, _ = name.split("/")
        for inner in below:
            folder_within(self.folder, inner)
        if self.sums is not None:
            self.sums.write(name, data)
        else:
            write_whole(self.folder / name, data)

    def settle(self) -> None:
        """Put the list of hashes in order, once all is written."""
        if self.sums is not None:
            self.sums.settle()

    def note(self, what: Mapping[str, object]) -> None:
        """Add to the manifest what came out; nothing that decides which histories there are."""
        self.write("manifest.json", as_json({**self.manifest, **what}))

    def _agree(self, manifest: Manifest) -> None:
        """Refuse to go on with anything that would change the histories."""
        before = self.manifest
        for key, what in OF_A_FOLDER:
            if before.get(key) != manifest.get(key):
                raise StoreError(f"{self.folder} was begun with another {what}: it cannot be resumed with this one")

    def stamp(self, block: int) -> str:
        """What marks a part as this block of this run."""
        about = {key: self._about.get(key) for key, _ in DECISIVE}
        return hashlib.sha256(json.dumps([about, block], sort_keys=True).encode()).hexdigest()

    @property
    def mark(self) -> str:
        """What marks what is kept here as of this run; nothing in folders of before there were hashes."""
        return self.stamp(-1) if self._about.get("hashes") else ""

    @cached_property
    def _about(self) -> Manifest:
        return self.manifest

    def part_path(self, block: int, kind: str = PART) -> Path:
        """Where a block's histories are, or their course."""
        return self.folder / f"{kind}-{block:06d}.parquet"

    def write_block(self, block: int, columns: Mapping[str, np.ndarray], course: Mapping[str, np.ndarray]) -> None:
        """Keep a block: its course first, so that a part never stands without one."""
        files = ((self.part_path(block, COURSE), course), (self.part_path(block, PART), columns))
        written = [(temporary_beside(path), path) for path, _ in files]
        with removed_if_failed(*(temporary for temporary, _ in written)):
            for (temporary, _), (_, data) in zip(written, files, strict=True):
                self._write_columns(temporary, block, data)
            if self.sums is not None:
                self.sums.announce({path.name: sha256_of(temporary) for temporary, path in written})
            put_in_place(*written)

    def _write_columns(self, path: Path, block: int, columns: Mapping[str, np.ndarray]) -> None:
        """Write a new file with a block's columns, and have it on disk."""
        import duckdb

        stamp = f"KV_METADATA {{parley: '{self.stamp(block)}'}}"
        database = _database()
        database.register("block", dict(columns))
        try:
            database.execute(f"COPY block TO '{_quoted(path)}' ({FORM}, {stamp})").fetchall()
        except duckdb.IOException as error:
            raise StoreError(f"{self.folder} cannot be written: {error}") from None
        finally:
            database.unregister("block")
        with open(path, "rb") as file:
            os.fsync(file.fileno())

    def read_part(
        self, block: int, names: Sequence[str], length: int | None, kind: str = PART
    ) -> dict[str, np.ndarray] | None:
        """A block's columns as they were written; None if it is not there whole, with these columns and so many rows.

        Any number of rows will do if `length` is None.
        """
        columns = self._read(block, "*", kind)
        if columns is None or list(columns) != list(names):
            return None
        return columns if all(len(column) == length for column in columns.values() if length) else None

    def _read(self, block: int, select: str, kind: str) -> dict[str, np.ndarray] | None:
        """What a query selects from a block of this run; None if the block is not there whole, or lacks it."""
        path = self.part_path(block, kind)
        if not path.is_file():
            return None
        if not self.is_sound(path.name):
            self.changed.append(path)
            return None
        import duckdb

        try:
            if not self._is_stamped(path, block):
                return None
            query = f"SELECT {select} FROM read_parquet('{_literally(path)}', hive_partitioning = false)"  # nosec B608 - quoted
            found: dict[str, np.ndarray] = _database().execute(query).fetchnumpy()
        except (duckdb.Error, OSError, UnicodeDecodeError):
            return None
        return found

    def is_sound(self, name: str) -> bool:
        """Whether a file is there as the run left it, as far as that can be known."""
        return self.sums.is_whole(name) if self.sums is not None else (self.folder / name).is_file()

    def refuse_changed(self, block: int, before: str = "") -> None:
        """ChangedError if a file of a block is there, but not as the run left it."""
        for path in (self.part_path(block, kind) for kind in (PART, COURSE)):
            if path.is_file() and not self.is_sound(path.name):
                raise ChangedError(before + self._changed(path.name))

    def columns(self, names: Sequence[str]) -> Iterator[dict[str, np.ndarray]]:
        """Some columns of every part, a part at a time and in order; StoreError where a part is missing or damaged."""
        size, total = self._about["block"], histories_of(self.manifest) or 0
        select = ", ".join(f'"{name}"' for name in names)
        for block in range(-(-total // size)):
            found = self._read(block, select, PART)
            if found is None:
                self.refuse_changed(block)
            if found is None or any(len(c) != min(size, total - block * size) for c in found.values()):
                raise StoreError(f"{self.part_path(block)} is not there whole")
            yield found

    def kept(self, blocks: Iterable[int]) -> list[int]:
        """Those of some blocks that seem to be there: both files in place, with this run's mark. Reads no histories."""
        import duckdb

        found = []
        for block in blocks:
            paths = [self.part_path(block, kind) for kind in (PART, COURSE)]
            with suppress(duckdb.Error, OSError, UnicodeDecodeError):
                if all(path.is_file() and self._is_stamped(path, block) for path in paths):
                    found.append(block)
        return found

    def sound(self, blocks: Iterable[int]) -> list[int]:
        """Those of some blocks that are there whole."""
        return [
            block
            for block in self.kept(blocks)
            if all(self.is_sound(self.part_path(block, kind).name) for kind in (PART, COURSE))
        ]

    def _is_stamped(self, path: Path, block: int) -> bool:
        """Whether a file bears the mark of this block of this run."""
        query = f"SELECT value FROM parquet_kv_metadata('{_literally(path)}') WHERE key = 'parley'"  # nosec B608 - quoted
        stamps = _database().execute(query).fetchall()
        return bool(stamps) and bytes(stamps[0][0]).decode() == self.stamp(block)

    @property
    def summary(self) -> Any:
        """What the histories say, as it stands in `summary.json`; None if that has not been written whole.

        ChangedError if it is not as the run left it, or of another run.
        """
        try:
            found = json_object(self.read("summary.json"))
            _ = self.read("course.json") if "experiment_sha256" not in found else None
        except (OSError, ValueError):
            return None
        check_of(self.folder / "summary.json", found, self.manifest)
        return found

    def write_summary(self, summary: Mapping[str, object], course: Mapping[str, object]) -> None:
        """Write what the histories say: the summary last, since it marks a run that is complete."""
        self.write("course.json", as_json(course))
        self.write("summary.json", as_json(summary))
        self.settle()

    def _sweep(self) -> None:
        """Remove what a command that was killed was writing, when it is given again."""
        for folder in (self.folder, self.folder / "figures"):
            sweep(folder)


def json_object(data: bytes) -> dict[str, Any]:
    """The JSON object that a file holds; ValueError if it holds none, or one that is nested too deep to be ours."""
    try:
        found = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(found, dict):
        raise ValueError("it holds no JSON object")
    return found


def check_of(path: Path, summary: Mapping[str, Any], manifest: Mapping[str, Any]) -> None:
    """ChangedError if a summary is of another scenario, seed or experiment than the manifest beside it."""
    for key in ("scenario_sha256", "experiment_sha256", "seed"):
        if key in manifest and summary.get(key, manifest[key]) != manifest[key]:
            raise ChangedError(f"{path} is of another run than manifest.json beside it")


def _scenario_text(scenario: Scenario) -> bytes:
    return dump(scenario_data(scenario)).encode()


def _literally(path: Path) -> str:
    """A path for the database to read, in which no character stands for others."""
    return _quoted(path).replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


def _quoted(path: Path) -> str:
    """A path in a query; in full, since the database would take `~` for the home folder."""
    return str(path.absolute()).replace("'", "''")


_OF_THREAD = threading.local()


def _database() -> Any:
    """A thread's private in-memory database (making one takes as long as writing a part), small, and without a cache."""
    import duckdb

    if not hasattr(_OF_THREAD, "database"):
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": "256MB",
            "enable_external_file_cache": False,
        }
        _OF_THREAD.database = duckdb.connect(config=settings)
    return _OF_THREAD.database


@contextmanager
def _taken_back(folder: Path) -> Iterator[None]:
    """Take a folder away again that cannot be begun: there is nothing in it to go on with, and it would stand in the way."""
    try:
        yield
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def begin_free(base: Path, stem: str, manifest: Manifest, scenario: Scenario) -> Results:
    """Begin in the first `base/stem-n` that nobody else has; StoreError if `base` cannot be written."""
    while True:
        folder = free_folder(base, stem)
        try:
            return Results.begin(folder, manifest, scenario, resume=False)
        except StoreError:
            if not folder.exists():
                raise


def free_folder(base: Path, stem: str) -> Path:
    """The first `base/stem-n` that is not there."""
    return next(folder for n in count(1) if not (folder := base / f"{stem}-{n}").exists())
