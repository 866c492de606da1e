"""Designs: which points an experiment's factors make, and what keeps them from making any."""

import math
from collections import Counter
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from experiments.sweep.constraints import ConstraintError, holds, parse
from experiments.sweep.designs import BASE, points_of
from experiments.sweep.experiment import Experiment, _of_design
from experiments.sweep.points import DesignError, as_text
from experiments.sweep.whole import takes_whole_only
from experiments.words.overrides import yaml_text

TWO = {"a": {"path": "parties.x.cost", "values": [1, 2, 3]}, "b": {"path": "parties.x.effort", "values": [0, 10]}}


def layout(folder=Path(), scenario=None, **keys):
    about = {"parley_experiment": 1, "title": "T", "scenario": "s.yaml"}
    return points_of(Experiment.model_validate(about | keys), folder, scenario)


def points(folder=Path(), **keys):
    return layout(folder, **keys).points


def test_a_grid_is_every_combination_once():
    found = [tuple(point.values.values()) for point in points(design="grid", factors=TWO)]
    assert found == list(product([1, 2, 3], [0, 10]))


def test_zip_goes_side_by_side():
    factors = TWO | {"b": TWO["b"] | {"values": [7, 8, 9]}}
    found = points(design="zip", factors=factors)
    assert [tuple(point.values.values()) for point in found] == [(1, 7), (2, 8), (3, 9)]
    assert found[2].sets == {"parties.x.cost": 3, "parties.x.effort": 9}


def test_one_at_a_time_leaves_all_others_as_they_are():
    found = points(design="one_at_a_time", factors=TWO)
    assert dict(found[0].values) == {"a": BASE, "b": BASE}
    assert found[0].sets == {}
    assert all(len(point.sets) == 1 for point in found[1:])
    assert len(found) == 1 + 3 + 2


def test_a_latin_hypercube_has_one_point_in_every_slice():
    factors = {name: {"path": f"p.{name}", "range": [10, 20]} for name in "abc"}
    found = points(design="latin_hypercube", factors=factors, points=40, seed=3)
    for name in factors:
        slices = sorted(int((point.values[name] - 10) / 10 * 40) for point in found)
        assert slices == list(range(40))


def test_sobol_points_are_balanced_in_every_half_and_quarter():
    factors = {name: {"path": f"p.{name}", "range": [0, 1]} for name in "ab"}
    found = points(design="sobol", factors=factors, points=64)
    corners = Counter((int(p.values["a"] * 4), int(p.values["b"] * 4)) for p in found)
    assert set(corners.values()) == {4}
    assert points(design="sobol", factors=factors, points=64) == found
    assert points(design="sobol", factors=factors, points=64, seed=2) != found


def test_draws_follow_a_distribution():
    triangular = {"path": "p.a", "distribution": {"triangular": [0, 0, 1]}}
    choice = {"path": "p.b", "distribution": {"choice": {"5": 3, "7": 1}}}
    levels = {"levels": {"none": {}, "some": {"p.c": 1}}}
    found = points(design="latin_hypercube", factors={"a": triangular, "b": choice, "c": levels}, points=400)
    a = np.array([point.values["a"] for point in found])
    assert abs(a.mean() - 1 / 3) < 0.01
    assert Counter(point.values["b"] for point in found) == {5: 300, 7: 100}
    assert Counter(point.values["c"] for point in found) == {"none": 200, "some": 200}


def test_all_orders_are_tried():
    whole = points(design="grid", factors={"o": {"path": "t.order", "permutations": ["x", "y", "z"]}})
    assert [point.sets["t.order"] for point in whole] == [list(order) for order in permutations("xyz")]
    places = {"o": {"paths": ["r.one", "r.two"], "permutations": [["x"], ["y"]]}}
    assert [point.sets for point in points(design="grid", factors=places)] == [
        {"r.one": ["x"], "r.two": ["y"]},
        {"r.one": ["y"], "r.two": ["x"]},
    ]


def test_constraints_leave_out_points():
    found = points(design="grid", factors=TWO, where=["a + b / 10 <= 3", "not a == 2"])
    assert [tuple(point.values.values()) for point in found] == [(1, 0), (1, 10), (3, 0)]
    assert [point.number for point in found] == [0, 1, 2]
    with pytest.raises(DesignError, match="no point"):
        points(design="grid", factors=TWO, where="a > 5")


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [("1 < a <= 3 and b != 'x'", {"a": 3, "b": "y"}, True), ("1 < a <= 3 and b != 'x'", {"a": 3, "b": "x"}, False),
     ("-a * 2 >= b - 1 or a == 4", {"a": 4, "b": 9}, True), ("a / 2 > b", {"a": 1, "b": 1}, False)],
)  # fmt: skip
def test_what_a_constraint_means(text, values, expected):
    assert holds(parse(text, values), values) is expected


