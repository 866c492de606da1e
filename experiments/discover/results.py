"""What a search for conditions says, with what each key means: `parley discover --json`."""

from typing import Annotated, Literal, NotRequired, TypedDict

from experiments.words.units import Count, Day, Meaning, Proportion, Seed, Unit

OfInput = Annotated[
    float,
    Unit("of a run, share of the input's distribution, 0 to 1, or place of a choice, from 0; of a sweep, its value"),
]
Of = Literal["histories", "points"]
CHANCE = 0.05  # quasi-p-value from which on a limit is marked as unsure


class Density(TypedDict):
    """How often it happens in a box, with its 95 % interval."""

    p: Proportion
    """Share of what lies in the box, of the half that did not make it."""
    lo: Proportion
    """Lower end of the interval."""
    hi: Proportion
    """Upper end of the interval."""


LimitInput = TypedDict(
    "LimitInput",
    {
        "input": Annotated[str, Meaning("The input, by its title.")],
        "is": Annotated[str, Meaning("The range, in words and real units.")],
    },
)


class Limit(LimitInput):
    """A limit of a box: one input, and the range of it that lies inside."""

    low: OfInput | None
    """Lower end of the range; null if there is none."""
    high: OfInput | None
    """Upper end of the range; null if there is none."""
    span: list[Proportion]
    """Share of all points below the range, and share below its upper end."""
    quasi_p: Proportion
    """Chance that the limit would do as much by luck alone; above 0.05 it is unsure."""
    density_without: Proportion
    """How often it happens in the box if this limit is left out."""


class BoxTold(TypedDict):
    """Ranges of some inputs in which it happens far more often than elsewhere."""

    limits: list[Limit]
    """Its limits, the most telling first."""
    density: Density
    """How often it happens inside."""
    density_where_found: Proportion
    """The same on the half in which the box was found, which flatters it."""
    support: Proportion
    """Share of all points that lie inside."""
    coverage: Proportion
    """Share of all occurrences that lie inside."""
    lift: Annotated[float, Unit("times, from 0")]
    """How many times as often as overall it happens inside."""


class DiscoveryResult(TypedDict):
    """Conditions under which something happens far more often than elsewhere."""

    scenario: str
    """Title of the scenario."""
    as_of: Day
    """Its date of knowledge."""
    seed: Seed
    """Seed of all random draws."""
    outcome: str
    """What is looked for: an outcome, TABLE.RUNG, TABLE.collapsed or `progress`."""
    title: str
    """The same for a reader."""
    absent: bool
    """Whether it is looked for where it does not happen."""
    points: Count
    """Histories of a run, or points of a sweep, that were looked at."""
    of: Of
    """Which of the two they are."""
    held_out: Count
    """How many of them were kept aside: every share is measured on these."""
    inputs: Count
    """Inputs that differ from one to the next."""
    share: Proportion
    """How often it happens overall."""
    changed: NotRequired[list[str]]
    """What `--set` or an experiment changed in the scenario, each as `path=value`; left out if nothing."""
    boxes: list[BoxTold]
    """What was found, one box after another; each is looked for outside those before it."""
