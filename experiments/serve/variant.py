"""A setting as a scenario file of a few lines that extends the one it changes: written, checked, and saved."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any, NamedTuple

from experiments.ladders.loading import load
from experiments.serve.asked import MOST_LETTERS, AskedError, WhatIf
from experiments.serve.files import chain, told
from experiments.serve.patch import patch
from experiments.words.overrides import assigned
from experiments.words.places import change_title
from sim.scenario.defaults import resolve
from sim.scenario.document import ScenarioError
from sim.scenario.extends import read
from sim.scenario.load import Loaded
from sim.scenario.vocabulary import Model, Number, Scenario
from sim.scenario.yaml_text import dump

WHY = "the change that is asked about"
"""The evidence of what is set: no source speaks for it."""


class Checked(NamedTuple):
    """A setting as a scenario file, and what is wrong with it; what was read of it if nothing is."""

    text: str
    problems: tuple[str, ...]
    loaded: Loaded | None


def checked(asked: WhatIf, file: Path) -> Checked:
    """A setting of the scenario in `file` as a file beside it, which is not written; checked as any scenario is."""
    try:
        text = _text(asked, file, load(file, assigned(asked.sets), to_run=True).scenario)
    except ScenarioError as error:
        return Checked("", tuple(told(problem, file) for problem in error.problems), None)
    with _copied(file) as folder:
        written = folder / free_name(file.parent)
        written.write_text(text, encoding="utf-8")
        try:
            return Checked(text, (), load(written, to_run=True))
        except ScenarioError as error:
            return Checked(text, tuple(told(problem, written) for problem in error.problems), None)


def free_name(folder: Path) -> str:
    """The first name of a what-if that no file in the folder has."""
    return next(name for n in count(1) if not os.path.lexists(folder / (name := f"what_if_{n}.yaml")))


def saved(text: str, folder: Path) -> str:
    """Write a what-if into a folder under a name that is free, and never over another; its name. AskedError if it fails."""
    while True:
        path = folder / free_name(folder)
        try:
            with path.open("xb") as file:
                file.write(text.encode())
            return path.name
        except FileExistsError:  # somebody else was quicker
            continue
        except OSError as error:
            raise AskedError(f"{path.name} cannot be written: {error.strerror or error}.") from None


# ------------------------------------------------------------------------------
# The text


def _text(asked: WhatIf, file: Path, scenario: Scenario) -> str:
    changes = [*assigned(asked.sets), *assigned(_reasons(asked.sets, scenario))]
    made = patch(read(file).data, read(file, changes).data)
    title = asked.title or _title(asked, scenario)
    return dump({"extends": file.name, "title": title} | {key: made[key] for key in made if key != "title"})


def _title(asked: WhatIf, scenario: Scenario) -> str:
    """A title for a setting that has none: what is set, in words."""
    said = "; ".join(change_title(change, scenario) for change in assigned(asked.sets))
    if not said:
        return scenario.title
    before = re.fullmatch(r"What if (.+)\?", scenario.title)
    words = f"{before[1]}, and {said}" if before else said
    return f"What if {shorten(words, MOST_LETTERS, placeholder=' …')}?"


def _reasons(sets: Mapping[str, Any], scenario: Scenario) -> dict[str, Any]:
    """Evidence by its path, for every number that is set without any: what vouched for the old one does not for the new."""
    whole = resolve(scenario)
    places = [number_place(whole, path) for path, value in sets.items() if value is not None and not _vouched(value)]
    return {f"{place}.evidence": {"assumed": WHY} for place in places if place is not None}


def _vouched(value: Any) -> bool:
    return isinstance(value, dict) and "evidence" in value


def number_place(scenario: Scenario, path: str) -> str | None:
    """The path of the number that stands at a path or around it, and may carry evidence; None if there is none."""
    steps, value = [step.strip() for step in path.split(".")], scenario
    for depth, step in enumerate(steps, 1):
        inside = _inside(value, step)
        if isinstance(inside, Number):
            return ".".join(steps[:depth])
        if inside is None:
            return None
        value = inside
    return None


def _inside(value: Any, step: str) -> Any:
    """What stands at a step of a path; None if nothing does."""
    if isinstance(value, Model):
        fields = type(value).model_fields
        return next((getattr(value, name) for name in fields if step in (name, fields[name].alias)), None)
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, tuple):
        named = [each for each in value if getattr(each, "name", None) == step]
        return named[0] if named else value[int(step)] if step.isdecimal() and int(step) < len(value) else None
    return None


# ------------------------------------------------------------------------------
# The check


@contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """A folder for a moment in which a scenario and what it extends stand as in their own."""
    with TemporaryDirectory(prefix="parley-", ignore_cleanup_errors=True) as folder:
        for each in chain(file):
            copy = Path(folder) / each.relative_to(file.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(each, copy)
        yield Path(folder)
