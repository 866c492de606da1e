"""What the figure of a comparison says and shows, from a result that is written here."""

from typing import Any

import pytest
from matplotlib.text import Text

from experiments.compare.figure import MOST_PANELS, differences, in_order
from experiments.compare.findings import Moved, of_comparison
from experiments.estimates.statistics import estimate
from experiments.figures import page

TOTAL = 1000


def moved(variant: str, before: int, after: int, lo: float, hi: float) -> Moved:
    difference: Any = {"d": (after - before) / TOTAL, "lo": lo, "hi": hi, "gained": 9, "lost": 9}
    shares: Any = [estimate(count, TOTAL)._asdict() for count in (before, after)]
    return Moved(variant, *shares, difference)


UP, MORE = moved("A", 550, 590, 0.03, 0.05), moved("B", 550, 470, -0.09, -0.07)
STILL = moved("C", 550, 551, -0.01, 0.012)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([UP], "Formal talks in 59 instead of 55 of 100 simulated histories"),
        ([STILL], "No clear difference in “Formal talks”: 55.1 instead of 55.0 of 100 simulated histories"),
        ([moved("C", 550, 550, -0.01, 0.01)], "No clear difference in “Formal talks”: 55 of 100 simulated histories both ways"),
        ([moved("C", 550, 552, 0.0, 0.004)], "No clear difference in “Formal talks”: 55.2 instead of 55.0 of 100 simulated histories"),
        ([UP, MORE, STILL], "Formal talks in 47 instead of 55 of 100 simulated histories with “B”, which moves it most"),
        ([STILL, STILL], "No variant makes a clear difference to “Formal talks”"),
        ([UP, moved("D", 550, 600, 0.04, 0.06)], "Two variants move “Formal talks” about as far, most of all “D”: 60 instead of 55 of 100 simulated histories"),
        ([UP, moved("D", 550, 500, -0.06, -0.051)], "Formal talks in 50 instead of 55 of 100 simulated histories with “D”, which moves it most"),
        ([UP, moved("D", 550, 500, -0.06, -0.05)], "Two variants move “Formal talks” about as far, most of all “D”: 50 instead of 55 of 100 simulated histories"),
    ],
)  # fmt: skip
def test_the_variant_that_moves_most_is_told_if_it_clearly_does(found, said):
    assert of_comparison("Formal talks", found, TOTAL) == said


def share(count: int) -> dict[str, Any]:
    return estimate(count, TOTAL)._asdict()


def paired(d: float, half: float = 0.01) -> dict[str, Any]:
    flips = round(abs(d) * TOTAL)
    return {
        "d": d, "lo": d - half, "hi": d + half, "gained": flips if d > 0 else 0, "lost": 0 if d > 0 else flips,
        "variance_gain": 2.0, "verdict": "cannot tell",
    }  # fmt: skip


def told(variants: dict[str, dict[str, float]], answers: str | None = "t.talks") -> Any:
    """Differences by variant and question: rungs of a table `t`, and outcomes."""
    asked = list(next(iter(variants.values())))
    rungs, outcomes = [name[2:] for name in asked if name[:2] == "t."], [name for name in asked if name[:2] != "t."]

    def run(title: str) -> dict[str, Any]:
        tables = {"t": {"rungs": {rung: share(500) for rung in rungs}}}
        return {
            "scenario": title,
            "histories": TOTAL,
            "seed": 1,
            "outcomes": {name: share(500) for name in outcomes},
            "tables": tables,
        }

    of_it = [
        {
            "name": title, "set": [], "result": run(title),
            "difference": {
                "outcomes": {name: paired(moves[name]) for name in outcomes},
                "tables": {"t": {"rungs": {rung: paired(moves[f"t.{rung}"]) for rung in rungs}}},
            },
        }
        for title, moves in variants.items()
    ]  # fmt: skip
    titles = {name: name.removeprefix("t.").replace("_", " ") for name in asked}
    return {"answers": answers, "titles": titles, "base": run("Case"), "variants": of_it}


def words(figure: Any) -> list[str]:
    return [" ".join(text.get_text().split()) for text in figure.findobj(Text) if text.get_text()]


ONE = {"t.first": 0.3, "t.talks": 0.1, "peace": 0.0, "war": 0.1}


def test_of_one_variant_what_was_asked_stands_first_and_what_does_not_move_in_a_line():
    figure = differences(told({"What if": ONE}), "2018-09-13")
    texts = words(figure)
    names = [text for text in texts if text in {"First", "Talks", "Peace", "War"}]
    assert names == ["Talks", "First"]  # the war moves as the talks do, and is not drawn twice
    assert any(text.endswith("No clear difference in: Peace.") for text in texts)
    assert len(figure.axes) == 1


def test_variants_are_ordered_by_what_they_do_to_what_was_asked_and_alike_in_every_panel():
    variants = {"down": {**ONE, "t.talks": -0.1}, "up": {**ONE, "t.talks": 0.2}, "still": {**ONE, "t.talks": 0.0}}
    found = in_order(told(variants))
    assert next(iter(found)) == "Talks"
    assert {tuple(each.variant for each in moved) for moved in found.values()} == {("Up", "Still", "Down")}


def test_without_an_answer_the_largest_clear_move_stands_first():
    assert next(iter(in_order(told({"a": ONE, "b": ONE}, answers=None)))) == "First"


def test_a_question_that_only_some_variants_know_has_fewer_rows():
    found = told({"a": ONE, "b": ONE})
    found["variants"][1]["difference"]["tables"]["t"]["rungs"].pop("talks")
    figure = differences(found, "2018-09-13")
    assert [len([line for line in axes.lines if line.get_marker() == "o"]) for axes in figure.axes] == [1, 2, 2]


def test_many_variants_and_questions_stay_on_one_page_and_what_is_left_out_is_named():
    moves = {f"t.step_{i}": 0.2 - i / 100 for i in range(12)}
    figure = differences(
        told({f"What if this were so and not otherwise {k}": moves for k in range(9)}, "t.step_3"), "2018-09-13"
    )
    assert figure.get_figheight() * 72 <= page.TALLEST
    assert 1 <= len(figure.axes) <= MOST_PANELS
    left_out = next(text for text in words(figure) if "Not drawn, since smaller" in text)
    assert left_out.count("Step") == 12 - len(figure.axes)
