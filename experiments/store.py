"""The results folder: whole parts only, whatever happens while they are written.

`manifest.json` says what is being run, `scenario.yaml` what it was with every default written out, each
`part-NNNNNN.parquet` holds a block of histories, `summary.json` what they say. A file appears under its name only when it
is complete and on disk.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.scenario import Scenario


class StoreError(Exception):
    """The results folder cannot be used as asked; the message says why."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there complete or not at all, even if the machine stops."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(temporary, path)


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, and the folder the news."""
    os.replace(temporary, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def as_json(value: Any) -> bytes:
    """JSON as it is kept: indented, in the order given, exact numbers, no NaN."""
    return (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def scenario_data(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as plain data, leaving out what is empty; loads back as the same scenario."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a resolved scenario."""
    canonical = json.dumps(scenario_data(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Results:
    """A results folder, being written or read."""

    def __init__(self, folder: Path):
        self.folder = folder

    @classmethod
    def begin(cls, folder: Path, manifest: Mapping[str, Any], scenario: Scenario, resume: bool) -> "Results":
        """Make the folder, or with `resume` go on in it; StoreError if it exists, or holds something else."""
        results = cls(folder)
        if results.manifest_path.exists() and resume:
            results._agree(manifest)
            return results
        if folder.exists() and (not resume or any(folder.iterdir())):
            raise StoreError(f"{folder} exists already: choose another --out, or --resume if it is an unfinished run")
        from sim.documents import dump

        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "scenario.yaml", dump(scenario_data(scenario)).encode())
        write_whole(results.manifest_path, as_json(manifest))
        return results

    @property
    def manifest_path(self) -> Path:
        """Where the manifest is."""
        return self.folder / "manifest.json"

    @property
    def manifest(self) -> dict[str, Any]:
        """What is being run."""
        return json.loads(self.manifest_path.read_bytes())

    def _agree(self, manifest: Mapping[str, Any]) -> None:
        """Refuse to go on with anything that would change the histories."""
        before = self.manifest
        for key, what in (
            ("scenario_sha256", "scenario"), ("seed", "seed"), ("histories", "number of histories"),
            ("rules_sha256", "rule book"), ("block", "size of blocks"), ("agents", "agents"),
        ):  # fmt: skip
            if before.get(key) != manifest.get(key):
                raise StoreError(f"{self.folder} was begun with another {what}: it cannot be resumed with this one")

    def part_path(self, block: int) -> Path:
        """Where a block's histories are."""
        return self.folder / f"part-{block:06d}.parquet"

    def write_part(self, block: int, columns: Mapping[str, np.ndarray]) -> None:
        """Write a block's columns."""
        path = self.part_path(block)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        with _database() as database:
            database.register("block", dict(columns))
            database.execute(f"COPY block TO '{_quoted(temporary)}' (FORMAT parquet, COMPRESSION zstd)")
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())
        put_in_place(temporary, path)

    def read_part(self, block: int) -> dict[str, np.ndarray]:
        """A block's columns, as they were written."""
        with _database() as database:
            return database.execute(f"SELECT * FROM read_parquet('{_quoted(self.part_path(block))}')").fetchnumpy()

    def write_summary(self, summary: Mapping[str, Any]) -> None:
        """Write what the histories say."""
        write_whole(self.folder / "summary.json", as_json(summary))

    def sweep(self) -> None:
        """Remove what an interrupted writer left."""
        for leftover in self.folder.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _database() -> Any:
    """A private in-memory database that leaves memory to the rest of the program."""
    import duckdb

    return duckdb.connect(config={"threads": 1, "memory_limit": "256MB"})


def free_folder(base: Path, stem: str) -> Path:
    """The first `base/stem-n` that does not exist."""
    n = 1
    while (base / f"{stem}-{n}").exists():
        n += 1
    return base / f"{stem}-{n}"
