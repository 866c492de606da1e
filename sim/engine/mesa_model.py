"""The same history as a Mesa model, agent by agent: the reference for the kernel, and the place to try new behaviour.

Rounds and rules are the very functions that the kernel compiles. Only the asking differs: here a decision is a method of
the party's agent, which may be overridden.
"""

import importlib
import inspect
import secrets
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

import mesa

from agents.decisions import DECISIONS, MEDIATIONS
from agents.mediator import Mediator
from agents.party import Principal
from agents.roles import PRINCIPALS
from sim.engine.agents_error import AgentsError
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.records import Records
from sim.scenario.load import load
from sim.scenario.phrases import suggest
from sim.world import course, history, outcome
from sim.world.state import Listener, World, copy_of, plain_view, plain_world

SEEDS = 2**63
Kinds = Mapping[str, type]
"""Classes of a user's agents, by party or mediator, or by role."""


class OfModel(mesa.Agent):
    """What a party or mediator is in a Mesa model, besides deciding: an agent that can be found and reported on."""

    index: int
    name: str
    world: World

    @property
    def means_to_settle(self) -> bool:
        """Its private type: whether it would keep a deal. Principals only."""
        return bool(self.world.means_to_settle[self.index])

    @property
    def believed(self) -> float:
        """What the other principals believe on average that it means to settle, 0–1. Principals only."""
        return history.mean_belief(self.world, self.index)

    def belief_in(self, other: Principal) -> float:
        """Its belief, 0–1, that another means to settle. Principals only."""
        return self.world.belief[self.index, other.index]


@cache
def agent_class(kind: type) -> Any:
    """The class of Mesa agents that decide as `kind` does: a subclass of it, by the same name."""

    deciding: Any = kind

    def begin(self: Any, model: "PeaceTalks", *about: Any) -> None:
        mesa.Agent.__init__(self, model)
        deciding.__init__(self, model.world, *about)

    return type(kind.__name__, (kind, OfModel), {"__doc__": kind.__doc__, "__init__": begin})


class PeaceTalks(mesa.Model):
    """A scenario's world and its agents: `step()` plays a round, `play(history)` another history from its start.

    `scenario` is a file, or what `compile_scenario` made of one; `changes` are those of `--set`, for a file:
    `PeaceTalks("talks.yaml", seed=3, **{"parties.taliban.settles": 0.3})`. Without a `seed` each model draws one, so that
    `mesa.batch_run` gives as many different histories as it makes models. `datacollector` has a row for the start and for
    each round; with `collect=False` there is none.
    """

    def __init__(
        self,
        scenario: str | Path | Compiled,
        seed: int | None = None,
        history: int = 0,
        agents: Kinds | None = None,
        listener: Listener | None = None,
        collect: bool = True,
        **changes: Any,
    ) -> None:
        super().__init__(seed=0)  # Mesa's own generator is never used: every draw is addressed
        self.compiled = compiled_of(scenario, changes)
        self.seed = secrets.randbelow(SEEDS) if seed is None else seed
        self.world = plain_world(copy_of(self.compiled.arrays))
        self.world.listener = listener
        for name, letter in zip(("parties", "issues", "tables", "mediators", "events"), "PKTME", strict=True):
            setattr(self.world, name, self.compiled.sizes[letter])
        self.world.rounds = self.compiled.scenario.time.rounds
        self.world.seed_low, self.world.seed_high = self.seed & 0xFFFFFFFF, self.seed >> 32
        self.kinds = dict(agents or {})
        check_kinds(self.kinds, self.compiled)
        self.principals: list[Any] = []
        self.mediators: list[Any] = []
        for decision in DECISIONS:
            setattr(self.world, decision, self._asking(lambda: self.principals, decision))
        for mediation in MEDIATIONS:
            setattr(self.world, mediation, self._asking(lambda: self.mediators, mediation))
        self.datacollector = mesa.DataCollector(**reporters(self.compiled)) if collect else None
        self.begin(history)

    def _principal(self, index: int, name: str) -> Any:
        party = self.compiled.scenario.principals[name]
        kind = self.kinds.get(name) or self.kinds.get(party.role) or PRINCIPALS[party.role]
        issues = self.compiled.scenario.issues
        demands = {issue: issues[issue].title or issue for issue in party.positions}
        return agent_class(kind)(self, index, name, demands)

    def _mediator(self, index: int, name: str) -> Any:
        kind = self.kinds.get(name) or self.kinds.get(Mediator.role) or Mediator
        return agent_class(kind)(self, index, name)

    def _asking(self, group: Callable[[], list[Any]], decision: str) -> Callable[..., Any]:
        """The world's question to a party or mediator, by its number: answered by the method of its agent."""
        if self.kinds:
            return lambda index, *about: answer_of(group()[index], decision, *about)
        return lambda index, *about: getattr(group()[index], decision)(*about)

    def begin(self, number: int) -> None:
        """Set the world to the start of this history, with agents that remember nothing of another."""
        for agent in list(self.agents):
            agent.remove()
        names = self.compiled.names
        self.principals = [self._principal(i, name) for i, name in enumerate(names.parties)]
        self.mediators = [self._mediator(i, name) for i, name in enumerate(names.mediators)]
        history.begin(self.world, number)
        self.running = True
        self._collect()

    def step(self) -> None:
        """One round; after the last, a step in which nothing happens, since Mesa's batches do not read the last one."""
        if self.world.round == self.world.rounds:
            self.running = False
            return
        history.play_round(self.world, self.world.round + 1)
        if self.world.round == self.world.rounds or self.world.won != 0:
            history.finish(self.world)
        self._collect()

    def _collect(self) -> None:
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def play(self, number: int) -> None:
        """Play one history to its end."""
        self.begin(number)
        while self.running:
            self.step()

    @property
    def outcome(self) -> str:
        """The name of the outcome, once the history is over; before, nothing."""
        over = self.world.round == self.world.rounds and self.world.outcome >= 0
        return self.compiled.names.outcomes[self.world.outcome] if over else ""


