"""Make the machine code that is shipped: the rules, compiled once, made into a shared object for each kind of processor.

    python -m sim.engine.ahead.build

It needs LLVM's linker, `ld.lld`, and Numba; whoever uses what it makes needs neither. The shipped scenarios are played once
by code that counts, so that LLVM knows what is hot.
"""

import ctypes
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from llvmlite import binding

from sim.engine.ahead import profile
from sim.engine.ahead.program import name_entry, object_file, provenance
from sim.engine.ahead.shipped import BIND, BORROWED, OBJECTS, PLAY, name_of, player
from sim.engine.ahead.targets import TARGETS, Target, fitting
from sim.engine.arrays import compile_scenario
from sim.engine.calling import play_by
from sim.engine.identity import ROOT, compiled_hash
from sim.engine.records import Records
from sim.scenario.load import load

LINKER = "ld.lld"
MADE = OBJECTS / "made.json"
DESTRUCTOR = "NRT_MemInfo_call_dtor"
"""Of arrays that compiled code owns: there are none here."""
HISTORIES = 1000
"""Of each shipped scenario, by which is counted what is hot."""
DOUBLES = {name: 2 if name == "pow" else 1 for name in BORROWED}


def build() -> list[Path]:
    """Make the files for all targets and take the old ones away; the files.

    LookupError if the linker is not there, or if Numba no longer shows its code.
    """
    if shutil.which(LINKER) is None:
        raise LookupError(f"{LINKER}, LLVM's linker, is not there: Debian's package lld has it")
    from sim.engine.jit.block import intermediate_code

    sources, code = compiled_hash(), intermediate_code()
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    code = with_profile(code)
    made = {name_of(sources, target): shared_object(code, target) for target in TARGETS}
    shutil.rmtree(OBJECTS, ignore_errors=True)
    OBJECTS.mkdir()
    for name, data in made.items():
        (OBJECTS / name).write_bytes(data)
    MADE.write_text(json.dumps(provenance(sources, LINKER), indent=2) + "\n")
    return [OBJECTS / name for name in made]


def with_profile(code: str) -> str:
    """The program with notes on how it runs; as it is where no machine code that is made here can run."""
    target = next(fitting(), None)
    if target is None:
        return code
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "counting.so"
        file.write_bytes(shared_object(profile.counting(code), target, profile.COUNTS))
        return profile.informed(code, counted(file, profile.counters(code)))


def counted(file: Path, counters: int) -> list[int]:
    """What machine code that counts has counted once the shipped scenarios are played."""
    play_block = player(file)
    for scenario in sorted((ROOT / "scenarios").glob("*.yaml")):
        compiled = compile_scenario(load(scenario, to_run=True).scenario)
        records = Records.empty(compiled, HISTORIES)
        play_by(play_block, compiled.arrays, compiled.sizes, compiled.scenario.time.rounds, 1, 0, records)
    return list((ctypes.c_int64 * counters).in_dll(ctypes.CDLL(str(file)), profile.COUNTS))


def shared_object(code: str, target: Target, *seen: str) -> bytes:
    """The program as a shared object that needs nothing but `memset`, and the mathematics that it is handed.

    `seen`: what can be looked at from outside, beside what is called.
    """
    renamed, _ = name_entry(code, PLAY)
    with tempfile.TemporaryDirectory() as place:
        parts = [Path(place) / "rules.o", Path(place) / "mathematics.o"]
        parts[0].write_bytes(machine_code(renamed, target, (PLAY, *seen)))
        parts[1].write_bytes(machine_code(mathematics(), target, (BIND, DESTRUCTOR, *BORROWED)))
        whole = Path(place) / "whole.so"
        subprocess.run([LINKER, "-shared", "--gc-sections", "-s", "-o", whole, *parts], check=True)
        return whole.read_bytes()


def machine_code(code: str, target: Target, entries: tuple[str, ...]) -> bytes:
    """An object file of some intermediate code, optimised for a target; only `entries` can be called from outside."""
    machine = binding.Target.from_triple(target.triple).create_target_machine(
        cpu=target.processor, opt=3, reloc="pic", codemodel="small"
    )
    return object_file(code, machine, target.triple, entries)


def mathematics() -> str:
    """Intermediate code of the functions that are handed over: each calls what stands in its place of a table."""
    count = len(BORROWED)
    code = [
        f"@functions = internal global [{count} x ptr] zeroinitializer",
        f"define hidden void @{DESTRUCTOR}(ptr %0) {{\n  ret void\n}}",
        f"define void @{BIND}(ptr %from) {{\n  %all = load [{count} x ptr], ptr %from\n"
        f"  store [{count} x ptr] %all, ptr @functions\n  ret void\n}}",
    ]
    for place, (name, arguments) in enumerate(DOUBLES.items()):
        given = ", ".join(f"double %x{i}" for i in range(arguments))
        code.append(
            f"define hidden double @{name}({given}) {{\n"
            f"  %at = getelementptr [{count} x ptr], ptr @functions, i64 0, i64 {place}\n"
            f"  %function = load ptr, ptr %at\n"
            f"  %result = tail call double %function({given})\n  ret double %result\n}}"
        )
    return "\n".join(code)


def main() -> None:
    """Make the files and say what they are."""
    try:
        files = build()
    except LookupError as error:
        sys.exit(f"Nothing was made: {error}.")
    for file in files:
        print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
