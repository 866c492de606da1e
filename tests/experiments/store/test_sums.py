"""The hashes of a results folder: every file that a run leaves is in the list, in an order of its own, torn lines or not."""

import hashlib
import subprocess

import pytest

from experiments.store.sums import FILE, Sums


@pytest.fixture
def sums(tmp_path):
    (tmp_path / "scenario.yaml").write_bytes(b"parley: 1\n")
    return Sums.begin(tmp_path, {"scenario.yaml": b"parley: 1\n"})


def lines(folder):
    return [line.split("  ")[1] for line in (folder / FILE).read_text().splitlines()]


def test_any_order_of_writing_leaves_the_same_list(sums, tmp_path):
    for name in ("b", "a"):
        sums.write(name, name.encode())
    sums.settle()
    assert lines(tmp_path) == ["a", "b", "scenario.yaml"]
    checked = subprocess.run(["sha256sum", "-c", "--strict", FILE], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_a_file_fits_until_a_bit_is_flipped(sums, tmp_path):
    sums.write("a", b"abc")
    assert sums.is_whole("a")
    (tmp_path / "a").write_bytes(b"abb")
    assert not sums.is_whole("a")
    assert not sums.is_whole("never")


def test_a_torn_line_counts_as_absent_and_the_next_is_whole(sums, tmp_path):
    with open(tmp_path / FILE, "ab") as file:
        file.write(b"0123abc")
    again = Sums(tmp_path)
    again.write("a", b"abc")
    assert Sums(tmp_path).is_whole("a")
    assert Sums(tmp_path).is_whole("scenario.yaml")


def test_what_was_announced_and_never_written_is_not_in_the_end(sums, tmp_path):
    sums.announce({"lost": hashlib.sha256(b"x").hexdigest(), "scenario.yaml": hashlib.sha256(b"y").hexdigest()})
    assert Sums(tmp_path).is_whole("scenario.yaml"), "either of its hashes will do, until"
    Sums(tmp_path).settle()
    assert lines(tmp_path) == ["scenario.yaml"]
    assert Sums(tmp_path).is_whole("scenario.yaml")
