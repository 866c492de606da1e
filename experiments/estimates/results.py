"""What a run says, with what each key means: `summary.json`, and the shares that every study is told in.

Plain JSON-ready dictionaries at run time. The text under a key is what docs/json_reference.md says of it.
"""

from typing import Annotated, Literal, TypedDict, get_args

from experiments.words.units import Count, Difference, Hash, Level, Proportion, RoundNumber, Seed, Unit


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
    walk_outs_mean: float
    """Mean number of walk-outs in a history."""
    collapsed: Share
    """Histories in which talks at this table broke down for good."""
    suspended: Share
    """Histories at whose end talks at this table stand broken off, and may be taken up again."""
    called_off: Share
    """Histories in which something from outside broke them off at least once."""
    rungs: dict[str, RungResult]
    """Each step of the table's ladder, from the first up: histories that reached it or a later one."""


class IssueResult(TypedDict):
    """What became of one issue in dispute."""

    delivered: Share
    """Histories in which an agreement on it was carried out at some time."""
    mean_level: Level | None
    """Mean level in force at the end, over all histories; null of options, which lie on no line."""
    options: dict[str, Share]
    """By option, histories at whose end it is in force; empty for an issue of another kind."""
    unit: str
    """The issue's unit, as its scenario writes it; empty if it has none."""


class BlameRow(TypedDict):
    """Who was the last to block a table that stopped short of the step that matters, how, and over what."""

    table: str
    """The table."""
    short_of: str
    """The step of which it stopped short: the one that the scenario asks for, or else the table's last."""
    party: str | None
    """The party that blocked it last; null if nobody did: time, or the conditions for the step, ran out."""
    how: str | None
    """What it did: `did_not_come`, `stood_on_a_demand`, `refused` (the last offer), `walked_out`, `did_not_sign`,
    `did_not_ratify`, `did_not_deliver`, `took_back` or `no_room` (it had nothing to offer); null if nobody blocked."""
    issue: str | None
    """The issue over which it did; null if it was over none in particular, or if it did not come."""
    share: Proportion
    """Share of all histories."""


Side = Literal["insurgent", "government"]


class WarResult(TypedDict):
    """How the war ends, where it does."""

    ended: dict[Side, Share]
    """Histories in which that side has won it."""


class AnswerShare(Share):
    """What answers the scenario's question."""

    name: str
    """An outcome, or TABLE.RUNG: that step or a later one."""


Who = Literal["all", "one", "some", "none"]
End = Literal["war_decided", "went_further", "broken_off", "never_met", "suspended", "carrying_out", "bargaining"]
ENDS: tuple[End, ...] = get_args(End)


class MeantShare(TypedDict):
    """How often what was asked comes about among the histories in which these, and no others at the table, meant it."""

    who: Who
    """Who at the table meant to settle as the history began."""
    party: str | None
    """Which party, if one alone did."""
    histories: Count
    """How many histories that were."""
    share: Share
    """In how many of them it came about."""


class EndShort(TypedDict):
    """What became of histories in which what was asked did not come about; each is counted once, the first that holds."""

    how: End
    """`war_decided`: one side won. `went_further`: the step was reached, but the history ends as something else.
    `broken_off`: for good. `never_met`: no meeting in the time simulated. Then time ran out: `suspended`, after talks had
    been broken off; `carrying_out` what was agreed; or `bargaining`."""
    step: str | None
    """The step that they stood before at the end; null where that says nothing."""
    share: Proportion
    """Share of all histories."""


class TurningPoint(TypedDict):
    """A turn of events, beside like histories: in the same month, at the same stage, with as many who meant to settle."""

    what: str
    """`met` (for the first time), `walked_out`, `called_off` (from outside), `ended` (an agreement), `reached` (a step of
    another table), `new_leaders` or `demand_fell` (a bluff, or given up)."""
    subject: str
    """The table, TABLE.RUNG, party or PARTY.DEMAND."""
    share: Proportion
    """Share of all histories in which it comes while what was asked is still open."""
    then: Proportion
    """Share of these in which what was asked comes about later."""
    otherwise: Proportion
    """The same share among like histories in which it has not happened."""
    turned: Difference
    """Share of all histories that turn on it: how many more (or fewer) come to what was asked."""
    clear: bool
    """Whether that is more than three standard errors from none."""


StageName = Literal["met", "signed", "reached"]


class StageShare(TypedDict):
    """A stage on the way to what is asked: how many histories came to it, or to a later one."""

    what: StageName
    """The table `met`; an agreement was `signed`; or it was carried out, so that the step was `reached`."""
    step: str | None
    """The step; null for meeting."""
    share: Proportion
    """Share of all histories."""


class WhyResult(TypedDict):
    """Why: by what the parties meant, by what became of the rest, and by what turned them."""

    parties: list[str]
    """Who sits at the table where it is decided."""
    meant: list[MeantShare]
    """By what they meant at the start."""
    stages: list[StageShare]
    """The stages on the way up, in their order, each counting those that went further; empty where no step is asked of."""
    short: list[EndShort]
    """What became of the histories in which it did not come about, most often first; empty where no table is asked of."""
    turns: list[TurningPoint]
    """Turns of events, the one on which most histories turn first."""


class OutsideView(TypedDict):
    """How often real peace processes came as far in as long, beside how often the simulated talks do."""

    rate: str
    """Which published count: `any_12`, `any_24`, `any_60`, `full_12`, `full_24` or `full_60`, by months."""
    years: Annotated[int, Unit("1, 2 or 5")]
    """Within how many years."""
    full: bool
    """Whether a comprehensive agreement is counted, and not any substantive one."""
    step: str
    """The first step of the simulated table whose signature counts."""
    n: Count
    """Processes that had signed."""
    of: Count
    """Processes counted."""
    source: str
    """The data that they were counted from."""
    simulated: Share
    """Simulated histories in which the table signs that step, or a later one, within that time."""
    far: bool
    """Whether that is more than three times more or less often."""


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

    answer: AnswerShare | None
    """The answer to the scenario's question; null where it does not say what answers it."""
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
    war: WarResult | None
    """How the war ends; null where the scenario has none."""


class RunReasons(TypedDict):
    """What was changed for a run, and why its histories go as they do."""

    changed: list[str]
    """What was played otherwise than the scenario's file says, each as `path=value`; empty for the file as it is."""
    why: WhyResult | None
    """Why what was asked comes about or does not; null where the scenario does not say what answers its question."""
    outside: OutsideView | None
    """What is published of real processes; null where none is like the table that is asked about."""


class RunSummary(RunHeading, RunEstimates, RunReasons):
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
