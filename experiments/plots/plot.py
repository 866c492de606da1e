"""From a results folder to the files of its figures."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments import figures
from experiments.figures.page import Format, reserved
from experiments.plots.gallery import ANSWERS, KINDS
from experiments.plots.source import Folder, LeftOutError
from experiments.runs.reservations import line_of
from experiments.store.files import folder_within, write_whole
from experiments.store.folder import Results, StoreError
from experiments.store.reading import believed
from experiments.words.files import no_results


class Plotted(NamedTuple):
    """The files that were written, why each other kind was left out, and whether letters are in no font of this machine."""

    files: list[Path]
    left_out: dict[str, str]
    letters_lacking: bool


def plot(path: Path, kinds: Sequence[str], format: Format) -> Plotted:
    """Draw these kinds (none: all that there is data for) into the folder's `figures`; StoreError if that cannot be.

    A kind that was asked for by name and cannot be drawn is a StoreError too, and then nothing is written.
    """
    if trouble := no_results(path):
        raise StoreError(trouble)
    there = [kind for kind in KINDS if (path / ANSWERS.get(kind, "summary.json")).is_file()]
    if not there:
        raise StoreError(nothing_to_draw(path))
    with believed(path):
        return _plotted(path, kinds or there, kinds, format)


def _plotted(path: Path, wanted: Sequence[str], kinds: Sequence[str], format: Format) -> Plotted:
    folder = Folder(path)
    drawn: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    with warnings.catch_warnings(record=True) as heard, reserved(line_of(path)):
        warnings.filterwarnings("always", message="Glyph", category=UserWarning)
        for kind in dict.fromkeys(wanted):
            try:
                drawn[kind] = figures.render(KINDS[kind](folder), format)
            except LeftOutError as reason:
                left_out[kind] = str(reason)
    if kinds and left_out:
        raise StoreError("\n".join(f"{path}: {kind} cannot be drawn: {why}" for kind, why in left_out.items()))
    return Plotted(write(path / "figures", drawn, format), left_out, bool(heard))


def nothing_to_draw(path: Path) -> str:
    """What a folder holds of which there is no figure."""
    for name in ("rivals.json", "ablation.json"):
        if (path / name).is_file():
            return f"{path} holds {name}, of which there is no figure"
    return f"{path} holds no finished run: there is no summary.json in it"


def write(into: Path, drawn: Mapping[str, bytes], format: Format) -> list[Path]:
    """Write the figures; StoreError if they cannot be."""
    try:
        folder_within(into.parent, into.name)
        results = Results(into.parent)
        for kind, data in drawn.items():
            name = f"{into.name}/{kind}.{format}"
            if results.sums is not None and results.sums.lists(name):
                results.write(name, data)
            else:
                write_whole(into / f"{kind}.{format}", data)
        results.settle()
    except OSError as error:
        raise StoreError(f"{into} cannot be written: {error.strerror or error}") from None
    return [into / f"{kind}.{format}" for kind in drawn]
