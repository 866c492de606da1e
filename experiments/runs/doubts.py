"""The doubt of a scenario, where one was worked out and kept: how far an answer may be from what is printed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from experiments.runs.resume import RESULTS
from experiments.store.folder import json_object
from experiments.words.regular import read_bytes
from experiments.words.tables import doubt_words
from sim.engine.identity import rules_hash

PLACES = ("*/doubt.json", "*/doubt/doubt.json")
"""By `parley doubt`, and by `parley report`."""


class Doubted(NamedTuple):
    """How far an answer may be from what is printed, shares from `lo` to `hi`, and the folder that says so."""

    lo: float
    hi: float
    folder: Path

    def words(self) -> str:
        """`24 to 78 of 100 over assumptions that nobody can settle (results/talks-doubt-1)`."""
        return f"{doubt_words(self.lo, self.hi)} ({self.folder})"


def kept_doubt(scenario_sha256: str, name: str, results: Path = RESULTS) -> Doubted | None:
    """The newest that is kept of an answer (an outcome, or TABLE.RUNG) of this scenario, under the rules as they are.

    What cannot be read is passed over; None if there is none.
    """
    files = sorted((path for place in PLACES for path in results.glob(place)), key=_when, reverse=True)
    return next((found for path in files for found in _read(path, scenario_sha256, name)), None)


def is_doubted(scenario_sha256: str, *places: Path) -> bool:
    """Whether a doubt of a scenario is kept in one of some folders, or in one right below, under the rules as they are."""
    patterns = ("doubt.json", *PLACES)
    return any(
        _is_of(path, scenario_sha256)
        for place in dict.fromkeys(places)
        for each in patterns
        for path in place.glob(each)
    )


def _is_of(path: Path, scenario_sha256: str) -> bool:
    try:
        found = json_object(read_bytes(path))
    except (OSError, ValueError):
        return False
    return found.get("scenario_sha256") == scenario_sha256 and found.get("rules_sha256") == rules_hash()


def _when(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path, scenario_sha256: str, name: str) -> Iterator[Doubted]:
    try:
        found = json_object(read_bytes(path))
        if found["scenario_sha256"] != scenario_sha256 or found["rules_sha256"] != rules_hash():
            return
        answer: Mapping[str, Any] = found["answers"][name]
        yield Doubted(float(answer["lo"]), float(answer["hi"]), path.parent)
    except (OSError, ValueError, KeyError, TypeError):
        return
