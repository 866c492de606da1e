"""Compiling the whole program at once, and what happens where Numba is not as expected."""

from numba.core.registry import cpu_target

from sim.engine.jit import linking


def create_library():
    return vars(cpu_target.target_context.codegen()).get("create_library")


def test_numba_is_as_it_was_afterwards():
    with linking.whole_program("entry"):
        assert create_library() is not None
    assert create_library() is None


def test_a_numba_without_what_is_used_compiles_in_the_ordinary_way(monkeypatch):
    monkeypatch.setattr(linking, "USED", (*linking.USED, "_moved_elsewhere"))
    with linking.whole_program("entry"):
        assert create_library() is None
