"""Where the answer of a study is kept, and what is noted beside it, so that `parley runs` can tell what it is of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from experiments.runs.engines import machine
from experiments.runs.resume import RESULTS
from experiments.store.files import refuse_unwritable, sha256_of, write_whole
from experiments.store.folder import StoreError, as_json, command_line, free_folder
from experiments.store.manifest import AnswerManifest, answer_manifest
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
        folder = taken(out, f"{self.file.stem or self.file.resolve().stem}-{self.kind}")
        try:
            yield folder
        finally:
            if not there:
                with suppress(OSError):  # there is something in it
                    folder.rmdir()

    def note(self, folder: Path, seed: int, histories: int) -> None:
        """Note what the answer in a folder is of, and what it was made with; StoreError if it cannot be written."""
        try:
            write_whole(folder / answer_manifest(self.kind), as_json(self._about(folder, seed, histories)))
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None

    @property
    def left(self) -> tuple[str, ...]:
        """The files of the answer that others read."""
        own = (f"{self.kind}.json", f"{self.kind}.command")
        return (*own, "scenario.yaml") if self.kind == "comparison" else own

    def _about(self, folder: Path, seed: int, histories: int) -> AnswerManifest:
        return {
            "kind": self.kind,
            "scenario": str(self.file),
            "seed": seed,
            "histories": histories,
            "changes": [{"path": c.path, "before": c.before, "after": c.after, "by": c.by} for c in self.changes],
            "variants": list(self.variants),
            "files": {name: sha256_of(folder / name) for name in self.left if (folder / name).is_file()},
            **machine(),
            "command": command_line(),
        }


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
