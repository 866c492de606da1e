"""Designs: which points an experiment's factors make, and what keeps them from making any."""

from collections import Counter
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest

from experiments.sweep.constraints import ConstraintError, holds, parse
from experiments.sweep.designs import BASE, DesignError, points_of
from experiments.sweep.experiment import Experiment
from experiments.sweep.points import yaml_text

TWO = {"a": {"path": "parties.x.cost", "values": [1, 2, 3]}, "b": {"path": "parties.x.effort", "values": [0, 10]}}


def points(folder=Path(), **keys):
    return points_of(
        Experiment.model_validate({"parley_experiment": 1, "title": "T", "scenario": "s.yaml"} | keys), folder
    )


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


def test_rows_and_csv_are_the_same_points(tmp_path):
    rows = [{"a": 1, "parties.y.cost": 0.5, "how": "some"}, {"a": 2.5, "parties.y.cost": 1, "how": "none"}]
    factors = {"a": {"paths": ["p.a", "p.b"], "values": [1]}, "how": {"levels": {"none": {}, "some": {"p.c": True}}}}
    (tmp_path / "rows.csv").write_text("\ufeffa, parties.y.cost, how\n1,0.5,some\n\n2.5,1,none\n")
    listed = points(design="list", factors=factors, rows=rows)
    assert points(tmp_path, design="list", factors=factors, csv="rows.csv") == listed
    assert listed[0].sets == {"p.a": 1, "p.b": 1, "parties.y.cost": 0.5, "p.c": True}
    bare = factors | {"a": {"paths": ["p.a", "p.b"]}}
    assert points(design="list", factors=bare, rows=rows) == listed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1\n", "1 cells under 2 headings"), ("a,a\n1,2\n", "every column once"), ("", "every column once"),
        ("a,typo\n1,2\n", "no factor and no path"), ("a,b\n", "has no row under its heading"),
        ("a;b\n1;2\n", "separated by commas"),
    ],
)  # fmt: skip
def test_a_bad_csv_is_one_message(tmp_path, text, message):
    (tmp_path / "rows.csv").write_text(text)
    with pytest.raises(DesignError, match=message):
        points(tmp_path, design="list", factors={"a": {"path": "p.a", "values": [1]}}, csv="rows.csv")


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
    "text", ["a +", "a", "f(a) > 1", "a.b > 1", "c > 1", "__import__('os') == 1", "a > True", "[a] == 1", "a ** 9 > 1", "a > 1" * 200],
)  # fmt: skip
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
