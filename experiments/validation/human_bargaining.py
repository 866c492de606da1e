"""An outside check of the bargaining core: what people agreed in a laboratory, and what it would have them agree.

    python -m experiments.validation.human_bargaining [--data CASINO.csv]

Plays the game of `negotiations` as the scenario of `laboratory`, for each of the six pairs of orders, and writes
docs/human_bargaining.md with its figure. The data stay where they are: `../shared/data/casino.csv` unless told otherwise.

One number is chosen by the data: how far two people's patience differs, on the first half of the file, by their inequality.
The second half had no part in that.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from agents.parameters import PARTY
from experiments.figures import render
from experiments.figures.page import own_version
from experiments.figures.share_dots import Game, Shared, shares
from experiments.validation import negotiations
from experiments.validation.laboratory import RULE_BOOK, Bargains, Setting, bargains, gains_of_answering, pooled
from experiments.validation.negotiations import ORDERS, POINTS, Array, Errors, Negotiations

DATA = Path("../shared/data/casino.csv")
PAGE = Path("docs/human_bargaining.md")
FIGURE = Path("docs/human_bargaining.svg")
HISTORIES = 4000  # of each order
HEARD = 100  # of each order, in which it is heard who tables what
SEED = 1

SPREADS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
"""Differences of patience tried on the first half, log sd."""
SPREAD = 0.1
"""The one that was chosen."""
TOLD_OWN = {"communication": 0.0}
"""Nobody is told the other's order: all that is known of it was learnt by talking."""
LABORATORY = Setting({"patience_spread": SPREAD}, TOLD_OWN)
ALIKE = Setting({"patience_spread": 0.0})
FINER = Setting(finer=8)
FINER_ALIKE = Setting({"patience_spread": 0.0}, finer=8)
HASTY = Setting({"patience_spread": 0.0, "patience": 5.0})
"""As if less than 5/9 of what is at stake were bargained over at once."""
PAIRS = 16  # quantiles of a pair's patience


class Row(NamedTuple):
    """Measures of one way to bargain, or to forecast bargains."""

    name: str
    errors: Errors | None
    inequality: float
    joint: float
    deals: float | None


class Half(NamedTuple):
    """The simulated bargains against a part of the file: error by the mean and the median, CRPS, inequality; people's own."""

    mean: float
    median: float
    crps: float
    inequality: float
    people: float


class Study(NamedTuple):
    """All that the page says."""

    seen: Negotiations
    rows: dict[str, Row]
    halves: dict[str, tuple[Half, Half]]
    chosen: float
    inequalities: dict[str, float]
    gains: dict[str, Array]
    lengths: dict[str, tuple[float, float]]
    games: list[Game]


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, and write the page and its figure; 2 if the data are not there."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.validation.human_bargaining", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the negotiations, as a CSV")
    asked = parser.parse_args(arguments)
    if not asked.data.exists():
        print(f"{asked.data} is not there: {PAGE} stays as it is. Name the file with --data.", file=sys.stderr)
        return 2
    found = study(negotiations.read(asked.data))
    PAGE.write_text(page(found), encoding="utf-8")
    FIGURE.write_bytes(picture(found))
    print(f"{PAGE}, {FIGURE}")
    return 0


# ------------------------------------------------------------------------------
# What is measured


def study(rows: list[dict[str, str]]) -> Study:
    """Play every setting and hold it against the negotiations."""
    seen, parts = negotiations.as_negotiations(rows), negotiations.halves(rows)
    played = {"rule book": bargains(RULE_BOOK, HISTORIES, SEED), "laboratory": bargains(LABORATORY, HISTORIES, SEED)}
    return Study(
        seen,
        {row.name: row for row in (*_rivals(seen), *(simulated(name, each, seen) for name, each in played.items()))},
        {name: (_half(each, parts[0]), _half(each, parts[1])) for name, each in played.items()},
        chosen_spread(parts[0]),
        {name: mean_inequality(each, seen) for name, each in (*played.items(), *_sources())},
        {name: gains_of_answering(each, HEARD, SEED) for name, each in (("alike", ALIKE), ("hasty", HASTY))},
        {"people": _length([float(row["messages"]) for row in rows if row["a_gets_food"]])}
        | {name: _length(_messages(each, seen)) for name, each in played.items()},
        _games(seen, played["laboratory"]),
    )


def _rivals(seen: Negotiations) -> Iterator[Row]:
    """Forecasts that know no simulation, and people themselves."""
    for name, split in (
        ("equal split", negotiations.equal_split()),
        ("Nash", negotiations.nash_split()),
        ("keener", negotiations.to_the_keener()),
    ):
        share = split[seen.order]
        error = negotiations.error(share, seen.share)
        yield Row(name, Errors(error, error, error), *_worth(share, seen.second), None)
    yield Row("people", negotiations.among_themselves(seen), *_worth(seen.share, seen.second), seen.deals)


