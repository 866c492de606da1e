"""What a comparison says, with what each key means: `parley compare --json`, and `comparison.json`."""

from typing import Annotated, NotRequired, TypedDict

from experiments.estimates.results import AnswerShare, FlipDifference, RunSummary, StageName
from experiments.estimates.statistics import Verdict
from experiments.runs.results import PrecisionReached
from experiments.words.units import Difference, Number, Proportion, Unit


class PairedDifference(FlipDifference):
    """A difference of shares, what the pairing was worth, and whether it is more than chance."""

    variance_gain: Annotated[float, Unit("times, from 0")] | None
    """How many times more histories would give the same interval if runs had luck of their own; null if none varied."""
    verdict: Verdict
    """Whether the variant's chance is above or below the base's; wrong in 5 % of cases at most, however often one looks."""


class RungDifference(PairedDifference):
    """What a variant does to a step of a table's ladder: to reaching it, and to what becomes of it."""

    signed: PairedDifference
    """Difference in the agreement of this step, or of a later one, being signed."""
    ended: PairedDifference
    """Difference in the agreement of this step being ended again."""


class TableDifference(TypedDict):
    """What a variant does to a table."""

    collapsed: PairedDifference
    """Difference in its talks breaking down for good."""
    rungs: dict[str, RungDifference]
    """For each step that both runs have, the difference in reaching it or a later one."""


class Differences(TypedDict):
    """What a variant moves, question by question, in the shape of what a run says."""

    progress: PairedDifference
    """Difference in some table climbing a step."""
    outcomes: dict[str, PairedDifference]
    """By outcome, of those that both have."""
    tables: dict[str, TableDifference]
    """By table, of those that both have."""


class Flipped(TypedDict):
    """The first histories in which an answer changes, by number, 20 of each kind at most: `parley trace` tells them."""

    gained: list[Number]
    """Where it happens in the variant only."""
    lost: list[Number]
    """Where it happens in the base only."""


class StageGain(TypedDict):
    """What a stage on the way has to do with a difference: as much of it as comes of more (or fewer) getting past it."""

    what: StageName
    """`met`, `signed` or `reached`, as among the reasons of a run."""
    step: str | None
    """The step; null for meeting."""
    before: Proportion
    """In the base, the share of histories at the stage before that came to this one."""
    after: Proportion
    """The same in the variant."""
    d: Difference
    """The part of the difference that comes of it; the parts add up to the whole."""


class PartResult(TypedDict):
    """One thing that a variant changes, changed alone and played on the same histories."""

    change: str
    """What, as `path=value`."""
    title: str
    """The same for a reader."""
    answer: AnswerShare
    """What answers the question then."""
    difference: PairedDifference
    """Its difference from the base."""


class VariantResult(TypedDict):
    """A variant, and what it moves."""

    name: str
    """Its file's name without `.yaml`, or what was set."""
    set: list[str]
    """What `--set` changed in it; empty for a file."""
    result: RunSummary
    """What the variant says by itself."""
    difference: Differences
    """Variant less base."""
    through: list[StageGain]
    """Through which stages the difference in what answers the question comes; empty where none is asked of a step."""
    parts: list[PartResult]
    """Each of the things that it changes by itself; empty where it changes one alone, or they do not stand alone."""
    flipped: dict[str, Flipped]
    """By `progress` and `outcomes.NAME`, histories that flipped."""


class DifferencePrecision(PrecisionReached):
    """Which differences were to be how narrow, and what came of it."""

    says: str
    """The same in a sentence."""


class ComparisonResult(TypedDict):
    """A base and its variants on the same histories."""

    answers: str | None
    """What answers the base's question: an outcome, or TABLE.RUNG; null where its scenario does not say."""
    titles: dict[str, str]
    """What a reader calls everything that is asked: each outcome of the base, each TABLE.RUNG, and `progress`."""
    base: RunSummary
    """What the base says."""
    variants: list[VariantResult]
    """Each variant."""
    precision: NotRequired[DifferencePrecision]
    """With --precision only: what was to be narrow, and what came of it."""
