"""What a run says, with what each key means: `summary.json`, and the shares that every study is told in.

Plain JSON-ready dictionaries at run time. The text under a key is what docs/json_reference.md says of it.
"""

from typing import TypedDict

from experiments.words.units import Count, Difference, Hash, Level, Proportion, RoundNumber, Seed


class Share(TypedDict):
    """A share of simulated histories, with its 95 % Wilson interval: sampling error of finitely many histories only."""

    n: Count
    """Histories in which it happened."""
    p: Proportion
    """Their share of all histories: the estimated probability in the model."""
    lo: Proportion
    """Lower end of the 95 % interval."""
    hi: Proportion
    """Upper end of the 95 % interval."""


class RungResult(Share):
    """How often a step of a table's ladder was reached: the share itself, and what became of the step."""

    median_round: RoundNumber | None
    """The round by which half of the histories that ever reached it had done so; null if none did."""
    signed: Share
    """Histories in which the agreement of this step, or of a later one, was signed."""
    ended: Share
    """Histories in which the agreement of this step was ended again, by default or by being taken back."""


class TableResult(TypedDict):
    """How talks at one table went."""

    meetings_mean: float
    """Mean number of meetings in a history."""
    collapsed: Share
    """Histories in which talks at this table broke down for good."""
    rungs: dict[str, RungResult]
    """Each step of the table's ladder, from the first up: histories that reached it or a later one."""


class IssueResult(TypedDict):
    """What became of one issue in dispute."""

    delivered: Share
    """Histories in which an agreement on it was carried out at some time."""
    mean_level: Level
    """Mean level in force at the end, over all histories."""
    unit: str
    """The issue's unit, as its scenario writes it; empty if it has none."""


class BlameRow(TypedDict):
    """Who was the last to block a table that stopped short of its last step, how, and over what."""

    table: str
    """The table."""
    party: str | None
    """The party that blocked it last; null if nobody did: time, or the conditions for the step, ran out."""
    how: str | None
    """What it did: `did_not_come`, `stood_on_a_demand`, `refused` (the last offer), `walked_out`, `did_not_sign`,
    `did_not_ratify`, `did_not_deliver`, `took_back` or `no_room` (it had nothing to offer); null if nobody blocked."""
    issue: str | None
    """The issue over which it did; null if it was over none in particular, or if it did not come."""
    share: Proportion
    """Share of all histories."""


class RunHeading(TypedDict):
    """Of what, and of how many histories, results speak."""

    scenario: str
    """Title of the scenario."""
    scenario_sha256: Hash
    """Hash of the scenario as it ran, with every default written out: alike for alike scenarios."""
    seed: Seed
    """Seed of all random draws: with the same seed, the same histories."""
    histories: Count
    """Number of simulated histories."""


class RunEstimates(TypedDict):
    """What the histories of one scenario say."""

    progress: Share
    """Histories in which some table climbed at least one step."""
    outcomes: dict[str, Share]
    """Each outcome that the scenario names, in its order: every history ends in exactly one."""
    tables: dict[str, TableResult]
    """Each table, by name."""
    issues: dict[str, IssueResult]
    """Each issue, by name."""
    blame: list[BlameRow]
    """Who blocked, and on what: table by table, the most frequent first."""


class RunSummary(RunHeading, RunEstimates):
    """What all histories of a run say. Equal bytes for equal work, however it was divided."""


class FlipDifference(TypedDict):
    """A difference of shares between two runs on the same histories: variant less base."""

    d: Difference
    """The difference; 0.01 is one percentage point."""
    lo: Difference
    """Lower end of its paired 95 % interval."""
    hi: Difference
    """Upper end of it."""
    gained: Count
    """Histories in which it happens in the variant only."""
    lost: Count
    """Histories in which it happens in the base only."""
