"""Washington's role: the outside power that fights beside the government, can leave, and tires with time."""

from typing import ClassVar

from agents.party import Principal


class Patron(Principal):
    """An external power on one side of the war."""

    role: ClassVar[str] = "patron"

    def influence_on(self, other: Principal) -> float:
        """What its word weighs with another that must deliver what was promised in its absence, in u."""
        return self.world.influence[self.index, other.index]
