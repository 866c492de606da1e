"""Results that were kept."""

import json
import shlex
from pathlib import Path

from parley.comparison import Comparison
from parley.errors import ParleyError, in_own_words
from parley.rooms import Room
from parley.run import Run
from parley.sweep import Sweep


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
    from experiments.store.folder import Results

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
    from sim.scenario.load import load

    try:
        told = json.loads((folder / "comparison.json").read_bytes())
        command = (folder / "comparison.command").read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ParleyError(f"{folder} cannot be read: {error}") from None
    with in_own_words():
        base = load(folder / "scenario.yaml", (), to_run=True).scenario
    return Comparison(base, told, shlex.join(shlex.split(command)))
