"""Defaults set within a scenario's arrays, without compiling anew: wherever the scenario leaves them to the rule book."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from agents import parameters
from agents.roles import MEDIATOR, PRINCIPALS
from experiments.defaults.listed import PATHS, RELUCTANT, SETTLES
from sim.engine.arrays import MEDIATOR_FIELDS, RENAMED, WAR_FIELDS, Compiled, answers, compile_scenario, middle
from sim.scenario.defaults import prior, reluctance, resolve
from sim.scenario.quantiles import quantiles
from sim.scenario.vocabulary import Model, Principal, Scenario
from sim.world.draws import word
from sim.world.state import NUMBERS, QUANTILES, number_offsets, shape

Placed = tuple[str, str, tuple[int, ...]]
"""A default's path, and a field and index of the arrays where it stands."""


class Left(NamedTuple):
    """What a scenario leaves to the rule book.

    `numbers` has for each default its places among the numbers; `drawn` the rows of quantile tables that it shapes.
    `normal` is where normal violence stands, if the scenario leaves that to be worked out from a default.
    """

    numbers: Mapping[str, tuple[int, ...]]
    drawn: Mapping[str, tuple[int, ...]]
    normal: int | None

    @property
    def paths(self) -> tuple[str, ...]:
        """The defaults that play a part, in the order of all."""
        return tuple(path for path in PATHS if path in self.numbers or path in self.drawn)


def left_to_default(scenario: Scenario, compiled: Compiled) -> Left:
    """What a scenario, as it was written, leaves to the rule book; `compiled` is made of it."""
    numbers: dict[str, list[int]] = {}
    for path, field, index in _fields_left(scenario, compiled):
        if path in PATHS:
            numbers.setdefault(path, []).append(_place(compiled, field, index))
    drawn: dict[str, list[int]] = {}
    words = compiled.arrays["uncertain_word"].tolist()
    for path, at in _draws_left(scenario):
        if path in PATHS:
            drawn.setdefault(path, []).extend(u for u, each in enumerate(words) if each == word(at))
    war = scenario.war
    works_out = war is not None and war.branching is None and (war.normal is None or war.normal.value == 0)
    return Left(
        {path: tuple(places) for path, places in numbers.items()},
        {path: tuple(rows) for path, rows in drawn.items()},
        _place(compiled, "normal", (0,)) if works_out else None,
    )


class Subject(NamedTuple):
    """A scenario ready to play, and what it leaves to the rule book."""

    compiled: Compiled
    left: Left

    @classmethod
    def of(cls, scenario: Scenario) -> "Subject":
        """The same from a scenario as it was written."""
        compiled = compile_scenario(scenario)
        return cls(compiled, left_to_default(scenario, compiled))


def _place(compiled: Compiled, field: str, index: tuple[int, ...]) -> int:
    return number_offsets(compiled.sizes)[field] + int(
        np.ravel_multi_index(index, shape(NUMBERS[field], compiled.sizes))
    )


def _fields_left(scenario: Scenario, compiled: Compiled) -> Iterator[Placed]:
    """Each number that is left to a default."""
    names = compiled.names
    for p, name in enumerate(names.parties):
        yield from _of_party(scenario.principals[name], p)
        yield from _of_patron(scenario, name, compiled)
    for m, name in enumerate(names.mediators):
        yield from (
            (f"mediator.{key}", MEDIATOR_FIELDS[key], (m,))
            for key in _missing(scenario.mediators[name], MEDIATOR.defaults)
        )
    for t, name in enumerate(names.tables):
        missing = _missing(scenario.tables[name], parameters.TABLE)
        yield from ((f"table.{key}", RENAMED.get(key, key), (t,)) for key in missing)
    if scenario.war:
        missing = _missing(scenario.war, parameters.WAR)
        yield from ((f"war.{key}", WAR_FIELDS.get(key, key), (0,)) for key in missing)


def _missing(model: Model, keys: Iterable[str]) -> list[str]:
    """The keys that a mapping of a scenario leaves out."""
    return [key for key in keys if getattr(model, key) is None]


def _of_party(party: Principal, p: int) -> Iterator[Placed]:
    own = PRINCIPALS[party.role].defaults
    for key in _missing(party, parameters.PARTY):
        yield f"{party.role if key in own else 'party'}.{key}", key, (p,)
    if party.hardliners:
        for key in _missing(party.hardliners, parameters.HARDLINERS):
            yield f"hardliners.{key}", f"hardliner_{key}", (p,)


def _of_patron(scenario: Scenario, name: str, compiled: Compiled) -> Iterator[Placed]:
    """A patron's word with the governments on its side that the scenario does not speak of."""
    if scenario.principals[name].role == "patron":
        clients = resolve(scenario).principals[name].influence.keys() - scenario.principals[name].influence.keys()
        parties = compiled.names.parties
        yield from (("patron.influence", "influence", (parties.index(name), parties.index(each))) for each in clients)


def _draws_left(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Each number that histories draw from a default distribution: the default's path, and the number's."""
    for name, party in scenario.principals.items():
        if party.settles is None:
            yield f"{party.role}.{SETTLES}", f"parties.{name}.settles"
        for table, of_it in scenario.tables.items():
            if name in of_it.parties and table not in party.effort_at:
                yield RELUCTANT, f"parties.{name}.effort_at.{table}"


def turn(arrays: Mapping[str, np.ndarray], compiled: Compiled, left: Left, point: Mapping[str, float]) -> None:
    """Set all that is left to the rule book at a point (defaults by path, in their units), in a copy of the arrays."""
    for path, places in left.numbers.items():
        arrays["given"][list(places)] = point[path]
    for path, rows in left.drawn.items():
        number = reluctance(point[path]) if path == RELUCTANT else prior(point[path])
        ends = parameters.EFFORT_AT if path == RELUCTANT else PRINCIPALS["party"].settles
        arrays["quantiles"][list(rows)] = quantiles(number, ends.low, ends.high, QUANTILES)
    if left.normal is not None:
        arrays["given"][left.normal] = _normal_violence(compiled.scenario, point["war.branching"])


def _normal_violence(scenario: Scenario, branching: float) -> float:
    """Incidents a month of all parties in a stationary war, as the engine works them out, at this branching."""
    parties = sorted(scenario.principals)
    alpha = np.zeros((len(parties), len(parties)))
    for (i, j), number in answers(scenario).items():
        alpha[parties.index(i), parties.index(j)] = branching * middle(number, 0, 100)
    own = np.array([middle(scenario.principals[name].violence, 0, 1e7) for name in parties])
    return float(np.linalg.solve(np.eye(len(parties)) - alpha, own).sum())


def as_point(row: np.ndarray) -> dict[str, float]:
    """A row of values, in the order of all defaults, by path."""
    return dict(zip(PATHS, map(float, row), strict=True))
