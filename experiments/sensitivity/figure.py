"""The figures of a sensitivity analysis: a tornado with Sobol totals beside it, kinds of evidence, or Morris's effects."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import key
from experiments.figures.changed import study_words
from experiments.figures.key import Mark, draw_key, key_height
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
    Heading,
    Page,
    balanced,
    source_line,
    style,
    text_height,
    text_width,
    wrap,
)
from experiments.sensitivity import findings
from experiments.sensitivity.summary import (
    AnalysisSummary,
    Effect,
    IndexEstimate,
    MorrisSummary,
    SobolNumber,
    SobolSummary,
)
from experiments.sensitivity.tables import CALLED, share
from experiments.sweep.words import asked
from experiments.words.numbers import figure as number_figure

MOST = 10  # numbers drawn
NAMES = 160.0  # widest a name may be before it is wrapped, points
LEAST_ROW = 18.0  # points
HEAD = 16.0  # room for a panel's heading, points
BAR = 0.56  # of its row
LIGHT, ORANGE, EITHER = "#a8c4e0", LADDER[-2], "#b5b5b5"
STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)  # per cent between two ticks
ONE_WAY = 0.9  # of the mean size of an effect, from which its mean with sign says that it goes one way
LITTLE = 0.1  # of the largest: numbers that surely move less are not drawn


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


class Layout(NamedTuple):
    """Where panels begin, points from the left and from the top, and how tall they are."""

    left: float
    top: float
    tall: float


def page_of(
    told: AnalysisSummary, finding: str, plotted: str, rows: Sequence[Row[Item]], marks: Sequence[Mark], headed: bool,
    explained: str = "",
) -> tuple[Page, Layout]:  # fmt: skip
    """A page with names at its left, what marks mean above and an explanation below."""
    tall, words = rows[-1].top + rows[-1].tall, wrap(explained, SMALL, WIDTH - 2 * MARGIN)
    over = key_height(marks) + 4 + (HEAD if headed else 0.0)
    body = over + tall + AXIS_FOOT - text_height([""]) + text_height(words)
    source = source_line(told["histories"], told["seed"], told["as_of"], None, told["evaluations"])
    page = Page.build(Heading(finding, plotted, told["scenario"], study_words(told.get("changed", []))), source, body)
    draw_key(page, page.top, marks)
    left = MARGIN + max(text_width(line, BODY) for row in rows for line in row.name) + 2 * GAP
    for row in rows:
        page.beside(left - GAP, page.top + over + row.middle, row.name, ha="right")
    page.text(MARGIN, page.bottom - text_height(words), words, SMALL, color=QUIET)
    return page, Layout(left, page.top + over, tall)


def others_words(numbers: int, most: float, moves: str, unit: str) -> str:
    """What is said of the numbers that are not drawn; nothing if there is none."""
    at_most = f"{100 * most:.0f} {unit} at most" if most >= 0.01 else f"less than 1 {unit.removesuffix('s')}"
    return f"Not drawn: {numbers} more; {moves} {at_most}." if numbers else ""


@style()
def tornado(told: SobolSummary) -> Figure:
    """What each number moves when it alone goes from its 5 % to its 95 % point, beside its first and total index."""
    numbers = told["numbers"]
    least = LITTLE * max((each["total"]["value"] for each in numbers), default=0.0)
    drawn = [each for each in numbers if each["total"]["hi"] >= least][:MOST] or numbers[:1]
    rows = rows_of(drawn, lambda each: each["title"])
    marks = [
        key.bar("the number low (its 5 % point)", ORANGE), key.bar("high (its 95 % point)", BLUE),
        key.line("share of the variance: alone", BLUE, 5.0, solid_capstyle="butt"),
        key.bar("with others", LIGHT), key.line("95 % interval", INK, 1.1),
    ]  # fmt: skip
    rest = numbers[len(drawn) :]
    page, (left, top, tall) = page_of(
        told, findings.of_indices(told), f"What each uncertain number does to the chance of {asked(told)}", rows, marks,
        True, others_words(len(rest), max((each["total"]["value"] for each in rest), default=0.0), "each has a part in", "%"),
    )  # fmt: skip
    room = WIDTH - MARGIN - left
    wide = 0.5 * room - GAP
    page.text(left, top - HEAD, ["One at a time: chance"], SMALL, weight="bold")
    page.text(left + wide + 6 * GAP, top - HEAD, ["All: share of the variance"], SMALL, weight="bold")
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
    margin = 0.2 * max(max(ends) - min(ends), 1.0)
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
                textcoords="offset points", ha="left" if right else "right", va="center_baseline", fontsize=SMALL,
                color=QUIET,
            )  # fmt: skip


def bars(axes: Axes, row: Row[Item], dark: float, light: float, interval: IndexEstimate) -> None:
    """A light bar, a dark one upon it, and the interval of one of them."""
    axes.barh(row.middle, 100 * max(0.0, light), BAR * LEAST_ROW, color=LIGHT, linewidth=0)
    axes.barh(row.middle, 100 * max(0.0, dark), 0.5 * BAR * LEAST_ROW, color=BLUE, linewidth=0)
    ends = [100 * max(0.0, interval["lo"]), 100 * interval["hi"]]
    axes.plot(ends, [row.middle] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")


def scale(axes: Axes, low: float, high: float, tall: float, unit: str = " %", parts: int = 5) -> None:
    """Grid lines at round numbers, in per cent unless another unit is given, so far apart that they make so many parts."""
    step = next((step for step in STEPS if (high - low) / step <= parts), STEPS[-1])
    ticks = [step * i for i in range(int(high / step) + 1) if low <= step * i <= high]
    axes.set(xlim=(low, high), ylim=(tall, 0), yticks=[])
    axes.set_xticks(ticks, [f"{tick:g}{unit}" for tick in ticks])
    axes.grid(axis="x", color=FAINT, linewidth=0.7)


@style()
def evidence(told: SobolSummary) -> Figure:
    """How much of the variance rests on each kind of evidence."""
    kinds = [each for each in told["evidence"] if each["numbers"] or each["kind"] in {"quoted", "inferred", "assumed"}]
    rows = rows_of(kinds, lambda each: f"{CALLED[each['kind']]} ({each['numbers']})".capitalize())
    marks = [
        key.line("would go if all of them became known", BLUE, 5.0, solid_capstyle="butt"),
        key.bar("they have a part in", LIGHT), key.line("95 % interval", INK, 1.1),
    ]  # fmt: skip
    plotted = f"Share of the variance of the chance of {asked(told)}, by what the uncertain numbers rest on (how many)"
    page, (left, top, tall) = page_of(told, findings.of_evidence(told), plotted, rows, marks, False)
    room = text_width("100 % (100–100)", SMALL) + 2 * GAP
    axes = page.axes(left, top, WIDTH - MARGIN - left - room, tall)
    most = max(max(row.of["total"]["value"], row.of["alone"]["hi"]) for row in rows)
    scale(axes, 0, 100 * max(1.0, most), tall)
    for row in rows:
        alone = row.of["alone"]
        bars(axes, row, alone["value"], row.of["total"]["value"], alone)
        words = share(alone) if row.of["numbers"] else "no number"
        page.beside(WIDTH - MARGIN - room + 2 * GAP, top + row.middle, [words], fontsize=SMALL, color=QUIET)
    return page.figure


@style()
def effects(told: MorrisSummary) -> Figure:
    """Morris's mean size of effect, and which way it goes."""
    numbers = told["numbers"]
    least = LITTLE * max((each["effect"]["mu_star"] for each in numbers), default=0.0)
    drawn = [each for each in numbers if each["effect"]["hi"] >= least and each["effect"]["mu_star"] > 0][:MOST]
    drawn = drawn or numbers[:1]
    rest = numbers[len(drawn) :]
    rows = rows_of(drawn, lambda each: each["title"])
    marks = [
        key.bar("more of it raises the chance", BLUE), key.bar("lowers it", ORANGE), key.bar("either, by the others", EITHER),
        key.line("95 % interval", INK, 1.1),
    ]  # fmt: skip
    plotted = f"How far each uncertain number moves the chance of {asked(told)} over all that it may be, in points"
    page, (left, top, tall) = page_of(
        told, findings.of_effects(told), plotted, rows, marks, False,
        others_words(len(rest), max((each["effect"]["mu_star"] for each in rest), default=0.0), "each moves it by", "points"),
    )  # fmt: skip
    room = text_width("100 (100–100)", SMALL) + 2 * GAP
    axes = page.axes(left, top, WIDTH - MARGIN - left - room, tall)
    scale(axes, 0, 105 * max(0.01, *(row.of["effect"]["hi"] for row in rows)), tall, "")
    for row in rows:
        found = row.of["effect"]
        axes.barh(row.middle, 100 * found["mu_star"], BAR * LEAST_ROW, color=way_of(found), linewidth=0)
        ends = [100 * found["lo"], 100 * found["hi"]]
        axes.plot(ends, [row.middle] * 2, color=INK, linewidth=1.1, solid_capstyle="butt")
        words = f"{100 * found['mu_star']:.0f} ({ends[0]:.0f}–{ends[1]:.0f})"
        page.beside(WIDTH - MARGIN - room + 2 * GAP, top + row.middle, [words], fontsize=SMALL, color=QUIET)
    return page.figure


def way_of(found: Effect) -> str:
    """The colour of the way in which more of a number moves the chance."""
    if abs(found["mu"]) < ONE_WAY * found["mu_star"]:
        return EITHER
    return BLUE if found["mu"] > 0 else ORANGE
