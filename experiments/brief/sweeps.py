"""What a sweep says in a brief: which factor moves the headline most, and from where to where."""

from collections.abc import Mapping
from typing import Any

from experiments.brief.document import Block, Table
from experiments.sweep.telling import asked, gap_words, level_words, sentence

Told = Mapping[str, Any]


def finding_words(told: Told) -> str:
    """The factor that moves the headline most; nothing if no factor moves it."""
    finding = next((each for each in told["findings"] if each["gap"]), None)
    if finding is None:
        return ""
    about = told["factors"].get(finding["factor"], {"title": finding["factor"], "unit": None})
    gap = finding["gap"]
    ends = [level_words(gap[end], about["unit"]) for end in ("from", "to")]
    others = "" if len(told["findings"]) == 1 else f" of {len(told['findings'])} factors varied"
    return (
        f"Most{others}: “{about['title'].replace('_', ' ')}”. From {ends[0]} to {ends[1]}, {asked(told)} comes in "
        f"{gap_words(gap)} more of 100 histories."
    ).replace("points (", "(")


def sweep_blocks(told: Told) -> list[Block]:
    """A sweep in a sentence, and what each factor moves."""
    blocks: list[Block] = [f"{told['experiment']}. {sentence(told)}"]
    rows = []
    for finding in told["findings"]:
        about = told["factors"].get(finding["factor"], {"title": finding["factor"], "unit": None})
        gap = finding["gap"]
        if gap:
            ends = [level_words(gap[end], about["unit"]) for end in ("from", "to")]
            rows.append((about["title"].replace("_", " "), *ends, gap_words(gap)))
    if len(rows) > 1:
        head = ("Factor", "Lowest at", "Highest at", "Difference in percentage points (95 %)")
        blocks.append(Table(f"What each factor moves: {asked(told)}", head, tuple(rows), (3,)))
    return blocks
