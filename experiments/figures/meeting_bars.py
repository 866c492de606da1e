"""When the parties of each table first meet after the start, and how often they never do."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings
from experiments.figures.page import BLUE, About, percent, style
from experiments.figures.placing import step_of
from experiments.figures.time_panels import Panel, share_ticks, time_panels

_MEANING = "Share of all simulated histories whose first meeting falls in each month."
TOPS = (0.05, 0.1, 0.25, 0.5, 1.0)  # ends of the vertical scale


@style()
def first_meeting(tables: Sequence[tuple[str, np.ndarray]], round_labels: Sequence[str], about: About) -> Figure:
    """Bars by month, a panel a table. `tables`: (name, counts [rounds + 1]), at 0 how many never met.

    ValueError if counts do not add up to all histories.
    """
    for name, counts in tables:
        if int(np.sum(counts)) != about.histories or len(counts) != len(round_labels) + 1:
            raise ValueError(f"the first meetings of {name} do not add up to {about.histories} histories")
    most = max((float(counts[1:].max()) / about.histories for _, counts in tables), default=0.0)
    top = next(top for top in TOPS if most <= top)
    panels = [panel_of(name, counts, round_labels, top, about.histories) for name, counts in tables]
    meaning = _MEANING + ("" if top == 1 else f" The vertical scale ends at {100 * top:.0f} %, not at 100 %.")
    step = step_of(round_labels)
    finding = findings.of_meetings(dict(tables), round_labels) if tables else ""
    heading = about.heading(finding, f"The {step} of the first meeting after the start: {about.histories_words}")
    return time_panels(heading, meaning.replace("month", step), panels, round_labels, about.source).figure


def panel_of(name: str, counts: np.ndarray, round_labels: Sequence[str], top: float, total: int) -> Panel:
    """A table's panel, with what its bars add up to in words."""

    def draw(axes: Axes) -> None:
        axes.bar(np.arange(len(counts) - 1) + 0.5, counts[1:] / total, width=0.8, color=BLUE, linewidth=0)

    return Panel(name, note_of(counts, round_labels, total), top, share_ticks(top), draw)


def note_of(counts: np.ndarray, round_labels: Sequence[str], total: int) -> str:
    """`Met by Aug 2020: 92 %. Half of all histories have met by Dec 2018. Never met: 8 %.`"""
    met = np.cumsum(counts[1:])
    by = f"Met by {round_labels[-1]}: {percent(met[-1] / total, int(met[-1]), total)}."
    never = f"No meeting: {percent(counts[0] / total, int(counts[0]), total)}."
    if 2 * met[-1] < total:
        return f"{by} {never}"
    half = round_labels[int(np.searchsorted(2 * met, total))]
    return f"{by} Half of all histories have met by {half}. {never}"
