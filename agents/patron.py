"""An outside power's role. In the first case: Washington, which fights beside Kabul, can leave, and tires with time."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from agents.parameters import Parameter, Plausible
from agents.party import BY_ROLE, Principal


class Patron(Principal):
    """An external power on the government's side: its patience runs out at home, and its word moves its client."""

    role: ClassVar[str] = "patron"
    side: ClassVar[str] = "government"
    settles: ClassVar[Parameter] = Parameter(
        0.75, "probability", 0, 1, "mean of the prior that it means to settle", BY_ROLE,
        Plausible(0.58, 0.88, "as wide as the insurgents', as far above it"),
    )  # fmt: skip
    defaults: ClassVar[Mapping[str, Parameter]] = MappingProxyType({
        "weary": Parameter(
            0.002, "u per month", -0.1, 0.1, "how fast fighting on loses value with time alone",
            "an outside power's patience runs out at home; a trial of the Afghan case",
            Plausible(0, 0.004, "assumed: from not tiring to a tenth of the stakes in two years"),
        ),
        "influence": Parameter(
            0.12, "u", -1, 2, "what a patron's word weighs with a government on its side that must deliver",
            "as much as exclusion costs; a trial of the Afghan case",
            Plausible(0.06, 0.18, "assumed: half as much, half as much again"),
        ),
    })  # fmt: skip
