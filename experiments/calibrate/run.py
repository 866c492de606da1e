"""`parley calibrate`: fit, and keep what was found."""

from pathlib import Path

from experiments.calibrate import fit
from experiments.calibrate.fit import Calibration, Effort
from experiments.calibrate.results import CalibrationResult
from experiments.calibrate.told import as_object
from experiments.defaults.table import text_of
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Threads
from experiments.store.files import refuse_unwritable, write_whole
from experiments.store.folder import StoreError, as_json
from sim.scenario.vocabulary import Scenario


def run_calibration(
    scenario: Scenario,
    effort: Effort,
    seed: int,
    workers: int | None,
    out: Path | None,
    table: Path | None,
    quiet: bool,
) -> CalibrationResult:
    """Fit the defaults and return what was found as plain data.

    Also kept in `out`, with its figure, and its points in `table`, if given. NotGeneric if the scenario is none that
    base rates speak of, StoreError if a file cannot be written.
    """
    fit.check(scenario)
    for file in ([out / "calibration.json"] if out is not None else []) + ([table] if table is not None else []):
        _make_room(file)
    progress = Progress(effort.total, quiet)
    compiled_engine(progress.say)
    progress.say("Playing the generic case at many values of its defaults …")
    with progress:
        found = fit.calibrate(scenario, effort, seed, Threads(workers), progress.advance)
    told = as_object(found, seed)
    try:
        _keep(found, told, out, table)
    except OSError as error:
        raise StoreError(f"{error.filename or table or out} cannot be written: {error.strerror or error}") from None
    return told


def _make_room(file: Path) -> None:
    """See that a file can be written, before the minutes that it takes to know what; StoreError if it cannot."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        refuse_unwritable(file)
    except OSError as error:
        raise StoreError(f"{file} cannot be used: {error.strerror or error}") from None


def _keep(found: Calibration, told: CalibrationResult, out: Path | None, table: Path | None) -> None:
    if table is not None:
        write_whole(table, text_of(found.kept).encode())
    if out is not None:
        from experiments.calibrate.figure import calibration
        from experiments.figures import render

        write_whole(out / "calibration.json", as_json(told))
        write_whole(out / "calibration.svg", render(calibration(told), "svg"))
