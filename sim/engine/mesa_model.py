"""The same history as a Mesa model, agent by agent: the reference for the kernel, and the place to try new behaviour.

Rounds and rules are the very functions that the kernel compiles. Only the asking differs: here a decision is a method of
the party's agent, which may be overridden.
"""

import importlib
from collections.abc import Mapping
from typing import Any

import mesa

from agents.decisions import DECISIONS, MEDIATIONS
from agents.government import Government
from agents.insurgent import Insurgent
from agents.mediator import Mediator
from agents.party import Principal
from agents.patron import Patron
from sim.engine.arrays import Compiled
from sim.engine.records import Records
from sim.world import course, history, outcome
from sim.world.state import copy_of, plain_world

ROLES: dict[str, type[Principal]] = {c.role: c for c in (Insurgent, Government, Patron, Principal)}


class PeaceTalks(mesa.Model):
    """A scenario's world and its agents. `play(history)` plays one history; `step()` one round of it."""

    def __init__(self, compiled: Compiled, seed: int, agents: Mapping[str, type] | None = None, listener: Any = None):
        super().__init__(seed=0)  # Mesa's own generator is never used: every draw is addressed
        self.compiled = compiled
        self.world = plain_world(copy_of(compiled.arrays))
        self.world.listener = listener
        for name, letter in zip(("parties", "issues", "tables", "mediators", "events"), "PKTME", strict=True):
            setattr(self.world, name, compiled.sizes[letter])
        self.world.rounds = compiled.scenario.time.rounds
        self.world.seed_low, self.world.seed_high = seed & 0xFFFFFFFF, seed >> 32
        self.kinds = dict(agents or {})
        self.principals: list[Principal] = []
        self.mediators: list[Any] = []
        for decision in DECISIONS:
            setattr(self.world, decision, self._asking("principals", decision))
        for mediation in MEDIATIONS:
            setattr(self.world, mediation, self._asking("mediators", mediation))

    def _principal(self, index: int, name: str) -> Principal:
        party = self.compiled.scenario.principals[name]
        kind = self.kinds.get(name) or self.kinds.get(party.role) or ROLES[party.role]
        issues = self.compiled.scenario.issues
        demands = {issue: issues[issue].title or issue for issue in party.positions}
        return kind(self, index, name, demands)

    def _mediator(self, index: int, name: str) -> Any:
        kind = self.kinds.get(name) or self.kinds.get(Mediator.role) or Mediator
        return kind(self, index, name)

    def _asking(self, group: str, decision: str) -> Any:
        """The world's question to a party or mediator, by its number: answered by the method of its agent."""
        return lambda index, *about: getattr(getattr(self, group)[index], decision)(*about)

    def begin(self, number: int) -> None:
        """Set the world to the start of this history, with agents that remember nothing of another."""
        for agent in list(self.agents):
            agent.remove()
        names = self.compiled.names
        self.principals = [self._principal(i, name) for i, name in enumerate(names.parties)]
        self.mediators = [self._mediator(i, name) for i, name in enumerate(names.mediators)]
        history.begin(self.world, number)
        self.running = True

    def step(self) -> None:
        """One round."""
        history.play_round(self.world, self.world.round + 1)
        if self.world.round == self.world.rounds:
            history.finish(self.world)
            self.running = False

    def play(self, number: int) -> None:
        """Play one history to its end."""
        self.begin(number)
        while self.running:
            self.step()


class MesaEngine:
    """Plays histories with the Mesa model: some hundred times slower than the kernel, with the same bits."""

    def __init__(self, agents: str | None = None):
        self.agents = agents_of(agents) if agents else {}

    def prepare(self) -> None:
        """Nothing to prepare."""

    def check(self, compiled: Compiled) -> None:
        """ValueError if agents are given for what the scenario does not have, or are of a kind that cannot play it."""
        from sim.scenario.phrases import suggest

        mediators = {*compiled.names.mediators, Mediator.role}
        known = {*compiled.names.parties, *ROLES, *mediators}
        for name, kind in self.agents.items():
            if name not in known:
                raise ValueError(f"AGENTS: no party or role is called {name!r}{suggest(str(name), known)}")
            base = Mediator if name in mediators else Principal
            if not issubclass(kind, base):
                wanted = f"{base.__module__}.{base.__name__}"
                raise ValueError(f"AGENTS: {kind.__name__}, given for {name!r}, must be a subclass of {wanted}")
        if self.agents:
            PeaceTalks(compiled, 0, self.agents).begin(0)  # they can be made at all

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play as many histories as `records` has rows for, from number `first`."""
        model = PeaceTalks(compiled, seed, self.agents)
        rows, measures = memoryview(records.whole.data), memoryview(records.measured.data)
        counts = [memoryview(count.data) for count in records.course]
        for row in range(len(records.whole)):
            model.play(first + row)
            outcome.leave_behind(model.world, rows, measures, row)
            course.leave_course(model.world, *counts)


def agents_of(module: str) -> dict[str, type]:
    """The classes in a module's `AGENTS`: party name, or role, → class. ValueError if it has none."""
    found = getattr(importlib.import_module(module), "AGENTS", None)
    if not isinstance(found, dict) or not all(isinstance(c, type) for c in found.values()):
        raise ValueError(f"{module} needs a dictionary AGENTS of party names or roles to agent classes")
    return found
