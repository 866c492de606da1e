"""`parley export`: the histories of a results folder as CSV or Parquet, and a codebook beside it."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np

from experiments.estimates.results import RunSummary
from experiments.export.frame import RESERVED, Field, fields, frame
from experiments.runs.reservations import line_of
from experiments.store.files import put_in_place, write_whole
from experiments.store.folder import Results, StoreError
from experiments.store.reading import believed, check_shape, kept_bytes
from experiments.store.rooms import room_beside
from experiments.words.files import no_results
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.records import Layout
from sim.scenario.document import ScenarioError
from sim.scenario.load import load

FORMATS: Mapping[str, str] = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}
"""Kinds of file, by their ending, and how the database is asked for them."""


class Exported(NamedTuple):
    """The files that were written, and how many histories and columns they hold."""

    table: Path
    codebook: Path
    histories: int
    columns: int


def scenario_of(results: Results) -> Compiled:
    """The scenario that a folder was made with; StoreError if it cannot be read."""
    path = results.folder / "scenario.yaml"
    try:
        kept_bytes(path)
    except FileNotFoundError:
        raise StoreError(f"{path} is not there") from None
    try:
        return compile_scenario(load(path, (), to_run=True).scenario)
    except ScenarioError as error:
        raise StoreError(f"{path} cannot be used: {error.problems[0]}") from None


def frames(results: Results, compiled: Compiled) -> Iterator[dict[str, np.ndarray]]:
    """The histories of a folder part by part; StoreError where it is no finished run, or a part is missing."""
    if results.summary is None or "experiment_sha256" in results.manifest:
        raise StoreError(f"{results.folder} holds no finished run: there are no histories to export")
    check_shape(results.folder / "summary.json", results.summary, RunSummary)
    seed, size = int(results.manifest["seed"]), int(results.manifest["block"])
    for block, columns in enumerate(results.columns(Layout.of(compiled).names)):
        yield frame(columns, compiled, seed, block * size)


def export(folder: Path, kind: str, out: Path | None) -> Exported:
    """Write the histories of a folder as a table of this kind, and its codebook; StoreError if that cannot be done.

    What is to be known first of them is a column more, and stands above the codebook's rows. Without `out` the table is
    `histories.KIND` in the folder. Nothing appears under its name before it is whole.
    """
    if trouble := no_results(folder):
        raise StoreError(trouble)
    results = Results(folder)
    path = out or folder / f"histories.{kind}"
    codebook = path.with_name(f"{path.stem}.codebook.csv")
    refuse_own(path, codebook)
    try:
        with believed(folder):
            _ = results.manifest
            compiled, reserved = scenario_of(results), line_of(folder)
            described = [*fields(compiled), *([RESERVED] if reserved else [])]
            histories = _write(frames(results, compiled), path, kind, reserved)
        write_whole(codebook, codebook_text(described, reserved).encode())
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from None
    except duckdb.Error as error:
        raise StoreError(f"{path} cannot be written: {str(error).splitlines()[0]}") from None
    return Exported(path, codebook, histories, len(described))


def refuse_own(*paths: Path) -> None:
    """StoreError if a file that a run left would be written over."""
    for path in paths:
        sums = Results(path.parent).sums
        if sums is not None and sums.lists(path.name):
            raise StoreError(f"{path} is a file of the run itself: choose another --out")


def _write(parts: Iterator[dict[str, np.ndarray]], path: Path, kind: str, reserved: str) -> int:
    """Gather the parts in a database beside the file, which then writes it; how many histories there are."""
    columns = f"*, {_quoted(reserved)} AS {RESERVED.name}" if reserved else "*"
    first = next(parts)  # what is wrong with the folder is known before anything is written
    path.parent.mkdir(parents=True, exist_ok=True)
    with room_beside(path.parent.absolute(), ".export-") as room:  # no `~` for the database
        database = duckdb.connect(str(room / "histories.db"), config={"memory_limit": "1GB"})
        with database:
            _take(database, first, "CREATE TABLE histories AS SELECT * FROM part")
            for part in parts:
                _take(database, part, "INSERT INTO histories SELECT * FROM part")
            temporary = room / path.name
            query = f"SELECT {columns} FROM histories ORDER BY history"  # nosec B608 - quoted
            database.execute(f"COPY ({query}) TO {_quoted(str(temporary))} ({FORMATS[kind]})")  # nosec B608 - quoted
            (count,) = database.execute("SELECT count(*) FROM histories").fetchone() or (0,)
        put_in_place((temporary, path))
    return int(count)


def _quoted(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _take(database: Any, part: dict[str, np.ndarray], statement: str) -> None:
    columns = {name: values.astype(object) if values.dtype.kind == "U" else values for name, values in part.items()}
    database.register("part", columns)
    database.execute(statement)
    database.unregister("part")


def codebook_text(described: list[Field], reserved: str = "") -> str:
    """What each column holds, as CSV; above it, in a row that describes no column, what is to be known first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["column", "title", "unit", "holds", "meaning"])
    if reserved:
        writer.writerow(["", reserved, "", "", ""])
    writer.writerows(described)
    return text.getvalue()
