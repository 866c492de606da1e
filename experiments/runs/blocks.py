"""Blocks of histories over all cores: any number of workers, and a resumed run, give the same results."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from experiments.estimates.statistics import Tally, add
from experiments.estimates.tally import tally
from experiments.runs import interrupts
from experiments.runs.workers.threads import Backend, deaf
from experiments.store.folder import COURSE, Results
from sim.engine.arrays import Compiled
from sim.engine.records import Course, Layout, Records
from sim.world.state import copy_of

BLOCK = 5000  # histories in a part; more in parts of long runs, see `block_size`
STRIDE = 500  # histories between looks at the clock and at an interrupt: so many at most,
FIRST_STRIDE = 16  # so many at first,
BEAT = 0.02  # and as many as this many seconds are enough for
IDLE = 8  # copies of arrays that wait for whoever plays the same scenario next: half a megabyte each


class Engine(Protocol):
    """Plays histories into rows: the compiled kernel, or the Mesa model."""

    def prepare(self) -> None:
        """What must be done once, in the main thread, before playing."""

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play as many histories as there are rows for, from number `first`; safe to call from several threads."""


class _Copy(NamedTuple):
    """A copy of a scenario's arrays to play in, and how machine code finds them."""

    of: Compiled
    arrays: dict[str, np.ndarray]
    slots: np.ndarray