@pytest.mark.parametrize(
    "text", ["a +", "a", "a * 1.inf <= 1", "f(a) > 1", "a.b > 1", "c > 1", "__import__('os') == 1", "a > True", "[a] == 1", "a ** 9 > 1", "a > 1" * 200],
)  # fmt: skip
@pytest.mark.filterwarnings("error")
def test_what_is_no_constraint(text):
    with pytest.raises(ConstraintError):
        parse(text, {"a", "b"})


@pytest.mark.parametrize("values", [{"a": "x", "b": 1}, {"a": 1}, {"a": 1, "b": 0}])
def test_a_constraint_that_cannot_be_worked_out(values):
    with pytest.raises(ConstraintError):
        holds(parse("a / b > 1", {"a", "b"}), values)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-5, "1.0e-05"), (float("inf"), ".inf"), (True, "true"), ("a: b", '"a: b"'), ([1, "x"], '[1, "x"]'),
     ({"ideal": 1, "red_line": [0, 1]}, '{"ideal": 1, "red_line": [0, 1]}'), (None, "null"), (2.5, "2.5")],
)  # fmt: skip
def test_values_as_yaml(value, text):
    assert yaml_text(value) == text


# ------------------------------------------------------------------------------
# Whole numbers


ROUNDS = {"path": "time.rounds"}


@pytest.mark.parametrize(
    ("ends", "steps", "expected"), [([6, 12], 3, [6, 9, 12]), ([1, 4], 4, [1, 2, 3, 4]), ([0.5, 3.5], 5, [1, 2, 3])]
)
def test_steps_of_a_whole_number_are_whole_and_within_its_range(ends, steps, expected):
    made = layout(design="grid", factors={"rounds": ROUNDS | {"range": ends, "steps": steps}})
    found = [point.sets["time.rounds"] for point in made.points]
    assert found == expected
    assert {type(value) for value in found} == {int}
    assert made.notes == (["Ranges of whole numbers have fewer values than steps: rounds has 3."] if steps == 5 else [])


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ([6.2, 6.8], "there is no whole number from 6.2 to 6.8, and only whole ones may stand there"),
        ([6, math.inf], "a range ends at two numbers; .inf is none: list values in place of it"),
        ([-math.inf, 6], "a range ends at two numbers; .inf is none: list values in place of it"),
    ],
)
def test_a_range_without_a_whole_number_or_an_end_is_refused(ends, said):
    factors = {"rounds": ROUNDS | {"range": ends, "steps": 3}}
    about = {"parley_experiment": 1, "title": "T", "scenario": "s", "design": "grid", "factors": factors}
    [(loc, message)] = _of_design(Experiment.model_validate(about))
    assert loc == ("factors", "rounds", "range")
    assert message == said


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
@pytest.mark.parametrize("of", [{"range": [1, 4]}, {"range": [0.2, 4.9]}, {"distribution": {"choice": [1, 2, 3, 4]}}])
def test_draws_of_a_whole_number_are_whole_and_equally_likely(design, of):
    factors = {"rounds": ROUNDS | of, "other": {"path": "parties.x.cost", "range": [0, 1]}}
    found = points(design=design, factors=factors, points=64)
    assert Counter(point.sets["time.rounds"] for point in found) == dict.fromkeys([1, 2, 3, 4], 16)


def test_a_bell_over_a_whole_number_is_rounded():
    factors = {"rounds": ROUNDS | {"distribution": {"triangular": [2, 5, 8]}}}
    made = layout(design="latin_hypercube", factors=factors, points=50)
    assert sorted(point.sets["time.rounds"] for point in made.points) == [2, 3, 4, 5, 6, 7, 8]
    assert made.notes == ["43 points are another one again, and not played twice."]


