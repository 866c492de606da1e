"""Pictures of estimates: plain data in, a matplotlib Figure out; nothing is saved or printed here.

One house style: 16 cm wide and as tall as the content needs, blue–grey–orange that also reads in grey,
labels beside the marks in place of legends, and the bundled DejaVu Sans. All places and lengths are in points
(1/72 inch) from the top left corner of the page; text is measured before it is placed, so that no two labels
meet.
"""

import io
import itertools
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import Any, Literal, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from experiments.scores import Bin
from experiments.statistics import wilson

Format = Literal["svg", "png", "pdf"]

WIDTH = 16 / 2.54 * 72  # of every figure, points
DPI = 160
MARGIN = 8.0  # of the page, points
LINE, SPACING = 1.25, 1.16  # height of a line of text in font sizes, and what matplotlib calls spacing
_HALF_CAPITAL = 0.365  # half the height of a capital letter, in font sizes
TITLE, BODY, SMALL = 12.5, 9.5, 8.0  # font sizes, points

INK, QUIET, FAINT, BLUE = "#1a1a1a", "#4d4d4d", "#d9d9d9", "#4a7fb5"
RUST = "#9a4a00"  # for words that must be seen; dark enough to read on white
LADDER = ("#0b2a5b", "#1f4a86", "#4467a0", "#77797d", "#a9855f", "#d0904a", "#f2a03d")  # from dark to light
TOPS = (10, 25, 50, 100)  # ends of a vertical scale, per cent
TICKS = {10: (0, 5, 10), 25: (0, 5, 10, 15, 20, 25), 50: (0, 10, 20, 30, 40, 50), 100: (0, 25, 50, 75, 100)}
MONTHS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 360, 600)  # rounds between two ticks, when a round is a month
WEEKS = (1, 2, 4, 13, 26, 52, 104, 156, 260, 520)
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_STYLE: Any = {  # names are checked by matplotlib itself
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a title is money
    "text.usetex": False,
    "axes.facecolor": "none",
    "axes.linewidth": 0.8,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "lines.antialiased": True,
    "path.simplify": False,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "svg.fonttype": "none",
    "svg.hashsalt": "parley",
    "pdf.fonttype": 42,
}


@contextmanager
def style() -> Iterator[None]:
    """The house style, whatever the reader's own matplotlib settings; for building and for rendering."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        yield


class RungCurve(NamedTuple):
    """Share of histories that had reached a rung by the end of each round; 95 % interval; each (rounds,)."""

    name: str
    share: np.ndarray
    lo: np.ndarray
    hi: np.ndarray


class TableCurve(NamedTuple):
    """One table and its rungs from the first to the last; plain (name, share, lo, hi) tuples will do."""

    name: str
    rungs: Sequence[RungCurve | tuple[str, np.ndarray, np.ndarray, np.ndarray]]


# ------------------------------------------------------------------------------------------------ for callers


def cumulative(counts: np.ndarray, total: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of histories by the end of each round and its 95 % interval, each (rounds,).

    `counts` is (rounds + 1,): how many of `total` first got there in round t; at 0, how many never did.
    Raises ValueError if the counts do not add up to `total`.
    """
    counts = np.asarray(counts, dtype=np.int64)
    if int(counts.sum()) != total:
        raise ValueError(f"counts add up to {int(counts.sum())}, not to {total} histories")
    reached = np.cumsum(counts[1:])
    bounds = np.array([wilson(int(n), total) for n in reached]).reshape(-1, 2)
    return reached / max(total, 1), bounds[:, 0], bounds[:, 1]


@style()
def outcomes(
    run: Mapping[str, Any],
    *,
    as_of: str,
    labels: Mapping[str, str] | None = None,
    title: str | None = None,
    question: str = "",
    version: str | None = None,
) -> Figure:
    """Share of histories that end in each outcome, with 95 % intervals, in the scenario's order.

    `run` is the object of `run --json`; `labels` replaces names; the title is the scenario's unless given.
    Raises ValueError if the run has no outcomes.
    """
    shares, total = run["outcomes"], run["histories"]
    if not shares:
        raise ValueError("the run has no outcomes to draw")
    source = _source(total, run["seed"], as_of, version)
    rows = [_Row.of(_readable(name, labels), share, total) for name, share in shares.items()]
    height = sum(row.height for row in rows)
    page = _Page.build(title or run["scenario"], question, source, height + _AXIS_FOOT)
    _draw_rows(page, rows, height)
    return page.figure


