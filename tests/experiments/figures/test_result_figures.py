"""Figures of a results folder: labels inside the page and apart, whatever the data; printed numbers equal the data."""

from __future__ import annotations

import itertools
import re
import warnings
from functools import cache

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from experiments import figures
from experiments.figures import (
    Stage,
    Wish,
    agreement_zone,
    belief_bands,
    blame_matrix,
    findings,
    flow_bands,
    level_strips,
    page,
    render,
    time_panels,
)
from experiments.plots.pair_zone import outer
from tests.experiments.figures.figure_cases import (
    BELIEFS,
    BLAMES,
    CASES,
    FLOWS,
    LEVELS,
    MEETINGS,
    PRISONERS,
    SCENARIO,
    STATES,
    TOTAL,
    WARS,
    ZONES,
    about,
    believed,
    drawn,
    drawn_anew,
    months,
)

pytestmark = pytest.mark.slow


TOO_MUCH = {("states_over_time", "fourteen"), ("flow", "many")}
"""A table with fourteen steps, each with a name of eighty letters: more than one page holds."""


@pytest.fixture(scope="module", params=CASES, ids=".".join)
def figure(request) -> Figure:
    return drawn(*request.param)


@cache
def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """The text that is seen, each with its box in pixels."""
    figure.draw_without_rendering()
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent()) for text in found]


def words(figure: Figure) -> list[str]:
    return [" ".join(text.split()) for text, _ in boxes(figure)]


# ---------------------------------------------------------------------------------------- every figure


@pytest.mark.parametrize(("kind", "case"), [each for each in CASES if each not in TOO_MUCH], ids=str)
def test_no_figure_is_taller_than_a_page(kind, case):
    assert drawn(kind, case).get_figheight() * 72 <= page.TALLEST


def test_all_text_is_inside_the_page(figure):
    for text, box in boxes(figure):
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text


def test_no_two_texts_overlap(figure):
    for (one, a), (other, b) in itertools.combinations(boxes(figure), 2):
        assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0, (one, other)


def test_scenario_and_source_are_there_and_type_can_be_read(figure):
    texts = words(figure)
    assert SCENARIO in texts
    assert "Source: parley 1.0; 1,000 simulated histories; seed 7; knowledge as of 13 September 2018." in texts
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 8
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in CASES}))
def test_equal_data_gives_equal_bytes(kind):
    these, those = drawn_anew(kind, "usual"), drawn_anew(kind, "usual")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for format in ("svg", "png", "pdf"):
            assert render(these, format) == render(those, format), format


# ---------------------------------------------------------------------------------------------- states


@pytest.mark.parametrize("case", STATES)
def test_every_state_has_its_last_share_and_they_add_up(case):
    tables, labels = STATES[case]
    texts = words(drawn("states_over_time", case))
    for table in tables:
        last = [*(int(c[-1]) for c in table.rungs), *(int(c[-1]) for c in (table.met, table.not_met, table.collapsed))]
        assert sum(last) == TOTAL
        for count in filter(None, last):
            assert page.percent(count / TOTAL, count, TOTAL) in texts
        named = [
            name for name, at in zip(table.rung_names, table.rungs, strict=True) if at.any() and " " in name.strip()
        ]
        assert [name for name in named if name not in " ".join(texts)] == []
    assert len(drawn("states_over_time", case).axes) == len(tables)
    assert labels[0] in texts


def test_bands_stack_without_a_gap_and_end_at_all_histories():
    axes = drawn("states_over_time", "usual").axes[0]
    bands = [patch.get_data() for patch in axes.patches if patch.get_fill()]
    for below, above in itertools.pairwise(bands):
        np.testing.assert_array_equal(below.values, above.baseline)
    assert (bands[-1].values == 1).all()


def test_states_that_do_not_add_up_are_refused():
    tables, labels = STATES["usual"]
    with pytest.raises(ValueError, match="do not add up to 1001"):
        figures.states_over_time(tables, labels, about(1001))
    with pytest.raises(ValueError, match="nothing to draw"):
        figures.states_over_time([], labels, about())


