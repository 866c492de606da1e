"""What Numba compiled is taken from our cache, and made again where that holds nothing to be trusted."""

import pickle

import pytest
from numba import njit

from sim.engine import cache
from sim.engine.jit.keeping import KeptCode

pytestmark = pytest.mark.slow


def doubled(x):
    return 2 * x


def compiled():
    """The function as a new process would find it."""
    player = njit(doubled)
    player._cache = KeptCode("kind")
    return player


def hits(player):
    """What a call gives, and whether its code was loaded."""
    return player(21), sum(player._cache_hits.values())


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    cache.say.cache_clear()
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path))
    return tmp_path / "kind"


def test_it_is_compiled_once_for_each_signature(folder):
    assert hits(compiled()) == (42, 0)
    assert hits(compiled()) == (42, 1)
    player = compiled()
    assert player(1.5) == 3
    assert sum(player._cache_hits.values()) == 0
    assert len(list(folder.iterdir())) == 2


class Stranger:
    def __reduce__(self):
        return exec, ("raise SystemExit('a stranger was run')",)


def test_what_others_could_have_written_is_not_even_unpickled(folder, capsys):
    hits(compiled())
    (file,) = folder.iterdir()
    file.unlink()
    cache.write("kind", file.name, pickle.dumps(Stranger()))
    with pytest.raises(SystemExit):  # it would be run, were it ours
        compiled()(21)
    folder.chmod(0o777)
    assert hits(compiled()) == (42, 0)
    assert str(folder) in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", pickle.dumps((1, 2, 3)), b"garbage"])
def test_what_is_whole_but_no_machine_code_is_made_anew(content, folder, capsys):
    hits(compiled())
    (file,) = folder.iterdir()
    cache.write("kind", file.name, content)
    assert hits(compiled()) == (42, 0)
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert hits(compiled()) == (42, 1)


def test_a_damaged_file_and_a_file_that_cannot_be_replaced_stop_nobody(folder, capsys):
    hits(compiled())
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert hits(compiled()) == (42, 0)
    assert hits(compiled()) == (42, 1)
    file.unlink()
    file.mkdir()
    assert hits(compiled()) == (42, 0)
    assert all(str(file) in line for line in capsys.readouterr().err.splitlines())
