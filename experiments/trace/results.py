"""What `parley trace --json` prints of one history, with what each key means."""

from typing import Annotated, Literal, NotRequired, TypedDict

from experiments.words.units import Count, LevelOrOption, Number, Proportion, RoundNumber, Seed, Unit

PartyType = Literal["stall", "settle"]
"""What a party really is, which the others can only guess: `settle` would keep a deal, `stall` would not."""
Worth = Annotated[float, Unit("u: 0 to 1 of all that a party cares about")]
Utility = Annotated[float, Unit("u: 1 is all that a party cares about")]
Incidents = Annotated[float, Unit("what the scenario counts violence in")]
Kind = Literal[
    "event", "turnover", "decision", "meeting", "package", "offer", "text", "refusal", "no offer possible", "agreed",
    "delivery", "default", "taken back", "climbed", "collapse", "failure", "walk-out", "resumed", "leak", "warning",
    "vouching", "gesture", "lapsed", "took effect", "followed", "announced", "called off", "relented", "passed over",
    "held to a demand", "won", "not yet due", "moved by an event",
]  # fmt: skip
Choice = Literal[
    "attend", "stay", "package", "sign", "ratify", "consent", "deliver", "deliver_unseated", "keep", "keep_swap",
    "keep_unseated", "gesture", "press", "spoil",
]  # fmt: skip


class IfType(TypedDict):
    """How likely a yes was, by what the party might be."""

    settle: Proportion
    """If it would keep a deal."""
    stall: Proportion
    """If it would not."""


How = Literal[
    "did_not_come", "stood_on_a_demand", "refused", "walked_out", "did_not_sign", "did_not_ratify",
    "did_not_deliver", "took_back", "no_room", "did_not_consent",
]  # fmt: skip
Limit = Literal["in force", "demand", "absent deliverer", "red line"]
"""What keeps an offer on an issue within its room."""
Lapse = Literal["bluff", "given up", "moot"]
"""Why a demand is no condition: it was never meant, was given up, or would gain its party nothing any more."""


class EntryAbout(TypedDict):
    """Whom and what a happening concerns; keys that do not apply are left out."""

    kind: Kind
    """What happened."""
    table: NotRequired[str]
    """At which table."""
    party: NotRequired[str]
    """Whose doing it was, or of whom it is told."""
    issue: NotRequired[str]
    """About which issue."""


class Decided(TypedDict):
    """Of a decision: what was chosen, and why."""

    decision: NotRequired[Choice]
    """What was to be decided."""
    type: NotRequired[PartyType]
    """What the party really is; of a turnover, what its new leaders are."""
    terms: NotRequired[dict[str, Utility]]
    """The reasons for and against a yes, by name; those that are 0 are left out."""
    advantage: NotRequired[Utility]
    """Their sum."""
    rationality: NotRequired[Annotated[float, Unit("per u, from 0")]]
    """How surely the party does what its terms say."""
    probability: NotRequired[Proportion]
    """How likely a yes was."""
    probability_if: NotRequired[IfType]
    """How likely it was for either type: what the others can learn from it."""
    yes: NotRequired[bool]
    """What was chosen."""
    back: NotRequired[bool]
    """Of attending: whether it is to come back to talks that were broken off."""


class Tabled(TypedDict):
    """Of a meeting, an offer or an agreement: what is on the table."""

    parties: NotRequired[list[str]]
    """Of a meeting: who is seated."""
    number: NotRequired[Count]
    """Of a meeting: how many there were on this step, this one among them."""
    rung: NotRequired[str]
    """The step of the ladder."""
    public: NotRequired[bool]
    """Of a meeting: whether it is known to all."""
    mediator: NotRequired[str]
    """Who mediates, warns or vouches; of a refusal, whose text is refused."""
    text: NotRequired[dict[str, LevelOrOption]]
    """What is offered or agreed, by issue."""
    room: NotRequired[dict[str, list[LevelOrOption]]]
    """By issue, the ends within which an offer could lie, where they are narrower than its range; of options, those left."""
    limits: NotRequired[dict[str, list[Limit]]]
    """By issue, what makes them so: what is in force, a demand that stands, an absent deliverer, a red line or refusal."""
    worth: NotRequired[dict[str, Worth] | Worth]
    """What the text is worth to each seated party; of a refusal, to the one that refuses."""
    asked: NotRequired[Worth]
    """Of a refusal: what the party would have taken."""
    binding: NotRequired[bool]
    """Of an agreement: whether it must be signed."""


