"""Figures: labels all there, inside the page and apart; equal bytes; colours that survive grey."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
import warnings
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from experiments.estimates import proper_scores
from experiments.estimates.statistics import estimate, wilson
from experiments.figures import (
    Heading,
    RungCurve,
    TableCurve,
    cumulative,
    outcomes,
    page,
    placing,
    reliability,
    render,
    rungs_over_time,
)
from experiments.figures.letters import take_in_new_fonts
from tests.places import ROOT

pytestmark = pytest.mark.slow

LONG = "Both sides sign a comprehensive settlement of all issues with outside guarantors"
TITLE = "Peace talks between two states, three mediators and an armed movement: what $5 and $6 billion would buy"
QUESTION = "Do back-door talks become formal negotiations within two years?"
HEADING = Heading("Second meeting")
RUNGS = ["contact", "agenda", "confidence_building", "formal_talks", "ceasefire", "framework", "settlement"]


def run_of(counts: dict[str, int], title: str = "Second meeting") -> dict:
    total = sum(counts.values())
    return {
        "scenario": title,
        "seed": 7,
        "histories": total,
        "outcomes": {name: estimate(n, total)._asdict() for name, n in counts.items()},
    }


def months(rounds: int) -> list[str]:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return [f"{names[(8 + t) % 12]} {2018 + (8 + t) // 12}" for t in range(rounds)]


def weeks(rounds: int) -> list[str]:
    days = np.datetime64("2018-09-16") + 7 * np.arange(rounds)
    return [day.astype(object).strftime("%d %b %Y") for day in days]


def curve(name: str, reached: int, total: int, rounds: int) -> RungCurve:
    """`reached` of `total` histories get there, spread evenly over the rounds."""
    counts = np.bincount(1 + np.arange(reached) * rounds // max(reached, 1), minlength=rounds + 1)
    counts[0] = total - reached
    return RungCurve(name, *cumulative(counts, total))


def ladder(name: str, shares: list[float], rounds: int, total: int = 1000, names: list[str] = RUNGS) -> TableCurve:
    rungs = [curve(n, round(p * total), total, rounds) for n, p in zip(names, shares, strict=False)]
    return TableCurve(name, rungs)


def draw(
    tables: list[TableCurve], labels: list[str], total: int = 1000, title: str = "How far the talks get"
) -> Figure:
    return rungs_over_time(tables, labels, Heading(title, QUESTION), histories=total, seed=7, as_of="2018-09-13")


OUTCOME_CASES = {
    "usual": {"formal_talks": 3412, "confidence_only": 5120, "collapse": 1456, "other": 12},
    "one": {"only": 200},
    "all_in_one": {"never": 0, "always": 10000, "rarely": 0},
    "fourteen_long": {f"{LONG} {i}": n for i, n in enumerate([5000, 0, 1, 99, 100, 900, *[500] * 7, 400])},
    "few_histories": {"a": 1, "b": 2, "c": 0},
    "many_histories": {LONG: 9_990_000, "not": 10_000},
    "non_latin": {"мирные_переговоры": 5, "ειρηνευτικές συνομιλίες": 9, "مذاکرات صلح میان دولت": 6},
    "unbroken": {"x" * 80: 30, "y": 70},
}
RUNG_CASES = {
    "usual": ([ladder("us_taliban", [0.8, 0.4, 0.1], 24), ladder("intra", [0.3, 0.002], 24)], months(24)),
    "zero": ([ladder("a", [0] * 7, 240)], months(240)),
    "one_round": ([ladder("a", [0.5], 1), ladder("b", [1], 1)], months(1)),
    "all_equal": ([ladder("a", [0.5] * 7, 60)], months(60)),
    "all_certain": ([ladder("a", [1.0] * 7, 12)], months(12)),
    "six_tables": (
        [ladder(f"table_{k}", [0.2 * 0.7**i for i in range(k + 1)], 36) for k in range(6)],
        months(36),
    ),
    "weeks": ([ladder("a", [0.97, 0.96, 0.95, 0.03], 104)], weeks(104)),
    "long": (
        [
            ladder(LONG, [0.03, 0.02, 0.001], 24, names=[f"{LONG} {i}" for i in range(3)]),
            ladder("x" * 90, [0.1], 24),
        ],
        months(24),
    ),
    "no_rungs": ([TableCurve("empty", [])], months(6)),
}


SPREAD = [(p / 400, p % 3 == 0) for p in range(401)]
EVENT_CASES = {
    "ten": [(0.03, False), (0.08, False), (0.12, True), (0.38, False), (0.41, True), (0.44, True), (0.55, True), (0.7, False), (0.9, True), (0.91, True)],
    "one": [(0.5, True)],
    "certain": [(0.0, False), (1.0, True), (1.0, False)],
    "at_the_edges": [(p / 5, p % 2 == 0) for p in range(6)],
    "many": SPREAD * 40,
}  # fmt: skip


def diagram(events: list[tuple[float, bool]], bins: int = 5) -> Figure:
    caution = "One history is not many independent trials: these 10 answers come from a single course of events."
    known = {"histories": 10_000, "seed": 7, "as_of": "2018-09-13", "plotted": QUESTION, "of": TITLE}
    return reliability(proper_scores.reliability(events, bins), events, caution=caution, **known)


KINDS = {"o": OUTCOME_CASES, "r": RUNG_CASES, "d": EVENT_CASES}


@pytest.fixture(scope="module", params=[(kind, key) for kind, cases in KINDS.items() for key in cases], ids=str)
def figure(request) -> Figure:
    kind, key = request.param
    if kind == "d":
        return diagram(EVENT_CASES[key], bins=10 if key == "many" else 5)
    if kind == "o":
        return outcomes(run_of(OUTCOME_CASES[key]), Heading(TITLE, QUESTION), as_of="2018-09-13")
    return draw(*RUNG_CASES[key], title=TITLE)


@cache
def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """The text that is seen, each with its box in pixels."""
    figure.draw_without_rendering()
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent()) for text in found]


def words(figure: Figure) -> list[str]:
    return [" ".join(text.split()) for text, _ in boxes(figure)]


def luminance(colour: str) -> float:
    """CIE lightness, 0 (black) … 100 (white): what is left of a colour in grey."""
    rgb = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return 116 * float(linear @ [0.2126, 0.7152, 0.0722]) ** (1 / 3) - 16


# ---------------------------------------------------------------------------------------- every figure


def test_no_figure_is_taller_than_a_page(figure):
    assert figure.get_figheight() * 72 <= page.TALLEST


def test_all_text_is_inside_the_page(figure):
    page = figure.bbox
    assert len(boxes(figure)) > 5
    for text, box in boxes(figure):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= page.x1, text
        assert box.y1 <= page.y1, text


def test_no_two_texts_overlap(figure):
    for (one, a), (other, b) in itertools.combinations(boxes(figure), 2):
        apart = a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
        assert apart, (one, other)


def test_title_question_and_source_are_there(figure):
    texts = words(figure)
    assert TITLE in texts
    assert QUESTION in texts
    source = next(text for text in texts if text.startswith("Source: parley"))
    assert "seed 7" in source
    assert "13 September 2018" in source
    assert "simulated histories" in source


def test_the_page_is_16_cm_wide(figure):
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)


def test_no_type_is_smaller_than_8_points(figure):
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 8


# ----------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("format", ["svg", "png", "pdf"])
@pytest.mark.parametrize("kind", ["outcomes", "rungs"])
def test_equal_figures_give_equal_bytes(kind, format):
    def make() -> Figure:
        if kind == "outcomes":
            return outcomes(run_of(OUTCOME_CASES["few_histories"]), HEADING, as_of="2018-09-13")
        return draw(*RUNG_CASES["one_round"])

    first = make()
    once = render(first, format)
    assert render(first, format) == once
    with matplotlib.rc_context({"font.size": 30, "axes.grid": True, "text.hinting": "none", "svg.hashsalt": "x"}):
        assert render(make(), format) == once
    assert once.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[format])


def test_bytes_do_not_depend_on_the_day_or_the_process():
    program = (
        "from experiments.figures import *; import hashlib, sys;"
        "a = {'n': 3, 'p': 1.0, 'lo': 0.4, 'hi': 1.0};"
        "run = {'scenario': 'T', 'seed': 1, 'histories': 3, 'outcomes': {'a': a}};"
        "f = outcomes(run, Heading('T'), as_of='2018-09-13');"
        "assert 'matplotlib.pyplot' not in sys.modules;"
        "print([hashlib.sha256(render(f, k)).hexdigest() for k in ('svg', 'png', 'pdf')])"
    )

    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Kabul"))
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(runs[0]) > 150


def test_svg_keeps_words_as_words():
    svg = render(outcomes(run_of(OUTCOME_CASES["non_latin"]), HEADING, as_of="2018-09-13"), "svg").decode()
    assert "Мирные переговоры" in svg
    assert "<dc:date>" not in svg
    assert "DejaVu Sans" in svg


PEACE_TALKS = "和平谈判"


@pytest.fixture
def fonts(monkeypatch):
    """The fonts that are known here: for as long as the test lasts ours, and those that it adds."""
    ours = [font for font in fontManager.ttflist if font.name.startswith("DejaVu")]
    monkeypatch.setattr(fontManager, "ttflist", ours)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    return fontManager


def a_font(path, letters):
    """A font in which each of these letters is a solid square."""
    pen = TTGlyphPen(None)
    for step, corner in zip((pen.moveTo, pen.lineTo, pen.lineTo, pen.lineTo), SQUARE, strict=True):
        step(corner)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({ord(letter): "square" for letter in letters})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    font.setupOS2()
    font.setupPost()
    font.save(path)


SQUARE = ((100, 0), (100, 800), (900, 800), (900, 0))


def test_letters_that_our_font_lacks_come_from_another_font_of_the_machine(fonts, tmp_path, caplog):
    figure = outcomes(run_of({PEACE_TALKS: 3, "b": 4}, PEACE_TALKS), HEADING, as_of="2018-09-13")
    plain = render(figure, "svg")
    a_font(tmp_path / "squares.ttf", PEACE_TALKS)
    fonts.addfont(tmp_path / "squares.ttf")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert b"Squares" in render(figure, "pdf")
        render(figure, "png")
    assert not caplog.records, "that it has no bold weight is nobody's business"
    assert render(figure, "svg") == plain, "the figure is as it was"


def test_a_font_that_was_installed_since_is_found(fonts, tmp_path, monkeypatch):
    figure = outcomes(run_of({PEACE_TALKS: 3, "b": 4}, PEACE_TALKS), HEADING, as_of="2018-09-13")
    a_font(tmp_path / "squares.ttf", PEACE_TALKS)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    installed = [str(tmp_path / name) for name in ("broken.ttf", "squares.ttf")]
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: installed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert b"Squares" in render(figure, "pdf")
    assert sum(font.name == "Squares" for font in fonts.ttflist) == 1
    assert not take_in_new_fonts(), "what can be known is known"


def test_script_that_no_font_has_warns_only_where_it_is_drawn(fonts):
    figure = outcomes(run_of({PEACE_TALKS: 3, "b": 4}, PEACE_TALKS), HEADING, as_of="2018-09-13")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert PEACE_TALKS in render(figure, "svg").decode()
    with pytest.warns(UserWarning, match="Glyph"):
        render(figure, "png")


def test_unknown_format_is_refused():
    with pytest.raises(ValueError, match="svg, png or pdf"):
        render(outcomes(run_of({"a": 1}), HEADING, as_of="2018-09-13"), "gif")  # type: ignore[arg-type]


def test_readers_own_settings_are_left_alone():
    before = dict(matplotlib.rcParams)
    render(draw(*RUNG_CASES["one_round"]), "png")
    assert dict(matplotlib.rcParams) == before


def test_the_house_style_is_made_of_defaults_whatever_the_readers_settings():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(page._STYLE)
        expected = dict(matplotlib.rcParams)
    mine = {"font.size": 30, "lines.color": "red", "figure.dpi": 20, "interactive": True, "backend": "svg"}
    before = matplotlib.rcParams["backend"]
    try:
        with matplotlib.rc_context(mine):
            with page.style():
                found = dict(matplotlib.rcParams)
            assert matplotlib.rcParams["backend"] == "svg"
            assert matplotlib.rcParams["interactive"]
    finally:
        matplotlib.rcParams["backend"] = before
    assert found | {"backend": before} == expected | {"backend": before}


@pytest.mark.parametrize("module", sorted(Path(page.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_module_neither_saves_nor_prints_nor_uses_pyplot(module):
    tree = ast.parse(module.read_text())
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"print", "open"}
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom | ast.Import) and "pyplot" in ast.dump(n)]


# --------------------------------------------------------------------------------------------- colours


def test_ladder_gets_lighter_by_visible_steps():
    for count in range(2, 8):
        levels = [luminance(colour) for colour in page.ladder_colours(count)]
        assert min(np.diff(levels)) > 6
    assert luminance(page.LADDER[-1]) < 75  # still seen on white


def test_words_are_dark_and_marks_differ():
    assert max(luminance(colour) for colour in (page.INK, page.QUIET, page.RUST)) < 45
    assert luminance(page.BLUE) - luminance(page.INK) > 35  # interval on its bar
    assert luminance(page.FAINT) - luminance(page.BLUE) > 25


# -------------------------------------------------------------------------------------------- outcomes


def test_outcomes_stand_in_the_scenarios_order_with_their_shares():
    figure = outcomes(run_of(OUTCOME_CASES["usual"]), HEADING, as_of="2018-09-13", labels={"other": "None of these"})
    placed = {text: box.y0 for text, box in boxes(figure)}
    names = ["Formal talks", "Confidence only", "Collapse", "None of these"]
    values = ["34 % (33–35)", "51 % (50–52)", "15 % (14–15)", "12 of 10,000"]
    for column in (names, values):
        heights = [placed[text] for text in column]
        assert heights == sorted(heights, reverse=True)
    bars = [patch.get_width() for patch in figure.axes[0].patches]
    assert bars == [0.3412, 0.5120, 0.1456, 0.0012]


@pytest.mark.parametrize("case", OUTCOME_CASES)
def test_each_outcome_has_its_name_and_its_value(case):
    texts = words(outcomes(run_of(OUTCOME_CASES[case]), HEADING, as_of="2018-09-13"))
    assert sum(bool(re.search(r"\d %? ?\(|\d of \d", text)) for text in texts) == len(OUTCOME_CASES[case])
    if case != "unbroken":
        for name in OUTCOME_CASES[case]:
            assert page.readable(name, None) in texts


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [
        (0, 10000, "0 of 10,000"),
        (99, 10000, "99 of 10,000"),
        (100, 10000, "1.0 % (0.8–1.2)"),
        (3400, 10000, "34 % (33–35)"),
        (3_400_000, 10_000_000, "34.00 % (33.97–34.03)"),
        (7, 20, "35 % (18–57)"),
        (9901, 10000, "9,901 of 10,000"),
        (10000, 10000, "10,000 of 10,000"),
    ],
)
def test_values_as_written(count, total, text):
    assert page.with_interval(count / total, *wilson(count, total), count, total) == text


def test_run_without_outcomes_is_refused():
    with pytest.raises(ValueError, match="no outcomes"):
        outcomes(run_of({}), HEADING, as_of="2018-09-13")


def test_dates_that_are_none_stay_as_they_are():
    assert page.day_words("2018-09-13") == "13 September 2018"
    assert page.day_words("autumn 2018") == "autumn 2018"


# ------------------------------------------------------------------------------------- rungs over time


def test_cumulative_counts_up_to_what_was_reached():
    share, lo, hi = cumulative(np.array([5, 1, 0, 4]), 10)
    assert share.tolist() == [0.1, 0.1, 0.5]
    assert [(a, b) for a, b in zip(lo, hi, strict=True)] == [wilson(1, 10), wilson(1, 10), wilson(5, 10)]
    assert [len(part) for part in cumulative(np.array([3]), 3)] == [0, 0, 0]


def test_cumulative_refuses_counts_that_do_not_add_up():
    with pytest.raises(ValueError, match="add up to 9"):
        cumulative(np.array([5, 4]), 10)


def test_a_panel_for_each_table_on_one_scale():
    tables, labels = RUNG_CASES["six_tables"]
    figure = draw(tables, labels)
    assert len(figure.axes) == 6
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in figure.axes}) == 1


@pytest.mark.parametrize("case", RUNG_CASES)
def test_each_rung_has_its_name_and_its_final_share(case):
    tables, labels = RUNG_CASES[case]
    texts = words(draw(tables, labels))
    for table in tables:
        for name, share, _, _ in table.rungs:
            assert page.readable(name, None) in texts
            assert page.percent(share[-1], round(share[-1] * 1000), 1000) in texts
    assert texts.count(f"By {labels[-1]}") == 1


def test_labels_stand_in_the_order_of_their_curves():
    placed = {text: box.y0 for text, box in boxes(draw([ladder("a", [0.5, 0.5, 0.49, 0.48, 0.01], 24)], months(24)))}
    heights = [placed[page.readable(name, None)] for name in RUNGS[:5]]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize(
    ("share", "top"), [(0, 10), (0.05, 10), (0.095, 25), (0.3, 50), (0.49, 100), (0.6, 100), (1, 100)]
)
def test_scale_ends_above_every_band_and_says_so_if_it_is_not_the_whole(share, top):
    figure = draw([ladder("a", [share], 24)], months(24))
    assert figure.axes[0].get_ylim() == (0, top / 100)
    notes = [text for text in words(figure) if text.startswith("Note: the vertical scale ends")]
    assert notes == ([] if top == 100 else [f"Note: the vertical scale ends at {top} %, not at 100 %."])


@pytest.mark.parametrize("rounds", [1, 2, 7, 24, 60, 240, 1200])
def test_ticks_begin_with_the_first_round_and_stay_apart(rounds):
    for labels in (months(rounds), weeks(rounds)):
        shown = placing.tick_rounds(labels, 220)
        assert shown[0] == 0
        assert len(shown) <= 6
        assert rounds < 13 or len(shown) >= 2


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="no table or no round"):
        draw([], months(3))
    with pytest.raises(ValueError, match=r"a.contact must have 4 rounds"):
        draw([ladder("a", [0.5], 3)], months(4))


def test_labels_spread_no_more_than_they_must():
    assert placing.spread([10, 50], [10, 10], 0, 100) == [10, 50]
    assert placing.spread([50, 50], [10, 10], 0, 100) == [45, 55]
    assert placing.spread([0, 0, 0], [10, 10, 10], 0, 100) == [5, 15, 25]
    assert placing.spread([100, 100], [10, 20], 0, 100) == [75, 90]
    assert placing.spread([], [], 0, 100) == []


def test_spread_labels_never_meet():
    rng = np.random.default_rng(1)
    for _ in range(200):
        size = int(rng.integers(1, 9))
        wanted, heights = np.sort(rng.uniform(0, 200, size)), rng.uniform(8, 24, size)
        placed = placing.spread(wanted.tolist(), heights.tolist(), 0, 200)
        assert np.all(np.diff(placed) >= (heights[1:] + heights[:-1]) / 2 - 1e-9)
        assert placed[0] >= heights[0] / 2 - 1e-9
        assert placed[-1] <= 200 - heights[-1] / 2 + 1e-9


# ----------------------------------------------------------------------------------------- reliability


def test_dots_and_bars_stand_at_the_mean_forecast():
    figure = diagram(EVENT_CASES["ten"])
    cells = proper_scores.reliability(EVENT_CASES["ten"], 5)
    axes = figure.axes[0]
    dots = [tuple(line.get_xydata()[0]) for line in axes.lines if line.get_marker() == "o"]
    assert dots == [(cell.forecast, cell.yes / cell.n) for cell in cells]
    bars = [line.get_xydata().tolist() for line in axes.lines if line.get_linewidth() == 6]
    assert bars == [[[c.forecast, c.lo], [c.forecast, c.hi]] for c in cells]
    texts = words(figure)
    assert [f"{cell.yes} of {cell.n}" for cell in cells if f"{cell.yes} of {cell.n}" not in texts] == []


def test_every_event_has_its_tick_above_or_below():
    axes = diagram(EVENT_CASES["ten"]).axes[0]
    happened, others = (sorted(segment[0][0] for segment in group.get_segments()) for group in axes.collections)
    assert happened == [p for p, yes in EVENT_CASES["ten"] if yes]
    assert others == [p for p, yes in EVENT_CASES["ten"] if not yes]
    assert [group.get_segments()[0][0][1] > 1 for group in axes.collections] == [True, False]


def test_diagram_bytes_are_equal_and_its_caution_is_there():
    assert render(diagram(EVENT_CASES["ten"]), "svg") == render(diagram(EVENT_CASES["ten"]), "svg")
    assert any(text.startswith("One history is not many") for text in words(diagram(EVENT_CASES["ten"])))
    with pytest.raises(ValueError, match="no events"):
        diagram([])
