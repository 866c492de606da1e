"""What the runner costs beside the kernel, and what a second worker brings: `python benchmarks/overhead.py`.

All in one process, by turns, the best of several rounds of each: ratios of such times hold on a busy machine too.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from experiments import running, store
from experiments.backends import Threads
from experiments.runner import BLOCK, CompiledEngine, run
from sim.compiled import Compiled, compile_scenario
from sim.loading import load
from sim.records import Records

ROOT = Path(__file__).parents[1]
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "second_meeting_2018_09.yaml")
    asked = parser.parse_args()
    compiled = compile_scenario(load(asked.scenario, to_run=True).scenario)
    engine = CompiledEngine()
    engine.prepare()
    running.warm_up()  # a run imports what its end needs while its workers play
    kinds: dict[str, Callable[[], object]] = {
        "kernel": lambda: kernel_alone(compiled, engine, asked.histories),
        "run, 1 worker, no files": lambda: runner(compiled, engine, asked.histories, 1, kept=False),
        "run, 1 worker": lambda: runner(compiled, engine, asked.histories, 1),
        "run, 2 workers": lambda: runner(compiled, engine, asked.histories, 2),
    }
    best = dict.fromkeys(kinds, Seconds(float("inf"), float("inf")))
    for _ in range(asked.rounds):
        for name, play in kinds.items():
            best[name] = Seconds(*map(min, best[name], timed(play)))
    for name, seconds in best.items():
        rate = asked.histories / seconds.wall
        print(
            f"{name:24s} {seconds.wall:6.2f} s, {seconds.processor:6.2f} s of processor; {rate:7,.0f} histories a second"
        )
    kernel, one, two = best["kernel"], best["run, 1 worker"], best["run, 2 workers"]
    for name in Seconds._fields:
        overhead = (getattr(one, name) - getattr(kernel, name)) / getattr(kernel, name)
        print(f"overhead of the runner, 1 worker, by {name}: {100 * overhead:.1f} % of kernel time")
    print(f"two workers are {one.wall / two.wall:.2f} times one")


class Seconds(NamedTuple):
    """How long something took: on the wall, and of all processors together."""

    wall: float
    processor: float


def timed(play: Callable[[], object]) -> Seconds:
    """How long it takes."""
    wall, processor = time.perf_counter(), time.process_time()
    play()
    return Seconds(time.perf_counter() - wall, time.process_time() - processor)


def kernel_alone(compiled: Compiled, engine: CompiledEngine, histories: int) -> None:
    """Play into one set of rows, again and again, and keep nothing."""
    records = Records.empty(compiled, BLOCK)
    for first in range(0, histories, BLOCK):
        engine.play(compiled, SEED, first, records)


def runner(compiled: Compiled, engine: CompiledEngine, histories: int, workers: int, kept: bool = True) -> None:
    """A run as `parley run` does it, without its figures."""
    with tempfile.TemporaryDirectory() as folder:
        results = None
        if kept:
            results = store.Results.begin(Path(folder) / "run", {"seed": SEED}, compiled.scenario, resume=False)
        run(compiled, SEED, histories, engine, results, Threads(workers))


if __name__ == "__main__":
    main()
