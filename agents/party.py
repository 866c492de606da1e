"""A principal: a party that bargains. What it wants is in the scenario; how it decides, one method a decision, is here.

Each method is the rule book's own. A researcher who wants a party to decide otherwise subclasses its class, overrides one
method, and runs the scenario with `--engine mesa --agents MODULE`. A method returns the decision's terms for a party that
means to settle and for one that stalls (see `agents.rules.commitment`), so that what others learn from the choice stays
right.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from agents import decisions
from agents.parameters import PARTY, Parameter, Plausible
from agents.rules.commitment import Terms
from agents.view import View

BY_ROLE = "as far above the insurgents' fitted prior as it was assumed to be"


class Principal:
    """A party without a special role, and what all roles share. Qatar and Uzbekistan are none: see `agents.mediator`."""

    role: ClassVar[str] = "party"
    side: ClassVar[str] = "none"
    """Its side in the war, unless the scenario says otherwise."""
    settles: ClassVar[Parameter] = Parameter(
        0.70, "probability", 0, 1, "mean of the prior that it means to settle", BY_ROLE,
        Plausible(0.5, 0.85, "as wide as the insurgents', as far above it"),
    )  # fmt: skip
    defaults: ClassVar[Mapping[str, Parameter]] = MappingProxyType({})
    """Where the role differs from the defaults of a principal, `agents.parameters.PARTY`."""

    def __init__(self, world: View, index: int, name: str, demands: Mapping[str, str]) -> None:
        self.world, self.index, self.name, self.demands = world, index, name, demands

    @classmethod
    def parameter(cls, name: str) -> Parameter:
        """A parameter as it stands for this role."""
        return cls.defaults.get(name, PARTY[name])

    def attend(self, table: int) -> Terms:
        """Come to a meeting of the table, or back to it."""
        return decisions.attend(self.world, self.index, table)

    def stay(self, table: int) -> Terms:
        """Stay at an impasse."""
        return decisions.stay(self.world, self.index, table)

    def package(self, table: int) -> Terms:
        """Put everything left on the table at once."""
        return decisions.package(self.world, self.index, table)

    def sign(self, table: int) -> Terms:
        """Sign the text that was agreed."""
        return decisions.sign(self.world, self.index, table)

    def ratify(self, table: int) -> Terms:
        """Ratify the text at home."""
        return decisions.ratify(self.world, self.index, table)

    def consent(self, table: int) -> Terms:
        """Consent, without a seat, to the text that all who have one have signed."""
        return decisions.consent(self.world, self.index, table)

    def deliver(self, table: int, issue: int) -> Terms:
        """Carry out the next step of an issue agreed at a table where it sits."""
        return decisions.deliver(self.world, self.index, table, issue)

    def deliver_unseated(self, table: int, issue: int) -> Terms:
        """Carry out what others agreed in its absence."""
        return decisions.deliver_unseated(self.world, self.index, table, issue)

    def keep(self, table: int, rung: int) -> Terms:
        """Keep a binding agreement under review."""
        return decisions.keep(self.world, self.index, table, rung)

    def keep_swap(self, table: int, rung: int) -> Terms:
        """Keep an agreement that was not binding."""
        return decisions.keep_swap(self.world, self.index, table, rung)

    def keep_unseated(self, table: int, rung: int) -> Terms:
        """Keep its part of an agreement made in its absence."""
        return decisions.keep_unseated(self.world, self.index, table, rung)

    def gesture(self, issue: int) -> Terms:
        """Make a revocable step at no table."""
        return decisions.gesture(self.world, self.index, issue)

    def press(self, live: bool, lowest_belief: float) -> Terms:
        """Fight harder this round."""
        return decisions.press(self.world, self.index, live, lowest_belief)

    def spoil(self, loss: float) -> Terms:
        """Whether its hardliners attack on their own."""
        return decisions.spoil(self.world, self.index, loss)

    def propose(self, table: int, seat: int, items: int) -> bool:
        """Write an offer over the listed items into `world.item_text`; False if none is possible."""
        return decisions.propose(self.world, self.index, table, seat, items)

    def accept(self, table: int, seat: int, items: int) -> bool:
        """Whether it accepts the offer that is on the table in `world.item_text`."""
        return decisions.accept(self.world, self.index, table, seat, items)

    def accept_text(self, table: int, seat: int, items: int) -> bool:
        """Whether it accepts a mediator's text, which is in `world.item_text`."""
        return decisions.accept_text(self.world, self.index, table, seat, items)
