"""What the nights gave: a JSON file, in which each part has its own figures, whenever it was tried last."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import kind

FILE = Path(__file__).parent / "record.json"


def put(file: Path, part: str, told: dict[str, Any]) -> None:
    """Put the figures of a part in the place of those that were there."""
    parts = read(file)
    machine = kind()
    parts[part] = {
        **told, "on": datetime.now(UTC).date().isoformat(), "processor": machine["processor"], "rules_sha256": machine["rules_sha256"],
    }  # fmt: skip
    file.write_text(json.dumps(parts, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def read(file: Path = FILE) -> dict[str, Any]:
    """The figures by part; none if there is no file yet."""
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
