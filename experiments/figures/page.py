"""Pictures of estimates: plain data in, a matplotlib Figure out; nothing is saved or printed here.

One house style: 16 cm wide and as tall as the content needs, blue–grey–orange that also reads in grey,
labels beside the marks in place of legends, and the bundled DejaVu Sans (other fonts of the machine only for letters that
it lacks). All places and lengths are in points (1/72 inch) from the top left corner of the page; text is measured before
it is placed, so that no two labels meet.
"""

import io
import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from itertools import takewhile
from typing import Any, Literal, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.text import Text

from experiments.figures.letters import families_with, lacking

Format = Literal["svg", "png", "pdf"]

WIDTH = 16 / 2.54 * 72  # of every figure, points
DPI = 160
MARGIN = 8.0  # of the page, points
LINE, SPACING = 1.25, 1.16  # height of a line of text in font sizes, and what matplotlib calls spacing
HALF_CAPITAL = 0.365  # half the height of a capital letter, in font sizes
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

AXIS_FOOT = 30.0  # room under the bars for ticks and what they mean, points
GAP = 5.0
BELOW = 3.0  # a part of the heading
SHORT_LINE = 0.3  # of the width: what is shorter looks left over
TALLEST = 690.0  # of a figure: what a page of A4 holds, points
TO_AXES = 7.0  # between a table's name and its panel
TICK_FOOT = 18.0  # room under the last panel for its dates
SCALE_WIDTH = 34.0  # of the numbers left of a panel

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
_WHOLE_STYLE = {**matplotlib.rcParamsDefault, **_STYLE}  # rcdefaults() reads every style that Matplotlib comes with
del _WHOLE_STYLE["backend"]  # a notebook's own; it would not be put back


@contextmanager
def style() -> Iterator[None]:
    """The house style, whatever the reader's own matplotlib settings; for building and for rendering."""
    with matplotlib.rc_context(_WHOLE_STYLE):
        yield


def render(figure: Figure, format: Format) -> bytes:
    """The file of a figure: equal bytes for equal figures and fonts, so no date and no random ids."""
    name = figure.get_label() or "parley"
    metadata: dict[str, dict[str, object]] = {
        "svg": {"Date": None, "Creator": "parley", "Title": name},
        "pdf": {"CreationDate": None, "Creator": "parley", "Producer": "parley", "Title": name},
        "png": {"Software": "parley"},
    }
    if format not in metadata:
        raise ValueError(f"no such format: {format!r}; choose svg, png or pdf")
    out = io.BytesIO()
    as_text = format == "svg"  # the reader's fonts will have what ours lacks
    with style(), warnings.catch_warnings(), nullcontext() if as_text else _other_fonts(figure):
        if as_text:
            warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        figure.savefig(out, format=format, dpi=DPI, metadata=metadata[format])
    return out.getvalue()


@contextmanager
def _other_fonts(figure: Figure) -> Iterator[None]:
    """While this lasts, texts with letters that our font lacks may take them from other fonts of this machine."""
    texts = [text for text in figure.findobj(Text) if lacking([text.get_text()])]
    others = families_with(lacking(text.get_text() for text in texts)) if texts else []
    for text in texts:
        text.set_fontfamily([*_STYLE["font.sans-serif"], *others])
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)  # not every font has a bold weight
    try:
        yield
    finally:
        log.setLevel(before)
        for text in texts:
            text.set_fontfamily(_STYLE["font.family"])


