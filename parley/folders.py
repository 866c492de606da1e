"""Results that were kept."""

import shlex
from pathlib import Path
from typing import cast

from experiments.compare.results import ComparisonResult
from experiments.store.folder import Results
from experiments.store.reading import kept_object, kept_text
from parley.comparison import Comparison
from parley.errors import ParleyError, in_own_words
from parley.rooms import Room
from parley.run import Run
from parley.sweep import Sweep
from sim.scenario.load import load


def open_results(folder: str | Path) -> Run | Comparison | Sweep:
    """What a results folder holds: a run, a comparison or a sweep; ParleyError if it holds nothing that is finished."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ParleyError(f"{folder}: there is no such folder")
    if (folder / "comparison.json").is_file():
        return _comparison(folder)
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise ParleyError(f"{folder} is no results folder: it has no manifest.json")

    with in_own_words():
        about = Results(folder).manifest
    if "experiment_sha256" in about:
        sweep = Sweep(Room(folder))
        _ = sweep.told
        return sweep
    run = Run(Room(folder))
    _ = run.summary
    return run


def _comparison(folder: Path) -> Comparison:
    try:
        with in_own_words():
            told = cast(ComparisonResult, kept_object(folder / "comparison.json", ComparisonResult))
            command = kept_text(folder / "comparison.command").strip()
            kept_text(folder / "scenario.yaml")
    except OSError as error:
        raise ParleyError(f"{folder} cannot be read: {error}") from None
    with in_own_words():
        base = load(folder / "scenario.yaml", (), to_run=True).scenario
    return Comparison(base, told, shlex.join(shlex.split(command)), opened=folder)
