"""Many alike at once are what each would be alone, as data and as JSON."""

import json
import math

import pytest

from experiments.estimates.nest import Coded, Lists, Nest, each, each_written, same
from experiments.store import json_text

SHARE = {0: {"n": 0, "p": 0.0}, 7: {"n": 7, "p": 0.7}}
NEST: Nest = {
    "100 % sure, \"quoted\"": Coded([7, 0, 7], SHARE),
    "levels": [0.1, None, 1e-7],
    "deeper": {"nothing": {}, "named": same("è, %s\n", 3), "whole": [3, 2, 1]},
    "rows": Lists([[7, 0], [], [0]], SHARE),
}  # fmt: skip
ALONE = [
    {
        "100 % sure, \"quoted\"": share, "levels": level, "deeper": {"nothing": {}, "named": "è, %s\n", "whole": whole},
        "rows": rows,
    }
    for share, level, whole, rows in zip(
        (SHARE[7], SHARE[0], SHARE[7]), (0.1, None, 1e-7), (3, 2, 1), ([SHARE[7], SHARE[0]], [], [SHARE[0]]), strict=True
    )
]  # fmt: skip


def test_each_has_all_keys_and_its_own_values():
    assert each(NEST, 3) == ALONE


def test_what_is_written_of_each_is_the_json_of_its_data():
    assert each_written(NEST, 3, json_text.text) == [json.dumps(of_it, ensure_ascii=False) for of_it in ALONE]


def test_numbers_that_json_does_not_have_are_written_as_elsewhere():
    assert each_written({"level": [math.inf, -math.inf, 1.5]}, 3, json_text.text) == [
        json_text.text({"level": value}) for value in (math.inf, -math.inf, 1.5)
    ]


def test_columns_of_unlike_length_are_refused():
    with pytest.raises(ValueError, match=r"zip\(\)"):
        each({"one": [1], "two": [1, 2]}, 2)
    with pytest.raises(ValueError, match=r"zip\(\)"):
        each_written({"one": [1], "two": [1, 2]}, 2, json_text.text)
