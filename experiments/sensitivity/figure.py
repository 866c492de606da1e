"""The figures of a sensitivity analysis: a tornado with Sobol totals beside it, kinds of evidence, or Morris's effects."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures.page import (
    AXIS_FOOT,
    BLUE,
    BODY,
    FAINT,
    GAP,
    INK,
    LADDER,
    MARGIN,
    QUIET,
    SMALL,
    WIDTH,
    Page,
    balanced,
    source_line,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.sensitivity.summary import (
    AnalysisSummary,
    IndexEstimate,
    MorrisSummary,
    SobolNumber,
    SobolSummary,
)
from experiments.sensitivity.tables import CALLED, share
from experiments.sweep.words import asked
from experiments.words.numbers import figure as number_figure

MOST = 15  # numbers drawn
NAMES = 150.0  # widest a name may be before it is wrapped, points
LEAST_ROW = 17.0  # points
HEAD = 16.0  # room for a panel's heading, points
BAR = 0.56  # of its row
LIGHT, ORANGE = "#a8c4e0", LADDER[-2]
STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)  # per cent between two ticks


def figures_of(told: AnalysisSummary) -> dict[str, Figure]:
    """The figures of an analysis, by name."""
    if told["design"] == "morris":
        return {"effects": effects(told)}
    return {"tornado": tornado(told), "evidence": evidence(told)}


Item = TypeVar("Item")


class Row(NamedTuple, Generic[Item]):
    """A row: its name in lines, where it begins and how tall it is, points, and what it is of."""

    name: list[str]
    top: float
    tall: float
    of: Item

    @property
    def middle(self) -> float:
        """Its middle, points."""
        return self.top + self.tall / 2


def rows_of(items: Sequence[Item], name: Callable[[Item], str]) -> list[Row[Item]]:
    """Items one under another."""
    rows: list[Row[Item]] = []
    for item in items:
        lines = balanced(name(item), BODY, NAMES)
        top = rows[-1].top + rows[-1].tall if rows else 0.0
        rows.append(Row(lines, top, max(LEAST_ROW, text_height(lines, BODY) + 5), item))
    return rows


def page_of(
    told: AnalysisSummary, rows: Sequence[Row[Item]], explained: Sequence[str], headed: bool
) -> tuple[Page, float, float]:
    """A page with names at its left and an explanation under all; where panels begin, and how tall they are."""
    tall = rows[-1].top + rows[-1].tall
    body = (HEAD if headed else 0.0) + tall + AXIS_FOOT + text_height(explained) - 8
    source = source_line(told["histories"], told["seed"], told["as_of"], None, told["evaluations"])
    page = Page.build(told["experiment"], told["question"] or "", source, body)
    left = MARGIN + max(text_width(line, BODY) for row in rows for line in row.name) + 2 * GAP
    top = page.top + (HEAD if headed else 0.0)
    for row in rows:
        page.beside(left - 2 * GAP, top + row.middle, row.name, ha="right")
    page.text(MARGIN, page.bottom - text_height(explained), explained, SMALL, color=QUIET)
    return page, left, tall


@style()
def tornado(told: SobolSummary) -> Figure:
    """What each number moves when it alone goes from its 5 % to its 95 % point, beside its first and total index."""
    rows = rows_of(told["numbers"][:MOST], lambda each: each["title"])
    explained = wrap(
        f"Left: share of histories with {asked(told)}, one number at its 5 % point (orange) and at its 95 % point "
        "(blue), all others at their medians. Right: share of the variance that goes if the number becomes known (dark), and "
        "that it has a part in (light; line: 95 % interval). Left misses what numbers do together; right does not.",
        SMALL, WIDTH - 2 * MARGIN,
    )  # fmt: skip
    page, left, tall = page_of(told, rows, explained, headed=True)
    room = WIDTH - MARGIN - left
    wide = 0.5 * room - GAP
    top = page.top + HEAD
    page.text(left, page.top, ["One at a time"], SMALL, weight="bold")
    page.text(left + wide + 6 * GAP, page.top, ["All together"], SMALL, weight="bold")
    swings = page.axes(left, top, wide, tall)
    _swings(swings, rows, told["at_medians"], tall)
    totals = page.axes(left + wide + 6 * GAP, top, room - wide - 6 * GAP - text_width("00 %", SMALL), tall)
    most = max(0.05, *(max(row.of["total"]["hi"], row.of["first"]["value"]) for row in rows))
    scale(totals, 0, 100 * most * 1.05, tall, parts=4)
    for row in rows:
        first, total = row.of["first"], row.of["total"]
        bars(totals, row, min(first["value"], total["value"]), total["value"], total)  # longer by chance alone
    return page.figure


def _swings(axes: Axes, rows: Sequence[Row[SobolNumber]], base: float, tall: float) -> None:
    swings = [row.of["swing"] for row in rows]
    ends = [100 * end for swing in swings for end in (swing["p_from"], swing["p_to"])] + [100 * base]
    margin = 0.14 * max(max(ends) - min(ends), 1.0)
    scale(axes, max(0.0, min(ends) - margin), min(100.0, max(ends) + margin), tall)
    axes.axvline(100 * base, color=QUIET, linewidth=0.8)
    for row in rows:
        swing = row.of["swing"]
        p_from, p_to = 100 * swing["p_from"], 100 * swing["p_to"]
        for at, other, value, colour in ((p_from, p_to, swing["from"], ORANGE), (p_to, p_from, swing["to"], BLUE)):
            axes.barh(row.middle, at - 100 * base, BAR * LEAST_ROW, left=100 * base, color=colour, linewidth=0)
            right = at > other or (at == other and colour == BLUE)
            outer = max(at, 100 * base) if right else min(at, 100 * base)
            axes.annotate(
                number_figure(float(f"{value:.2g}")), (outer, row.middle), (3 if right else -3, 0),
                textcoords="offset points", ha="left" if right else "right", va="center_baseline", fontsize=6.5, color=QUIET,
            )  # fmt: skip


def bars(axes: Axes, row: Row[Item], dark: float, light: float, interval: IndexEstimate) -> None:
    """A light bar, a dark one upon it, and the interval of one of them."""
    axes.barh(row.middle, 100 * max(0.0, light), BAR * LEAST_ROW, color=LIGHT, linewidth=0)
    axes.barh(row.middle, 100 * max(0.0, dark), 0.5 * BAR * LEAST_ROW, color=BLUE, linewidth=0)
    ends = [100 * max(0.0, interval["lo"]), 100 * interval["hi"]]
    axes.plot(ends, [row.middle] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")


def scale(axes: Axes, low: float, high: float, tall: float, parts: int = 5) -> None:
    """Grid lines at round per cents, so far apart that they make so many parts at most."""
    step = next((step for step in STEPS if (high - low) / step <= parts), STEPS[-1])
    ticks = [step * i for i in range(int(high / step) + 1) if low <= step * i <= high]
    axes.set(xlim=(low, high), ylim=(tall, 0), yticks=[])
    axes.set_xticks(ticks, [f"{tick:g} %" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)


@style()
def evidence(told: SobolSummary) -> Figure:
    """How much of the variance rests on each kind of evidence."""
    kinds = [each for each in told["evidence"] if each["numbers"] or each["kind"] in {"quoted", "inferred", "assumed"}]
    rows = rows_of(kinds, lambda each: f"{CALLED[each['kind']]} ({each['numbers']})".capitalize())
    explained = wrap(
        f"Share of the variance of the chance of {asked(told)} that would go if all numbers of a kind became known (dark; "
        "line: 95 % interval), and that they have a part in (light). In brackets: how many uncertain numbers are of a kind.",
        SMALL, WIDTH - 2 * MARGIN,
    )  # fmt: skip
    page, left, tall = page_of(told, rows, explained, headed=False)
    room = text_width("100 % (100–100)", SMALL) + 2 * GAP
    axes = page.axes(left, page.top, WIDTH - MARGIN - left - room, tall)
    most = max(max(row.of["total"]["value"], row.of["alone"]["hi"]) for row in rows)
    scale(axes, 0, 100 * max(1.0, most), tall)
    for row in rows:
        alone = row.of["alone"]
        bars(axes, row, alone["value"], row.of["total"]["value"], alone)
        words = share(alone) if row.of["numbers"] else "no number"
        page.beside(WIDTH - MARGIN - room + 2 * GAP, page.top + row.middle, [words], fontsize=SMALL, color=QUIET)
    return page.figure


@style()
def effects(told: MorrisSummary) -> Figure:
    """Morris's mean size of effect and how much effects differ."""
    rows = rows_of(told["numbers"][:MOST], lambda each: each["title"])
    explained = wrap(
        f"Mean size of a number's effect on the share of histories with {asked(told)} over its whole width, in points (bar; "
        "line: 95 % interval), and how much the effect differs with the other numbers (hollow dot: standard deviation).",
        SMALL, WIDTH - 2 * MARGIN,
    )  # fmt: skip
    page, left, tall = page_of(told, rows, explained, headed=False)
    axes = page.axes(left, page.top, WIDTH - MARGIN - left - 2 * GAP, tall)
    scale(axes, 0, 105 * max(0.01, *(max(row.of["effect"]["hi"], row.of["effect"]["sigma"]) for row in rows)), tall)
    for row in rows:
        found = row.of["effect"]
        axes.barh(row.middle, 100 * found["mu_star"], BAR * LEAST_ROW, color=LIGHT, linewidth=0)
        axes.plot(
            [100 * found["lo"], 100 * found["hi"]], [row.middle] * 2, color=INK, linewidth=1.1, solid_capstyle="butt"
        )
        axes.plot([100 * found["sigma"]], [row.middle], "o", markersize=4.5, markerfacecolor="white", color=BLUE)
    return page.figure
