"""Histories until an answer is narrow enough: `--precision P`, looked at on a fixed schedule.

Stopping a Wilson interval when it is narrow keeps its coverage, because the number of histories that it takes hardly
depends on luck; a Wald interval, which is narrowest where a rare thing has not been seen yet, would stop at once and be
wrong (`docs/intervals.md` has the figures of both). The schedule is fixed, so that neither workers nor a resume show.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import PROGRESS, Question, questions_by_name
from experiments.estimates.statistics import add, wilson
from experiments.estimates.tally import tally
from experiments.runs.blocks import (
    BLOCK,
    Engine,
    Finished,
    Played,
    block_count,
    play_block,
    play_blocks,
    read_block,
    write_block,
)
from experiments.runs.workers.threads import Backend, Beat, deaf
from experiments.store.folder import Results
from experiments.store.manifest import PrecisionAsked, StoppedAt
from sim.engine.arrays import Compiled, Names
from sim.engine.records import Course
from sim.scenario.vocabulary import Scenario

FIRST = 256  # histories at the first look: with fewer, a rare thing may not have been seen at all
GROWTH = 1.25  # from one look to the next: at most a quarter more histories than it takes
MOST = 1_000_000  # histories, unless `--most` says otherwise


class Precision(NamedTuple):
    """What is to be narrow: half-width of the 95 % intervals, of which questions (by name), and the cap."""

    half_width: float
    headline: tuple[str, ...]
    most: int = MOST

    def about(self) -> PrecisionAsked:
        """What of it decides how many histories there will be, as the manifest keeps it."""
        return {"half_width": self.half_width, "headline": list(self.headline), "most": self.most}

    def at_most(self) -> int:
        """Histories after which any interval is narrow enough (it is widest at one half), or the cap."""
        return next((n for n in looks(self.most) if half_width(n // 2, n) <= self.half_width), self.most)


class Stopped(NamedTuple):
    """Where a run stopped: after how many histories, with which widest interval, and whether that is narrow enough."""

    histories: int
    widest: float
    of: str
    narrow: bool

    def told(self) -> StoppedAt:
        """The same as plain data."""
        return {"histories": self.histories, "widest": self.widest, "of": self.of, "narrow": self.narrow}


def every_outcome(scenario: Scenario) -> tuple[str, ...]:
    """What is to be narrow where nobody says: progress, and each outcome."""
    return (PROGRESS, *scenario.outcomes)


def looks(most: int) -> Iterator[int]:
    """Numbers of histories at which to look: from 256 on a quarter more each time, then whole blocks, and the cap."""
    n = FIRST
    while n < most:
        yield n
        more = math.ceil(n * GROWTH)
        n = min(more, BLOCK) if n < BLOCK else -(-more // BLOCK) * BLOCK
    yield most


def half_width(count: int, total: int) -> float:
    """Half the width of a share's 95 % interval."""
    low, high = wilson(count, total)
    return (high - low) / 2


def counted(question: Question, sums: Mapping[str, np.ndarray], names: Names) -> int:
    """Histories that answer a headline's question with yes."""
    kind, *where = question
    if kind == PROGRESS:
        return int(sums[PROGRESS])
    if kind == "outcomes":
        return int(sums["outcomes"][names.outcomes.index(where[0])])
    return int(sums[f"{where[0]}.{where[2]}.reached"][1:].sum())


def look(sums: Mapping[str, np.ndarray], precision: Precision, compiled: Compiled) -> Stopped:
    """The widest of the intervals that are to be narrow."""
    total, known = int(sums["histories"]), questions_by_name(compiled.scenario)
    widths = {name: half_width(counted(known[name], sums, compiled.names), total) for name in precision.headline}
    widest = max(widths, key=lambda name: widths[name])
    return Stopped(total, widths[widest], widest, widths[widest] <= precision.half_width)


def run_until(
    compiled: Compiled, seed: int, precision: Precision, engine: Engine, results: Results | None, backend: Backend,
    advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
) -> tuple[Finished, Stopped]:  # fmt: skip
    """Play until all intervals are narrow, or the cap is reached; parts are those of a run of so many histories."""
    schedule = list(looks(precision.most))
    early = [n for n in schedule if n <= BLOCK]
    finished = _first_block(compiled, seed, precision, engine, results, backend, advance, meanwhile, early)
    for n in schedule[len(early) :]:
        if look(finished.sums, precision, compiled).narrow:
            break
        blocks = range(block_count(int(finished.sums["histories"])), block_count(n))
        more = play_blocks(compiled, seed, n, blocks, engine, results, backend, advance)
        finished = Finished(
            add(finished.sums, more.sums), finished.seconds + more.seconds, finished.played + more.played
        )
    return finished, look(finished.sums, precision, compiled)


def _first_block(
    compiled: Compiled, seed: int, precision: Precision, engine: Engine, results: Results | None, backend: Backend,
    advance: Beat, meanwhile: Callable[[], object], schedule: Sequence[int],
) -> Finished:  # fmt: skip
    """Look within the first block: it is played piece by piece in memory, and kept once, as long as it came to be."""
    played = read_block(results, 0, None, compiled) if results is not None else None
    if _length(played) not in schedule:
        played = None
    had, seconds, sums = _length(played), 0.0, {}
    advance(had)
    for n in schedule:
        if n < had:
            continue
        if n > _length(played):
            play = _Upto(compiled, seed, n, engine)
            [(more, took)] = backend.each(play, _given, [_length(played)], advance, meanwhile)
            played, meanwhile = more if played is None else joined(played, more), lambda: None
            seconds += took
        assert played is not None
        sums = tally(played.columns, played.course, compiled)
        if look(sums, precision, compiled).narrow:
            break
    if results is not None and played is not None and _length(played) > had:
        write_block(results, 0, played)
    return Finished(sums, seconds, _length(played) - had)


@dataclass(frozen=True)
class _Upto:
    """Plays the histories from one number up to another, and says how many seconds that took; plain data, so that it can
    be sent to another machine."""

    compiled: Compiled
    seed: int
    end: int
    engine: Engine

    def __call__(self, first: int, beat: Beat) -> tuple[Played, float]:
        began = time.perf_counter()
        played = play_block(self.compiled, self.seed, first, self.end - first, self.engine, beat)
        return played, time.perf_counter() - began


def _given(first: int, played: tuple[Played, float]) -> tuple[Played, float]:
    return played


def _length(played: Played | None) -> int:
    return len(played.columns["outcome"]) if played is not None else 0


def joined(some: Played, more: Played) -> Played:
    """Histories and those that follow them."""
    columns = {name: np.concatenate([column, more.columns[name]]) for name, column in some.columns.items()}
    return Played(columns, Course(*(a + b for a, b in zip(some.course, more.course, strict=True))))


def words(stopped: Stopped, precision: Precision) -> str:
    """Where a run stopped and why, in a line."""
    widest = f"the widest interval ({stopped.of}) is ±{100 * stopped.widest:.2g} points"
    if stopped.narrow:
        return f"Stopped after {stopped.histories:,} histories: {widest}."
    wanted = f"±{100 * precision.half_width:.2g}"
    return f"The cap of {precision.most:,} histories was reached before every interval was {wanted}: {widest}."
