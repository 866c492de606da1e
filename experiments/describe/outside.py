"""The outside view in words: what real processes did, what the simulated talks do, and whether these are far apart."""

from experiments.estimates.outside import FACTOR
from experiments.estimates.results import OutsideView
from experiments.words.sentences import count, per_100, small


def outside_words(view: OutsideView) -> str:
    """Two sentences; a third where the simulation is far from what was published."""
    what = "a comprehensive agreement" if view["full"] else "an agreement on substance"
    within = f"within {count(view['years'], 'year')}"
    published, simulated = view["n"] / view["of"], view["simulated"]["p"]
    said = (
        f"Of {view['of']} real peace processes, {per_100(published)} in 100 signed {what} {within} of their first agreement "
        f"about talks ({view['source']}). Counted alike, the simulated talks sign {'theirs' if view['full'] else 'one'} in "
        f"{per_100(simulated)} of 100 histories."
    )
    if view["far"]:
        way = "more" if simulated > published else "less"
        said += f" That departs from the record: more than {small(FACTOR)} times {way} often."
    return said
