"""Playing histories bare, by the compiled kernel with nothing kept, or as the command does."""

from collections.abc import Callable
from pathlib import Path

from experiments.commands.common import hashed_once
from experiments.runs.blocks import CompiledEngine
from experiments.runs.run import Request
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.records import Records
from sim.scenario.load import load

SEED = 1
STRIDE = 500  # histories in a call, as in a run


def compiled(file: Path) -> Compiled:
    """A scenario of a file, ready to play."""
    return compile_scenario(load(file, to_run=True).scenario)


def ready() -> CompiledEngine:
    """The kernel, with its machine code loaded."""
    engine = CompiledEngine()
    engine.prepare()
    return engine


def player(scenario: Compiled, engine: CompiledEngine) -> Callable[[int], None]:
    """What plays the first n histories of a scenario in this thread, into rows that are overwritten."""
    records = Records.empty(scenario, STRIDE)

    def play(histories: int) -> None:
        for first in range(0, histories, STRIDE):
            engine.play(scenario, SEED, first, records.rows(slice(0, min(STRIDE, histories - first))))

    play(1)
    return play


def asked(file: Path, out: Path, histories: int) -> Request:
    """A run as the command asks for it."""
    loaded = load(file, to_run=True)
    return Request(
        loaded=loaded, file=file, seed=SEED, histories=histories, out=out, engine="compiled", agents=None, workers=None,
        resume=False, quiet=True, hash_of=hashed_once(file, loaded),
    )  # fmt: skip
