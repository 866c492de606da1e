"""What the rival models say, with what each key means: `parley rivals --json`, and `rivals.json`."""

from typing import Annotated, TypedDict

from experiments.words.units import Level, Proportion, Unit


class AgreedLevel(TypedDict):
    """The level agreed on an issue in the simulation, over the histories in which it was agreed."""

    mean: Level
    """Its mean."""
    lo: Level
    """Lower end of the mean's 95 % interval."""
    hi: Level
    """Upper end of it."""


class IssuePredictions(TypedDict):
    """Where one issue ends, by each model; null where a model has nothing to say of it."""

    weighted_mean: Level | None
    """Mean of the parties' positions, weighted by capability and salience."""
    weighted_median: Level | None
    """Median of the positions, weighted likewise."""
    challenge: Level | None
    """The challenge model: the median after its last round."""
    condorcet: Level | None
    """Expected level of a probabilistic Condorcet election over all issues at once."""
    nash: Level | None
    """The Nash bargaining point of all principals over all issues at once."""
    simulated: AgreedLevel | None
    """What the simulation says; null if the issue was never agreed, or the scenario cannot be simulated."""


class ChallengeRounds(TypedDict):
    """The challenge model round by round; the first of each list is of the positions as given."""

    median: list[Level]
    """Weighted median of positions."""
    mean: list[Level]
    """Weighted mean of positions."""


class CondorcetTold(TypedDict):
    """The parties in the Condorcet election."""

    risk: dict[str, Annotated[float, Unit("−1/2 to 1")] | None]
    """By party, its attitude to risk: the likeliest to win can afford most; null if nobody votes."""
    probability: dict[str, Proportion | None]
    """By party, the chance that its position wins; parties at one position each have it. Null if nobody votes."""


class RivalsResult(TypedDict):
    """Classical point predictions from the same positions beside the simulation."""

    issues: dict[str, IssuePredictions]
    """By issue, in the order of the scenario's file; those of kind options are left out."""
    challenge_rounds: dict[str, ChallengeRounds | None]
    """By issue, the course of the challenge model; null if nobody has weight there."""
    condorcet: CondorcetTold
    """The parties in the election."""
