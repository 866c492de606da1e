"""Qatar's and Uzbekistan's role: the host and go-between, with its skill, its welcome and its leanings [Bercovitch 1997]."""

from typing import Any, ClassVar

import mesa

from agents import decisions


class Mediator(mesa.Agent):
    """A third party that helps others to bargain."""

    role: ClassVar[str] = "mediator"

    def __init__(self, model: Any, index: int, name: str):
        super().__init__(model)
        self.index, self.name = index, name

    @property
    def world(self) -> Any:
        """The state of the history that it lives in (sim.world.state)."""
        return self.model.world

    def mediate(self, table: int) -> float:
        """The chance, 0–1, that it tables a single text at an impasse."""
        return decisions.mediate(self.world, self.index, table)
