"""A command of parley, and where its processor time went: `python -m benchmarks.inside FILE COMMAND …`.

A thread looks at every thread's stack a thousand times a second, and counts the processor time that each has used since
the last look to the innermost function that is of one of the kinds below. What was counted is written to FILE as JSON.
"""

import json
import resource
import sys
import threading
import time
from collections import defaultdict
from types import FrameType

LOOKS = 0.001
IMPORTS, READING, CODE, PLAYING, WRITING, OTHER = "imports", "reading", "machine code", "playing", "writing", "other"
LOOKING = "looking"
KINDS = (
    ("/sim/engine/kernel.py", {"play_histories": PLAYING, "": CODE}),
    ("/sim/engine/ahead/", {"play_block": PLAYING, "parts": PLAYING, "": CODE}),
    ("/sim/engine/jit/", {"": CODE}),
    ("/sim/engine/slots.py", {"": PLAYING}),
    ("/sim/scenario/", {"": READING}),
    ("/sim/engine/arrays.py", {"": READING}),
    ("/sim/world/", {"": PLAYING}),
    ("/agents/", {"": PLAYING}),
    ("/experiments/store/", {"": WRITING}),
    ("/experiments/figures/", {"": WRITING}),
    ("/experiments/plots/", {"": WRITING}),
    ("/experiments/brief/", {"": WRITING}),
    ("/rich/", {"": WRITING}),
)
"""Pieces of a file's path, and what its functions do: by name, or all others."""
FUNCTION = 1  # flag of code that is a function, not a module or the body of a class


def kind_of(frame: FrameType | None) -> str:
    """What a thread is doing, by the innermost frame that tells."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib") or (
            not code.co_flags & FUNCTION and frame.f_back is not None
        ):
            return IMPORTS if not is_beginning(frame) else OTHER
        for piece, kinds in KINDS:
            if piece in code.co_filename and code.co_flags & FUNCTION:
                return kinds.get(code.co_name, kinds.get("", OTHER))
        frame = frame.f_back
    return OTHER


def is_beginning(frame: FrameType) -> bool:
    """Whether this is the module that was started, which is no import."""
    return frame.f_globals.get("__name__") == "__main__"


def clocks() -> dict[int, float]:
    """Processor seconds of every thread but this one."""
    found = {}
    for thread in threading.enumerate():
        if thread.ident is not None and thread is not threading.current_thread():
            try:
                found[thread.ident] = time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
            except OSError:
                continue  # it has ended
    return found


def look(spent: dict[str, float], before: dict[int, float]) -> dict[int, float]:
    """Count what every thread has used since the last look; the clocks now."""
    now, frames = clocks(), sys._current_frames()
    for thread, clock in now.items():
        spent[kind_of(frames.get(thread))] += clock - before.get(thread, 0.0)
    return now


def watch(spent: dict[str, float], over: threading.Event) -> None:
    """Look until it is over."""
    before = clocks()
    while not over.wait(LOOKS):
        before = look(spent, before)
    look(spent, before)
    spent[LOOKING] = time.thread_time()


def main() -> None:
    """Run the command as the command line would, and write what was counted."""
    file, *words = sys.argv[1:]
    spent: dict[str, float] = defaultdict(float)
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(spent, over), daemon=True)
    watcher.start()
    sys.argv = ["parley", *words]
    try:
        from experiments.cli import commanded, end

        status = commanded()
    finally:
        over.set()
        watcher.join()
        apart = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent["machine code"] += apart.ru_utime + apart.ru_stime
        with open(file, "w", encoding="utf-8") as out:
            json.dump(spent, out)
    end(status)


if __name__ == "__main__":
    main()
