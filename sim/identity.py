"""What determines a history besides its scenario: the rule book's hash and the versions of what runs it."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parent.parent
RULES = (
    "agents/rules/*.py", "agents/decisions.py", "agents/roles.py",
    "sim/agreement.py", "sim/blaming.py", "sim/calendar.py", "sim/compiled.py", "sim/conditions.py", "sim/deciding.py", "sim/defaults.py",
    "sim/draws.py", "sim/history.py", "sim/meeting.py", "sim/outcome.py", "sim/quantiles.py", "sim/scenario.py",
    "sim/table.py", "sim/war.py", "sim/world.py", "sim/worth.py",
)  # fmt: skip


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
