"""Kabul's role: the government whose prisoners, constitution and consent others bargain over, seated or not."""

from typing import ClassVar

from agents.party import Principal


class Government(Principal):
    """A government at war with an insurgency."""

    role: ClassVar[str] = "government"

    @property
    def must_deliver(self) -> list[int]:
        """The issues that nobody else can carry out, whoever promised them."""
        return [k for k in range(self.world.issues) if self.world.deliverer[k] == self.index]

    def is_excluded_from(self, table: int) -> bool:
        """Whether others bargain at this table without it."""
        return not self.world.seated[table, self.index]
