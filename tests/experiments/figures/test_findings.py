"""What stands above figures of runs: what is said at the bounds of every rule, and what is not said."""

import numpy as np
import pytest

from experiments.estimates.proper_scores import Bin
from experiments.estimates.statistics import wilson
from experiments.figures import Answer, belief_diagram, blame_matrix, findings, reliability_diagram, share_dots
from experiments.figures.belief_diagram import Beliefs
from experiments.figures.share_dots import Shared

TALKS = Answer("Formal talks or further", 550)
MONTHS = ["Sep 2018", "Oct 2018", "Nov 2018", "Dec 2018"]


# ------------------------------------------------------------------------------ shares in words


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (0, 4000, "none of 4,000 simulated histories"),
        (1, 4000, "1 of 4,000 simulated histories"),
        (39, 4000, "39 of 4,000 simulated histories"),
        (40, 4000, "1 of 100 simulated histories"),
        (2200, 4000, "55 of 100 simulated histories"),
        (3960, 4000, "99 of 100 simulated histories"),
        (3961, 4000, "3,961 of 4,000 simulated histories"),
        (4000, 4000, "all 4,000 simulated histories"),
        (7, 20, "7 of 20 simulated histories"),
        (0, 1, "none of 1 simulated histories"),
        (1, 1, "the only simulated history"),
    ],
)
def test_shares_of_a_hundred_only_where_that_does_not_mislead(count, total, words):
    assert findings.histories(count, total) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (550, 590, ("55 of 100", "59 of 100")),
        (550, 552, ("55.0 of 100", "55.2 of 100")),
        (550, 550, ("55 of 100", "55 of 100")),
        (0, 550, ("none of 1,000", "55 of 100")),
    ],
)
def test_two_shares_have_as_many_decimals_as_tell_them_apart(before, after, words):
    assert findings.from_to(before, after, 1000) == words


def test_only_what_lies_beyond_the_interval_is_left_behind():
    total, top = 1000, 400
    least = wilson(top, total)[0]
    reaching = next(n for n in range(top) if wilson(n, total)[1] >= least)
    assert findings.leading({"b": reaching, "a": top}, total) == ["a", "b"]
    assert findings.leading({"b": reaching - 1, "a": top}, total) == ["a"]
    assert findings.leading({"a": 0, "b": 0}, total) == []


# ------------------------------------------------------------------------------ how it ends


@pytest.mark.parametrize(
    ("counts", "answer", "words"),
    [
        ({"Peace": 700, "War": 300}, None, "The most frequent end is “Peace”: 70 of 100 simulated histories"),
        ({"Peace": 700, "War": 300}, TALKS, "Formal talks or further in 55 of 100 simulated histories; the most frequent end is “Peace” (70)"),
        ({"Peace": 700, "War": 300}, Answer("Peace", 700), "Peace in 70 of 100 simulated histories: the most frequent end"),
        ({"Peace": 700, "War": 300}, Answer("War", 300), "War in 30 of 100 simulated histories; the most frequent end is “Peace” (70)"),
        ({"Peace": 505, "War": 495}, None, "“Peace” and “War” are about equally frequent ends (50 and 50)"),
        ({"Peace": 500, "War": 500}, None, "“Peace” and “War” are equally frequent ends (50 and 50)"),
        ({"A": 335, "B": 335, "C": 330}, TALKS, "Formal talks or further in 55 of 100 simulated histories; no end is clearly the most frequent"),
        ({"Peace": 1000, "War": 0}, None, "The most frequent end is “Peace”: all 1,000 simulated histories"),
    ],
)  # fmt: skip
def test_the_answer_stands_first_and_then_the_most_frequent_end(counts, answer, words):
    assert findings.of_outcomes(counts, 1000, answer) == words


def rounds(*counts: int) -> np.ndarray:
    """So many histories never, and in each round."""
    return np.array(counts)


@pytest.mark.parametrize(
    ("by_round", "answer", "words"),
    [
        (rounds(450, 100, 175, 175, 100), TALKS, "Formal talks or further in 55 of 100 simulated histories by Dec 2018, in half of these by Oct 2018"),
        (rounds(450, 100, 174, 176, 100), TALKS, "Formal talks or further in 55 of 100 simulated histories by Dec 2018, in half of these by Nov 2018"),
        (rounds(981, 19, 0, 0, 0), None, "Formal talks or further in 2 of 100 simulated histories by Dec 2018"),
        (rounds(1000, 0, 0, 0, 0), None, "Formal talks or further in none of 1,000 simulated histories by Dec 2018"),
        (rounds(0, 1000, 0, 0, 0), None, "Formal talks or further in all 1,000 simulated histories by Dec 2018, in half of these by Sep 2018"),
        (rounds(450, 550, 0, 0, 0), Answer("Peace", 20), "Peace in 2 of 100 simulated histories; formal talks or further in 55 by Dec 2018, in half of these by Sep 2018"),
    ],
)  # fmt: skip
def test_a_rung_is_told_with_its_median_if_there_are_enough(by_round, answer, words):
    assert findings.of_rung("Formal talks or further", by_round, MONTHS, answer).lower() == words.lower()