# -------------------------------------------------------------------------------------- first meetings


def test_bars_and_words_of_first_meetings_are_the_counts():
    tables, labels = MEETINGS["usual"]
    figure = drawn("first_meeting", "usual")
    for (_, counts), axes in zip(tables, figure.axes, strict=True):
        assert [bar.get_height() for bar in axes.patches] == (counts[1:] / TOTAL).tolist()
    half = labels[int(np.flatnonzero(np.cumsum(tables[0][1][1:]) >= 500)[0])]
    texts = words(figure)
    assert f"Met by Aug 2020: 97 %. Half of all histories have met by {half}. No meeting: 3 %." in texts
    assert "Met by Aug 2020: 30 %. No meeting: 70 %." in texts
    with pytest.raises(ValueError, match="do not add up"):
        figures.first_meeting([("a", np.array([1, 2]))], labels, about())


# ------------------------------------------------------------------------------------------------ flow


@pytest.mark.parametrize("case", FLOWS)
def test_every_stage_and_exit_has_its_share(case):
    texts = words(drawn("flow", case))
    assert case != "many" or any("Not drawn" in text for text in texts)
    for table in FLOWS[case][:1]:
        for stage in table.stages:
            assert page.percent(stage.came / TOTAL, stage.came, TOTAL) in texts
            for _, count in flow_bands.together(stage.exits, TOTAL):
                assert page.percent(count / TOTAL, count, TOTAL) in texts


def test_ways_out_with_few_histories_are_one_and_none_is_lost():
    exits = [("collapsed", 20), ("ended", 300), ("suspended", 0), ("goes on", 29), ("stands", 5)]
    assert flow_bands.together(exits, TOTAL) == [(["collapsed", "goes on"], 49), (["ended"], 300), (["stands"], 5)]
    assert flow_bands.together([("collapsed", 29), ("goes on", 30)], TOTAL) == [(["collapsed"], 29), (["goes on"], 30)]


def test_flow_that_loses_a_history_is_refused():
    with pytest.raises(ValueError, match="of A, 10 do not add up"):
        figures.flow([figures.Flow("t", [Stage("A", 10, [("goes on", 4)]), Stage("B", 5, [("stands", 5)])])], about())


# ----------------------------------------------------------------------------------------------- blame


@pytest.mark.parametrize("case", BLAMES)
def test_cells_rows_and_columns_have_their_shares(case):
    texts = words(drawn("blame", case))
    for table in BLAMES[case]:
        if len({party for party, _ in table.shares}) <= 5 and len({what for _, what in table.shares}) <= 5:
            for share in table.shares.values():
                assert blame_matrix.share_words(share) in texts
        if table.shares:
            assert blame_matrix.share_words(sum(table.shares.values())) in texts


def test_blame_is_ordered_by_share_with_nobody_last_and_loses_nothing_when_pooled():
    shares = {("b", "x"): 0.1, ("a", "y"): 0.3, (None, None): 0.5, ("c", "x"): 0.05}
    parties, issues, cells = blame_matrix.ordered(shares)
    assert parties == ["a", "b", "c", blame_matrix.NOBODY]
    assert issues == ["y", "x", blame_matrix.NO_ISSUE]
    assert cells.sum() == pytest.approx(0.95)
    few, pooled = blame_matrix.pooled(parties, cells, 2)
    assert few == ["a", "All others (3)"]
    assert pooled.sum() == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("share", "text"), [(0, ""), (0.0001, "<0.1 %"), (0.004, "0.4 %"), (0.0996, "10 %"), (0.21, "21 %"), (1, "100 %")]
)
def test_shares_as_written(share, text):
    assert blame_matrix.share_words(share) == text


def test_words_on_a_shade_can_be_read():
    def luminance(colour: str) -> float:
        rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        return float(np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722])

    for depth in np.linspace(0, 1, 101):
        behind = luminance(blame_matrix.shade(depth))
        ink = 1.0 if depth > blame_matrix.DARK else luminance(page.INK)
        assert (max(behind, ink) + 0.05) / (min(behind, ink) + 0.05) > 4


