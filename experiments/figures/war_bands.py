"""How violent it gets, month by month: what most histories have, and what three of them have."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings
from experiments.figures.findings import amount
from experiments.figures.page import BLUE, INK, LADDER, About, style
from experiments.figures.placing import step_of
from experiments.figures.time_panels import Ending, Panel, amount_ticks, time_panels, to_the_edge
from sim.scenario.phrases import listed

QUANTILES = ("q05", "q25", "q50", "q75", "q95")
SAMPLE_STYLES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1)))  # of the three histories
SAMPLE_COLOURS = (INK, LADDER[5], LADDER[4])
_MEANING = (
    "Line: median of all simulated histories. Dark band: 5 in 10 histories lie in it; pale band: 9 in 10. "
    "The first month is what remained of it."
)
_SAMPLES = " Thin lines: {}, which jump about far more than any band."


class Violence(NamedTuple):
    """Violence by a party (or all): quantiles by name, each [rounds], and some histories as (name, [rounds])."""

    name: str
    quantiles: Mapping[str, Sequence[float | None]]
    samples: Sequence[tuple[str, Sequence[float]]] = ()


@style()
def war(series: Sequence[Violence], unit: str, round_labels: Sequence[str], about: About, note: str = "") -> Figure:
    """A panel for each series, each on its own scale. `unit` is what is counted; `note` says why no history is drawn."""
    step = step_of(round_labels)
    sampled = next((one.samples for one in series if one.samples), ())
    meaning = (
        _MEANING.replace("month", step)
        + (_SAMPLES.format(listed([name for name, _ in sampled])) if sampled else "")
        + (f" {note}" if note else "")
    )
    if len(series) > 1:
        meaning += " Each panel has its own scale."
    panels = [panel_of(one) for one in series]
    finding = findings.of_war(unit, step, round_labels, series[0].quantiles) if series and round_labels else ""
    heading = about.heading(finding, f"The war, {step} by {step}: {unit} a {step} in {about.histories_words}")
    return time_panels(heading, meaning, panels, round_labels, about.source).figure


def panel_of(one: Violence) -> Panel:
    """One series' panel."""
    q = {name: np.asarray(one.quantiles[name], dtype=float) for name in QUANTILES}
    drawn = [np.asarray(values, dtype=float) for _, values in one.samples]
    top = 1.05 * max(1.0, float(q["q95"].max()), *(float(values.max()) for values in drawn))

    def draw(axes: Axes) -> None:
        axes.stairs(q["q95"], baseline=q["q05"], fill=True, color=BLUE, alpha=0.22, linewidth=0)
        axes.stairs(q["q75"], baseline=q["q25"], fill=True, color=BLUE, alpha=0.4, linewidth=0)
        for values, line, colour in zip(drawn, SAMPLE_STYLES, SAMPLE_COLOURS, strict=False):
            axes.plot(*to_the_edge(values), color=colour, linestyle=line, linewidth=1.0)
        axes.stairs(q["q50"], baseline=None, color=LADDER[0], linewidth=2.0)

    bands = [
        ("median", q["q50"], LADDER[0]),
        ("1 in 20 has more", q["q95"], BLUE),
        ("1 in 20 has less", q["q05"], BLUE),
    ]
    endings = [Ending(amount(values[-1]), name, float(values[-1]) / top, colour) for name, values, colour in bands]
    return Panel(one.name, "", top, amount_ticks(top), draw, endings)
