"""What a report says of its making, with what each key means: `report.json`, and `parley report --json`."""

from typing import Annotated, NotRequired, TypedDict

from experiments.estimates.results import AnswerShare
from experiments.words.units import Hash, Seconds, Seed, Unit


class ReportAbout(TypedDict):
    """What a report is of: a call for the same goes on where an earlier one was stopped."""

    scenario: str
    """Title of the scenario."""
    scenario_sha256: Hash
    """Hash of the scenario with all defaults written out."""
    rules_sha256: Hash
    """Hash of the rule book."""
    seed: Seed
    """Seed of all random draws."""
    minutes: Annotated[float, Unit("minutes, above 0")]
    """The time that it may take."""
    variants: list[str]
    """Files of the variants."""


class PiecePlanned(TypedDict):
    """A command that a report carries out."""

    name: str
    """Its name, which is that of its folder."""
    title: str
    """What it does."""
    words: list[str]
    """The command, word by word, after `parley`."""
    seconds: Seconds
    """What it is thought to take."""
    answer: str
    """The file in its folder that is there once it is done."""


class ReportPlan(ReportAbout):
    """What `report.json` holds."""

    pieces: list[PiecePlanned]
    """The pieces, in their order."""
    left_out: list[str]
    """What there was no time for."""
    experiment_sha256: NotRequired[Hash | None]
    """SHA-256 of the experiment of the sensitivity analysis as it was written, `sensitivity.yaml`; null if there is none."""


class ReportResult(ReportPlan):
    """What `parley report --json` prints."""

    answer: AnswerShare | None
    """The answer to the scenario's question; null where it does not say what answers it."""
    failed: dict[str, str]
    """By name, why a piece could not be carried out."""
    seconds: Seconds
    """Seconds that it took."""
    briefs: list[str]
    """The files of the brief."""
    trouble: str
    """What is wrong with the PDF; empty if nothing is."""
    out: str
    """The folder."""
