"""A block of histories: cut anyhow it is the same, and it can be ended soon, whatever a history costs."""

import time

import numpy as np
import pytest

from experiments.runs import blocks
from experiments.runs.blocks import BEAT, STRIDE, next_stride, play_block
from experiments.runs.workers.threads import Threads
from tests.conftest import compiled as compiled_of
from tests.conftest import kernel, scenario

CASE = compiled_of(scenario())


def test_the_next_look_is_soon_whatever_a_history_costs():
    for each in (1e-5, 1e-3, 0.1, 3.0):
        stride = next_stride(16, 16 * each)
        assert 1 <= stride <= STRIDE
        assert stride == 1 or stride * each <= BEAT * 1.5


def test_the_cuts_do_not_show(monkeypatch):
    whole = play_block(CASE, 1, 3, 300, kernel())
    for stride in (1, 7, 500):
        monkeypatch.setattr(blocks, "next_stride", lambda played, seconds, stride=stride: stride)
        beats = []
        cut = play_block(CASE, 1, 3, 300, kernel(), beats.append)
        assert sum(beats) == 300
        assert all(np.array_equal(whole.columns[name], cut.columns[name]) for name in whole.columns)
        assert all(map(np.array_equal, whole.course, cut.course))


class Slow:
    """An engine that takes a fiftieth of a second a history."""

    def prepare(self):
        pass

    def play(self, compiled, seed, first, records):
        time.sleep(0.02 * len(records.whole))


def test_a_slow_engine_is_heard_of_after_few_histories():
    heard = []

    def beat(histories):
        heard.append(histories)
        if len(heard) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play_block(CASE, 1, 0, 1000, Slow(), beat)
    assert heard[1:] == [1, 1]


def test_who_is_interrupted_while_handing_out_work_stops_what_was_begun():
    """Before, it was waited for to its end, which may be hours away."""
    until, ended = time.monotonic() + 20, []

    def play(piece, beat):
        while time.monotonic() < until:
            beat(1)
            time.sleep(0.001)
        ended.append(piece)

    def pieces():
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Threads(2).each(play, lambda piece, given: given, pieces()))
    assert not ended
