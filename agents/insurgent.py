"""The insurgents' role. In the first case: the Taliban, whose word is in doubt, and who want the foreigners gone."""

from typing import ClassVar

from agents.parameters import FITTED, Parameter, Plausible
from agents.party import Principal


class Insurgent(Principal):
    """An armed movement: of all roles the least trusted to mean it [Walter 1997], since power may shift [Powell 2006].

    Its leadership answers for hardliners who may attack on their own when a deal is near [Stedman 1997; Kydd & Walter
    2002]; whether it has any, the scenario says. Concessions that shift leverage shift it to or from this side.
    """

    role: ClassVar[str] = "insurgent"
    side: ClassVar[str] = "insurgent"
    settles: ClassVar[Parameter] = Parameter(
        0.60, "probability", 0, 1, "mean of the prior that it means to settle", FITTED + "0.60 ± 0.09",
        Plausible(0.43, 0.76, "90 % of an earlier fit to the base rates"),
    )  # fmt: skip
