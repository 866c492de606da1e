"""What a scenario has and the generic case has not, each as a change that takes it away; for paired histories."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from experiments.ablate.mechanisms import MECHANISMS
from sim.scenario.vocabulary import Mediator, Number, Principal, Scenario, Table

OFF = {mechanism.name: mechanism.off for mechanism in MECHANISMS}
SINCERITY = {"settles", "signals", "turnover"}
MEETING = {"effort", "effort_at", "standing", "standing_with", "exposure", "exposure_with", "surprise", "grief"}
KEPT = {"role", "title", "side", "positions", "capability", "violence", "troops", "demands", "influence", "evidence"}
"""What a party keeps when all else about it is made like any other's: who it is, what it wants, how it fights."""


class Switch(NamedTuple):
    """A difference from the generic case: what is done to take it away, what it is in short, the scenario without it."""

    title: str
    short: str
    off: Callable[[Scenario], Scenario]


def no_conditions(scenario: Scenario) -> Scenario:
    """Nothing must come first: demands are bluffs, and no rung waits for anything."""
    return _tables(OFF["demands"](scenario), lambda table: {
        "rungs": tuple(rung.model_copy(update={"requires": ()}) for rung in table.rungs)
    })  # fmt: skip


def one_text(scenario: Scenario) -> Scenario:
    """All issues of a table on its last rung that has an agenda; those below are climbed by meeting."""

    def merge(table: Table) -> dict[str, object]:
        top = max((i for i, rung in enumerate(table.rungs) if rung.agenda), default=0)
        issues = tuple(dict.fromkeys(issue for rung in table.rungs for issue in rung.agenda))
        rungs = [
            rung.model_copy(update={"agenda": issues if i == top else (), "demand": None})
            for i, rung in enumerate(table.rungs)
        ]
        return {"rungs": tuple(rungs)}

    return _tables(scenario, merge)


def like_others(scenario: Scenario, numbers: Collection[str]) -> Scenario:
    """Parties with these of their numbers as their roles have them."""
    plain = {
        name: field.get_default(call_default_factory=True)
        for name, field in Principal.model_fields.items()
        if name in numbers
    }
    parties = {
        name: party if isinstance(party, Mediator) else party.model_copy(update=plain)
        for name, party in scenario.parties.items()
    }
    return scenario.model_copy(update={"parties": parties})


def plain_sincerity(scenario: Scenario) -> Scenario:
    """Parties as likely to mean it as their roles say, whatever was seen of them before."""
    return like_others(scenario, SINCERITY)


def plain_meetings(scenario: Scenario) -> Scenario:
    """Meeting costs every party what it costs its role, whoever sits there and whoever sees it."""
    return like_others(scenario, MEETING)


def plain_parties(scenario: Scenario) -> Scenario:
    """Parties as patient, weary and hurt by war as their roles, without wings, gestures or sponsors."""
    return like_others(scenario, set(Principal.model_fields) - KEPT - SINCERITY - MEETING)


def plain_tables(scenario: Scenario) -> Scenario:
    """Tables that are public, convened by all, without mediators, and meet as often as any other."""
    numbers = {name: None for name, field in Table.model_fields.items() if field.annotation == (Number | None)}
    return _tables(OFF["mediators"](scenario), lambda _: {**numbers, "secret": False, "convener": None})  # nosec B105 - talks, no password


def plain_war(scenario: Scenario) -> Scenario:
    """A war at its usual level, evenly matched, whose level and season hold still."""
    if scenario.war is None:
        return scenario
    kept = {"unit", "normal", "dispersion", "branching", "answers", "evidence", "victory"}
    fresh = {
        name: field.get_default(call_default_factory=True)
        for name, field in type(scenario.war).model_fields.items()
        if name not in kept
    }
    return scenario.model_copy(update={"war": scenario.war.model_copy(update=fresh)})


def _tables(scenario: Scenario, change: Callable[[Table], dict[str, object]]) -> Scenario:
    tables = {name: table.model_copy(update=change(table)) for name, table in scenario.tables.items()}
    return scenario.model_copy(update={"tables": tables})


SWITCHES = (
    Switch("nothing has to come first: demands are bluffs, no rung waits for anything", "what must come first",
           no_conditions),
    Switch("nothing happens from outside: no events, no talks called off", "what happens from outside", OFF["events"]),
    Switch("parties as sincere as their roles", "how likely they are to mean it", plain_sincerity),
    Switch("meetings as costly as to any other: no reluctance or exposure of their own", "what a meeting costs them",
           plain_meetings),
    Switch("otherwise parties like any other: patience, weariness, costs; no wings, no gestures",
           "their patience, weariness and costs", plain_parties),
    Switch("a table like any other: public, nobody's to convene, no mediators", "secrecy, convener and mediators",
           plain_tables),
    Switch("a war like any other: usual hurt, even leverage, no season, a level that stays", "how the war stands",
           plain_war),
)  # fmt: skip


def all_off(scenario: Scenario) -> Scenario:
    """All of these differences taken away: what is left is who sits there, on what, and who wants what."""
    for switch in SWITCHES:
        scenario = switch.off(scenario)
    return scenario


ALL = Switch("all of these", "all of these", all_off)
MERGED = Switch("besides: everything in one binding text, the issues of all rungs on the last", "the ladder", one_text)