@pytest.mark.parametrize(
    ("counts", "answer", "words"),
    [
        ({"stand at “A”": 600, "have not met": 400}, None, "By Dec 2018 the parties most often stand at “A”: 60 of 100 simulated histories"),
        ({"stand at “A”": 600, "have not met": 400}, TALKS, "Formal talks or further in 55 of 100 simulated histories; by Dec 2018 the parties most often stand at “A” (60)"),
        ({"stand at “A”": 500, "have not met": 500}, None, "By Dec 2018 the parties stand at “A” as often as they have not met: 50 and 50 of 100 simulated histories"),
        ({"stand at “A”": 505, "have not met": 495}, TALKS, "Formal talks or further in 55 of 100 simulated histories; by Dec 2018 the parties stand at “A” about as often as they have not met (50 and 50)"),
        ({"a": 335, "b": 335, "c": 330}, None, "By Dec 2018 no state is clearly the most frequent"),
    ],
)  # fmt: skip
def test_where_tables_most_often_stand(counts, answer, words):
    assert findings.of_states("the parties", counts, 1000, "Dec 2018", answer) == words


def test_a_table_is_named_only_where_the_answer_does_not_name_it():
    assert findings.parties_at("Kabul", False, None) == "the parties"
    assert findings.parties_at("Kabul", True, Answer("Opening (Kabul)", 1, "Kabul")) == "the parties"
    assert findings.parties_at("Kabul", True, Answer("Opening (Doha)", 1, "Doha")) == "the parties of “Kabul”"
    assert findings.parties_at("Kabul", True, None) == "the parties of “Kabul”"


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"A": rounds(100, 300, 200, 400, 0)}, "A meeting in 90 of 100 simulated histories, half of them by Oct 2018"),
        ({"A": rounds(981, 19, 0, 0, 0)}, "A meeting in 2 of 100 simulated histories"),
        ({"A": rounds(1000, 0, 0, 0, 0)}, "No meeting in any of 1,000 simulated histories"),
        ({"A": rounds(100, 900, 0, 0, 0), "B": rounds(500, 500, 0, 0, 0)}, "A meeting most often at “A”: in 90 of 100 simulated histories"),
        ({"A": rounds(500, 500, 0, 0, 0), "B": rounds(500, 500, 0, 0, 0)}, "No table meets clearly more often than the other"),
        ({"A": rounds(500, 500, 0, 0, 0), "B": rounds(505, 495, 0, 0, 0), "C": rounds(900, 100, 0, 0, 0)}, "Meetings are about equally frequent at “A” and “B”, and rarer elsewhere"),
        ({name: rounds(500, 500, 0, 0, 0) for name in "ABC"}, "No table meets clearly more often than the others"),
    ],
)  # fmt: skip
def test_meetings(tables, words):
    assert findings.of_meetings(tables, MONTHS) == words


@pytest.mark.parametrize(
    ("counts", "where", "words"),
    [
        ({"Washington did not come": 400, "Taliban did not come": 200}, "", "Most often Washington did not come: 40 of 100 simulated histories"),
        ({"Washington did not come": 400}, " (“Doha”)", "Most often Washington did not come (“Doha”): 40 of 100 simulated histories"),
        ({"A did not come": 400, "B blocked over “Bases”": 400}, "", "A did not come as often as B blocked over “Bases”: 40 and 40 of 100 simulated histories"),
        ({"A did not come": 405, "nobody blocked": 395}, "", "A did not come about as often as nobody blocked: 40 and 40 of 100 simulated histories"),
        ({"A": 300, "B": 300, "C": 300}, "", "Nobody clearly blocks most often"),
        ({}, "", "No party blocks: “Settlement” is reached in all 1,000 simulated histories"),
    ],
)  # fmt: skip
def test_who_blocks(counts, where, words):
    assert findings.of_blame(counts, 1000, "Settlement", where) == words


def test_what_blocked_in_words():
    assert blame_matrix.done_words("Kabul", blame_matrix.ABSENT) == "Kabul did not come"
    assert blame_matrix.done_words("Kabul", "Bases") == "Kabul blocked over “Bases”"
    assert blame_matrix.done_words("Kabul", None) == "Kabul blocked over no issue"
    assert blame_matrix.done_words(None, None).startswith("nobody blocked")


# ------------------------------------------------------------------------------ what comes of it


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"Prisoners": 600, "Bases": 170}, "“Prisoners” changes most often (60 of 100 simulated histories), “Bases” least (17)"),
        ({"Prisoners": 600, "Office": 595, "Bases": 0}, "“Prisoners” and “Office” change most often (60 of 100 simulated histories), “Bases” least (none of 1,000)"),
        ({"A": 600, "B": 600, "C": 600, "D": 5}, "“A” and two others change most often (60 of 100 simulated histories), “D” least (5 of 1,000)"),
        ({"A": 600, "B": 595}, "No issue is clearly changed more often than another"),
        ({"A": 600}, "A changes in 60 of 100 simulated histories"),
        ({"A": 0, "B": 0}, "On no issue is anything else in force at the end than at the start, in any of 1,000 histories"),
    ],
)  # fmt: skip
def test_what_changes(changed, words):
    assert findings.of_levels(changed, 1000) == words


