"""Pieces that other programs are built on: a lever moved, a comparison, a stop; and how much of an experiment is playing."""

import io
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.measure import Figure, Grid, cpu_seconds, figure, wall_seconds
from benchmarks.playing import SEED, compiled, ready
from benchmarks.sizes import Size
from experiments.cli import obey
from experiments.compare.play import Base, Variant, compare
from experiments.lever.lever import name_of
from experiments.lever.levers import levers
from experiments.lever.player import Player, Table
from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.holding import HoldingEngine
from experiments.runs.workers.threads import Threads
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.patch import settable

PAIRS = 2_000
LEVERS_HOW = (
    "Processor time from a lever's step to arrays that can be played, the median over all levers of a scenario: of those "
    "that stand alone and are set in the arrays, and of those that take a scenario of their own."
)
COMPARE_HOW = (
    f"{PAIRS:,} pairs of a base and one variant: on the wall with one worker and with two, and again with another variant, "
    "where the base is kept. “stop”: from asking a heavy block to end until it has. Two processors must be free."
)
SHARES_HOW = (
    "Whole commands but for imports: processor time in the kernel over all of it. “sweep” has {points:,} points drawn over "
    "five numbers, 100 histories each; “sobol” {sobol} base points of 50; “doubt” {doubt} points of 400."
)
SWEEP = """
parley_experiment: 1
title: Five numbers
question: What matters?
scenario: {scenario}
design: latin_hypercube
points: {points}
histories: 100
factors:
  settles: {{path: parties.taliban.settles, range: [0.1, 0.9]}}
  patience: {{path: parties.united_states.patience, range: [1, 24]}}
  weary: {{path: parties.taliban.weary, range: [0.0, 0.1]}}
  effort: {{path: parties.united_states.effort, range: [0.0, 0.5]}}
  occasion: {{path: tables.us_taliban.occasion, range: [0.1, 1.0]}}
"""
SWEPT = "second_meeting_2018_09"
"""The scenario of which the sweep knows five numbers."""


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Levers of every file, comparisons of the last, and shares of experiments on the one that the sweep is written for."""
    found: list[Grid] = [
        {"title": "A lever moved", "how": LEVERS_HOW, "rows": {file.stem: moved(compiled(file)) for file in files}},
        {"title": "A comparison", "how": COMPARE_HOW, "rows": {files[-1].stem: compared(compiled(files[-1]), size)}},
    ]
    swept = [file for file in files if file.stem == SWEPT]
    if swept:
        points, sobol, doubt = (1_000, 64, 512) if size.compiles else (20, 2, 8)
        how = SHARES_HOW.format(points=points, sobol=sobol, doubt=doubt)
        found.append({"title": "Playing, of an experiment", "how": how, "rows": shares(swept[0], points, sobol, doubt)})
    return found


def moved(scenario: Compiled) -> dict[str, Figure]:
    """Time that each lever takes at its last step, by how it is set."""
    found = levers(scenario.scenario)
    player = Player(Table(scenario.scenario, (), 1, SEED), found, CompiledEngine())
    engine = HoldingEngine(scenario)
    taken: dict[str, list[float]] = {"set": [], "own scenario": []}
    for lever in found:
        setting, sets = ((name_of(lever), lever.steps),), lever.sets(lever.steps)
        began = time.process_time()
        numbers = settable(scenario, sets)
        if numbers is not None:
            engine.set(numbers)
        else:
            compile_scenario(player.scenario_at(setting))
        kind = "own scenario" if numbers is None else "set"
        taken[kind].append(time.process_time() - began)
    return {name: figure([1e3 * median(each)], "ms") for name, each in taken.items() if each}


def compared(scenario: Compiled, size: Size) -> dict[str, Figure]:
    """A comparison on one worker, on two, and with a base that is kept; and how soon a block ends."""
    engine, variant = ready(), Variant("same", (), compile_scenario(scenario.scenario))
    pairs = PAIRS if size.compiles else PAIRS // 10

    def once(workers: int, base: Base) -> None:
        compare(base, [variant], pairs, SEED, engine, Threads(workers))

    taken: dict[str, list[float]] = {"one worker": [], "two workers": [], "base kept": []}
    for _ in range(size.repeats):
        base = Base(scenario)
        taken["one worker"].append(wall_seconds(partial(once, 1, Base(scenario))))
        taken["two workers"].append(wall_seconds(partial(once, 2, base)))
        taken["base kept"].append(wall_seconds(partial(once, 2, base)))
    gain = [one / two for one, two in zip(taken["one worker"], taken["two workers"], strict=True)]
    times = {name: figure([1e3 * each for each in values], "ms") for name, values in taken.items()}
    return {**times, "gain": figure(gain, "×"), "stop": figure(1e3 * stop(scenario, engine), "ms")}


class Enough(Exception):
    """Nobody waits any more."""


def stop(scenario: Compiled, engine: CompiledEngine) -> float:
    """Seconds from asking a block to end until it has, the longest of ten."""
    longest = 0.0
    for _ in range(10):
        asked = threading.Event()
        ended: list[float] = []
        worker = threading.Thread(target=play_until, args=(asked, ended, scenario, engine))
        worker.start()
        time.sleep(0.1)
        began = time.perf_counter()
        asked.set()
        worker.join()
        longest = max(longest, ended[0] - began)
    return longest


def play_until(asked: threading.Event, ended: list[float], scenario: Compiled, engine: CompiledEngine) -> None:
    """Play a block until asked to end; note when it has."""

    def beat(histories: int) -> None:
        if asked.is_set():
            raise Enough

    with suppress(Enough):
        play_block(scenario, SEED, 0, 50_000, engine, beat)
    ended.append(time.perf_counter())


def shares(file: Path, points: int, sobol: int, doubt: int) -> dict[str, dict[str, Figure]]:
    """Processor time of experiments, and how much of it is the kernel's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sweep.yaml").write_text(SWEEP.format(scenario=file, points=points), encoding="utf-8")
        analysis = file.parents[1] / "experiments" / "sensitivity_second_meeting.yaml"
        commands = {
            "sweep": (["sweep", str(folder / "sweep.yaml")], points, 100),
            "sobol": (["sweep", str(analysis)], sobol, 50),
            "doubt": (["doubt", str(file)], doubt, 400),
        }
        return {name: share(*asked, folder / name) for name, asked in commands.items()}


def share(words: list[str], points: int, histories: int, out: Path) -> dict[str, Figure]:
    """Processor time of a command in this process, and the kernel's share of it; a small one before imports what it will."""
    ready()

    def play(points: int, histories: int, out: Path) -> None:
        sizes = ["--points", str(points), "--histories", str(histories)]
        obey([*words, *sizes, "--quiet", "--out", str(out)])

    with redirect_stdout(io.StringIO()):
        play(8, 2, out.with_name(f"{out.name}_before"))
        with clocked() as taken:
            whole = cpu_seconds(partial(play, points, histories, out))
    return {
        "CPU": figure(whole, "s"),
        "kernel": figure(sum(taken), "s"),
        "share": figure(100 * sum(taken) / whole, "%"),
    }


@contextmanager
def clocked() -> Iterator[list[float]]:
    """While this lasts, the processor seconds of every call of the kernel."""
    from sim.engine import kernel

    taken: list[float] = []
    original = kernel.make_ready

    def timed(many: bool) -> object:
        play = original(many)

        def play_timed(*given: object) -> None:
            began = time.thread_time()
            play(*given)
            taken.append(time.thread_time() - began)

        return play_timed

    kernel.make_ready = timed  # type: ignore[assignment]
    try:
        yield taken
    finally:
        kernel.make_ready = original
