"""Where the script of a shell is kept, what else that shell needs, and whether it is there."""

import os
import shlex
from pathlib import Path
from typing import NamedTuple

FOLDER = "parley"
NAMES = ("bash", "zsh", "fish")


class Installation(NamedTuple):
    """Of a shell: the file of our script, the user's own file that must name it (None: it is found by itself), and how."""

    script: Path
    own: Path | None
    line: str


def home() -> Path | None:
    """The user's home; None of a user without one."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def installation(shell: str) -> Installation | None:
    """How completion is installed for a shell; None for a user without a home."""
    at = home()
    if at is None:
        return None
    if shell == "fish":
        return Installation(_base("XDG_CONFIG_HOME", at / ".config") / "fish" / "completions" / "parley.fish", None, "")
    script = _base("XDG_DATA_HOME", at / ".local" / "share") / FOLDER / f"completion.{shell}"
    own = {"bash": at / ".bashrc", "zsh": Path(os.environ.get("ZDOTDIR") or at) / ".zshrc"}[shell]
    ready = "autoload -Uz compinit && compinit\n" if shell == "zsh" else ""
    return Installation(script, own, f"{ready}source {shlex.quote(str(script))}")


def _base(variable: str, usual: Path) -> Path:
    """A folder of the XDG specification, by which a path that is not absolute is to be ignored."""
    given = os.environ.get(variable, "")
    return Path(given) if os.path.isabs(given) else usual


def shell_of_user() -> str | None:
    """The shell that the user logs in with, if we know it; else None."""
    name = os.path.basename(os.environ.get("SHELL", ""))
    return name if name in NAMES else None


def active(shell: str) -> bool:
    """Whether the shell will complete commands of parley's, as far as its files say."""
    found = installation(shell)
    if found is None:
        return False
    if found.own is None:
        return found.script.is_file()
    try:
        with open(found.own, encoding="utf-8", errors="replace") as file:
            lines = [line.strip() for line in file if not line.lstrip().startswith("#")]
    except OSError:
        return False
    sourced = found.script.is_file() and any(str(found.script) in line for line in lines)
    return sourced or any("_PARLEY_COMPLETE" in line or "parley completion" in line for line in lines)
