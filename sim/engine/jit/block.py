"""A block of histories, compiled: the rules and rounds as they stand in the source, bound a second time by Numba.

The sources are plain Python functions. Here each is registered once as compilable, a party's decision is bound to the
function that its Mesa agent would call, and telling compiles to nothing (or, in the browser's kernel, to a call). Machine
code is kept in a folder named by a hash of every source that it is made from, so that editing a rule can never run old code.
"""

import functools
import hashlib
import inspect
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

import numba
import numpy as np
from llvmlite import binding
from numba import njit
from numba.core import config
from numba.extending import overload, register_jitable

from agents import decisions, rules
from sim import world
from sim.engine import cache
from sim.engine.identity import compiled_hash
from sim.engine.jit import seats, telling
from sim.engine.jit.handle import as_world, bind_method
from sim.engine.jit.keeping import KeptCode
from sim.engine.jit.linking import Halted, whole_program
from sim.engine.jit.passes import INNER
from sim.engine.slots import directory
from sim.world import course, draws, history, listener, outcome, streams
from sim.world.state import SIZES, World, allocate

INLINED = (draws.philox, draws.unit, streams.uniform, streams.happens)
"""Made part of whatever calls them: only so do draws ahead become one loop of vectors."""


def sources() -> Iterator[ModuleType]:
    """Every module of the rule book and of the world's rounds: what compiled code is made of."""
    yield decisions
    for package in (rules, world):
        for found in iter_modules(package.__path__):
            yield import_module(f"{package.__name__}.{found.name}")


def _bind() -> None:
    """Register every source function as compilable; bind decisions, and telling to silence."""
    overload(listener.tell, jit_options=INNER)(lambda w, kind, t, a, k, x: telling.tell())
    overload(listener.tell_choice, jit_options=INNER)(
        lambda w, kind, a, t, k, terms, settle, stall, yes: telling.tell_choice()
    )
    for module in sources():
        for function in vars(module).values():
            if function in seats.FOR_MANY:
                continue
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                register_jitable(**INNER, forceinline=function in INLINED)(function)
    for function in seats.FOR_MANY:
        seats.bind(function)
    for name in (*decisions.DECISIONS, *decisions.MEDIATIONS):
        function = getattr(decisions, name)
        bind_method(name, ", ".join(inspect.signature(function).parameters), function)


_bind()


ENTRY = "_play_block"
PLAIN = {"NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING": "1"}
"""Colouring what Numba would say, were it to say anything, takes a sixteenth of compiling."""


def _play_block(
    slots: np.ndarray, sizes: tuple[int, ...], seed_low: int, seed_high: int, first: int, whole: np.ndarray,
    measured: np.ndarray, violence: np.ndarray, incidents: np.ndarray, beliefs: np.ndarray,
) -> None:  # fmt: skip
    """Play the histories first, first + 1, … into the rows of `whole` and `measured`, and the counts of their course."""
    w: World = as_world(slots)
    w.parties = sizes[0]
    w.issues = sizes[1]
    w.tables = sizes[2]
    w.mediators = sizes[3]
    w.events = sizes[4]
    w.rounds = sizes[5]
    w.seed_low = seed_low
    w.seed_high = seed_high
    for row in range(whole.shape[0]):
        history.play(w, first + row)
        outcome.leave_behind(w, whole, measured, row)
        course.leave_course(w, violence, incidents, beliefs)


def kind(many: bool = True) -> str:
    """Name of the machine code for these sources, this Numba and this processor, in the cache.

    `many`: that for tables of any number of seats, not of two alone.
    """
    processor = f"{binding.get_host_cpu_name()}{binding.get_host_cpu_features().flatten()}"
    fingerprint = hashlib.sha256(processor.encode()).hexdigest()[:8]
    settings: Any = config
    return "-".join([
        f"numba-{numba.__version__}", f"python-{platform.python_version()}", f"cpu-{fingerprint}", f"opt-{settings.OPT}",
        compiled_hash()[:16], *([] if many else ["two-seats"]),
    ])  # fmt: skip


def is_compiled(many: bool = True) -> bool:
    """Whether machine code for these sources is on disk already."""
    return cache.holds(kind()) or (not many and cache.holds(kind(many)))


def make_ready(many: bool = True) -> Callable[..., None]:
    """The block player, with its machine code loaded, or made: once for a machine, about a minute of its time.

    Code for two seats alone (not `many`) is made a sixth sooner, but in a process of its own or not at all.
    """
    if not is_compiled(many) and cache.can_keep(kind(many)):
        _compile_apart(many)
    return load(many or cache.holds(kind()) or not cache.holds(kind(many)))


def _compile_apart(many: bool) -> None:
    """Make the machine code in a process of its own: what that takes, three quarters of a gigabyte, goes with it.

    Nothing is tidied up in it, neither on the way nor at the end: that is an eighth of the time. Should it fail, for
    whatever reason, this process will make it.
    """
    code = (
        f"import gc, os, sys; gc.disable(); sys.path[:] = {sys.path!r}; from sim.engine.jit import block; "
        f"block.make({many}); os._exit(0)"
    )
    quiet = subprocess.DEVNULL
    with suppress(OSError):
        subprocess.run(
            [sys.executable, "-c", code],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env={**os.environ, **PLAIN},
            check=False,
        )


def make(many: bool) -> None:
    """Make the machine code, in a process that compiles nothing else."""
    if not many:
        seats.leave_out()
    load(many)


@functools.cache
def load(many: bool) -> Callable[..., None]:
    """The block player, with its machine code loaded, or made if it is not there.

    The two kinds bear different names: of two codes of one name a process would run whichever it loaded first.
    """
    entry = FunctionType(_play_block.__code__, globals())
    entry.__qualname__ = ENTRY if many else f"{ENTRY}_of_two_seats"
    player: Any = njit(nogil=True)(entry)
    player._cache = KeptCode(kind(many))
    with whole_program(ENTRY):
        _play_nothing(player)
    compiled: Callable[..., None] = player
    return compiled


def intermediate_code() -> str:
    """The whole program in LLVM's intermediate code, linked but not yet optimised for any processor.

    No other machine code is made or read on the way. LookupError if Numba no longer comes by where the code is taken from.
    """
    try:
        with whole_program(ENTRY, halt=True):
            _play_nothing(njit(nogil=True)(_play_block))
    except Halted as halted:
        return halted.code
    raise LookupError(f"Numba {numba.__version__} does not show its code as the versions did that this was written for")


def _play_nothing(player: Callable[..., None]) -> None:
    """Call a player with no history to play, which makes Numba compile it."""
    sizes = dict.fromkeys((*SIZES, "1", "L", "Q", "S", "Z", "D", "W", "V", "X", "Y"), 1) | dict.fromkeys(
        "PKTMNEUFCO", 0
    )
    whole, measured = np.zeros((0, 0), np.int32), np.zeros((0, 0))
    course = [np.zeros(form, np.int64) for form in ((1, 0, 0), (1, 0), (0, 0, 0, 0))]
    player(directory(allocate(sizes)), (0,) * 6, 0, 0, 0, whole, measured, *course)
