"""Compile a program of many small functions once, not once per function.

Numba optimises and emits machine code for every function with all that it calls, again at each level of calls: for a few
hundred small functions that is minutes. Here only the entry point is optimised and emitted, with everything linked in;
its parts are kept as intermediate code. Should a later Numba have moved the classes that this extends, it compiles in
the ordinary, slower way: the results are the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def whole_program(entry: str) -> Iterator[None]:
    """While this lasts, only libraries whose name contains `entry` become machine code."""
    try:
        from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
        from numba.core.registry import cpu_target

        codegen: Any = cpu_target.target_context.codegen()
        cpu: Any = JITCPUCodegen
        part = _part_library(JITCodeLibrary)
        create, set_env = codegen.create_library, cpu.set_env
    except (ImportError, AttributeError):
        yield
        return

    def create_library(name: str, **options: Any) -> Any:
        return create(name, **options) if entry in name else part(codegen, name, **options)

    def set_known_env(self: Any, name: str, env: Any) -> None:
        if self._engine.is_symbol_defined(name):
            set_env(self, name, env)

    codegen.create_library, cpu.set_env = create_library, set_known_env
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects live until the end: looking for dead ones costs a fifth of the time
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        del codegen.create_library
        cpu.set_env = set_env


def _part_library(base: Any) -> Any:
    class Part(base):
        """A library that is only ever linked into another: neither optimised on its own nor emitted."""

        def _optimize_final_module(self) -> None:
            pass

        def _finalize_final_module(self) -> None:
            self._finalize_dynamic_globals()
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            self._ensure_finalized()
            return 0

    return Part
