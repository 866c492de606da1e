"""Where the answer of a study is kept, and what is noted beside it, so that `parley runs` can tell what it is of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from experiments.runs.engines import machine
from experiments.runs.resume import RESULTS
from experiments.store.files import refuse_unwritable, sha256_of, sweep, write_whole
from experiments.store.folder import StoreError, as_json, command_line, free_folder
from experiments.store.manifest import AnswerManifest, answer_manifest
from experiments.store.reading import kept_object
from sim.scenario.document import Change


class Asked(NamedTuple):
    """What was asked: a kind of answer (`lever`), of which file, with what changed in it, and beside which variants."""

    kind: str
    file: Path
    changes: Sequence[Change] = ()
    variants: Sequence[str] = ()

    @contextmanager
    def folder(self, out: Path | None) -> Iterator[Path]:
        """The folder asked for, or the first free `results/FILE-KIND-n`, taken now; gone again if nothing came of it.

        StoreError if it cannot be used.
        """
        there = out is not None and out.exists()
        folder = out
        try:
            folder = taken(out, f"{self.file.stem or self.file.resolve().stem}-{self.kind}")
            yield folder
        finally:
            if folder is not None and not there:
                with suppress(OSError):  # there is something in it
                    folder.rmdir()

    def note(self, folder: Path, seed: int, histories: int, command: Sequence[str] = ()) -> None:
        """Note what the answer in a folder is of, and what it was made with; StoreError if it cannot be written.

        `command` is what repeats it, if that is not the command that runs.
        """
        about = self._about(folder, seed, histories, list(command) or command_line())
        try:
            write_whole(folder / answer_manifest(self.kind), as_json(about))
            for each in (folder, folder / "figures"):
                sweep(each)
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None

    def _about(self, folder: Path, seed: int, histories: int, command: list[str]) -> AnswerManifest:
        return {
            "kind": self.kind,
            "scenario": str(self.file),
            "seed": seed,
            "histories": histories,
            "changes": [{"path": c.path, "before": c.before, "after": c.after, "by": c.by} for c in self.changes],
            "variants": list(self.variants),
            "files": hashes(folder, left(self.kind)),
            **machine(),
            "command": command,
        }


def left(kind: str) -> tuple[str, ...]:
    """The files of an answer of a kind that others read."""
    own = (f"{kind}.json", f"{kind}.command")
    return (*own, "scenario.yaml") if kind == "comparison" else own


def hashes(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """SHA-256 of those of some files that are in a folder."""
    return {name: sha256_of(folder / name) for name in names if (folder / name).is_file()}


def carry_over(kind: str, source: Path, folder: Path) -> None:
    """Note of an answer that was copied what was noted of it where it comes from; StoreError if that cannot be done.

    It stays what it was: played by the rules, on the machine and of the file that stand there.
    """
    try:
        about = kept_object(source / answer_manifest(kind))
        write_whole(folder / answer_manifest(kind), as_json({**about, "files": hashes(folder, left(kind))}))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None


def taken(out: Path | None, stem: str) -> Path:
    """The folder asked for, made if it is not there, or a new one named after the file; StoreError if it cannot be."""
    while True:
        folder = out or free_folder(RESULTS, stem)
        try:
            folder.mkdir(parents=True, exist_ok=out is not None)
            refuse_unwritable(folder / "answer.json")
            return folder
        except FileExistsError:  # somebody else was quicker, or a file has that name
            if out is not None:
                raise StoreError(f"{out} is a file, where a folder was to be") from None
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None
