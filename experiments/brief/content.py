"""From folders to the brief: everything that is said, once."""

from collections.abc import Sequence
from pathlib import Path

from experiments.brief.basis import items_of
from experiments.brief.caveats import caveats
from experiments.brief.document import Brief
from experiments.brief.folders import Found, Run, read
from experiments.brief.judgements import end, in_short, judgements
from experiments.brief.names import Names
from experiments.brief.sections.order import sections
from experiments.figures.page import reserved as first_on_figures
from experiments.runs.reservations import AS_GIVEN, in_a_line, reservations
from experiments.words.places import change_title
from experiments.words.sentences import begin, day

READING = (
    "“In 55 of 100 simulated histories” is said of this model and not of the world. The words of ICD 203 (almost no chance "
    "below 5 %, very unlikely 5–20, unlikely 20–45, roughly even chance 45–55, likely 55–80, very likely 80–95, almost "
    "certain from 95) are kept for ranges that hold what nobody knows. A table is a channel of talks, which climbs step by "
    "step."
).replace(" %", "\u00a0%")


def content(paths: Sequence[Path]) -> Brief:
    """The brief of what some folders hold; BriefError if they cannot make one."""
    return brief_of(read(paths))


def brief_of(found: Found) -> Brief:
    """The brief of what was found."""
    run, first = found.base, reserved(found)
    names, items = Names(run.scenario), items_of(run)
    total = run.summary["histories"]
    known = f"Knowledge of {day(run.scenario.as_of)}; simulated to {end(run)}; {total:,} histories."
    with first_on_figures(first):
        drawn = sections(found, items, names)
    return Brief(
        title=run.scenario.title,
        question=run.scenario.question or "",
        answer=begin(in_short(found)),
        changed=changed(run, names),
        reserved=first,
        known=known,
        caveats=caveats(found, items),
        judgements=judgements(found, names),
        reading=READING,
        sections=drawn,
    )


def reserved(found: Found) -> str:
    """What is to be known first of the folders that were found; nothing if nothing is."""
    clauses = [clause for folder in found.folders if folder.is_dir() for clause in reservations(folder)]
    if not found.doubts:
        clauses.append(AS_GIVEN)
    return in_a_line(clauses)


def changed(run: Run, names: Names) -> str:
    """What was played otherwise than the scenario's file says; nothing if it was played as it is."""
    said = [names.kept_apart(change_title(change, names.scenario)) for change in run.summary["changed"]]
    if agents := run.manifest.get("agents"):
        said.append(f"played with the agents of {agents.split()[0]} in place of parley's own")
    return f"Not the scenario as its file has it. Changed: {'; '.join(said)}." if said else ""