def _worth(share: Array, second: Array) -> tuple[float, float]:
    """Mean inequality and joint points of bargains."""
    return (
        float(negotiations.inequality(share, second).mean()),
        float(negotiations.joint_points(share, second).mean()),
    )


def simulated(name: str, played: list[Bargains], seen: Negotiations) -> Row:
    """Measures of simulated bargains, each order as often as among people."""
    each = np.array([_worth(of.share, np.array([order], float)) for of, order in zip(played, ORDERS, strict=True)])
    often = seen.of_each_order()
    inequality, joint = often @ each
    deals = float(often @ [of.deals for of in played])
    return Row(name, negotiations.errors_of([of.share for of in played], seen), float(inequality), float(joint), deals)


def mean_inequality(played: list[Bargains], seen: Negotiations) -> float:
    """Mean of |u_a − u_b| of simulated bargains, each order as often as among people, 0–1."""
    return simulated("", played, seen).inequality


def _half(played: list[Bargains], part: Negotiations) -> Half:
    row = simulated("", played, part)
    assert row.errors is not None
    return Half(
        *(float(error.mean()) for error in row.errors),
        row.inequality,
        float(negotiations.inequality(part.share, part.second).mean()),
    )


def chosen_spread(part: Negotiations) -> float:
    """Of `SPREADS`, the one whose bargains are as unequal as people's."""
    people = float(negotiations.inequality(part.share, part.second).mean())

    def distance(spread: float) -> float:
        setting = Setting({"patience_spread": spread}, TOLD_OWN)
        return abs(mean_inequality(bargains(setting, HISTORIES, SEED), part) - people)

    return min(SPREADS, key=distance)


def _sources() -> Iterator[tuple[str, list[Bargains]]]:
    """The rule book's bargains with one thing changed at a time, for where inequality comes from."""
    yield "alike", bargains(ALIKE, HISTORIES, SEED)
    yield "one pace", at_one_pace()
    yield "finer", bargains(FINER, HISTORIES, SEED)
    yield "finer, alike", bargains(FINER_ALIKE, HISTORIES, SEED)
    yield "hasty", bargains(HASTY, HISTORIES, SEED)


