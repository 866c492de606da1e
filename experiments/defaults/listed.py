"""Every default that is in doubt, and its distribution: what is thought possible before any base rate is looked at.

A default's two points (`agents.parameters.Plausible`) fix its distribution, on a scale on which it is normal: u as they
are; shares and chances on the logit scale; rates, patience and other positive scales on the log scale. On that scale a
default stands at some number of standard deviations from the middle, its *score*. Scores are independent a priori.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.mediator import Mediator
from agents.parameters import HARDLINERS, PARTY, RELUCTANCE, TABLE, WAR, Parameter, Plausible
from agents.patron import Patron
from agents.roles import PRINCIPALS

Floats = NDArray[np.float64]
Scale = Literal["plain", "log", "logit"]
Z95 = 1.6448536269514722  # standard normal quantile at 0.95
FARTHEST = 3.0
"""No default is drawn farther from the middle than this many standard deviations: a tail that nobody thought of."""
SETTLES, RELUCTANT = "settles", "party.reluctance"
HOLDERS = {
    "party": "all parties", "hardliners": "all hardliners", "table": "all tables", "war": "the war",
    "mediator": "all mediators", "insurgent": "insurgents", "government": "governments", "patron": "patrons",
}  # fmt: skip
"""Of whom a default is, for a reader, by the first part of its path."""
TOLD = {
    SETTLES: "chance of meaning to settle", "reluctance": "reluctance to join one table", "cost": "cost of the war",
    "effort": "effort of a meeting", "standing": "standing gained by coming",
    "keep_word": "worth of keeping one's word", "lock_in": "lock-in of what is in force",
    "home_premium": "opposition at home to a deal", "review": "reviews of agreements",
    "occasion": "occasions to meet", "pull": "pull of an invitation", "caution": "caution before a package",
    "exclusion": "insult of being left out", "table.guarantee": "guarantee from outside",
    "failures": "failures until collapse", "victory": "chance that the war is won",
    "press_gain": "gain from pressing", "surprise": "price of a secret deal", "exposure": "price of being seen",
    "weary": "weariness", "grief": "offence at attacks", "party.stake": "stakes of battle",
    "hardliners.stake": "stakes of hardliners", "mediator.stake": "stakes of its own",
}  # fmt: skip
"""Titles of defaults whose names say too little."""


class Doubted(NamedTuple):
    """A default that is in doubt: its path (`party.patience`), and what is known of it."""

    path: str
    parameter: Parameter
    plausible: Plausible

    @property
    def key(self) -> str:
        """Its name without whose it is."""
        return self.path.partition(".")[2]

    @property
    def title(self) -> str:
        """What a reader sees: `patience (all parties)`."""
        called = TOLD.get(self.path) or TOLD.get(self.key) or self.key.replace("_", " ")
        return f"{called} ({HOLDERS[self.path.partition('.')[0]]})"

    @property
    def scale(self) -> Scale:
        """The scale on which it is normal."""
        return scale_of(self.parameter)

    def value(self, score: Floats) -> Floats:
        """The default at scores (standard deviations from the middle), in its unit, within its range."""
        middle, spread = self._normal()
        return np.clip(_back(self.scale, middle + spread * score), self.parameter.low, self.parameter.high)

    def score(self, value: Floats) -> Floats:
        """The scores of values strictly within its range."""
        middle, spread = self._normal()
        return (_forth(self.scale, value) - middle) / spread

    def _normal(self) -> tuple[float, float]:
        """Mean and standard deviation on its scale."""
        low, high = (float(_forth(self.scale, np.float64(end))) for end in (self.plausible.low, self.plausible.high))
        return (low + high) / 2, (high - low) / (2 * Z95)


def scale_of(parameter: Parameter) -> Scale:
    """The scale on which a default is normal: its unit says, and for chances that their range ends at 1."""
    if parameter.unit.partition(" ")[0] == "u":
        return "plain"
    return "logit" if (parameter.low, parameter.high) == (0, 1) else "log"


def _forth(scale: Scale, value: Floats | np.float64) -> Floats:
    if scale == "plain":
        return np.asarray(value)
    return np.asarray(np.log(value) if scale == "log" else np.log(value / (1 - value)))


def _back(scale: Scale, x: Floats) -> Floats:
    if scale == "plain":
        return x
    return np.asarray(np.exp(x) if scale == "log" else 1 / (1 + np.exp(-x)))


def _every() -> Iterator[tuple[str, Mapping[str, Parameter]]]:
    """Every default, by whose it is."""
    yield "party", {**PARTY, "reluctance": RELUCTANCE}
    yield "patron", Patron.defaults
    yield "hardliners", HARDLINERS
    yield "table", TABLE
    yield "mediator", Mediator.defaults
    yield "war", WAR
    for role, kind in PRINCIPALS.items():
        if role != "party":
            yield role, {SETTLES: kind.settles}
    yield "party", {SETTLES: PRINCIPALS["party"].settles}


DOUBTED: tuple[Doubted, ...] = tuple(
    Doubted(f"{whose}.{key}", parameter, parameter.plausible)
    for whose, parameters in _every()
    for key, parameter in parameters.items()
    if parameter.plausible is not None
)
"""In a fixed order, which the columns of a table of points follow."""
PATHS = tuple(each.path for each in DOUBTED)


def values_at(scores: Floats) -> Floats:
    """The defaults at scores, column by column: (points, defaults)."""
    return np.column_stack([each.value(scores[:, i]) for i, each in enumerate(DOUBTED)])


def drawn(points: int, rng: np.random.Generator) -> Floats:
    """Scores of independent draws from what is thought possible: (points, defaults)."""
    from scipy.special import ndtr, ndtri

    tail = float(ndtr(-FARTHEST))
    return np.asarray(ndtri(tail + (1 - 2 * tail) * rng.random((points, len(DOUBTED)))))
