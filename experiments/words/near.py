"""What may have been meant by a name on the command line that there is not."""

import os
from collections.abc import Iterable, Sequence

from sim.scenario.phrases import listed, printable, shown, suggest

FEW = 30
"""Names that a message can list."""
MOST = 2000
"""Entries of a folder among which one is looked for."""


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?`, or what there is, if that is little; nothing if neither helps."""
    names = list(known)
    return suggest(word, names) or (f"; there are {listed(map(shown, names))}" if 0 < len(names) <= FEW else "")


def like_it(path: str, besides: Sequence[str] = ()) -> str:
    """The same for a path that is not there: what is like it where the first part of it is missing, or in other folders.

    What follows the part that is missing is kept if it is there: `reslts/case-1` is like `results/case-1`.
    """
    there, missing, rest = _first_missing(path)
    for folder in (there, *besides):
        if guess := _like(missing, _entries(folder)):
            found = os.path.join(folder, guess)
            whole = os.path.join(found, rest) if rest else found
            return f'; did you mean "{printable(whole if os.path.exists(whole) else found)}"?'
    return ""


def _first_missing(path: str) -> tuple[str, str, str]:
    """The folder that is there, the name in it that is not, and what follows it."""
    head, rest = path.rstrip(os.sep), ""
    while True:
        folder, name = os.path.split(head)
        if not name or not folder or os.path.isdir(folder):
            return folder, name, rest
        head, rest = folder, os.path.join(name, rest) if rest else name


def _like(name: str, entries: Iterable[str]) -> str | None:
    import difflib

    by_lower = {entry.lower(): entry for entry in entries}
    close = difflib.get_close_matches(name[:100].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _entries(folder: str) -> list[str]:
    """What is in a folder, hidden entries left out; nothing if it cannot be read."""
    try:
        with os.scandir(folder or ".") as found:
            return [each.name for each, _ in zip(found, range(MOST), strict=False) if not each.name.startswith(".")]
    except OSError:
        return []
