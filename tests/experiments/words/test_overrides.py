"""What is set: a number that is whole stands as one, whoever wrote it, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.words.columns import FACTOR, Column, named
from experiments.words.overrides import whole_written, yaml_text
from sim.scenario.document import plain
from sim.scenario.yaml_text import Text


@pytest.mark.parametrize(
    ("override", "expected"),
    [("time.rounds=12.0", "time.rounds=12"), ("a.b=1.2e1", "a.b=12"), ("a={rounds: 12.0, x: [1.0, 0.5]}", 'a={"rounds": 12, "x": [1, 0.5]}'),
     ("a=12.5", "a=12.5"), ("a='12.0'", "a='12.0'"), ("a=.inf", "a=.inf"), ("a", "a"), ("a=", "a="), ("a=[1", "a=[1"), ("a=1e300", "a=1e300")],
)  # fmt: skip
def test_what_is_whole_is_set_as_a_whole_number(override, expected):
    assert whole_written(override) == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-99, 99) | st.floats(allow_nan=False) | st.text("ab: {", max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", min_size=1), inner, max_size=3),
    )
)
def test_yaml_on_one_line_means_the_same(value):
    assert plain(Text(yaml_text(value), "--set").root()) == value


def test_no_two_columns_have_one_name():
    columns = [
        Column(FACTOR, "point"),
        Column("about", "point"),
        Column("outcome", "a.b"),
        Column("table", "a.b"),
        Column(FACTOR, "point"),
    ]
    assert named(columns) == ["factor.point", "point", "a.b", "table.a.b", "factor.factor.point"]