@pytest.mark.parametrize(
    ("path", "whole"),
    [("time.rounds", True), ("issues.a.tranches", True), ("tables.a.met", True), ("events.0.on", True),
     ("outcomes.a.all.0.meetings", True), ("parties.a.patience", False), ("issues.a.step", False),
     ("parties.a.positions.b.red_line.0", False), ("parties.a.nothing", False)],
)  # fmt: skip
def test_the_vocabulary_says_where_only_whole_numbers_stand(path, whole):
    assert takes_whole_only(path) is whole


# ------------------------------------------------------------------------------
# One place, one name, one point


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("parties.x.cost", "parties.x.cost", "sets parties.x.cost, which a sets too"),
        ("parties.x.cost", "parties.x.cost.value", "which a sets too"),
        ("events.vote.on", "events.1.on", "sets events.1.on, which a sets too"),
        ("tables.t.rungs", "tables.t.rungs.one.agenda", "lies inside what a sets"),
        ("tables.t.rungs.one.agenda", "tables.t.rungs", "inside which a sets something"),
    ],
)
@pytest.mark.parametrize("design", ["grid", "zip", "latin_hypercube", "list"])
def test_no_two_factors_set_one_place(design, first, second, message):
    scenario = {"events": [{"name": "war"}, {"name": "vote"}]}
    factors = {"a": {"path": first, "values": [[1]]}, "b": {"path": second, "values": [[2]]}}
    keys = {"points": 4} if design == "latin_hypercube" else {"rows": [{"a": 1, "b": 2}]} if design == "list" else {}
    with pytest.raises(DesignError, match=message) as error:
        layout(design=design, factors=factors, scenario=scenario, **keys)
    assert error.value.loc == ("factors", "b")


def test_mappings_that_set_other_keys_do_not_clash():
    levels = {"low": {"parties.x": {"cost": 1, "effort": {"value": 2}}}, "high": {}}
    other = {"path": "parties.x.patience", "values": [1, 2]}
    assert len(points(design="grid", factors={"a": {"levels": levels}, "b": other})) == 4
    with pytest.raises(DesignError, match="which a sets too"):
        points(design="grid", factors={"a": {"levels": levels}, "b": other | {"path": "parties.x.effort"}})


def test_one_at_a_time_may_vary_a_place_alone_and_with_others():
    both = {"levels": {"both": {"parties.x.cost": 3, "parties.x.effort": 10}}}
    assert len(points(design="one_at_a_time", factors=TWO | {"both": both})) == 7


@pytest.mark.parametrize(
    "factors",
    [{"a": {"title": "The price"}, "b": {"title": "the  price"}}, {"a_price": {}, "b": {"title": "A price"}}],
)
def test_no_two_factors_have_one_title(factors):
    values = {"a": [1], "b": [2], "a_price": [1]}
    about = {name: {"path": f"p.{name}", "values": values[name]} | given for name, given in factors.items()}
    experiment = Experiment.model_validate(
        {"parley_experiment": 1, "title": "T", "scenario": "s", "design": "grid", "factors": about}
    )
    [(loc, message)] = _of_design(experiment)
    assert loc == ("factors", "b", "title")
    assert "give them two titles" in message


@pytest.mark.parametrize(
    "values",
    [[None, {}], [None, "null"], [{}, "{}"], [[], "[]", ""], [True, "True"], [1, "1"], [["x", ["y"]], ["x", "y"]],
     [None, {}, [], "", "None", "{}", "null"]],
)  # fmt: skip
def test_no_two_values_look_alike(values):
    found = points(design="grid", factors={"a": {"path": "p.a", "values": values}})
    assert len({as_text(point.values["a"]) for point in found}) == len(values)


def test_a_point_is_there_once():
    factors = {"a": {"path": "p.a", "values": [1, 2, 1.0]}, "b": {"path": "p.b", "values": [5, 5]}}
    made = layout(design="grid", factors=factors)
    assert [(point.number, *point.sets.values()) for point in made.points] == [(0, 1, 5), (1, 2, 5)]
    assert made.notes == ["4 points are another one again, and not played twice."]
    rows = [{"a": 1, "b": 2}, {"a": 3, "b": 4}, {"b": 2, "a": 1}]
    listed = layout(design="list", factors={name: {"path": f"p.{name}"} for name in "ab"}, rows=rows)
    assert len(listed.points) == 2
    assert listed.notes == ["One point is another one again, and not played twice (row 3 is row 1 again)."]


def test_levels_of_two_names_are_two_points():
    assert len(points(design="grid", factors={"a": {"levels": {"one": {"p.a": 1}, "two": {"p.a": 1}}}})) == 2
