"""Figures in a results folder, as files."""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from experiments import store
from experiments.figures import render


def write_figures(drawn: Mapping[str, Figure], folder: Path) -> list[Path]:
    """Write figures, by name, as SVG into the folder's `figures`; their paths."""
    into = folder / "figures"
    into.mkdir(parents=True, exist_ok=True)
    for name, figure in drawn.items():
        store.write_whole(into / f"{name}.svg", render(figure, "svg"))
    return [into / f"{name}.svg" for name in drawn]
