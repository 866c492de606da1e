"""Blocks of histories over all cores: any number of workers, and a resumed run, give the same results."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple, Protocol

import numpy as np

from experiments.statistics import Tally, add
from experiments.store import Results
from experiments.tally import tally
from sim import outcome
from sim.compiled import Compiled
from sim.world import copy_of

BLOCK = 5000  # histories in a part
STRIDE = 250  # histories between looks at the clock and at an interrupt


class Engine(Protocol):
    """Plays histories into rows: the compiled kernel, or the Mesa model."""

    def prepare(self) -> None:
        """What must be done once, in the main thread, before playing."""

    def play(self, compiled: Compiled, seed: int, first: int, whole: np.ndarray, measured: np.ndarray) -> None:
        """Play `len(whole)` histories from number `first`; safe to call from several threads."""


class CompiledEngine:
    """The kernel. Each thread has its own copy of the arrays."""

    def __init__(self) -> None:
        self._local = threading.local()

    def prepare(self) -> None:
        """Load or make the machine code."""
        from sim.kernel import make_ready

        make_ready()

    def play(self, compiled: Compiled, seed: int, first: int, whole: np.ndarray, measured: np.ndarray) -> None:
        """Play histories, compiled, without holding the interpreter."""
        from sim.kernel import play_histories

        if getattr(self._local, "of", None) is not compiled:
            self._local.of, self._local.arrays = compiled, copy_of(compiled.arrays)
        rounds = compiled.scenario.time.rounds
        play_histories(self._local.arrays, compiled.sizes, rounds, seed, first, whole, measured)


class Layout(NamedTuple):
    """Columns of the results of a scenario, in the order of the rows."""

    counts: list[outcome.Column]
    measures: list[outcome.Column]

    @classmethod
    def of(cls, compiled: Compiled) -> "Layout":
        """The layout of a scenario."""
        names = compiled.names
        tables = [(table, names.rungs[table]) for table in names.tables]
        return cls(outcome.counts(tables, names.issues, names.parties), outcome.measures(names.issues, names.parties))

    def columns(self, whole: np.ndarray, measured: np.ndarray) -> dict[str, np.ndarray]:
        """Rows as named columns."""
        named = {column.name: np.ascontiguousarray(whole[:, i]) for i, column in enumerate(self.counts)}
        return named | {column.name: np.ascontiguousarray(measured[:, i]) for i, column in enumerate(self.measures)}


def play(
    compiled: Compiled, seed: int, first: int, count: int, engine: Engine, stop: threading.Event | None = None,
    advance: Callable[[int], None] = lambda n: None,
) -> dict[str, np.ndarray] | None:  # fmt: skip
    """Columns of the histories first … first + count − 1; None if `stop` was set meanwhile."""
    layout = Layout.of(compiled)
    whole = np.zeros((count, len(layout.counts)), np.int32)
    measured = np.zeros((count, len(layout.measures)))
    for start in range(0, count, STRIDE):
        if stop is not None and stop.is_set():
            return None
        rows = slice(start, min(start + STRIDE, count))
        engine.play(compiled, seed, first + start, whole[rows], measured[rows])
        advance(rows.stop - rows.start)
    return layout.columns(whole, measured)


class Finished(NamedTuple):
    """What a run gave: its sums, the seconds that playing took, and how many histories were played, not read back."""

    sums: Tally
    seconds: float
    played: int


class _Clock:
    """Seconds that workers spent playing, all together."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock, self._began = threading.Lock(), threading.local()

    def __enter__(self) -> None:
        self._began.at = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.seconds += time.perf_counter() - self._began.at


def run(
    compiled: Compiled, seed: int, histories: int, engine: Engine, results: Results | None, workers: int,
    advance: Callable[[int], None] = lambda n: None, meanwhile: Callable[[], object] = lambda: None,
) -> Finished:  # fmt: skip
    """Play all blocks that are not kept yet, keep them, and add everything up.

    `meanwhile` is called in this thread once the workers are busy. A KeyboardInterrupt leaves finished parts and is
    raised again when the workers have stopped.
    """
    sums: Tally = {}
    missing = []
    names = [column.name for column in (*Layout.of(compiled).counts, *Layout.of(compiled).measures)]
    for block in range(block_count(histories)):
        columns = results.read_part(block, names, block_length(block, histories)) if results is not None else None
        if columns is None:
            missing.append(block)
        else:
            sums = add(sums, tally(columns, compiled))
            advance(block_length(block, histories))
    stop, clock = threading.Event(), _Clock()

    def one(block: int) -> Tally:
        with clock:
            columns = play(compiled, seed, block * BLOCK, block_length(block, histories), engine, stop, advance)
        if columns is None:
            return {}
        if results is not None:
            results.write_part(block, columns)
        return tally(columns, compiled)

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(one, block) for block in missing]
        try:
            meanwhile()
            for done in _finished(futures):
                sums = add(sums, done)
        except BaseException:
            stop.set()
            for future in futures:
                future.cancel()
            raise
    played = sum(block_length(block, histories) for block in missing)
    return Finished(sums, clock.seconds / max(1, min(workers, len(missing))), played)


def _finished(futures: Iterable[Future[Tally]]) -> Iterable[Tally]:
    """Results as they come in; waits in short turns, so that an interrupt is heard."""
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def block_count(histories: int) -> int:
    """Number of blocks that so many histories make."""
    return -(-histories // BLOCK)


def block_length(block: int, histories: int) -> int:
    """Number of histories in a block."""
    return min(BLOCK, histories - block * BLOCK)


def default_workers() -> int:
    """One worker for each processor this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
