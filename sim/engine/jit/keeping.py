"""Machine code that Numba made, kept in the cache of `sim.engine.cache` and not in Numba's own.

Numba's takes whatever lies in its folder, whosoever wrote it, and stops a run for a damaged file or a full disk.
"""

import hashlib
import pickle
from typing import Any

from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from sim.engine import cache


class KeptCode:
    """What Numba asks of the cache of a function; `name` is that of the kind in our cache.

    If a later Numba asks for something else, nothing is found or kept, and all is compiled.
    """

    cache_path = None

    def __init__(self, name: str) -> None:
        self.name = name

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The machine code for this signature; None if it must be made."""
        target.refresh()
        file = _file(signature, target.codegen())
        kept = cache.read(self.name, file)
        if kept is None:
            return None
        try:
            result: Any = CompileResult
            return result._rebuild(target, *pickle.loads(kept))
        except Exception as error:  # whatever is wrong with it, it can be made anew
            cache.say(
                f"Kept machine code is not used, and is compiled again ({file}: {type(error).__name__}: {error})."
            )
            return None

    def save_overload(self, signature: Any, made: Any) -> None:
        """Keep the machine code for this signature, if it may be used in another process."""
        if made.lifted or made.library.has_dynamic_globals:
            return
        try:
            content = dumps(made._reduce())
        except Exception as error:  # what is made can be run, whether it can be kept or not
            cache.say(f"What was compiled cannot be kept ({type(error).__name__}: {error}).")
            return
        cache.write(self.name, _file(signature, made.codegen), content)

    def flush(self) -> None:
        """Nothing is taken away."""

    def enable(self) -> None:
        """It is always on."""

    def disable(self) -> None:
        """It is always on."""


def _file(signature: Any, codegen: Any) -> str:
    """Name of the file for a signature, by what else Numba's code depends on: the processor that it is made for."""
    return hashlib.sha256(repr((str(signature), codegen.magic_tuple())).encode()).hexdigest()[:32]