def course(first: tuple[float, ...], last: tuple[float, ...]) -> dict[str, list[float]]:
    """Quartiles of four rounds: a first that counts for nothing, the first whole one, one between, the last."""
    return {name: [9e9, a, 1.0, b] for name, a, b in zip(("q25", "q50", "q75"), first, last, strict=True)}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((1800, 2000, 2200), (900, 1000, 1100), "Violence falls from 2,000 deaths a month in Oct 2018 to 1,000 in Dec 2018 (medians)"),
        ((900, 1000, 1100), (1800, 2000, 2200), "Violence rises from 1,000 deaths a month in Oct 2018 to 2,000 in Dec 2018 (medians)"),
        ((1800, 2000, 2200), (900, 1000, 2000), "No clear change in violence: 2,000 deaths a month in Oct 2018, 1,000 in Dec 2018 (medians)"),
        ((1000, 2000, 2200), (900, 1000, 1100), "No clear change in violence: 2,000 deaths a month in Oct 2018, 1,000 in Dec 2018 (medians)"),
        ((0, 0, 5), (0, 0, 5), "No violence in most histories"),
    ],
)  # fmt: skip
def test_violence_moves_only_beyond_the_middle_halves(first, last, words):
    assert findings.of_war("deaths", "month", MONTHS, course(first, last)) == words


@pytest.mark.parametrize(
    ("told", "not_told", "words"),
    [
        (["A"], [], "By Dec 2018 the others can tell whether A means to settle"),
        (["A", "B"], ["C"], "By Dec 2018 the others can tell whether A and B mean to settle, but not of C"),
        ([], ["A"], "By Dec 2018 the others cannot clearly tell whether A means to settle"),
        ([], ["A", "B"], "By Dec 2018 the others cannot clearly tell whether any party means to settle"),
    ],
)
def test_who_is_believed(told, not_told, words):
    assert findings.of_beliefs(told, not_told, "Dec 2018") == words


ROOM = "There is room for a deal that leaves both sides better off"


@pytest.mark.parametrize(
    ("rooms", "words"),
    [
        ({"A": 270}, f"{ROOM}; 27 of 100 simulated histories end there"),
        ({"A": 0}, f"{ROOM}; none of 1,000 simulated histories end there"),
        ({"A": None}, "No deal would leave both sides better off than walking away"),
        ({"A": None, "B": None}, "No deal would leave both sides better off than walking away at any table"),
        ({"A": 270, "B": None}, f"{ROOM} at 1 of 2 tables; most often they end there at “A” (27 of 100)"),
        ({"A": 270, "B": 600}, f"{ROOM} at all 2 tables; most often they end there at “B” (60 of 100)"),
        ({"A": 600, "B": 600}, f"{ROOM} at all 2 tables"),
        ({"A": 0, "B": 0}, f"{ROOM} at all 2 tables; none ends there"),
    ],
)
def test_room_for_a_deal(rooms, words):
    assert findings.of_zones(rooms, 1000) == words


# ------------------------------------------------------------------------------ checks of validity


def cell(forecast: float, yes: int, n: int, lo: float, hi: float) -> Bin:
    low, high = round(forecast - 0.1, 9), round(forecast + 0.1, 9)
    return Bin(low=low, high=high, forecast=forecast, yes=yes, n=n, lo=lo, hi=hi)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([cell(0.7, 7, 10, 0.7, 0.9)], "What was forecast came true as often as forecast, as far as so few events can tell"),
        ([cell(0.7, 6, 10, 0.61, 0.9)], "What was forecast came true less often in 60–80 % than forecast"),
        ([cell(0.3, 6, 10, 0.1, 0.5), cell(0.7, 6, 10, 0.61, 0.9)], "What was forecast came true less often in 60–80 % and more often in 20–40 % than forecast"),
    ],
)  # fmt: skip
def test_forecasts(cells, words):
    assert reliability_diagram.finding(cells) == words


@pytest.mark.parametrize(
    ("true", "words"),
    [
        (500, "Beliefs come true as often as they say"),
        (530, "Beliefs come true as often as they say"),
        (540, "Beliefs come true about as often as they say: nowhere clearly off by more than 4 points"),
        (550, "Beliefs come true about as often as they say: nowhere clearly off by more than 5 points"),
        (551, "Beliefs do not come true as often as they say: they are off by up to 6 points"),
    ],
)
def test_beliefs_come_true(true, words):
    assert (
        belief_diagram.finding([Beliefs("A", np.array([0, 1000]), np.array([0.0, 500.0]), np.array([0, true]))])
        == words
    )


def test_how_far_shares_are_off_on_average():
    issues = [Shared("a", 0.5, 0.4, 0.6, 0.6, 1.0), Shared("b", 0.5, 0.4, 0.6, 0.5, 0.5)]
    said = "Simulated bargains are 5 of a hundred off what people agreed, on average; Nash: 25"
    assert share_dots.finding(issues, "Nash") == said
    assert "are under 1 of a hundred off" in share_dots.finding(issues[1:], "Nash")
