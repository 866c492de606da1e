"""From columns of histories to whole-number sums, and from these to the run object that users see."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.statistics import GRAIN, Tally, estimate, first_of, grains, median_round
from sim.compiled import Compiled

Columns = Mapping[str, np.ndarray]


def tally(columns: Columns, compiled: Compiled) -> Tally:
    """Sums over the histories in `columns`; adding the tallies of parts gives that of the whole."""
    names, rounds = compiled.names, compiled.scenario.time.rounds
    result: Tally = {
        "histories": np.array(len(columns["outcome"])),
        "progress": np.array(int(columns["progress"].sum())),
        "outcomes": _counts(columns["outcome"], len(names.outcomes)),
    }
    for table in names.tables:
        result |= _table_sums(columns, compiled, table, rounds)
    for issue in names.issues:
        result[f"{issue}.delivered"] = np.array(int((columns[f"{issue}.in_force"] > 0).sum()))
        result[f"{issue}.level"] = np.array(grains(columns[f"{issue}.level"]), dtype=object)
    return result


def _counts(values: np.ndarray, length: int) -> np.ndarray:
    return np.bincount(values, minlength=length).astype(np.int64)


def _table_sums(columns: Columns, compiled: Compiled, table: str, rounds: int) -> Tally:
    rungs = compiled.names.rungs[table]
    result: Tally = {
        f"{table}.meetings": np.array(int(columns[f"{table}.meetings"].sum(dtype=np.int64))),
        f"{table}.collapsed": np.array(int((columns[f"{table}.collapsed"] > 0).sum())),
        f"{table}.first_meeting": _counts(columns[f"{table}.first_meeting"], rounds + 1),
    }
    for r, rung in enumerate(rungs):
        for what in ("reached", "signed"):
            first = first_of([columns[f"{table}.{later}.{what}"] for later in rungs[r:]])
            result[f"{table}.{rung}.{what}"] = _counts(first, rounds + 1)
        result[f"{table}.{rung}.ended"] = _counts(columns[f"{table}.{rung}.ended"], rounds + 1)
    short = columns[f"{table}.{rungs[-1]}.reached"] == 0
    who = columns[f"{table}.block_party"][short].astype(np.int64) + 1
    what_on = columns[f"{table}.block_issue"][short].astype(np.int64) + 1
    width = len(compiled.names.issues) + 1
    result[f"{table}.blame"] = _counts(who * width + what_on, (len(compiled.names.parties) + 1) * width)
    return result


def run_object(sums: Tally, compiled: Compiled, scenario_hash: str, seed: int) -> dict[str, Any]:
    """What a run says, as in `summary.json`: shares with intervals, median rounds, levels in real units, blame."""
    names, total = compiled.names, int(sums["histories"])
    return {
        "scenario": compiled.scenario.title,
        "scenario_sha256": scenario_hash,
        "seed": seed,
        "histories": total,
        "progress": _share(int(sums["progress"]), total),
        "outcomes": {name: _share(int(n), total) for name, n in zip(names.outcomes, sums["outcomes"], strict=True)},
        "tables": {table: _table(sums, compiled, table, total) for table in names.tables},
        "issues": {issue: _issue(sums, compiled, issue, total) for issue in names.issues},
        "blame": [row for table in names.tables for row in _blame(sums, compiled, table, total)],
    }


def _share(count: int, total: int) -> dict[str, Any]:
    return estimate(count, total)._asdict()


def _table(sums: Tally, compiled: Compiled, table: str, total: int) -> dict[str, Any]:
    return {
        "meetings_mean": int(sums[f"{table}.meetings"]) / total,
        "collapsed": _share(int(sums[f"{table}.collapsed"]), total),
        "rungs": {rung: _rung(sums, f"{table}.{rung}", total) for rung in compiled.names.rungs[table]},
    }


def _rung(sums: Tally, key: str, total: int) -> dict[str, Any]:
    reached = sums[f"{key}.reached"]
    return {
        **_share(int(reached[1:].sum()), total),
        "median_round": median_round(reached),
        "signed": _share(int(sums[f"{key}.signed"][1:].sum()), total),
        "ended": _share(int(sums[f"{key}.ended"][1:].sum()), total),
    }


def _issue(sums: Tally, compiled: Compiled, name: str, total: int) -> dict[str, Any]:
    issue = compiled.scenario.issues[name]
    mean = int(sums[f"{name}.level"]) / GRAIN / total
    return {
        "delivered": _share(int(sums[f"{name}.delivered"]), total),
        "mean_level": issue.real(mean),
        "unit": issue.unit,
    }


def _blame(sums: Tally, compiled: Compiled, table: str, total: int) -> list[dict[str, Any]]:
    """Who blocked a table last, and on what, most often first; null where time or its conditions ran out."""
    names = compiled.names
    width = len(names.issues) + 1
    rows = []
    for cell, count in enumerate(sums[f"{table}.blame"]):
        if count:
            party, issue = divmod(cell, width)
            rows.append(
                {
                    "table": table,
                    "party": names.parties[party - 1] if party else None,
                    "issue": names.issues[issue - 1] if issue else None,
                    "share": int(count) / total,
                }
            )
    return sorted(rows, key=lambda row: -row["share"])
