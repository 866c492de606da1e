"""A twentieth of a night, always the same; what does harm is printed with the command that does it again."""

import json
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from tests.command_line.commands import environment
from tests.nightly import damage, endurance, judged, page, record, shapes
from tests.nightly.levels import look
from tests.nightly.watched import Ending
from tests.places import ROOT

SHARES = {"inputs": 0.025, "links": 0.05, "kills": 0.05, "weather": 0.05, "serving": 0.05}
"""Of inputs a fortieth, which is a minute less. Half a minute of sweeping says nothing of memory, ends are in `tests/properties`, and
levels that stay in `tests/shipped`."""


@pytest.mark.slow
@pytest.mark.parametrize("part", SHARES)
def test_a_twentieth_of_a_night_does_no_harm(part, tmp_path):
    file = tmp_path / "record.json"
    words = ["--share", str(SHARES[part]), "--only", part, "--first", "0", "--workers", "1", "--record", str(file)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.nightly", *words], cwd=ROOT, capture_output=True, text=True, env=environment(), timeout=600, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told[part]["harmed"] == []
    assert page.page(told).count("\n## ") == 1


def test_the_page_is_of_the_figures_that_are_kept():
    assert page.PAGE.read_text(encoding="utf-8") == page.page(record.read())
    assert set(record.read()) == set(page.PARTS)


@pytest.mark.parametrize(
    ("ending", "before", "after", "said"),
    [
        (Ending(None, "", "", 60), {}, {}, "not done"),
        (Ending(-11, "", "", 1), {}, {}, "signal 11"),
        (Ending(1, "", "x", 1), {}, {}, "exit status 1"),
        (Ending(0, "a\x1b[31m", "", 1), {}, {}, "U+001B"),
        (Ending(0, "", "Traceback (most recent call last)", 1), {}, {}, "Traceback"),
        (Ending(2, "", "", 1), {}, {}, "without a word"),
        (Ending(2, "", "no", 1), {"a": "1"}, {"a": "2"}, "changed a"),
        (Ending(2, "", "no", 1), {}, {"b": "1"}, "changed b"),
    ],
)
def test_harm_is_seen(ending, before, after, said):
    assert any(said in each for each in judged.harm(ending, before, after))


@pytest.mark.parametrize("ending", [Ending(0, "fine\n", "a warning", 1), Ending(2, "", "no such file\n", 1)])
def test_what_is_no_harm(ending):
    assert judged.harm(ending, {"a": "1"}, {"a": "1"}) == []


@pytest.mark.parametrize(
    ("status", "slope", "growth", "said", "harm"),
    [(130, 0.5, 0.2, "Interrupted.", 0), (130, 300, 150, "", 1), (0, 0, 0, "", 1), (130, 0, 0, "Traceback", 1)],
)
def test_growing_memory_is_seen(status, slope, growth, said, harm):
    assert len(endurance._harm(status, slope, growth, said)) == harm


def test_a_seed_makes_the_same_damage_again_and_another_one_another():
    import random

    data = {"a": {"b": [1, 2.5, "c"]}, "d": None}
    made = [
        (damage.damaged("a: 1\nb: 2\n", random.Random(i)), repr(shapes.reshaped(data, random.Random(i))))
        for i in (*range(40), *range(40))
    ]
    assert made[:40] == made[40:]
    assert len(set(made[:40])) > 30
    assert data == {"a": {"b": [1, 2.5, "c"]}, "d": None}


@pytest.mark.parametrize(
    ("levels", "rose", "fell", "taken_back"),
    [([0.5, 0.5], 0, 0, 0), ([0.5, 1.0], 1, 0, 0), ([0.0, 0.5], 0, 1, 0), ([0.0, 0.0], 0, 1, 1)],
)
def test_a_level_that_falls_is_seen(levels, rose, fell, taken_back):
    """The first issue can be taken back, the second cannot, and is held against the highest that it has been."""
    highest, seen = np.array([0.5, 0.5]), np.zeros(4, np.int64)
    w = SimpleNamespace(issues=2, level=levels, revocable=[1, 0])
    look(w, highest, seen)
    assert list(seen[1:]) == [rose, fell, taken_back]
    assert list(highest) == [levels[0], max(0.5, levels[1])]
