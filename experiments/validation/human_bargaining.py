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
from functools import cache
from pathlib import Path

import numpy as np
from scipy.stats import norm

from agents.parameters import PARTY
from experiments.validation import negotiations
from experiments.validation.human_bargaining_page import FIGURE, PAGE, page, picture
from experiments.validation.human_bargaining_results import Half, Row, Study
from experiments.validation.laboratory import RULE_BOOK, Bargains, Setting, bargains, gains_of_answering, pooled
from experiments.validation.negotiations import ORDERS, Array, Errors, Negotiations

DATA = Path("../shared/data/casino.csv")
HISTORIES = 4000  # of each order
FEWER = 1000  # where meetings are many
FEWEST = 200  # at each of many settings
HEARD = 40  # of each order, in which it is heard who tables what
SEED = 1

SPREADS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
"""Differences of patience tried on the first half, log sd."""
SPREAD = 0.15
"""The one that was chosen."""
TOLD_OWN = {"communication": 0.0}
"""Nobody is told the other's order: all that is known of it is learnt by talking."""
LABORATORY = Setting({"patience_spread": SPREAD}, TOLD_OWN)
EQUAL = {"patience_spread": 0.0}
"""Both always equally patient."""
PARTS = 4  # short meetings in place of one
FEW = 20  # meetings: more than any two of the same patience need here
PAIRS = 16  # quantiles of a pair's patience
BANDS = ((1.0, 3.0), (3.0, 6.0), (6.0, 9.0), (9.0, 12.0))
"""Patience, meetings: from the first to below the second, in quarters."""


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


def study(rows: list[dict[str, str]]) -> Study:
    """Play every setting and hold it against the negotiations."""
    seen, parts = negotiations.as_negotiations(rows), negotiations.halves(rows)
    played = {"rule book": bargains(RULE_BOOK, HISTORIES, SEED), "laboratory": bargains(LABORATORY, HISTORIES, SEED)}
    return Study(
        seen=seen,
        rows=dict(forecasts(seen)) | {name: simulated(each, seen) for name, each in played.items()},
        halves={name: (half(each, parts[0]), half(each, parts[1])) for name, each in played.items()},
        spread=SPREAD,
        tried=len(SPREADS),
        sources={name: simulated(each, seen).inequality for name, each in (*played.items(), *sources())},
        bands={band: (by_patience(seen, band, 1), by_patience(seen, band, PARTS)) for band in BANDS},
        gains=(gains_of(1), gains_of(PARTS)),
        lengths={"people": length([float(row["messages"]) for row in rows if row["a_gets_food"]])}
        | {name: length(messages(each, seen)) for name, each in played.items()},
        whole={"people": at_an_end([seen.share])}
        | {name: at_an_end([of.share for of in each], seen.of_each_order()) for name, each in played.items()},
        shares=[of.share.mean(axis=0) for of in played["laboratory"]],
        histories=HISTORIES,
        seed=SEED,
    )


# ------------------------------------------------------------------------------
# Forecasts


def forecasts(seen: Negotiations) -> Iterator[tuple[str, Row]]:
    """Forecasts that know no simulation, and people themselves."""
    for name, split in (
        ("equal split", negotiations.equal_split()),
        ("Nash", negotiations.nash_split()),
        ("keener", negotiations.to_the_keener()),
    ):
        share = split[seen.order]
        error = negotiations.error(share, seen.share)
        yield name, Row(Errors(error, error, error), *_worth(share, seen.second), None)
    yield "people", Row(negotiations.among_themselves(seen), *_worth(seen.share, seen.second), seen.deals)


def _worth(share: Array, second: Array) -> tuple[float, float]:
    """Mean inequality and joint points of bargains."""
    return (
        float(negotiations.inequality(share, second).mean()),
        float(negotiations.joint_points(share, second).mean()),
    )


def simulated(played: list[Bargains], seen: Negotiations) -> Row:
    """Measures of simulated bargains, each order as often as among people."""
    each = np.array([_worth(of.share, np.array([order], float)) for of, order in zip(played, ORDERS, strict=True)])
    often = seen.of_each_order()
    inequality, joint = (float(x) for x in often @ each)
    deals = float(often @ np.array([of.deals for of in played]))
    return Row(negotiations.errors_of([of.share for of in played], seen), inequality, joint, deals)


def half(played: list[Bargains], part: Negotiations) -> Half:
    """Simulated bargains against a part of the file."""
    row = simulated(played, part)
    mean, median, crps = (float(error.mean()) for error in row.errors)
    return Half(mean, median, crps, row.inequality, _worth(part.share, part.second)[0])


def chosen_spread(part: Negotiations) -> float:
    """Of `SPREADS`, the one whose bargains are as unequal as those of this part of the file."""
    people = _worth(part.share, part.second)[0]

    def distance(spread: float) -> float:
        setting = Setting({"patience_spread": spread}, TOLD_OWN)
        return abs(simulated(bargains(setting, FEWER, SEED), part).inequality - people)

    return min(SPREADS, key=distance)


# ------------------------------------------------------------------------------
# Where inequality comes from


def sources() -> Iterator[tuple[str, list[Bargains]]]:
    """The rule book's bargains with one thing changed at a time."""
    yield "alike", bargains(Setting(EQUAL), HISTORIES, SEED)
    yield "one pace", at_one_pace()
    yield "finer", bargains(Setting(finer=PARTS), FEWER, SEED)
    yield "finer, alike", bargains(Setting(EQUAL, finer=PARTS, meetings=FEW), FEWER, SEED)


def at_one_pace() -> list[Bargains]:
    """Both as patient as the geometric mean of two people's patience, which differs from pair to pair."""
    patience, spread = PARTY["patience"].default, PARTY["patience_spread"].default / np.sqrt(2)
    quantiles = norm.ppf((np.arange(PAIRS) + 0.5) / PAIRS)
    settings = (Setting(EQUAL | {"patience": float(patience * np.exp(spread * z))}) for z in quantiles)
    return pooled([bargains(setting, HISTORIES // PAIRS, SEED) for setting in settings])


def by_patience(seen: Negotiations, band: tuple[float, float], parts: int) -> float:
    """Mean inequality of two equally patient parties over a band of patience, with so many meetings for one."""
    settings = (
        Setting(EQUAL | {"patience": float(patience)}, finer=parts, meetings=FEW) for patience in np.arange(*band, 0.25)
    )
    return float(np.mean([simulated(bargains(setting, FEWEST, SEED), seen).inequality for setting in settings]))


@cache
def gains_of(parts: int) -> Array:
    """What answering gains of two equally patient parties, with so many meetings for one."""
    return gains_of_answering(Setting(EQUAL, finer=parts, meetings=FEW), HEARD, SEED)


def messages(played: list[Bargains], seen: Negotiations) -> list[float]:
    """Offers until agreement, two a meeting, in as many histories of each order as among people."""
    counts = np.bincount(seen.order, minlength=len(ORDERS))
    return [2 * float(n) for of, count in zip(played, counts, strict=True) for n in of.meetings[:count]]


def length(counts: list[float]) -> tuple[float, float]:
    """Mean number of messages, and the standard deviation of its logarithm."""
    return float(np.mean(counts)), float(np.std(np.log(counts)))


def at_an_end(samples: Sequence[Array], often: Array | None = None) -> float:
    """Share of issues of which one side gets all packages; samples weighed by `often`."""
    ends = [float(((share < 0.01) | (share > 0.99)).mean()) for share in samples]
    return float(np.average(ends, weights=often))


if __name__ == "__main__":
    raise SystemExit(main())
