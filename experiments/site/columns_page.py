"""The page of result columns: what `run.frame`, `run.arrays` and `parley export` give for every history.

Columns depend on the scenario; the page has each kind once, under the name with PARTY, TABLE, RUNG and ISSUE in it. The
names are read off a shipped scenario.
"""

from pathlib import Path

from experiments.docs.markdown import table
from experiments.export.frame import Field, fields
from experiments.site.places import ROOT
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario

SHOWN_BY = Path("scenarios/second_meeting_2018_09.yaml")
INTRODUCTION = """\
# Result columns

A row for each [history](glossary.md#history), as `run.frame` and `run.arrays` give it in Python and `parley export`
writes it, with a codebook beside it that has the titles of the scenario's own parties and tables. Names in capitals
stand for those in its file: `PARTY.type_at_start` is `taliban.type_at_start` in the Afghan scenarios, and `PATH` is
that of a number that the scenario leaves open, such as `parties.taliban.settles`. Rounds are numbered from 1 and are
months or weeks, as the scenario says; a round that never came is not a number (nan), and a text that does not apply is
empty. Levels are in the issue's own unit. 1 u is all that one party has at stake in all issues together.

A file that `parley export` writes has a last column `reservations` if something is to be known first of the histories: that
the rules have changed since, say, or that numbers which nobody has measured stand at their defaults. It is the same in each
row, and stands above the codebook's rows too. A table of pandas has it in `attrs["reservations"]`, one of Arrow in the
metadata of its schema.

The part files of a results folder (`part-NNNNNN.parquet`) hold the same for the machine, by number and as shares of a range;
their columns are documented in `sim/world/outcome.py`.

This page is written by `python -m experiments.site.reference`.
"""


def page(root: Path = ROOT) -> str:
    """The page, as Markdown."""
    rows = [
        [f"`{each.name}`", each.title, each.kind, each.unit or "–", each.meaning] for each in kinds(root / SHOWN_BY)
    ]
    return f"{INTRODUCTION}\n{table(['column', 'title', 'what it holds', 'unit', 'meaning'], rows)}\n"


def kinds(path: Path) -> list[Field]:
    """Each kind of column that a scenario's histories have, once, by its general name."""
    scenario = load(path).scenario
    compiled = compile_scenario(scenario)
    drawn = {each.path for each in compiled.uncertain}
    found: dict[str, Field] = {}
    for field in fields(compiled):
        name = general_name(field.name, scenario, drawn)
        found.setdefault(name, general(field, name))
    return list(found.values())


def general(field: Field, name: str) -> Field:
    """What a column holds, in whatever scenario: what is said of it, and its unit where that is the scenario's own."""
    *_, what = field.title.split(": ")  # its title begins with whose it is
    title = what[:1].upper() + what[1:]
    if name == "PATH":
        return field._replace(name=name, title="A number that was drawn", unit="of the number")
    if name.startswith("TABLE.RUNG"):
        return field._replace(name=name, title=f"Rung{what[what.rindex(',') :]}")
    if name in {"ISSUE.level", "ISSUE.agreed_level"}:
        return field._replace(
            name=name, title=title, kind="number; text where the issue has options", unit="of the issue"
        )
    return field._replace(name=name, title=title)


def general_name(name: str, scenario: Scenario, drawn: set[str]) -> str:
    """A column's name with what it is about in capitals; PATH for a number that is drawn."""
    if name in drawn:
        return "PATH"
    first, *rest = name.split(".")
    for mapping, word in ((scenario.parties, "PARTY"), (scenario.tables, "TABLE"), (scenario.issues, "ISSUE")):
        if rest and first in mapping:
            return ".".join([word, "RUNG", rest[-1]] if len(rest) > 1 else [word, *rest])
    return name
