"""The rules as one program in LLVM's intermediate code: what has to be done with it for every kind of machine."""

import re
import subprocess
from collections.abc import Collection
from importlib.metadata import version
from typing import Any

from llvmlite import binding

ENTRY = re.compile(r"define [^@]*@(_ZN3sim6engine3jit5block11_play_block\w+)\((.*)")
CALLED = re.compile(r"call [^@]*@([^(]+)\(")


def name_entry(code: str, name: str) -> tuple[str, str]:
    """The program with its player of blocks called by a name, and how that one's arguments are declared.

    LookupError if Numba no longer shows it.
    """
    entry = ENTRY.search(code)
    if entry is None:
        raise LookupError("the player of blocks is not in the code")
    return code.replace(f"@{entry[1]}(", f"@{name}("), entry[2]


def provenance(sources: str, linker: str) -> dict[str, str]:
    """What the files of sources with this hash are made with."""
    said = subprocess.run([linker, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {
        "sources_sha256": sources,
        **{name: version(name) for name in ("numba", "llvmlite")},
        "llvm": ".".join(map(str, binding.llvm_version_info)),
        "linker": said,
    }


def object_file(code: str, machine: Any, triple: str, entries: Collection[str], apart: Collection[str] = ()) -> bytes:
    """An object file of some intermediate code, optimised for a machine.

    Only `entries` can be called from outside; functions `apart` are not made part of those that call them.
    """
    module = binding.parse_assembly(re.sub(r"(?m)^target (triple|datalayout) = .*$", "", code))
    module.triple, module.data_layout = triple, str(machine.target_data)
    module.verify()
    for item in (*module.functions, *module.global_variables):
        if not item.is_declaration and item.name not in entries:
            item.linkage = "internal"
    for function in module.functions:
        if not function.is_declaration and function.name in apart:
            function.add_function_attribute("noinline")
    _optimise(module, machine)
    data: bytes = machine.emit_object(module)
    return data


def called_by(code: str, mark: str) -> set[str]:
    """The functions of the program that the one with this mark in its name calls directly.

    LookupError if there is none.
    """
    bodies = dict(re.findall(r"(?ms)^define [^@]*@([^(]+)\((.*?)^}", code))
    called = {each for name, body in bodies.items() if mark in name for each in CALLED.findall(body)} & set(bodies)
    if not called:
        raise LookupError(f"what {mark} calls is not in the code")
    return called


def _optimise(module: Any, machine: Any) -> None:
    """Drop what nobody calls, and optimise what is left."""
    passes = binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(speed_level=3))
    dead = binding.create_new_module_pass_manager()
    dead.add_global_dead_code_eliminate_pass()
    dead.run(module, passes)
    passes.getModulePassManager().run(module, passes)
