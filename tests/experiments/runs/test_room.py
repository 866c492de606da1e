"""Room for many small blocks: what is played in it is what a block of its own would be, and stays so."""

import numpy as np

from experiments.runs.blocks import CompiledEngine, play
from experiments.runs.room import Room
from tests.conftest import compiled as compiled_of
from tests.conftest import kernel, scenario

CASE = compiled_of(scenario())


def test_columns_are_those_of_a_block_and_stay_as_they_are():
    room, engine, blocks = Room(CASE), CompiledEngine(), [(0, 40), (40, 1), (7, 90), (3, 1)]
    found = [room.play(1, first, count, engine, lambda n: None) for first, count in blocks]
    for (first, count), columns in zip(blocks, found, strict=True):
        alone = play(CASE, 1, first, count, kernel())
        assert list(columns) == list(alone)
        assert all(np.array_equal(columns[name], alone[name]) for name in alone)


def test_sets_of_histories_are_filled_one_after_the_other():
    room, firsts = Room(CASE), [5, 80, 0]
    for i, first in enumerate(firsts):
        room.fill(i * 20, 1, first, 20, kernel(), lambda n: None)
    columns = room.columns(3, 20)
    for i, first in enumerate(firsts):
        alone = play(CASE, 1, first, 20, kernel())
        assert all(np.array_equal(columns[name][i], alone[name]) for name in alone)


def test_every_history_is_heard_of():
    room, heard = Room(CASE), []
    for _ in range(3):
        room.play(1, 0, 300, kernel(), heard.append)
    assert sum(heard) == 900
