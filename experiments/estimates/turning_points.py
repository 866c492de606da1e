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
    shape = strata(asked, names, scenario.time.rounds)
    stays = _stays(shape, found, columns, asked, names)
    undecided = stays.in_cells(shape)
    return {
        turn.key: _turned(shape, stays, undecided, _when(turn, columns, asked, names))
        for turn in turns(scenario, asked, names)
    }


class Stays(NamedTuple):
    """Stays of histories at a stage while what is asked is open: of which history, in which rounds (first to last, whole
    numbers from 1), and of which kind: twice the stratum less its month, and one more where what is asked does not come.

    A history stays at two or three stages, however many rounds it has.
    """

    history: np.ndarray
    first: np.ndarray
    last: np.ndarray
    kind: np.ndarray

    def in_cells(self, shape: Strata) -> np.ndarray:
        """(strata, 2): how many are in each stratum, with what is asked later and without."""
        begun = _in_cells(shape, self.first - 1, self.kind)
        over = _in_cells(shape, self.last, self.kind)  # as the last round ends, they leave the next one
        return np.cumsum(begun - over, axis=0)[:-1].reshape(-1, 2)

    def from_then_on(self, when: np.ndarray) -> "Stays":
        """What of each stay is not before a round of its own; nothing where that round is 0, never."""
        some = np.flatnonzero((when > 0) & (when <= self.last))
        return Stays(self.history[some], np.maximum(self.first[some], when[some]), self.last[some], self.kind[some])


def _stays(shape: Strata, found: Answered, columns: Columns, asked: Asked, names: Names) -> Stays:
    """All stays of some histories, stage by stage."""
    meaning = np.array([columns[f"{party}.settles_at_start"] for party in asked.parties], np.int64).sum(axis=0)
    ends = np.where(found.when > 0, found.when - 1, shape.rounds)
    climbs = []
    if asked.table is not None:
        lost = columns[f"{asked.table}.collapsed"]
        ends = np.where(lost > 0, np.minimum(lost, ends), ends)
        climbs = [np.where(climb > 0, climb, shape.rounds) for climb in climbed(columns, asked, names)]
    stays, first = [], np.ones_like(ends)
    for stage, climb in enumerate([*climbs, ends]):
        last = np.minimum(climb, ends)
        there = np.flatnonzero(first <= last)
        kind = (stage * shape.meaning + meaning[there]) * 2 + (1 - found.yes[there])
        stays.append(Stays(there, first[there], last[there], kind))
        first = climb + 1
    return Stays(*(np.concatenate(each) for each in zip(*stays, strict=True)))


def _turned(shape: Strata, stays: Stays, undecided: np.ndarray, when: np.ndarray) -> np.ndarray:
    """(strata, 4) of a turn that came in these rounds (0: never): where it comes, yes and no; where it has not, the same.

    `undecided` is how many there are in each stratum, turn or no turn.
    """
    theirs = when[stays.history]
    since = stays.from_then_on(theirs)
    then = since.first == when[since.history]
    comes = _in_cells(shape, since.first[then] - 1, since.kind[then])[:-1].reshape(-1, 2)
    return np.concatenate([comes, undecided - since.in_cells(shape)], axis=1)


def _in_cells(shape: Strata, before: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """(rounds + 1, kinds): how many there are of each kind, by the number of rounds before."""
    kinds = shape.stages * shape.meaning * 2
    cells = (shape.rounds + 1) * kinds
    return np.bincount(before * kinds + kind, minlength=cells).reshape(-1, kinds)


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
