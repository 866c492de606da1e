"""Where a report is kept: a new folder with its plan in it, or the folder of one for the same that was stopped."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import cast

from experiments.report.plan import EXPERIMENT
from experiments.report.results import ReportAbout, ReportPlan
from experiments.report.trust import is_planned
from experiments.runs.resume import RESULTS
from experiments.store.files import sha256_of, write_whole
from experiments.store.folder import StoreError, as_json, json_object
from experiments.store.shape import misfit
from experiments.words.regular import read_bytes

PLAN = "report.json"


def begin(
    wanted: Path | None, file: Path, about: ReportAbout, make: Callable[[Path], ReportPlan]
) -> tuple[Path, ReportPlan]:
    """The folder and its plan, made anew unless a report of the same is there; StoreError if it cannot be used."""
    folders = [wanted] if wanted is not None else (RESULTS / f"{file.stem}-report-{n}" for n in count(1))
    for folder in folders:
        if not folder.exists():
            return folder, _begun(folder, make)
        plan = _plan_in(folder, file)
        if plan is not None and all(plan.get(key) == value for key, value in about.items()):
            refuse_edited(folder, plan)
            return folder, plan
    raise StoreError(f"{wanted} exists already and is no report of the same: choose another --out")


def refuse_edited(folder: Path, plan: ReportPlan) -> None:
    """StoreError if the experiment that a report is to play is not the one that it wrote there."""
    left, file = plan.get("experiment_sha256"), folder / EXPERIMENT
    if left is None:
        return
    try:
        edited = sha256_of(file) != left
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror or error}") from None
    if edited:
        raise StoreError(
            f"{file} is not the file that this report left there: choose another --out, or play it by itself"
        )


def _begun(folder: Path, make: Callable[[Path], ReportPlan]) -> ReportPlan:
    try:
        folder.mkdir(parents=True)
        plan = make(folder)
        write_whole(folder / PLAN, as_json(plan))
    except OSError as error:
        raise StoreError(f"{folder} cannot be used: {error.strerror or error}") from None
    return plan


def _plan_in(folder: Path, file: Path) -> ReportPlan | None:
    try:
        found = json_object(read_bytes(folder / PLAN))
    except (OSError, ValueError):
        return None
    plan = cast(ReportPlan, found)
    return plan if misfit(found, ReportPlan) is None and is_planned(plan, file, folder) else None
