"""Every number and statement of a scenario beside what it rests on, as a table or as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from experiments.describe.evidence import KINDS, Item, counts, kind_of, quotations, words_of
from experiments.describe.results import EvidenceItem, EvidenceResult, PieceOfEvidence
from experiments.describe.show import count_table
from experiments.words.names import source_title
from experiments.words.tables import house_table, spaced, words
from sim.scenario.vocabulary import Scenario

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

CLASS_WIDTH, GAP = 8, 2
PLACE_SHARE = 0.5  # of the width, at most, for a place and its value
STYLES = {"quoted": "green", "inferred": "cyan", "assumed": "yellow", "none": "bold red", "default": "dim"}
AS_ABOVE = "as above"


def print_evidence(scenario: Scenario, items: Sequence[Item], sources: Path | None, console: Console) -> None:
    """Print the numbers, the statements that are no numbers, and how much rests on what."""
    console.print(words(scenario.title, "bold"))
    console.print()
    if scenario.sources:
        console.print(source_table(scenario))
    for title, those in parts(items):
        console.print(item_table(title, those, console.width))
    console.print(count_table(items))
    if sources is not None:
        console.print(words(found_words(items, sources)))


def parts(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The tables that there are: numbers that were written down, those that were not, and statements."""
    given = [item for item in items if item.is_number and item.kind != "default"]
    left = [item for item in items if item.kind == "default"]
    said = [item for item in items if not item.is_number]
    titled = (("Numbers", given), ("Numbers left to defaults", left), ("Statements that are no numbers", said))
    return ((title, those) for title, those in titled if those)


def source_table(scenario: Scenario) -> Padding:
    """The texts that are quoted or inferred from."""
    grid = house_table("Sources", "name", "title, publisher and date", "file")
    for name, source in scenario.sources.items():
        file = words(source.file) if source.file else words("none, so not quoted", "dim")
        grid.add_row(words(name), words(source_title(source)), file)
    return spaced(grid)


def found_words(items: Sequence[Item], sources: Path) -> str:
    """What looking up found, where nothing is missing."""
    found = quotations(items)
    files = len({quotation.source for quotation in found})
    if not found:
        return "Nothing is quoted, so there was nothing to look up."
    which = "1 quotation stands" if len(found) == 1 else f"All {len(found)} quotations stand"
    return f"{which} word for word in {files} file{'s' * (files != 1)} of {sources}."


def item_table(title: str, items: Sequence[Item], width: int) -> Padding:
    """One row an item: its class, its place with its value below, and the words that count."""
    place = min(max(len(item.path) for item in items), round(PLACE_SHARE * width))
    grid = house_table(title, "class")
    grid.add_column("place and value", width=place, overflow="fold")
    grid.add_column("source and words", ratio=1, overflow="fold")
    grid.padding = (0, GAP, 0, 0)
    grid.expand = True
    above = None
    for item in items:
        cell = words("\n".join(split_path(item.path, place)), "dim" if item.kind == "default" else "")
        cell.append_text(words(f"\n{item.value}", "bold"))
        resting = (item.kind, item.source, item.text)
        grid.add_row(Text(item.kind, STYLES[item.kind]), cell, words_cell(item, resting == above))
        above = resting
    return spaced(grid)


def words_cell(item: Item, again: bool) -> Text:
    """The words that count, with their source; once only where they cover several items in a row."""
    if item.kind == "none":
        return words("no reason is given", "bold red")
    if again:
        return words(AS_ABOVE, "dim")
    if item.kind == "quoted":
        return words(f"{item.source}: “{item.text}”")
    return words(f"{item.source}: {item.text}" if item.source else item.text)


def split_path(path: str, width: int) -> list[str]:
    """A dotted path in lines of at most this width where it can be broken at its dots."""
    lines = [""]
    for piece in dotted(path):
        if lines[-1] and len(lines[-1]) + len(piece) > width:
            lines.append("  ")
        lines[-1] += piece
    return lines


def dotted(path: str) -> Iterator[str]:
    """The pieces of a path, each with its dot before it."""
    for i, piece in enumerate(path.split(".")):
        yield f".{piece}" if i else piece


def as_object(scenario: Scenario, items: Sequence[Item], *, looked_up: bool) -> EvidenceResult:
    """The same as plain data; `looked_up` says whether the quotations were found in their sources."""
    found = counts(items)
    total = sum(found.values())
    return {
        "scenario": scenario.title,
        "as_of": scenario.as_of.isoformat(),
        "numbers": {kind: {"n": found[kind], "share": found[kind] / total if total else 0.0} for kind in KINDS},
        "items": [_item(item) for item in items],
        "quotations": [
            {
                "source": quotation.source,
                "file": scenario.sources[quotation.source].file,
                "text": quotation.text,
                "looked_up": looked_up,
                "paths": [item.path for item in quotation.items],
            }
            for quotation in quotations(items)
        ],
    }


def _item(item: Item) -> EvidenceItem:
    """An item; `evidence` lists all that covers it, of which the weakest gives its class."""
    pieces: list[PieceOfEvidence] = [
        {"class": kind_of(piece), "source": piece.quoted or piece.inferred, "text": words_of(piece)}
        for piece in item.pieces
    ]
    return {
        "path": item.path,
        "value": item.value,
        "is_number": item.is_number,
        "class": item.kind,
        "source": item.source,
        "text": item.text,
        "evidence": pieces,
    }