def compiled_of(scenario: str | Path | Compiled, changes: Mapping[str, Any]) -> Compiled:
    """A scenario ready to play, from a file or as it is; ScenarioError for what is wrong with the file or the changes."""
    if isinstance(scenario, Compiled):
        if changes:
            raise TypeError(f"{', '.join(changes)}: only the scenario of a file can be changed here")
        return scenario
    assigned = [f"{path}={value}" for path, value in changes.items()]
    return compile_scenario(load(scenario, assigned, to_run=True).scenario)


def reporters(compiled: Compiled) -> dict[str, Mapping[str, Any]]:
    """What a model's data collector keeps after every round, of the model and of each agent."""

    def rung(t: int) -> Callable[[PeaceTalks], int]:
        return lambda model: model.world.rung[t]

    def level(k: int, real: Callable[[float], float]) -> Callable[[PeaceTalks], float]:
        return lambda model: real(model.world.level[k])

    def of_principal(what: str) -> Callable[[OfModel], Any]:
        return lambda agent: getattr(agent, what) if isinstance(agent, Principal) else None

    def incidents(model: PeaceTalks) -> float:
        return sum(model.world.count[a] for a in range(model.world.parties))

    names, issues = compiled.names, compiled.scenario.issues
    of_model: dict[str, Any] = {"round": lambda model: model.world.round, "outcome": "outcome", "incidents": incidents}
    of_model |= {f"{table}.rung": rung(t) for t, table in enumerate(names.tables)}
    of_model |= {f"{issue}.level": level(k, issues[issue].real) for k, issue in enumerate(names.issues)}
    of_agent: dict[str, Any] = {
        "name": "name",
        "role": "role",
        "means_to_settle": of_principal("means_to_settle"),
        "believed": of_principal("believed"),
    }
    return {"model_reporters": of_model, "agent_reporters": of_agent}