# ---------------------------------------------------------------------------------------------- levels


def share_of(count: int) -> str:
    return page.percent(count / TOTAL, count, TOTAL)


@pytest.mark.parametrize("case", ["usual", "nothing", "certain"])
def test_every_issue_that_moves_has_its_shares_and_median_and_the_others_are_named(case):
    texts = " ".join(words(drawn("levels", case)))
    for issue in LEVELS[case]:
        if issue.changed >= level_strips.LITTLE * TOTAL or case == "nothing":
            said = f"agreed in {share_of(issue.agreed)}, changed in {share_of(issue.changed)}"
            assert said + (f", then {issue.median} (median)" if issue.median else "") in texts
        else:
            assert f"{issue.issue} ({share_of(issue.changed)})" in texts.split("Not drawn")[1]


def test_issues_stand_in_the_order_in_which_they_move_and_those_without_room_are_named():
    placed = {text: box.y0 for text, box in boxes(drawn("levels", "usual"))}
    assert placed["The office is recognised"] > placed["Prisoners released"]
    figure = drawn("levels", "forty")
    left_out = next(text for text in words(figure) if "Not drawn" in text).count(" (30 %)")
    assert len(figure.axes) + left_out == 40
    assert left_out > 0


def test_marks_stand_at_what_parties_want_and_bars_add_up():
    axes = drawn("levels", "usual").axes[1]
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "^"]
    assert sorted(marks) == sorted(wish.ideal for wish in PRISONERS.wishes)
    grey = [bar for bar in axes.patches if bar.get_facecolor()[:3] == pytest.approx(to_rgb(level_strips.STILL))]
    assert [bar.get_height() / level_strips.BARS for bar in grey] == [pytest.approx(0.7, abs=0.01)]


def test_those_who_want_the_same_are_named_together_and_no_two_names_meet():
    wishes = [Wish("A", 1.0, 1.0, 1.0, ""), Wish("B", 0.0, 0.0, 0.0, ""), Wish("C", 1.0, 1.0, 1.0, "0–5")]
    assert [each.words for each in level_strips.wanted(wishes)] == ["B", "A, C (only 0–5)"]
    close = [*level_strips.wanted([Wish("x" * 30, at, at, at, "") for at in (0.0, 0.3, 0.6, 1.0)])]
    for width in (60, 120, 240):
        for line in level_strips.lines_of(close, width):
            reached = sorted(level_strips.reach(each, width) for each in line)
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(reached))


# --------------------------------------------------------------------------------------- war and beliefs


def test_the_war_shows_bands_medians_and_three_histories():
    series, _ = WARS["usual"]
    figure = drawn("war", "usual")
    for one, axes in zip(series, figure.axes, strict=True):
        bands = [patch.get_data() for patch in axes.patches if patch.get_fill()]
        assert bands[0].values.tolist() == one.quantiles["q95"]
        assert bands[1].baseline.tolist() == one.quantiles["q25"]
        lines = [line.get_ydata()[:-1].tolist() for line in axes.lines]
        assert lines == [values for _, values in one.samples]
    texts = words(figure)
    assert texts.count("median") == 3
    assert findings.amount(series[0].quantiles["q50"][-1]) in texts
    assert any("5 in 10" in text and "9 in 10" in text for text in texts)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (54.2, "54"), (712, "710"), (3104.5, "3,100"), (6.3e9, "6,300,000,000")]
)
def test_quantiles_are_rounded_to_what_is_known(value, text):
    assert findings.amount(value) == text


def test_beliefs_end_in_the_last_median_and_say_which_type_there_is_none_of():
    texts = words(drawn("beliefs", "usual"))
    assert [texts.count(value) for value in ("90 %", "20 %", "80 %", "40 %")] == [1, 1, 1, 1]
    texts = words(drawn("beliefs", "one_type"))
    assert "There is no history in which it does not." in texts
    assert "There is no history in which it means to settle." in texts
    assert len(BELIEFS["no_type"][0]) == 1


