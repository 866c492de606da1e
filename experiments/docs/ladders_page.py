"""`python -m experiments.docs.ladders_page`: the same positions on four ladders, played for the page on choosing rungs.

It plays the scenarios of docs/how_to/ladders/, writes the tables between the marks of docs/how_to/choose_rungs.md, and draws
the figure beside it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments import figures
from experiments.docs.markdown import table
from experiments.estimates.statistics import wilson
from experiments.figures.page import source_line
from experiments.figures.ranking import Ranked, ranking
from experiments.ladders.checks import warnings
from experiments.runs.blocks import CompiledEngine, play
from experiments.store.files import write_whole
from experiments.words.marked import replaced
from experiments.words.names import rung_title, title_of
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Scenario

PAGE = Path("docs/how_to/choose_rungs.md")
PICTURE = PAGE.with_name("ladders.svg")
FOLDER = PAGE.with_name("ladders")
LADDERS = ("everything_at_once", "balanced_steps", "one_sided_steps", "one_issue_a_step")
TABLE, LAST = "talks", "settlement"
HISTORIES, SEED = 10_000, 1
AS_OF = "2020-01-01"
FINDING = "Who wants what is the same; only the steps differ"
PLOTTED = "In how many of 100 simulated histories each is reached within five years, by the ladder it is reached on"
CHANGES: Mapping[str, tuple[str, ...]] = {
    "with ten years in place of five": ("time.rounds=120",),
    "with a truce that leaves the fighting as it was": ("issues.ceasefire.effects=null",),
}
"""What is changed in all four, to see why they differ."""
MEANING = "Lines are 95 % intervals of sampling error."


class Climbed(NamedTuple):
    """What came of one ladder: its scenario, and for every history what was reached."""

    scenario: Scenario
    settled: np.ndarray
    both: np.ndarray
    """Whether both mean to settle as the history begins."""
    nothing: np.ndarray
    """Whether nothing at all was carried out."""


def climbed(name: str, histories: int = HISTORIES, changes: Sequence[str] = ()) -> Climbed:
    """Play one of the ladders, changed as `--set` would."""
    scenario = load(FOLDER / f"{name}.yaml", changes, to_run=True).scenario
    engine = CompiledEngine()
    engine.prepare()
    found = play(compile_scenario(scenario), SEED, 0, histories, engine)
    both = np.all([found[f"{party}.settles_at_start"] == 1 for party in scenario.tables[TABLE].parties], axis=0)
    nothing = found["outcome"] == list(scenario.outcomes).index("nothing")
    return Climbed(scenario, found[f"{TABLE}.{LAST}.reached"] > 0, both, nothing)


def steps(scenario: Scenario) -> str:
    """The ladder in words: what is bargained over on each step, in order; the step that binds is marked."""
    told: list[str] = []
    for rung in scenario.tables[TABLE].rungs:
        agenda = listed([title_of(scenario.issues, issue).lower() for issue in rung.agenda])
        told.append(f"{len(told) + 1}. {agenda}{' (binding)' if rung.binding else ''}")
    return "; ".join(told)


def warned(scenario: Scenario) -> str:
    """Of which steps `parley validate` says that one side gains nothing by them."""
    table = scenario.tables[TABLE]
    places = {place[3] for place in (tuple(found[0]) for found in warnings(scenario)) if len(place) > 3}
    titles = [f"“{rung_title(table, rung.name)}”" for i, rung in enumerate(table.rungs) if {i, rung.name} & places]
    return listed(titles) if titles else "–"


def block(told: Mapping[str, Climbed]) -> str:
    """The generated part of the page."""
    rows = [
        [
            f"[{each.scenario.title}](ladders/{name}.yaml)",
            steps(each.scenario),
            share(each.settled),
            share(each.settled[each.both]),
            share(each.nothing),
            warned(each.scenario),
        ]
        for name, each in told.items()
    ]
    head = [
        "ladder",
        "steps",
        "settlement",
        "… where both mean it",
        "nothing carried out",
        "one-sided, says `validate`",
    ]
    histories = len(next(iter(told.values())).settled)
    said = f"In how many of 100 simulated histories, within five years ({histories:,} histories each, seed {SEED}):"
    return f"{said}\n\n{table(head, rows)}\n\n![{FINDING}: {PLOTTED.lower()}]({PICTURE.name})"


def why(told: Mapping[str, Climbed]) -> str:
    """The second generated part: settlements on each ladder, as it is and with all four changed alike."""
    rows = [["as they are", *(share(each.settled) for each in told.values())]]
    for words, changes in CHANGES.items():
        rows.append([words, *(share(climbed(name, changes=changes).settled) for name in told)])
    return table(["settlements, of 100", *(each.scenario.title.lower() for each in told.values())], rows)


def share(happened: np.ndarray) -> str:
    """How often, of 100."""
    return f"{100 * happened.mean():.0f}"


def picture(told: Mapping[str, Climbed]) -> bytes:
    """The figure, as SVG."""
    panels = {
        "A settlement": rows(told, [each.settled for each in told.values()]),
        "A settlement, where both sides mean to settle": rows(
            told, [each.settled[each.both] for each in told.values()]
        ),
        "Nothing at all carried out": rows(told, [each.nothing for each in told.values()]),
    }
    histories = len(next(iter(told.values())).settled)
    source = source_line(histories, SEED, AS_OF, None)
    return figures.render(ranking(panels, figures.Heading(FINDING, PLOTTED), MEANING, source), "svg")


def rows(told: Mapping[str, Climbed], happened: Sequence[np.ndarray]) -> list[Ranked]:
    """A panel: a row for each ladder."""
    shares = [(int(each.sum()), len(each)) for each in happened]
    return [
        Ranked(ladder.scenario.title, count / total, *wilson(count, total))
        for ladder, (count, total) in zip(told.values(), shares, strict=True)
    ]


def main() -> None:
    """Write the page's part and its figure."""
    told = {name: climbed(name) for name in LADDERS}
    page = replaced(PAGE.read_text(encoding="utf-8"), "ladders", block(told))
    write_whole(PAGE, replaced(page, "why", why(told)).encode())
    write_whole(PICTURE, picture(told))


if __name__ == "__main__":
    main()
