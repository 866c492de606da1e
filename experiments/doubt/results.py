"""What a doubt says, with what each key means: `parley doubt --json`, and `doubt.json`."""

from typing import Annotated, Literal, NotRequired, TypedDict

from experiments.words.units import Count, Day, Difference, Hash, Proportion, Seed, Unit

ShareOfVariance = Annotated[float, Unit("about 0 to 1")]


class Move(TypedDict):
    """A number, and how much of the spread of an answer comes from not knowing it."""

    path: str
    """Where it stands: the default (`party.patience`), or the input's place in the scenario."""
    title: str
    """What it is called."""
    means: str
    """What it is, or what the scenario lets it be."""
    kind: Literal["default", "scenario"]
    """A default of the rule book, or a number that the scenario leaves open."""
    share: ShareOfVariance
    """Share of the variance that goes along with it (linear regression on ranks, corrected for chance)."""


class DoubtedAnswer(TypedDict):
    """The chance of one thing, and how far it may be from that."""

    title: str
    """What it is the chance of."""
    p: Proportion
    """The chance on average over all that defaults and inputs may be."""
    lo: Proportion
    """5 % point of the chance over what defaults and the scenario's inputs may be."""
    hi: Proportion
    """95 % point of the same."""
    sampling_lo: Proportion
    """5 % point over what the scenario's own inputs may be, defaults as they stand."""
    sampling_hi: Proportion
    """95 % point of the same."""
    defaults_lo: Proportion
    """5 % point over what defaults may be, inputs drawn in each history as ever."""
    defaults_hi: Proportion
    """95 % point of the same."""
    at_defaults: Proportion
    """The chance with all defaults as they stand."""
    error: Proportion
    """Standard error of `p`: what more points and histories would take away."""
    moves: list[Move]
    """The five numbers that most of the spread from both comes from."""
    left: ShareOfVariance
    """Share of that spread that is left: all other numbers, what numbers do together, and bends."""


class Hold(TypedDict):
    """A statement, and how much of what the defaults may be bears it out."""

    what: str
    """The statement, in words."""
    share: Proportion
    """Share of the points at which it is so."""
    settled: bool
    """Whether that is at least nine in ten."""


class VariantAnswer(TypedDict):
    """What a variant does to one chance, over what the defaults may be."""

    d: Difference
    """Variant less base, on average."""
    lo: Difference
    """5 % point of the difference over what defaults may be."""
    hi: Difference
    """95 % point of the same."""
    holds: Proportion
    """Share of the points at which the difference has the sign of its average."""


class DoubtedVariant(TypedDict):
    """A variant, played on the same histories as its base at each point."""

    name: str
    """Its name."""
    title: str
    """Its title; its name where that is the base's."""
    answers: dict[str, VariantAnswer]
    """What it does to each answer that it also has, by name."""


class TableAbout(TypedDict):
    """The table of points that defaults were taken from."""

    points: Count
    """Points in it."""
    effective_size: Annotated[float, Unit("points, from 1")]
    """Number of equally weighted points that would tell as much."""
    rules_sha256: Hash
    """Hash of the rule book with which it was made."""
    current: bool
    """Whether that is the present one."""


class DoubtResult(TypedDict):
    """How sure the answers of a scenario are, when the rule book's own numbers are not."""

    scenario: str
    """Title of the scenario."""
    scenario_sha256: Hash
    """Hash of the scenario with all defaults written out."""
    rules_sha256: Hash
    """Hash of the rule book that was played."""
    as_of: Day
    """Date of knowledge of the scenario."""
    points: Count
    """Points of defaults; half as many more vary the scenario's inputs alone."""
    histories: Count
    """Histories at each point."""
    seed: Seed
    """Seed of all random draws."""
    defaults: list[str]
    """Paths of the defaults that the scenario leaves as they are and that were varied."""
    inputs: Count
    """Numbers that the scenario leaves open, each drawn anew in every history."""
    headline: str
    """The answer that `moves` is about."""
    answers: dict[str, DoubtedAnswer]
    """Every outcome, and every rung of a table (TABLE.RUNG: reached, or a later one), by name."""
    moves: list[Move]
    """The five numbers that most of the headline's spread comes from."""
    holds: list[Hold]
    """What can be said whatever the defaults are: which outcome is likeliest, and what variants do."""
    variants: list[DoubtedVariant]
    """What variants do."""
    table: TableAbout
    """Where the points of defaults come from."""
    changed: NotRequired[list[str]]
    """With --set only: what it changed in the scenario and its variants, each as `path=value`."""