def test_only_parties_that_are_told_apart_have_a_panel_and_the_others_are_named():
    parties = [believed("Rebels", 0.9, 0.2, 24), believed("State", 0.6, 0.5, 24), believed("Patron", 0.9, None, 24)]
    figure = figures.beliefs(parties, months(24), about())
    assert len(figure.axes) == 1
    said = " ".join(words(figure))
    assert "State (60 % and 50 %); Patron (90 %)" in said
    assert "By Aug 2020 the others can tell whether Rebels means to settle, but not of State and Patron" in said


@pytest.mark.parametrize(("settle", "stall", "apart"), [(0.6, 0.39, True), (0.6, 0.4, False), (0.4, 0.9, False)])
def test_a_party_is_told_apart_where_the_middle_halves_no_longer_meet(settle, stall, apart):
    assert belief_bands.told_apart(believed("A", settle, stall, 12)) == apart  # middle halves: ± 0.1


@pytest.mark.parametrize("top", [1.0, 1.05, 7.3, 42, 999, 1000, 123456, 4.2e9])
def test_scales_of_amounts_have_a_few_round_numbers(top):
    ticks = time_panels.amount_ticks(top)
    assert ticks[0] == (0, "0")
    assert 2 <= len(ticks) <= 7
    assert ticks[-1][0] <= top
    assert all(re.fullmatch(r"[1-9]0*|[1-9][05]0*|0|\d0*", f"{value:.0f}") for value, _ in ticks)


# ------------------------------------------------------------------------------------------------ zone


def test_the_frontier_is_the_most_that_the_other_can_have():
    corners = np.array([[1.0, 0.5, 0.0], [0.0, 0.4, 0.6]])
    extra = np.array([[0.3, 0.0], [0.0, 0.3]])
    points = outer(corners, extra)
    for x, y in points:
        best = [np.interp(x, corners[0][::-1] + a, corners[1][::-1] + b, right=-np.inf) for a, b in extra.T]
        assert y == pytest.approx(max(best))
    assert np.all(np.diff(points[:, 0]) > 0)
    assert np.all(np.diff(points[:, 1]) <= 1e-12)
    assert points[0, 1] == pytest.approx(0.9)
    assert points[-1, 0] == pytest.approx(1.3)


@pytest.mark.parametrize("case", ["usual", "steps", "long"])
def test_the_zone_lies_beyond_both_walk_away_values_and_the_nash_point_on_its_edge(case):
    for table in ZONES[case]:
        outline = agreement_zone.zone_outline(table.frontier, table.walk_away)
        assert (outline >= np.array(table.walk_away) - 1e-12).all()
        nearest = np.abs(table.frontier - np.array(table.nash)).sum(axis=1).min()
        assert nearest < 0.01
        product = (table.frontier - np.array(table.walk_away)).clip(0).prod(axis=1).max()
        assert np.prod(np.array(table.nash) - np.array(table.walk_away)) >= product - 1e-9


def test_no_zone_is_said_in_words():
    texts = words(drawn("zone", "no_zone"))
    assert "No deal leaves both better off than walking away." in texts
    assert "No deal would leave both sides better off than walking away" in texts
    table = ZONES["usual"][0]
    inside = int(table.counts[(table.landed > np.array(table.walk_away)).all(axis=1)].sum())
    said = f"{findings.of_all(inside, TOTAL)} end with both better off than if they walk away"
    assert said in words(drawn("zone", "usual"))


def test_how_histories_end_is_told_once_of_each():
    table = ZONES["usual"][0]
    drawn_of = [*agreement_zone.ending_words(table, int(table.counts.sum()), whole=True)]
    first, second = table.better.T
    counted = [
        int(table.counts[where].sum()) for where in (first & second, first & ~second, ~first & second, ~first & ~second)
    ]
    assert sum(counted) == table.counts.sum()
    for count, words_of_it in zip(counted, drawn_of, strict=False):
        assert words_of_it.startswith(findings.of_all(count, int(table.counts.sum())))
