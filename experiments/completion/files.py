"""Files and folders that a command takes: scenarios, experiments, questions, folders of results."""

import os
from collections.abc import Iterator
from pathlib import Path

from click.shell_completion import CompletionItem

from experiments.completion.candidates import PART, PATH, offered
from experiments.words.files import EXPERIMENT, QUESTIONS, SCENARIO, YAML, kind_of

RESULTS = "results"
USUAL = Path("results")
"""Where commands keep results unless they are told otherwise."""
MOST = 500
"""Entries of a folder that are looked at: Tab must not wait."""
KEPT = ("manifest.json", ".manifest.json")
"""How files end by which a folder of results is known."""


def of_kind(kind: str, incomplete: str) -> list[CompletionItem[str]]:
    """What there is of a kind (keys of `KINDS`, or RESULTS) that begins as the word does, and folders on the way."""
    folder, _ = os.path.split(incomplete)
    files, folders = [], []
    for name, entry in _entries(folder):
        path = os.path.join(folder, name)
        if entry.is_dir():
            folders.append(path)
        elif kind != RESULTS and _may_be(kind, Path(path)):
            files.append(path)
    if kind == RESULTS:
        return _results(folders, incomplete)
    return offered(files, incomplete, PATH) + offered((f"{path}/" for path in folders), incomplete, PART)


def _results(folders: list[str], incomplete: str) -> list[CompletionItem[str]]:
    """Folders of results, those in the usual place too, and other folders, in which there may be some."""
    kept = [path for path in folders if _holds_results(Path(path))]
    if not incomplete or str(USUAL).startswith(incomplete):
        kept += [str(USUAL / name) for name, _ in _entries(str(USUAL)) if _holds_results(USUAL / name)]
    others = [f"{path}/" for path in folders if path not in kept]
    return offered(kept, incomplete, PATH) + offered(others, incomplete, PART)


def _entries(folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """What stands in a folder by name, hidden entries left out; nothing if it cannot be read."""
    try:
        with os.scandir(folder or ".") as found:
            entries = [entry for entry, _ in zip(found, range(MOST), strict=False) if not entry.name.startswith(".")]
    except OSError:
        return
    for entry in sorted(entries, key=lambda entry: entry.name):
        yield entry.name, entry


def _holds_results(folder: Path) -> bool:
    return any(name.endswith(KEPT) or name == KEPT[0] for name, _ in _entries(str(folder)))


def _may_be(kind: str, path: Path) -> bool:
    """Whether a file is called as YAML is, and does not say that it is of another kind."""
    readable = path.suffix.lower() in YAML and path.is_file() and os.access(path, os.R_OK)
    return readable and (kind_of(path) or SCENARIO) in kind.split()


__all__ = ["EXPERIMENT", "QUESTIONS", "RESULTS", "SCENARIO", "of_kind"]
