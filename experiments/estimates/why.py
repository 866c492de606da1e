"""Why what a scenario asks comes about or does not: whole-number sums over histories, and what they say."""

from collections.abc import Mapping

import numpy as np

from experiments.estimates.asked import Answered, Asked, Named, answered, asked_of, climbed, stages
from experiments.estimates.questions import Columns
from experiments.estimates.results import ENDS, EndShort, MeantShare, StageShare, TurningPoint, Who, WhyResult
from experiments.estimates.shares import share_of
from experiments.estimates.turning_points import turn_sums, turning_point, turns
from sim.engine.arrays import Names
from sim.world.codes import CARRYING_OUT, COLLAPSED, SUSPENDED

STEPWISE = ("suspended", "carrying_out", "bargaining")
"""Ends of which it matters which step the table stood before."""

Sums = Mapping[str, np.ndarray]


def why_sums(columns: Columns, compiled: Named) -> dict[str, np.ndarray]:
    """Sums over histories; those of parts add up. Empty where the scenario does not say what answers its question."""
    scenario, names = compiled.scenario, compiled.names
    asked = asked_of(scenario)
    if asked is None:
        return {}
    found = answered(columns, asked, names, scenario.time.rounds)
    sums = {"why.meant": _meant(columns, found, asked)}
    if asked.table is not None:
        sums["why.short"] = _short(columns, found, asked, names)
        sums["why.stages"] = (climbed(columns, asked, names) > 0).sum(axis=1)
    return sums | turn_sums(columns, found, scenario, asked, names)


def why_of(sums: Sums, compiled: Named) -> WhyResult | None:
    """What the sums say; None where the scenario does not say what answers its question."""
    scenario, names, total = compiled.scenario, compiled.names, int(sums["histories"])
    asked = asked_of(scenario)
    if asked is None:
        return None
    found = (turning_point(turn, sums[turn.key], total) for turn in turns(scenario, asked, names))
    return {
        "parties": list(asked.parties),
        "meant": _meant_told(sums["why.meant"], asked.parties),
        "stages": _stages_told(sums, asked, names, total),
        "short": _short_told(sums["why.short"], asked, names, total) if asked.table is not None else [],
        "turns": sorted((turn for turn in found if turn is not None), key=_by_weight),
    }


def _by_weight(turn: TurningPoint) -> float:
    return -abs(turn["turned"])


def _meant(columns: Columns, found: Answered, asked: Asked) -> np.ndarray:
    """(parties + 3, 2): no and yes, by who meant it: nobody, one alone (by number), some, all."""
    k = len(asked.parties)
    means = np.array([columns[f"{party}.settles_at_start"] for party in asked.parties])
    many = means.sum(axis=0)
    alone = 1 + np.argmax(means, axis=0)
    who = np.select([many == k, many == 0, many == 1], [k + 2, 0, alone], k + 1)
    return np.bincount(2 * who + found.yes, minlength=2 * (k + 3)).reshape(k + 3, 2)


def _meant_told(counts: np.ndarray, parties: tuple[str, ...]) -> list[MeantShare]:
    k = len(parties)
    rows: list[tuple[int, Who, str | None]] = [(k + 2, "all", None), (k + 1, "some", None)]
    rows += [(1 + p, "one", party) for p, party in enumerate(parties)]
    rows.append((0, "none", None))
    found = [(who, party, int(counts[row].sum()), int(counts[row, 1])) for row, who, party in rows]
    return [
        {"who": who, "party": party, "histories": n, "share": share_of(yes, n)} for who, party, n, yes in found if n > 0
    ]


def _stages_told(sums: Sums, asked: Asked, names: Names, total: int) -> list[StageShare]:
    if asked.table is None or asked.rung is None:
        return []
    rungs = names.rungs[asked.table]
    return [
        {"what": stage.what, "step": None if stage.rung is None else rungs[stage.rung], "share": int(n) / total}
        for stage, n in zip(stages(asked, names), sums["why.stages"], strict=True)
    ]


def _short(columns: Columns, found: Answered, asked: Asked, names: Names) -> np.ndarray:
    """(ends, steps + 1): histories in which it did not come about, by what became of them and the step they stood before."""
    table = asked.table
    assert table is not None
    stage, stood = columns[f"{table}.stage"], columns[f"{table}.rungs"].astype(np.int64)
    further = np.zeros(len(stood), bool) if asked.rung is None else stood > asked.rung
    holds = [
        columns["won"] != 0, further, stage == COLLAPSED, columns[f"{table}.meetings"] == 0, stage == SUSPENDED,
        stage == CARRYING_OUT,
    ]  # fmt: skip
    how = np.select(holds, range(len(holds)), ENDS.index("bargaining"))
    steps = len(names.rungs[table]) + 1
    cell = (how * steps + stood)[~found.yes]
    return np.bincount(cell, minlength=len(ENDS) * steps).reshape(len(ENDS), steps)


def _short_told(counts: np.ndarray, asked: Asked, names: Names, total: int) -> list[EndShort]:
    assert asked.table is not None
    rungs = (*names.rungs[asked.table], None)
    rows: list[EndShort] = []
    for how, by_step in zip(ENDS, counts, strict=True):
        if how in STEPWISE:
            rows += [
                {"how": how, "step": rung, "share": int(n) / total} for rung, n in zip(rungs, by_step, strict=True) if n
            ]
        elif by_step.sum():
            rows.append({"how": how, "step": None, "share": int(by_step.sum()) / total})
    return sorted(rows, key=lambda row: -row["share"])
