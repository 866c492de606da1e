"""Who was the last obstacle: the rows of a run's blame, by table and party."""

from collections.abc import Mapping
from typing import NamedTuple

from experiments.brief.likelihood import Chance
from experiments.estimates.results import RunSummary
from experiments.estimates.tally import share_of


class LastBlock(NamedTuple):
    """A party as the last obstacle at a table: how often, and the share of all histories by issue."""

    table: str
    party: str
    chance: Chance
    issues: Mapping[str, float]


def last_blocks(summary: RunSummary) -> list[LastBlock]:
    """All of them, by table in the run's order, the most frequent party first."""
    total = summary["histories"]
    counts: dict[tuple[str, str], int] = {}
    issues: dict[tuple[str, str], dict[str, float]] = {}
    for row in summary["blame"]:
        if row["party"] is not None:
            key = row["table"], row["party"]
            counts[key] = counts.get(key, 0) + round(row["share"] * total)
            if row["issue"] is not None:
                issues.setdefault(key, {})[row["issue"]] = row["share"]
    found = [
        LastBlock(table, party, Chance.of(share_of(n, total), total), issues.get((table, party), {}))
        for (table, party), n in counts.items()
    ]
    tables = list(summary["tables"])
    return sorted(found, key=lambda block: (tables.index(block.table), -block.chance.n))


def ran_out(summary: RunSummary, table: str) -> Chance:
    """How often nobody was the last obstacle at a table that stopped short: its conditions were not met, or time ran out."""
    total = summary["histories"]
    rows = [row for row in summary["blame"] if row["table"] == table and row["party"] is None]
    return Chance.of(share_of(sum(round(row["share"] * total) for row in rows), total), total)
