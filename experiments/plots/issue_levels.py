"""An issue as its figure needs it: both ends in words, counts by level, and what each party wants."""

from collections.abc import Mapping
from math import floor, log10

import numpy as np

from experiments.estimates.final_states import coarser, median_bin
from experiments.figures import Level, Wish
from experiments.rivals.stakes import median_ideal
from experiments.words.numbers import figure, middle_90, span_words
from sim.engine.arrays import middle_line
from sim.scenario.checks.levels import at_start, best_options
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Issue, Number, Scenario

BARS = 11  # on a scale, at most


def level_of(
    scenario: Scenario, name: str, title: str, agreed: np.ndarray, in_force: np.ndarray, parties: Mapping[str, str],
) -> Level:  # fmt: skip
    """An issue with the counts of its levels; `parties` maps names to titles."""
    issue = scenario.issues[name]
    if issue.kind == "options":
        marks = option_marks(scenario, name, parties)
        return Level(title, ("", ""), int(agreed.sum()), in_force, "", start_of(issue), marks, on_a_line=False)
    return Level(
        with_unit(title, issue),
        (level_words(issue, 0.0), level_words(issue, 1.0)),
        int(agreed.sum()),
        coarser(in_force, BARS),
        median_words(issue, in_force),
        start_of(issue),
        [wish for party, known in parties.items() for wish in wishes(scenario, name, party, known)],
    )


def with_unit(title: str, issue: Issue) -> str:
    """An issue with what it is measured in: `Sanctions lifted (per cent of those listed)`."""
    return f"{title} ({issue.unit})" if issue.unit and issue.unit.lower() not in title.lower() else title


def start_of(issue: Issue) -> float:
    """The level in force at the start, as a share of the range."""
    return issue.level(at_start(issue))


def level_words(issue: Issue, level: float) -> str:
    """A level as a number; of a yes/no issue, which it is."""
    if issue.kind == "binary" and not issue.unit:
        return "no" if level == 0 else "yes"
    return figure(round(issue.real(level), 9))


def median_words(issue: Issue, counts: np.ndarray) -> str:
    """The median level; nothing for a yes/no issue, of which it would say little."""
    if counts.sum() == 0 or issue.kind == "binary":
        return ""
    hundredth = 2 - floor(log10(abs(issue.range[1] - issue.range[0])))
    return figure(round(issue.real(median_bin(counts)), hundredth))


def option_marks(scenario: Scenario, name: str, parties: Mapping[str, str]) -> list[Wish]:
    """Each option in its place, with who likes it best and who refuses it."""
    issue, marks = scenario.issues[name], []
    for option, title in issue.titles.items():
        held = {who: scenario.principals[party].positions.get(name) for party, who in parties.items()}
        liked = [who for who, position in held.items() if position and best_options(position) == {option}]
        refused = [who for who, position in held.items() if position and option in position.refuses]
        said = [f"best for {listed(liked)}"] if liked else []
        said += [f"never for {listed(refused)}"] if refused else []
        place = issue.level(option)
        marks.append(Wish(f"{title} ({'; '.join(said)})" if said else title, place, place, place, ""))
    return marks


def wishes(scenario: Scenario, name: str, party: str, title: str) -> list[Wish]:
    """What a party wants of an issue: none or one."""
    issue, position = scenario.issues[name], scenario.principals[party].positions.get(name)
    if position is None:
        return []
    line = middle_line(position, issue)
    red_line = span_words(*line) if line is not None else ""
    ideal = issue.level(median_ideal(position.aim, issue))
    low, high = sorted(issue.level(end) for end in ends(position.aim, issue))
    return [Wish(title, min(max(ideal, 0.0), 1.0), max(0.0, low), min(1.0, high), red_line)]


def ends(ideal: Number, issue: Issue) -> tuple[float, float]:
    """The middle 90 % of what a party may want, in the issue's unit."""
    if ideal.value is not None:
        return ideal.value, ideal.value
    if ideal.choice is not None:
        return min(ideal.choices), max(ideal.choices)
    return middle_90(ideal, min(issue.range), max(issue.range))
