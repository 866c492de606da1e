"""Machine code that is shipped: it is of these sources, plays what Numba's plays, and steps aside where it does not fit."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.engine import identity
from sim.engine.ahead import build, shipped, targets, wasm
from sim.engine.arrays import compile_scenario
from sim.engine.calling import play_by
from sim.engine.jit import block
from sim.engine.records import Records
from sim.scenario.load import load
from sim.world.state import copy_of
from tests.copies import copied, run_in
from tests.places import ROOT

HERE = [target.name for target in targets.fitting()]
NOT_HERE = pytest.mark.skipif(not HERE, reason="no machine code is shipped for this kind of machine")
SCENARIOS = (
    "second_meeting_2018_09", "afghan_peace_2018", "havana_2012", "generic_civil_war", "what_if_kabul_at_the_table",
)  # fmt: skip


@pytest.fixture(scope="module")
def numba_player():
    """The player that Numba compiles."""
    return block.make_ready()


@pytest.fixture(scope="module")
def players():
    """Those that are shipped and run here, by target."""
    return {name: shipped.player(file_for(name)) for name in HERE}


def file_for(name):
    target = next(target for target in targets.TARGETS if target.name == name)
    return shipped.OBJECTS / shipped.name_of(identity.compiled_hash(), target)


def played(player, compiled, count, change=lambda arrays: None):
    """All bytes that a player leaves of some histories."""
    arrays = copy_of(compiled.arrays)
    change(arrays)
    records = Records.empty(compiled, count)
    play_by(player, arrays, compiled.sizes, compiled.scenario.time.rounds, 2**32 + 7, 5, records)
    return [array.tobytes() for array in (records.whole, records.measured, *records.course)]


@pytest.mark.parametrize("target", targets.TARGETS, ids=lambda target: target.name)
def test_what_is_shipped_is_of_these_sources(target):
    assert file_for(target.name).is_file(), "the rules have changed: `make machine-code` makes the files anew"


def test_nothing_else_is_shipped():
    wanted = {file_for(target.name).name for target in targets.TARGETS} | {build.MADE.name}
    assert {file.name for file in shipped.OBJECTS.iterdir()} == wanted


@pytest.mark.slow
@NOT_HERE
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_bytes_as_numbas_on_every_kind_of_processor(name, players, numba_player):
    compiled = compile_scenario(load(ROOT / "scenarios" / f"{name}.yaml", to_run=True).scenario)
    expected = played(numba_player, compiled, 300)
    assert any(np.frombuffer(expected[0], np.int32))
    for player in players.values():
        assert played(player, compiled, 300) == expected


@NOT_HERE
def test_a_rule_that_fails_is_an_error_not_a_number(players):
    compiled = compile_scenario(load(ROOT / "scenarios" / "second_meeting_2018_09.yaml", to_run=True).scenario)

    def no_months(arrays):
        arrays["months_of_round"][...] = 0

    for player in players.values():
        with pytest.raises(ArithmeticError, match="from number 5 on"):
            played(player, compiled, 2, no_months)


@NOT_HERE
def test_an_edited_rule_is_never_played_by_old_code(tmp_path, monkeypatch):
    assert shipped.find() is not None
    monkeypatch.setattr(identity, "ROOT", copied(tmp_path, ("agents", "sim")))
    assert shipped.find() is not None
    rule = tmp_path / "agents" / "rules" / "value.py"
    rule.write_bytes(rule.read_bytes() + b"\n")
    assert shipped.find() is None


@NOT_HERE
def test_what_is_not_wanted_is_not_found(monkeypatch):
    monkeypatch.setenv(shipped.UNWANTED, "1")
    assert shipped.find() is None


@NOT_HERE
@pytest.mark.parametrize("content", [b"", b"no machine code", b"\x7fELF" + bytes(200)])
def test_a_damaged_file_is_passed_over(content, tmp_path, monkeypatch):
    monkeypatch.setattr(shipped, "OBJECTS", tmp_path)
    (tmp_path / file_for(HERE[0]).name).write_bytes(content)
    assert shipped.load() is None


def test_the_best_that_the_processor_can_do(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(targets.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(targets, "abilities", lambda: targets.X86_64_V3 | {"sse2"})
    assert [target.name for target in targets.fitting()] == ["x86-64-v3", "x86-64"]
    monkeypatch.setattr(targets, "abilities", lambda: targets.X86_64_V3 - {"fma"})
    assert [target.name for target in targets.fitting()] == ["x86-64"]
    monkeypatch.setattr(targets.platform, "machine", lambda: "riscv64")
    assert list(targets.fitting()) == []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(targets.platform, "machine", lambda: "x86_64")
    assert list(targets.fitting()) == []


def test_abilities_are_those_of_the_first_processor(tmp_path):
    told = tmp_path / "cpuinfo"
    told.write_text("processor\t: 0\nflags\t\t: fpu sse2 avx2\nbugs\t\t:\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert targets.abilities(told) == {"fpu", "sse2", "avx2"}
    assert targets.abilities(tmp_path / "nothing") == frozenset()


@NOT_HERE
def test_a_run_does_without_numba(tmp_path):
    code = (
        "import sys; from experiments.cli import main\n"
        "sys.argv = ['parley', 'run', 'scenarios/second_meeting_2018_09.yaml', '--histories', '2', '--json', '--out', 'OUT']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert 'sim.engine.ahead.shipped' in sys.modules\n"
        "assert not {'numba', 'llvmlite'} & sys.modules.keys()\n"
    )
    done = run_in(ROOT, [sys.executable, "-c", code.replace("OUT", str(tmp_path / "run"))])
    assert done.returncode == 0, done.stderr


def test_without_the_linker_nothing_is_touched(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    before = sorted(shipped.OBJECTS.iterdir())
    with pytest.raises(SystemExit, match="LLVM's linker, is not there"):
        build.main()
    assert sorted(shipped.OBJECTS.iterdir()) == before


def test_wheels_carry_it():
    import tomllib

    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    patterns = said["sim.engine.ahead"]
    package = Path(shipped.__file__).parent
    carried = {file for pattern in patterns for file in package.glob(pattern)}
    assert carried == {*shipped.OBJECTS.iterdir(), *wasm.FOLDER.iterdir()}
