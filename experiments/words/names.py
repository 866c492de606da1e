"""What a reader sees in place of a name of the file."""

from collections.abc import Mapping
from typing import Any

from experiments.words.numbers import figure
from experiments.words.sentences import begin, day
from sim.scenario.vocabulary import Issue, Scenario, Source, Table

SURENESS = (
    (0.05, "almost surely not"),
    (0.25, "hardly"),
    (0.45, "less likely than not"),
    (0.55, "as likely as not"),
    (0.75, "more likely than not"),
    (0.95, "probably"),
)
"""Words for a probability up to this bound; beyond the last, `almost surely`."""


def readable(name: str) -> str:
    """A name as a reader sees it."""
    return name.replace("_", " ")


def title_of(kind: Mapping[str, Any], name: str) -> str:
    """The title of an issue, party or table, or else its name in words."""
    found = kind.get(name)
    return (found.title if found is not None else None) or readable(name)


def rung_title(table: Table, name: str) -> str:
    """The title of a rung, or else its name in words."""
    found = next((rung for rung in table.rungs if rung.name == name), None)
    return (found.title if found is not None else None) or readable(name)


def outcome_title(scenario: Scenario, name: str) -> str:
    """The title of an outcome, or else its name in words."""
    return begin(title_of(scenario.outcomes, name))


def asked_title(name: str, scenario: Scenario) -> str:
    """What is asked of a history, for a reader: `formal talks or further`, `No meeting`, `at least one step reached`.

    `name` is an outcome, TABLE.RUNG (the table is named where there are several) or `progress`.
    """
    table, _, rung = name.partition(".")
    if rung:
        place = f" ({title_of(scenario.tables, table)})" if len(scenario.tables) > 1 else ""
        last = scenario.tables[table].rungs[-1].name == rung
        return f"{rung_title(scenario.tables[table], rung)}{'' if last else ' or further'}{place}"
    return outcome_title(scenario, name) if name in scenario.outcomes else "at least one step reached"


def source_title(source: Source) -> str:
    """A source: its title, publisher and date."""
    return ", ".join(filter(None, [source.title, source.publisher, day(source.date)]))


def option_title(name: str, issue: Issue) -> str:
    """The title of an option, or else its name in words."""
    return issue.titles.get(name) or readable(name)


def level_words(level: float | str, issue: Issue) -> str:
    """A level of an issue, in its unit; of options the title of one, which is given by its name or number."""
    if issue.kind == "options":
        return option_title(level if isinstance(level, str) else issue.option(issue.level(level)), issue)
    assert isinstance(level, float)
    return f"{figure(level)} {issue.unit}".rstrip()


def sureness(probability: float) -> str:
    """A probability in words."""
    return next((words for bound, words in SURENESS if probability <= bound), "almost surely")
