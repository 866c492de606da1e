"""The page and the figure of the check against people, from what `human_bargaining` finds."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from experiments.figures import render
from experiments.figures.page import own_version
from experiments.figures.share_dots import Game, Shared, shares
from experiments.validation import negotiations
from experiments.validation.human_bargaining_results import Study
from experiments.validation.negotiations import ORDERS, POINTS

PAGE = Path("docs/human_bargaining.md")
FIGURE = Path("docs/human_bargaining.svg")
COLUMNS = 124
BOOK, LAB = "rule book", "laboratory"
NAMES = {
    "equal split": "half of everything",
    "Nash": "Nash's bargain, in whole packages",
    "keener": "each issue to whom it is worth more",
    BOOK: "**simulated**, the rule book's defaults",
    LAB: "**simulated**, the laboratory's settings",
    "people": "people, forecast by other people",
}
SOURCES = {
    BOOK: "defaults",
    "alike": "both always equally patient",
    "one pace": "patience differs between pairs as much as the mean of two does, but not within them",
    "finer": "four short meetings in place of each",
    "finer, alike": "the same, and both equally patient",
}
PLOTTED = "Packages of a hundred that one of two people gets, by what a package is worth to either, in points"
PEOPLE, SIMULATED, NASH = "people, with 95 % interval", "simulated bargains", "Nash's bargain in whole packages"
NOTE = "Means. Simulated with the settings of the laboratory. Where both want the same, many bargains are as good as Nash's."


# ------------------------------------------------------------------------------
# The figure


def picture(found: Study) -> bytes:
    """The figure of the page, as SVG."""
    source = (
        f"Source: CaSiNo (Chawla et al. 2021, CC BY 4.0), {found.seen.number} agreements; parley {own_version()}; "
        f"{found.histories:,} simulated bargains of each kind; seed {found.seed}."
    )
    figure = shares(
        games(found), plotted=PLOTTED, people=PEOPLE, simulated=SIMULATED, rival=NASH, note=NOTE, source=source
    )
    return render(figure, "svg")


def games(found: Study) -> list[Game]:
    """Mean shares of each order."""
    return [Game(_heading(i), [_shared(found, i, k) for k in range(len(POINTS))]) for i in range(len(ORDERS))]


def _heading(number: int) -> str:
    return {0: "Both want the same", 1: "They want different things"}.get(number, "")


def _shared(found: Study, i: int, k: int) -> Shared:
    agreed = found.seen.share[found.seen.order == i, k]
    mean, width = float(agreed.mean()), negotiations.half_width(agreed)
    nash = float(negotiations.nash_split()[i, k])
    name = f"worth {POINTS[k]} to oneself, {ORDERS[i][k]} to the other"
    return Shared(name, mean, max(0.0, mean - width), min(1.0, mean + width), float(found.shares[i][k]), nash)


# ------------------------------------------------------------------------------
# The page


def page(found: Study) -> str:
    """The whole page."""
    parts = (_answer, _compared, _why, _missed, _references)
    return "\n\n".join(block for part in parts for block in part(found)) + "\n"


def _prose(text: str) -> str:
    return fill(text, COLUMNS, break_long_words=False, break_on_hyphens=False)


def _item(text: str) -> str:
    return fill(
        text, COLUMNS, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _items(*texts: str) -> str:
    return "\n".join(_item(text) for text in texts)


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"


def _answer(found: Study) -> Iterator[str]:
    book, lab, equal, people = (found.rows[name] for name in (BOOK, LAB, "equal split", "people"))
    better = equal.errors.mean - lab.errors.mean
    yield f"# Against people: {found.seen.number} agreements in a laboratory"
    yield _prose(
        "**The simulated bargains are nearer to what people agreed than half of everything, Nash's bargain, or "
        "giving each issue to whom it is worth more, and on average nearly as near as other people's agreements. "
        f"They are too unequal: with the rule book's defaults one side gets {_hundred(book.inequality)} of 100 points "
        f"more than the other, among people {_hundred(people.inequality)}.**"
    )
    yield _prose(
        f"Of a hundred packages the simulated mean is wrong by {lab.errors.mean.mean():.1f}, half of everything by "
        f"{equal.errors.mean.mean():.1f} ({better.mean():.1f} ± {negotiations.half_width(better):.1f} more), the mean "
        f"of other people's agreements by {people.errors.mean.mean():.1f}. No number had to be chosen for that: the "
        "[defaults](glossary.md#default), which were held against peace processes, give "
        f"{book.errors.mean.mean():.1f}. "
        "By the median, which ought to be wrong by less, the simulation is wrong by "
        f"{lab.errors.median.mean():.1f}, with the defaults by {book.errors.median.mean():.1f}, and people by "
        f"{people.errors.median.mean():.1f}: simulated bargains fall "
        "into lumps. The inequality comes from [luck in patience](#where-the-inequality-comes-from), which each side "
        "has for itself."
    )
    yield _prose(
        "It is a game without war, among strangers, over points. It says something about offers, answers and "
        "concessions, and nothing about coming to talks, violence or trust."
    )
    yield _table(found)
    yield f"![Shares by people and simulated, issue by issue]({FIGURE.name})"


def _table(found: Study) -> str:
    """Every way to forecast, and people, beside each other."""
    lines = [
        "| forecast | error of shares, by the mean | by the median | CRPS | inequality | points of both | agree |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, words in NAMES.items():
        row = found.rows[name]
        errors = " | ".join(f"{error.mean():.1f}" for error in row.errors)
        deals = "" if row.deals is None else f"{_hundred(row.deals)} of 100"
        lines.append(f"| {words} | {errors} | {row.inequality:.3f} | {row.joint:.1f} | {deals} |")
    return "\n".join(lines)


def _compared(found: Study) -> Iterator[str]:
    first, second = (part.inequality for part in found.halves[LAB])
    errors = found.rows[LAB].errors
    widths = [negotiations.half_width(error) for error in (errors.mean, errors.crps)]
    yield "## What was compared"
    yield _prose(
        "CaSiNo [Chawla et al. 2021]: two campers divide three packages each of food, water and firewood, worth 5, 4 "
        "and 3 points a package to each in an order of its own, which the other is not told. Of "
        f"{found.seen.number + found.seen.walked_away} negotiations {found.seen.walked_away} ended without agreement, "
        "at 5 points each of 36. Another hundred are kept for a later check and were not looked at."
    )
    yield _items(
        "*Error of shares*: mean of |forecast − agreed| over agreements and issues, in packages of a hundred, each "
        "of the six pairs of orders by itself. A distribution is summed up by its mean, or by its median.",
        "*CRPS*: the same for a whole distribution; of a single number it is the error.",
        "*Inequality*: mean of |points of one − points of the other| / 36, over agreements.",
        "*People, forecast by other people*: each agreement by all others with the same pair of orders.",
    )
    yield _prose(
        f"As there are {found.seen.number} agreements, the simulation's error is known to ± {widths[0]:.1f} and its "
        f"CRPS to ± {widths[1]:.1f} (95 %)."
    )
    yield _prose(
        "The game is a scenario ([`laboratory.py`](../experiments/validation/laboratory.py) has the reason of every "
        "number): one table, one binding rung of three issues in three steps, walking away worth 5/36, no war, no "
        "cost of coming, nobody at home, both mean to settle. Patience, concession and rationality are the rule "
        "book's. *The laboratory's settings* change two numbers:"
    )
    yield _items(
        "`communication: 0`, from what the game is: nobody is told the other's order.",
        f"`patience_spread: {found.spread:g}`, as these people are more alike than the parties to a war. Of "
        f"{found.tried} values it is the one that comes nearest to people's inequality on the first half of the file "
        f"({first:.3f} there); the second half had no part in it ({second:.3f}).",
    )
    yield _halves(found)


def _halves(found: Study) -> str:
    """Both halves of the file, for the simulated bargains."""
    lines = [
        "| | half of the file | error, by the mean | by the median | CRPS | inequality | people's |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, parts in found.halves.items():
        for which, half in zip(("first", "second"), parts, strict=True):
            errors = f"{half.mean:.1f} | {half.median:.1f} | {half.crps:.1f}"
            lines.append(f"| {NAMES[name]} | {which} | {errors} | {half.inequality:.3f} | {half.people:.3f} |")
    return "\n".join(lines)


def _why(found: Study) -> Iterator[str]:
    people, book, lab = (found.lengths[name] for name in ("people", BOOK, LAB))
    (gain, width), (less, other) = ((100 * g.mean(), 100 * negotiations.half_width(g)) for g in found.gains)
    yield "## Where the inequality comes from"
    yield _prose(
        "The rule book's defaults, one thing changed at a time. Among people the inequality is "
        f"{found.rows['people'].inequality:.3f}, in Nash's bargain {found.rows['Nash'].inequality:.3f}."
    )
    rows = [f"| {words} | {found.sources[name]:.3f} |" for name, words in SOURCES.items()]
    yield "\n".join(["| | inequality |", "|---|---|", *rows])
    yield _item(
        "**Luck in patience.** Each side gives way by its own clock, whatever the other does: who happens to have "
        "less patience gives nearly all. People answer concessions with concessions. Two findings speak for that. "
        f"Were both to go at the pair's common pace, the inequality would be {found.sources['one pace']:.2f}, without "
        "any number changed. And people's talks differ in length about as much as simulated ones do (log sd "
        f"{people[1]:.2f} of messages, {book[1]:.2f} of offers; means {people[0]:.0f} and {book[0]:.0f}), but more "
        f"than where the spread of patience is small enough for people's inequality ({lab[1]:.2f}): patience differs "
        "between pairs, and less within them. Messages are not offers, and the game asks for ten of them at least, "
        "so the second is a hint only."
    )
    yield _item(
        "**Hardly anything from who tables, or when.** What is agreed is where the claims first fitted "
        "([the model](model.md#76-bargaining)), so that of two equally patient parties the answering one gets only what "
        f"packages that cannot be cut leave over: {gain:.1f} ± {width:.1f} of 100 points, and as much, "
        f"{less:.1f} ± {other:.1f}, with four short meetings in place of each. Nor does it matter how long both are "
        "patient:"
    )
    yield _bands(found)
    yield _prose(
        "Under the rules until 2026-11-30 all that was left at the meeting at which claims fitted went to whoever "
        "answered, and the fewer the meetings, the more was left: where both are patient for one to three, the "
        "inequality was 0.43."
    )


def _bands(found: Study) -> str:
    """Inequality by patience."""
    lines = ["| patience of both, meetings | inequality | with four short meetings in place of each |", "|---|---|---|"]
    lines += [
        f"| {low:g}–{high:g} | {whole:.2f} | {short:.2f} |" for (low, high), (whole, short) in found.bands.items()
    ]
    return "\n".join(lines)


def _missed(found: Study) -> Iterator[str]:
    lab, people = found.rows[LAB], found.rows["people"]
    ended = _hundred(people.deals or 0.0)
    keener = negotiations.to_the_keener()[found.seen.order]
    most = negotiations.joint_points(keener, found.seen.second).mean()
    yield "## What else is missed"
    yield _items(
        f"**People trade less.** They find {people.joint:.1f} points together, the simulation {lab.joint:.1f}, of "
        f"{most:.1f} that could be found. What is worth 4 to one and 3 to the other goes to the former more often in "
        "the simulation.",
        f"**Lumps.** One side gets all packages of an issue in {_hundred(found.whole['people'])} of 100 cases among "
        f"people, in {_hundred(found.whole[LAB])} of 100 in the simulation: an offer gives up whole what costs least "
        "for what it brings the other. That is why the median is a worse forecast than the mean here, and not among "
        "people.",
        f"**Nobody walks away.** Of 100 negotiations {ended} end in agreement among people, all in the simulation: "
        "there is so much to gain that they agree before anybody's patience has run out.",
    )


def _references(found: Study) -> Iterator[str]:
    yield "## References"
    yield _items(
        "Chawla, K. et al., CaSiNo: a corpus of campsite negotiation dialogues for automatic negotiation systems, "
        "*NAACL* 2021. Data: CC BY 4.0.",
        "Gneiting, T. & Raftery, A., Strictly proper scoring rules, prediction, and estimation, *JASA* 102, 2007.",
        "Nash, J., The bargaining problem, *Econometrica* 18, 1950.",
    )
    yield "`python -m experiments.validation.human_bargaining` writes this page."
