"""From columns of histories to whole-number sums, and from these to the run object that users see."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates import blame
from experiments.estimates.asked import Named, asked_of, goal_of
from experiments.estimates.course_results import BeliefByRound, CourseSummary, ViolenceByRound
from experiments.estimates.estimated import SIDES, estimates_of
from experiments.estimates.outside import outside_view
from experiments.estimates.questions import Columns
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally, first_from, grains_each
from experiments.estimates.why import why_of, why_sums
from sim.engine.arrays import Compiled, Names
from sim.engine.records import Course
from sim.scenario.vocabulary import Scenario
from sim.world.codes import SUSPENDED
from sim.world.course import BELIEF_BINS, TYPES, quantile, violence_edges


class Frame(NamedTuple):
    """A scenario and its names, where nothing is to be played."""

    scenario: Scenario
    names: Names


def tally(columns: Columns, course: Course, compiled: Compiled) -> Tally:
    """Sums over the histories in `columns` and their course; adding the tallies of parts gives that of the whole."""
    return {**summary_sums(columns, compiled), **course._asdict()}


def summary_sums(columns: Columns, compiled: Compiled) -> Tally:
    """The sums that a run object is made of: all but the course, which holds a hundred times as many numbers."""
    return {**estimate_sums(columns, compiled), **why_sums(columns, compiled)}


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
    most, cells = math.prod(blame.shape_of(compiled)), blame.cells_of(columns, compiled, table, got_there)
    return {
        f"{table}.meetings": columns[f"{table}.meetings"].sum(axis=1, dtype=np.int64),
        f"{table}.walk_outs": columns[f"{table}.walk_outs"].sum(axis=1, dtype=np.int64),
        f"{table}.collapsed": (columns[f"{table}.collapsed"] > 0).sum(axis=1),
        f"{table}.called_off": (columns[f"{table}.called_off"] > 0).sum(axis=1),
        f"{table}.suspended": (columns[f"{table}.stage"] == SUSPENDED).sum(axis=1),
        f"{table}.first_meeting": met,
        **{f"{table}.{rung}.{what}": counts for (what, rung), counts in zip(kinds, climbs, strict=True)},
        f"{table}.blame": _counts([cells], most + 1)[0, :, :most],
    }


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
