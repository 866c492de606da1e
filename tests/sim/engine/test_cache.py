"""Machine code is kept where nobody else can write, is whole when it is read, and a run goes on without it."""

import os
import resource
import stat
from pathlib import Path

import pytest

from sim.engine import cache

KIND, FILE, CODE = "numba-1-python-2", "0123abc", b"machine code" * 100


@pytest.fixture(autouse=True)
def anew(monkeypatch):
    """Nothing has been said, nothing chosen."""
    cache.say.cache_clear()
    for variable in ("PARLEY_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    before = os.umask(0)  # what is made must not depend on it
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's home, and a folder for what is temporary."""
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir(mode=0o700)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "home"


@pytest.fixture
def temporary(home):
    """The folder that is taken where the home cannot be written: a file stands in its way."""
    (home / ".cache").write_text("in the way")
    return home.parent / "temporary" / f"parley-{os.getuid()}"


def said(capsys):
    """The lines on the error output."""
    return capsys.readouterr().err.splitlines()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def kept_by_a_stranger(folder):
    """The same files that we would write, in a folder made beforehand."""
    whole = folder / KIND
    whole.mkdir(mode=0o700, parents=True)
    (whole / FILE).write_bytes(cache.hashlib.sha256(CODE).digest() + CODE)
    (whole / FILE).chmod(0o600)
    return whole


def test_what_is_kept_is_read_by_the_next_run_and_is_for_its_owner_alone(home, capsys):
    assert cache.read(KIND, FILE) is None
    assert not cache.holds(KIND)
    cache.write(KIND, FILE, CODE)
    assert cache.holds(KIND)
    assert cache.read(KIND, FILE) == CODE
    folder = home / ".cache" / "parley" / KIND
    assert [mode(each) for each in (home / ".cache", folder.parent, folder)] == [0o700] * 3
    assert [file.name for file in folder.iterdir()] == [FILE]
    assert mode(folder / FILE) == 0o600
    assert said(capsys) == []


@pytest.mark.parametrize(("variable", "place"), [("PARLEY_CACHE", KIND), ("XDG_CACHE_HOME", f"parley/{KIND}")])
def test_variables_name_another_place(variable, place, home, tmp_path, monkeypatch):
    monkeypatch.setenv(variable, str(tmp_path / "far" / "away"))
    cache.write(KIND, FILE, CODE)
    assert (tmp_path / "far" / "away" / place / FILE).is_file()
    assert mode(tmp_path / "far") == 0o700
    assert not (home / ".cache").exists()


def test_a_relative_folder_for_caches_is_ignored_as_its_specification_says(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    cache.write(KIND, FILE, CODE)
    assert (home / ".cache" / "parley" / KIND / FILE).is_file()
    assert not (tmp_path / "here").exists()


def test_without_a_home_to_write_to_a_temporary_folder_of_our_own_serves(temporary, capsys):
    cache.write(KIND, FILE, CODE)
    assert cache.read(KIND, FILE) == CODE
    assert mode(temporary) == mode(temporary / KIND) == 0o700
    assert said(capsys) == []


def test_a_folder_that_another_user_made_is_not_read(temporary, capsys, monkeypatch):
    kept_by_a_stranger(temporary)
    ours = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: ours + 1)
    temporary.rename(temporary.with_name(f"parley-{ours + 1}"))
    assert cache.read(KIND, FILE) is None
    assert not cache.holds(KIND)
    assert not cache.can_keep(KIND)
    (line,) = said(capsys)
    assert f"parley-{ours + 1} belongs to another user, number {ours}" in line


@pytest.mark.parametrize("bits", [0o770, 0o707, 0o720, 0o777, 0o1777])
@pytest.mark.parametrize("inner", [False, True])
def test_a_folder_that_others_can_write_to_is_not_read(bits, inner, temporary, capsys):
    folder = kept_by_a_stranger(temporary)
    temporary.chmod(0o700)
    meant = folder if inner else temporary
    meant.chmod(bits)
    assert cache.read(KIND, FILE) is None
    assert not cache.can_keep(KIND)
    (line,) = said(capsys)
    assert f"others can write to {meant}" in line


@pytest.mark.parametrize("inner", [False, True])
def test_a_link_in_place_of_a_folder_of_our_own_is_not_followed(inner, temporary, tmp_path, capsys):
    elsewhere = kept_by_a_stranger(tmp_path / "elsewhere")
    meant = temporary / KIND if inner else temporary
    meant.parent.mkdir(mode=0o700, exist_ok=True)
    meant.symlink_to(elsewhere if inner else elsewhere.parent)
    assert cache.read(KIND, FILE) is None
    (line,) = said(capsys)
    assert f"{meant} is a link" in line


@pytest.mark.parametrize("variable", ["PARLEY_CACHE", "XDG_CACHE_HOME"])
@pytest.mark.parametrize(("bits", "fine"), [(0o700, True), (0o755, True), (0o775, False), (0o1777, False)])
def test_a_folder_that_a_user_names_may_be_read_but_not_written_by_others(
    variable, bits, fine, home, tmp_path, monkeypatch, capsys
):
    named = tmp_path / "named"
    named.mkdir(mode=bits)
    named.chmod(bits)
    monkeypatch.setenv(variable, str(named))
    cache.write(KIND, FILE, CODE)
    assert cache.holds(KIND) == fine
    assert len(said(capsys)) == (0 if fine else 1)
    assert not list((tmp_path / "temporary").iterdir())


def test_a_file_that_others_can_write_to_is_not_read(home, capsys):
    cache.write(KIND, FILE, CODE)
    (home / ".cache" / "parley" / KIND / FILE).chmod(0o666)
    assert cache.read(KIND, FILE) is None
    assert "others can write to" in said(capsys)[0]


def flipped(file):
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def a_folder(file):
    file.unlink()
    file.mkdir()


def a_link(file):
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))


