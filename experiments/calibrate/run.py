"""`parley calibrate`: fit, and keep what was found."""

from pathlib import Path

from experiments.calibrate import fit
from experiments.calibrate.results import CalibrationResult
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import processors
from experiments.store.folder import StoreError, as_json, write_whole
from sim.scenario.vocabulary import Scenario


def run_calibration(
    scenario: Scenario, points: int, generations: int, histories: int, seed: int, workers: int | None, out: Path | None,
    quiet: bool,
) -> CalibrationResult:  # fmt: skip
    """Fit the defaults and return what was found as plain data; also kept in `out`, with its figure, if given.

    NotGeneric if the scenario is none that base rates speak of, StoreError if `out` cannot be written.
    """
    fit.check(scenario)
    if out is not None:
        _make(out)
    progress = Progress(points * generations * histories + fit.AT_DEFAULTS, quiet)
    progress.say("Playing the generic case at many values of its defaults …")
    with progress:
        found = fit.calibrate(scenario, points, generations, histories, seed, workers or processors(), progress.advance)
    told = fit.as_object(found, seed)
    if out is not None:
        _keep(told, out)
    return told


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None


def _keep(told: CalibrationResult, out: Path) -> None:
    from experiments.calibrate.figure import calibration
    from experiments.figures import render

    write_whole(out / "calibration.json", as_json(told))
    write_whole(out / "calibration.svg", render(calibration(told), "svg"))
