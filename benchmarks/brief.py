"""What a brief costs beside the run that it tells of."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Grid, cpu_seconds, figure
from benchmarks.playing import asked, ready
from benchmarks.sizes import Size
from experiments.brief import typst_page
from experiments.brief.content import content
from experiments.brief.html_page import html
from experiments.runs.run import run_scenario

HOW = "Processor seconds of a run of {histories:,} histories of {scenario}, and of its brief as PDF and HTML, in one process."


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Run and brief of the first of these files."""
    ready()
    file = files[0]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        played = cpu_seconds(lambda: run_scenario(asked(file, out, size.kept)))
        told = cpu_seconds(lambda: tell(out))
    row = {"run": figure(played, "s"), "brief": figure(told, "s"), "brief/run": figure(100 * told / played, "%")}
    how = HOW.format(histories=size.kept, scenario=file.stem)
    return [{"title": "A brief beside its run", "how": how, "rows": {file.stem: row}}]


def tell(out: Path) -> None:
    """Its brief, both ways."""
    brief = content([out])
    typst_page.pdf(brief)
    html(brief)