class Page(NamedTuple):
    """A figure with heading and source line drawn; its body lies from `top` to `bottom`, in points."""

    figure: Figure
    height: float
    top: float
    bottom: float

    @classmethod
    def build(cls, heading: "Heading", source: str, body: float) -> "Page":
        """A page with room for a body of that height in points."""
        footer = no_orphan(source, SMALL, WIDTH - 2 * MARGIN)
        top = MARGIN + heading.height
        height = top + body + 6 + text_height(footer) + MARGIN
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=DPI)
        FigureCanvasAgg(figure)
        figure.set_label(" ".join(heading.finding.split()))
        page = cls(figure, height, top, top + body)
        y = MARGIN
        for lines, size, how in heading.parts():
            page.text(MARGIN, y, lines, size, **how)
            y += text_height(lines, size) + BELOW
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
            self.text(x, middle + HALF_CAPITAL * BODY, lines, va="baseline", **how)
        else:
            self.text(x, middle, lines, va="center", **how)

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, width: float, **how: Any) -> None:
        """A line through points of the page."""
        path = [np.asarray(xs) / WIDTH, 1 - np.asarray(ys) / self.height]
        self.figure.add_artist(Line2D(*path, color=color, linewidth=width, **{"solid_capstyle": "round"} | how))

    def mark(self, x: float, y: float, **how: Any) -> None:
        """A mark at a point of the page."""
        self.figure.add_artist(Line2D([x / WIDTH], [1 - y / self.height], linewidth=0, **how))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Bare axes with their top left corner at (x, y): no frame, no ticks."""
        rectangle = (x / WIDTH, 1 - (y + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(rectangle)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0, pad=4, labelsize=SMALL, labelcolor=QUIET, color=QUIET)
        axes.set_axisbelow(True)
        return axes


_RESERVED: ContextVar[str] = ContextVar("reserved", default="")


@contextmanager
def reserved(line: str) -> Iterator[None]:
    """Whatever is drawn meanwhile begins with this line: what is to be known first of all that is made of a folder."""
    token = _RESERVED.set(line)
    try:
        yield
    finally:
        _RESERVED.reset(token)


class Heading(NamedTuple):
    """What stands above a figure: what it shows in a sentence, what is plotted, of what, and what was changed in that.

    Above it all stands what is `reserved` while it is drawn.
    """

    finding: str
    plotted: str = ""
    of: str = ""
    changed: str = ""

    def parts(self) -> Iterator[tuple[list[str], float, dict[str, Any]]]:
        """What there is of it, in lines, with its size and its look."""
        width = WIDTH - 2 * MARGIN
        given: tuple[tuple[list[str], float, dict[str, Any]], ...] = (
            (wrap(_RESERVED.get(), SMALL, width, bold=True), SMALL, {"color": RUST, "weight": "bold"}),
            (balanced(self.finding, TITLE, width, bold=True), TITLE, {"weight": "bold"}),
            (no_orphan(self.plotted, BODY, width), BODY, {"color": QUIET}),
            (wrap(self.of, SMALL, width), SMALL, {"color": QUIET}),
            (wrap(self.changed, SMALL, width, bold=True), SMALL, {"color": RUST, "weight": "bold"}),
        )
        yield from (part for part in given if part[0])

    @property
    def height(self) -> float:
        """Points that it takes, with the room below it."""
        return sum(text_height(lines, size) + BELOW for lines, size, _ in self.parts()) + 5

    def room(self, source: str) -> float:
        """Points that it leaves on a page of A4 for what is drawn, with the source below that."""
        footer = text_height(no_orphan(source, SMALL, WIDTH - 2 * MARGIN))
        return TALLEST - 2 * MARGIN - self.height - 6 - footer


class Answer(NamedTuple):
    """What answers the scenario's question: what it is called, in how many histories it comes about, and at which table."""

    title: str
    histories: int
    table: str | None = None


class About(NamedTuple):
    """What stands on every figure: the scenario that it is of, how many histories, their seed, the date of knowledge.

    `answer` is what answers the scenario's question, if it says so; `changed` is how it was played otherwise than its
    file says.
    """

    scenario: str
    histories: int
    seed: int
    as_of: str
    version: str | None = None
    answer: Answer | None = None
    changed: str = ""

    def heading(self, finding: str, plotted: str) -> Heading:
        """What stands above a figure of it."""
        return Heading(finding, plotted, self.scenario, self.changed)

    @property
    def histories_words(self) -> str:
        """How many histories: `4,000 simulated histories`."""
        return histories_words(self.histories)

    @property
    def source(self) -> str:
        """Where the figure's numbers come from."""
        return source_line(self.histories, self.seed, self.as_of, self.version)


def source_line(histories: int, seed: int, as_of: str, version: str | None, points: int | None = None) -> str:
    """Where a figure's numbers come from; `points` of a sweep, each with so many histories."""
    what = histories_words(histories)
    what += f" at each of {points:,} points" if points else ""
    return f"Source: parley {version or own_version()}; {what}; seed {seed}; knowledge as of {day_words(as_of)}."


def histories_words(histories: int) -> str:
    """`4,000 simulated histories`."""
    return "1 simulated history" if histories == 1 else f"{histories:,} simulated histories"


def own_version() -> str:
    """parley's version, as far as it is known."""
    try:
        return installed_version("parley")
    except PackageNotFoundError:
        return "(version unknown)"