@style()
def rungs_over_time(
    tables: Sequence[TableCurve],
    round_labels: Sequence[str],
    *,
    title: str,
    histories: int,
    seed: int,
    as_of: str,
    question: str = "",
    labels: Mapping[str, str] | None = None,
    version: str | None = None,
) -> Figure:
    """Share of histories that had reached each rung by the end of each round: a panel a table, on one scale.

    `round_labels` (rounds,) name the rounds: `Sep 2018`, or a week's last day, `16 Sep 2018`.
    Raises ValueError if there is no table or round, or if a curve has another number of rounds.
    """
    curves = [TableCurve(table.name, [RungCurve(*rung) for rung in table.rungs]) for table in tables]
    _check_lengths(curves, len(round_labels))
    scale = _Scale(_top(curves), round_labels)
    columns = _Columns.of(curves, histories, labels, scale.end)
    panels = [_Panel.of(table, columns, len(curves), histories, labels) for table in curves]
    meaning, note = scale.meaning(), scale.note()
    body = _height(meaning) + _height(note) + sum(panel.head + panel.height for panel in panels) + _TICK_FOOT
    page = _Page.build(title, question, _source(histories, seed, as_of, version), body)
    page.text(MARGIN, page.top, meaning, SMALL, color=QUIET)
    page.text(MARGIN, page.top + _height(meaning), note, SMALL, color=RUST, weight="bold")
    y = page.top + _height(meaning) + _height(note)
    page.text(columns.labels, y + panels[0].head - _TO_AXES, [scale.end], SMALL, color=QUIET, va="bottom")
    for panel in panels:
        _draw_panel(page, panel, columns, y + panel.head, scale, last=panel is panels[-1])
        y += panel.head + panel.height
    return page.figure


@style()
def reliability(
    bins: Sequence[Bin],
    events: Sequence[tuple[float, bool]],
    *,
    title: str,
    caution: str,
    histories: int,
    seed: int,
    as_of: str,
    question: str = "",
    version: str | None = None,
) -> Figure:
    """Share of forecast events that happened, by the probability that they were given [Bröcker & Smith 2007].

    `bins` are the classes of `events`: (probability, whether it happened) each. Raises ValueError without any.
    """
    if not bins or not events:
        raise ValueError("there are no events to draw")
    counts = [_wrap(f"{cell.yes} of {cell.n}", SMALL, (cell.high - cell.low) * _SQUARE - 4, bold=True) for cell in bins]
    strip = max(_height(lines) for lines in counts)
    note = _wrap(caution, SMALL, WIDTH - 2 * MARGIN, bold=True)
    body = _SQUARE_HEAD + _SQUARE + _TICK_FOOT + strip + _SQUARE_FOOT + _height(note)
    page = _Page.build(title, question, _source(histories, seed, as_of, version), body)
    left, y = MARGIN + _SCALE_WIDTH, page.top + _SQUARE_HEAD
    page.text(MARGIN, page.top, ["Share that happened"], SMALL, color=QUIET)
    _draw_reliability(page.axes(left, y, _SQUARE, _SQUARE), bins, events)
    for cell, lines in zip(bins, counts, strict=True):
        middle = left + (cell.low + cell.high) / 2 * _SQUARE
        page.text(middle, y + _SQUARE + _TICK_FOOT, lines, SMALL, ha="center", weight="bold")
    page.text(
        left, y + _SQUARE + _TICK_FOOT + strip + 3, ["Forecast probability, and how many happened"], SMALL, color=QUIET
    )
    _explain(page, left + _SQUARE + 2 * _SQUARE_HEAD, y)
    page.text(MARGIN, page.bottom - _height(note), note, SMALL, color=RUST, weight="bold")
    return page.figure


def render(figure: Figure, format: Format) -> bytes:
    """The file of a figure: equal bytes for equal figures, so no date and no random ids."""
    name = figure.get_label() or "parley"
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": "parley", "Title": name},
        "pdf": {"CreationDate": None, "Creator": "parley", "Producer": "parley", "Title": name},
        "png": {"Software": "parley"},
    }
    if format not in metadata:
        raise ValueError(f"no such format: {format!r}; choose svg, png or pdf")
    out = io.BytesIO()
    with style(), warnings.catch_warnings():
        if format == "svg":  # keeps its text as text: the reader's fonts will have what ours lacks
            warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        figure.savefig(out, format=format, dpi=DPI, metadata=metadata[format])
    return out.getvalue()


