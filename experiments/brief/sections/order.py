"""The sections of a brief, in order; each is left out where there is nothing to say."""

from collections.abc import Sequence

from experiments.brief.basis import basis_blocks
from experiments.brief.document import Section
from experiments.brief.folders import Found
from experiments.brief.names import Names
from experiments.brief.sections.blocking import blocks
from experiments.brief.sections.ending import ending, path
from experiments.brief.sections.reasons import reasons
from experiments.brief.sections.reproduction import again
from experiments.brief.sections.robustness import rivals, survive
from experiments.brief.sections.side_by_side import side_by_side
from experiments.brief.sections.what_would_change import change
from experiments.describe.evidence import Item


def sections(found: Found, items: Sequence[Item], names: Names) -> tuple[Section, ...]:
    """All of them."""
    run = found.base
    parts = [
        Section("path", "How far the talks get", tuple(path(run, names))),
        Section("ending", "How it ends", tuple(ending(run, names))),
        Section("why", "Why it comes about, or does not", tuple(reasons(found))),
        Section("beside", "Side by side", tuple(side_by_side(found.runs))),
        Section("change", "What would change it most", tuple(change(found, names))),
        Section("blocks", "Who blocks, and why", tuple(blocks(run, names))),
        Section("rivals", "What rival models say", tuple(rivals(found, names))),
        Section("survive", "Which conclusions survive", tuple(survive(found, names))),
        Section("basis", "What this rests on", tuple(basis_blocks(items, run.scenario))),
        Section("again", "How to reproduce it", tuple(again(found))),
    ]
    return tuple(part for part in parts if part.blocks)
