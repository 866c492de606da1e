"""How far the others believe each party, month by month, by whether it does mean to settle."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.page import LADDER, TICKS, About, style
from experiments.figures.time_panels import Ending, Panel, time_panels, to_the_edge

TYPES = (("settle", "Means to settle", LADDER[1], "-"), ("stall", "Does not", LADDER[5], (0, (4, 1.5))))
_MEANING = (
    "How far the others believe that a party means to settle, in histories in which it does and in those in which it "
    "does not: median; dark band: 5 in 10 histories; pale band: 9 in 10. The further apart, the more its acts have told."
)
Quantiles = Mapping[str, Sequence[float | None]]


class Believed(NamedTuple):
    """A party, and for each type the quantiles of the others' mean belief in it, each [rounds]; None: no such history."""

    name: str
    by_type: Mapping[str, Quantiles]


@style()
def beliefs(parties: Sequence[Believed], round_labels: Sequence[str], about: About) -> Figure:
    """A panel for each party."""
    panels = [panel_of(party) for party in parties]
    return time_panels("Who is believed, month by month", _MEANING, panels, round_labels, about).figure


def panel_of(party: Believed) -> Panel:
    """A party's panel: both types, with the last median of each."""
    found = [(series_of(party.by_type[key]), *how) for key, *how in TYPES if key in party.by_type]
    seen = [(q, *how) for q, *how in found if np.isfinite(q["q50"]).any()]

    def draw(axes: Axes) -> None:
        for q, _, colour, _ in seen:
            for low, high, alpha in (("q05", "q95", 0.15), ("q25", "q75", 0.3)):
                axes.stairs(q[high], baseline=q[low], fill=True, color=colour, alpha=alpha, linewidth=0)
        for q, _, colour, line in seen:
            axes.plot(*to_the_edge(q["q50"]), color=colour, linewidth=2.0, linestyle=line)

    endings = [ending_of(q, name, colour) for q, name, colour, _ in seen]
    unseen = [name for q, name, *_ in found if not np.isfinite(q["q50"]).any()]
    missing = [f"There is no history in which it {name[:1].lower()}{name[1:]}." for name in unseen]
    ticks = [(tick / 100, f"{tick} %") for tick in TICKS[100]]
    return Panel(party.name, " ".join(missing), 1.0, ticks, draw, endings)


def series_of(quantiles: Quantiles) -> dict[str, np.ndarray]:
    """Quantiles as arrays, nan where there is no such history."""
    return {key: np.array(values, dtype=float) for key, values in quantiles.items() if key.startswith("q")}


def ending_of(q: Mapping[str, np.ndarray], name: str, colour: str) -> Ending:
    """The last median that there is."""
    last = float(q["q50"][np.isfinite(q["q50"])][-1])
    return Ending(f"{100 * last:.0f} %", name, last, colour)
