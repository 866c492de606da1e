"""Compile a program of many small functions once, not once per function.

Numba links into every function all that it calls, optimises and emits it, again at each level of calls: for a few hundred
small functions that is minutes. Here everything is linked into the entry point alone, once, and only that is optimised
and emitted; its parts are kept as intermediate code, and the process must not compile anything else that uses them.
Should a later Numba have moved what this extends, it compiles in the ordinary, slower way: the results are the same.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from llvmlite.binding import Linkage

# What is used of Numba's libraries beside their public methods.
USED = (
    "_linking_libraries", "_finalized", "_finalize_dynamic_globals", "_ensure_finalized", "_final_module",
    "_optimize_final_module",
)  # fmt: skip


class Halted(Exception):
    """Compiling has come as far as was asked: `code` is the whole program, linked, for no processor yet."""

    def __init__(self, code: str) -> None:
        super().__init__("the whole program is linked")
        self.code = code


@contextmanager
def whole_program(entry: str, halt: bool = False) -> Iterator[None]:
    """While this lasts, only libraries whose name contains `entry` become machine code.

    With `halt` they do not either: as soon as one is linked, `Halted` is raised with its code.
    """
    try:
        from numba.core import event
        from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
        from numba.core.registry import cpu_target

        codegen: Any = cpu_target.target_context.codegen()
        cpu: Any = JITCPUCodegen
        part, whole = _libraries(JITCodeLibrary, halt)
        set_env, broadcast = cpu.set_env, event.broadcast
        attrgetter(*USED)(codegen.create_library("probe"))
    except (ImportError, AttributeError):
        yield
        return

    def create_library(name: str, **options: Any) -> Any:
        return whole(codegen, name, **options) if entry in name else part(codegen, name, **options)

    def set_known_env(self: Any, name: str, env: Any) -> None:
        if self._engine.is_symbol_defined(name):
            set_env(self, name, env)

    codegen.create_library, cpu.set_env = create_library, set_known_env
    event.broadcast = lambda _: None  # of two hundred thousand events nobody hears any
    collecting = gc.isenabled()
    gc.disable()  # millions of small objects live until the end: looking for dead ones costs a fifth of the time
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        del codegen.create_library
        cpu.set_env, event.broadcast = set_env, broadcast


def _libraries(base: Any, halt: bool) -> tuple[Any, Any]:
    """Classes for the libraries of the parts, and for that of the whole program."""

    class Part(base):
        """A library that is only ever linked into the whole: not linked, optimised or emitted on its own."""

        def finalize(self) -> None:
            self._finalize_dynamic_globals()
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            self._ensure_finalized()
            return 0

    class Whole(base):
        """The library of the entry point, with every part that it needs, at any depth, linked in once."""

        def finalize(self) -> None:
            self._linking_libraries: list[Any] = _closure(self._linking_libraries)
            super().finalize()

        def _optimize_final_module(self) -> None:
            if halt:
                raise Halted(str(self._final_module))
            super()._optimize_final_module()
            _keep_apart(self._final_module)

    return Part, Whole


def _keep_apart(module: Any) -> None:
    """Let nobody outside a linked program see its parts: another in the process would run them in place of its own."""
    for function in module.functions:
        if function.linkage == Linkage.linkonce_odr:
            function.linkage = Linkage.internal


def _closure(libraries: list[Any]) -> list[Any]:
    """These libraries and all that they link to, each once, in the order met."""
    found = dict.fromkeys(libraries)
    queue = list(found)
    while queue:
        new = [library for library in queue.pop(0)._linking_libraries if library not in found]
        found.update(dict.fromkeys(new))
        queue += new
    return list(found)
