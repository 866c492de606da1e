"""Numbers set within a compiled scenario, without reading or compiling it anew.

Only for numbers of which nothing else in the arrays is made. Some of these stand alone: no check weighs them against
anything but the ends of their field. Of the others (levels, what events change) whoever sets them must know that
the scenario with them is sound. All else takes a scenario of its own.
"""

from collections.abc import Mapping

import numpy as np

from agents import parameters
from agents.roles import MEDIATOR
from sim.engine.arrays import MEDIATOR_FIELDS, Compiled
from sim.scenario.vocabulary import TOWARD_PARTIES, War

CHANGED = ("given", "quantiles", "choices")
"""The arrays in which numbers are set or held; the rest of a scenario stays as it is."""
OF_PARTY = {*parameters.PARTY, *MEDIATOR_FIELDS, "settles", "truly_settles", "signals", "troops"}
TOWARD = {*TOWARD_PARTIES, *MEDIATOR.toward, "effort_at"}
OF_WAR = parameters.WAR.keys() - {"branching", "dispersion", "normal", "trend"}


def settable(compiled: Compiled, sets: Mapping[str, object]) -> dict[str, float] | None:
    """What is set (path → value) as plain numbers that stand alone, if that is all it is; None if it is more."""
    events = {effect.change for event in compiled.scenario.events for effect in event.effects}
    if not all(stands_alone(path) and path not in events for path in sets):
        return None
    return _numbers(compiled, sets)


def placed(compiled: Compiled, sets: Mapping[str, object]) -> dict[str, float] | None:
    """What is set as plain numbers that the arrays hold as they are, if that is all it is, whatever checks may say of them;
    None if it takes a scenario of its own.
    """
    if not all(stands_alone(path) or is_weighed(path, compiled.scenario.war) for path in sets):
        return None
    return _numbers(compiled, sets)


def _numbers(compiled: Compiled, sets: Mapping[str, object]) -> dict[str, float] | None:
    """What is set as plain numbers within the ends of their fields; None if it is not."""
    numbers = {}
    for path, value in sets.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        places = compiled.places.get(path, ())
        if not places or not all(place.low <= value <= place.high for place in places):
            return None
        numbers[path] = float(value)
    return numbers


def is_weighed(path: str, war: War | None) -> bool:
    """Whether the number at a path, if there is one, stands in the arrays as it is, but is weighed against others by checks.

    In most wars more is made of how violent the parties are: who answers whom, and the usual month.
    """
    has_month = war is not None and war.normal is not None and war.normal.value != 0
    match path.split("."):
        case ["parties", _, "positions", _, "ideal"] | ["parties", _, "positions", _, "home", "ideal" | "salience"]:
            return True
        case ["parties", _, "positions", _, "values", _] | ["parties", _, "gestures", _, "months"]:
            return True
        case ["parties", _, "violence"]:
            return has_month and war is not None and bool(war.answers)
        case ["war", "branching"]:
            return has_month
        case ["war", "dispersion" | "trend"] | ["issues", _, "lag"]:
            return True
        case ["issues", _, "effects", "calm" | "leverage" | "troops"]:
            return True
    return False


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
    """Set numbers (see `settable` and `placed`) in a copy of the scenario's arrays.

    An uncertain one becomes a choice of this value alone: histories draw as they do, and always get it.
    """
    rows = {flat: u for u, flat in enumerate(compiled.arrays["uncertain_target"].tolist())}
    for path, value in numbers.items():
        for place in compiled.places[path]:
            arrays["given"][place.flat] = place.transform(value)
            if (u := rows.get(place.flat)) is not None:
                arrays["choices"][u], arrays["quantiles"][u, 1] = 1, place.transform(value)


def restore(arrays: Mapping[str, np.ndarray], compiled: Compiled) -> None:
    """Put back whatever was set or held in a copy of the arrays."""
    for name in CHANGED:
        arrays[name][...] = compiled.arrays[name]
