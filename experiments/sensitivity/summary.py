"""What a sensitivity analysis says, with what each key means: its `summary.json`, and `parley sweep --json` of one."""

from typing import Annotated, Literal, TypedDict, final

from experiments.describe.evidence import Kind
from experiments.sweep.summary import ExperimentHeading
from experiments.words.units import Count, Difference, Meaning, Proportion, Unit

OfVariance = Annotated[float, Unit("of the variance; 0 to 1, a sum of indices by chance beyond")]
OfEffect = Annotated[float, Unit("shares of histories, per full width of the number's distribution")]


class IndexEstimate(TypedDict):
    """One of Sobol's indices, a share of the variance of the chance, with its 95 % bootstrap interval.

    The interval is 0 to 1 where the index cannot be told from so many points and histories.
    """

    value: OfVariance
    """The index."""
    lo: OfVariance
    """Lower end of the interval."""
    hi: OfVariance
    """Upper end of the interval."""


class NumberAbout(TypedDict):
    """An uncertain number that was varied."""

    name: str
    """Its factor's name, or its path in the scenario."""
    title: str
    """Its name for a reader."""
    unit: str | None
    """Its unit; null if its title says it."""
    paths: list[str]
    """Where it stands in the scenario."""
    evidence: Kind
    """What it rests on."""
    may_be: str
    """What it may be, in words."""


SwingFrom = TypedDict(
    "SwingFrom", {"from": Annotated[float, Meaning("The number at its 5 % point."), Unit("real units")]}
)


class Swing(SwingFrom):
    """The answer with one number at either end of its distribution, all others at their medians."""

    to: Annotated[float, Unit("real units")]
    """The number at its 95 % point."""
    p_from: Proportion
    """Share of histories with the headline at the 5 % point."""
    p_to: Proportion
    """The same at the 95 % point."""
    d: Difference
    """From the first to the second."""
    lo: Difference
    """Lower end of the difference's paired 95 % interval."""
    hi: Difference
    """Upper end of it."""


@final
class SobolNumber(NumberAbout):
    """An uncertain number, and how much rests on it."""

    first: IndexEstimate
    """First index: the share of the variance that would go, on average, if the number became known."""
    total: IndexEstimate
    """Total index: the share that it has a part in, alone and together with others."""
    swing: Swing
    """What it moves alone, from its 5 % to its 95 % point."""


class Effect(TypedDict):
    """Morris's elementary effects of one number on the share of histories with the headline."""

    mu: OfEffect
    """Mean effect with its sign."""
    mu_star: OfEffect
    """Mean size of the effect."""
    lo: OfEffect
    """Lower end of the 95 % bootstrap interval of `mu_star`."""
    hi: OfEffect
    """Upper end of it."""
    sigma: OfEffect
    """How much the effect differs with what the other numbers are: its standard deviation."""


@final
class MorrisNumber(NumberAbout):
    """An uncertain number, and how far it moves the answer."""

    effect: Effect
    """Its effects."""


class KindCount(TypedDict):
    """A kind of evidence."""

    kind: Kind
    """The kind: what numbers rest on."""
    numbers: Count
    """Uncertain numbers of this kind."""


@final
class SobolEvidence(KindCount):
    """A kind of evidence, and how much of the doubt rests on its numbers."""

    alone: IndexEstimate
    """Share of the variance that would go if all of them became known."""
    total: IndexEstimate
    """Share that they have a part in."""


@final
class MorrisEvidence(KindCount):
    """A kind of evidence, and how much moves with its numbers."""

    share: Proportion
    """Their part of the sum of all numbers' `mu_star`."""


class SobolDesign(ExperimentHeading):
    """Of which analysis by Sobol's indices results speak."""

    design: Literal["sobol_indices"]
    """How numbers were varied: all at once, over their distributions."""


class MorrisDesign(ExperimentHeading):
    """Of which analysis by elementary effects results speak."""

    design: Literal["morris"]
    """How numbers were varied: one after another, from wherever the others happen to stand."""


class AnalysisAsked(TypedDict):
    """How much was played, and what was asked."""

    base_points: Count | None
    """Base points of Sobol's design, or trajectories of Morris's."""
    evaluations: Count
    """Points that were played, each on `histories` histories."""
    headline: list[str]
    """What is asked of each history: outcomes, TABLE.RUNG or `progress`, any of which will do."""
    headline_title: str
    """The same for a reader."""
    all_uncertain: bool
    """Whether every uncertain number of the scenario was varied, and not only those listed."""


class SobolFindings(TypedDict):
    """How the chance varies with the numbers, and how much of that rests on which."""

    mean: Proportion
    """Mean chance of the headline over all that the numbers may be."""
    at_medians: Proportion
    """The chance with all of them at their medians."""
    sd: Proportion
    """Standard deviation of the chance over all that the numbers may be, noise taken out."""
    noise: Proportion
    """Part of the differences between points that is noise of simulation."""
    of_one_history: Proportion
    """Share of the variance of one history's answer that the numbers account for; the rest is the luck of its course."""
    first_sum: IndexEstimate
    """Sum of all numbers' first indices; what is left to 1 is what they do together."""
    warnings: list[str]
    """What to know before trusting the indices, in sentences."""
    evidence: list[SobolEvidence]
    """By kind of evidence, the strongest first."""
    numbers: list[SobolNumber]
    """Every number, the largest total index first."""


class MorrisFindings(TypedDict):
    """How far the numbers move the chance."""

    mean: Proportion
    """Mean chance of the headline over all points."""
    warnings: list[str]
    """What to know before trusting it, in sentences."""
    evidence: list[MorrisEvidence]
    """By kind of evidence, the strongest first."""
    numbers: list[MorrisNumber]
    """Every number, the largest `mu_star` first."""


class SobolSummary(SobolDesign, AnalysisAsked, SobolFindings):
    """What an analysis by Sobol's indices says."""


class MorrisSummary(MorrisDesign, AnalysisAsked, MorrisFindings):
    """What an analysis by Morris's elementary effects says."""


AnalysisSummary = SobolSummary | MorrisSummary
