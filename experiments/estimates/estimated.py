"""From sums over histories to how these end and how far they get, for one set of histories or for many at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

import numpy as np

from experiments.estimates import blame, nest
from experiments.estimates.asked import Named
from experiments.estimates.nest import Coded, Nest
from experiments.estimates.results import RunEstimates, Side
from experiments.estimates.shares import shares_each
from experiments.estimates.statistics import GRAIN, Tally, median_rounds

SIDES: dict[Side, int] = {"insurgent": 1, "government": -1}
"""Who may win the war, and how its column says so."""
SHARE = ("n", "p", "lo", "hi")
"""What says a share."""


class Sets(NamedTuple):
    """The `estimate_sums` of some sets of histories, of as many each."""

    sums: Sequence[Tally]
    histories: int
    of_it: Named

    @property
    def size(self) -> int:
        """How many sets there are."""
        return len(self.sums)

    def counts(self, name: str) -> list[int]:
        """Whole numbers of a name, one for each set, of any size."""
        return [int(each[name]) for each in self.sums]

    def rows(self, name: str) -> np.ndarray:
        """Whole numbers of a name, a row for each set."""
        return np.array([each[name] for each in self.sums])

    def happened(self, name: str) -> list[int]:
        """In how many histories of each set something happened that is counted by round, in column 0 if it never did."""
        counts: list[int] = self.rows(name)[:, 1:].sum(axis=1).tolist()
        return counts

    def shares(self, counts: Sequence[int]) -> Coded:
        """So many histories of each set, as shares."""
        return shares_each(counts, self.histories)

    def means(self, name: str) -> Coded:
        """Sums over histories as means of them."""
        counts = self.counts(name)
        return Coded(counts, {n: n / self.histories for n in set(counts)})


def estimates_of(sums: Tally, of_it: Named) -> RunEstimates:
    """How histories end and how far they get, from their `estimate_sums`."""
    [found] = nest.each(estimates_each([sums], of_it), 1)
    return cast(RunEstimates, found)


def estimates_each(sums: Sequence[Tally], of_it: Named) -> dict[str, Nest]:
    """The same of many sets of one scenario at once, in the keys of RunEstimates; ValueError if not all are as large."""
    [histories] = {int(each["histories"]) for each in sums}
    sets, names = Sets(sums, histories, of_it), of_it.names
    outcomes = _by_name(names.outcomes, sets, "outcomes")
    blamed = [blame.rows_each(sets.rows(f"{table}.blame"), of_it, table, histories) for table in names.tables]
    war: Nest = (
        {"ended": _by_name(SIDES, sets, "won")} if of_it.scenario.war is not None else nest.same(None, sets.size)
    )
    return {
        "answer": _answer(sets, outcomes),
        "progress": sets.shares(sets.counts("progress")),
        "outcomes": outcomes,
        "tables": {table: _table(sets, table) for table in names.tables},
        "issues": {issue: _issue(sets, issue) for issue in names.issues},
        "blame": blame.together(blamed, sets.size),
        "war": war,
    }


def _by_name(names: Iterable[str], sets: Sets, sums: str) -> dict[str, Coded]:
    """The shares of several things that are counted in one row, in its order."""
    counts = sets.rows(sums).T.tolist()
    return {name: sets.shares(of_it) for name, of_it in zip(names, counts, strict=True)}


def _answer(sets: Sets, outcomes: Mapping[str, Coded]) -> Nest:
    """What answers the scenario's question; None if it does not say what does."""
    asked = sets.of_it.scenario.answers
    if asked is None:
        return nest.same(None, sets.size)
    shares = sets.shares(sets.happened(f"{asked}.reached")) if "." in asked else outcomes[asked]
    return {"name": nest.same(asked, sets.size), **parts(shares)}


def parts(shares: Coded) -> dict[str, Nest]:
    """Shares as one column for each of their keys."""
    return {key: Coded(shares.codes, {n: share[key] for n, share in shares.values.items()}) for key in SHARE}


def _table(sets: Sets, table: str) -> dict[str, Nest]:
    broken_off = ("collapsed", "suspended", "called_off")
    return {
        "meetings_mean": sets.means(f"{table}.meetings"),
        "walk_outs_mean": sets.means(f"{table}.walk_outs"),
        **{how: sets.shares(sets.counts(f"{table}.{how}")) for how in broken_off},
        "rungs": {rung: _rung(sets, f"{table}.{rung}") for rung in sets.of_it.names.rungs[table]},
    }


def _rung(sets: Sets, key: str) -> dict[str, Nest]:
    reached, signed, ended = (sets.shares(sets.happened(f"{key}.{what}")) for what in ("reached", "signed", "ended"))
    return {
        **parts(reached),
        "median_round": median_rounds(sets.rows(f"{key}.reached")),
        "signed": signed,
        "ended": ended,
    }


def _issue(sets: Sets, name: str) -> dict[str, Nest]:
    issue = sets.of_it.scenario.issues[name]
    levels: list[float | None] = [issue.real(n / GRAIN / sets.histories) for n in sets.counts(f"{name}.level")]
    return {
        "delivered": sets.shares(sets.counts(f"{name}.delivered")),
        "mean_level": nest.same(None, sets.size) if issue.options else levels,
        "options": _by_name(issue.options, sets, f"{name}.options") if issue.options else {},
        "unit": nest.same(issue.unit, sets.size),
    }