class Moved(TypedDict):
    """Of what changes in the world: from where to where, and for how long."""

    level: NotRequired[LevelOrOption]
    """The level that is in force now."""
    agreed: NotRequired[LevelOrOption]
    """The level that was agreed."""
    before: NotRequired[LevelOrOption]
    """The level that was in force before."""
    until: NotRequired[str]
    """Of an event or a gesture: the round until which it lasts; a gesture without it lasts for good."""
    event: NotRequired[str]
    """The event; of talks called off, the one that did it."""
    hearer: NotRequired[str]
    """To whom a mediator speaks."""
    failures: NotRequired[Annotated[float, Unit("from 0")]]
    """Failures that count against the table."""
    allowed: NotRequired[Annotated[float, Unit("from 0")]]
    """How many end the talks."""
    stage: NotRequired[str]
    """How the table stands after a failure, or once its talks are resumed."""
    side: NotRequired[Literal["insurgent", "government"]]
    """Of a war that is won: by which side."""
    months: NotRequired[Annotated[float, Unit("months, from 0")]]
    """Of what is not yet due: how long after it was agreed its first step is."""
    size: NotRequired[float]
    """Of what has no words of its own: how much of it."""


class Demanded(TypedDict):
    """Of a demand that something come first: which, and what becomes of it."""

    demand: NotRequired[str]
    """The demand, as `PARTY.DEMAND`."""
    again: NotRequired[bool]
    """Of a party that holds to a demand: whether it did so in the round before."""
    reason: NotRequired[Lapse]
    """Of a step that is passed over: why the demand for it is no condition."""
    next: NotRequired[str]
    """Of a step that is passed over: the step on which the table stands instead."""


class Entry(EntryAbout, Decided, Tabled, Moved, Demanded):
    """Something that happened; `kind` says what, and which of the other keys are there."""


class War(TypedDict):
    """The war in a round."""

    incidents: dict[str, Incidents]
    """By armed party, how much violence there was."""
    usual: dict[str, Incidents]
    """By armed party, how much is usual for the season."""
    normal: Incidents
    """What both sides together do in a usual round."""
    hurt: Annotated[float, Unit("times the usual, from 0")]
    """How much the war hurts: recent violence against what is usual."""
    leverage: Proportion
    """Who has the upper hand: 1 is all the insurgents', 0 all the government's."""


class Standing(TypedDict):
    """How a table stands at the end of a round."""

    stage: str
    """What it is doing: `bargaining`, `carrying out`, `suspended`, `collapsed` or `complete`."""
    rung: str | None
    """The step that it bargains over or carries out; null after the last."""
    open: bool
    """Whether what that step requires is met."""
    public: bool
    """Whether the talks are known to all."""
    failures: Annotated[float, Unit("from 0")]
    """Failures that count against it."""
    allowed: Annotated[float, Unit("from 0")]
    """How many end the talks."""


class RoundTold(TypedDict):
    """What happened in a round, in order, and how things stood when it was over."""

    number: RoundNumber
    """Its number."""
    label: str
    """The month or week, for a reader."""
    entries: list[Entry]
    """What happened, in order."""
    war: War
    """The war in this round."""
    levels: dict[str, LevelOrOption]
    """By issue, the level in force at its end."""
    beliefs: dict[str, dict[str, Proportion]]
    """By observer and then by party observed, the chance that it would keep a deal, as the observer sees it."""
    tables: dict[str, Standing]
    """By table, how it stands."""


class LastBlock(TypedDict):
    """Who blocked a table last, and over what."""

    party: str | None
    """The party."""
    issue: str | None
    """The issue; null if over none in particular."""
    how: How
    """In what way."""


class TraceResult(TypedDict):
    """One history, round by round."""

    scenario: str
    """Title of the scenario."""
    seed: Seed
    """Seed of all random draws."""
    history: Number
    """Number of the history."""
    types: dict[str, PartyType]
    """By party, what it really is at the start: `settle` would keep a deal, `stall` would not."""
    beliefs: dict[str, dict[str, Proportion]]
    """Beliefs at the start, by observer and then by party observed."""
    levels: dict[str, LevelOrOption]
    """By issue, the level in force at the start."""
    demands: dict[str, bool]
    """By demand, as `PARTY.DEMAND`, whether it is meant at the start."""
    rounds: list[RoundTold]
    """Every round that was played: none after that in which the war was won."""
    outcome: str
    """The outcome; empty if it is none of those that the scenario names."""
    types_at_end: dict[str, PartyType]
    """By party, what it really is at the end: leaders may have changed."""
    blocks: dict[str, LastBlock]
    """By table that somebody blocked, who did so last."""
    row: dict[str, float]
    """The history as a run keeps it: its row in the parquet files, by column."""
