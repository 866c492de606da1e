"""From columns of histories to whole-number sums, and from these to the run object that users see."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.asked import Named, asked_of, goal_of
from experiments.estimates.course_results import BeliefByRound, CourseSummary, ViolenceByRound
from experiments.estimates.outside import outside_view
from experiments.estimates.questions import Columns, share_of_asked
from experiments.estimates.results import (
    AnswerShare,
    BlameRow,
    IssueResult,
    RunEstimates,
    RungResult,
    RunSummary,
    Share,
    Side,
    TableResult,
    WarResult,
)
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import GRAIN, Tally, first_from, grains_each, median_round
from experiments.estimates.why import why_of, why_sums
from sim.engine.arrays import Compiled, Names
from sim.engine.records import Course
from sim.scenario.vocabulary import Scenario
from sim.world.codes import BLOCKS, DID_NOT_COME, SUSPENDED
from sim.world.course import BELIEF_BINS, TYPES, quantile, violence_edges

SIDES: dict[Side, int] = {"insurgent": 1, "government": -1}
"""Who may win the war, and how its column says so."""


BLAMED = ("party", "issue", "how")
"""Which party blocked a table last, on which issue, and how, as columns call them."""


class Frame(NamedTuple):
    """A scenario and its names, where nothing is to be played."""

    scenario: Scenario
    names: Names


def tally(columns: Columns, course: Course, compiled: Compiled) -> Tally:
    """Sums over the histories in `columns` and their course; adding the tallies of parts gives that of the whole."""
    return {**estimate_sums(columns, compiled), **course._asdict(), **why_sums(columns, compiled)}


def estimate_sums(columns: Columns, compiled: Compiled) -> Tally:
    """The sums that estimates are made of, without the course of histories and why they go as they do."""
    [found] = estimate_sums_each({name: column[None] for name, column in columns.items()}, compiled)
    return found


def estimate_sums_each(columns: Columns, compiled: Compiled) -> list[Tally]:
    """The same of several sets of as many histories at once, in columns of (sets, histories): a set takes a third as long."""
    names = compiled.names
    sets, histories = columns["outcome"].shape
    found = {
        "histories": np.full(sets, histories),
        "progress": columns["progress"].sum(axis=1, dtype=np.int64),
        "outcomes": _counts([columns["outcome"]], len(names.outcomes))[0],
        "won": np.stack([(columns["won"] == side).sum(axis=1) for side in SIDES.values()], axis=1),
    }
    for table in names.tables:
        found |= _table_sums(columns, compiled, table)
    found |= _issue_sums(columns, compiled)
    return [{name: values[i, ...] for name, values in found.items()} for i in range(sets)]


# Below, of each sum a row for each set.


def _counts(columns: Sequence[np.ndarray], length: int) -> np.ndarray:
    """How often each number below `length` stands in columns that have no others: (columns, sets, length)."""
    numbers = np.array(columns)
    shape = (*numbers.shape[:2], length)
    rows = math.prod(shape[:2])
    below = length * np.arange(rows).reshape(*shape[:2], 1)
    return np.bincount((numbers + below).ravel(), minlength=rows * length).reshape(shape)


def _issue_sums(columns: Columns, compiled: Compiled) -> Tally:
    names, result = compiled.names.issues, Tally()
    in_force = np.array([columns[f"{issue}.in_force"] for issue in names])
    levels = np.array([columns[f"{issue}.level"] for issue in names])
    for issue, delivered, level, totals in zip(
        names, (in_force > 0).sum(axis=2), levels, grains_each(levels), strict=True
    ):
        result[f"{issue}.delivered"] = delivered
        result[f"{issue}.level"] = totals
        if options := len(compiled.scenario.issues[issue].options):
            numbers = np.rint(level * (options - 1)).astype(np.int64)
            result[f"{issue}.options"] = _counts([numbers], options)[0]
    return result


def _table_sums(columns: Columns, compiled: Compiled, table: str) -> Tally:
    rungs, rounds = compiled.names.rungs[table], compiled.scenario.time.rounds
    ended = [columns[f"{table}.{rung}.ended"] for rung in rungs]
    signed, reached = (  # whoever gets to a later rung has got to this one
        first_from([columns[f"{table}.{rung}.{what}"] for rung in rungs]) for what in ("signed", "reached")
    )
    met, *climbs = _counts([columns[f"{table}.first_meeting"], *ended, *signed, *reached], rounds + 1)
    kinds = [(what, rung) for what in ("ended", "signed", "reached") for rung in rungs]
    got_there = reached[rungs.index(goal_of(compiled.scenario, table))] > 0
    shape = _blame_shape(compiled)
    cells = math.prod(shape)
    who, what_on, how = (columns[f"{table}.block_{each}"].astype(np.int64) + 1 for each in BLAMED)
    block = (who * shape[1] + what_on) * shape[2] + np.where(who > 0, how, 0)
    return {
        f"{table}.meetings": columns[f"{table}.meetings"].sum(axis=1, dtype=np.int64),
        f"{table}.walk_outs": columns[f"{table}.walk_outs"].sum(axis=1, dtype=np.int64),
        f"{table}.collapsed": (columns[f"{table}.collapsed"] > 0).sum(axis=1),
        f"{table}.called_off": (columns[f"{table}.called_off"] > 0).sum(axis=1),
        f"{table}.suspended": (columns[f"{table}.stage"] == SUSPENDED).sum(axis=1),
        f"{table}.first_meeting": met,
        **{f"{table}.{rung}.{what}": counts for (what, rung), counts in zip(kinds, climbs, strict=True)},
        f"{table}.blame": _counts([np.where(got_there, cells, block)], cells + 1)[0, :, :cells],
    }


def _blame_shape(compiled: Named) -> tuple[int, int, int]:
    """How many there are, nobody and nothing among them, of parties, issues and ways to block."""
    return len(compiled.names.parties) + 1, len(compiled.names.issues) + 1, len(BLOCKS) + 1


def run_object(sums: Tally, compiled: Named, scenario_hash: str, seed: int, changed: Sequence[str] = ()) -> RunSummary:
    """What a run says, as in `summary.json`: shares with intervals, median rounds, levels in real units, blame.

    `changed` is what was set otherwise than the file says, as `path=value`.
    """
    return {
        "scenario": compiled.scenario.title,
        "scenario_sha256": scenario_hash,
        "seed": seed,
        "histories": int(sums["histories"]),
        "changed": list(changed),
        **estimates_of(sums, compiled),
        "why": why_of(sums, compiled),
        "outside": outside_view(sums, compiled, asked_of(compiled.scenario)),
    }


def estimates_of(sums: Tally, compiled: Named) -> RunEstimates:
    """How histories end and how far they get, from their `estimate_sums`."""
    names, total = compiled.names, int(sums["histories"])
    outcomes = {name: share_of(int(n), total) for name, n in zip(names.outcomes, sums["outcomes"], strict=True)}
    tables = {table: _table(sums, compiled, table, total) for table in names.tables}
    return {
        "answer": _answer(compiled.scenario, outcomes, tables),
        "progress": share_of(int(sums["progress"]), total),
        "outcomes": outcomes,
        "tables": tables,
        "issues": {issue: _issue(sums, compiled, issue, total) for issue in names.issues},
        "blame": [row for table in names.tables for row in _blame(sums, compiled, table, total)],
        "war": _war(sums, total) if compiled.scenario.war is not None else None,
    }


def _answer(scenario: Scenario, outcomes: Mapping[str, Share], tables: Mapping[str, TableResult]) -> AnswerShare | None:
    """What answers the scenario's question; None if it does not say what does."""
    if scenario.answers is None:
        return None
    found = share_of_asked(scenario.answers, outcomes, tables)
    return {"name": scenario.answers, "n": found["n"], "p": found["p"], "lo": found["lo"], "hi": found["hi"]}


