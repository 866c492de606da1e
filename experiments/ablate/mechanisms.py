"""The mechanisms of the model, each as the change of a scenario that switches it off, and two rival readings of violence."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from experiments.ablate.medians import at_medians
from sim.engine.arrays import middle
from sim.scenario.vocabulary import Effects, Issue, Mediator, Number, Principal, Scenario, Table

NOTHING = Number(value=0.0)
ALL = Number(value=1.0)
LEAST_MEMORY = Number(value=0.001)  # the slowest moving average that a scenario may ask for: hurt stays where it began
READING = 3.0  # how much more a party that means to settle shrinks from violence, if violence is bad faith


class Mechanism(NamedTuple):
    """A part of the model: its name, what is assumed without it, and the scenario without it."""

    name: str
    without: str
    off: Callable[[Scenario], Scenario]


def of_principals(scenario: Scenario, change: Callable[[Principal], Mapping[str, object]]) -> Scenario:
    """The scenario with every principal changed."""
    return _with(scenario, "parties", lambda party: change(party) if isinstance(party, Principal) else {})


def of_tables(scenario: Scenario, change: Callable[[Table], Mapping[str, object]]) -> Scenario:
    """The scenario with every table changed."""
    return _with(scenario, "tables", change)


def of_issues(scenario: Scenario, change: Callable[[Issue], Mapping[str, object]]) -> Scenario:
    """The scenario with every issue changed."""
    return _with(scenario, "issues", change)


def of_war(scenario: Scenario, **change: Number) -> Scenario:
    """The scenario with its war changed, if it has one."""
    return scenario.model_copy(update={"war": scenario.war.model_copy(update=change)}) if scenario.war else scenario


def _with(scenario: Scenario, kind: str, change: Callable[[Any], Mapping[str, object]]) -> Scenario:
    changed = {name: thing.model_copy(update=change(thing)) for name, thing in getattr(scenario, kind).items()}
    return scenario.model_copy(update={kind: changed})


def _numbers(**change: Number) -> Callable[[Scenario], Scenario]:
    return lambda scenario: of_principals(scenario, lambda _: change)


def _at_tables(**change: Number) -> Callable[[Scenario], Scenario]:
    return lambda scenario: of_tables(scenario, lambda _: change)


def _no_mediators(scenario: Scenario) -> Scenario:
    """Mediators gone: from the tables, and with what events do to them."""
    gone = {name for name, party in scenario.parties.items() if isinstance(party, Mediator)}
    events = []
    for event in scenario.events:
        effects = tuple(e for e in event.effects if not _concerns(e.change, gone))
        events += [event.model_copy(update={"effects": effects})] if effects or event.calls_off else []
    parties = {name: party for name, party in scenario.parties.items() if name not in gone}
    return of_tables(
        scenario.model_copy(update={"parties": parties, "events": tuple(events)}), lambda _: {"mediators": ()}
    )


def _concerns(path: str, parties: set[str]) -> bool:
    return path.startswith("parties.") and path.split(".")[1] in parties


def _no_hardliners(scenario: Scenario) -> Scenario:
    held = Number(value=2.0)  # the leadership's control beyond anything they stand to lose

    def hold(party: Principal) -> dict[str, object]:
        return {"hardliners": party.hardliners.model_copy(update={"control": held})} if party.hardliners else {}

    return of_principals(scenario, hold)


def _no_gestures(scenario: Scenario) -> Scenario:
    def none(party: Principal) -> dict[str, object]:
        return {"gestures": {n: g.model_copy(update={"rate": NOTHING}) for n, g in party.gestures.items()}}

    return of_principals(scenario, none)


def _no_events(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"events": ()})


def _nothing_called_off(scenario: Scenario) -> Scenario:
    """Events without the talks that they call off; those that do nothing else are gone."""
    events = [event.model_copy(update={"calls_off": {}}) for event in scenario.events if event.effects]
    return scenario.model_copy(update={"events": tuple(events)})


def _no_demands(scenario: Scenario) -> Scenario:
    def bluff(party: Principal) -> dict[str, object]:
        return {"demands": {n: d.model_copy(update={"firm": NOTHING}) for n, d in party.demands.items()}}

    return of_principals(scenario, bluff)


def _no_reluctance(scenario: Scenario) -> Scenario:
    return of_principals(scenario, lambda party: {"effort_at": dict.fromkeys(party.effort_at, NOTHING)})


def _no_restraint(scenario: Scenario) -> Scenario:
    def let_loose(party: Principal) -> dict[str, object]:
        return {"hardliners": party.hardliners.model_copy(update={"restraint": NOTHING})} if party.hardliners else {}

    return of_principals(scenario, let_loose)


def _no_floors(scenario: Scenario) -> Scenario:
    """Whatever can be taken back may be bargained back, as options can be anyway."""
    return of_issues(scenario, lambda issue: {"two_way": issue.kind != "options"} if issue.revocable else {})


def _no_power_shift(scenario: Scenario) -> Scenario:
    def shift_nothing(issue: Issue) -> dict[str, Effects]:
        return {"effects": issue.effects.model_copy(update={"leverage": NOTHING})}

    return of_issues(scenario, shift_nothing)


def _no_calm(scenario: Scenario) -> Scenario:
    def calm_nothing(issue: Issue) -> dict[str, Effects]:
        return {"effects": issue.effects.model_copy(update={"calm": NOTHING, "calm_by_party": {}})}

    return of_issues(scenario, calm_nothing)


def _no_exposure(scenario: Scenario) -> Scenario:
    return of_principals(scenario, lambda _: {"exposure": NOTHING, "exposure_with": {}, "surprise": NOTHING})


def _no_home(scenario: Scenario) -> Scenario:
    return of_principals(scenario, lambda _: {"ratifies": False, "home_premium": NOTHING})


def _no_sponsors(scenario: Scenario) -> Scenario:
    return of_principals(scenario, lambda _: {"shelters": {}})


def _no_packages(scenario: Scenario) -> Scenario:
    def singly(table: Table) -> dict[str, object]:
        return {"rungs": tuple(rung.model_copy(update={"package": False}) for rung in table.rungs)}

    return of_tables(scenario, singly)


def _leverage_reading(scenario: Scenario) -> Scenario:
    """Violence is leverage: whoever means to settle fights as hard, so attacks tell nothing of intentions."""
    return of_principals(scenario, lambda _: {"backlash": NOTHING})


def _bad_faith_reading(scenario: Scenario) -> Scenario:
    """Violence is bad faith: whoever means to settle shrinks from it, and it wins no leverage."""

    def shrink(party: Principal) -> dict[str, Number]:
        backlash = middle(party.backlash, -1, 1) if party.backlash else 0.0
        return {"backlash": Number(value=min(1.0, READING * backlash))}

    return of_war(of_principals(scenario, shrink), drift=NOTHING)


MECHANISMS = (
    Mechanism("private types", "everybody means to settle, and all know it", _numbers(settles=ALL, turnover=NOTHING)),
    Mechanism("turnover of leaders", "nobody's intentions ever change", _numbers(turnover=NOTHING)),
    Mechanism("answers to violence", "no attack provokes another", lambda s: of_war(s, branching=NOTHING)),
    Mechanism("pressing", "nobody fights harder or less hard by choice", _numbers(press_swing=NOTHING)),
    Mechanism("hardliners", "leaders control all their men", _no_hardliners),
    Mechanism("restraint of hardliners", "leaders who mean it hold their men no more firmly than others", _no_restraint),
    Mechanism("leverage from the battlefield", "fighting moves no leverage", lambda s: of_war(s, drift=NOTHING)),
    Mechanism("fortunes of war", "violence and leverage move only for reasons that all know", lambda s: of_war(
        s, volatility=NOTHING, leverage_volatility=NOTHING)),
    Mechanism("victory", "nobody ever wins the war", lambda s: of_war(s, victory=NOTHING)),
    Mechanism("concessions that shift power", "no concession moves leverage", _no_power_shift),
    Mechanism("the hurting stalemate", "hurt stays where it began", lambda s: of_war(s, memory=LEAST_MEMORY)),
    Mechanism("calm by what is in force", "no truce lowers violence", _no_calm),
    Mechanism("grief over attacks", "attacks keep nobody away", _numbers(grief=NOTHING)),
    Mechanism("exposure and secrecy", "being seen costs nothing, and no secret surprises", _no_exposure),
    Mechanism("opposition at home", "nobody must carry a deal at home", _no_home),
    Mechanism("sponsors", "nobody who shelters a party holds it back", _no_sponsors),
    Mechanism("the insult of exclusion", "being left out is no insult", _numbers(exclusion=NOTHING)),
    Mechanism("mediators", "nobody mediates", _no_mediators),
    Mechanism("guarantees and lock-in", "nothing holds an agreement up", lambda s: _at_tables(guarantee=NOTHING)(
        _numbers(lock_in=NOTHING)(s))),
    Mechanism("second thoughts", "nobody reviews an agreement in force, or fears that another will", _at_tables(
        review=NOTHING)),
    Mechanism("floors", "what stands may be bargained back wherever it can be taken back", _no_floors),
    Mechanism("demands", "whatever is said to come first is a bluff", _no_demands),
    Mechanism("packages", "rung by rung only", _no_packages),
    Mechanism("noise about priorities", "everybody knows what others care about", _at_tables(communication=ALL)),
    Mechanism("differences between histories", "patience and walk-away values are the same in all", _numbers(
        patience_spread=NOTHING, walk_away_spread=NOTHING)),
    Mechanism("reluctance", "nobody is more reluctant about one table than about another", _no_reluctance),
    Mechanism("gestures", "nobody makes a step at no table", _no_gestures),
    Mechanism("talks called off", "nothing from outside breaks talks off", _nothing_called_off),
    Mechanism("events", "nothing happens from outside", _no_events),
    Mechanism("uncertain inputs", "every uncertain number at its median", at_medians),
)  # fmt: skip
"""Every mechanism that can be taken away and leave a model that runs."""

READINGS = (
    Mechanism("violence as leverage", "attacks tell nothing of intentions; they win leverage", _leverage_reading),
    Mechanism("violence as bad faith", "attacks tell more of intentions; they win nothing", _bad_faith_reading),
)
"""The two readings of violence between talks and attacks, each as a variant."""
