"""What the figures of a sensitivity analysis show, a sentence each: on which numbers an answer rests.

Numbers whose 95 % intervals overlap are not told apart: they are counted, not ranked.
"""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.figures.findings import quoted
from experiments.sensitivity.summary import MorrisSummary, SobolSummary
from experiments.sensitivity.tables import CALLED
from experiments.sweep.words import asked
from experiments.words.sentences import small
from sim.scenario.phrases import listed


class Part(NamedTuple):
    """What something is called, and how much rests on it, with its interval."""

    name: str
    value: float
    lo: float
    hi: float


def leading(parts: Sequence[Part]) -> list[Part]:
    """The largest and those whose intervals reach it, the largest first; none if nothing is above 0."""
    order = sorted((part for part in parts if part.value > 0), key=lambda part: -part.value)
    return [part for part in order if part.hi >= order[0].lo]


def of_effects(told: MorrisSummary) -> str:
    """Which numbers move the answer most, and how far."""
    lead = leading(
        [Part(n["title"], n["effect"]["mu_star"], n["effect"]["lo"], n["effect"]["hi"]) for n in told["numbers"]]
    )
    if not lead:
        return f"No number moves {asked(told)}, as far as so few trajectories can tell"
    return f"{who(lead)} {'moves' if len(lead) == 1 else 'move'} {asked(told)} most, by {sizes(lead)} points"


def of_indices(told: SobolSummary) -> str:
    """On which numbers most of the doubt rests."""
    lead = leading([Part(n["title"], n["total"]["value"], n["total"]["lo"], n["total"]["hi"]) for n in told["numbers"]])
    if not lead or told["sd"] == 0:
        return f"No number moves {asked(told)}, as far as so few points can tell"
    if lead[0].lo <= 0:
        return f"On which number {asked(told)} rests most cannot be told from so few points"
    matter = "matters most to {}: it has" if len(lead) == 1 else "matter most to {}: each has"
    return f"{who(lead)} {matter.format(asked(told))} a part in {sizes(lead)} % of its variance"


def of_evidence(told: SobolSummary) -> str:
    """On which kind of evidence most of the doubt rests."""
    kinds = [each for each in told["evidence"] if each["numbers"]]
    lead = leading([Part(CALLED[e["kind"]], e["alone"]["value"], e["alone"]["lo"], e["alone"]["hi"]) for e in kinds])
    if not lead or told["sd"] == 0:
        return f"No number moves {asked(told)}, as far as so few points can tell"
    if lead[0].lo <= 0:
        return f"On which kind of evidence {asked(told)} rests most cannot be told from so few points"
    if len(lead) == 1:
        most = "Most" if lead[0].lo > 0.5 else "The largest part"
        return (
            f"{most} of the doubt about {asked(told)} rests on numbers {lead[0].name}: {sizes(lead)} % of its variance"
        )
    shares = [f"{part.name} ({100 * part.value:.0f} %)" for part in lead]
    return f"The doubt about {asked(told)} rests on numbers {listed(shares)}: on which more is not clear"


def who(lead: Sequence[Part]) -> str:
    """The largest by name, and how many others are not told apart from it."""
    if len(lead) <= 2:
        return quoted([part.name for part in lead])
    return f"{quoted([lead[0].name])} and {small(len(lead) - 1)} more"


def sizes(lead: Sequence[Part]) -> str:
    """`27`, or `25 to 27`, of a hundred."""
    low, high = (f"{100 * end:.0f}" if end >= 0.005 else "under 1" for end in (lead[-1].value, lead[0].value))
    return high if low == high else f"{low} to {high}"
