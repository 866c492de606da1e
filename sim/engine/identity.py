"""What determines a history besides its scenario: the rule book's hash and the versions of what runs it."""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAYED = ("agents", "sim")
"""Folders of all sources that a history is played by: a byte changed in any makes another rule book."""
COMPILED = (
    "agents/decisions.py",
    "agents/rules",
    "agents/view.py",
    "sim/engine/jit",
    "sim/engine/slots.py",
    "sim/world",
)
"""All that machine code is made of: a byte changed in any makes other machine code."""


def rules_hash() -> str:
    """SHA-256 of every source that a history depends on."""
    return sources_hash(*PLAYED)


def compiled_hash() -> str:
    """SHA-256 of every source that machine code is made of."""
    return sources_hash(*COMPILED)


def sources_hash(*places: str) -> str:
    """SHA-256 of every Python source that is, or lies below, one of these places in the project, names included."""
    digest = hashlib.sha256()
    for path in sorted(path for place in places for path in _sources(ROOT / place)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources(place: Path) -> Iterable[Path]:
    return [place] if place.suffix == ".py" else place.rglob("*.py")


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
