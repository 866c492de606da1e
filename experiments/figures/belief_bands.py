"""How far the others believe each party, month by month, by whether it does mean to settle."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings
from experiments.figures.page import LADDER, TICKS, About, style
from experiments.figures.placing import not_drawn
from experiments.figures.time_panels import Ending, Panel, time_panels, to_the_edge

TYPES = (
    ("settle", "where it means to settle", LADDER[1], "-"),
    ("stall", "where it does not", LADDER[5], (0, (4, 1.5))),
)
_PLOTTED = "How far the others believe that a party means to settle"
_MEANING = "Lines: medians of the histories of each kind; bands: the middle half of them."
_LEFT_OUT = ", since the middle halves still overlap at the end"
Quantiles = Mapping[str, Sequence[float | None]]


class Believed(NamedTuple):
    """A party, and for each type the quantiles of the others' mean belief in it, each [rounds]; None: no such history."""

    name: str
    by_type: Mapping[str, Quantiles]


@style()
def beliefs(parties: Sequence[Believed], round_labels: Sequence[str], about: About) -> Figure:
    """A panel for each party that is told apart, or for each if none is; the others are named."""
    apart = [party for party in parties if told_apart(party)]
    others = [party for party in parties if not told_apart(party)]
    left_out = [f"{party.name} ({last_words(party)})" for party in others] if apart else []
    meaning = " ".join(filter(None, [_MEANING, not_drawn(left_out, _LEFT_OUT)]))
    finding = findings.of_beliefs([p.name for p in apart], [p.name for p in others], "".join(round_labels[-1:]))
    heading = about.heading(finding, f"{_PLOTTED}: {about.histories_words}")
    panels = [panel_of(party) for party in apart or parties]
    return time_panels(heading, meaning, panels, round_labels, about.source).figure


def told_apart(party: Believed) -> bool:
    """Whether at the end the middle half of the histories in which it means to settle lies above that of the others."""
    found = {key: series_of(quantiles) for key, quantiles in party.by_type.items()}
    if not {"settle", "stall"} <= found.keys():
        return False
    ends = [found[key][q][-1:] for key, q in (("settle", "q25"), ("stall", "q75"))]
    return bool(len(ends[0]) and ends[0][0] > ends[1][0])  # never so where there is no such history


def last_words(party: Believed) -> str:
    """The last medians of a party: `82 % and 66 %`."""
    found = [series_of(party.by_type[key])["q50"] for key, *_ in TYPES if key in party.by_type]
    return " and ".join(f"{100 * last_of(q):.0f} %" for q in found if np.isfinite(q).any()) or "no history"


def panel_of(party: Believed) -> Panel:
    """A party's panel: both types, with the last median of each."""
    found = [(series_of(party.by_type[key]), *how) for key, *how in TYPES if key in party.by_type]
    seen = [(q, *how) for q, *how in found if np.isfinite(q["q50"]).any()]

    def draw(axes: Axes) -> None:
        for q, _, colour, _ in seen:
            axes.stairs(q["q75"], baseline=q["q25"], fill=True, color=colour, alpha=0.25, linewidth=0)
        for q, _, colour, line in seen:
            axes.plot(*to_the_edge(q["q50"]), color=colour, linewidth=2.2, linestyle=line)

    endings = [
        Ending(f"{100 * last_of(q['q50']):.0f} %", name, last_of(q["q50"]), colour) for q, name, colour, _ in seen
    ]
    unseen = [name for q, name, *_ in found if not np.isfinite(q["q50"]).any()]
    missing = [f"There is no history {name.replace('where', 'in which')}." for name in unseen]
    ticks = [(tick / 100, f"{tick} %") for tick in TICKS[100]]
    return Panel(party.name, " ".join(missing), 1.0, ticks, draw, endings)


def series_of(quantiles: Quantiles) -> dict[str, np.ndarray]:
    """Quantiles as arrays, nan where there is no such history."""
    return {key: np.array(values, dtype=float) for key, values in quantiles.items() if key.startswith("q")}


def last_of(median: np.ndarray) -> float:
    """The last median that there is."""
    return float(median[np.isfinite(median)][-1])