def day_words(text: str) -> str:
    """An ISO date for a reader, as `13 September 2018`; anything else as it stands."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return str(text)
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def readable(name: str, labels: Mapping[str, str] | None) -> str:
    """`formal_talks` as `Formal talks`, unless `labels` says otherwise."""
    if labels and name in labels:
        return labels[name]
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def ladder_colours(count: int) -> list[str]:
    """Colours from dark blue over grey to light orange, as far apart as `count` allows."""
    if count == 1:
        return [LADDER[1]]
    return [LADDER[round(i * (len(LADDER) - 1) / (count - 1))] for i in range(count)]


def percent(share: float, count: int, total: int) -> str:
    """`34 %`; below 1 % and above 99 % as `k of n`."""
    if not 0.01 <= share <= 0.99:
        return f"{count:,} of {total:,}"
    return f"{100 * share:.0f} %"


def with_interval(share: float, lo: float, hi: float, count: int, total: int) -> str:
    """`34 % (33–35)`, with as many decimals (at most two) as it takes to tell the bounds apart."""
    if not 0.01 <= share <= 0.99:
        return percent(share, count, total)
    digits = next((d for d in (0, 1) if f"{100 * lo:.{d}f}" != f"{100 * hi:.{d}f}"), 2)
    low, high = (f"{100 * bound:.{digits}f}" for bound in (lo, hi))
    return f"{100 * share:.{digits}f} % ({low}–{high})"


@lru_cache(maxsize=2)
def _face(bold: bool) -> str:
    """The file of the house font, which Matplotlib looks for among all fonts of the machine."""
    return findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal"))


@lru_cache(maxsize=8192)
def _word_width(word: str, size: float, bold: bool) -> float:
    """Width of a word, or of a space, in pixels."""
    font = get_font(_face(bold))
    font.set_size(size, DPI)
    with warnings.catch_warnings():  # whoever draws the text will hear of glyphs that the font lacks
        warnings.simplefilter("ignore", UserWarning)
        font.set_text(word, 0.0, flags=get_hinting_flag())
    width: float = font.get_width_height()[0] / 64
    return width


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points: that of its words and of the spaces between them, so that each is measured once."""
    *_, width = _line_widths(text.split(" "), size, bold)
    return width


def _line_widths(words: Iterable[str], size: float, bold: bool) -> Iterator[float]:
    """Width in points of a line of the first word, of the first two, and so on."""
    pixels, wide, space = 0.0, 0, _word_width(" ", size, bold)
    for i, word in enumerate(words):
        pixels += (space if i else 0.0) + (_word_width(word, size, bold) if word else 0.0)
        wide += 0 if word.isascii() else sum(unicodedata.east_asian_width(letter) in "WF" for letter in word)
        yield max(pixels * 72 / DPI, wide * size)  # where the font lacks them, other fonts draw them a full size wide


def text_height(lines: Sequence[str], size: float = SMALL) -> float:
    """Height of lines of text in points."""
    return len(lines) * LINE * size


def wrap(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Lines no wider than `width` points, broken at spaces; inside a word only if it is wider than that."""
    lines: list[str] = []
    words = text.split()
    while words:
        *whole, words[0] = _pieces(words[0], size, width, bold)
        count = _fitting(words, size, width, bold)
        lines += [*whole, " ".join(words[:count])]
        del words[:count]
    return lines


def _fitting(words: Sequence[str], size: float, width: float, bold: bool) -> int:
    """How many of the words a line holds, at least the first."""
    return max(1, sum(1 for _ in takewhile(lambda end: end <= width, _line_widths(words, size, bold))))


def _pieces(word: str, size: float, width: float, bold: bool) -> list[str]:
    if text_width(word, size, bold) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        mark = unicodedata.category(letter).startswith("M")  # stays with its letter
        if pieces[-1] and not mark and text_width(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def balanced(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """As `wrap`, with lines of similar length: no word alone on the last line."""
    lines = wrap(text, size, width, bold)
    for narrower in np.arange(0.95, 0.5, -0.05) * width:
        tighter = wrap(text, size, narrower, bold)
        if len(tighter) > len(lines) or any(word not in text.split() for word in " ".join(tighter).split()):
            break
        lines = tighter
    return lines


def no_orphan(text: str, size: float, width: float) -> list[str]:
    """As `wrap`, a little narrower where else the last line would be very short."""
    lines = wrap(text, size, width)
    for narrower in np.arange(1.0, 0.7, -0.05) * width:
        tighter = wrap(text, size, narrower)
        if len(tighter) == len(lines) and (not tighter or text_width(tighter[-1], size) >= SHORT_LINE * width):
            return tighter
    return lines
