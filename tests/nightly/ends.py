"""Random scenarios with their numbers at the ends: no rule looks outside an array, and both engines agree to the bit."""

import multiprocessing
import time
from collections.abc import Callable

from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import MesaEngine
from sim.world import state
from tests.conftest import kernel, same
from tests.properties.ends import at_the_ends
from tests.properties.strict import FromTheStart

HISTORIES = 2
BEYOND = 1000  # the seeds of the ordinary tests are below


def ends(total: int, first: int, workers: int, say: Callable[[str], None]) -> dict[str, object]:
    """Play so many random scenarios on both engines; the counts for the record."""
    began, harmed, played, idle = time.monotonic(), [], 0, 0
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for seed, found in pool.imap_unordered(_played, range(BEYOND + first, BEYOND + first + total), chunksize=4):
            played += found == ""
            idle += found is None
            if found:
                harmed.append(f"seed {seed}")
                say(f"seed {seed}: {found}\n  python -m pytest tests/properties/test_ends.py, with this seed")
    return {
        "rows": {"scenarios": {"played": played, "cannot be run": idle}},
        "harmed": harmed,
        "seconds": time.monotonic() - began,
    }


def _played(seed: int) -> tuple[int, str | None]:
    """What is wrong with the scenario of a seed; nothing if nothing is, None if it cannot be run."""
    scenario = at_the_ends(seed)
    if scenario is None:
        return seed, None
    compiled = compile_scenario(scenario)
    by_kernel = play(compiled, seed, 0, HISTORIES, kernel())
    state.memoryview = FromTheStart  # type: ignore[attr-defined]
    try:
        same(by_kernel, play(compiled, seed, 0, HISTORIES, MesaEngine()))
    except (AssertionError, IndexError, ArithmeticError, ValueError) as error:
        return seed, f"{type(error).__name__}: {error}"
    finally:
        del state.memoryview  # type: ignore[attr-defined]
    return seed, ""
