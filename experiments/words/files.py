"""What kind of file was given where another was wanted, and which command takes it."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from experiments.words.regular import no_file, opened
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


SCENARIO_PLAYED = "scenario.yaml"
ENOUGH = 65536  # characters in which a file says what it is
YAML = (".yaml", ".yml")
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xml")
"""How names of spreadsheets, and of other programs' files, end."""


ENDINGS = {".md": "a text (Markdown)", ".rst": "a text (reStructuredText)", ".py": "a program (Python)",
           ".ipynb": "a notebook", ".toml": "a file of settings (TOML)", ".log": "a log"}  # fmt: skip
"""How names of files end that may begin with anything."""
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"<svg", "a picture"), (b"\x1f\x8b", "a compressed file"), (b"{\\rtf", "a text document (RTF)"),
    (b"PAR1", "a block of histories (Parquet)"), (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"PK\x03\x04", "an archive, or a document of an office program"), (b"<!doctype html", "a web page"),
    (b"<html", "a web page"), (b"<?xml", "a file of XML"),
)  # fmt: skip
"""How files begin that are nothing that parley reads, in small letters."""
ANSWERS = ("summary.json", "comparison.json", "doubt.json", "why.json", "lever.json", "ablation.json", "rivals.json",
           "report.json", "calibration.json", "manifest.json")  # fmt: skip
"""What lies in folders of results, by which one is known."""


def foreign(path: str | os.PathLike[str], wanted: str) -> Problem | None:
    """What to say of something that is no YAML at all where a kind of file is wanted, and what takes it; else None."""
    file = Path(path)
    name = printable(str(path))
    told = _of_folder(file, name) if file.is_dir() else _of_file(file, name)
    if told is None:
        return None
    what, use = told
    return Problem(Mark(name, 1, 1), "", f"this is {what}, and {KINDS[wanted].title} is wanted here{use}")


def _of_folder(folder: Path, name: str) -> tuple[str, str]:
    """What a folder is, and what takes it."""
    if not any((folder / each).is_file() for each in ANSWERS):
        return "a folder", ""
    played = folder / SCENARIO_PLAYED
    use = f"; what it played is {printable(str(played))}" if played.is_file() else ""
    return "a folder of results", f"; parley plot {name} draws it{use}"


def _of_file(file: Path, name: str) -> tuple[str, str] | None:
    """What a file is that is nothing of the kinds that parley reads as YAML, and what takes it; None if it may be one."""
    if not file.is_file():
        return None
    if file.suffix.lower() in TABLES:
        return "a table", f"; parley init NAME --from {name} makes a scenario of it"
    if file.name in ANSWERS:
        folder = printable(str(file.parent))
        return "a file of a folder of results", f"; parley plot {folder} draws what is in it"
    try:
        with opened(file) as stream:
            start = stream.read(ENOUGH).removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    except OSError:
        return None
    begun = next((what for magic, what in MAGIC if start.startswith(magic.lower())), None)
    what = begun or ENDINGS.get(file.suffix.lower())
    return (what, "") if what else None


def no_results(path: Path) -> str | None:
    """What to say of a path that should be a folder of results; None if it is a folder."""
    if path.is_dir():
        return None
    name = printable(str(path))
    if trouble := no_file(path):
        return f"{name}: {trouble}"
    if not path.is_file():
        return f"{name}: there is no such folder"
    if path.name in ANSWERS or path.suffix == ".parquet":
        folder = printable(str(path.parent))
        return f"{name} is a file, and a folder of results is wanted here: {folder}"
    with path.open(encoding="utf-8", errors="replace") as file:
        begins = file.read(ENOUGH)
    for key, kind in KINDS.items() if path.suffix.lower() in YAML else ():
        if re.search(rf"^{key}\s*:", begins, re.MULTILINE):
            return f"{name} is {kind.title}, and a folder of results is wanted here; {kind.use.format(file=name)}"
    return f"{name} is a file, and a folder of results is wanted here"


def kind_of(path: Path) -> str | None:
    """The kind of file (a key of KINDS) that a file of YAML says it is; None if it says nothing, or cannot be read."""
    try:
        with opened(path) as file:
            begins = file.read(ENOUGH).decode(errors="replace")
    except OSError:
        return None
    return next((key for key in KINDS if re.search(rf"^{key}\s*:", begins, re.MULTILINE)), None)


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
