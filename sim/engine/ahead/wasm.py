"""Make the browser's kernel: the same rules, compiled once, as WebAssembly that both counts and tells.

    python -m sim.engine.ahead.wasm

It needs LLVM's linker for WebAssembly, `wasm-ld`, the C library that WASI programs use, and Numba; a browser needs none.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from llvmlite import binding

from sim.engine.ahead.build import DESTRUCTOR
from sim.engine.ahead.program import called_by, name_entry, object_file, provenance
from sim.engine.ahead.shipped import OBJECTS
from sim.engine.identity import compiled_hash

FOLDER = OBJECTS.parent / "browser"
MADE = FOLDER / "made.json"
LINKER = "wasm-ld"
LIBRARY = Path("/usr/lib/wasm32-wasi/libc.a")
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+bulk-memory,+sign-ext,+nontrapping-fptoint"
PLAY = "play"
ROUND = "7history10play_round"
STACK = 262_144  # bytes; in front of everything else, so that running out of it is an error and overwrites nothing
ARGUMENT = re.compile(r"\b(ptr|i64)(?: [a-z]+(?:\([a-z]+\))?)* %")


def name_of(sources: str) -> str:
    """Name of the file made of the sources with this hash."""
    return f"kernel-{sources[:16]}.wasm"


def find() -> Path | None:
    """The kernel of these sources; None if none is shipped."""
    file = FOLDER / name_of(compiled_hash())
    return file if file.is_file() else None


def build() -> Path:
    """Make the file and take the old one away; the file.

    LookupError if a tool is not there, or if Numba no longer shows its code.
    """
    if shutil.which(LINKER) is None:
        raise LookupError(f"{LINKER}, LLVM's linker for WebAssembly, is not there: Debian's package lld has it")
    if not LIBRARY.is_file():
        raise LookupError(f"{LIBRARY} is not there: Debian's package wasi-libc has it")
    from sim.engine.jit import telling
    from sim.engine.jit.block import intermediate_code

    telling.speak_up()
    sources = compiled_hash()
    data = module(intermediate_code())
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    file = FOLDER / name_of(sources)
    file.write_bytes(data)
    library = hashlib.sha256(LIBRARY.read_bytes()).hexdigest()
    MADE.write_text(json.dumps({**provenance(sources, LINKER), "library_sha256": library}, indent=2) + "\n")
    return file


def module(code: str) -> bytes:
    """The program as a WebAssembly module that imports nothing but whom it tells."""
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    renamed, declared = name_entry(code, "entry")
    types = ARGUMENT.findall(declared)
    # Of a function that holds all steps of a round V8 deals out the registers with less care: a fifteenth of the speed.
    steps = called_by(renamed, ROUND)
    with tempfile.TemporaryDirectory() as place:
        parts = [Path(place) / "rules.o", Path(place) / "call.o"]
        parts[0].write_bytes(machine_code(renamed, "entry", steps))
        parts[1].write_bytes(machine_code(call(types), PLAY))
        whole = Path(place) / "kernel.wasm"
        subprocess.run(
            [
                LINKER, "--no-entry", "--gc-sections", "--stack-first", "-z", f"stack-size={STACK}", "-s",
                "--allow-undefined", f"--export={PLAY}", "--export=__heap_base", "-o", whole, *parts, LIBRARY,
            ],
            check=True,
        )  # fmt: skip
        return whole.read_bytes()


def machine_code(code: str, entry: str, apart: Collection[str] = ()) -> bytes:
    """An object file of some intermediate code, optimised for WebAssembly; only `entry` can be called from outside."""
    machine = binding.Target.from_triple(TRIPLE).create_target_machine(
        opt=3, reloc="static", codemodel="default", features=FEATURES
    )
    return object_file("\n".join(_retold(code)), machine, TRIPLE, (entry,), apart)


def _retold(code: str) -> Iterator[str]:
    """The lines of some intermediate code in words that the target has."""
    inside = False
    for line in code.splitlines():
        if re.match(r"define .*@NRT_(incref|decref)\(", line):  # nothing here owns an array
            yield re.sub(r"\{\s*$", "{\n  ret void\n}", line)
            inside = True
        elif inside:
            inside = line != "}"
        else:
            yield re.sub(r"= common (local_unnamed_addr |unnamed_addr )?global", r"= internal \1global", line)


def call(types: list[str]) -> str:
    """Intermediate code of what the browser calls: it takes the entry's arguments from a row of 64-bit words."""
    lines = [f"declare i32 @entry({', '.join(types)})", f"define void @{DESTRUCTOR}(ptr %0) {{\n  ret void\n}}"]
    lines.append(f"define i32 @{PLAY}(ptr %words) {{")
    for i, kind in enumerate(types):
        lines.append(f"  %at{i} = getelementptr i64, ptr %words, i32 {i}")
        lines.append(f"  %word{i} = load i64, ptr %at{i}")
        lines.append(
            f"  %x{i} = {'inttoptr i64 %word' if kind == 'ptr' else 'add i64 %word'}{i}"
            f"{' to ptr' if kind == 'ptr' else ', 0'}"
        )
    given = ", ".join(f"{kind} %x{i}" for i, kind in enumerate(types))
    return "\n".join([*lines, f"  %status = call i32 @entry({given})", "  ret i32 %status", "}"])


def main() -> None:
    """Make the file and say what it is."""
    try:
        file = build()
    except LookupError as error:
        sys.exit(f"Nothing was made: {error}.")
    print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