def _war(sums: Tally, total: int) -> WarResult:
    return {"ended": {side: share_of(int(n), total) for side, n in zip(SIDES, sums["won"], strict=True)}}


def _table(sums: Tally, compiled: Named, table: str, total: int) -> TableResult:
    return {
        "meetings_mean": int(sums[f"{table}.meetings"]) / total,
        "walk_outs_mean": int(sums[f"{table}.walk_outs"]) / total,
        "collapsed": share_of(int(sums[f"{table}.collapsed"]), total),
        "suspended": share_of(int(sums[f"{table}.suspended"]), total),
        "called_off": share_of(int(sums[f"{table}.called_off"]), total),
        "rungs": {rung: _rung(sums, f"{table}.{rung}", total) for rung in compiled.names.rungs[table]},
    }


def _rung(sums: Tally, key: str, total: int) -> RungResult:
    reached, signed, ended = (sum(sums[f"{key}.{what}"].tolist()[1:]) for what in ("reached", "signed", "ended"))
    return {
        **share_of(reached, total),
        "median_round": median_round(sums[f"{key}.reached"]),
        "signed": share_of(signed, total),
        "ended": share_of(ended, total),
    }


def _issue(sums: Tally, compiled: Named, name: str, total: int) -> IssueResult:
    issue = compiled.scenario.issues[name]
    mean = int(sums[f"{name}.level"]) / GRAIN / total
    chosen = sums[f"{name}.options"] if issue.options else ()
    return {
        "delivered": share_of(int(sums[f"{name}.delivered"]), total),
        "mean_level": None if issue.options else issue.real(mean),
        "options": {option: share_of(int(n), total) for option, n in zip(issue.options, chosen, strict=True)},
        "unit": issue.unit,
    }


