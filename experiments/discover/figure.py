"""Boxes as ranges: of each input that limits a box, which part of its distribution lies in it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from experiments.discover.results import BoxTold, DiscoveryResult
from experiments.discover.tables import asked, finding, interval, percent
from experiments.figures.changed import study_words
from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    Format,
    Heading,
    Page,
    balanced,
    render,
    source_line,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.store.files import write_whole
from experiments.store.folder import StoreError
from experiments.words.sentences import begin

NAMES = 170.0  # widest a name may be before it is wrapped, points
LEAST_ROW = 18.0  # points
BAR = 9.0  # points
_MEANING = (
    "Blue: the part of each input's distribution that lies in the box. Found on one half, measured on the other; in brackets "
    "95 % intervals."
)
KINDS: Mapping[str, Format] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}


def save(told: DiscoveryResult, path: Path) -> None:
    """Draw what was discovered into a file; StoreError if it cannot be written."""
    try:
        write_whole(path, render(ranges(told), KINDS[path.suffix.lower()]))
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from None


@style()
def ranges(told: DiscoveryResult) -> Figure:
    """A panel for each box: a bar for each of its limits over the whole distribution of the input."""
    what = asked(told)
    front = begin(what)
    explained = wrap(_MEANING, SMALL, WIDTH - 2 * MARGIN)
    heads = [wrap(_heading(told, box, front), BODY, WIDTH - 2 * MARGIN, bold=True) for box in told["boxes"]]
    names = [[balanced(limit["input"], BODY, NAMES) for limit in box["limits"]] for box in told["boxes"]]
    body = sum(
        text_height(head, BODY) + 6 + sum(map(_height, rows)) + 10 for head, rows in zip(heads, names, strict=True)
    )
    source = source_line(told["points"], told["seed"], told["as_of"], None)
    if told["of"] == "points":
        source = source.replace("simulated histories", "points of a sweep")
    plotted = f"Where {what} is most frequent: {told['points']:,} {told['of']}"
    page = Page.build(
        Heading(finding(told), plotted, told["scenario"], study_words(told.get("changed", []))), source,
        body + AXIS_FOOT + text_height(explained) - 14,
    )  # fmt: skip
    if not told["boxes"]:
        return page.figure
    left = MARGIN + max(text_width(line, BODY) for rows in names for lines in rows for line in lines) + 2 * GAP
    room = max(text_width(limit["is"], SMALL) for box in told["boxes"] for limit in box["limits"]) + 2 * GAP
    y = page.top
    for box, head, rows in zip(told["boxes"], heads, names, strict=True):
        page.text(MARGIN, y, head, BODY, weight="bold")
        y += text_height(head, BODY) + 6
        _panel(page, box, rows, (left, y, WIDTH - MARGIN - room - left), last=box is told["boxes"][-1])
        y += sum(map(_height, rows)) + 10
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page.figure


def _heading(told: DiscoveryResult, box: BoxTold, front: str) -> str:
    return (
        f"{front} in {percent(box['density']['p'])} ({interval(box['density'])}): "
        f"a box of {percent(box['support'])} of all {told['of']}"
    )


def _height(lines: Sequence[str]) -> float:
    return max(LEAST_ROW, text_height(lines, BODY) + 5)


def _panel(
    page: Page, box: BoxTold, rows: Sequence[Sequence[str]], where: tuple[float, float, float], last: bool
) -> None:
    left, top, width = where
    tall = sum(map(_height, rows))
    axes = page.axes(left, top, width, tall)
    axes.set(xlim=(0, 100), ylim=(tall, 0), yticks=[])
    ticks = (0, 25, 50, 75, 100)
    names = [f"{tick} %" if tick else "lowest" for tick in ticks[:-1]] + ["highest"]
    axes.set_xticks(ticks, names if last else [""] * len(ticks))
    at = 0.0
    for limit, lines in zip(box["limits"], rows, strict=True):
        middle = at + _height(lines) / 2
        low, high = (100 * end for end in limit["span"])
        axes.barh(middle, 100, BAR, color=FAINT, linewidth=0)
        axes.barh(middle, high - low, BAR, left=low, color=BLUE, linewidth=0)
        page.beside(left - GAP, top + middle, lines, ha="right")
        page.beside(left + width + GAP, top + middle, [limit["is"]], fontsize=SMALL, color=QUIET)
        at += _height(lines)
