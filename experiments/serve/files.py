"""The files that a served scenario is written in, and what is wrong with them, for a reader of the page."""

import os
from collections.abc import Iterable
from pathlib import Path

from sim.scenario.document import Problem
from sim.scenario.extends import extended

Marks = dict[Path, tuple[int, int, int] | None]
"""For each file what tells that it was written anew: time, size, and place on the disk; None if it is not there."""


def chain(file: Path) -> list[Path]:
    """A scenario file and the files that it extends, as far as they can be followed."""
    found = [file]
    while (base := extended(found[-1])) is not None and Path(base) not in found:
        found.append(Path(base))
    return found


def marks(files: Iterable[Path]) -> Marks:
    """How files stand on the disk now."""
    return {file: _mark(file) for file in files}


def _mark(file: Path) -> tuple[int, int, int] | None:
    try:
        about = os.stat(file)
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def told(problem: Problem, file: Path) -> str:
    """A problem of a scenario in `file`, without folders; of what was set there, without its place in the setting."""
    at_set = problem.mark.file.startswith("--set ")
    said = f"{problem.path}: {problem.message}" if at_set and problem.path else str(problem)
    return said.replace(f" (set on {file})", "").replace(f"{file.parent}{os.sep}", "")
