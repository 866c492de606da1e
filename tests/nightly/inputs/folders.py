"""Results folders: JSON, tables and arrays in them damaged, with hashes that know of it or not, or none."""

import hashlib
import json
import random
import shutil
from pathlib import Path

from tests.folders import without_hashes
from tests.nightly.damage import damaged, flipped
from tests.nightly.samples import TALKS
from tests.nightly.shapes import reshaped

RUN = (
    ("plot", "run", "--kind", "outcomes"), ("plot", "run", "--kind", "war"), ("brief", "run", "--format", "html"),
    ("export", "run", "--csv"), ("runs", "."), ("runs", ".", "--json"),
    ("run", TALKS, "--histories", "60", "--out", "run", "--resume", "--quiet"), ("discover", "run", "--out", "out", "--quiet"),
)  # fmt: skip
OTHERS = {
    "run": RUN,
    "sweep": (("runs", "."), ("sweep", "experiment.yaml", "--out", "sweep", "--resume", "--quiet"), ("plot", "sweep"),
              ("discover", "sweep", "--out", "out", "--quiet"), ("brief", "run", "sweep", "--format", "html")),
    "shard_1": (("merge", "shard_1", "shard_2", "--out", "out"), ("runs", "."),
                ("run", TALKS, "--histories", "60", "--shard", "1/2", "--out", "shard_1", "--resume", "--quiet")),
    **{name: (("brief", "run", name, "--format", "html"),) for name in ("why", "comparison", "rivals", "doubt", "lever", "ablation")},
}  # fmt: skip


def results(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A command on a results folder, of which a file or two are damaged."""
    kind = rng.choice(["run"] * 6 + ["sweep"] * 3 + [*OTHERS])
    words = rng.choice(OTHERS[kind])
    for name in {kind, *(word for word in words if word != "." and (samples / word).exists())}:
        source = samples / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    if "experiment.yaml" in words:
        shutil.copy(samples / TALKS, folder)
    hashed = rng.random()
    if hashed < 0.45:
        without_hashes(folder / kind)
    files = sorted(path for path in (folder / kind).rglob("*") if path.is_file() and path.suffix not in {".svg"})
    for path in rng.sample(files, rng.choice((1, 1, 2))):
        _damage(path, rng)
    if hashed > 0.75:
        _forged(folder / kind)
    return [*words]


def _damage(path: Path, rng: random.Random) -> None:
    chance = rng.random()
    if chance < 0.05:
        path.unlink()
    elif chance < 0.08:
        path.unlink()
        path.mkdir()
    elif path.suffix in {".json", ".jsonl", ".yaml", ".csv", ""}:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json" and chance < 0.7:
            path.write_text(
                json.dumps(reshaped(json.loads(text), rng), default=str), encoding="utf-8", errors="surrogatepass"
            )
        else:
            path.write_bytes(damaged(text, rng))
    else:
        path.write_bytes(flipped(path.read_bytes(), rng))


def _forged(folder: Path) -> None:
    """Have the list of hashes say what is there now, as somebody would who means harm."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return
    lines = []
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        _, _, name = line.partition("  ")
        path = folder / name
        try:
            lines.append(
                f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}" if name and path.is_file() else line
            )
        except (OSError, ValueError):
            lines.append(line)
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")
