"""What files of a results folder hold, checked before it is believed: hashes first, then the kinds of values.

A folder may come from a stranger, be put together of two runs, or be edited: each is said in one sentence, with the path.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.store.folder import ChangedError, Results, StoreError, check_of, json_object
from experiments.store.manifest import answer_manifest
from experiments.store.shape import misfit
from experiments.words.regular import read_bytes

OF_A_RUN = frozenset({"manifest.json", "scenario.yaml", "summary.json", "course.json"})
"""Files that nobody but the run itself leaves in its folder."""


def kept_bytes(path: Path) -> bytes:
    """The content of a file of a results folder; StoreError if it cannot be read, ChangedError if it was changed.

    FileNotFoundError if it is not there. What the folder keeps no hash of is taken as it is.
    """
    results = Results(path.parent)
    try:
        if results.sums is not None and (path.name in OF_A_RUN or results.sums.lists(path.name)):
            return results.read(path.name)
        data = read_bytes(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}") from None
    for manifest in _answers_with(path):
        if manifest.get("files", {}).get(path.name) not in {None, hashlib.sha256(data).hexdigest()}:
            raise ChangedError(
                f"{path} is not the file that was left there: its hash is not the one in "
                f"{answer_manifest(str(manifest.get('kind')))}"
            )
    return data


def _answers_with(path: Path) -> Iterator[dict[str, Any]]:
    """The manifests of the answers that a file of this name may be of."""
    for kind in {path.stem, *(["comparison"] if path.name == "scenario.yaml" else [])}:
        try:
            found = json_object(read_bytes(path.with_name(answer_manifest(kind))))
        except (OSError, ValueError):
            continue
        if isinstance(found.get("files", {}), dict):
            yield found | {"kind": kind}


def kept_text(path: Path) -> str:
    """The same as text; StoreError if it is not UTF-8."""
    try:
        return kept_bytes(path).decode()
    except UnicodeDecodeError:
        raise StoreError(f"{path} cannot be read: it is not UTF-8 text") from None


def kept_object(path: Path, shape: Any = None) -> dict[str, Any]:
    """The JSON object of a file of a results folder, as the type `shape` wants it; StoreError if it is not.

    FileNotFoundError if the file is not there. A summary must be of the run of the manifest beside it.
    """
    try:
        found = json_object(kept_bytes(path))
    except ValueError as error:
        raise StoreError(f"{path} cannot be read: {error}") from None
    check_shape(path, found, shape)
    if path.name == "summary.json" and (path.parent / "manifest.json").is_file():
        check_of(path, found, Results(path.parent).manifest)
    return found


def check_shape(path: Path, found: object, shape: Any) -> None:
    """StoreError if what a file holds is not as a type wants it."""
    trouble = misfit(found, shape) if shape is not None else None
    if trouble:
        raise StoreError(f"{path} is not as parley writes it: {trouble}")


@contextmanager
def believed(path: Path) -> Iterator[None]:
    """Where what a folder holds is worked on: StoreError if its files, each well formed, do not fit together."""
    try:
        yield
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        RecursionError,
        StopIteration,
    ) as error:
        reason = str(error).splitlines()[0] if str(error) else ""
        raise StoreError(
            f"{path} is not as parley writes it: its files do not fit together ({type(error).__name__}: {reason})"
        ) from error


def unchecked(folder: Path) -> str | None:
    """A line about a folder of which no hashes are kept, so that nobody can tell if it was changed; None if they are.

    StoreError if its manifest cannot be read, or says that hashes were kept which are gone.
    """
    results = Results(folder)
    if not results.manifest_path.is_file() or (results.manifest and results.sums is not None):
        return None
    return f"{folder} is of before hashes were kept: whether its files were changed since cannot be told"
