"""The levers of a scenario: who can move what, from where to where, and what that sets in the scenario."""

from collections.abc import Iterator, Mapping

from agents import parameters
from agents.parameters import Parameter
from agents.roles import MEDIATOR
from experiments.lever import kinds
from experiments.lever.concessions import concessions
from experiments.lever.kinds import Kind
from experiments.lever.lever import SAME, STEPS, Lever
from experiments.lever.moves import between, moved
from experiments.words.demands import demand_title
from experiments.words.names import readable, title_of
from sim.engine.arrays import middle
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Mediator, Number, Principal, Scenario


def levers(scenario: Scenario, cross_red_lines: bool = False) -> list[Lever]:
    """Every lever of a scenario, party by party in the file's order; concessions first.

    No concession goes beyond what the party's own red line allows, unless it may cross it.
    """
    scenario = resolve(scenario)
    found: list[Lever] = []
    for name, party in scenario.parties.items():
        if isinstance(party, Mediator):
            found += [_lever(name, f"parties.{name}", kind, getattr(party, kind.key)) for kind in kinds.MEDIATOR]
        else:
            found += concessions(name, party, scenario, cross_red_lines)
            found += _of_principal(name, party, scenario)
            found += _at_tables(name, party, scenario)
    return [lever for lever in found if lever.steps > 0]


def _of_principal(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    at = f"parties.{name}"
    for kind in kinds.PRINCIPAL:
        yield _lever(name, at, kind, getattr(party, kind.key))
    for kind in kinds.WITH_OTHERS:
        for other, number in getattr(party, kind.key).items():
            toward = kind._replace(key=f"{kind.key}.{other}", title=f"{kind.title} {title_of(scenario.parties, other)}")
            yield _lever(name, at, toward, number)
    for table, reluctance in party.effort_at.items():
        about = kinds.EFFORT_AT._replace(
            key=f"effort_at.{table}", title=f"{kinds.EFFORT_AT.title} “{title_of(scenario.tables, table)}”"
        )
        yield _lever(name, at, about, reluctance)
    for demand, said in party.demands.items():
        title = f"{kinds.FIRM.title}: {demand_title(f'{name}.{demand}', scenario)}"
        yield _lever(name, at, kinds.FIRM._replace(key=f"demands.{demand}.firm", title=title), said.firm)
    if party.hardliners:
        yield _lever(name, at, kinds.CONTROL, party.hardliners.control)
        yield _lever(name, at, kinds.RESTRAINT, party.hardliners.restraint)
    for gesture, of_it in party.gestures.items():
        seeks = kinds.GESTURE._replace(
            key=f"gestures.{gesture}.rate", title=f"{kinds.GESTURE.title}: {readable(gesture)}"
        )
        yield _lever(name, at, seeks, of_it.rate)


def _at_tables(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    for key, table in scenario.tables.items():
        at, title = f"tables.{key}", title_of(scenario.tables, key)
        if table.convener == name or (table.convener is None and name in table.parties):
            for kind in kinds.CONVENER:
                yield _lever(name, at, kind._replace(title=f"{kind.title} ({title})"), getattr(table, kind.key))
            yield _secrecy(name, at, title, table.secret)
        if party.role == "patron":
            kind = kinds.PATRON._replace(title=f"{kinds.PATRON.title} ({title})")
            yield _lever(name, at, kind, table.guarantee)


def _secrecy(name: str, at: str, title: str, secret: bool) -> Lever:
    words = ("secret", "public") if secret else ("public", "secret")
    meets = kinds.PUBLIC if secret else kinds.SECRET
    return Lever(
        name, f"{at}.secret", f"{meets} ({title})", "", 1, lambda step: words[step],
        lambda step: {f"{at}.secret": secret if step == 0 else not secret},
    )  # fmt: skip


def _lever(name: str, at: str, kind: Kind, number: Number | None) -> Lever:
    """A number's lever; without steps where the number is at the end, or beyond it, already."""
    assert number is not None  # resolved
    low, high = _range(at, kind)
    now = middle(number, low, high)
    steps = STEPS if (kind.end - now) * kind.way > SAME else 0
    return Lever(
        name, kind.key if at == f"parties.{name}" else f"{at}.{kind.key}", kind.title, kind.unit, steps,
        lambda step: between(now, kind.end, step / STEPS),
        lambda step: {f"{at}.{kind.key}": moved(number, kind.end, step / STEPS, low, high)},
    )  # fmt: skip


def _range(at: str, kind: Kind) -> tuple[float, float]:
    """The ends of a number's field, over which a beta stretches."""
    last = kind.key.rpartition(".")[2]
    tables: tuple[Mapping[str, Parameter], ...] = (
        (parameters.TABLE,)
        if at.startswith("tables.")
        else (parameters.PARTY, parameters.HARDLINERS, MEDIATOR.defaults)
    )
    for table in tables:
        if last in table:
            return table[last].low, table[last].high
    if kind.key.startswith("effort_at."):
        return parameters.EFFORT_AT.low, parameters.EFFORT_AT.high
    return (0.0, 1.0) if last in {"rate", "firm"} else (-1.0, 2.0)
