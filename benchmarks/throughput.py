"""Histories per second of processor of every scenario: the kernel on one thread and on two, and the Mesa model."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import mesa

from benchmarks.machine import loop_seconds
from benchmarks.measure import Figure, Grid, cpu_seconds, figure, seconds_each, wall_seconds
from benchmarks.playing import SEED, compiled, player, ready
from benchmarks.sizes import Size
from experiments.runs.blocks import CompiledEngine
from sim.engine.arrays import Compiled
from sim.engine.mesa_model import MesaEngine, PeaceTalks
from sim.engine.records import Records

HOW = (
    "Processor time of the bare kernel, nothing kept. “per loop”: histories in the time of the calibration loop, which is "
    "timed before each repeat. “gain of 2”: how many times faster two threads are on the wall, which needs two free "
    "processors. “Mesa”: the same rules as a Mesa model; “batch”: the same by `mesa.batch_run`, with its data collector."
)
UNITS = {
    "1 thread": "histories/s", "2 threads": "histories/s", "gain of 2": "×", "per loop": "histories", "Mesa": "histories/s",
    "kernel/Mesa": "×", "kernel/batch": "×",
}  # fmt: skip


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Speeds of these scenarios."""
    engine = ready()
    rows = {file.stem: speeds(compiled(file), engine, size) for file in files}
    return [{"title": "Histories per second of processor", "how": HOW, "rows": rows}]


def speeds(scenario: Compiled, engine: CompiledEngine, size: Size) -> dict[str, Figure]:
    """Speeds of a scenario, and their ratios."""
    play = player(scenario, engine)
    _, count = seconds_each(play, size.seconds)
    alone = partial(play, count)
    pair = partial(together, [player(scenario, engine) for _ in range(2)], count)
    few = -(-size.mesa // size.repeats)
    found = [once(scenario, alone, pair, count, few) for _ in range(size.repeats)]
    return {name: figure([each[name] for each in found], unit) for name, unit in UNITS.items()}


def once(
    scenario: Compiled, alone: Callable[[], None], pair: Callable[[], None], count: int, few: int
) -> dict[str, float]:
    """All speeds once, one after the other, so that ratios are of the same minute."""
    loop = loop_seconds()
    kernel = count / cpu_seconds(alone)
    mesa_alone = few / cpu_seconds(partial(play_mesa, scenario, few))
    batch = few / cpu_seconds(partial(run_batch, scenario, few))
    return {
        "1 thread": kernel,
        "2 threads": 2 * count / cpu_seconds(pair),
        "gain of 2": 2 * wall_seconds(alone) / wall_seconds(pair),
        "per loop": kernel * loop,
        "Mesa": mesa_alone,
        "kernel/Mesa": kernel / mesa_alone,
        "kernel/batch": kernel / batch,
    }


def together(plays: Sequence[Callable[[int], None]], count: int) -> None:
    """Play `count` histories in as many threads as there are players."""
    threads = [threading.Thread(target=play, args=(count,)) for play in plays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def play_mesa(scenario: Compiled, histories: int) -> None:
    """Play some histories by the Mesa model."""
    MesaEngine().play(scenario, SEED, 0, Records.empty(scenario, histories))


def run_batch(scenario: Compiled, histories: int) -> None:
    """Play some histories as Mesa's own batches do."""
    rounds = scenario.scenario.time.rounds
    mesa.batch_run(
        PeaceTalks, {"scenario": [scenario], "history": range(histories), "seed": [SEED]}, iterations=1,
        max_steps=rounds + 1, number_processes=1, display_progress=False,
    )  # fmt: skip
