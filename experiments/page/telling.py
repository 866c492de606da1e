"""What a page needs to tell a history in words: names, titles, units, the order of things in memory, and turns of phrase.

The kernel tells of parties, issues and tables by their numbers, and of levels as shares of a range. Everything that makes
sentences of these is here as plain data, in the order of the arrays.
"""

from collections.abc import Mapping
from typing import Any, TypedDict, get_args

from agents.rules.commitment import TERMS
from experiments.trace import phrases
from experiments.trace.results import PartyType
from experiments.words.blocks import BLOCKED
from experiments.words.conditions import condition_words
from experiments.words.demands import SIDES, demand_title
from experiments.words.names import option_title, outcome_title, readable, title_of
from experiments.words.sentences import begin, day, inside
from sim.engine.arrays import Compiled
from sim.scenario.checks.common import round_of
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Issue, Rung, Scenario, Table
from sim.world import outcome
from sim.world.codes import BLOCKS, STAGES
from sim.world.state import SCALARS


class Titled(TypedDict):
    """Something by its name in the file, and as a reader sees it inside a sentence."""

    name: str
    title: str


class IssueToTell(Titled):
    """An issue: in which unit its levels are told, and what is said of it beside them."""

    kind: str
    unit: str
    ends: tuple[float, float]
    """Real levels at the shares 0 and 1."""
    options: list[str]
    """Titles of its options, in the order of their numbers; none where its levels lie on a line."""
    plain: bool
    """Whether its unit alone says which issue is meant."""
    share: bool
    """Whether its unit says only that it is a share."""
    follow: str | None
    """The table where reaching a step carries it out."""
    after: str | None
    """What must hold before it is carried out, as `once` goes on."""
    absent: dict[str, str]
    """By table, those who deliver it and have no seat there."""


class RungToTell(Titled):
    """A step of a table: from which round on it may open (0: any), and whether anything that it requires is a demand."""

    since: int
    demanded: bool


class TableToTell(Titled):
    """A table, whether it had met before, and its steps."""

    met: bool
    rungs: list[RungToTell]


class EventToTell(Titled):
    """An event, whose title begins a sentence, and as it stands inside one."""

    inside: str


class DemandToTell(Titled):
    """A demand that something come first, and whose it is."""

    party: str


class Calendar(TypedDict):
    """How rounds are named: by the month in which they end, or by the last day of their week."""

    as_of: tuple[int, int, int]
    """Year, month and day."""
    step: str
    first_end: tuple[int, int, int]
    """Last day of the first round."""


class Phrases(TypedDict):
    """Turns of phrase that a story in the terminal uses as well."""

    deeds: dict[str, tuple[str, str, str]]
    """By decision, what a yes is called, what a no, and what was likely to happen."""
    back: tuple[str, str, str]
    """The same of coming back to talks that were broken off."""
    lapses: dict[str, str]
    standing: dict[str, str]
    sides: dict[str, str]
    blocked: dict[str, str]


class TellingData(TypedDict):
    """All of it, for one scenario."""

    title: str
    as_of: str
    calendar: Calendar
    parties: list[Titled]
    mediators: list[Titled]
    issues: list[IssueToTell]
    tables: list[TableToTell]
    demands: list[DemandToTell]
    events: list[EventToTell]
    outcomes: list[Titled]
    war: str | None
    """What violence is counted in; null without a war."""
    terms: dict[str, list[str]]
    """By decision, the names of its terms, in order."""
    types: list[str]
    blocks: list[str]
    stages: list[str]
    scalars: dict[str, int]
    """Where each scalar of the world stands behind its arrays."""
    columns: list[str]
    """Of the row of measures that a history leaves behind."""
    phrases: Phrases


def telling_data(compiled: Compiled) -> TellingData:
    """What a page needs to tell histories of a scenario."""
    scenario, names = compiled.scenario, compiled.names
    events = {event.name: event.title or readable(event.name) for event in scenario.events}
    first = compiled.rounds.end(1)
    as_of = scenario.as_of
    return {
        "title": scenario.title,
        "as_of": day(as_of),
        "calendar": {
            "as_of": (as_of.year, as_of.month, as_of.day),
            "step": scenario.time.step,
            "first_end": (first.year, first.month, first.day),
        },
        "parties": [_party(name, scenario) for name in names.parties],
        "mediators": [_party(name, scenario) for name in names.mediators],
        "issues": [_issue(name, scenario) for name in names.issues],
        "tables": [_table(name, scenario.tables[name], scenario) for name in names.tables],
        "demands": [
            {"name": name, "title": demand_title(name, scenario), "party": name.split(".")[0]} for name in names.demands
        ],
        "events": [{"name": name, "title": events[name], "inside": inside(events[name])} for name in names.events],
        "outcomes": [{"name": name, "title": outcome_title(scenario, name)} for name in names.outcomes],
        "war": scenario.war.unit if scenario.war is not None else None,
        "terms": {kind: list(terms) for kind, terms in TERMS.items()},
        "types": list(get_args(PartyType)),
        "blocks": list(BLOCKS),
        "stages": list(STAGES),
        "scalars": {name: place for place, name in enumerate(SCALARS)},
        "columns": [column.name for column in outcome.measures(names.issues, names.parties)],
        "phrases": _phrases(),
    }


def _phrases() -> Phrases:
    return {
        "deeds": dict(phrases.DEEDS),
        "back": phrases.BACK,
        "lapses": dict(phrases.LAPSES),
        "standing": dict(phrases.STANDING),
        "sides": dict(SIDES),
        "blocked": dict(BLOCKED),
    }


def _party(name: str, scenario: Scenario) -> Titled:
    return {"name": name, "title": _party_title(name, scenario.parties)}


def _party_title(name: str, parties: Mapping[str, Any]) -> str:
    return parties[name].title or readable(name).title()


def _issue(name: str, scenario: Scenario) -> IssueToTell:
    issue = scenario.issues[name]
    units = [each.unit for each in scenario.issues.values()]
    share = phrases.is_share(issue.unit)
    return {
        "name": name,
        "title": inside(title_of(scenario.issues, name)),
        "kind": issue.kind,
        "unit": issue.unit,
        "ends": issue.ends,
        "options": [option_title(option, issue) for option in issue.options],
        "plain": bool(issue.unit) and not share and units.count(issue.unit) == 1,
        "share": share,
        "follow": issue.follow.table if issue.follow else None,
        "after": condition_words(issue.after, scenario) if issue.after is not None else None,
        "absent": {table: _absent(issue, found, scenario) for table, found in scenario.tables.items()},
    }


def _absent(issue: Issue, table: Table, scenario: Scenario) -> str:
    """Those who deliver an issue and have no seat at a table, as a list."""
    return listed([_party_title(who, scenario.parties) for who in issue.delivered_by if who not in table.parties])


def _table(name: str, table: Table, scenario: Scenario) -> TableToTell:
    return {
        "name": name,
        "title": begin(title_of(scenario.tables, name)),
        "met": bool(table.met),
        "rungs": [_rung(rung, scenario) for rung in table.rungs],
    }


def _rung(rung: Rung, scenario: Scenario) -> RungToTell:
    return {
        "name": rung.name,
        "title": inside(rung.title) if rung.title else readable(rung.name),
        "since": round_of(scenario, rung.not_before) if rung.not_before is not None else 0,
        "demanded": any(phrases.is_demanded(condition) for condition in rung.requires),
    }
