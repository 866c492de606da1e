"""A variant taken apart: each of the things that it changes, changed alone."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.words.overrides import whole_written
from sim.scenario.document import Change, ScenarioError
from sim.scenario.load import Loaded, load
from sim.scenario.vocabulary import Scenario

WORDS = frozenset(("title", "question", "note", "evidence", "sources"))
"""Keys that change what a reader is told, and nothing that is played."""
MOST = 8
"""More parts than these are not played: a variant of so many changes is another scenario."""


class Part(NamedTuple):
    """One change, as `path=value`, and the base with it alone."""

    change: str
    scenario: Scenario


def parts_of(file: Path, shared: Sequence[str], base: Loaded, variant: Loaded) -> list[Part]:
    """The changes that make the variant of the base in `file` (to which `shared` are set), one by one.

    None where there are fewer than two or more than MOST, where one does not stand alone, or where all of them together
    are not the variant: then it is not the base with changes.
    """
    shared = [whole_written(each) for each in shared]
    made = [change for change in variant.changes if change not in base.changes]
    settings = [f"{change.path}={_value(change)}" for change in made]
    acting = [each for each, change in zip(settings, made, strict=True) if not _is_words(change)]
    if not 2 <= len(acting) <= MOST or not _makes(file, [*shared, *settings], variant.scenario):
        return []
    try:
        return [Part(each, load(file, [*shared, each], to_run=True).scenario) for each in acting]
    except ScenarioError:
        return []


def _makes(file: Path, settings: Sequence[str], scenario: Scenario) -> bool:
    """Whether a file with these settings is a scenario."""
    try:
        return load(file, settings, to_run=True).scenario == scenario
    except ScenarioError:
        return False


def _value(change: Change) -> str:
    """A value as YAML reads it, and null for what was taken away."""
    return json.dumps(change.after, ensure_ascii=False, default=str)


def _is_words(change: Change) -> bool:
    return any(key in WORDS for key in change.path.split("."))
