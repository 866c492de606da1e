"""The outside view in words: what real processes did, what the simulated talks do, and whether these are far apart."""

from experiments.estimates.asked import asked_of
from experiments.estimates.outside import FACTOR
from experiments.estimates.results import OutsideView
from experiments.estimates.statistics import wilson
from experiments.words.names import rung_title
from experiments.words.sentences import begin, count, per_100, small
from sim.scenario.vocabulary import Scenario


def outside_words(view: OutsideView, scenario: Scenario) -> str:
    """A sentence, for it is another question than the scenario's; a second where the simulation is far from the record."""
    what = "a comprehensive agreement" if view["full"] else "some agreement on substance"
    within = f"within {count(view['years'], 'year')}"
    published, simulated = view["n"] / view["of"], view["simulated"]["p"]
    said = (
        f"As a check: of {view['of']} real peace processes, {per_100(published)} in 100 signed {what} {within} of their "
        f"first agreement about talks ({view['source']}); the simulated talks sign {_counted(view, scenario)} in "
        f"{per_100(simulated)} of 100 histories, {_beside(view)}."
    )
    if view["far"]:
        said += f" That departs from the record: by more than {small(FACTOR)} times."
    return said


def _beside(view: OutsideView) -> str:
    """Whether the simulated talks sign more often than real ones, by more than so few of these can tell."""
    low, high = wilson(view["n"], view["of"])
    if low <= view["simulated"]["p"] <= high:
        return "about as often"
    return f"{'more' if view['simulated']['p'] > high else 'less'} often than real ones"


def _counted(view: OutsideView, scenario: Scenario) -> str:
    """What is counted of the simulated talks."""
    asked = asked_of(scenario)
    assert asked is not None
    assert asked.table is not None, "nothing is compared where no table is asked about"
    step = f"“{begin(rung_title(scenario.tables[asked.table], view['step']))}”"
    return f"theirs ({step})" if view["full"] else f"one ({step} or a later step)"
