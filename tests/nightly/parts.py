"""What a night tries, in its order, and how much of each."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.nightly.ends import ends
from tests.nightly.endurance import endurance
from tests.nightly.kills import kills
from tests.nightly.levels import levels
from tests.nightly.links import links
from tests.nightly.serving import serving
from tests.nightly.trials import mutations
from tests.nightly.weather import weather

Say = Callable[[str], None]

INPUTS, LINKS, SCENARIOS, HISTORIES, KILLS, MINUTES, CLIENTS = 19_000, 1_000, 1_000, 100_000, 100, 30, 200


class Part(NamedTuple):
    """A part of a night."""

    title: str
    work: Callable[[float, int, int, Say], dict[str, Any]]
    """Of the share of a night, the first seed and the number of workers: the figures."""


def _of(number: int, share: float) -> int:
    return max(1, round(number * share))


PARTS = {
    "inputs": Part(
        "Damaged inputs", lambda share, first, workers, say: mutations(_of(INPUTS, share), first, workers, say)
    ),
    "links": Part("Damaged links", lambda share, first, _, say: links(_of(LINKS, share), first, say)),
    "ends": Part(
        "Numbers at their ends", lambda share, first, workers, say: ends(_of(SCENARIOS, share), first, workers, say)
    ),
    "levels": Part(
        "What cannot be taken back",
        lambda share, first, workers, say: levels(_of(HISTORIES, share), first, workers, say),
    ),
    "kills": Part("Kills", lambda share, first, _, say: kills(_of(KILLS, share), first, say)),
    "weather": Part("Bad weather", lambda share, _, __, say: weather(share, say)),
    "serving": Part("Two hundred clients", lambda share, first, _, say: serving(_of(CLIENTS, share), first, say)),
    "endurance": Part("Half an hour of sweeping", lambda share, _, __, say: endurance(MINUTES * share)),
}
