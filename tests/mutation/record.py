"""What mutation testing found, as a record on disk: each mutant with the test that fails on it, or what it tells if none."""

import json
import math
from pathlib import Path
from typing import NamedTuple

from tests.places import ROOT

RECORD = ROOT / "docs" / "mutation" / "mutants.json"
SECOND = RECORD.with_name("second_sample.json")
"""Another sample, drawn after tests had been written for what survived of the first."""
READ = Path(__file__).with_name("read.json")
"""Survivors that somebody read, by `key`: a theme of `THEMES`, and why."""
Z = 1.959964  # of a 95 % interval


class Mutant(NamedTuple):
    """One fault: a file from the root, which operator at its which occurrence, and the line before and after."""

    file: str
    operator: str
    occurrence: int
    line: int
    before: str
    after: str


class Tried(NamedTuple):
    """A mutant and the test that failed on it, empty if none did."""

    mutant: Mutant
    failed: str

    @property
    def key(self) -> str:
        """What the mutant is, whatever its line's number."""
        return f"{self.mutant.file}: {self.mutant.before} → {self.mutant.after}"


class Record(NamedTuple):
    """A sample of all mutants there are, from a seed, and what became of each."""

    mutants: int
    by_file: dict[str, int]
    seed: int
    tests: int
    most: float
    tried: list[Tried]
    note: str = ""
    """What was left out this time, in a sentence; empty if nothing was."""

    @property
    def survivors(self) -> list[Tried]:
        """Those on which no test fails."""
        return [each for each in self.tried if not each.failed]


def interval(killed: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    centre, share = of + Z * Z, killed / of
    middle = (killed + Z * Z / 2) / centre
    half = Z * math.sqrt(share * (1 - share) * of + Z * Z / 4) / centre
    return middle - half, middle + half


def write(record: Record, path: Path = RECORD) -> None:
    """Write a record."""
    tried = [{**each.mutant._asdict(), "failed": each.failed} for each in record.tried]
    lines = ",\n".join("  " + json.dumps(each, ensure_ascii=False) for each in tried)
    kept = {name: value for name, value in record._asdict().items() if name != "tried"}
    head = json.dumps(kept | {"tried": None}, ensure_ascii=False).removesuffix("null}")
    path.write_text(f"{head}[\n{lines}\n]}}\n", encoding="utf-8")


def read(path: Path = RECORD) -> Record:
    """The record that is on disk."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    tried = [Tried(Mutant(*(each[name] for name in Mutant._fields)), each["failed"]) for each in kept["tried"]]
    return Record(**(kept | {"tried": tried}))
