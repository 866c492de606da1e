"""Rules that only tables of three seats or more need, and code that is made without them, a sixth sooner.

Most scenarios have two seats at every table, and whoever edits a rule waits for the compiler at every try.
"""

from collections.abc import Callable
from typing import Any

from numba.extending import overload

from agents.rules import options
from sim.engine.jit.passes import INNER

FOR_MANY = (options.nash_of_many,)
LEFT_OUT = [False]


def leave_out() -> None:
    """Compile without the rules for many seats from now on: to be said before anything is compiled."""
    LEFT_OUT[0] = True


def bind(function: Callable[..., Any]) -> None:
    """Register a rule for many seats as compilable, or as one that is not there."""
    overload(function, jit_options=INNER, strict=False)(lambda *arguments: _absent if LEFT_OUT[0] else function)


def _absent(*arguments: Any) -> bool:
    """In place of a rule that no scenario needs which this code plays."""
    return False
