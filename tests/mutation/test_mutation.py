"""The page of mutants is that of the record, its survivors were read, and a fault that is put in is what is played."""

import json
import subprocess
import sys

import pytest

from tests.mutation import page
from tests.mutation.covered import COVERAGE
from tests.mutation.record import READ, interval, read
from tests.places import ROOT

TRYING = """
from pathlib import Path
from tests.mutation.child import Fault, run
from tests.mutation.plain import Plain

text = Path("sim/world/war.py").read_text(encoding="utf-8")
assert text.count({before!r}) == 1
print(run(Fault("sim/world/war.py", text.replace({before!r}, {after!r})), [], Plain({{}}, {{}}, 1.0), range(20)).failed)
"""
CLIP = "return clip(1.0 - gone / w.troops[a], 0.0, 1.0)"


@pytest.fixture
def record():
    found = read()
    if found.note:
        pytest.skip(f"the record is not finished: {found.note}")
    return found


def test_the_page_is_that_of_the_record():
    assert page.PAGE.read_text(encoding="utf-8") == page.text(read())


def test_at_least_85_percent_of_faults_are_seen(record):
    assert len(record.tried) >= 400
    assert len(record.survivors) <= 0.15 * len(record.tried)


def test_every_survivor_was_read_and_nothing_else(record):
    notes = json.loads(READ.read_text(encoding="utf-8"))
    assert notes.keys() == {each.key for each in record.survivors}
    assert {note["theme"] for note in notes.values()} <= page.THEMES.keys() - {"unread"}
    assert all(note["why"] for note in notes.values())


@pytest.mark.skipif(not COVERAGE.exists(), reason="coverage was not measured yet")
def test_rooms_of_the_record_of_coverage_are_there():
    rooms = json.loads(COVERAGE.read_text(encoding="utf-8"))["rooms"]
    assert all((ROOT / room).is_dir() and 0 < reached <= statements for room, (statements, reached) in rooms.items())


def test_wilsons_interval_is_that_of_published_tables():
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, score method."""
    low, high = interval(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("after", "is_seen"),
    [
        (CLIP, False),  # no fault: nobody cries wolf
        ("return clip(0.0 - gone / w.troops[a], 0.0, 1.0)", True),
        ("return clip(1.0 / 0 - gone / w.troops[a], 0.0, 1.0)", True),
        ("while True: pass", True),
    ],
)
def test_a_fault_is_played_and_seen(after, is_seen):
    command = [sys.executable, "-c", TRYING.format(before=CLIP, after=after)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tests/theory/test_second_coding.py") == is_seen
    assert bool(done.stdout.strip()) == is_seen
