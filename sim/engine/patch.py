"""Numbers set within a compiled scenario, without reading or compiling it anew.

Only for numbers that stand alone: nothing else of the arrays is made of them, and no check weighs them against anything
but the ends of their field. All others (levels, violence, what events change) take a scenario of its own.
"""

from collections.abc import Mapping

import numpy as np

from agents import parameters
from agents.roles import MEDIATOR
from sim.engine.arrays import MEDIATOR_FIELDS, Compiled
from sim.scenario.vocabulary import TOWARD_PARTIES

CHANGED = ("given", "quantiles", "choices")
"""The arrays in which numbers are set or held; the rest of a scenario stays as it is."""
OF_PARTY = {*parameters.PARTY, *MEDIATOR_FIELDS, "settles", "truly_settles", "signals", "troops"}
TOWARD = {*TOWARD_PARTIES, *MEDIATOR.toward, "effort_at"}
OF_WAR = parameters.WAR.keys() - {"branching", "dispersion", "normal", "trend"}


def settable(compiled: Compiled, sets: Mapping[str, object]) -> dict[str, float] | None:
    """What is set (path → value) as plain numbers, if that is all it is; None if it takes a scenario of its own."""
    events = {effect.change for event in compiled.scenario.events for effect in event.effects}
    numbers = {}
    for path, value in sets.items():
        if not stands_alone(path) or path in events or path not in compiled.places:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if not all(place.low <= value <= place.high for place in compiled.places[path]):
            return None
        numbers[path] = float(value)
    return numbers


def stands_alone(path: str) -> bool:
    """Whether the number at a path, if there is one, concerns nothing but itself."""
    match path.split("."):
        case ["parties", _, key]:
            return key in OF_PARTY
        case ["parties", _, "hardliners", _] | ["parties", _, "demands", _, _]:
            return True
        case ["parties", _, "positions", _, "salience"] | ["parties", _, "gestures", _, "rate"]:
            return True
        case ["parties", _, key, _]:
            return key in TOWARD
        case ["tables", _, key]:
            return key in parameters.TABLE
        case ["war", key]:
            return key in OF_WAR
        case ["events", _, key]:
            return key in {"rate", "chance", "months"}
        case ["events", _, "calls_off", _]:
            return True
    return False


def set_numbers(arrays: Mapping[str, np.ndarray], compiled: Compiled, numbers: Mapping[str, float]) -> None:
    """Set numbers (see `settable`) in a copy of the scenario's arrays.

    An uncertain one becomes a choice of this value alone: histories draw as they do, and always get it.
    """
    rows = {flat: u for u, flat in enumerate(compiled.arrays["uncertain_target"].tolist())}
    for path, value in numbers.items():
        for place in compiled.places[path]:
            arrays["given"][place.flat] = value
            if (u := rows.get(place.flat)) is not None:
                arrays["choices"][u], arrays["quantiles"][u, 1] = 1, value


def restore(arrays: Mapping[str, np.ndarray], compiled: Compiled) -> None:
    """Put back whatever was set or held in a copy of the arrays."""
    for name in CHANGED:
        arrays[name][...] = compiled.arrays[name]
