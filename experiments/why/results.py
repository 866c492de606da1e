"""What forcing the parties' types says, with what each key means: `parley why --json`, and `why.json`."""

from typing import TypedDict

from experiments.compare.results import PairedDifference
from experiments.estimates.results import RunHeading, Share, Who, WhyResult
from experiments.words.units import Day


class ForcedShare(TypedDict):
    """The chance of what is asked if these parties mean to settle as a history begins, and the others do not."""

    who: Who
    """Who at the table is made to mean it."""
    settle: list[str]
    """The parties that mean to settle in every history."""
    stall: list[str]
    """Those that stall in every history."""
    share: Share
    """Histories in which what is asked comes about then."""
    difference: PairedDifference
    """Difference from the scenario as it stands, on the same histories."""


class ForcedResult(RunHeading):
    """Why, on the same luck: types are forced, and what the others believe beforehand stays as it is."""

    as_of: Day
    """Date of knowledge of the scenario."""
    answers: str
    """What answers the question."""
    title: str
    """The same for a reader."""
    base: Share
    """Histories in which it comes about in the scenario as it stands."""
    forced: list[ForcedShare]
    """By who means it, all first, none last."""
    why: WhyResult
    """What the scenario's own histories say of it."""
