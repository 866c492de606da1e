"""What a sweep says, with what each key means: its `summary.json`, and `parley sweep --json`."""

from typing import Annotated, NotRequired, TypedDict, final

from experiments.estimates.results import RunEstimates, Share
from experiments.sweep.experiment import PointDesign
from experiments.sweep.points import LevelShown
from experiments.words.units import Count, Day, Difference, Hash, Meaning, Number, Proportion, Seed


class ExperimentHeading(TypedDict):
    """Of which experiment, on which scenario, results speak."""

    experiment: str
    """Title of the experiment."""
    question: str | None
    """What it is meant to answer; null if its file does not say."""
    experiment_sha256: Hash
    """Hash of what is played: points, histories and headline."""
    scenario_sha256: Hash
    """Hash of the scenario as it stands between the points, with every default written out."""
    scenario: str
    """Title of the scenario."""
    as_of: Day
    """The scenario's date of knowledge."""
    seed: Seed
    """Seed of all random draws."""
    histories: Count
    """Histories at each point: the same ones at every point of a sweep."""
    changed: NotRequired[list[str]]
    """What the experiment sets at every point, each as `path=value`; left out if it sets nothing."""


class FactorAbout(TypedDict):
    """A factor that an experiment varies."""

    title: str
    """Its title, or else its name."""
    unit: str | None
    """Unit of its levels; null if it has none."""
    paths: list[str]
    """Where it stands in the scenario, dots between keys; empty if each level sets what it pleases."""


class LevelMean(TypedDict):
    """What is asked, at one level of a factor."""

    level: LevelShown
    """The level."""
    points: Count
    """Points that the mean is taken over: those with a fellow at every other level, alike in all other factors."""
    mean: Proportion
    """Mean share of histories with the headline."""


GapFrom = TypedDict("GapFrom", {"from": Annotated[LevelShown, Meaning("The level with the lowest mean.")]})


class Gap(GapFrom):
    """The widest gap between two levels of a factor, history by history."""

    to: LevelShown
    """The level with the highest mean."""
    d: Difference
    """By how much the headline's share is higher there."""
    lo: Difference
    """Lower end of its 95 % interval, which allows for this being the widest of all pairs of levels."""
    hi: Difference
    """Upper end of it."""


class Finding(TypedDict):
    """What one factor moves, over the same values of all others."""

    factor: str
    """Its name."""
    levels: list[LevelMean]
    """The headline at each of its levels."""
    gap: Gap | None
    """The widest gap; null if all levels have the same mean."""


class PointPlace(TypedDict):
    """Where a point lies."""

    point: Number
    """Its number."""
    values: dict[str, LevelShown]
    """Each factor's level there."""
    set: dict[str, object]
    """What that sets in the scenario: path → value."""


class PointHeadline(PointPlace):
    """Where a point lies, and what is asked there."""

    headline: Share
    """Histories with any of what is asked."""
    histories: Count
    """Number of histories."""


@final
class PointPlayed(PointHeadline, RunEstimates):
    """A point that was played, with all that a run says of it."""


@final
class PointFailed(PointPlace):
    """A point that could not be played."""

    error: str | None
    """What is wrong with it."""


PointResult = PointPlayed | PointFailed


class SweepSummary(ExperimentHeading):
    """What a sweep says."""

    design: PointDesign
    """How points were made from factors."""
    headline: list[str]
    """What is asked of each history: outcomes, TABLE.RUNG or `progress`, any of which will do."""
    headline_title: str
    """The same for a reader."""
    factors: dict[str, FactorAbout]
    """What was varied, by name."""
    findings: list[Finding]
    """What each factor moves, the widest gap first; those of which nothing can be said are left out."""
    points: list[PointResult]
    """Every point."""
    notes: NotRequired[list[str]]
    """What its author may want to know of how points were made: repeated ones, columns passed over; left out if nothing."""


class SweepOutput(SweepSummary):
    """What `parley sweep --json` prints."""

    out: str
    """The results folder."""


class SweepShardOutput(TypedDict):
    """What `parley sweep --shard i/n --json` prints."""

    shard: str
    """Which share it is, as `2/7`."""
    out: str
    """The results folder."""


def factor_of(told: SweepSummary, name: str) -> FactorAbout:
    """What a factor is called; of a path that is varied without being one, the path."""
    return told["factors"].get(name, {"title": name, "unit": None, "paths": []})
