"""What a briefing is made of: plain, immutable data, decided once and set twice."""

from collections.abc import Sequence
from typing import NamedTuple


class Point(NamedTuple):
    """A short statement with the few words that announce it."""

    lead: str
    text: str


class Points(NamedTuple):
    """Several of them."""

    points: tuple[Point, ...]


class Figure(NamedTuple):
    """A picture, what it shows in words for those who cannot see it, and one with less in it where room is short."""

    name: str
    svg: str
    alt: str
    less: "Figure | None" = None


class Table(NamedTuple):
    """A table under its caption; `numeric` columns are set to the right.

    Where room is short the rows of least weight are left out; without weights, the last; of a `whole` one, none.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    whole: bool = False

    def heaviest(self, most: int) -> "tuple[tuple[str, ...], ...]":
        """At most so many rows, in their order; one row more than that is kept rather than left out alone."""
        if self.whole or len(self.rows) <= most + 1:
            return self.rows
        weights = self.weights or tuple(-float(i) for i in range(len(self.rows)))
        kept = sorted(range(len(self.rows)), key=lambda i: -weights[i])[:most]
        return tuple(self.rows[i] for i in sorted(kept))


class Quotation(NamedTuple):
    """The words of a source, and the source."""

    text: str
    source: str


class Quotations(NamedTuple):
    """Several of them, those first on which most rests."""

    quotations: tuple[Quotation, ...]


class Code(NamedTuple):
    """Command lines."""

    lines: tuple[str, ...]


Block = str | Point | Points | Figure | Table | Quotations | Code
"""A text is a paragraph; a Point is a paragraph that begins with its lead."""


class Section(NamedTuple):
    """A heading and what stands under it."""

    name: str
    title: str
    blocks: tuple[Block, ...]


class Brief(NamedTuple):
    """A briefing: what was asked, what to bear in mind, what follows, and what it rests on."""

    title: str
    question: str
    answer: str
    """The answer to the question in a line; empty if the scenario does not say what answers it."""
    changed: str
    """What was played otherwise than the scenario's file says; empty if nothing was."""
    reserved: str
    """What is to be known before everything else: other rules, an outdated scenario, no doubt; empty if nothing is."""
    known: str
    caveats: tuple[Point, ...]
    judgements: tuple[Point, ...]
    reading: str
    sections: tuple[Section, ...]


def by_source(quotations: Sequence[Quotation]) -> list[tuple[str, list[str]]]:
    """Quotations under their sources, in the order in which these first come."""
    found: dict[str, list[str]] = {}
    for quotation in quotations:
        found.setdefault(quotation.source, []).append(quotation.text)
    return list(found.items())