def _blame(sums: Tally, compiled: Named, table: str, total: int) -> list[BlameRow]:
    """Who blocked a table last that fell short of its goal, how, and on what, most often first; nobody where time ran out.

    Whoever does not come says nothing of an issue, so none is named.
    """
    names, counts = compiled.names, sums[f"{table}.blame"].reshape(_blame_shape(compiled)).copy()
    goal, absent = goal_of(compiled.scenario, table), DID_NOT_COME + 1
    counts[:, 0, absent] = counts[:, :, absent].sum(axis=1)
    counts[:, 1:, absent] = 0
    rows: list[BlameRow] = [
        {
            "table": table,
            "short_of": goal,
            "party": names.parties[party - 1] if party else None,
            "how": BLOCKS[how - 1] if how else None,
            "issue": names.issues[issue - 1] if issue else None,
            "share": int(counts[party, issue, how]) / total,
        }
        for party, issue, how in np.argwhere(counts).tolist()
    ]
    return sorted(rows, key=lambda row: -row["share"])


SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


def course_object(sums: Tally, compiled: Compiled) -> CourseSummary:
    """The course of all histories by round, as in `course.json`: means and quantiles of violence, and of beliefs by type."""
    parties = compiled.names.parties
    war = compiled.scenario.war
    return {
        "rounds": [compiled.rounds.end(t).isoformat() for t in range(1, compiled.rounds.rounds + 1)],
        "unit": war.unit if war else None,
        "violence": _violence(sums, (*parties, "all")) if war else {},
        "beliefs": _beliefs(sums, parties),
    }


def _violence(sums: Tally, names: Sequence[str]) -> dict[str, ViolenceByRound]:
    """Violence of each party, and of all."""
    histories = int(sums["histories"])
    q05, q25, q50, q75, q95 = _quantiles(sums["violence"], violence_edges())
    return {
        name: {
            "mean": [int(total) / histories for total in sums["incidents"][p]],
            "q05": _numbers(q05[p]), "q25": _numbers(q25[p]), "q50": _numbers(q50[p]), "q75": _numbers(q75[p]),
            "q95": _numbers(q95[p]),
        }
        for p, name in enumerate(names)
    }  # fmt: skip


def _beliefs(sums: Tally, parties: Sequence[str]) -> dict[str, dict[str, BeliefByRound]]:
    """How far each party is believed, by its type."""
    counts = sums["beliefs"]
    q05, q25, q50, q75, q95 = _quantiles(counts, np.linspace(0, 1, BELIEF_BINS + 1))
    return {
        name: {
            kind: {
                "histories": _per_round(counts, p, s),
                "q05": _numbers(q05[p, s]), "q25": _numbers(q25[p, s]), "q50": _numbers(q50[p, s]),
                "q75": _numbers(q75[p, s]), "q95": _numbers(q95[p, s]),
            }
            for s, kind in enumerate(TYPES)
        }
        for p, name in enumerate(parties)
    }  # fmt: skip


def _per_round(beliefs: np.ndarray, p: int, s: int) -> list[int]:
    """Histories in which a party was of a type, round by round."""
    return [int(count) for count in beliefs[p, s].sum(axis=-1)]


def _quantiles(counts: np.ndarray, edges: np.ndarray) -> list[np.ndarray]:
    """Quantiles along the last axis, nan where nothing was counted."""
    return [quantile(counts, edges, share) for share in SHARES]


def _numbers(values: np.ndarray) -> list[float | None]:
    """Values as a list, with None in place of what is not a number."""
    return [None if math.isnan(value) else value for value in values.tolist()]