def answer_of(agent: Any, decision: str, *about: Any) -> Any:
    """What an agent decides; AgentsError if it cannot, or answers with something that is no decision."""
    try:
        answer = getattr(agent, decision)(*about)
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}, line {frame.lineno}"
        raise AgentsError(f"{type(agent).__name__}.{decision} ({place}): {type(error).__name__}: {error}") from error
    if decision in TERMS_WANTED and not are_terms(answer):
        raise AgentsError(
            f"{type(agent).__name__}.{decision}: expected the terms of one that settles and of one that stalls, "
            f"two tuples of numbers, got {answer!r:.60}"
        )
    return answer


TERMS_WANTED = frozenset(DECISIONS) - {"propose", "accept", "accept_text"}


def are_terms(answer: Any) -> bool:
    """Whether an answer is a decision's terms for both types."""
    return (
        isinstance(answer, tuple)
        and len(answer) == 2
        and all(isinstance(terms, tuple) and all(isinstance(x, int | float) for x in terms) for terms in answer)
    )


def check_kinds(kinds: Kinds, compiled: Compiled) -> None:
    """ValueError if classes are given for what the scenario does not have, or are of a kind that cannot play it."""
    mediators = {*compiled.names.mediators, Mediator.role}
    known = {*compiled.names.parties, *PRINCIPALS, *mediators}
    for name, kind in kinds.items():
        if name not in known:
            raise ValueError(f"AGENTS: no party or role is called {name!r}{suggest(str(name), known)}")
        base = Mediator if name in mediators else Principal
        if not issubclass(kind, base):
            wanted = f"{base.__module__}.{base.__name__}"
            raise ValueError(f"AGENTS: {kind.__name__}, given for {name!r}, must be a subclass of {wanted}")
        check_overrides(kind, base)


def check_overrides(kind: type, base: type) -> None:
    """ValueError for a method that no decision is called by, or that cannot be asked what its decision is asked."""
    asked = MEDIATIONS if base is Mediator else DECISIONS
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        given = f"AGENTS: {kind.__name__}.{name}"
        if name.startswith("_") or getattr(base, name, None) is method or hasattr(mesa.Agent, name):
            continue
        if not hasattr(base, name):
            raise ValueError(
                f"{given}: no decision is called that{suggest(name, asked)} (a method of your own begins with _)"
            )
        if name in asked:
            wanted = len(inspect.signature(getattr(base, name)).parameters)
            try:
                inspect.signature(method).bind(*range(wanted))
            except TypeError:
                asked_with = ", ".join(inspect.signature(getattr(base, name)).parameters)
                raise ValueError(f"{given}{inspect.signature(method)} is asked with ({asked_with})") from None


class MesaEngine:
    """Plays histories with the Mesa model: some hundred times slower than the kernel, with the same bits."""

    def __init__(self, module: str | None = None):
        self.module = module
        self.agents = agents_of(module) if module else {}

    def prepare(self) -> None:
        """Nothing to prepare."""

    def check(self, compiled: Compiled) -> None:
        """ValueError if agents are given for what the scenario does not have, or are of a kind that cannot play it."""
        PeaceTalks(compiled, 0, agents=self.agents, collect=False)  # they can be made at all

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play as many histories as `records` has rows for, from number `first`; AgentsError if an agent fails."""
        model = PeaceTalks(compiled, seed, agents=self.agents, collect=False)
        rows, measures = plain_view(records.whole), plain_view(records.measured)
        counts = [plain_view(count) for count in records.course]
        for row in range(len(records.whole)):
            try:
                model.play(first + row)
            except AgentsError as error:
                raise AgentsError(f"--agents {self.module}: {error} (in history {first + row})") from error
            outcome.leave_behind(model.world, rows, measures, row)
            course.leave_course(model.world, *counts)


def agents_of(module: str) -> dict[str, type]:
    """The classes in a module's `AGENTS`: party name, or role, → class. ValueError if it has none."""
    found = getattr(importlib.import_module(module), "AGENTS", None)
    if not isinstance(found, dict) or not all(isinstance(c, type) for c in found.values()):
        raise ValueError(f"{module} needs a dictionary AGENTS of party names or roles to agent classes")
    return found
