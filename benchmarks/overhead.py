"""What the runner costs beside the kernel, and what a second worker brings: `python benchmarks/overhead.py`.

Overhead is counted in processor time, block by block, the bare kernel and the runner by turns, so that the ratio holds on
a busy machine too. The gain of a second worker is a ratio of times on the wall, and needs two processors that are free.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from experiments.runs.blocks import CompiledEngine, block_count, block_size, play_blocks
from experiments.runs.engines import warm_up
from experiments.runs.workers.threads import Beat, Threads, deaf
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.records import Records
from sim.scenario.load import load

ROOT = Path(__file__).parents[1]
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "second_meeting_2018_09.yaml")
    asked = parser.parse_args()
    compiled = compile_scenario(load(asked.scenario, to_run=True).scenario)
    engine = CompiledEngine()
    engine.prepare()
    warm_up()  # a run imports what its end needs while its workers play
    beside_the_kernel(compiled, engine, asked.histories, asked.rounds)
    second_worker(compiled, engine, asked.histories, asked.rounds)


class ByTurns:
    """A backend of this one thread that plays every block twice: bare, and for the runner; which first, by turns."""

    workers = 1

    def __init__(self, compiled: Compiled, engine: CompiledEngine, size: int):
        self.records = Records.empty(compiled, size)
        self.bare_block = lambda block: engine.play(compiled, SEED, block * size, self.records)
        self.bare: list[float] = []
        self.whole: list[float] = []

    def each(
        self, play: Callable[[int, Beat], Any], keep: Callable[[int, Any], Any], pieces: Iterable[int],
        advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[Any]:  # fmt: skip
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
        self.bare_block(block)
        self.bare.append(time.process_time() - began)


def beside_the_kernel(compiled: Compiled, engine: CompiledEngine, histories: int, rounds: int) -> None:
    """Processor seconds of the bare kernel, and of the runner with its files and sums, over the same blocks."""
    size = block_size(histories)
    blocks = range(block_count(histories, size))
    turns = ByTurns(compiled, engine, size)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            results = folder.Results.begin(Path(folder) / "run", {"seed": SEED}, compiled.scenario, resume=False)
            play_blocks(compiled, SEED, histories, blocks, engine, results, turns, size=size)
    overhead = median(whole / bare for whole, bare in zip(turns.whole, turns.bare, strict=True)) - 1
    print(f"kernel alone: {histories * rounds / sum(turns.bare):,.0f} histories per second of processor")
    print(f"overhead of the runner: {100 * overhead:.1f} % of kernel time, median of {len(turns.bare)} blocks")


def second_worker(compiled: Compiled, engine: CompiledEngine, histories: int, rounds: int) -> None:
    """How many times faster two workers are than one, the best of several rounds of each."""
    best = {1: float("inf"), 2: float("inf")}
    size = block_size(histories)
    blocks = range(block_count(histories, size))
    for _ in range(rounds):
        for workers, before in best.items():
            with tempfile.TemporaryDirectory() as folder:
                results = folder.Results.begin(Path(folder) / "run", {"seed": SEED}, compiled.scenario, resume=False)
                began = time.perf_counter()
                play_blocks(compiled, SEED, histories, blocks, engine, results, Threads(workers), size=size)
                best[workers] = min(before, time.perf_counter() - began)
    for workers, seconds in best.items():
        print(f"{workers} workers: {seconds:.2f} s, {histories / seconds:,.0f} histories a second")
    print(f"two workers are {best[1] / best[2]:.2f} times one")


if __name__ == "__main__":
    main()
