"""Results folders as tests change them."""

import json
from pathlib import Path


def without_hashes(folder: Path) -> Path:
    """A folder as it was before hashes were kept: whatever a test puts into it is taken as it is."""
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    manifest = folder / "manifest.json"
    if manifest.is_file():
        said = json.loads(manifest.read_text(encoding="utf-8"))
        said.pop("hashes", None)
        manifest.write_text(json.dumps(said), encoding="utf-8")
    return folder
