"""Files in a folder that a stranger laid out: nothing is written through links, nothing stays behind, no pipe is waited for."""

import errno
import os
import threading

import pytest

from experiments.store.files import appended, created, folder_within, sha256_of, write_whole
from experiments.words.regular import no_file, read_bytes


@pytest.fixture
def outside(tmp_path):
    """A file that is none of ours."""
    file = tmp_path / "outside" / "letter.txt"
    file.parent.mkdir()
    file.write_text("Dear")
    return file


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_a_link_in_the_place_of_a_file_is_replaced(folder, outside):
    (folder / "brief.pdf").symlink_to(outside)
    write_whole(folder / "brief.pdf", b"ours")
    assert outside.read_text() == "Dear"
    assert (folder / "brief.pdf").read_bytes() == b"ours"
    assert not (folder / "brief.pdf").is_symlink()


def test_nobody_can_guess_a_temporary_name(folder, outside, monkeypatch):
    names = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (names.append(str(old)), replace(old, new)))
    for _ in range(2):
        write_whole(folder / "summary.json", b"ours")
    assert len(set(names)) == 2, "every time another"
    assert str(os.getpid()) not in {name.split(".")[-2] for name in names}


def test_what_stands_at_a_new_name_is_not_written_through(folder, outside):
    (folder / "new").symlink_to(outside)
    (folder / "to-nowhere").symlink_to(outside.parent / "absent")
    for name in ("new", "to-nowhere"):
        with pytest.raises(FileExistsError):
            created(folder / name)
    assert [path.name for path in outside.parent.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_write_that_fails_leaves_nothing_behind(folder, monkeypatch, fails):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match="No space"):
        write_whole(folder / "summary.json", b"ours")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_a_link_is_refused(folder, outside):
    (folder / "figures").symlink_to(outside.parent)
    with pytest.raises(OSError, match="nothing is written through links"):
        folder_within(folder, "figures")
    (folder / "file").write_text("")
    with pytest.raises(OSError, match="this is a file"):
        folder_within(folder, "file")
    assert folder_within(folder, "new").is_dir()
    assert folder_within(folder, "new").is_dir(), "again"


def test_nothing_is_appended_through_a_link_or_into_a_pipe(folder, outside):
    (folder / "pieces.jsonl").symlink_to(outside)
    with pytest.raises(OSError, match="nothing is written through links"), appended(folder / "pieces.jsonl"):
        pass
    os.mkfifo(folder / "pipe")
    with pytest.raises(OSError, match="named pipe"), appended(folder / "pipe"):
        pass
    assert outside.read_text() == "Dear"


@pytest.mark.parametrize(("path", "kind"), [("/dev/zero", "a device"), ("pipe", "a named pipe"), (".", "a folder")])
def test_what_is_no_file_is_not_waited_for(folder, path, kind, monkeypatch):
    monkeypatch.chdir(folder)
    os.mkfifo("pipe")
    (folder / "link").symlink_to(path)
    for each in (folder / path, folder / "link"):
        for read in (read_bytes, sha256_of):
            found = []

            def attempt(read=read, each=each, found=found):
                try:
                    found.append(read(each))
                except OSError as error:
                    found.append(error.strerror)

            waiter = threading.Thread(target=attempt, daemon=True)
            waiter.start()
            waiter.join(10)
            assert found in ([f"this is {kind}, not a file"], ["Is a directory"])
        assert no_file(each) == f"this is {kind}, not a file"
