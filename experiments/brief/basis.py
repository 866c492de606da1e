"""What a run rests on: its numbers by the kind of their evidence, and the sentences that are quoted."""

from collections.abc import Mapping, Sequence

from experiments.brief.document import Block, Quotation, Quotations, Table
from experiments.brief.folders import Run
from experiments.describe.evidence import KINDS, Item, counts, evidence_of, quotations
from experiments.describe.written import as_written
from experiments.words.names import source_title
from sim.scenario.vocabulary import Scenario

MEANING = {
    "quoted": "rest on the words of a source",
    "inferred": "follow from a source",
    "assumed": "are assumed, each for a reason given",
    "none": "are given without a reason",
    "default": "are left to the defaults of the model",
}
NAMES = {"none": "no reason given", "default": "left to defaults"}
FEW = 0.01


def items_of(run: Run) -> list[Item]:
    """Every number and statement of a run's scenario, and what it rests on."""
    from sim.scenario.document import Change

    changes = [Change(**change) for change in run.manifest.get("changes", [])]
    return evidence_of(as_written(run.scenario, run.manifest.get("stated", ())), changes)


def shares(items: Sequence[Item]) -> dict[str, float]:
    """The share of the numbers of each kind."""
    found = counts(items)
    total = max(1, sum(found.values()))
    return {kind: n / total for kind, n in found.items()}


def basis_blocks(items: Sequence[Item], scenario: Scenario) -> list[Block]:
    """The numbers by kind, and the quotations, those first on which most rests."""
    found = counts(items)
    total = sum(found.values())
    rows = [
        (NAMES.get(kind, kind), f"{found[kind]:,}", share_words(found[kind], total), MEANING[kind])
        for kind in KINDS
        if found[kind] or kind in {"quoted", "inferred", "assumed"}
    ]
    blocks: list[Block] = [
        f"The scenario uses {total:,} numbers. Where several pieces of evidence cover one number, the weakest counts: "
        "a quotation that gives a direction and an assumption that gives a size make an assumed number.",
        Table("Numbers by what they rest on", ("Kind", "Numbers", "Share", "They …"), tuple(rows), (1, 2)),
    ]
    quoted = sorted(quotations(items), key=lambda quotation: -len(quotation.items))
    if quoted:
        texts = tuple(Quotation(each.text, source_words(each.source, scenario)) for each in quoted)
        blocks += ["The sentences on which most rests:", Quotations(texts)]
    else:
        blocks.append("No sentence of a source is quoted.")
    return blocks


def share_words(n: int, total: int) -> str:
    """A share of the numbers in per cent, never rounded to nothing or to all."""
    share = n / max(1, total)
    if 0 < share < FEW:
        return "under 1\u00a0%"
    if 1 - FEW < share < 1:
        return "over 99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"


def source_words(name: str, scenario: Scenario) -> str:
    """A source: its title, publisher and date."""
    source = scenario.sources.get(name)
    return name if source is None else source_title(source)


def kinds(found: Mapping[str, float]) -> float:
    """The share of numbers that no source speaks of."""
    return found["assumed"] + found["none"] + found["default"]
