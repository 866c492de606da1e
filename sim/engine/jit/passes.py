"""What Numba does with a function of the rule book: the passes that it needs of some twenty-five.

The others look for what is not there (closures, generators, literal loops, array expressions, references to count) or
annotate for people: a sixth of the time, and the machine code is the same, byte for byte, without.
"""

from typing import Any

from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import PassManager
from numba.core.typed_passes import (
    IRLegalization,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import FixupArgs, IRProcessing, ReconstructSSA, TranslateByteCode

PASSES = (
    TranslateByteCode, FixupArgs, IRProcessing, ReconstructSSA, NopythonTypeInference, PreLowerStripPhis,
    IRLegalization, NativeLowering, NoPythonBackend,
)  # fmt: skip
"""Legalising marks where a variable ends, which LLVM makes a little faster code of."""


class FewPasses(CompilerBase):
    """Numba's compiler with `PASSES` alone."""

    def define_pipelines(self) -> list[Any]:
        """The one way of compiling that there is."""
        manager: Any = PassManager("rules")  # type: ignore[no-untyped-call]
        for each in PASSES:
            manager.add_pass(each, each.__name__)
        manager.finalize()
        return [manager]


INNER: Any = {"no_cfunc_wrapper": True, "pipeline_class": FewPasses}
"""Options of a function that only compiled code calls: no C entry to it is made, which costs a fifth of the time."""
