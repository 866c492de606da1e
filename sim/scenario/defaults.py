"""A scenario with every default written out: what actually ran, as it is kept beside the results."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from agents import parameters
from agents.roles import MEDIATOR, PRINCIPALS, SETTLES_SPREAD
from sim.scenario.vocabulary import Evidence, Mediator, Model, Number, Principal, Scenario

M = TypeVar("M", bound=Model)


def resolve(scenario: Scenario) -> Scenario:
    """The same scenario with no number left to its default. Resolving twice changes nothing."""
    parties = {name: _party(name, party, scenario) for name, party in scenario.parties.items()}
    tables = {name: _filled(table, parameters.TABLE, "default of a table") for name, table in scenario.tables.items()}
    war = _filled(scenario.war, parameters.WAR, "default of a war") if scenario.war else None
    return scenario.model_copy(update={"parties": parties, "tables": tables, "war": war})


@cache
def _assumed(value: float, why: str) -> Number:
    """A number assumed for a reason; one and the same each time, for numbers never change."""
    return Number(value=value, evidence=(Evidence(assumed=why),))


def _filled(model: M, parameters: Mapping[str, parameters.Parameter], what: str) -> M:
    """A copy of `model` with every number that was left out set to its default."""
    missing = {
        name: _assumed(parameter.default, f"{what}: {parameter.reason}")
        for name, parameter in parameters.items()
        if getattr(model, name) is None
    }
    return model.model_copy(update=missing)


def _party(name: str, party: Principal | Mediator, scenario: Scenario) -> Principal | Mediator:
    if isinstance(party, Mediator):
        return _mediator(party, scenario)
    update: dict[str, Any] = {
        "side": party.side or PRINCIPALS[party.role].side,
        "settles": party.settles or _prior(party.role),
    }
    update["effort_at"] = _reluctance(name, party, scenario)
    if party.role == "patron":
        update["influence"] = _influence(party, scenario)
    if party.hardliners:
        update["hardliners"] = _filled(party.hardliners, parameters.HARDLINERS, "default of hardliners")
    own = {key: PRINCIPALS[party.role].parameter(key) for key in parameters.PARTY}
    return _filled(party, own, f"default of role {party.role}").model_copy(update=update)


def _mediator(mediator: Mediator, scenario: Scenario) -> Mediator:
    toward = {
        name: {
            party: getattr(mediator, name).get(party)
            or _assumed(parameter.default, f"default of a mediator: {parameter.reason}")
            for party in scenario.principals
        }
        for name, parameter in MEDIATOR.toward.items()
    }
    return _filled(mediator, MEDIATOR.defaults, "default of a mediator").model_copy(update=toward)


def _prior(role: str) -> Number:
    """The role's prior that it means to settle, with its reason."""
    because = Evidence(assumed=f"default of role {role}: {parameters.GENERIC}")
    return prior(PRINCIPALS[role].settles.default).model_copy(update={"evidence": (because,)})


def prior(mean: float) -> Number:
    """A prior that a party means to settle: a beta with this mean (0–1) and every role's spread."""
    size = mean * (1 - mean) / SETTLES_SPREAD**2 - 1
    return Number(beta=(round(mean * size, 6), round((1 - mean) * size, 6)))


def reluctance(spread: float) -> Number:
    """What a meeting of one table takes beyond effort, between histories: a normal with this sd (u), cut off."""
    return Number(normal=(parameters.EFFORT_AT.default, spread), cut=parameters.RELUCTANCE_CUT)


def _reluctance(name: str, party: Principal, scenario: Scenario) -> dict[str, Number]:
    """A party's reluctance about each table where it sits: drawn for each history, where the scenario does not say."""
    because = Evidence(assumed=f"default of a principal: {parameters.EFFORT_AT.reason}")
    drawn = reluctance(parameters.RELUCTANCE.default).model_copy(update={"evidence": (because,)})
    seats = [table for table in sorted(scenario.tables) if name in scenario.tables[table].parties]
    return {table: party.effort_at.get(table, drawn) for table in dict.fromkeys((*party.effort_at, *seats))}


def _influence(patron: Principal, scenario: Scenario) -> dict[str, Number]:
    """A patron's word with the governments on its side, where the scenario does not say."""
    default = PRINCIPALS["patron"].defaults["influence"]
    side = patron.side or PRINCIPALS[patron.role].side
    clients = {
        name: _assumed(default.default, f"default of role patron: {default.reason}")
        for name, party in scenario.principals.items()
        if party.role == "government" and (party.side or PRINCIPALS[party.role].side) == side
    }
    return clients | patron.influence
