"""Who was the last obstacle: the rows of a run's blame, by table and party."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from experiments.brief.likelihood import Chance
from experiments.estimates.results import RunSummary
from experiments.estimates.shares import share_of


class LastBlock(NamedTuple):
    """A party as the last obstacle at a table: how often, and the share of all histories by issue, and by what it did."""

    table: str
    party: str
    chance: Chance
    issues: Mapping[str, float]
    ways: Mapping[str, float]


def last_blocks(summary: RunSummary) -> list[LastBlock]:
    """All of them, by table in the run's order, the most frequent party first."""
    total = summary["histories"]
    counts: Counter[tuple[str, str]] = Counter()
    issues: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    ways: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in summary["blame"]:
        if row["party"] is not None and row["how"] is not None:
            key, n = (row["table"], row["party"]), round(row["share"] * total)
            counts[key] += n
            ways[key][row["how"]] += n
            if row["issue"] is not None:
                issues[key][row["issue"]] += n
    found = [
        LastBlock(table, party, Chance.of(share_of(n, total), total), *(
            {name: k / total for name, k in of_it[table, party].items()} for of_it in (issues, ways)
        ))
        for (table, party), n in counts.items()
    ]  # fmt: skip
    tables = list(summary["tables"])
    return sorted(found, key=lambda block: (tables.index(block.table), -block.chance.n))


def ran_out(summary: RunSummary, table: str) -> Chance:
    """How often nobody was the last obstacle at a table that stopped short: its conditions were not met, or time ran out."""
    total = summary["histories"]
    rows = [row for row in summary["blame"] if row["table"] == table and row["party"] is None]
    return Chance.of(share_of(sum(round(row["share"] * total) for row in rows), total), total)
