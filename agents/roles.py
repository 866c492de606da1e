"""Every role by its name: what a scenario's `role:` stands for."""

from collections.abc import Mapping
from types import MappingProxyType

from agents.government import Government
from agents.insurgent import Insurgent
from agents.mediator import Mediator
from agents.party import Principal
from agents.patron import Patron

PRINCIPALS: Mapping[str, type[Principal]] = MappingProxyType(
    {kind.role: kind for kind in (Insurgent, Government, Patron, Principal)}
)
MEDIATOR = Mediator
SETTLES_SPREAD = 0.15
"""Standard deviation of every role's prior that a party means to settle; assumed."""
