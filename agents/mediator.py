"""The go-between's role. In the first case: Qatar and Uzbekistan, each with its skill, its welcome and its leanings."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from agents import decisions
from agents.parameters import GENERIC, Parameter, Plausible
from agents.view import View


class Mediator:
    """A third party that helps others to bargain [Bercovitch 1997]: it carries words, invites, drafts and guarantees.

    A biased one is believed when it warns its own side [Kydd 2003], one with a stake in peace when it vouches [Kydd 2006].
    """

    role: ClassVar[str] = "mediator"
    # fmt: off
    defaults: ClassVar[Mapping[str, Parameter]] = MappingProxyType({
        "communication": Parameter(0.3, "share", 0, 1, "share of the remaining noise about priorities that the mediator removes", GENERIC, Plausible(0.15, 0.5, "assumed: half as well, half as well again")),
        "formulation": Parameter(0.1, "per impasse", 0, 1, "chance that it tables a single text at an impasse, from the third meeting on", GENERIC, Plausible(0.04, 0.22, "assumed: less than half as often, twice as often")),
        "guarantee": Parameter(0, "u", -1, 2, "what it adds to holding an agreement up", "not every mediator can enforce", Plausible(0, 0.04, "from nothing to two thirds of what the world outside does")),
        "pull": Parameter(0.03, "u", -1, 1, "what its invitation adds to coming, times its acceptability to the invited", GENERIC, Plausible(0.01, 0.06, "assumed: a third as much, twice as much")),
        "skill": Parameter(0.1, "share", 0, 1, "how much its words tell of whether a party means to settle", "assumed: words are weak evidence beside acts", Plausible(0.04, 0.22, "assumed: less than half as much, twice as much")),
        "stake": Parameter(0.5, "share", 0, 1, "its own stake in the matter, which makes its vouching believable [Kydd 2006]", "assumed: half", Plausible(0.3, 0.7, "assumed: from a bystander's to a neighbour's")),
    })
    toward: ClassVar[Mapping[str, Parameter]] = MappingProxyType({
        "acceptability": Parameter(1, "share", -1, 1, "how welcome it is to a party; negative pushes the party away", "accepted unless the scenario says otherwise"),
        "bias": Parameter(0, "share", -1, 1, "its leaning toward a party", "even-handed unless the scenario says otherwise"),
    })
    """Defaults toward each party."""
    # fmt: on

    def __init__(self, world: View, index: int, name: str) -> None:
        self.world, self.index, self.name = world, index, name

    def mediate(self, table: int) -> float:
        """The chance, 0–1, that it tables a single text at an impasse."""
        return decisions.mediate(self.world, self.index, table)
