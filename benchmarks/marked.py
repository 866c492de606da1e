"""The kernel with marks: while it plays, a word in memory says in which function it is, for whoever looks.

    python -m benchmarks.marked SECONDS FILE…

prints, as JSON, for each scenario microseconds a history and the share of looks that found the kernel in each function.
Marks are set by wrapping functions before the kernel is compiled; they are not part of any other kernel, so the machine
code goes to a folder of its own (PARLEY_CACHE, which whoever starts this must have set).
"""

import ctypes
import inspect
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, register_jitable

from agents import decisions
from benchmarks.rebinding import rebind, sources

PHASES: dict[str, tuple[str, ...]] = {
    "start": ("history.begin",),
    "draws": (
        "draws.uniform", "draws.normal", "streams.draw_ahead", "streams.draw_pairs_ahead", "streams.normal",
        "counts.negative_binomial",
    ),
    "war": ("war.play_war", "war.choose_violence", "war.move_leverage", "war.decide_war"),
    "worth and Nash": (
        "worth.weigh_up", "worth.list_table", "worth.recall_table", "worth.limit_item", "worth.sorest_issue",
        "options.build_frontier", "nash_two.nash_on_frontier", "options.frontier_package", "nash_many.nash_many",
        "nash_ascent.ascend",
    ),
    "bargaining": ("meeting.meet", "meeting.list_agenda", "meeting.perceive", "options.best_offer", "agreement.conclude"),
    "decisions and beliefs": (
        "decide.decide", "decide.learn", "foresight.foresee", "history.turn_over",
        *(f"decisions.{name}" for name in decisions.DECISIONS if name not in {"propose", "accept", "accept_text"}),
    ),
    "bookkeeping": (
        "history.play_round", "history.happen", "history.make_gestures", "history.note_gestures", "history.finish",
        "history.note_course", "agreement.review", "agreement.carry_out", "conditions.note_deadlines", "demands.open_tables",
        "demands.note_ready", "demands.relent", "outcome.leave_behind", "course.leave_course", "table.play_table",
    ),
}  # fmt: skip
"""Marked functions by phase; what a function calls that is marked itself counts there, all else it calls counts to it."""
PLACES = ["outside", *(name for names in PHASES.values() for name in names)]
CELL = ctypes.c_int64(0)
PIECES = 10  # in which it plays, the fastest being the least disturbed
LOOKS = 0.001  # seconds between two looks on average


def _become(typingctx: Any, place: Any) -> Any:
    """Say that the kernel is in a place; which it was in before."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(64)
        cell = builder.inttoptr(word(ctypes.addressof(CELL)), word.as_pointer())
        before = builder.load_atomic(cell, "monotonic", 8)
        builder.store_atomic(args[0], cell, "monotonic", 8)
        return before

    return types.int64(types.int64), generate


become: Any = intrinsic(_become)
WRAPPER = """
def {name}({arguments}):
    before = become({place})
    result = original({arguments})
    become(before)
    return result
"""


def mark() -> None:
    """Wrap every marked function, wherever it is known."""
    home = {module.__name__.rpartition(".")[2]: module for module in sources()}
    for place, name in enumerate(PLACES[1:], 1):
        module, _, function = name.partition(".")
        original = getattr(home[module], function)
        rebind(original, marked(original, place))


def marked(original: Callable[..., Any], place: int) -> Callable[..., Any]:
    """A function that says where it is, and does what the original does."""
    scope: dict[str, Any] = {"become": become, "original": register_jitable(no_cfunc_wrapper=True)(original)}
    arguments = ", ".join(inspect.signature(original).parameters)
    exec(WRAPPER.format(name=original.__name__, arguments=arguments, place=place), scope)
    wrapper: Callable[..., Any] = scope[original.__name__]
    wrapper.__module__, wrapper.__annotations__ = original.__module__, original.__annotations__
    return wrapper


def watch(looks: Counter[str], over: threading.Event) -> None:
    """Look where the kernel is about every millisecond, at times that no round can keep step with."""
    rng = random.Random(1)
    while not over.is_set():
        time.sleep(LOOKS * (0.5 + rng.random()))
        looks[PLACES[CELL.value]] += 1


def shares(file: Path, seconds: float) -> dict[str, Any]:
    """Least time of a history with marks, and how often the kernel was seen in each place."""
    from benchmarks.measure import seconds_each
    from benchmarks.playing import compiled, player, ready

    play = player(compiled(file), ready())
    looks: Counter[str] = Counter()
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(looks, over))
    watcher.start()
    try:
        each = min(seconds_each(play, seconds / PIECES)[0] for _ in range(PIECES))
    finally:
        over.set()
        watcher.join()
    return {"microseconds": each * 1e6, "looks": dict(looks)}


def main() -> None:
    """Compile with marks, play, and print what was seen."""
    seconds, *files = sys.argv[1:]
    mark()
    from sim.engine.jit.block import load

    load(many=True)  # here, for another process would compile without the marks
    print(json.dumps({Path(file).stem: shares(Path(file), float(seconds)) for file in files}))


if __name__ == "__main__":
    main()