# ------------------------------------------------------------------------------------------------ house style


class _Page(NamedTuple):
    """A figure with heading and source line drawn; its body lies from `top` to `bottom`, in points."""

    figure: Figure
    height: float
    top: float
    bottom: float

    @classmethod
    def build(cls, title: str, question: str, source: str, body: float) -> "_Page":
        """A page with room for a body of that height in points."""
        width = WIDTH - 2 * MARGIN
        heading = _balanced(title, TITLE, width, bold=True)
        subtitle = _wrap(question, BODY, width)
        footer = _wrap(source, SMALL, width)
        top = MARGIN + _height(heading, TITLE) + (3 + _height(subtitle, BODY) if subtitle else 0) + 8
        height = top + body + 6 + _height(footer) + MARGIN
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=DPI)
        FigureCanvasAgg(figure)
        figure.set_label(" ".join(title.split()))
        page = cls(figure, height, top, top + body)
        page.text(MARGIN, MARGIN, heading, TITLE, weight="bold")
        page.text(MARGIN, MARGIN + _height(heading, TITLE) + 3, subtitle, BODY, color=QUIET)
        page.text(MARGIN, top + body + 6, footer, SMALL, color=QUIET)
        return page

    def text(self, x: float, y: float, lines: Sequence[str], size: float = BODY, **how: Any) -> None:
        """Lines of text from (x, y) downward, or as `ha` and `va` say; nothing if there are none."""
        if lines:
            given: Any = {"va": "top", "linespacing": SPACING, "fontsize": size} | how
            self.figure.text(x / WIDTH, 1 - y / self.height, "\n".join(lines), **given)

    def beside(self, x: float, middle: float, lines: Sequence[str], **how: Any) -> None:
        """Body text beside a mark at height `middle`; single lines of any letters share a baseline."""
        if len(lines) == 1:
            self.text(x, middle + _HALF_CAPITAL * BODY, lines, va="baseline", **how)
        else:
            self.text(x, middle, lines, va="center", **how)

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float) -> None:
        """A line through points of the page."""
        path = [np.asarray(xs) / WIDTH, 1 - np.asarray(ys) / self.height]
        self.figure.add_artist(Line2D(*path, color=color, linewidth=width, solid_capstyle="round"))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Bare axes with their top left corner at (x, y): no frame, no ticks."""
        rectangle = (x / WIDTH, 1 - (y + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(rectangle)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0, pad=4, labelsize=SMALL, labelcolor=QUIET, color=QUIET)
        axes.set_axisbelow(True)
        return axes


def _source(histories: int, seed: int, as_of: str, version: str | None) -> str:
    what = "1 simulated history" if histories == 1 else f"{histories:,} simulated histories"
    return f"Source: parley {version or _version()}; {what}; seed {seed}; knowledge as of {_day(as_of)}."


def _version() -> str:
    try:
        return installed_version("parley")
    except PackageNotFoundError:
        return "(version unknown)"


def _day(text: str) -> str:
    """An ISO date for a reader, as `13 September 2018`; anything else as it stands."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _readable(name: str, labels: Mapping[str, str] | None) -> str:
    """`formal_talks` as `Formal talks`, unless `labels` says otherwise."""
    if labels and name in labels:
        return labels[name]
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _ladder_colours(count: int) -> list[str]:
    """Colours from dark blue over grey to light orange, as far apart as `count` allows."""
    if count == 1:
        return [LADDER[1]]
    return [LADDER[round(i * (len(LADDER) - 1) / (count - 1))] for i in range(count)]


# ------------------------------------------------------------------------------------------ words and numbers


def _percent(share: float, count: int, total: int) -> str:
    """`34 %`; below 1 % and above 99 % as `k of n`."""
    if not 0.01 <= share <= 0.99:
        return f"{count:,} of {total:,}"
    return f"{100 * share:.0f} %"


def _with_interval(share: float, lo: float, hi: float, count: int, total: int) -> str:
    """`34 % (33–35)`, with as many decimals (at most two) as it takes to tell the bounds apart."""
    if not 0.01 <= share <= 0.99:
        return _percent(share, count, total)
    digits = next((d for d in (0, 1) if f"{100 * lo:.{d}f}" != f"{100 * hi:.{d}f}"), 2)
    low, high = (f"{100 * bound:.{digits}f}" for bound in (lo, hi))
    return f"{100 * share:.{digits}f} % ({low}–{high})"


