"""The terminal: its width, colours and letters; and whether the shell completes commands."""

import os
import shutil
import sys
from collections.abc import Iterator

from experiments.completion.installing import active, shell_of_user
from experiments.doctor.findings import Finding

NARROW = 60
"""Columns below which tables break words."""
UNUSUAL = "é–≥█"
"""Letters that what parley prints has."""


def terminal() -> Iterator[Finding]:
    """Width, colours, letters."""
    if not sys.stdout.isatty():
        yield Finding("terminal", "ok", "none: output goes elsewhere, 100 columns wide, without colours")
    else:
        width = shutil.get_terminal_size().columns
        state, do = ("note", "widen it to 80 columns") if width < NARROW else ("ok", "")
        yield Finding("terminal", "note" if state == "note" else "ok", f"{width} columns, {colours()}", do)
    yield letters(sys.stdout.encoding or "ascii")


def colours() -> str:
    """Whether tables are in colour, and if not, why."""
    if os.environ.get("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    return "no colours (TERM is dumb)" if os.environ.get("TERM", "dumb") in {"dumb", "unknown"} else "colours"


def letters(encoding: str) -> Finding:
    """Whether the encoding of the output has the letters that are printed."""
    try:
        UNUSUAL.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        do = "set LC_ALL=C.UTF-8, or PYTHONUTF8=1"
        return Finding("letters", "note", f"{encoding}: some are shown as ?", do)
    return Finding("letters", "ok", encoding)


def completion() -> Iterator[Finding]:
    """Whether the login shell completes parley's commands."""
    shell = shell_of_user()
    if shell is None:
        known = os.path.basename(os.environ.get("SHELL", "")) or "unknown"
        yield Finding("completion", "note", f"the shell is {known}", "parley completion bash, zsh or fish")
    elif active(shell):
        yield Finding("completion", "ok", f"{shell} completes commands and names")
    else:
        yield Finding("completion", "note", f"{shell} does not complete yet", f"parley completion {shell} --install")
