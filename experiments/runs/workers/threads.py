"""Where work is done: pieces of it go out, what they gave comes back in whatever order they finish.

A piece is played by `play(piece, beat)`, which calls `beat(n)` after every n histories; what it gives is handed to
`keep(piece, given)` on this machine. Neither what a piece gives nor what is made of all may depend on the order.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Any, Protocol, TypeVar

from experiments.runs import interrupts

Piece = TypeVar("Piece")
Given = TypeVar("Given")
Kept = TypeVar("Kept")
Beat = Callable[[int], None]
HEEDING = 0.04  # seconds between looks at an interrupt
AHEAD = 2  # pieces given out per worker, so that none waits and few are held


class Stopped(Exception):
    """Work that nobody waits for any more."""


def deaf(histories: int) -> None:
    """A beat that nobody hears."""


class Backend(Protocol):
    """Workers."""

    @property
    def workers(self) -> int:
        """How many pieces can be played at the same time."""

    def each(
        self, play: Callable[[Any, Beat], Given], keep: Callable[[Any, Given], Kept], pieces: Iterable[Any],
        advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[Kept]:  # fmt: skip
        """What `keep` makes of each piece, as they finish; `advance` hears of histories played, from any thread.

        `meanwhile` is called once the workers are busy. If the iterator is closed, or KeyboardInterrupt raised in it,
        the workers stop first.
        """


class Threads:
    """Threads of this process: the compiled kernel lets go of the interpreter, so that they use all processors."""

    def __init__(self, workers: int | None = None):
        self.workers = workers or processors()

    def each(
        self, play: Callable[[Piece, Beat], Given], keep: Callable[[Piece, Given], Kept], pieces: Iterable[Piece],
        advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[Kept]:  # fmt: skip
        """See Backend."""
        stop = threading.Event()

        def beat(histories: int) -> None:
            advance(histories)
            if stop.is_set():
                raise Stopped

        def one(piece: Piece) -> Kept:
            return keep(piece, play(piece, beat))

        with ThreadPoolExecutor(self.workers) as pool:
            waiting = iter(pieces)
            try:
                pending = {pool.submit(one, piece) for piece in islice(waiting, AHEAD * self.workers)}
                meanwhile()
                while pending:
                    interrupts.heed()
                    done, pending = wait(pending, timeout=HEEDING, return_when=FIRST_COMPLETED)
                    pending |= {pool.submit(one, piece) for piece in islice(waiting, len(done))}
                    yield from _given(done)
            except BaseException as reason:
                stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                if not isinstance(reason, GeneratorExit):  # whoever closes the iterator knows why
                    interrupts.heed()
                raise


class BackendError(Exception):
    """Workers that cannot be had, or that are lost; the message says why."""


def _given(done: Iterable[Future[Kept]]) -> Iterator[Kept]:
    for future in done:
        yield future.result()


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
