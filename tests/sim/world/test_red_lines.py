"""An uncertain red line: in each history it is one of the lines that may be drawn, and known in nothing else."""

import numpy as np
import pytest

from experiments.words.places import place_title
from sim.engine.arrays import compile_scenario
from sim.engine.fixed import shares_drawn
from sim.scenario.vocabulary import Scenario
from tests.conftest import columns, compiled, merged, scenario

HISTORIES = 400


def with_line(rebels, state=(0, 80)):
    return scenario(
        issues={"pie": {"range": [0, 100]}},
        parties={
            "rebels": {"positions": {"pie": {"ideal": 100, "red_line": list(rebels)}}},
            "state": {"positions": {"pie": {"ideal": 0, "red_line": list(state)}}},
        },
    )


@pytest.mark.parametrize("turned", [False, True])
def test_each_history_is_that_of_the_line_drawn_for_it(turned):
    def line(low):
        ends = (low, 100)
        return with_line(ends[::-1] if turned else ends)

    either = line({"choice": [30, 75]})
    found = columns(either, HISTORIES)
    hard = shares_drawn(compiled(either), 1, 0, HISTORIES)
    place = [u.path for u in compiled(either).uncertain].index(f"parties.rebels.positions.pie.red_line.{int(turned)}")
    drawn = np.where(hard[:, place] < 0.5, 30, 75)
    assert 0.35 < (drawn == 75).mean() < 0.65
    for low in (30, 75):
        fixed = columns(line(low), HISTORIES)
        for name in fixed.dtype.names if hasattr(fixed, "dtype") else fixed:
            assert np.array_equal(found[name][drawn == low], fixed[name][drawn == low]), name
    assert (columns(line(30), HISTORIES)["outcome"] != columns(line(75), HISTORIES)["outcome"]).any()


def test_a_line_that_can_be_drawn_one_way_only_is_known():
    known, drawn = (columns(with_line((low, 100)), 100) for low in (40, {"uniform": [40, 40]}))
    assert all(np.array_equal(known[name], drawn[name]) for name in known)


def test_a_range_that_runs_down_turns_the_line_round():
    up, down = with_line(({"uniform": [60, 60]}, 100)), with_line((60, 100))
    for data in (up, down):
        data["issues"]["pie"]["range"] = [100, 0]
    assert all(np.array_equal(columns(up, 100)[name], columns(down, 100)[name]) for name in columns(up, 100))


def test_its_ends_have_titles_that_differ():
    loaded = compile_scenario(Scenario.model_validate(merged(with_line((30, 100)), {}))).scenario
    titles = {place_title(f"parties.rebels.positions.pie.red_line.{i}", loaded) for i in (0, 1)}
    assert titles == {"rebels: first end of the red line on pie", "rebels: second end of the red line on pie"}
