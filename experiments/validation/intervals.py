"""How often each interval that the tool prints holds the truth: a known truth is simulated 2,000 times.

    python -m experiments.validation.intervals

Each case below draws data with a known truth, asks the very function that the tool uses, and looks whether the interval
holds it. The table goes into docs/intervals.md, between its marks. With 2,000 trials a coverage of 95 % is known to about
± 1 point.
"""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from experiments.discover.prim import discover, inside
from experiments.discover.run import interval_of
from experiments.doubt.spread import chances
from experiments.estimates.proper_scores import block_bootstrap
from experiments.estimates.statistics import (
    ANYTIME,
    Z95,
    anytime_share,
    anytime_verdict,
    evidence_against,
    paired,
    paired_counts,
    wilson,
)
from experiments.estimates.weighted import weights_of
from experiments.lever.search import least_step
from experiments.rivals.simulated import agreed
from experiments.runs.precision import half_width, looks
from experiments.sensitivity.morris import effects
from experiments.sensitivity.plans import base_points, swapped, trajectory
from experiments.sensitivity.sobol import indices
from experiments.sweep.results import gap_between
from sim.scenario.vocabulary import Issue

PAGE = Path("docs/intervals.md")
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
TRIALS = 2000
GOOD = (0.93, 0.98)
PADDED = "two levels are added, so that few do not look certain"
MANY_LOOKS = [50 * k for k in range(1, 201)]
Trial = Callable[[np.random.Generator], bool]
"""Draws data of which the truth is known; whether the interval holds it."""


class Case(NamedTuple):
    """An interval and a truth: where the tool prints it, what was drawn, a trial, and between which shares it must hold."""

    printed: str
    drawn: str
    trial: Trial
    bounds: tuple[float, float] = GOOD
    why: str = ""

    @property
    def name(self) -> str:
        """Both in one."""
        return f"{self.printed}: {self.drawn}"

    def coverage(self, trials: int = TRIALS) -> float:
        """Share of trials in which the interval holds the truth; always the same one."""
        generator = np.random.default_rng(crc32(self.name.encode()))
        return sum(self.trial(generator) for _ in range(trials)) / trials


def cases() -> Iterator[Case]:
    """Every interval that the tool prints, and what it does not use, for contrast."""
    yield from _shares()
    yield from _precision()
    yield from _pairs()
    yield from _measures()
    yield from _gaps()
    yield from _levels()
    yield from _scores()
    yield from _anytime()
    yield from _levers()
    yield from _sobol()
    yield from _morris()
    yield from _boxes()
    yield from _doubts()


def naive() -> Iterator[Case]:
    """What would be simpler, and why it is not used."""
    for p in (0.005, 0.1):
        yield Case(
            "Wald interval, stopped when it is narrow",
            f"p = {p}, ± 0.01",
            partial(_until, p=p, width=0.01, interval=_wald),
        )
    yield Case(
        "Verdict as soon as the paired interval leaves out 0", "200 looks, no difference", _never_wrong_by_interval
    )
    yield Case("Mean of yes/no levels, Student's own", "98 % yes, 10 agreements", _by_student)
    yield Case(
        "Widest of ten gaps, as if it were the only one", "no effect, 5 levels", partial(_gap, levels=5, comparisons=1)
    )


# ------------------------------------------------------------------------------
# Shares


def _shares() -> Iterator[Case]:
    for n in (256, 2000, 10_000):
        for p in (0.001, 0.005, 0.02, 0.1, 0.5):
            few = n * p < 10
            yield Case(
                "Share of histories (`run`, `sweep`, figures)", f"p = {p}, {n:,} histories",
                partial(_share, n=n, p=p),
                (0.93, 1.0) if few else GOOD, "fewer than 10 expected: counts are coarse" if few else "",
            )  # fmt: skip


def _share(g: np.random.Generator, n: int, p: float) -> bool:
    return _within(wilson(int(g.binomial(n, p)), n), p)


