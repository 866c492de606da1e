"""What cannot be taken back is not: every issue's level after every round of a hundred thousand histories of each shipped scenario.

The rounds are those of `sim.world.history.play`, compiled once more with somebody between them who looks.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numba.extending import register_jitable

from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.jit.block import PLAIN
from sim.engine.jit.handle import as_world
from sim.engine.jit.linking import whole_program
from sim.engine.kernel import play_histories
from sim.engine.records import Records
from sim.engine.slots import PLACES, directory
from sim.scenario.load import load
from sim.world import history
from sim.world.state import World, copy_of
from tests.places import SCENARIOS

ENTRY = "_watch_block"
SAME = 1e-12
SEED = 1
LETTERS = {"parties": "P", "issues": "K", "tables": "T", "mediators": "M", "events": "E"}


def levels(total: int, first: int, workers: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Play so many histories of every shipped scenario, from number `first`; the counts for the record."""
    began, rows, harmed = (
        time.monotonic(),
        dict.fromkeys(("scenarios", "histories", "rounds", "moved", "fell", "taken back"), 0),
        [],
    )
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        tasks = [(path, first, total) for path in sorted(SCENARIOS.glob("*.yaml"))]
        for path, (rounds, rose, fell, back) in pool.imap_unordered(_watched, tasks):
            say(
                f"{path.stem}: {rounds:,} rounds, {rose:,} rises, {fell:,} falls of what can be taken back, {back} of what cannot"
            )
            for key, count in zip(rows, (1, total, rounds, rose, fell, back), strict=True):
                rows[key] += count
            if back:
                harmed.append(f"{path.stem}: {back} falls, from history {first} on")
    return {"rows": {"levels": rows}, "harmed": harmed, "first": first, "seconds": time.monotonic() - began}


def _watched(task: tuple[Path, int, int]) -> tuple[Path, list[int]]:
    """A scenario's file, and what was seen in so many of its histories."""
    path, first, total = task
    return path, watched(path, first, total)


def watched(path: Path, first: int, total: int) -> list[int]:
    """Rounds played, rises of what cannot be taken back, and falls of what can and of what cannot.

    AssertionError if the last history ends otherwise than the kernel's.
    """
    compiled = compile_scenario(load(path).scenario)
    highest, seen = np.zeros(len(compiled.arrays["level"])), np.zeros(4, np.int64)
    _watcher()(_begun(compiled), first, total, highest, seen)
    assert np.array_equal(compiled.arrays["level"], _left_by_the_kernel(compiled, first + total - 1)), "other rounds"
    return [int(count) for count in seen]


def _begun(compiled: Compiled) -> np.ndarray:
    """Where compiled code finds the arrays of a scenario, how large it is, and the seed."""
    slots = directory(compiled.arrays)
    sizes = {name: compiled.sizes[letter] for name, letter in LETTERS.items()}
    for name, value in (sizes | {"rounds": compiled.scenario.time.rounds, "seed_low": SEED}).items():
        slots[PLACES[name].slot] = value
    return slots


def _left_by_the_kernel(compiled: Compiled, number: int) -> np.ndarray:
    """Where each issue stands after this history, as the kernel plays it."""
    arrays = copy_of(compiled.arrays)
    play_histories(arrays, compiled.sizes, compiled.scenario.time.rounds, SEED, number, Records.empty(compiled, 1))
    return arrays["level"]


@cache
def _watcher() -> Callable[..., None]:
    """The rounds with who looks at them, compiled: a quarter of a minute, in a process that compiles no others."""
    os.environ.update(PLAIN)
    player: Any = njit(_watch_block)
    compiled = compile_scenario(load(min(SCENARIOS.glob("*.yaml"))).scenario)
    with whole_program(ENTRY):
        player(directory(compiled.arrays), 0, 0, np.zeros(1), np.zeros(4, np.int64))
    return player


def _watch_block(slots: np.ndarray, first: int, total: int, highest: np.ndarray, seen: np.ndarray) -> None:
    """Play histories, and after each round hold every issue against the highest level that it has had in that history."""
    w: World = as_world(slots)
    for h in range(first, first + total):
        history.begin(w, h)
        for k in range(w.issues):
            highest[k] = w.level[k]
        for t in range(1, w.rounds + 1):
            if w.won == 0:
                history.play_round(w, t)
                seen[0] += 1
                look(w, highest, seen)


@register_jitable
def look(w: World, highest: np.ndarray, seen: np.ndarray) -> None:
    """Count who rose and who fell since the last look, and note how high each stands now, or has stood for good."""
    for k in range(w.issues):
        if w.level[k] < highest[k] - SAME:
            seen[2 if w.revocable[k] else 3] += 1
        elif w.level[k] > highest[k] and not w.revocable[k]:
            seen[1] += 1
        highest[k] = w.level[k] if w.revocable[k] else max(highest[k], w.level[k])
