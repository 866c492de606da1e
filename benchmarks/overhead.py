"""What the runner and the figures cost beside the kernel, and what a second worker brings.

Overhead is counted in processor time, block by block, the bare kernel and the runner by turns, so that the ratio holds on
a busy machine too. The gain of a second worker is a ratio of times on the wall, and needs two processors that are free.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, cast

from benchmarks.measure import Grid, cpu_seconds, figure, wall_seconds
from benchmarks.playing import SEED, asked, compiled, ready
from benchmarks.sizes import Size
from experiments.runs.blocks import CompiledEngine, block_count, block_size, play_blocks
from experiments.runs.run import begun, blocks_of, conclude, warm_up
from experiments.runs.workers.threads import Backend, Beat, Threads, deaf
from experiments.store.folder import Results
from experiments.store.manifest import Manifest
from sim.engine.arrays import Compiled
from sim.engine.records import Records

HOW = (
    "{histories:,} histories of {scenario}. “overhead”: processor time of files and sums over that of the kernel, every "
    "block played bare and by the runner in turn. “figures”: that of the first two figures that a process draws, and of the "
    "summary, over the same. “two workers”: how many times faster than one, on the wall."
)


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Overhead, figures and gain on the last of these files."""
    file = files[-1]
    scenario, engine = compiled(file), ready()
    warm_up()  # a run imports what its end needs while its workers play
    turns = ByTurns(scenario, engine, block_size(size.kept))
    drawing, gains = seconds_of_telling(file, size.kept), []
    for _ in range(max(1, size.repeats // 2)):
        run_kept(scenario, engine, size.kept, turns)
        one, two = (wall_seconds(partial(run_kept, scenario, engine, size.kept, Threads(n))) for n in (1, 2))
        gains.append(one / two)
    shares = [100 * (whole / bare - 1) for whole, bare in zip(turns.whole, turns.bare, strict=True)]
    how = HOW.format(histories=size.kept, scenario=file.stem)
    kernel = median(turns.bare) * block_count(size.kept, block_size(size.kept))
    row = {
        "overhead": figure(shares, "%"),
        "figures": figure(100 * drawing / kernel, "%"),
        "two workers": figure(gains, "×"),
    }
    return [{"title": "The runner beside the kernel", "how": how, "rows": {file.stem: row}}]


def seconds_of_telling(file: Path, histories: int) -> float:
    """Processor seconds that the summary and the figures of a run take, once it has been played."""
    with tempfile.TemporaryDirectory() as folder, begun(asked(file, Path(folder) / "run", histories)) as run:
        played = run.play(blocks_of(histories))
        return cpu_seconds(lambda: conclude(run.results, played.sums, run.compiled, run.fingerprint, SEED))


class ByTurns:
    """A backend of this one thread that plays every block twice: bare, and for the runner; which first, by turns."""

    workers = 1

    def __init__(self, scenario: Compiled, engine: CompiledEngine, size: int):
        self.scenario, self.engine, self.size = scenario, engine, size
        self.records = Records.empty(scenario, size)
        self.bare: list[float] = []
        self.whole: list[float] = []

    def each(
        self, play: Callable[[int, Beat], Any], keep: Callable[[int, Any], Any], pieces: Iterable[int],
        advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[Any]:  # fmt: skip
        """See Backend."""
        for block in pieces:
            if block % 2:
                self.time_bare(block)
            began = time.process_time()
            yield keep(block, play(block, advance))
            self.whole.append(time.process_time() - began)
            if not block % 2:
                self.time_bare(block)

    def time_bare(self, block: int) -> None:
        """Play a block and keep nothing."""
        began = time.process_time()
        self.engine.play(self.scenario, SEED, block * self.size, self.records)
        self.bare.append(time.process_time() - began)


def run_kept(scenario: Compiled, engine: CompiledEngine, histories: int, backend: Backend) -> None:
    """Play and keep so many histories, as a run does."""
    size = block_size(histories)
    blocks = range(block_count(histories, size))
    with tempfile.TemporaryDirectory() as folder:
        results = Results.begin(Path(folder) / "run", cast(Manifest, {"seed": SEED}), scenario.scenario, resume=False)
        play_blocks(scenario, SEED, histories, blocks, engine, results, backend, size=size)
