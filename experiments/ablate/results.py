"""What ablations say, with what each key means: `parley ablate --json`, `ablation.json`."""

from typing import TypedDict

from experiments.ablate.conclusions import Verdict
from experiments.estimates.results import RunHeading
from experiments.words.units import Proportion


class ConclusionTold(TypedDict):
    """Something that the model says with everything on."""

    text: str
    """The conclusion, in words."""
    table: str | None
    """The table that it is about; null if about none in particular."""
    survives: bool
    """Whether no mechanism taken away, and no other reading of violence, overturns it."""
    survives_ladders: bool
    """Whether it is overturned on no other ladder."""


class CaseRow(TypedDict):
    """The scenario played in some way."""

    name: str
    """The mechanism, or the ladder."""
    means: str
    """What is assumed without the mechanism, or how the ladder is cut."""
    outcomes: dict[str, Proportion]
    """Share of histories that end in each outcome."""
    answer: Proportion | None
    """Share of histories with what answers the scenario's question (`asked`); null if it names none."""
    verdicts: list[Verdict]
    """For each conclusion, whether it holds, fails (contradicted beyond chance, 95 %) or is left open."""


class MechanismRow(CaseRow):
    """The model without one of its mechanisms; the first row is the model as it is."""

    reading: bool
    """Whether it is not a mechanism taken away but another reading of violence."""
    absent: bool
    """Whether it plays no part in this scenario, so that nothing was played."""


class LadderRow(CaseRow):
    """The same positions on another ladder. A step that has been cut is reached with the last of its parts."""

    tables: dict[str, dict[str, list[str]]]
    """For each table, the steps of its ladder from the first up, each with the issues on its agenda."""
    together: dict[str, dict[str, str]]
    """For each table, the steps put together with others: to reach one is to reach the step under whose name they stand."""


class AblationResult(RunHeading):
    """Which conclusions survive when each mechanism is switched off in turn, and which when the same positions stand on
    another ladder. `histories` are played in each case."""

    asked: str | None
    """What answers the scenario's question, in words; null if it names nothing."""
    conclusions: list[ConclusionTold]
    """What the model says with everything on."""
    rows: list[MechanismRow]
    """The model as it is, without each mechanism, and under each reading of violence."""
    ladders: list[LadderRow]
    """The scenario on every other ladder that can be made of its own."""
    ladders_say: str
    """Which conclusions survive on the other ladders and which do not, in words."""
