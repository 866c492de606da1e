"""What the figures of a sweep show, a sentence each: which factor moves what is asked, and how far.

A gap whose 95 % interval reaches 0 is no clear difference; of two whose intervals overlap, neither is said to be wider.
"""

from experiments.estimates.results import Share
from experiments.figures.findings import from_to, histories, quoted
from experiments.sweep.points import LevelShown
from experiments.sweep.summary import Finding, PointPlayed, SweepSummary, factor_of
from experiments.sweep.words import level_words, played, ranked, where
from experiments.words.sentences import begin
from sim.scenario.phrases import listed


def of_sweep(told: SweepSummary) -> str:
    """What is moved, and by what: of one factor from where to where, of several which moves most."""
    points, found = played(told), told["findings"]
    if len(points) == 1:
        return f"{begin(told['headline_title'])} in {histories(points[0]['headline']['n'], told['histories'])}"
    names = list(points[0]["values"])
    if len(names) == 1 and len(found) == 1:
        return of_factor(told, found[0])
    return of_factors(told) if found else of_points(told)


def of_factor(told: SweepSummary, found: Finding) -> str:
    """What the only factor moves: the share at the level with the lowest mean and at that with the highest."""
    gap, name = found["gap"], title(told, found["factor"])
    shares = [point["headline"] for point in played(told)]
    if gap is None:
        return f"{name} makes no difference to {told['headline_title']}: {histories(shares[0]['n'], told['histories'])}"
    if gap["lo"] <= 0:
        return f"{name} makes no clear difference to {told['headline_title']}: {span_words(told, shares)}"
    ends = [share_at(told, found["factor"], gap["from"]), share_at(told, found["factor"], gap["to"])]
    unit = factor_of(told, found["factor"])["unit"]
    return f"{begin(told['headline_title'])} {between(told, ends, [at_words(gap['from'], unit), at_words(gap['to'], unit)])}"


def of_factors(told: SweepSummary) -> str:
    """Which of several factors moves what is asked most, and which do not clearly."""
    moved = [(found, found["gap"]) for found in told["findings"] if found["gap"] and found["gap"]["lo"] > 0]
    still = [title(told, found["factor"]) for found in told["findings"] if not found["gap"] or found["gap"]["lo"] <= 0]
    asked = told["headline_title"]
    if not moved:
        return f"No factor makes a clear difference to {asked}"
    widest = moved[0][1]
    alike = [(found, gap) for found, gap in moved if gap["hi"] >= widest["lo"]]
    rest = f"; {listed(still)} make{'s' if len(still) == 1 else ''} no clear difference" if still else ""
    names = listed([title(told, found["factor"]) for found, _ in alike])
    sizes = listed([f"{100 * gap['d']:.0f}" if gap["d"] >= 0.02 else f"{100 * gap['d']:.1f}" for _, gap in alike])
    if len(alike) == 1:
        most = " most" if len(told["findings"]) > 1 else ""
        return f"{names} moves {asked}{most}, by {sizes} points{rest}"
    return f"{names} move {asked}, by {sizes} points{rest}: which moves it more is not clear"


def of_points(told: SweepSummary) -> str:
    """The lowest and the highest point, where no factor can be held against the same values of the others."""
    order = ranked(told)
    best, worst = order[0]["headline"], order[-1]["headline"]
    if best["lo"] <= worst["hi"]:
        return f"No clear difference between the points: {told['headline_title']} in {span_words(told, [worst, best])}"
    if len(order) > FEW_POINTS or len(order[0]["values"]) > 1:
        return f"{begin(told['headline_title'])} in {span_words(told, [worst, best])}, by what is put in"
    places = [f"at {quoted([where(told, point)])}" for point in (order[-1], order[0])]
    return f"{begin(told['headline_title'])} {between(told, [worst, best], places)}"


FEW_POINTS = 40


def between(told: SweepSummary, ends: list[Share], places: list[str]) -> str:
    """`in 54 of 100 simulated histories at 0 prisoners, in 59 at 2,000 prisoners`."""
    first, second = from_to(ends[0]["n"], ends[1]["n"], told["histories"])
    return f"in {first} simulated histories {places[0]}, in {second.removesuffix(' of 100')} {places[1]}"


def span_words(told: SweepSummary, shares: list[Share]) -> str:
    """`53 to 59 of 100 simulated histories`."""
    counts = [share["n"] for share in shares]
    if min(counts) == max(counts):
        return histories(counts[0], told["histories"])
    first, second = from_to(min(counts), max(counts), told["histories"])
    return f"{first.removesuffix(' of 100')} to {second} simulated histories"


def title(told: SweepSummary, factor: str) -> str:
    """A factor's title, within a sentence."""
    return quoted([factor_of(told, factor)["title"].replace("_", " ")])


def at_words(level: LevelShown, unit: str | None) -> str:
    """At which level: `at 2,000 prisoners`, `at “wants neither”`."""
    words = level_words(level, unit)
    return f"at {words}" if isinstance(level, int | float) and not isinstance(level, bool) else f"at {quoted([words])}"


def share_at(told: SweepSummary, factor: str, level: LevelShown) -> Share:
    """What is asked at the only point with this level."""
    found: PointPlayed = next(point for point in played(told) if point["values"][factor] == level)
    return found["headline"]
