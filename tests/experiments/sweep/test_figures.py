"""What the figures of a sweep say and show, from summaries that are written here: bounds of every rule, curves, long lists."""

from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from experiments.estimates.statistics import estimate
from experiments.figures import page
from experiments.sweep.figure import figures_of
from experiments.sweep.findings import of_sweep

TOTAL = 1000


def point(number: int, values: dict[str, Any], count: int) -> dict[str, Any]:
    return {
        "point": number,
        "values": values,
        "set": {},
        "headline": estimate(count, TOTAL)._asdict(),
        "histories": TOTAL,
    }


def gap(low: Any, high: Any, d: float, half: float = 0.02) -> dict[str, Any]:
    return {"from": low, "to": high, "d": d, "lo": d - half, "hi": d + half}


def found(factor: str, of_it: dict[str, Any] | None, levels: int = 2) -> dict[str, Any]:
    return {"factor": factor, "levels": [{"level": i, "points": 1, "mean": 0.5} for i in range(levels)], "gap": of_it}


def told(points: list[dict[str, Any]], findings: list[dict[str, Any]], design: str = "grid") -> Any:
    names = points[0]["values"]
    return {
        "experiment": "What it takes", "question": None, "scenario": "Talks", "as_of": "2018-09-13", "seed": 1, "histories": TOTAL,
        "design": design, "headline": ["t.r"], "headline_title": "formal talks", "points": points, "findings": findings,
        "factors": {name: {"title": name, "unit": "men" if name == "released" else None, "paths": []} for name in names},
    }  # fmt: skip


def one_number(counts: list[int], of_it: dict[str, Any] | None, levels: list[Any] | None = None) -> Any:
    levels = levels or [100 * i for i in range(len(counts))]
    points = [point(i, {"released": level}, n) for i, (level, n) in enumerate(zip(levels, counts, strict=True))]
    return told(points, [found("released", of_it, len(counts))])


def words(figure: Any) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))


# ------------------------------------------------------------------------------ what is said


@pytest.mark.parametrize(
    ("counts", "of_it", "said"),
    [
        ([540, 550, 590], gap(0, 200, 0.05, 0.049), "Formal talks in 54 of 100 simulated histories at 0 men, in 59 at 200 men"),
        ([540, 550, 590], gap(0, 200, 0.05, 0.05), "“released” makes no clear difference to formal talks: 54 to 59 of 100 simulated histories"),
        ([540, 540, 540], None, "“released” makes no difference to formal talks: 54 of 100 simulated histories"),
        ([541, 542, 543], gap(0, 200, 0.002, 0.001), "Formal talks in 54.1 of 100 simulated histories at 0 men, in 54.3 at 200 men"),
        ([0, 550, 590], gap(0, 200, 0.59), "Formal talks in none of 1,000 simulated histories at 0 men, in 59 at 200 men"),
    ],
)  # fmt: skip
def test_one_factor_is_told_from_its_lowest_level_to_its_highest(counts, of_it, said):
    assert of_sweep(one_number(counts, of_it)) == said


def test_levels_that_are_words_are_quoted():
    of_it = gap("keeps_all", "wants none", 0.2)
    assert of_sweep(one_number([110, 260], of_it, ["keeps_all", "wants none"])) == (
        "Formal talks in 11 of 100 simulated histories at “keeps all”, in 26 at “wants none”"
    )


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([found("a", gap(0, 1, 0.16)), found("b", gap(0, 1, 0.01))], "“a” moves formal talks most, by 16 points; “b” makes no clear difference"),
        ([found("a", gap(0, 1, 0.16)), found("b", gap(0, 1, 0.05))], "“a” moves formal talks most, by 16 points"),
        ([found("a", gap(0, 1, 0.06)), found("b", gap(0, 1, 0.021))], "“a” and “b” move formal talks, by 6 and 2 points: which moves it more is not clear"),
        ([found("a", gap(0, 1, 0.01)), found("b", None)], "No factor makes a clear difference to formal talks"),
        ([found("a", gap(0, 1, 0.16)), found("b", gap(0, 1, 0.01)), found("c", None)], "“a” moves formal talks most, by 16 points; “b” and “c” make no clear difference"),
    ],
)  # fmt: skip
def test_of_several_factors_the_widest_gap_is_told_if_it_is_clearly_the_widest(findings, said):
    names = [each["factor"] for each in findings]
    points = [point(i, dict.fromkeys(names, i), 500) for i in range(2)]
    assert of_sweep(told(points, findings)) == said


def test_points_without_fellows_are_told_by_their_ends():
    points = [point(i, {"a": f"p{i}", "b": i}, n) for i, n in enumerate((100, 110))]
    assert (
        of_sweep(told(points, [], "list"))
        == "No clear difference between the points: formal talks in 10 to 11 of 100 simulated histories"
    )
    points[1]["headline"] = estimate(300, TOTAL)._asdict()
    assert (
        of_sweep(told(points, [], "list")) == "Formal talks in 10 to 30 of 100 simulated histories, by what is put in"
    )
    assert of_sweep(told(points[:1], [], "list")) == "Formal talks in 10 of 100 simulated histories"


