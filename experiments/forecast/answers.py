"""What every history answers to every question: each history is played once, and asked all of them when it is over."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from experiments.forecast.questions import Questions, asked_of
from experiments.runs.blocks import STRIDE, block_count, block_length, block_size
from experiments.runs.holding import HoldingEngine
from experiments.runs.workers.threads import Beat, Threads
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.records import Layout, Records
from sim.scenario.vocabulary import Scenario
from sim.world.conditions import holds
from sim.world.state import World, plain_world

Program = tuple[int, int]
"""Where the instructions of a condition begin, and how many there are."""


class Asking(NamedTuple):
    """A scenario compiled with the categories of all questions as its outcomes, and the program of each category."""

    compiled: Compiled
    categories: tuple[tuple[Program, ...], ...]


def asking(scenario: Scenario, questions: Questions) -> Asking:
    """A scenario made ready to answer questions. Outcomes change no history: draws have addresses."""
    asked = questions.questions
    outcomes = {
        f"{name}.{category}": condition
        for name, question in asked.items()
        for category, condition in asked_of(scenario, question).outcomes.items()
    }
    compiled = compile_scenario(scenario.model_copy(update={"outcomes": outcomes}))
    firsts, counts = (compiled.arrays[name].tolist() for name in ("outcome_first", "outcome_count"))
    programs = list(zip(firsts, counts, strict=True))
    ends = np.cumsum([0, *(len(question.categories()) for question in asked.values())]).tolist()
    return Asking(compiled, tuple(tuple(programs[start:end]) for start, end in pairwise(ends)))


def play_answers(
    scenario: Scenario, questions: Questions, seed: int, histories: int, advance: Callable[[int], None]
) -> np.ndarray:
    """The answer (position of its category) that each history gives to each question, (questions, histories)."""
    made = asking(scenario, questions)
    answers = np.zeros((len(made.categories), histories), np.int16)
    size = block_size(histories)

    def play_block(block: int, beat: Beat) -> np.ndarray:
        return answers_of(made, seed, block * size, block_length(block, histories, size), beat)

    def keep(block: int, found: np.ndarray) -> None:
        answers[:, block * size : block * size + found.shape[1]] = found

    for _ in Threads().each(play_block, keep, range(block_count(histories, size)), advance):
        pass
    return answers


def answers_of(made: Asking, seed: int, first: int, count: int, beat: Beat) -> np.ndarray:
    """The answers of the histories first … first + count − 1, (questions, count)."""
    compiled = made.compiled
    engine = HoldingEngine(compiled)
    world = plain_world(engine.arrays)  # the very arrays in which the kernel leaves a history as it ends
    world.parties = compiled.sizes["P"]
    world.rounds = world.completed = world.round = compiled.scenario.time.rounds
    records, layout = Records.empty(compiled, 1), Layout.of(compiled)
    won, leverage = (
        [column.name for column in columns].index(name)
        for columns, name in ((layout.counts, "won"), (layout.measures, "leverage"))
    )  # numbers of the world that are in no array of its own
    found = np.zeros((len(made.categories), count), np.int16)
    for row in range(count):
        engine.play(compiled, seed, first + row, records)
        world.won, world.leverage = int(records.whole[0, won]), float(records.measured[0, leverage])
        found[:, row] = [_answer(world, programs) for programs in made.categories]
        if (row + 1) % STRIDE == 0 or row + 1 == count:
            beat(row % STRIDE + 1)
    return found


def _answer(world: World, programs: Sequence[Program]) -> int:
    """The first category whose condition holds; the last always does."""
    return next(k for k, (at, length) in enumerate(programs) if holds(world, at, length, False))
