"""Work over threads: what a caller sees that goes away while pieces are played."""

import signal

import pytest

from experiments.runs import interrupts
from experiments.runs.workers.threads import Threads


def test_whoever_goes_away_after_an_interrupt_hears_nothing_more_of_it(monkeypatch):
    """An interrupt met elsewhere closes the iterator: raised again there, it would be printed as one that nobody met."""
    given = Threads(1).each(lambda piece, beat: piece, lambda piece, given: given, range(9))
    assert next(given) in range(9)
    monkeypatch.setattr(interrupts._Noticed, "by", signal.SIGINT)
    given.close()


def test_an_interrupt_is_raised_to_whoever_asks_for_more(monkeypatch):
    given = Threads(1).each(lambda piece, beat: piece, lambda piece, given: given, range(9))
    next(given)
    monkeypatch.setattr(interrupts._Noticed, "by", signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        list(given)
