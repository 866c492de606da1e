"""Which figures every run draws, and where: drawing them takes Matplotlib, which a run imports while its workers play."""

from pathlib import Path
from typing import Literal

FIGURES = ("outcomes", "rungs_over_time")
FORMAT: Literal["svg"] = "svg"


def figure_path(folder: Path, name: str) -> Path:
    """Where a figure of a results folder is."""
    return folder / "figures" / f"{name}.{FORMAT}"


def figure_paths(folder: Path) -> list[Path]:
    """Where the figures of a run are."""
    return [figure_path(folder, name) for name in FIGURES]