def a_pipe(file):
    file.unlink()
    os.mkfifo(file, 0o600)


DAMAGES = {
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(bytes(range(256)) * 20),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "no more than its checksum": lambda file: file.write_bytes(file.read_bytes()[: cache.CHECKSUM]),
    "one wrong bit": flipped,
    "a folder": a_folder,
    "a link": a_link,
    "a pipe": a_pipe,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_passed_over_and_named_in_one_line(damage, home, capsys):
    cache.write(KIND, FILE, CODE)
    file = home / ".cache" / "parley" / KIND / FILE
    damage(file)
    assert cache.read(KIND, FILE) is None
    assert cache.read(KIND, FILE) is None
    (line,) = said(capsys)
    assert str(file) in line
    cache.write(KIND, FILE, CODE)
    if file.is_dir():
        assert str(file) in said(capsys)[0]
    else:
        assert cache.read(KIND, FILE) == CODE


def test_a_full_disk_is_named_in_one_line_and_leaves_nothing(home, capsys):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        cache.write(KIND, FILE, CODE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    folder = home / ".cache" / "parley" / KIND
    assert not list(folder.iterdir())
    (line,) = said(capsys)
    assert str(folder / FILE) in line


def test_what_cannot_be_written_anywhere_is_said_once(temporary, capsys):
    temporary.write_text("in the way")
    cache.write(KIND, FILE, CODE)
    assert cache.read(KIND, FILE) is None
    (line,) = said(capsys)
    assert str(temporary) in line
    assert str(Path.home() / ".cache") in line


@pytest.mark.skipif(os.getuid() == 0, reason="an administrator can write everywhere")
def test_a_folder_that_cannot_be_written_is_passed_over(home):
    (home / ".cache" / "parley").mkdir(parents=True, mode=0o700)
    (home / ".cache" / "parley").chmod(0o500)
    cache.write(KIND, FILE, CODE)
    assert cache.read(KIND, FILE) == CODE
