"""What determines a history besides its scenario: the rule book's hash and the versions of what runs it."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent
AGENTS = ("*.py", "rules/*.py")
SIM = (
    "agreement", "blaming", "calendar", "compiled", "conditions", "course", "deciding", "defaults", "draws", "history",
    "meeting", "outcome", "quantiles", "records", "scenario", "table", "war", "world", "worth",
)  # fmt: skip
RULES = (*(f"agents/{pattern}" for pattern in AGENTS), *(f"sim/{name}.py" for name in SIM))


def rules_hash() -> str:
    """SHA-256 of every source that a history depends on."""
    digest = hashlib.sha256()
    for pattern in RULES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
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
