"""From folders to the brief: everything that is said, once."""

from collections.abc import Sequence
from pathlib import Path

from experiments.brief.basis import items_of
from experiments.brief.caveats import caveats
from experiments.brief.document import Brief
from experiments.brief.folders import Found, read
from experiments.brief.judgements import end, judgements
from experiments.brief.names import Names
from experiments.brief.sections.order import sections
from experiments.words.sentences import day

READING = (
    "Likelihoods are in the words of ICD 203, with the share of histories in brackets: almost no chance 1–5 %, very "
    "unlikely 5–20, unlikely 20–45, roughly even chance 45–55, likely 55–80, very likely 80–95, almost certain 95–99. Two "
    "words are given where the 95 % sampling interval touches both; below 1 % and above 99 % histories are counted. "
    "A table is a channel of talks, which climbs step by step."
).replace(" %", "\u00a0%")


def content(paths: Sequence[Path]) -> Brief:
    """The brief of what some folders hold; BriefError if they cannot make one."""
    return brief_of(read(paths))


def brief_of(found: Found) -> Brief:
    """The brief of what was found."""
    run = found.base
    names, items = Names(run.scenario), items_of(run)
    total = run.summary["histories"]
    known = f"Knowledge of {day(run.scenario.as_of)}; simulated to {end(run)}; {total:,} histories."
    return Brief(
        title=run.scenario.title,
        question=run.scenario.question or "",
        known=known,
        caveats=caveats(found, items),
        judgements=judgements(found, names),
        reading=READING,
        sections=sections(found, items, names),
    )
