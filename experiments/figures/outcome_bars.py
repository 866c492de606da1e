"""How it ends: the share of histories in each outcome, with its interval."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.estimates.results import RunSummary, Share
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    INK,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    Heading,
    Page,
    balanced,
    readable,
    source_line,
    style,
    text_height,
    text_width,
    with_interval,
    wrap,
)

_LAYOUTS = ((175.0, 9.0), (230.0, 4.0))  # widest a name may be before it is wrapped, and room between rows; points
_BAR = 11.0  # thickness of a bar, points
_BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # keeps grid lines out of a label
_FIVE_TICKS = 160.0  # length of a scale that has room for five numbers, points


@style()
def outcomes(
    run: RunSummary,
    heading: Heading,
    *,
    as_of: str,
    labels: Mapping[str, str] | None = None,
    version: str | None = None,
) -> Figure:
    """Share of histories that end in each outcome, with 95 % intervals, in the scenario's order.

    `run` is the object of `run --json`; `labels` replaces names.
    Raises ValueError if the run has no outcomes.
    """
    shares, total = run["outcomes"], run["histories"]
    if not shares:
        raise ValueError("the run has no outcomes to draw")
    source = source_line(total, run["seed"], as_of, version)
    room = heading.room(source) - AXIS_FOOT
    for width, apart in _LAYOUTS:
        rows = [_Row.of(readable(name, labels), share, total, width, apart) for name, share in shares.items()]
        height = sum(row.height for row in rows)
        if height <= room:
            break
    page = Page.build(heading, source, height + AXIS_FOOT)
    _draw_rows(page, rows, height)
    return page.figure


class _Row(NamedTuple):
    """An outcome: its name in lines, what is written at the bar's end, and its share with interval."""

    name: list[str]
    value: str
    share: float
    lo: float
    hi: float
    apart: float

    @classmethod
    def of(cls, name: str, share: Share, total: int, width: float, apart: float) -> "_Row":
        p, lo, hi = share["p"], share["lo"], share["hi"]
        value = with_interval(p, lo, hi, int(share["n"]), total)
        return cls(balanced(name, BODY, width), value, p, lo, hi, apart)

    @property
    def height(self) -> float:
        return max(text_height(self.name, BODY), _BAR) + self.apart


def _draw_rows(page: Page, rows: Sequence[_Row], height: float) -> None:
    names = max(text_width(line, BODY) for row in rows for line in row.name or [""])
    left = MARGIN + names + 2 * GAP
    width = _bar_width(rows, WIDTH - MARGIN - left)
    axes = page.axes(left, page.top, width, height)
    axes.set(xlim=(0, 1), ylim=(height, 0), yticks=[])
    ticks = (0, 25, 50, 75, 100) if width > _FIVE_TICKS else (0, 100)
    axes.set_xticks([tick / 100 for tick in ticks], [f"{tick} %" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.axvline(0, color=QUIET, linewidth=1.0, clip_on=False)
    y = page.top
    for row in rows:
        middle = y + row.height / 2
        _draw_bar(axes, row, middle - page.top)
        page.beside(left - GAP, middle, row.name, ha="right")
        end = left + row.hi * width + GAP
        page.beside(end, middle, [row.value], weight="bold", bbox=_BLANK)
        y += row.height
    what = "Share of simulated histories; thin line and brackets: 95 % sampling interval"
    meaning = wrap(what, SMALL, WIDTH - 2 * MARGIN)
    page.text(MARGIN, page.bottom - text_height(meaning), meaning, SMALL, color=QUIET)


def _bar_width(rows: Sequence[_Row], room: float) -> float:
    """Length of the whole scale in points: as long as the labels at the bars' ends allow."""
    widths = [(room - 2 * GAP - text_width(row.value, BODY, True)) / max(row.hi, 1e-9) for row in rows]
    return min([room - 18, *widths])


def _draw_bar(axes: Axes, row: _Row, y: float) -> None:
    axes.barh(y, row.share, height=_BAR, color=BLUE, linewidth=0)
    axes.plot([row.lo, row.hi], [y, y], color=INK, linewidth=1.2, marker="|", markersize=5, clip_on=False)
