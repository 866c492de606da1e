"""A government's role. In the first case: Kabul, whose prisoners, constitution and consent others bargain over."""

from typing import ClassVar

from agents.parameters import Parameter, Plausible
from agents.party import BY_ROLE, Principal


class Government(Principal):
    """A government at war with an insurgency, and often the one that must deliver what others promised without it.

    It then weighs the word of its patron against the insult of exclusion (`deliver_unseated`, `keep_unseated`), and may
    have to ratify at home [Putnam 1988]; whether it must, the scenario says.
    """

    role: ClassVar[str] = "government"
    side: ClassVar[str] = "government"
    settles: ClassVar[Parameter] = Parameter(
        0.75, "probability", 0, 1, "mean of the prior that it means to settle", BY_ROLE,
        Plausible(0.58, 0.88, "as wide as the insurgents', as far above it"),
    )  # fmt: skip