@lru_cache(maxsize=1)
def _pen() -> RendererAgg:
    return RendererAgg(1, 1, DPI)


@lru_cache(maxsize=8192)
def _width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    with warnings.catch_warnings():  # whoever draws the text will hear of glyphs that the font lacks
        warnings.simplefilter("ignore", UserWarning)
        width = _pen().get_text_width_height_descent(text, font, False)[0] * 72 / DPI
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return max(width, wide * size)  # where the font lacks them, other fonts draw them a full size wide


def _height(lines: Sequence[str], size: float = SMALL) -> float:
    return len(lines) * LINE * size


def _wrap(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines no wider than `width` points, broken at spaces; inside a word only if it is wider than that."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _width(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, size, width, bold))
    return lines


def _pieces(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        mark = unicodedata.category(letter).startswith("M")  # stays with its letter
        if pieces[-1] and not mark and _width(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _balanced(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """As `_wrap`, with lines of similar length: no word alone on the last line."""
    lines = _wrap(text, size, width, bold)
    for narrower in np.arange(0.95, 0.5, -0.05) * width:
        tighter = _wrap(text, size, narrower, bold)
        if len(tighter) > len(lines) or any(word not in text.split() for word in " ".join(tighter).split()):
            break
        lines = tighter
    return lines


# --------------------------------------------------------------------------------------------------- outcomes

_NAME_WIDTH = 175.0  # widest a name may be before it is wrapped, points
_BAR = 11.0  # thickness of a bar, points
_AXIS_FOOT = 30.0  # room under the bars for ticks and what they mean, points
_GAP = 5.0
_BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # keeps grid lines out of a label
_FIVE_TICKS = 160.0  # length of a scale that has room for five numbers, points


class _Row(NamedTuple):
    """An outcome: its name in lines, what is written at the bar's end, and its share with interval."""

    name: list[str]
    value: str
    share: float
    lo: float
    hi: float

    @classmethod
    def of(cls, name: str, share: Mapping[str, float], total: int) -> "_Row":
        p, lo, hi = share["p"], share["lo"], share["hi"]
        value = _with_interval(p, lo, hi, int(share["n"]), total)
        return cls(_balanced(name, BODY, _NAME_WIDTH), value, p, lo, hi)

    @property
    def height(self) -> float:
        return max(_height(self.name, BODY), _BAR) + 9


def _draw_rows(page: _Page, rows: Sequence[_Row], height: float) -> None:
    names = max(_width(line, BODY) for row in rows for line in row.name or [""])
    left = MARGIN + names + 2 * _GAP
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
        page.beside(left - _GAP, middle, row.name, ha="right")
        end = left + row.hi * width + _GAP
        page.beside(end, middle, [row.value], weight="bold", bbox=_BLANK)
        y += row.height
    what = "Share of simulated histories; thin line and brackets: 95 % sampling interval"
    meaning = _wrap(what, SMALL, WIDTH - 2 * MARGIN)
    page.text(MARGIN, page.bottom - _height(meaning), meaning, SMALL, color=QUIET)


def _bar_width(rows: Sequence[_Row], room: float) -> float:
    """Length of the whole scale in points: as long as the labels at the bars' ends allow."""
    widths = [(room - 2 * _GAP - _width(row.value, BODY, True)) / max(row.hi, 1e-9) for row in rows]
    return min([room - 18, *widths])


def _draw_bar(axes: Axes, row: _Row, y: float) -> None:
    axes.barh(y, row.share, height=_BAR, color=BLUE, linewidth=0)
    axes.plot([row.lo, row.hi], [y, y], color=INK, linewidth=1.2, marker="|", markersize=5, clip_on=False)


# -------------------------------------------------------------------------------------------- rungs over time

_PANEL_HEIGHTS = {1: 170.0, 2: 135.0}  # by the number of panels; points
_PANEL_HEIGHT = 105.0
_PANEL_HEAD = 18.0  # room above a panel besides the lines of its table's name
_TO_AXES = 7.0  # between a table's name and its panel
_TICK_FOOT = 18.0  # room under the last panel for its dates
_LEADER = 24.0  # length of the line from a curve's end to its label
_VALUES_TO_NAMES = 6.0
_LABELS_SHARE = 0.42  # of the page's width that labels may take
_SCALE_WIDTH = 34.0  # of the numbers left of a panel


class _Scale(NamedTuple):
    """Both axes of all panels: where the vertical one ends, in per cent, and what the rounds are called."""

    top: int
    round_labels: Sequence[str]

    @property
    def end(self) -> str:
        """What stands above the final shares."""
        return f"By {self.round_labels[-1]}"

    def meaning(self) -> list[str]:
        """What is drawn."""
        what = "Share of simulated histories that have come this far; bands: 95 % sampling interval."
        return _wrap(what, SMALL, WIDTH - 2 * MARGIN)

    def note(self) -> list[str]:
        """A warning where the vertical scale is not the whole."""
        return [] if self.top == 100 else [f"Note: the vertical scale ends at {self.top} %, not at 100 %."]


class _Columns(NamedTuple):
    """Where the panels and the columns of labels stand, points from the left; the same for all panels."""

    left: float
    right: float
    labels: float

    @classmethod
    def of(cls, tables: Sequence[TableCurve], total: int, labels: Mapping[str, str] | None, head: str) -> "_Columns":
        """Room for the longest label, up to a share of the page, and for the `head` of the labels."""
        rungs = [RungCurve(*rung) for table in tables for rung in table.rungs]
        widths = [_label_width(_last(rung, total), _readable(rung.name, labels)) for rung in rungs]
        room = max([*widths, _width(head, SMALL)]) + 1
        right = WIDTH - MARGIN - room - _LEADER
        return cls(MARGIN + _SCALE_WIDTH, right, right + _LEADER)

    def name_width(self, value: str) -> float:
        """How wide a name after this value may be, points."""
        return WIDTH - MARGIN - self.labels - _indent(value)


def _label_width(value: str, name: str) -> float:
    """Width of a label in points; its name is wrapped at the labels' share of the page."""
    lines = _balanced(name, BODY, WIDTH * _LABELS_SHARE - _indent(value))
    return _indent(value) + max((_width(line, BODY) for line in lines), default=0.0)


def _indent(value: str) -> float:
    """Where a label's name starts, points from the label's left; the same for all per cents."""
    return max(_width(value, BODY, True), _width("00 %", BODY, True)) + _VALUES_TO_NAMES


class _Panel(NamedTuple):
    """A table: its name in lines, its curves, and for each what stands at its right end."""

    name: list[str]
    rungs: list[RungCurve]
    values: list[str]
    names: list[list[str]]
    height: float

    @classmethod
    def of(
        cls, table: TableCurve, columns: _Columns, panels: int, total: int, labels: Mapping[str, str] | None
    ) -> "_Panel":
        rungs = [RungCurve(*rung) for rung in table.rungs]
        values = [_last(rung, total) for rung in rungs]
        names = [
            _balanced(_readable(rung.name, labels), BODY, columns.name_width(value)) or [""]
            for rung, value in zip(rungs, values, strict=True)
        ]
        height = max(_PANEL_HEIGHTS.get(panels, _PANEL_HEIGHT), _labels_height(names))
        name = _balanced(_readable(table.name, labels), BODY, columns.right - MARGIN, bold=True)
        return cls(name, rungs, values, names, height)

    @property
    def head(self) -> float:
        """Height above the axes, points."""
        return _PANEL_HEAD + max(_height(self.name, BODY), _height([""]))


def _last(rung: RungCurve, total: int) -> str:
    share = float(rung.share[-1])
    return _percent(share, round(share * total), total)


def _label_height(lines: Sequence[str]) -> float:
    return _height(lines, BODY) + 2


def _labels_height(names: Sequence[Sequence[str]]) -> float:
    return sum(_label_height(lines) for lines in names)


def _check_lengths(tables: Sequence[TableCurve], rounds: int) -> None:
    if not tables or not rounds:
        raise ValueError("there is no table or no round to draw")
    for table in tables:
        for name, *arrays in table.rungs:
            if any(len(array) != rounds for array in arrays):
                raise ValueError(f"{table.name}.{name} must have {rounds} rounds, as the round labels have")


def _top(tables: Sequence[TableCurve]) -> int:
    """Where the vertical scale ends, per cent: the first sensible number above every band."""
    highest = max((float(np.max(rung[3])) for table in tables for rung in table.rungs), default=0.0)
    return next((top for top in TOPS if 100 * highest <= top), 100)


def _draw_panel(page: _Page, panel: _Panel, columns: _Columns, y: float, scale: _Scale, last: bool) -> None:
    top, round_labels = scale
    page.text(MARGIN, y - _TO_AXES, panel.name, BODY, weight="bold", va="bottom")
    axes = page.axes(columns.left, y, columns.right - columns.left, panel.height)
    rounds = len(round_labels)
    axes.set(xlim=(0, rounds), ylim=(0, top / 100))
    axes.set_yticks([tick / 100 for tick in TICKS[top]], [f"{tick} %" for tick in TICKS[top]])
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    shown = _tick_rounds(round_labels, columns.right - columns.left)
    axes.set_xticks([t + 0.5 for t in shown], [round_labels[t] if last else "" for t in shown])
    axes.tick_params(axis="x", length=3)
    colours = _ladder_colours(len(panel.rungs))
    _draw_bands(axes, panel.rungs, colours)
    for rung, colour in zip(panel.rungs, colours, strict=True):
        axes.stairs(rung.share, baseline=None, color=colour, linewidth=2.0, clip_on=False)
    _draw_labels(page, panel, columns, y, top, colours)


def _draw_bands(axes: Axes, rungs: Sequence[RungCurve], colours: Sequence[str]) -> None:
    """A pale band for each rung; equal bands once, since several on top of each other look solid."""
    drawn: set[bytes] = set()
    alpha = 0.2 if len(rungs) <= 3 else 0.12
    for rung, colour in zip(rungs, colours, strict=True):
        band = np.concatenate([rung.lo, rung.hi]).tobytes()
        if band not in drawn:
            axes.stairs(rung.hi, baseline=rung.lo, fill=True, color=colour, alpha=alpha, linewidth=0)
        drawn.add(band)


def _draw_labels(page: _Page, panel: _Panel, columns: _Columns, y: float, top: int, colours: Sequence[str]) -> None:
    """At each curve's end a line to its final share and its name, spread so that they do not meet."""
    ends = [y + panel.height * (1 - 100 * float(rung.share[-1]) / top) for rung in panel.rungs]
    order = sorted(range(len(ends)), key=lambda i: ends[i])  # stable: equal rungs stay in their order
    heights = [_label_height(panel.names[i]) for i in order]
    middles = _spread([ends[i] for i in order], heights, y - 4, y + panel.height + 4)
    for i, middle in zip(order, middles, strict=True):
        start, stop = columns.right + 1, columns.labels - 4
        page.line([start, start + 2, stop - 3, stop], [ends[i], ends[i], middle, middle], colours[i], 1.4)
        page.beside(columns.labels, middle, [panel.values[i]], weight="bold")
        page.beside(columns.labels + _indent(panel.values[i]), middle, panel.names[i])


def _spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels of these heights that do not overlap, close (least squares) to those wanted.

    `wanted` ascends, and so do the results; they stay between `low` and `high` if there is room.
    Pools adjacent violators: labels that would meet share the mean of their wishes.
    """
    if not wanted:
        return []
    offsets = np.cumsum([0.0, *((a + b) / 2 for a, b in itertools.pairwise(heights))])
    pools: list[tuple[float, int]] = []
    for wish in np.asarray(wanted) - offsets:
        mean, size = float(wish), 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    places = np.repeat([mean for mean, _ in pools], [size for _, size in pools])
    last = high - heights[-1] / 2 - offsets[-1]
    return [float(place) for place in np.maximum(np.minimum(places, last), low + heights[0] / 2) + offsets]


def _tick_rounds(round_labels: Sequence[str], width: float) -> list[int]:
    """Indices of the rounds to name on an axis of `width` points: the first, then as many as stay apart."""
    rounds = len(round_labels)
    widest = max(_width(label, SMALL) for label in round_labels[:60])
    strides = WEEKS if round_labels[0][:1].isdigit() else MONTHS
    stride = next((s for s in strides if s * width / rounds >= widest + 8), rounds)
    return list(range(0, rounds, stride))


# ------------------------------------------------------------------------------------------------ reliability

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


def _explain(page: _Page, x: float, y: float) -> None:
    """What the marks mean, beside the diagram."""
    for text in _MARKS:
        lines = _wrap(text, SMALL, WIDTH - MARGIN - x)
        page.text(x, y, lines, SMALL, color=QUIET)
        y += _height(lines) + 6
