"""A folder that somebody worked in and was killed is taken away by the next; one in which somebody works is not."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.store import rooms
from experiments.store.rooms import room_beside

WORKS = """
import sys, time
from pathlib import Path
from experiments.store.rooms import room_beside
with room_beside(Path(sys.argv[1]), ".export-") as room:
    (room / "large").write_bytes(b"x")
    print(room, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def works(tmp_path):
    """Somebody else who works in a room of this folder."""
    other = subprocess.Popen([sys.executable, "-c", WORKS, tmp_path], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    yield other, Path(other.stdout.readline().strip())
    other.kill()
    other.wait()
    other.stdout.close()


def test_nothing_stays_of_work_that_ends_either_way(tmp_path):
    with room_beside(tmp_path, ".export-") as room:
        assert room.is_dir()
    with pytest.raises(ZeroDivisionError), room_beside(tmp_path, ".export-"):
        _ = 1 / 0
    assert not list(tmp_path.iterdir())


def test_the_room_of_killed_work_is_taken_away_by_the_next(tmp_path, works):
    other, room = works
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert (room / "large").is_file()
    with room_beside(tmp_path, ".export-"):
        assert not room.exists()
    assert not list(tmp_path.iterdir())


def test_the_room_of_work_that_goes_on_is_left_alone(tmp_path, works):
    _, room = works
    with room_beside(tmp_path, ".export-"):
        assert (room / "large").is_file()
    assert list(tmp_path.iterdir()) == [room]


def test_what_is_no_such_room_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / rooms.HELD).write_text("mine")
    (tmp_path / ".export-link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".export-folder").mkdir()
    (tmp_path / ".export-file").write_text("mine")
    (tmp_path / ".other-room").mkdir()
    (tmp_path / ".other-room" / rooms.HELD).write_text("")
    before = sorted(tmp_path.rglob("*"))
    with room_beside(tmp_path, ".export-"):
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_where_nothing_can_be_locked_rooms_are_made_all_the_same_and_none_is_taken_away(tmp_path, monkeypatch, works):
    def cannot(*_):
        raise OSError(38, "Function not implemented")

    other, room = works
    other.kill()
    other.wait()
    monkeypatch.setattr("fcntl.flock", cannot)
    with room_beside(tmp_path, ".export-") as mine:
        assert mine.is_dir()
    assert list(tmp_path.iterdir()) == [room]
