"""The results that a folder holds, told from their manifests."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple, TypedDict, cast

from rich.console import Console

from experiments.store.folder import histories_of
from experiments.store.manifest import Manifest
from experiments.store.shards import Shard
from experiments.words.tables import house_table
from experiments.words.units import Count, Seed, Unit


class Found(NamedTuple):
    """A results folder: its name, what was played, with how many histories and which seed, when, and whether it is done."""

    folder: str
    kind: str
    played: str
    histories: int | None
    seed: int | None
    begun: str
    complete: bool


class FolderTold(TypedDict):
    """A results folder."""

    folder: str
    """Its name."""
    kind: str
    """What it holds: `run`, `sweep` or, of a run, `shard i/n`."""
    played: str
    """The file that was played, a scenario or an experiment; `?` if its manifest does not say."""
    histories: Count | None
    """Number of histories, of a sweep at each point; null if that is not known yet."""
    seed: Seed | None
    """Seed of all random draws; null if its manifest does not say."""
    begun: Annotated[str, Unit("YYYY-MM-DD HH:MM, UTC")]
    """When it was begun."""
    complete: bool
    """Whether it is finished."""


class RunsOutput(TypedDict):
    """What `parley runs --json` prints."""

    runs: list[FolderTold]
    """The results that there are, the newest first."""


def told(found: Sequence[Found]) -> RunsOutput:
    """Folders as plain data."""
    return {
        "runs": [
            {
                "folder": each.folder, "kind": each.kind, "played": each.played, "histories": each.histories,
                "seed": each.seed, "begun": each.begun, "complete": each.complete,
            }
            for each in found
        ]
    }  # fmt: skip


def found_in(base: Path) -> list[Found]:
    """Every results folder right in `base`, the newest first; what has no manifest that can be read is passed over."""
    found = [(path.stat().st_mtime, path) for path in base.glob("*/manifest.json") if path.is_file()]
    read = [_told(path) for _, path in sorted(found, reverse=True)]
    return [each for each in read if each is not None]


def _told(path: Path) -> Found | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    manifest = cast(Manifest, found)
    shard = manifest.get("shard")
    kind = "sweep" if "experiment" in manifest else f"shard {shard}" if shard else "run"
    begun = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M")
    return Found(
        path.parent.name,
        kind,
        str(manifest.get("experiment") or manifest.get("scenario") or "?"),
        histories_of(manifest),
        _whole(manifest.get("seed")),
        begun,
        _all_there(path.parent, manifest) if shard else (path.parent / "summary.json").exists(),
    )


def _all_there(folder: Path, manifest: Manifest) -> bool:
    """Whether a shard has as many parts as it should."""
    try:
        shard, histories = manifest["shard"], manifest["histories"]
        if shard is None or histories is None:
            return False
        blocks = Shard.parse(shard).blocks(-(-histories // manifest["block"]))
    except (TypeError, ValueError, KeyError, ZeroDivisionError):
        return False
    return len(list(folder.glob("part-*.parquet"))) >= len(blocks)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def print_found(found: Sequence[Found], base: Path, console: Console) -> None:
    """Print the list."""
    if not found:
        console.print(f"No results in {base}.")
        return
    table = house_table()
    for heading in ("Folder", "What", "Histories", "Seed", "Begun (UTC)", ""):
        table.add_column(heading, justify="right" if heading in {"Histories", "Seed"} else "left", overflow="fold")
    for each in found:
        histories = f"{each.histories:,}" if each.histories is not None else "?"
        state = "" if each.complete else "unfinished"
        table.add_row(
            each.folder, f"{each.kind} of {Path(each.played).name}", histories, str(each.seed), each.begun, state
        )
    console.print(table)
