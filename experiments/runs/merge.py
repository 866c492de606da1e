"""Shards → one results folder, as if all blocks had been played in it.

Everything is read and added up before anything is written, so that shards that do not make a whole leave no trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Generic, NamedTuple, TypeVar

from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally, add
from experiments.estimates.tally import tally
from experiments.runs import interrupts, run
from experiments.runs.blocks import block_count, block_length, read_block
from experiments.store.folder import COURSE, DECISIVE, PART, Results, StoreError
from experiments.store.manifest import Manifest
from experiments.store.shards import Shard
from experiments.store.sums import FILE as HASHES
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.identity import rules_hash
from sim.scenario.data import scenario_hash
from sim.scenario.document import ScenarioError
from sim.scenario.load import load


class Piece(NamedTuple):
    """A folder that holds a shard."""

    results: Results
    manifest: Manifest
    shard: Shard

    @property
    def histories(self) -> int:
        """Histories of the whole."""
        found = self.manifest["histories"]
        if found is None:
            raise ValueError("a shard has a number of histories")
        return int(found)

    @property
    def size(self) -> int:
        """Histories in a block."""
        return int(self.manifest["block"])

    @property
    def blocks(self) -> range:
        """The blocks that it must hold."""
        return self.shard.blocks(block_count(self.histories, self.size))

    def __str__(self) -> str:
        return f"{self.results.folder} (shard {self.shard})"


Said = TypeVar("Said", bound=Mapping[str, object])


class Merged(NamedTuple, Generic[Said]):
    """What merging gave."""

    summary: Said
    folder: Path
    shards: int


def merge(folders: Sequence[Path], out: Path, command: Sequence[str]) -> Merged[RunSummary]:
    """Make one results folder of shards; StoreError, and nothing written, if they do not make a whole."""
    pieces = shards_in(folders, out)
    check_finished(pieces)
    compiled = scenario_of(pieces[0])
    sums = added_up(pieces, compiled)
    about = pieces[0].manifest | {"shard": None, "command": list(command), "hashes": HASHES}
    results = Results.begin(out, about, compiled.scenario, resume=False)
    with all_or_nothing(results):
        for piece, block in all_blocks(pieces):
            copy_block(piece, block, results)
        summary, _ = run.conclude(results, sums, compiled, about["scenario_sha256"], about["seed"])
    return Merged(summary, results.folder, len(pieces))


def shards_in(folders: Sequence[Path], out: Path) -> list[Piece]:
    """The shards of one run or sweep, all of them; StoreError if they are not, or if `out` is there already."""
    if out.exists() and not was_given_up(out):
        raise StoreError(f"{out} exists already: choose another --out")
    pieces = [opened(folder) for folder in folders]
    check_alike(pieces)
    check_whole(pieces)
    if out.exists():
        take_away(out, pieces[0].manifest)
    return pieces


def was_given_up(out: Path) -> bool:
    """Whether a folder is what a merge leaves that is killed: begun by one, and without a summary. It may be empty."""
    results = Results(out)
    try:
        if out.is_symlink() or (out / "summary.json").exists():
            return False
        if not results.manifest_path.exists():
            return is_unwritten(out) or (results.barely_begun() and (out / HASHES).is_file())
        return "merge" in results.manifest["command"][:3]
    except (OSError, KeyError, TypeError, StoreError):
        return False


def is_unwritten(out: Path) -> bool:
    """Whether nothing is in a folder but files that were never finished; OSError if that cannot be seen."""
    return all(path.name.startswith(".") and path.suffix == ".tmp" for path in out.iterdir())


def take_away(out: Path, about: Manifest) -> None:
    """Remove what a killed merge of the same run left; StoreError if it is of another one, or cannot be removed."""
    results = Results(out)
    if results.manifest_path.exists():
        left = results.manifest
        if any(left.get(key) != about.get(key) for key, _ in DECISIVE):
            raise StoreError(f"{out} holds an unfinished merge of other shards: choose another --out")
    try:
        rmtree(out)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None


@contextmanager
def all_or_nothing(results: Results) -> Iterator[None]:
    """Take a folder away again if it cannot be finished, or nobody waits for it any more."""
    try:
        yield
    except OSError as error:
        rmtree(results.folder, ignore_errors=True)
        raise StoreError(f"{error.filename or results.folder}: {error.strerror or error}") from None
    except BaseException:
        rmtree(results.folder, ignore_errors=True)
        raise


def opened(folder: Path) -> Piece:
    """A folder as a shard; StoreError if it is none."""
    results = Results(folder)
    if not results.manifest_path.is_file():
        raise StoreError(f"{folder} is no results folder: it has no manifest.json")
    manifest = results.manifest
    try:
        shard = manifest.get("shard")
        if shard is None:
            raise StoreError(f"{folder} holds a whole run, not a shard of one")
        piece = Piece(results, manifest, Shard.parse(shard))
        piece.histories, piece.size, int(manifest["seed"])
    except (TypeError, ValueError, KeyError):
        raise StoreError(f"{results.manifest_path} is damaged") from None
    return piece


def check_alike(pieces: Sequence[Piece]) -> None:
    """StoreError unless all shards are of one run, and made by the rules that are installed here."""
    first = pieces[0]
    for piece in pieces[1:]:
        for key, what in DECISIVE:
            if piece.manifest.get(key) != first.manifest.get(key):
                raise StoreError(f"{piece.results.folder} was made with another {what} than {first.results.folder}")
        if piece.shard.of != first.shard.of:
            raise StoreError(f"{piece} and {first} are not of one division")
    if first.manifest.get("rules_sha256") != rules_hash():
        raise StoreError(
            "these shards were made with another rule book than is installed here: merge them with that one"
        )


def check_whole(pieces: Sequence[Piece]) -> None:
    """StoreError if a shard is given twice or missing."""
    seen: dict[int, Piece] = {}
    for piece in pieces:
        if piece.shard.number in seen:
            both = f"{seen[piece.shard.number].results.folder} and {piece.results.folder}"
            raise StoreError(f"shard {piece.shard} is given twice: {both}")
        seen[piece.shard.number] = piece
    of = pieces[0].shard.of
    absent = [f"{i}/{of}" for i in range(1, of + 1) if i not in seen]
    if absent:
        raise StoreError(f"of {of} shards, {len(absent)} are missing: {first_few(absent)}")


def check_finished(pieces: Sequence[Piece]) -> None:
    """StoreError if a shard lacks blocks."""
    for piece in pieces:
        for block in sorted(set(piece.blocks) - set(piece.results.kept(piece.blocks))):
            piece.results.refuse_changed(block, f"{piece}: ")
    unfinished = [
        f"{piece}: {lost} of {len(piece.blocks)} blocks are missing" for piece in pieces if (lost := lacking(piece))
    ]
    if unfinished:
        raise StoreError(f"{first_few(unfinished)}; finish with --shard i/n --out DIR --resume")


def lacking(piece: Piece) -> int:
    """How many blocks a shard lacks."""
    return len(piece.blocks) - len(piece.results.kept(piece.blocks))


def first_few(names: Sequence[str], most: int = 10) -> str:
    """Names for a message, not too many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def scenario_of(piece: Piece) -> Compiled:
    """The scenario that a shard was made with, ready to be summed; StoreError if the file is another by now."""
    file = piece.results.folder / "scenario.yaml"
    try:
        piece.results.read("scenario.yaml")
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror or error}") from None
    try:
        compiled = compile_scenario(load(file, to_run=True).scenario)
    except ScenarioError:
        compiled = None
    if compiled is None or scenario_hash(compiled.scenario) != piece.manifest.get("scenario_sha256"):
        raise StoreError(f"{file} is not the scenario that the shard was made with")
    return compiled


def added_up(pieces: Sequence[Piece], compiled: Compiled) -> Tally:
    """The sums over all blocks; StoreError if one cannot be read."""
    sums: Tally = {}
    for piece, block in all_blocks(pieces):
        kept = read_block(piece.results, block, block_length(block, piece.histories, piece.size), compiled)
        if kept is None:
            piece.results.refuse_changed(block, f"{piece}: ")
            part = piece.results.part_path(block)
            raise StoreError(f"{piece}: {part} is damaged: delete it, and finish with --resume")
        sums = add(sums, tally(kept.columns, kept.course, compiled))
    return sums


def all_blocks(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int]]:
    """Every block with the shard that holds it."""
    for piece in pieces:
        for block in piece.blocks:
            interrupts.heed()
            yield piece, block


def copy_block(piece: Piece, block: int, results: Results) -> None:
    """Copy the files of a block as they are: their marks do not know of shards."""
    for kind in (COURSE, PART):
        name = results.part_path(block, kind).name
        results.write(name, piece.results.read(name))
