"""Which turns of events part the histories that got there from those that did not.

Each turn is compared with like histories: those that in the same month stood at the same stage of the ladder, in which
as many of the parties meant to settle at the start, and in which it had not happened. What came of them is what might
have come of the others [risk-set matching: Li, Propert & Rosenbaum 2001, JASA 96; here exact, with weights].

That word of talks gets out is no turn: it happens where talks meet, so that a leak would be praised for the meeting.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from experiments.estimates.asked import Answered, Asked, climbed
from experiments.estimates.questions import Columns
from experiments.estimates.results import TurningPoint
from sim.engine.arrays import Names
from sim.scenario.vocabulary import Scenario

CLEAR = 3.0
"""Standard errors beyond which a turn is no luck of the draw, though several are looked at."""
AT_ONCE = 2**17
"""Rounds of histories that are looked at together: a megabyte."""


class Turn(NamedTuple):
    """Something that may happen on the way: what, and to or on whom."""

    what: str
    subject: str

    @property
    def key(self) -> str:
        """Its name among sums."""
        return f"why.turn.{self.what}.{self.subject}"


def turns(scenario: Scenario, asked: Asked, names: Names) -> Iterator[Turn]:
    """What may turn the histories of a scenario, in a fixed order."""
    table = asked.table
    if table is not None:
        yield from (Turn(what, table) for what in ("met", "walked_out", "called_off"))
        yield from (Turn("ended", f"{table}.{rung}") for rung in asked.steps(names))
    for other in names.tables:
        if other != table:
            yield from (Turn("reached", f"{other}.{rung}") for rung in names.rungs[other])
    yield from (Turn("new_leaders", party) for party in names.parties)
    yield from (Turn("demand_fell", demand) for demand in names.demands)


def _when(turn: Turn, columns: Columns, asked: Asked, names: Names) -> np.ndarray:
    """The round in which a turn first came in each history; 0 never."""
    subject = turn.subject
    if turn.what == "demand_fell":
        return np.where(columns[f"{subject}.meant"] == 0, 1, columns[f"{subject}.given_up"])
    column = {
        "met": "first_meeting", "walked_out": "first_walk_out", "called_off": "first_called_off", "ended": "ended",
        "reached": "reached", "new_leaders": "first_turnover",
    }[turn.what]  # fmt: skip
    return columns[f"{subject}.{column}"]


class Strata(NamedTuple):
    """What histories are matched on: the month, the stage they stand at, and how many of the parties mean to settle."""

    rounds: int
    stages: int
    meaning: int

    @property
    def cells(self) -> int:
        """How many strata there are."""
        return self.rounds * self.stages * self.meaning


def strata(asked: Asked, names: Names, rounds: int) -> Strata:
    """The strata of a scenario."""
    stages = 2 * len(asked.steps(names)) + 2 if asked.table is not None else 1
    return Strata(rounds, stages, len(asked.parties) + 1)


def turn_sums(
    columns: Columns, found: Answered, scenario: Scenario, asked: Asked, names: Names
) -> dict[str, np.ndarray]:
    """For each turn (strata, 4): histories in which it comes, with what is asked later and without; like ones, the same."""
    rounds = scenario.time.rounds
    shape = strata(asked, names, rounds)
    meaning = np.array([columns[f"{party}.settles_at_start"] for party in asked.parties], np.int64).sum(axis=0)
    climbs = climbed(columns, asked, names) if asked.table is not None else np.zeros((0, len(meaning)), np.int64)
    lost = columns[f"{asked.table}.collapsed"] if asked.table is not None else np.zeros_like(meaning)
    whens = {turn.key: _when(turn, columns, asked, names).astype(np.int64) for turn in turns(scenario, asked, names)}
    sums = {key: np.zeros((shape.cells, 4), np.int64) for key in whens}
    few = max(1, AT_ONCE // rounds)
    for some in (slice(first, first + few) for first in range(0, len(meaning), few)):
        answers = Answered(found.yes[some], found.when[some])
        cells = _cells(shape, answers, lost[some], climbs[:, some], meaning[some])
        standing = _in_cells(cells.ravel(), 2 * shape.cells)
        for key, when in whens.items():
            sums[key] += _turned(cells, standing, when[some])
    return sums


def _cells(shape: Strata, found: Answered, lost: np.ndarray, climbs: np.ndarray, meaning: np.ndarray) -> np.ndarray:
    """(rounds, histories): twice the stratum of a history in a round, and one more where what is asked does not come.

    Beyond all strata where it has come already, or the table is lost.
    """
    t = np.arange(1, shape.rounds + 1)[:, None]
    standing = np.zeros((shape.rounds, len(meaning)), np.int64)
    for climb in climbs:
        standing += (climb > 0) & (climb < t)
    cells = (((t - 1) * shape.stages + standing) * shape.meaning + meaning) * 2 + (1 - found.yes)
    over = ((found.when > 0) & (found.when <= t)) | ((lost > 0) & (lost < t))
    return np.where(over, 2 * shape.cells, cells)


def _turned(cells: np.ndarray, standing: np.ndarray, when: np.ndarray) -> np.ndarray:
    """(strata, 4) of a turn that came in these rounds (0: never): where it comes, yes and no; where it has not, the same.

    `standing` is how many there are in each of the cells, turn or no turn.
    """
    came = np.flatnonzero(when)
    theirs, rounds = cells[:, came], when[came]
    comes = _in_cells(theirs[rounds - 1, np.arange(len(came))], len(standing))
    has = np.where(rounds <= np.arange(1, len(cells) + 1)[:, None], theirs, len(standing))
    not_yet = standing - _in_cells(has.ravel(), len(standing))
    return np.concatenate([comes.reshape(-1, 2), not_yet.reshape(-1, 2)], axis=1)


def _in_cells(cells: np.ndarray, count: int) -> np.ndarray:
    """How many are in each of so many cells; those beyond are in none."""
    return np.bincount(cells, minlength=count + 1)[:count]


def turning_point(turn: Turn, counts: np.ndarray, total: int) -> TurningPoint | None:
    """What a turn is worth, from its sums; None where it never came, or never had its like."""
    with_yes, with_no, like_yes, like_no = counts.T.astype(float)
    matched = (with_yes + with_no > 0) & (like_yes + like_no > 0)
    came, like = (with_yes + with_no)[matched], (like_yes + like_no)[matched]
    n = float(came.sum())
    if n == 0:
        return None
    share = like_yes[matched] / like
    expected, seen = float((came * share).sum()), float(with_yes[matched].sum())
    pooled = (with_yes + like_yes)[matched] / (came + like)
    variance = float((pooled * (1 - pooled) * (came + came**2 / like)).sum())
    return {
        "what": turn.what,
        "subject": turn.subject,
        "share": float((with_yes + with_no).sum()) / total,
        "then": seen / n,
        "otherwise": expected / n,
        "turned": (seen - expected) / total,
        "clear": variance > 0 and abs(seen - expected) > CLEAR * math.sqrt(variance),
    }
