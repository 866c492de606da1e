"""What a party controls: the kinds of levers, which way each is moved, how far, and why not farther.

Not levers: whether a party means to settle (that is what it is, not what it does), how much it cares about an issue, what
others believe of it, and the course of the war.
"""

from typing import NamedTuple

from agents.parameters import RELUCTANCE, RELUCTANCE_CUT


class Kind(NamedTuple):
    """A number that a party, or a mediator, can move: where it stands, what moving it means, and to which end."""

    key: str
    title: str
    end: float
    unit: str
    why: str
    way: int = 1
    """1 if it is raised, −1 if it is lowered: whoever is beyond the end already has no such lever."""


PRINCIPAL = (
    Kind("patience", "waits longer before it walks out or gives way", 24, "meetings", "two years of monthly meetings"),
    Kind(
        "patience",
        "comes down from its demands sooner",
        1,
        "meetings",
        "at once: the least that a scenario can say",
        -1,
    ),
    Kind("home_premium", "wins over those at home", 0, "u", "those at home ask no more than the delegation", -1),
    Kind("caution", "puts everything on the table more readily", 0, "u", "without asking for hope first", -1),
    Kind(
        "signals", "shows beforehand that it means it", 10, "likelihood ratio", "ten times likelier from one who does"
    ),
    Kind("standing", "gains standing by coming", 0.5, "u", "half of all that it can win or lose"),
    Kind("keep_word", "stakes more on keeping its word", 0.5, "u", "half of all that it can win or lose"),
    Kind("violence", "begins less violence", 0, "a month", "none but in answer to others", -1),
    Kind("press_swing", "stops using violence to press", 0, "share", "violence does not follow the talks", -1),
)
"""Levers of every principal."""

WITH_OTHERS = (
    Kind("exposure_with", "bears being seen with", 0, "u", "no worse than being seen with anyone", -1),
    Kind("standing_with", "gains standing by meeting", 0.5, "u", "half of all that it can win or lose"),
    Kind("shelters", "stops holding back", 0, "u", "it leaves those whom it shelters free", -1),
    Kind("influence", "leans harder on", 0.5, "u", "half of all that the other can win or lose"),
)
"""Levers of a principal toward another, where the scenario has them."""

EFFORT_AT = Kind(
    "effort_at",
    "overcomes its reluctance to join",
    -RELUCTANCE.default * RELUCTANCE_CUT,
    "u",
    "as eager as any party ever is",
    -1,
)
"""Lever of a principal toward each table where it sits."""

FIRM = Kind("firm", "drops its demand", 0, "chance", "it is meant in no history", -1)
"""Lever of a principal for each demand that something come first."""

CONTROL = Kind("hardliners.control", "holds its hardliners more firmly", 1, "u", "more than they can lose by any deal")
RESTRAINT = Kind(
    "hardliners.restraint",
    "holds them more firmly if it means to settle",
    1,
    "u",
    "more than they can lose by any deal",
)
GESTURE = Kind("rate", "seeks occasions for a gesture", 1, "per month", "every month")

CONVENER = (
    Kind("occasion", "sets dates more often", 1, "per month", "an occasion every month"),
    Kind("resume", "calls them back sooner", 1, "per month", "in the month after they parted"),
)
"""Levers of whoever convenes a table, or of all seated where nobody does; they also choose whether it is secret."""

SECRET, PUBLIC = "meets in secret", "meets in public"

PATRON = Kind("guarantee", "guarantees what is agreed", 0.5, "u", "half of all that a party can win or lose")
"""Lever of a patron at every table."""

MEDIATOR = (
    Kind("communication", "carries messages", 1, "share", "all noise about priorities removed"),
    Kind("formulation", "drafts texts", 1, "per impasse", "one at every impasse"),
    Kind("guarantee", "guarantees what is agreed", 0.5, "u", "half of all that a party can win or lose"),
    Kind("pull", "presses them to come", 0.3, "u", "a third of all that a party can win or lose"),
    Kind("skill", "finds out who means it, and says so", 1, "share", "its word is proof"),
)
"""Levers of a mediator."""