def at_one_pace() -> list[Bargains]:
    """Both as patient as the geometric mean of two people's patience is, which differs from pair to pair."""
    patience, spread = PARTY["patience"].default, PARTY["patience_spread"].default / np.sqrt(2)
    quantiles = norm.ppf((np.arange(PAIRS) + 0.5) / PAIRS)
    settings = (Setting({"patience_spread": 0.0, "patience": float(patience * np.exp(spread * z))}) for z in quantiles)
    return pooled([bargains(setting, HISTORIES // PAIRS, SEED) for setting in settings])


def _messages(played: list[Bargains], seen: Negotiations) -> list[float]:
    """Offers until agreement, two a meeting, in a sample of histories with as many of each order as among people."""
    counts = np.bincount(seen.order, minlength=len(ORDERS))
    return [2 * float(n) for of, count in zip(played, counts, strict=True) for n in of.meetings[:count]]


def _length(messages: list[float]) -> tuple[float, float]:
    """Mean number of messages, and the standard deviation of its logarithm."""
    return float(np.mean(messages)), float(np.std(np.log(messages)))


def _games(seen: Negotiations, played: list[Bargains]) -> list[Game]:
    """Mean shares of each order, for the figure."""
    nash = negotiations.nash_split()
    return [
        Game(
            _of_order(order),
            [_shared(k, seen.share[seen.order == i, k], played[i], nash[i]) for k in range(len(POINTS))],
        )
        for i, order in enumerate(ORDERS)
    ]


def _of_order(order: tuple[int, int, int]) -> str:
    if order == POINTS:
        return "Both want the same: 5, 4 and 3 points a package"
    return "Worth {}, {} and {} points to the other".format(*order)


def _shared(k: int, agreed: Array, played: Bargains, nash: Array) -> Shared:
    middle, half = float(agreed.mean()), negotiations.half_width(agreed)
    name = f"What is worth {POINTS[k]} to oneself"
    return Shared(name, middle, middle - half, middle + half, float(played.share[:, k].mean()), float(nash[k]))


# ------------------------------------------------------------------------------
# What is said of it


TITLE = "What people agree, and what the bargaining core would have them agree"
QUESTION = "Packages of a hundred that one of two people gets, by what they are worth to the other"
LEGEND = (
    "Black: mean of what people agreed, with 95 % interval. Blue circle: mean of simulated bargains with the settings of the"
    " laboratory. Orange diamond: Nash's bargain in whole packages."
)


def picture(found: Study) -> bytes:
    """The figure of the page, as SVG."""
    source = (
        f"Source: CaSiNo (Chawla et al. 2021, CC BY 4.0), {found.seen.number} agreements; parley {own_version()}; "
        f"{HISTORIES:,} simulated bargains of each kind; seed {SEED}."
    )
    return render(shares(found.games, title=TITLE, question=QUESTION, legend=LEGEND, source=source), "svg")


NAMES = {
    "equal split": "half of everything",
    "Nash": "Nash's bargain, whole packages",
    "keener": "each issue to whom it is worth more",
    "rule book": "**simulated**, the rule book's defaults",
    "laboratory": "**simulated**, the laboratory's settings",
    "people": "people, forecast by other people",
}


def table(found: Study) -> str:
    """Every way to forecast, and people, beside each other."""
    lines = [
        "| forecast | error of shares, by its mean | by its median | CRPS | inequality | points of both | agree |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, words in NAMES.items():
        row = found.rows[name]
        assert row.errors is not None
        mean, median, crps = (f"{error.mean():.1f}" for error in row.errors)
        deals = "" if row.deals is None else f"{100 * row.deals:.0f} of 100"
        lines.append(f"| {words} | {mean} | {median} | {crps} | {row.inequality:.3f} | {row.joint:.1f} | {deals} |")
    return "\n".join(lines)


def halves_table(found: Study) -> str:
    """Both halves of the file, for the simulated bargains."""
    lines = [
        "| | half | error, mean | median | CRPS | inequality | people's |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, parts in found.halves.items():
        for which, half in zip(("first", "second"), parts, strict=True):
            lines.append(
                f"| {NAMES[name]} | {which} | {half.mean:.1f} | {half.median:.1f} | {half.crps:.1f} "
                f"| {half.inequality:.3f} | {half.people:.3f} |"
            )
    return "\n".join(lines)


def page(found: Study) -> str:
    """The whole page."""
    return "\n".join([*_answer(found), *_how(found), *_why(found), *_missed(found), *_references()])


def _answer(found: Study) -> Iterator[str]:
    book, lab, equal, people = (found.rows[name] for name in ("rule book", "laboratory", "equal split", "people"))
    assert book.errors is not None
    assert lab.errors is not None
    assert equal.errors is not None
    assert people.errors is not None
    better = equal.errors.mean - lab.errors.mean
    yield f"""# Against people: {found.seen.number} agreements in a laboratory

**The simulated bargains are nearer to what people agreed than half of everything, Nash's bargain, or giving each issue to whom
it is worth more, and nearly as near as other people's agreements. They are too unequal: with the rule book's defaults one side
gets {100 * book.inequality:.0f} of 100 points more than the other, among people {100 * people.inequality:.0f}.**

Of a hundred packages the simulated mean is wrong by {lab.errors.mean.mean():.1f}, half of everything by
{equal.errors.mean.mean():.1f} ({better.mean():.1f} ± {negotiations.half_width(better):.1f} more, 95 %), the mean of other
people's agreements by {people.errors.mean.mean():.1f}. That holds without any number chosen for it: the defaults, which were held
against peace processes, give {book.errors.mean.mean():.1f}. By the median, which should be wrong by less, the simulation
is wrong by {lab.errors.median.mean():.1f} (defaults: {book.errors.median.mean():.1f}) and people by
{people.errors.median.mean():.1f}: simulated bargains fall into few lumps. The inequality comes mostly from luck in patience, which each
side has for itself, and in part from a rule: [who answers gets what is left over](#where-the-inequality-comes-from).

It is a game without war, among strangers, over points. It says something about offers, answers and concessions, and nothing
about attending, signing, violence or trust.
"""
    yield table(found)
    yield f"""
![Shares by people and simulated, issue by issue]({FIGURE.name})
"""


def _how(found: Study) -> Iterator[str]:
    first, second = (part.inequality for part in found.halves["laboratory"])
    yield f"""## What was compared

CaSiNo [Chawla et al. 2021]: two campers divide three packages each of food, water and firewood, worth 5, 4 and 3 points a
package to each in an order of its own, which the other is not told. Of {found.seen.number + found.seen.walked_away}
negotiations {found.seen.walked_away} ended without agreement, at 5 points each of 36. Another hundred were not looked at.

- *Error of shares*: mean of |forecast − agreed| over agreements and issues, in packages of a hundred, for each of the six pairs
  of orders. A distribution is summed up by its mean or by its median.
- *CRPS*: the same for a whole distribution; of a single number it is the error.
- *Inequality*: mean of |points of one − points of the other| / 36. Both is of agreements only.
- *People, forecast by other people*: each agreement by all others with the same pair of orders.

The game is a scenario ([`laboratory.py`](../experiments/validation/laboratory.py) gives the reason of every number): one
table, one binding rung of three issues in three steps, walking away worth 5/36, no war, no costs of coming, nobody at home, both
mean to settle. Patience, concession and rationality are the rule book's. *The laboratory's settings* change two numbers:

- `communication: 0`, from what the game is: nobody is told the other's order.
- `patience_spread: {SPREAD:g}` in place of {PARTY["patience_spread"].default:g}, since these people are more alike than the parties to a war. Of {len(SPREADS)} values it is the one that on the
  first half of the file is as unequal as people ({first:.3f} there); the second half had no part in it ({second:.3f}).
"""
    yield halves_table(found)


def _why(found: Study) -> Iterator[str]:
    of, alike, hasty = found.inequalities, found.gains["alike"], found.gains["hasty"]
    people, book = found.lengths["people"], found.lengths["rule book"]
    yield f"""
## Where the inequality comes from

The rule book's defaults, one thing changed at a time, on the same draws. Inequality among people is
{found.rows["people"].inequality:.3f}, of Nash's bargain {found.rows["Nash"].inequality:.3f}.

| | inequality |
|---|---|
| defaults | {of["rule book"]:.3f} |
| both always equally patient | {of["alike"]:.3f} |
| patience differs between pairs as much as the mean of two does, but not within them | {of["one pace"]:.3f} |
| eight short meetings in place of each | {of["finer"]:.3f} |
| the same, and both equally patient | {of["finer, alike"]:.3f} |
| both equally patient, five meetings instead of nine | {of["hasty"]:.3f} |

- **Luck in patience.** Each side gives way by its own clock, whatever the other does: who happens to have less patience gives
  nearly all. People answer concessions with concessions. How long they talk differs much as it does here (log sd
  {people[1]:.2f} of messages among people, {book[1]:.2f} of offers here; means {people[0]:.1f} and {book[0]:.1f}), so patience does differ; but it
  differs between pairs more than within them. Were both always to go at the pair's common pace, the inequality would be {of["one pace"]:.2f}.
- **Who answers gets what is left over.** Between two meetings both give way by a step. At the meeting where their claims first
  fit, who tables first asks only for what it aspires to and leaves all the rest to the other, that would have taken less. Among
  equally patient parties the answering side gets {100 * alike.mean():.1f} ± {100 * negotiations.half_width(alike):.1f} of 100 points more. The shorter
  the patience, the larger the steps: with five meetings it is {100 * hasty.mean():.0f} of 100. As parties are patient with a rung in
  proportion to what is on it, that is so wherever a ladder has several. Who tables first is drawn by lot, so no
  side is favoured over many histories, and the meeting at which they agree is the right one; single agreements are more
  lopsided than they need be.
- Whole packages alone leave {of["finer, alike"]:.3f}.
"""


def _missed(found: Study) -> Iterator[str]:
    lab, people = found.rows["laboratory"], found.rows["people"]
    yield f"""## What else is missed

- **People trade less.** They find {people.joint:.1f} points together, the simulation {lab.joint:.1f}, of
  {_most_joint(found.seen):.1f} that could be found. Where a package is worth 4 to one and 3 to the other the simulation gives
  it to the former more often than people do. Also people give the other something of everything more often.
- **Nobody walks away.** Of 100 negotiations {100 * people.deals if people.deals is not None else 0:.0f} end in agreement among people, all in the simulation: hope of a
  third of all points keeps everyone at the table.
- **Lumps.** People settle for 2 to 1 or 1 to 2 on most issues; simulated offers give single issues whole. That is why the median is
  a worse forecast than the mean here, and not among people.
"""


def _most_joint(seen: Negotiations) -> float:
    """Most points that both can have together, mean over agreements."""
    keener = negotiations.to_the_keener()[seen.order]
    return float(negotiations.joint_points(keener, seen.second).mean())


def _references() -> Iterator[str]:
    yield """## References

- Chawla, K. et al., CaSiNo: a corpus of campsite negotiation dialogues for automatic negotiation systems, *NAACL* 2021. Data:
  CC BY 4.0.
- Gneiting, T. & Raftery, A., Strictly proper scoring rules, prediction, and estimation, *JASA* 102, 2007.
- Nash, J., The bargaining problem, *Econometrica* 18, 1950.

`python -m experiments.validation.human_bargaining` writes this page.
"""


if __name__ == "__main__":
    raise SystemExit(main())
