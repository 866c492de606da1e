"""Where each table stands, month by month: shares of histories that add up to all of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import findings
from experiments.figures.page import QUIET, TICKS, About, ladder_colours, percent, style
from experiments.figures.placing import step_of
from experiments.figures.time_panels import Ending, Panel, time_panels

NOT_MET, MET, HATCH = "#ececec", "#c4c4c4", "////"
_MEANING = "Every history counts once at each time: as collapsed, or by the furthest step that its table has come to."


class TableStates(NamedTuple):
    """A table: histories by the end of each round without a meeting, with a meeting and no rung, at each rung (furthest
    so far; [rungs, rounds]), and collapsed. The four add up to all histories in every round."""

    name: str
    not_met: np.ndarray
    met: np.ndarray
    rungs: np.ndarray
    collapsed: np.ndarray
    rung_names: Sequence[str]


@style()
def states_over_time(tables: Sequence[TableStates], round_labels: Sequence[str], about: About) -> Figure:
    """Competing ends of each table stacked: never 1 − Kaplan–Meier, which counts what can no longer happen.

    ValueError if there is no table, or if a table's states do not add up to all histories.
    """
    panels = [panel_of(table, about.histories) for table in tables]
    finding = finding_of(tables[:1], len(tables) > 1, round_labels[-1:], about)
    heading = about.heading(
        finding, f"Where each table stands, {step_of(round_labels)} by {step_of(round_labels)}: {about.histories_words}"
    )
    return time_panels(heading, _MEANING, panels, round_labels, about.source).figure


def finding_of(tables: Sequence[TableStates], several: bool, last: Sequence[str], about: About) -> str:
    """Where the first table most often stands at the end; nothing if there is none."""
    if not tables or not last:
        return ""
    table = tables[0]
    counts = {f"stand at “{name}”": int(at[-1]) for name, at in zip(table.rung_names, table.rungs, strict=True)}
    counts |= {
        "have met and reached no step": int(table.met[-1]), "have not met": int(table.not_met[-1]),
        "have broken off": int(table.collapsed[-1]),
    }  # fmt: skip
    subject = findings.parties_at(table.name, several, about.answer)
    return findings.of_states(subject, counts, about.histories, last[0], about.answer)


class _Band(NamedTuple):
    """One state: its name, how many histories in each round, its colour, and whether it is hatched."""

    name: str
    counts: np.ndarray
    colour: str
    hatched: bool = False


def panel_of(table: TableStates, total: int) -> Panel:
    """A table's panel."""
    bands = bands_of(table)
    stacked = np.cumsum([band.counts for band in bands], axis=0)
    if not (stacked[-1] == total).all():
        raise ValueError(f"the states of {table.name} do not add up to {total} histories")
    edges = np.vstack([np.zeros_like(stacked[:1]), stacked]) / total

    def draw(axes: Axes) -> None:
        for band, low, high in zip(bands, edges[:-1], edges[1:], strict=True):
            how: Any = (
                {"facecolor": "white", "edgecolor": QUIET, "hatch": HATCH} if band.hatched else {"color": band.colour}
            )
            axes.stairs(high, baseline=low, fill=True, linewidth=0, **how)
            axes.stairs(high, baseline=None, color="white", linewidth=0.8)

    endings = [
        Ending(
            percent(counts / total, counts, total),
            band.name,
            float(low[-1] + high[-1]) / 2,
            QUIET if band.hatched or band.colour in {NOT_MET, MET} else band.colour,
        )
        for band, low, high in zip(bands, edges[:-1], edges[1:], strict=True)
        for counts in [int(band.counts[-1])]
        if band.counts.any()
    ]
    ticks = [(tick / 100, f"{tick} %") for tick in TICKS[100]]
    return Panel(table.name, "", 1.0, ticks, draw, endings[::-1])  # from the top, as the bands lie


def bands_of(table: TableStates) -> list[_Band]:
    """The states from the bottom: the furthest first, so that progress grows upward; collapse lies on top."""
    colours = ladder_colours(len(table.rung_names)) if len(table.rung_names) else []
    rungs = [
        _Band(name, counts, colour) for name, counts, colour in zip(table.rung_names, table.rungs, colours, strict=True)
    ]
    return [
        *reversed(rungs),
        _Band("Met, no rung yet", table.met, MET),
        _Band("No meeting since the start", table.not_met, NOT_MET),
        _Band("Collapsed", table.collapsed, "white", True),
    ]