class CompiledEngine:
    """The kernel. Whoever plays has a copy of the arrays meanwhile; whoever plays the same scenario next may have it."""

    def __init__(self) -> None:
        self._idle: list[_Copy] = []
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return CompiledEngine, ()  # on another machine: made anew, with its own machine code

    def prepare(self, many: bool = True) -> None:
        """Load or make the machine code: for tables of any number of seats, or (not `many`) for two alone."""
        from sim.engine.kernel import make_ready

        make_ready(many)

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play histories, compiled, without holding the interpreter."""
        from sim.engine.kernel import play_histories

        rounds, own = compiled.scenario.time.rounds, self._taken(compiled)
        play_histories(own.arrays, compiled.sizes, rounds, seed, first, records, own.slots)
        with self._lock:
            self._idle = [own, *self._idle[: IDLE - 1]]

    def _taken(self, compiled: Compiled) -> _Copy:
        """A copy that nobody plays in."""
        from sim.engine.slots import directory

        with self._lock:
            for i, copy in enumerate(self._idle):
                if copy.of is compiled:
                    return self._idle.pop(i)
        arrays = copy_of(compiled.arrays)
        return _Copy(compiled, arrays, directory(arrays))


class Played(NamedTuple):
    """Histories: their columns, and the course of them all."""

    columns: dict[str, np.ndarray]
    course: Course


def play(
    compiled: Compiled, seed: int, first: int, count: int, engine: Engine, beat: Callable[[int], None] = deaf
) -> dict[str, np.ndarray]:
    """Columns of the histories first … first + count − 1."""
    return play_block(compiled, seed, first, count, engine, beat).columns


def play_block(
    compiled: Compiled, seed: int, first: int, count: int, engine: Engine, beat: Callable[[int], None] = deaf
) -> Played:
    """The histories first … first + count − 1; `beat` hears every few hundredths of a second, and may raise to end it."""
    records = Records.empty(compiled, count)
    play_rows(compiled, seed, first, records, engine, beat)
    return Played(records.columns(Layout.of(compiled).names), records.course)


def play_rows(
    compiled: Compiled, seed: int, first: int, records: Records, engine: Engine, beat: Callable[[int], None],
    stride: int = FIRST_STRIDE,
) -> int:  # fmt: skip
    """Play a history into each row, from number `first`, at first so many before `beat` hears of them; how many at last."""
    done, count = 0, len(records.whole)
    while done < count:
        rows = slice(done, min(done + stride, count))
        began = time.perf_counter()
        engine.play(compiled, seed, first + done, records.rows(rows))
        stride = next_stride(rows.stop - rows.start, time.perf_counter() - began)
        done = rows.stop
        beat(rows.stop - rows.start)
    return stride


def next_stride(played: int, seconds: float) -> int:
    """How many histories to play before the next look, if so many took so long."""
    return max(1, min(STRIDE, round(played * BEAT / max(seconds, 1e-9))))


class Finished(NamedTuple):
    """What a run gave: its sums, the seconds that playing took, and how many histories were played, not read back."""

    sums: Tally
    seconds: float
    played: int


class _Timed(NamedTuple):
    """A block, and the seconds that playing it took."""

    played: Played
    seconds: float


@dataclass(frozen=True)
class _Play:
    """Plays blocks of one run; plain data, so that it can be sent to another machine."""

    compiled: Compiled
    seed: int
    histories: int
    size: int
    engine: Engine

    def __call__(self, block: int, beat: Callable[[int], None]) -> _Timed:
        began = time.perf_counter()
        length = block_length(block, self.histories, self.size)
        played = play_block(self.compiled, self.seed, block * self.size, length, self.engine, beat)
        return _Timed(played, time.perf_counter() - began)


class _Counted(NamedTuple):
    """What is added up of a block."""

    sums: Tally
    seconds: float
    histories: int


def run(
    compiled: Compiled, seed: int, histories: int, engine: Engine, results: Results | None, backend: Backend,
    advance: Callable[[int], None] = deaf, meanwhile: Callable[[], object] = lambda: None,
) -> Finished:  # fmt: skip
    """Play all blocks that are not kept yet, keep them, and add everything up.

    `meanwhile` is called in this thread once the workers are busy. A KeyboardInterrupt leaves finished parts and is
    raised again when the workers have stopped.
    """
    size = block_size(histories)
    blocks = range(block_count(histories, size))
    return play_blocks(compiled, seed, histories, blocks, engine, results, backend, advance, meanwhile, size)


def play_blocks(
    compiled: Compiled, seed: int, histories: int, blocks: Iterable[int], engine: Engine, results: Results | None,
    backend: Backend, advance: Callable[[int], None] = deaf, meanwhile: Callable[[], object] = lambda: None,
    size: int = BLOCK,
) -> Finished:  # fmt: skip
    """The same for some of the blocks of `size` that so many histories make."""
    sums: Tally = {}
    missing = []
    for block in blocks:
        length = block_length(block, histories, size)
        kept = read_block(results, block, length, compiled) if results is not None else None
        if kept is None:
            missing.append(block)
        else:
            sums = add(sums, tally(kept.columns, kept.course, compiled))
            advance(length)
        interrupts.heed()

    def keep(block: int, timed: _Timed) -> _Counted:
        if results is not None:
            write_block(results, block, timed.played)
        counted = tally(timed.played.columns, timed.played.course, compiled)
        return _Counted(counted, timed.seconds, block_length(block, histories, size))

    seconds, played = 0.0, 0
    for done in backend.each(_Play(compiled, seed, histories, size, engine), keep, missing, advance, meanwhile):
        sums = add(sums, done.sums)
        seconds, played = seconds + done.seconds, played + done.histories
    return Finished(sums, seconds / max(1, min(backend.workers, len(missing))), played)


def write_block(results: Results, block: int, played: Played) -> None:
    """Keep a block."""
    results.write_block(block, played.columns, sparse(played.course))


def read_block(results: Results, block: int, length: int | None, compiled: Compiled) -> Played | None:
    """A block as it was kept, of any length if `length` is None; None if it is not there whole."""
    columns = results.read_part(block, Layout.of(compiled).names, length)
    course = results.read_part(block, SPARSE, None, COURSE) if columns is not None else None
    return Played(columns, dense(course, compiled)) if columns is not None and course is not None else None


SPARSE = ("what", "cell", "count")


def sparse(course: Course) -> dict[str, np.ndarray]:
    """The counts of a course that are not 0: which array, which cell of it, how many."""
    cells = [np.flatnonzero(counts) for counts in course]
    return {
        "what": np.concatenate([np.full(len(found), i, np.int8) for i, found in enumerate(cells)]),
        "cell": np.concatenate(cells).astype(np.int32),
        "count": np.concatenate([counts.ravel()[found] for counts, found in zip(course, cells, strict=True)]),
    }


def dense(kept: dict[str, np.ndarray], compiled: Compiled) -> Course:
    """A course from its counts that are not 0."""
    course = Course.empty(compiled)
    for i, counts in enumerate(course):
        of_it = kept["what"] == i
        counts.ravel()[kept["cell"][of_it]] = kept["count"][of_it]
    return course


def block_size(histories: int) -> int:
    """Histories in a block of a run of so many: more in long runs, where a part costs less for each history.

    It depends on nothing else, so that any number of workers can go on with a run. A hundred thousand histories make four
    blocks: no more than four workers can share so short a run.
    """
    return BLOCK if histories < 20 * BLOCK else 5 * BLOCK


def block_count(histories: int, size: int = BLOCK) -> int:
    """Number of blocks that so many histories make."""
    return -(-histories // size)


def block_length(block: int, histories: int, size: int = BLOCK) -> int:
    """Number of histories in a block."""
    return min(size, histories - block * size)
