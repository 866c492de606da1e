"""How often what was forecast came true, by the probability that it was given."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.estimates.proper_scores import Bin
from experiments.figures.page import (
    FAINT,
    INK,
    LADDER,
    MARGIN,
    QUIET,
    RUST,
    SCALE_WIDTH,
    SMALL,
    TICK_FOOT,
    TICKS,
    WIDTH,
    Heading,
    Page,
    source_line,
    style,
    text_height,
    wrap,
)
from sim.scenario.phrases import listed

_SQUARE = 255.0  # side of the diagram, points
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_SQUARE_HEAD = 14.0  # room above it
_SQUARE_FOOT = 20.0  # room under its counts
_TICK = 0.035  # length of an event's tick, as a share of the side
_MARKS = (
    "Dot: share of the events of a class that happened, at their mean forecast.",
    "Bar: where that share lies in 95 of 100 cases if every event has the probability that it was given and they are "
    "independent.",
    "Diagonal: as often as forecast.",
    "Short ticks: single events, above those that happened, below those that did not.",
)


@style()
def reliability(
    bins: Sequence[Bin],
    events: Sequence[tuple[float, bool]],
    *,
    plotted: str,
    of: str,
    caution: str,
    histories: int,
    seed: int,
    as_of: str,
    version: str | None = None,
) -> Figure:
    """Share of forecast events that happened, by the probability that they were given [Bröcker & Smith 2007].

    `bins` are the classes of `events`: (probability, whether it happened) each. Raises ValueError without any.
    """
    if not bins or not events:
        raise ValueError("there are no events to draw")
    counts = [wrap(f"{cell.yes} of {cell.n}", SMALL, (cell.high - cell.low) * _SQUARE - 4, bold=True) for cell in bins]
    strip = max(text_height(lines) for lines in counts)
    note = wrap(caution, SMALL, WIDTH - 2 * MARGIN, bold=True)
    body = _SQUARE_HEAD + _SQUARE + TICK_FOOT + strip + _SQUARE_FOOT + text_height(note)
    page = Page.build(Heading(finding(bins), plotted, of), source_line(histories, seed, as_of, version), body)
    left, y = MARGIN + SCALE_WIDTH, page.top + _SQUARE_HEAD
    page.text(MARGIN, page.top, ["Share that happened"], SMALL, color=QUIET)
    _draw_reliability(page.axes(left, y, _SQUARE, _SQUARE), bins, events)
    for cell, lines in zip(bins, counts, strict=True):
        middle = left + (cell.low + cell.high) / 2 * _SQUARE
        page.text(middle, y + _SQUARE + TICK_FOOT, lines, SMALL, ha="center", weight="bold")
    page.text(
        left, y + _SQUARE + TICK_FOOT + strip + 3, ["Forecast probability, and how many happened"], SMALL, color=QUIET
    )
    _explain(page, left + _SQUARE + 2 * _SQUARE_HEAD, y)
    page.text(MARGIN, page.bottom - text_height(note), note, SMALL, color=RUST, weight="bold")
    return page.figure


def finding(bins: Sequence[Bin]) -> str:
    """Whether what was forecast came true as often as forecast, as far as so few events can tell."""
    rarer = [cell for cell in bins if cell.yes / cell.n < cell.lo]
    oftener = [cell for cell in bins if cell.yes / cell.n > cell.hi]
    if not rarer and not oftener:
        return "What was forecast came true as often as forecast, as far as so few events can tell"
    said = [
        f"{way} often in {listed([span_words(cell) for cell in those])}"
        for way, those in (("less", rarer), ("more", oftener))
        if those
    ]
    return f"What was forecast came true {' and '.join(said)} than forecast"


def span_words(cell: Bin) -> str:
    """A class of forecasts: `60–80 %`."""
    return f"{100 * cell.low:.0f}–{100 * cell.high:.0f} %"


def _draw_reliability(axes: Axes, bins: Sequence[Bin], events: Sequence[tuple[float, bool]]) -> None:
    axes.set(xlim=(0, 1), ylim=(-2 * _TICK, 1 + 2 * _TICK))
    edges = sorted({edge for cell in bins for edge in (cell.low, cell.high)} - set(_FIFTHS))
    axes.set_xticks(_FIFTHS, [f"{100 * edge:.0f} %" for edge in _FIFTHS])
    axes.set_xticks(edges, minor=True)
    axes.set_yticks([tick / 100 for tick in TICKS[100]], [f"{tick} %" for tick in TICKS[100]])
    axes.grid(which="both", color=FAINT, linewidth=0.7)
    axes.tick_params(which="minor", length=0)
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1.0, linestyle=(0, (4, 3)))
    bar: Any = {"color": LADDER[-1], "linewidth": 6, "alpha": 0.7, "solid_capstyle": "butt", "clip_on": False}
    for side, start in ((True, 1 + _TICK), (False, -2 * _TICK)):
        places = sorted({p for p, happened in events if happened == side})
        axes.vlines(places, start, start + _TICK, color=INK, linewidth=1.0, alpha=0.6, clip_on=False)
    for cell in bins:
        axes.plot([cell.forecast, cell.forecast], [cell.lo, cell.hi], **bar)
        axes.plot(cell.forecast, cell.yes / cell.n, "o", color=LADDER[0], markersize=7, clip_on=False)


def _explain(page: Page, x: float, y: float) -> None:
    """What the marks mean, beside the diagram."""
    for text in _MARKS:
        lines = wrap(text, SMALL, WIDTH - MARGIN - x)
        page.text(x, y, lines, SMALL, color=QUIET)
        y += text_height(lines) + 6
