"""The course of a run's histories by round, with what each key means: `course.json`."""

from typing import Annotated, TypedDict

from experiments.words.units import Count, Day, Proportion, Unit

Incidents = Annotated[float, Unit("incidents a round, or what `unit` says")]


class ViolenceByRound(TypedDict):
    """Violence round by round: its mean and its quantiles over all histories, a number for each round."""

    mean: list[Incidents]
    """Mean."""
    q05: list[Incidents | None]
    """1 in 20 histories has less."""
    q25: list[Incidents | None]
    """1 in 4 histories has less."""
    q50: list[Incidents | None]
    """Median."""
    q75: list[Incidents | None]
    """1 in 4 histories has more."""
    q95: list[Incidents | None]
    """1 in 20 histories has more."""


class BeliefByRound(TypedDict):
    """What the others believe on average of a party's word, by round, over the histories in which it is of one type."""

    histories: list[Count]
    """Histories in which the party is of this type in that round."""
    q05: list[Proportion | None]
    """Chance that it would keep a deal, as the others see it: in 1 of 20 histories it is less; null where there are none."""
    q25: list[Proportion | None]
    """In 1 of 4 histories it is less."""
    q50: list[Proportion | None]
    """Median."""
    q75: list[Proportion | None]
    """In 1 of 4 histories it is more."""
    q95: list[Proportion | None]
    """In 1 of 20 histories it is more."""


class CourseSummary(TypedDict):
    """The course of all histories by round."""

    rounds: list[Day]
    """The last day of each round."""
    unit: str | None
    """What violence is counted in; null if the scenario has no war."""
    violence: dict[str, ViolenceByRound]
    """By party, and `all` together; empty if the scenario has no war."""
    beliefs: dict[str, dict[str, BeliefByRound]]
    """By party, then by its true type in that round: `stall` (would not keep a deal) or `settle` (would)."""