def _precision() -> Iterator[Case]:
    for width in (0.02, 0.01):
        for p in (0.001, 0.005, 0.02, 0.1, 0.3, 0.5):
            yield Case(
                "Share of histories, `run --precision`", f"p = {p}, ± {width}",
                partial(_until, p=p, width=width, interval=wilson),
                
            )  # fmt: skip


def _until(g: np.random.Generator, p: float, width: float, interval: Callable[[int, int], tuple[float, float]]) -> bool:
    """Add histories on the tool's schedule until the interval is narrow; whether it then holds the truth."""
    count = before = 0
    for n in looks(1_000_000):
        count += int(g.binomial(n - before, p))
        before = n
        low, high = interval(count, n)
        if (high - low) / 2 <= width:
            assert interval is not wilson or half_width(count, n) <= width
            break
    return _within((low, high), p)


def _wald(count: int, total: int) -> tuple[float, float]:
    p = count / total
    half = Z95 * math.sqrt(p * (1 - p) / total)
    return p - half, p + half


# ------------------------------------------------------------------------------
# Differences on the same histories


def _pairs() -> Iterator[Case]:
    for n in (500, 2000, 10_000):
        for base, gained, lost in ((0.02, 0.01, 0.002), (0.3, 0.05, 0.02), (0.5, 0.2, 0.2), (0.9, 0.05, 0.05)):
            few = n * lost < 5
            yield Case(
                "Paired difference of shares (`compare`, `lever`)",
                f"base {base}, {gained} gained, {lost} lost, {n:,} histories",
                partial(_pair, n=n, base=base, gained=gained, lost=lost),
                (0.93, 1.0) if few else GOOD, "one history expected to be lost" if few else "",
            )  # fmt: skip

    for base, gained, lost in ((0.3, 0.05, 0.02), (0.5, 0.2, 0.2)):
        yield Case(
            "Paired difference, `compare --precision`", f"base {base}, {gained} gained, {lost} lost, ± 0.01",
            partial(_pair_until, base=base, gained=gained, lost=lost, width=0.01),
        )  # fmt: skip


def _pair_until(g: np.random.Generator, base: float, gained: float, lost: float, width: float) -> bool:
    """Add histories on the tool's schedule until the interval is narrow; whether it then holds the truth."""
    counts, before = np.zeros(4, np.int64), 0
    for n in looks(1_000_000):
        counts += g.multinomial(n - before, [base - lost, gained, lost, 1 - base - gained])
        before = n
        found = paired_counts(*map(int, counts))
        if (found.hi - found.lo) / 2 <= width:
            break
    return _within((found.lo, found.hi), gained - lost)


def _pair(g: np.random.Generator, n: int, base: float, gained: float, lost: float) -> bool:
    before, after = _flips(g, n, base, gained, lost)
    found = paired(before, after)
    return _within((found.lo, found.hi), gained - lost)