# ------------------------------------------------------------------------------ what is drawn


@pytest.mark.parametrize("count", [3, 41, 500])
def test_one_number_is_a_curve_with_its_band_however_many_values(count):
    counts = [300 + i * 300 // count for i in range(count)]
    summary = one_number(counts, gap(0, 100 * (count - 1), 0.3))
    summary["points"].reverse()  # as a list may give them
    drawn = figures_of(summary)
    assert set(drawn) == {"response"}
    [axes] = drawn["response"].axes
    curve = next(line for line in axes.lines if line.get_linewidth() == 2.0)
    assert curve.get_xdata().tolist() == [100 * i for i in range(count)]
    assert curve.get_ydata() == pytest.approx([n / 10 for n in counts])
    band = axes.collections[0].get_paths()[0].vertices
    assert band[:, 1].min() == pytest.approx(100 * estimate(min(counts), TOTAL).lo)
    assert band[:, 1].max() == pytest.approx(100 * estimate(max(counts), TOTAL).hi)
    assert axes.get_ylim() == (0, 100)
    said = words(drawn["response"])
    assert "released (men)" in said.lower()
    assert f"{counts[0] / 10:.0f} %" in said
    assert f"{counts[-1] / 10:.0f} %" in said


def test_few_shares_have_a_scale_that_says_where_it_ends():
    drawn = figures_of(one_number([10, 15, 20], gap(0, 200, 0.01)))["response"]
    assert drawn.axes[0].get_ylim() == (0, 10)
    assert "The vertical scale ends at 10 %, not at 100 %." in words(drawn)


def test_numbers_of_both_scales_stand_where_the_panel_has_them():
    drawn = figures_of(one_number([110, 200, 400, 270], gap(0, 300, 0.2)))["response"]
    [axes] = drawn.axes
    at = {text.get_text(): drawn.transFigure.transform(text.get_position()) for text in drawn.texts}
    for share in (0, 10, 20, 30, 40, 50):
        to_middle = 160 / 72 * page.HALF_CAPITAL * page.SMALL
        assert at[f"{share} %"][1] + to_middle == pytest.approx(axes.transData.transform((0, share))[1])
        assert at[f"{share} %"][0] < axes.bbox.x0
    for men in (0, 100, 200, 300):
        assert at[f"{men}"][0] == pytest.approx(axes.transData.transform((men, 0))[0])
        assert at[f"{men}"][1] < axes.bbox.y0


def test_two_values_words_and_yes_or_no_are_no_curve():
    for levels in ([0, 1], ["a", "b", "c"], [True, False, True]):
        assert set(figures_of(one_number([100 + 50 * i for i in range(len(levels))], None, levels))) == {"ranking"}


def test_several_drawn_numbers_are_dots_a_panel_each():
    rng = np.random.default_rng(1)
    points = [
        point(i, {"a": float(rng.random()), "b": float(rng.random())}, int(rng.integers(100, 900))) for i in range(60)
    ]
    drawn = figures_of(told(points, [], "latin_hypercube"))
    assert set(drawn) == {"response"}
    assert len(drawn["response"].axes) == 2
    for name, axes in zip("ab", drawn["response"].axes, strict=True):
        whiskers, dots = (line for line in axes.lines if len(line.get_xdata()) > 2)
        at = [each["values"][name] for each in points]
        shares = [[100 * each["headline"][key] for key in ("p", "lo", "hi")] for each in points]
        pieces = sorted((x, *share) for x, share in zip(at, shares, strict=True))
        assert dots.get_solid_capstyle() == "round"
        assert dots.get_xdata()[::3].tolist() == [x for x, *_ in pieces]
        for line, ends, within in ((dots, (1, 1), 0.01), (whiskers, (2, 3), 1e-9)):
            assert line.get_ydata()[::3] == pytest.approx([piece[ends[0]] for piece in pieces])
            assert line.get_ydata()[1::3] == pytest.approx([piece[ends[1]] for piece in pieces], abs=within)
            assert np.isnan(line.get_ydata()[2::3]).all()  # a gap after each piece


def test_of_a_long_list_both_ends_are_drawn_on_one_page():
    points = [point(i, {"order": f"order {i}"}, 100 + i) for i in range(300)]
    drawn = figures_of(told(points, [], "list"))["ranking"]
    said = words(drawn)
    assert "order 299" in said
    assert "order 0 " in said
    assert "…" in said
    assert "order 150" not in said
    assert drawn.get_figheight() * 72 <= page.TALLEST


def test_levels_without_room_are_named():
    names = [f"factor {i}" for i in range(12)]
    points = [point(i, {name: f"{name} {i}" for name in names}, 500) for i in range(8)]
    drawn = figures_of(told(points, [found(name, None, 8) for name in names], "list"))["levels"]
    assert drawn.get_figheight() * 72 <= page.TALLEST
    assert len(drawn.axes) < 12
    assert "Not drawn: " in words(drawn)
    assert "Factor 11." in words(drawn)
