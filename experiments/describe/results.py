"""What `parley evidence --json` prints, with what each key means."""

from typing import Annotated, TypedDict

from experiments.describe.evidence import Kind
from experiments.words.units import Count, Day, Meaning, Proportion

OfClass = TypedDict(
    "OfClass", {"class": Annotated[Kind, Meaning("What it rests on; of an item, the weakest of its evidence.")]}
)


class KindShare(TypedDict):
    """How many numbers rest on one kind of evidence."""

    n: Count
    """Numbers."""
    share: Proportion
    """Their share of all numbers."""


class PieceOfEvidence(OfClass):
    """A piece of evidence."""

    source: str | None
    """The source that is quoted or inferred from; null if it is an assumption."""
    text: str
    """The words quoted, how it follows, or what is assumed."""


class ItemPlace(TypedDict):
    """Where a number or a statement stands."""

    path: str
    """Its place in the scenario, dots between keys."""
    value: str
    """What stands there, for a reader."""
    is_number: bool
    """Whether it is a number, and not a statement."""


class ItemClass(ItemPlace, OfClass):
    """Where a number or a statement stands, and what it rests on."""


class EvidenceItem(ItemClass):
    """A number or a statement, and its evidence."""

    source: str | None
    """The source of the piece that counts; null if it has none."""
    text: str
    """What that piece says."""
    evidence: list[PieceOfEvidence]
    """All that covers it."""


class QuotationUsed(TypedDict):
    """The exact words of a source."""

    source: str
    """The source, by the name that the scenario gives it."""
    file: str | None
    """The file that holds its text."""
    text: str
    """The words."""
    looked_up: bool
    """Whether they were found there, word for word (--sources)."""
    paths: list[str]
    """What rests on them."""


class EvidenceResult(TypedDict):
    """Every number and statement of a scenario beside what it rests on."""

    scenario: str
    """Title of the scenario."""
    as_of: Day
    """Its date of knowledge."""
    numbers: dict[Kind, KindShare]
    """By kind of evidence, the strongest first: `none` is without a reason, `default` is left to the model."""
    items: list[EvidenceItem]
    """Every number and statement, in the order of the file."""
    quotations: list[QuotationUsed]
    """Every sentence that is quoted, once."""
