"""Killed five times at random moments and resumed, a run leaves the bytes of one that nobody disturbed."""

import random
import signal
import time

import duckdb
import pytest

from tests.command_line.commands import start_parley
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "afghan_peace_2018.yaml"  # the slowest: what ends before it is killed shows nothing
KILLS = 5
BLOCKS = 19
MOST = 2  # blocks that may be finished between two kills: five times these, and what is under way, are not all


def start(folder, *more):
    words = ["run", SCENARIO, "--histories", BLOCKS * 5000 - 1234, "--seed", 3, "--quiet", "--out", folder, *more]
    return start_parley(*words)


def parts(folder):
    return {path.name for path in folder.glob("part-*.parquet")}


def kill_at_a_random_moment(process, folder):
    """Kill −9 some while after the start (no block more), or after a few blocks more."""
    before, more = len(parts(folder)), random.randint(0, MOST)
    deadline = time.monotonic() + 120
    while more and len(parts(folder)) < before + more and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.1) if more else random.uniform(0, 1.5))
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it had ended before it was killed"


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "run"
    assert start(folder).wait() == 0
    return folder


def test_five_kills_show_in_no_byte(undisturbed, tmp_path):
    folder = tmp_path / "run"
    for _ in range(KILLS):
        kill_at_a_random_moment(start(folder, "--resume"), folder)
        assert not (folder / "summary.json").exists()
    assert start(folder, "--resume").wait() == 0
    for name in ("summary.json", "course.json"):
        assert (folder / name).read_bytes() == (undisturbed / name).read_bytes()
    assert {path.name for path in folder.iterdir()} == {path.name for path in undisturbed.iterdir()}
    for path in undisturbed.glob("*.parquet"):
        there, here = (f"SELECT * FROM read_parquet('{of / path.name}')" for of in (undisturbed, folder))
        assert duckdb.execute(f"SELECT count(*) FROM (({there}) EXCEPT ALL ({here}))").fetchone() == (0,), path.name


def test_what_an_undisturbed_run_leaves_is_complete(undisturbed):
    before = {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*")}
    began = start(undisturbed, "--resume")
    assert began.wait() == 0
    assert {path: path.stat().st_mtime_ns for path in undisturbed.rglob("*")} == before


@pytest.mark.parametrize(
    "lost", ["course.json", "figures/outcomes.svg", "part-000007.parquet", "course-000011.parquet"]
)
def test_whatever_is_lost_of_a_finished_run_is_made_again(undisturbed, lost):
    before = (undisturbed / lost).read_bytes()
    (undisturbed / lost).unlink()
    assert start(undisturbed, "--resume").wait() == 0
    assert (undisturbed / lost).read_bytes() == before


def test_what_a_killed_run_was_writing_last_goes_though_all_is_there(undisturbed):
    """Killed between its summary and the list of its hashes: nothing is missing, and nothing is played."""
    left = [
        undisturbed / ".SHA256SUMS.d57545f58e24f704.tmp",
        undisturbed / "figures" / ".rungs.svg.0123456789abcdef.tmp",
    ]
    for path in left:
        path.write_bytes(b"half")
    assert start(undisturbed, "--resume").wait() == 0
    assert not [path for path in left if path.exists()]
