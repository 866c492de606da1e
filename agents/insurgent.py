"""The Taliban's role: an armed movement that wants recognition and the foreigners gone, and whose word is in doubt."""

from typing import ClassVar

from agents.party import Principal


class Insurgent(Principal):
    """An insurgent movement. Its hardliners may act on their own when a deal is near [Stedman 1997]."""

    role: ClassVar[str] = "insurgent"

    @property
    def leverage(self) -> float:
        """What the battlefield gives its side now, 0–1, before concessions."""
        return self.world.leverage

    @property
    def has_hardliners(self) -> bool:
        """Whether a wing of it may spoil."""
        return bool(self.world.has_hardliners[self.index])
