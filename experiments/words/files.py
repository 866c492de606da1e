"""What kind of file was given where another was wanted, and which command takes it."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from experiments.words.regular import no_file
from sim.scenario.document import Document, Mark, Problem
from sim.scenario.phrases import printable


class Kind(NamedTuple):
    """A kind of file: how it is called, and what takes it."""

    title: str
    use: str


SCENARIO, EXPERIMENT, QUESTIONS = "parley", "parley_experiment", "parley_questions"
KINDS = {
    SCENARIO: Kind("a scenario", "parley run {file} plays it"),
    EXPERIMENT: Kind("an experiment", "parley sweep {file} plays it"),
    QUESTIONS: Kind("a file of questions", "parley forecast seal SCENARIO --questions {file} asks them of a scenario"),
    "parley_forecast": Kind("a sealed forecast", "parley forecast score {file} --resolved ANSWERS scores it"),
}
"""Kinds of files, by the key that gives the version of their format."""


ENOUGH = 65536  # characters in which a file says what it is
YAML = (".yaml", ".yml")
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xml")
"""How names of spreadsheets, and of other programs' files, end."""


def table_given(path: str | os.PathLike[str]) -> Problem | None:
    """What to say of a table that is there where a scenario is wanted; None if the name is not that of one."""
    if Path(path).suffix.lower() not in TABLES or not Path(path).is_file():
        return None
    name = printable(str(path))
    message = f"this is a table, and a scenario is wanted here; parley init NAME --from {name} makes a scenario of it"
    return Problem(Mark(name, 1, 1), "", message)


def no_results(path: Path) -> str | None:
    """What to say of a path that should be a folder of results; None if it is a folder."""
    if path.is_dir():
        return None
    name = printable(str(path))
    if trouble := no_file(path):
        return f"{name}: {trouble}"
    if not path.is_file():
        return f"{name}: there is no such folder"
    with path.open(encoding="utf-8", errors="replace") as file:
        begins = file.read(ENOUGH)
    for key, kind in KINDS.items() if path.suffix.lower() in YAML else ():
        if re.search(rf"^{key}\s*:", begins, re.MULTILINE):
            return f"{name} is {kind.title}, and a folder of results is wanted here; {kind.use.format(file=name)}"
    return f"{name} is a file, and a folder of results is wanted here"


def no_regular_file(path: str | os.PathLike[str]) -> Problem | None:
    """What to say of a device or a pipe where a file is wanted; None of a file, and of what is not there."""
    trouble = no_file(path) if not os.path.isdir(path) else None
    return Problem(Mark(printable(str(path)), 1, 1), "", trouble) if trouble else None


def mistaken(document: Document, wanted: str) -> Problem | None:
    """What to say of a document that is of another kind than the wanted one; None if it is not known to be."""
    if wanted in document.data:
        return None
    for key, kind in KINDS.items():
        if key in document.data:
            use = kind.use.format(file=printable(document.file))
            message = f"this is {kind.title}, and {KINDS[wanted].title} is wanted here; {use}"
            return Problem(document.where((key,), key=True), "", message)
    return None