def _flips(g: np.random.Generator, n: int, base: float, gained: float, lost: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers of a base, and of a variant in which known shares of all histories flip each way."""
    u = g.random(n)
    before = u < base
    after = np.where(before, u >= lost, u > 1 - gained)
    return before, after


def _measures() -> Iterator[Case]:
    """A factor's gap between two levels: a history's answer is its mean over the points there."""
    for n in (200, 1000):
        yield Case(
            "Paired difference of measures (`sweep`, two levels)", f"means of 5 answers, {n:,} histories",
            partial(_mean_answers, n=n),
        )  # fmt: skip


def _mean_answers(g: np.random.Generator, n: int) -> bool:
    luck = g.random((n, 1)) < 0.5  # histories share their luck between points
    answers = [(np.where(luck, g.random((n, 5)) < p, luck)).mean(axis=1) for p in (0.1, 0.3)]
    found = paired(answers[0], answers[1])
    return _within((found.lo, found.hi), 0.1)


def _gaps() -> Iterator[Case]:
    for levels in (2, 3, 5, 10):
        yield Case(
            "Widest gap between a factor's levels (`sweep`)", f"no effect, {levels} levels, 500 histories",
            partial(_gap, levels=levels), (0.93, 1.0), "allows for every pair of levels",
        )  # fmt: skip
    yield Case(
        "Widest gap between a factor's levels (`sweep`)", "0.20, 0.22, … 0.28, 500 histories",
        partial(_gap, levels=5, slope=0.02), (0.93, 1.0), "allows for every pair of levels",
    )  # fmt: skip


def _gap(g: np.random.Generator, levels: int, comparisons: int | None = None, slope: float = 0.0) -> bool:
    """The widest of the gaps between levels, as far as histories tell; whether its interval holds that pair's true gap."""
    n, shared = 500, 0.5
    luck, same = g.random(n), g.random((levels, n)) < shared
    truth = 0.2 + slope * np.arange(levels)
    yes = np.where(same, luck, g.random((levels, n))) < truth[:, None]
    means = yes.mean(axis=1)
    low, high = int(means.argmin()), int(means.argmax())
    found = gap_between(yes[low], yes[high], comparisons or levels * (levels - 1) // 2)
    return _within((found.lo, found.hi), truth[high] - truth[low])


# ------------------------------------------------------------------------------
# Means


def _levels() -> Iterator[Case]:
    shapes = {
        "levels around a half": (4, 4, 0.0),
        "half of them at the end": (2, 2, 0.5),
        "nine tenths at the end": (2, 2, 0.9),
        "98 of 100 at the end": (2, 2, 0.98),
    }
    for words, (a, b, end) in shapes.items():
        for n in (10, 50, 500):
            few = n < 500 or end == 0.98
            yield Case(
                "Mean level agreed (`rivals`)", f"{words}, {n} agreements",
                partial(_level, a=a, b=b, end=end, n=n),
                (0.93, 1.0) if few else GOOD, PADDED if few else "",
            )  # fmt: skip


def _level(g: np.random.Generator, a: float, b: float, end: float, n: int) -> bool:
    levels = np.where(g.random(n) < end, 1.0, g.beta(a, b, n))
    found = agreed(levels, Issue())
    assert found is not None
    return _within((found.lo, found.hi), end + (1 - end) * a / (a + b))


def _by_student(g: np.random.Generator) -> bool:
    levels = g.random(10) < 0.98
    mean, half = levels.mean(), 2.262 * levels.std(ddof=1) / math.sqrt(10)
    return _within((mean - half, mean + half), 0.98)


def _scores() -> Iterator[Case]:
    for blocks in (3, 5, 10, 20, 40):
        few = blocks < 10
        yield Case(
            "Difference of scores (`forecast score`)", f"{blocks} blocks of 1 to 4 questions",
            partial(_score, blocks=blocks),
            (0.7, 0.98) if few else (0.91, 0.98), "few blocks; below ten the tool warns",
        )  # fmt: skip


def _score(g: np.random.Generator, blocks: int) -> bool:
    """Blocks share half of their luck; losses are skewed, as scores are."""
    sizes = g.integers(1, 5, blocks)
    names = np.repeat(np.arange(blocks), sizes)
    shared = g.exponential(1.0, blocks)[names] - 1
    differences = 0.7 * shared + 0.7 * g.standard_normal(len(names)) + 0.3
    found = block_bootstrap(differences.tolist(), [str(name) for name in names], int(g.integers(2**31)))
    assert found is not None
    return _within((found.lo, found.hi), 0.3)


# ------------------------------------------------------------------------------
# Looking again and again


def _anytime() -> Iterator[Case]:
    for share in (0.5, 0.6, 0.9):
        yield Case(
            "Confidence sequence of gains among flips (`compare`)", f"{share} are gains, all of 200 looks",
            partial(_always_holds, share=share),
            (0.95, 1.0), "it may be looked at any time, and pays for that",
        )  # fmt: skip
    yield Case(
        "Verdict `above` or `below` (`compare`)", "no difference, never wrong in 200 looks",
        _never_wrong_by_verdict,
        (0.95, 1.0), "it may be looked at any time, and pays for that",
    )  # fmt: skip


def _looked_at(g: np.random.Generator, share: float) -> Iterator[tuple[int, int]]:
    """Gains and losses at 200 looks; at each some fifty histories more, of which one in five flips."""
    flips = np.cumsum(g.binomial(50, 0.2, len(MANY_LOOKS)))
    gained = np.cumsum(g.binomial(np.diff(flips, prepend=0), share))
    yield from ((int(up), int(all_of_them - up)) for up, all_of_them in zip(gained, flips, strict=True))


def _always_holds(g: np.random.Generator, share: float) -> bool:
    """Whether the share is within the sequence at all looks: its ends are where the evidence is enough."""
    looked = list(_looked_at(g, share))
    whole = all(evidence_against(share, *pair) < ANYTIME for pair in looked)
    return whole and _within(anytime_share(*looked[-1]), share)


def _never_wrong_by_verdict(g: np.random.Generator) -> bool:
    return all(anytime_verdict(*pair) == "cannot tell" for pair in _looked_at(g, 0.5))


def _never_wrong_by_interval(g: np.random.Generator) -> bool:
    """Whether the paired interval holds 0 at all of 200 looks, without any difference."""
    for (gained, lost), n in zip(_looked_at(g, 0.5), MANY_LOOKS, strict=True):
        half = Z95 * math.sqrt(max(gained + lost - (gained - lost) ** 2 / n, 1)) / n
        if not -half <= (gained - lost) / n <= half:
            return False
    return True


def _sobol() -> Iterator[Case]:
    for kind in ("first", "total"):
        yield Case(
            "Sobol index (`sweep`)", f"{kind} index of 0.59, 64 rows of 20 histories", partial(_index, kind=kind),
            (0.93, 1.0), "rows are more even than chance, for which its bootstrap takes them",
        )  # fmt: skip


def _index(g: np.random.Generator, kind: str, rows: int = 64) -> bool:
    """Three numbers that add up to the chance: the second accounts for 36 of 61 parts of its variance."""
    slopes = np.array([0.5, 0.6, 0.0])
    a, b = base_points(rows, 3, int(g.integers(2**31)))
    chance = 0.5 + (swapped(a, b, [(0,), (1,), (2,)]) - 0.5) @ slopes / 1.2
    seen = g.binomial(10, chance[:, :, None], (*chance.shape, 2)) / 10  # both halves of the histories
    found = getattr(indices(seen, 3, int(g.integers(2**31))), kind)[1]
    return _within((found.lo, found.hi), 0.36 / 0.61)


def _morris() -> Iterator[Case]:
    for count in (5, 10, 20, 50):
        yield Case(
            "Mean size of an effect (`sweep`, Morris)", f"{count} trajectories, 400 histories at each point",
            partial(_effect, count=count), *(((0.88, 0.98), "very few trajectories") if count == 5 else ()),
        )  # fmt: skip


def _effect(g: np.random.Generator, count: int) -> bool:
    """The first number raises the chance by 0.1 to 0.5, as the second is low or high: by 0.3 at the mean of its levels."""
    points = np.array([trajectory(3, g) for _ in range(count)])
    chance = 0.2 + points[:, :, 0] * (0.1 + 0.4 * points[:, :, 1])
    found = effects(points, g.binomial(400, chance) / 400, int(g.integers(2**31)))[0]
    return _within((found.lo, found.hi), 0.3)


def _boxes() -> Iterator[Case]:
    for points, histories in ((400, 1), (4000, 1), (200, 500)):
        of = f"{points:,} histories" if histories == 1 else f"{points} points of {histories} histories"
        yield Case("Share in a box (`discover`)", of, partial(_box, points=points, histories=histories))


def _box(g: np.random.Generator, points: int, histories: int) -> bool:
    """Found on one half, judged on the other: the truth is the mean chance over the box that was found."""
    x = g.random((points, 3))
    y = g.binomial(histories, _chance(x)) / histories
    box = discover(x[::2], y[::2], 0.1, 2)
    if box is None:  # nothing is printed
        return _box(g, points, histories)
    everywhere = np.random.default_rng(1).random((20_000, 3))
    judged = y[1::2][inside(box, x[1::2])]
    return _within(interval_of(judged), float(_chance(everywhere[inside(box, everywhere)]).mean()))


def _chance(x: np.ndarray) -> np.ndarray:
    return np.where((x[:, 0] > 0.6) & (x[:, 1] < 0.5), 0.6, 0.1 + 0.2 * x[:, 2])


def _doubts() -> Iterator[Case]:
    """The range of a chance over points: how often it holds the chance at another point, which it should nine times in ten.

    The logit of the chance is normal over points; histories add their luck.
    """
    nominal = "nine in ten are meant: it is a range of what may be, not of sampling"
    few = "nine in ten are meant; 64 points know the ends of a range only so well"
    for words, middle, spread, points, bounds, why in (
        ("chance around 0.35, points differ much", -0.6, 0.6, 512, (0.88, 0.92), nominal),
        ("chance around 0.35, points differ as little as luck does", -0.6, 0.1, 512, (0.86, 0.92), nominal),
        ("chance around 0.03", -3.5, 0.6, 512, (0.87, 0.92), nominal),
        ("chance around 0.35, points differ much", -0.6, 0.6, 64, (0.85, 0.92), few),
    ):
        yield Case(
            "Range of a chance, 5–95 % (`doubt`)", f"{words}, {points} points of 400 histories",
            partial(_doubt, middle=middle, spread=spread, points=points), bounds, why,
        )  # fmt: skip
    yield Case(
        "Range of a chance, 5–95 % (`doubt`)", "points from a wider prior, weighted, 512 of 400 histories",
        partial(_doubt, middle=-0.6, spread=0.6, points=512, wider=1.5), (0.87, 0.92), nominal,
    )  # fmt: skip


def _doubt(g: np.random.Generator, middle: float, spread: float, points: int, wider: float = 1.0) -> bool:
    """Points from a distribution that is `wider` than the true one, and weighted back to it."""
    score = wider * g.standard_normal(points)
    weights = weights_of(-(score**2) / 2 + (score / wider) ** 2 / 2)
    found = chances(g.binomial(400, _logistic(middle + spread * score)), 400, weights)
    return _within((found.low, found.high), float(_logistic(middle + spread * g.standard_normal(1))[0]))


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def _levers() -> Iterator[Case]:
    for target in (0.1, 0.5):
        yield Case(
            "Chance at a lever's least change (`lever`)", f"rises from 0.8 to 1.3 times {target}, 2,000 histories",
            partial(_lever, target=target),
        )  # fmt: skip


def _lever(g: np.random.Generator, target: float) -> bool:
    luck, steps = g.random(2000), 64

    def chance(step: int) -> float:
        return target * (0.8 + 0.5 * step / steps)

    def yes(step: int) -> np.ndarray:
        return luck < chance(step)

    step = least_step(steps, yes, yes, target).step
    assert step is not None
    return _within(wilson(int(yes(step).sum()), 2000), chance(step))


def _within(interval: Sequence[float], truth: float) -> bool:
    return interval[0] - 1e-12 <= truth <= interval[1] + 1e-12


# ------------------------------------------------------------------------------
# The page


def table(some: Sequence[Case]) -> list[str]:
    """Rows of the page, one a case."""
    lines = ["| where it is printed | what was drawn | holds the truth | |", "|---|---|---|---|"]
    for case in some:
        share = case.coverage()
        outside = not GOOD[0] <= share <= GOOD[1]
        lines.append(f"| {case.printed} | {case.drawn} | {100 * share:.1f} % | {case.why if outside else ''} |")
        print(lines[-1], file=sys.stderr)
    return lines


def main() -> int:
    """Write what was found into the page."""
    head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    tail = rest.split(END)[1]
    found = [*table(list(cases())), "", "What would be simpler, and is not used:", "", *table(list(naive()))]
    text = "\n".join(found)
    PAGE.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
