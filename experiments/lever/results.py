"""What a search for levers says, with what each key means: `parley lever --json`, and `lever.json`."""

from typing import Annotated, Literal, NotRequired, TypedDict

from experiments.estimates.results import FlipDifference, Share
from experiments.estimates.statistics import Verdict
from experiments.lever.search import Shape
from experiments.words.units import Count, Day, Hash, Proportion, Seed, Stakes, Unit

Value = Annotated[float | str, Unit("`unit`")]
Way = Annotated[float, Unit("0 to 1")]
RedLines = Literal["none", "kept", "may be crossed"]


class TargetTold(TypedDict):
    """What is to have which chance."""

    headline: list[str]
    """Outcomes, TABLE.RUNG or `progress`: any of them will do."""
    title: str
    """The same for a reader."""
    p: Proportion
    """The chance asked for."""
    notes: list[str]
    """What to know of these outcomes, in sentences."""


class LeverDifference(FlipDifference):
    """What a change moves on the same histories, and whether it is more than chance."""

    verdict: Verdict
    """Whether the chance is above or below what it was; wrong in 5 % of cases at most."""


class LeverPlace(TypedDict):
    """Something that a party can move."""

    party: str
    """Who moves it."""
    lever: str
    """Where it stands in the scenario; from the party on, if it is the party's own."""
    title: str
    """What moving it means, after the party's name."""
    unit: str
    """Its unit; empty if it has none."""
    now: Value
    """What it is: a number (of an uncertain one the median), or a word, such as `yes` or `secret`."""


class LeverEnd(LeverPlace):
    """Something that a party can move, and how far."""

    end: Value
    """As far as it can be moved."""
    enough: bool
    """Whether some step of the way reaches the target."""


class LeverMove(TypedDict):
    """A move of a lever."""

    value: Value
    """What it is moved to."""
    way: Way
    """Part of the way from now to the end."""
    set: list[str]
    """What that sets in the scenario, as `--set` takes it; nothing if it is not moved."""
    crosses_red_line: bool
    """Whether the party then gives more than its own red line allows."""


class LeverOutcome(TypedDict):
    """What comes of it."""

    chance: Share
    """Histories with the headline then: those of `parley run` with this, of the same number and seed."""
    difference: LeverDifference
    """Against things as they stand; of a step of a bundle, against the step before it."""


class LeverRow(LeverEnd, LeverMove, LeverOutcome):
    """The least move of one lever that is enough; if none is, the best one tried."""

    again: Share | None
    """The chance on as many histories that the search has not seen; null if it is not enough."""
    command: str
    """What to type to play it; empty if it is not moved."""
    shape: Shape
    """Which way the chance goes along the lever, as far as the histories show that are looked at."""
    moves: bool
    """Whether any of these changes if it is moved all the way."""


class BundleMove(LeverPlace, LeverMove):
    """A concession."""

    cost: Stakes
    """What this step and those before it cost those who concede."""


class BundleStep(BundleMove, LeverOutcome):
    """A concession, in the order in which to make them."""


class BundleTold(TypedDict):
    """The concessions that bring the chance to the target within a budget, or as near as they can."""

    budget: Stakes
    """The most that they may cost all parties together."""
    cost: Stakes
    """What they cost."""
    enough: bool
    """Whether they reach the target."""
    steps: list[BundleStep]
    """The concessions, best first, none after the target is reached; empty if none lifts the chance beyond luck."""
    again: Share | None
    """The chance with all of them on histories that the search has not seen; null if there are none."""
    command: str
    """What to type to play all of them; empty if there are none."""


class LeverResult(TypedDict):
    """The least change, for each lever that a party controls, that lifts a chance to a target."""

    scenario: str
    """Title of the scenario."""
    scenario_sha256: Hash
    """Hash of the scenario as it ran, with every default written out."""
    as_of: Day
    """Its date of knowledge."""
    seed: Seed
    """Seed of all random draws."""
    histories: Count
    """Histories of which all is told, the same ones at every step: those of `parley run`."""
    looked_at: Count
    """How many of them, the first, a search looks at before all are played."""
    red_lines: RedLines
    """Whether parties have red lines, and whether concessions keep to them."""
    target: TargetTold
    """What was asked for."""
    base: Share
    """The chance as things stand: that of `parley run` with this number of histories and seed."""
    base_again: Share
    """The same on as many histories that the search has not seen."""
    parties: dict[str, str]
    """Titles of the parties that have levers, by name."""
    levers: list[LeverRow]
    """Every lever; empty if the target is reached as things stand."""
    changed: NotRequired[list[str]]
    """With --set only: what it changed in the scenario, each as `path=value`."""
    bundle: BundleTold | None
    """The best concessions together; null if the target is reached as things stand."""
