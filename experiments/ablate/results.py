"""What switching mechanisms off says, with what each key means: `parley ablate --json`, and `ablation.json`."""

from typing import TypedDict

from experiments.ablate.conclusions import Verdict
from experiments.estimates.results import RunHeading
from experiments.words.units import Proportion


class ConclusionTold(TypedDict):
    """Something that the model says with everything on."""

    text: str
    """The conclusion, in words."""
    survives: bool
    """Whether no mechanism taken away, and no other reading of violence, overturns it."""


class MechanismRow(TypedDict):
    """The model without one of its mechanisms; the first row is the model as it is."""

    name: str
    """The mechanism."""
    reading: bool
    """Whether it is not a mechanism taken away but another reading of violence."""
    means: str
    """What is assumed without it."""
    absent: bool
    """Whether it plays no part in this scenario, so that nothing was played."""
    outcomes: dict[str, Proportion]
    """Share of histories that end in each outcome."""
    verdicts: list[Verdict]
    """For each conclusion, whether it holds, fails (contradicted beyond chance, 95 %) or is left open."""


class AblationResult(RunHeading):
    """Which conclusions survive when each mechanism is switched off in turn. `histories` are played in each case."""

    conclusions: list[ConclusionTold]
    """What the model says with everything on."""
    rows: list[MechanismRow]
    """The model as it is, without each mechanism, and under each reading of violence."""
