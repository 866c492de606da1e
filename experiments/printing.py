"""What a run says, as tables on a terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.running import Answer
from sim.calendar import Rounds

BLAME_ROWS = 8  # who blocks: the most frequent


def print_run(answer: Answer, console: Console) -> None:
    """Outcomes, rungs, who blocks and on what, and where the results are."""
    scenario, run = answer.request.loaded.scenario, answer.summary
    total = run["histories"]
    console.print(Text(scenario.title, style="bold"))
    if scenario.question:
        console.print(Text(scenario.question))
    console.print(
        Text(
            f"{total:,} histories, seed {run['seed']}, knowledge of {scenario.as_of:%d %B %Y}; intervals are 95 %",
            style="dim",
        )
    )
    console.print()
    console.print(outcome_table(run, total))
    console.print(rung_table(run, scenario, total))
    console.print(blame_table(run, scenario))
    rate = total / answer.seconds if answer.seconds else 0
    console.print(
        Text(
            f"Played in {answer.seconds:.1f} s ({rate:,.0f} histories a second). Results: {answer.folder}", style="dim"
        )
    )
    for path in answer.figures:
        console.print(Text(f"  figure: {path}", style="dim"))


def share(value: dict[str, Any], total: int) -> str:
    """A share with its interval, or `k of n` where a percentage would mislead."""
    if value["p"] < 0.01 or value["p"] > 0.99:
        return f"{value['n']:,} of {total:,}"
    return f"{100 * value['p']:.0f} % ({100 * value['lo']:.1f}–{100 * value['hi']:.1f})"


def readable(name: str) -> str:
    """A name as a reader sees it."""
    return name.replace("_", " ")


def plain(title: str) -> Table:
    """A table in the house style: no box, a title that says what it answers."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="dim",
    )


def outcome_table(run: dict[str, Any], total: int) -> Table:
    """How it ends."""
    table = plain("How it ends")
    table.add_column("outcome")
    table.add_column("share of histories", justify="right")
    table.add_column("")
    for name, value in run["outcomes"].items():
        table.add_row(readable(name), share(value, total), "█" * round(40 * value["p"]))
    table.add_section()
    table.add_row("progress: some table climbed a rung", share(run["progress"], total), "")
    table.add_row("")
    return table


def rung_table(run: dict[str, Any], scenario: Any, total: int) -> Table:
    """How far each table gets, and when."""
    rounds = Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)
    table = plain("How far each table gets")
    for heading in ("table", "rung"):
        table.add_column(heading)
    for heading in ("reached", "signed", "median"):
        table.add_column(heading, justify="right")
    for name, of_table in run["tables"].items():
        first = True
        for rung, value in of_table["rungs"].items():
            when = rounds.label(value["median_round"]) if value["median_round"] else "never"
            table.add_row(
                readable(name) if first else "",
                readable(rung),
                share(value, total),
                share(value["signed"], total),
                when,
            )
            first = False
        meetings = (
            f"{of_table['meetings_mean']:.1f} meetings on average; collapsed in {share(of_table['collapsed'], total)}"
        )
        table.add_row("", Text(meetings, style="dim"))
    table.add_row("")
    return table


def blame_table(run: dict[str, Any], scenario: Any) -> Table:
    """Who blocked last, and on what, where a table stopped short of its last rung."""
    table = plain("Who blocks, and on what (the last to do so, where a table stopped short)")
    for heading in ("table", "party", "issue"):
        table.add_column(heading)
    table.add_column("share of histories", justify="right")
    rows = sorted(run["blame"], key=lambda row: -row["share"])
    for row in rows[:BLAME_ROWS]:
        party = readable(row["party"]) if row["party"] else "nobody: its conditions or time ran out"
        table.add_row(readable(row["table"]), party, readable(row["issue"] or "–"), f"{100 * row['share']:.1f} %")
    if len(rows) > BLAME_ROWS:
        rest = sum(row["share"] for row in rows[BLAME_ROWS:])
        table.add_row(Text(f"{len(rows) - BLAME_ROWS} more", style="dim"), "", "", f"{100 * rest:.1f} %")
    table.add_row("")
    return table
