"""Folders that commands write to: whether they can, and how much room there is."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from experiments.doctor.findings import Finding

RESULTS = Path("results")
LITTLE, SOME = 20_000_000, 1_000_000_000
"""Bytes: below the first, a run may not fit; below the second, a sweep may not."""


def places() -> Iterator[Finding]:
    """The folder of results, and that of temporary files."""
    yield place("results folder", RESULTS, "name another folder with --out")
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:
        yield Finding("temporary files", "problem", "no folder can be written", "name one in TMPDIR")
        return
    yield place("temporary files", temporary, "name another folder in TMPDIR")


def place(about: str, folder: Path, do: str) -> Finding:
    """One folder, or that in which it would be made."""
    shown, there = Path(os.path.abspath(folder)), Path(os.path.abspath(folder))
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        return Finding(about, "problem", f"{there} is a file", do)
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(about, "problem", f"{there} cannot be written", do)
    free = shutil.disk_usage(there).free
    made = "" if there == shown else " (made by the first run)"
    if free < LITTLE:
        return Finding(about, "problem", f"{shown}: only {size(free)} free", f"free some space, or {do}")
    if free < SOME:
        return Finding(about, "note", f"{shown}{made}: {size(free)} free", "free some space before a large sweep")
    return Finding(about, "ok", f"{shown}{made}: can be written, {size(free)} free")


def size(count: int) -> str:
    """Bytes in a unit that reads well."""
    return f"{count / 1e9:,.0f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"
