"""Where results are until they are saved: a folder of their own, which goes when nobody needs it any more."""

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from experiments.store.folder import StoreError
from experiments.store.rooms import room_beside


class Room(NamedTuple):
    """A results folder and, if it is not the user's, what takes it away again once it is forgotten."""

    folder: Path
    held: "tempfile.TemporaryDirectory[str] | None" = None

    @property
    def is_saved(self) -> bool:
        """Whether the folder is one that the user asked for."""
        return self.held is None


def new_room() -> Room:
    """A place for results that nobody has asked to keep; its folder is not there yet."""
    held = tempfile.TemporaryDirectory(prefix="parley-", ignore_cleanup_errors=True)
    return Room(Path(held.name) / "results", held)


def copied(room: Room, folder: Path) -> None:
    """Copy results to a folder that is there whole or not at all; StoreError if it exists or cannot be written."""
    if folder.exists():
        raise StoreError(f"{folder} exists already: choose another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with room_beside(folder.parent, ".parley-") as beside:
            whole = beside / "results"
            shutil.copytree(room.folder, whole)
            whole.rename(folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}") from None
