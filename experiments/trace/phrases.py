"""Turns of phrase of a story, whoever tells it: in the terminal, or a page in a browser."""

from sim.scenario.checks.common import with_inner
from sim.scenario.vocabulary import Condition

KEPT = ("reviewed the agreement and kept it", "reviewed the agreement and went back on it", "keep it")
DEEDS: dict[str, tuple[str, str, str]] = {
    "attend": ("came", "refused to come", "come"),
    "stay": ("stayed", "walked out", "stay"),
    "package": ("agreed to bargain over all at once", "declined to bargain over all at once", "agree"),
    "sign": ("signed", "refused to sign", "sign"),
    "ratify": ("ratified the text at home", "failed to have the text ratified at home", "ratify"),
    "consent": ("consented", "did not consent", "consent"),
    "deliver": ("acted on {issue}", "did not act on {issue}", "act"),
    "deliver_unseated": ("acted on {issue} for others", "did not act on {issue} for others", "act"),
    "keep": KEPT,
    "keep_swap": KEPT,
    "keep_unseated": KEPT,
    "gesture": ("made a gesture", "thought of a gesture on {issue} and made none", "make it"),
    "spoil": ("attacked on their own", "did not attack", "attack"),
}
"""What a yes is called, what a no, and what was likely to happen."""
BACK = ("agreed to come back", "refused to come back", "come back")
LAPSES = {"bluff": "was no condition after all", "given up": "was given up", "moot": "would gain it nothing any more"}
"""Why a demand is no condition, as a sentence goes on."""
STANDING = {
    "bargaining": "still bargaining",
    "carrying out": "still carrying out what was agreed",
    "suspended": "broken off",
    "collapsed": "collapsed",
    "complete": "complete",
}
"""How a table stands, by the names of `sim.world.codes.STAGES`."""


def is_share(unit: str) -> bool:
    """Whether a unit says only that it is a share, so that a reader asks: of what?"""
    return unit.startswith(("%", "per cent", "percent"))


def is_demanded(condition: Condition) -> bool:
    """Whether a condition, or one inside it, is somebody's demand."""
    return any(inner.demand is not None for _, inner in with_inner((), condition))
