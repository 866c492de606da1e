"""Who blocks, how and over what, and what each side wants there."""

from collections.abc import Iterator, Mapping

from experiments.brief.blame import LastBlock, last_blocks, ran_out
from experiments.brief.document import Block, Point, Points, Table
from experiments.brief.folders import Run
from experiments.brief.judgements import tables_in_order
from experiments.brief.likelihood import plain
from experiments.brief.names import Names, best_of, wanted
from experiments.estimates.asked import goal_of
from experiments.words.blocks import BLOCKED
from experiments.words.numbers import short_number
from experiments.words.sentences import begin, percent

ISSUES_NAMED = 3  # by a row
WAYS_NAMED = 2  # of what a party did, by a row
ROW = 130  # letters that issues may take in a row
LEAST_NAMED = 0.01  # of all histories, for an issue to be named
ABSENCE = (
    "Whoever did not come expected a meeting to cost it more (effort, being seen with the other side, anger over attacks) "
    "than it might bring."
)


def blocks(run: Run, names: Names) -> Iterator[Block]:
    """Who was the last obstacle at each table that stopped short, and why."""
    found, why = last_blocks(run.summary), []
    if not found:
        yield "In no history was a party the last obstacle at any table."
    for table in tables_in_order(run):
        here = [block for block in found if block.table == table]
        rows = [_row(block, names) for block in here]
        idle = ran_out(run.summary, table)
        if idle.n:
            rows.append(("Nobody", plain(idle), "its conditions were not met, or time ran out", "–"))
        if rows:
            head = ("Last obstacle", "Share of all histories", "What it did", "Most often over")
            goal = names.rung(table, goal_of(run.scenario, table))
            yield Table(f"Where “{names.table(table)}” stops short of “{goal}”", head, tuple(rows), (1,))
        reason = reasons(run, table, here[0].issues, names) if here else ""
        why += [Point(begin(names.table(table)), reason)] if reason else []
    if any("did_not_come" in block.ways for block in found):
        yield ABSENCE
    if why:
        yield (
            "What each side wants on the issue over which that obstacle arises most often, where it is over one, and how "
            "much that issue weighs for it, from 0 to 100 (likeliest, and range)."
        )
        yield Points(tuple(why))


def _row(block: LastBlock, names: Names) -> tuple[str, str, str, str]:
    order = sorted(block.issues.items(), key=lambda each: -each[1])
    over: list[str] = []
    for issue, share in order[:ISSUES_NAMED]:
        words = f"{names.issue(issue)} ({percent(share)})"
        if (share >= LEAST_NAMED and len("; ".join([*over, words])) <= ROW) or not over:
            over.append(words)
    ways = sorted(block.ways.items(), key=lambda each: -each[1])[:WAYS_NAMED]
    did = "; ".join(f"{BLOCKED[way]} ({percent(share)})" for way, share in ways)
    return begin(names.party(block.party)), plain(block.chance), did, "; ".join(over) or "–"


def reasons(run: Run, table: str, issues: Mapping[str, float], names: Names) -> str:
    """What those at a table want on the issue over which its most frequent obstacle arises; nothing if one alone does."""
    issue = max(issues, key=lambda name: issues[name], default=None)
    if issue is None:
        return ""
    of_it, wants = run.scenario.issues[issue], []
    for party in run.scenario.tables[table].parties:
        position = run.scenario.principals[party].positions.get(issue)
        if position is not None:
            weight = short_number(position.salience, 0, 100)
            what = best_of(position, of_it) if of_it.kind == "options" else wanted(position.aim, of_it)
            wants.append(f"{names.party(party)}: {what}, weight {weight}")
    return f"“{names.issue(issue)}”. {'; '.join(wants)}." if len(wants) > 1 else ""
