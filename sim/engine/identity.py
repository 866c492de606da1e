"""What determines a history besides its scenario: the rule book's hash and the versions of what runs it."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAYED = ("agents", "sim")
"""Folders of all sources that a history is played by: a byte changed in any makes another rule book."""


def rules_hash() -> str:
    """SHA-256 of every source that a history depends on."""
    return sources_hash(*PLAYED)


def sources_hash(*folders: str) -> str:
    """SHA-256 of every Python source below these folders of the project, names included."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of parley and of what its bits depend on."""
    found = {}
    for name in ("parley", "numpy", "scipy", "numba", "mesa", "duckdb"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def kind_of_machine() -> dict[str, str]:
    """What else the last bits may depend on: processor, C library, Python."""
    return {
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()),
        "python": platform.python_version(),
    }
