"""What things are called in a brief: their titles, and the words for what a variant changes."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from experiments.compare.results import VariantResult
from experiments.estimates.results import RunSummary
from experiments.words.names import option_title, readable, rung_title, title_of
from experiments.words.numbers import figure, short_number
from experiments.words.places import change_title
from sim.engine.arrays import middle
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import LARGEST, Issue, Number, Position, Scenario

WHAT_IF = re.compile(r"what if (.+?)\s*\?", re.I | re.S)


class Names:
    """Names of a scenario as a reader sees them; those that run from right to left are kept apart unless `bare`."""

    def __init__(self, scenario: Scenario, bare: bool = False):
        self.scenario, self.bare = scenario, bare

    def party(self, name: str) -> str:
        """A party."""
        return self._apart(title_of(self.scenario.parties, name))

    def issue(self, name: str) -> str:
        """An issue."""
        return self._apart(title_of(self.scenario.issues, name))

    def table(self, name: str) -> str:
        """A table."""
        return self._apart(title_of(self.scenario.tables, name))

    def _apart(self, text: str) -> str:
        """A name in marks that keep its direction from what stands around it, where it needs them."""
        turned = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
        return f"\u2068{text}\u2069" if turned and not self.bare else text

    def rung(self, table: str, name: str) -> str:
        """A rung."""
        found = self.scenario.tables.get(table)
        titled = found is not None and any(rung.name == name and rung.title for rung in found.rungs)
        return self._apart(rung_title(found, name)) if found and titled else self.proper(readable(name))

    def rungs_in(self, text: str) -> str:
        """A text with the rungs in it, in quotation marks, named as everywhere."""
        for table, of_it in self.scenario.tables.items():
            for rung in of_it.rungs:
                text = text.replace(f"“{rung_title(of_it, rung.name)}”", f"“{self.rung(table, rung.name)}”")
        return text

    def outcome(self, name: str) -> str:
        """An outcome."""
        found = self.scenario.outcomes.get(name)
        return self._apart(found.title) if found and found.title else self.proper(readable(name))

    def proper(self, text: str) -> str:
        """A name in words with the capitals that parties have: `formal us talks` is of the US, `afghan` is Afghan."""
        return " ".join(self._capitals.get(word, word) for word in text.split(" "))

    @cached_property
    def _capitals(self) -> dict[str, str]:
        """Words of the principals' titles that begin with a capital, and initials of titles of several words."""
        found: dict[str, str] = {}
        for party in self.scenario.principals:
            words = [word for word in self.party(party).split() if word[:1].isupper()]
            found |= {word.lower(): word for word in words}
            if len(words) > 1:
                initials = "".join(word[0] for word in words)
                found[initials.lower()] = initials
        return found

    def kept_apart(self, text: str) -> str:
        """A text of plain titles as it stands in a brief: rungs named as everywhere, names in the marks that they need."""
        scenario = self.scenario
        kinds: tuple[Mapping[str, Any], ...] = (scenario.parties, scenario.issues, scenario.tables, scenario.outcomes)
        titles = {title_of(kind, name) for kind in kinds for name in kind}
        turned = sorted((title for title in titles if self._apart(title) != title), key=len, reverse=True)
        text = self.rungs_in(text)
        return re.sub("|".join(map(re.escape, turned)), lambda found: self._apart(found[0]), text) if turned else text


def variant_clause(variant: VariantResult, base: RunSummary, names: Names) -> str:
    """The condition under which a variant was played: `If the office were recognised first`."""
    title = variant["result"]["scenario"]
    asked = WHAT_IF.fullmatch(title.strip())
    if asked:
        return f"If {asked[1]}"
    if title != base["scenario"]:
        return f"In the variant “{title}”"
    if variant["set"]:
        return f"With {'; '.join(names.kept_apart(change_title(change, names.scenario)) for change in variant['set'])}"
    return f"In the variant “{readable(variant['name'])}”"


def best_of(position: Position, issue: Issue) -> str:
    """The option that a party likes best, at the median of what is uncertain."""
    values = {option: middle(number, -LARGEST, LARGEST) for option, number in position.values.items()}
    best = [option for option, value in values.items() if value == max(values.values())]
    return listed([f"“{option_title(option, issue)}”" for option in best], "or")


def wanted(level: Number, issue: Issue) -> str:
    """A level that a party wants, in the issue's unit."""
    if issue.kind == "binary" and level.value in issue.range:
        return "yes" if level.value == issue.range[1] else "no"
    if level.value is not None:
        return f"{figure(level.value)} {issue.unit}".rstrip()
    return f"{short_number(level, min(issue.range), max(issue.range))} {issue.unit}".rstrip()
