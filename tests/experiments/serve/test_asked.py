"""What the page asks for is read with suspicion: a setting, or a sentence that says why it is none."""

import json
import math

import pytest

from experiments.serve.asked import AskedError, WhatIf, what_if


def test_a_setting():
    body = {"world": 1, "sets": {"a.b": 2, "c": {"uniform": [0, 1]}}, "title": " What if? ", "save": True}
    assert what_if(json.dumps(body).encode(), 2) == WhatIf(1, {"a.b": 2, "c": {"uniform": [0, 1]}}, "What if?", True)


def test_what_is_left_out():
    assert what_if(b"{}", 1) == WhatIf(0, {}, "", False)


def test_infinity_is_written_as_parley_writes_it():
    assert what_if(b'{"sets": {"a": ".inf", "b": ["-.inf", "x"]}}', 1).sets == {"a": math.inf, "b": [-math.inf, "x"]}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"{", "not JSON"),
        (b'{"sets": {"a": NaN}}', "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b'{"sets": {"a": ' + b"[" * 30_000 + b"]" * 30_000 + b"}}", "not JSON"),
        (b'{"world": ' + b"9" * 60_000 + b"}", "not JSON"),
        (b'{"title": "\\ud800"}', "not JSON"),
        (b"[]", "must be an object"),
        (b'"text"', "must be an object"),
        (b'{"file": "../../evil.yaml"}', "Nobody knows what “file”"),
        (b'{"world": 2}', "from 0 to 1"),
        (b'{"world": -1}', "from 0 to 1"),
        (b'{"world": true}', "from 0 to 1"),
        (b'{"world": "0"}', "from 0 to 1"),
        (b'{"sets": []}', "by their paths"),
        (b'{"sets": {"a=1": 2}}', "“a=1” is no path"),
        (b'{"sets": {"": 2}}', "is no path"),
        (b'{"sets": {"a\\nb": 2}}', r"“a\?b” is no path"),
        (json.dumps({"sets": {"a" * 301: 1}}).encode(), "is no path"),
        (json.dumps({"sets": {f"a{i}": 1 for i in range(501)}}).encode(), "At most 500"),
        (b'{"title": "a\\nb: c"}', "a line of at most"),
        (b'{"title": 1}', "a line of at most"),
        (b'{"save": "yes"}', "true or false"),
        (b'{"sets": {"a": ' + b"[" * 100 + b"]" * 100 + b"}}", "nested too deep"),
        (b'{"sets": {"a": ' + b'{"a": ' * 100 + b"1" + b"}" * 100 + b"}}", "nested too deep"),
    ],
)
def test_what_is_no_setting(body, sentence):
    with pytest.raises(AskedError, match=sentence):
        what_if(body, 2)
