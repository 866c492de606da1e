"""The results that a folder holds, told from their manifests."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol, TypedDict, cast

from rich.console import Console

from experiments.store.folder import histories_of, json_object
from experiments.store.manifest import AnswerManifest, Manifest
from experiments.store.shape import misfit_of_present
from experiments.store.shards import Shard
from experiments.words.letters import on_one_line
from experiments.words.regular import read_bytes
from experiments.words.tables import house_table, words
from experiments.words.units import Count, Seed, Unit

ANSWER = ".manifest.json"
"""How the file is called, after the kind of answer, that says what an answer in a folder is of."""


class Reserved(Protocol):
    """What is to be known first of a folder's results: in a clause, and in a word or two."""

    @property
    def clause(self) -> str:
        """As it stands above all that is made of them."""

    @property
    def brief(self) -> str:
        """As it stands in a list."""


class Found(NamedTuple):
    """Results in a folder: its name, what was played and changed, how many histories, which seed, when, and if it is done.

    `reserved` is what is to be known first of them.
    """

    folder: str
    kind: str
    played: str
    changed: list[str]
    histories: int | None
    seed: int | None
    begun: str
    complete: bool
    reserved: tuple[Reserved, ...] = ()


class FolderTold(TypedDict):
    """Results in a folder; one that holds several answers is told once for each."""

    folder: str
    """Its name."""
    kind: str
    """What it holds: `run`, `sweep`, of a run `shard i/n`, or what an answer is called, such as `lever`."""
    played: str
    """The file that was played, a scenario or an experiment; `?` if its manifest does not say."""
    changed: list[str]
    """In words, what was changed for it, and what it was compared with; empty if it is what the file says."""
    histories: Count | None
    """Number of histories, of a sweep at each point; null if that is not known yet."""
    seed: Seed | None
    """Seed of all random draws; null if its manifest does not say."""
    begun: Annotated[str, Unit("YYYY-MM-DD HH:MM, UTC")]
    """When it was begun."""
    complete: bool
    """Whether it is finished."""
    reserved: list[str]
    """What is to be known first of them: fewer histories than were asked for, other rules …; empty if nothing is."""


class RunsOutput(TypedDict):
    """What `parley runs --json` prints."""

    runs: list[FolderTold]
    """The results that there are, the newest first."""


def told(found: Sequence[Found]) -> RunsOutput:
    """Folders as plain data."""
    return {
        "runs": [
            {
                "folder": each.folder, "kind": each.kind, "played": each.played, "changed": each.changed,
                "histories": each.histories, "seed": each.seed, "begun": each.begun, "complete": each.complete,
                "reserved": [reservation.clause for reservation in each.reserved],
            }
            for each in found
        ]
    }  # fmt: skip


def nothing(folder: Path) -> Sequence[Reserved]:
    """Nothing is reserved of a folder."""
    return ()


def found_in(base: Path, reserved: Callable[[Path], Sequence[Reserved]] = nothing) -> list[Found]:
    """All results in folders right in `base`, the newest first; what has no manifest that can be read is passed over.

    `reserved` says of a folder what is to be known first of what it holds.
    """
    manifests = [path for name in ("manifest.json", f"*{ANSWER}") for path in base.glob(f"*/{name}") if path.is_file()]
    read = [_told(path) for _, path in sorted(((path.stat().st_mtime, path) for path in manifests), reverse=True)]
    of_folder = {
        folder: tuple(reserved(folder)) for folder in dict.fromkeys(base / each.folder for each in read if each)
    }
    return [each._replace(reserved=of_folder[base / each.folder]) for each in read if each is not None]


def _told(path: Path) -> Found | None:
    try:
        found = json_object(read_bytes(path))
    except (OSError, ValueError):
        return None
    if misfit_of_present(found, AnswerManifest if path.name.endswith(ANSWER) else Manifest):
        return None
    manifest = cast(Manifest, found)
    kind = path.name.removesuffix(ANSWER) if path.name.endswith(ANSWER) else _kind(manifest)
    begun = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H:%M")
    return Found(
        path.parent.name,
        kind,
        str(manifest.get("experiment") or manifest.get("scenario") or "?"),
        changed_words(found),
        histories_of(manifest),
        _whole(manifest.get("seed")),
        begun,
        _complete(path, manifest),
    )


def _kind(manifest: Manifest) -> str:
    shard = manifest.get("shard")
    return "sweep" if "experiment" in manifest else f"shard {shard}" if shard else "run"


def _complete(path: Path, manifest: Manifest) -> bool:
    if path.name.endswith(ANSWER):  # written last
        return True
    return _all_there(path.parent, manifest) if manifest.get("shard") else (path.parent / "summary.json").exists()


def changed_words(manifest: Mapping[str, Any]) -> list[str]:
    """What was changed for what a manifest is of: a variant by its title, `PATH = VALUE` of `--set`, agents, variants."""
    changes = [each for each in manifest.get("changes") or () if isinstance(each, dict)]
    titles = {each.get("by"): each.get("after") for each in changes if each.get("path") == "title"}
    said = [_by_words(str(by), titles.get(by)) for by in dict.fromkeys(each.get("by") for each in changes)]
    agents = manifest.get("agents")
    said += [f"agents of {str(agents).split()[0]}"] if agents else []
    return [*said, *(f"beside “{title}”" for title in manifest.get("variants") or ())]


def _by_words(by: str, title: object) -> str:
    """A change by what made it: `--set PATH=VALUE`, or a file that extends another, by the title that it gives."""
    if by.startswith("--set "):
        return by.removeprefix("--set ").replace("=", " = ", 1)
    return f"“{title}”" if title else f"what {Path(by).name} changes"


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
        console.print(f"No results in {on_one_line(base)}.")
        return
    table = house_table()
    for heading in ("Folder", "What", "Histories", "Seed", "Begun (UTC)", ""):
        table.add_column(heading, justify="right" if heading in {"Histories", "Seed"} else "left", overflow="fold")
    for each in found:
        played = "\n".join(
            [
                on_one_line(f"{each.kind} of {Path(each.played).name}"),
                *(f"  {on_one_line(line)}" for line in each.changed),
            ]
        )
        histories = f"{each.histories:,}" if each.histories is not None else "?"
        state = "; ".join(
            [*([] if each.complete else ["unfinished"]), *(reservation.brief for reservation in each.reserved)]
        )
        table.add_row(
            words(on_one_line(each.folder)), words(played), histories, str(each.seed), each.begun, words(state)
        )
    console.print(table)
