"""What a run says, as tables on a terminal."""

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.describe.outside import outside_words
from experiments.describe.why import TURNS, meant_title, short_lines, turn_sentences
from experiments.estimates.asked import asked_of, goal_of
from experiments.estimates.results import RunSummary, WhyResult
from experiments.runs.doubts import Doubted, kept_doubt
from experiments.runs.precision import words as precision_words
from experiments.runs.run import ShardAnswer
from experiments.words.blocks import BLOCKED
from experiments.words.names import asked_title, outcome_title, rung_title, title_of
from experiments.words.places import change_title
from experiments.words.sentences import begin, per_100
from experiments.words.tables import histories_words, house_table, section, share, show_lines, words
from sim.scenario.calendar import Rounds
from sim.scenario.vocabulary import Scenario

if TYPE_CHECKING:
    from experiments.runs.run import Answer, Request, ShardAnswer

BLAME_ROWS = 8  # who blocks: the most frequent
MOST_TABLES = 8  # how far tables get: of more, those at which most is going on
BAR = 30  # width of a bar that stands for all histories


def print_answer(answer: "Answer | ShardAnswer", console: Console) -> None:
    """What a run gave, or a shard."""
    if isinstance(answer, ShardAnswer):
        print_shard(answer, console)
    else:
        print_run(answer, console)


def print_shard(answer: "ShardAnswer", console: Console) -> None:
    """Which histories a shard holds, and what to do with it."""
    last = f"histories {answer.first:,} to {answer.after - 1:,}" if answer.after > answer.first else "no block"
    console.print(Text(f"Shard {answer.shard} of {answer.request.histories:,} histories: {last}."))
    console.print(Text(f"Kept in {answer.folder}. When all shards are there:", style="dim"), soft_wrap=True)
    console.print(Text("  parley merge SHARD... --out DIR", style="dim"))


def print_run(answer: "Answer", console: Console) -> None:
    """The answer to the question, how far tables get, how histories end, who blocks, and where the results are."""
    scenario, run = answer.request.loaded.scenario, answer.summary
    total = run["histories"]
    console.print(words(scenario.title, "bold"))
    if scenario.question:
        console.print(words(scenario.question))
    if scenario.answers:
        console.print(words(answer_line(run, scenario), "bold"))
    doubted = doubt_of(answer)
    if doubted is not None:
        console.print(words(f"{doubted.words()}."))
    if run["outside"] is not None:
        console.print(words(outside_words(run["outside"], scenario)))
    for line in changed_lines(answer.request):
        console.print(words(line, "yellow"))
    known = f"knowledge of {scenario.as_of:%d %B %Y}".replace(" 0", " ")
    console.print(Text(f"{total:,} histories, seed {run['seed']}, {known}; intervals are 95 %", style="dim"))
    shown = tables_shown(run, scenario)
    section(console, "How far each table gets: this step, or a later one", rung_table(run, scenario, total, shown))
    console.print(meeting_lines(run, scenario, total, shown))
    if left := len(run["tables"]) - len(shown):
        more = f"{left} more tables, which meet less often, are in {answer.folder / 'summary.json'}"
        console.print(words(more, "dim"), soft_wrap=True)
    section(console, "How it ends: each history in exactly one of these", outcome_table(run, scenario, total))
    section(console, blame_heading(scenario), blame_table(run, scenario))
    print_why(run, scenario, console)
    if answer.stopped is not None and answer.request.precision is not None:
        console.print(Text("\n" + precision_words(answer.stopped, answer.request.precision)))
    pace = f"Played in {answer.seconds:.1f} s, {answer.rate:,.0f} histories a second."
    console.print(Text(f"\n{pace if answer.played else 'All of it was there already.'}", style="dim"))
    console.print(Text("Intervals are of sampling alone. What nobody knows, and why, on the same luck:", style="dim"))
    for command in ("why",) if doubted else ("doubt", "why"):
        console.print(Text(f"  parley {command} {shlex.quote(str(answer.request.file))}", style="dim"), soft_wrap=True)
    console.print(Text(f"Results and figures: {answer.folder}", style="dim"), soft_wrap=True)


def doubt_of(answer: "Answer") -> Doubted | None:
    """How far the answer to the question may be from what is printed, where that is kept; not of agents of one's own."""
    found = answer.summary["answer"]
    if found is None or answer.request.agents:
        return None
    return kept_doubt(answer.summary["scenario_sha256"], found["name"])


def print_why(run: RunSummary, scenario: Scenario, console: Console) -> None:
    """Why: by who meant it, what became of the rest, what turned them; nothing where a scenario does not say what it asks."""
    why, found = run["why"], run["answer"]
    asked = asked_of(scenario)
    if why is None or found is None or asked is None:
        return
    title = asked_title(found["name"], scenario)
    section(console, f"Why: “{begin(title)}”, by who means to settle as a history begins", meant_table(why, scenario))
    short = short_lines(why, scenario, asked.table)
    if short:
        section(console, f"In {per_100(1 - found['p'])} of 100 histories it does not come about", short_table(short))
    turning = list(turn_sentences(why, scenario))
    if turning:
        console.print()
        show_lines(TURNS, turning, console)


def meant_table(why: WhyResult, scenario: Scenario) -> Table:
    """How often it comes about, by who means to settle as a history begins."""
    table = house_table()
    table.add_column("who means it", overflow="fold")
    for heading in ("histories", "it comes about in"):
        table.add_column(heading, justify="right")
    for row in why["meant"]:
        who = begin(meant_title(row, scenario, len(why["parties"])))
        table.add_row(words(who), f"{row['histories']:,}", share(row["share"], row["histories"]))
    return table


def short_table(lines: Sequence[tuple[str, str]]) -> Table:
    """What became of the rest: how many of 100, and what."""
    table = house_table()
    table.show_header = False
    table.add_column("of 100", justify="right")
    table.add_column("", overflow="fold")
    for line in lines:
        table.add_row(*map(words, line))
    return table


def changed_lines(request: "Request") -> Iterator[str]:
    """What was played otherwise than the file says."""
    if request.overrides:
        changes = (change_title(change, request.loaded.scenario) for change in request.overrides)
        yield f"Changed for this run: {'; '.join(changes)}"
    if request.agents:
        yield f"Played with the agents of {request.agents} in place of parley's own"


def answer_line(run: RunSummary, scenario: Scenario) -> str:
    """What answers the question, in one sentence; the scenario must say what does."""
    found = run["answer"]
    assert found is not None
    return f"{begin(asked_title(found['name'], scenario))}: in {histories_words(found, run['histories'])}."


def outcome_table(run: RunSummary, scenario: Scenario, total: int) -> Table:
    """How it ends."""
    table = house_table()
    table.add_column("outcome", overflow="fold")
    table.add_column("share of histories", justify="right")
    table.add_column("")
    for name, value in run["outcomes"].items():
        table.add_row(words(outcome_title(scenario, name)), share(value, total), "█" * round(BAR * value["p"]))
    return table


def tables_shown(run: RunSummary, scenario: Scenario) -> list[str]:
    """The tables to speak of, in the order of the summary: what is asked about, and of many those that meet most often."""
    asked = asked_of(scenario)
    first = {name for name in run["tables"] if asked is not None and name == asked.table}
    often = sorted(run["tables"], key=lambda name: (name not in first, -run["tables"][name]["meetings_mean"]))
    chosen = set(often[:MOST_TABLES])
    return [name for name in run["tables"] if name in chosen]


def rung_table(run: RunSummary, scenario: Scenario, total: int, shown: Sequence[str]) -> Table:
    """How far each table gets, and when."""
    rounds = Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)
    table = house_table()
    for heading in ("table", "step"):
        table.add_column(heading, overflow="fold")
    for heading in ("reached", "signed", "median"):
        table.add_column(heading, justify="right")
    for name in shown:
        label = title_of(scenario.tables, name)
        for rung, value in run["tables"][name]["rungs"].items():
            when = rounds.label(value["median_round"]) if value["median_round"] else "–"
            step = begin(rung_title(scenario.tables[name], rung))
            table.add_row(words(label), words(step), share(value, total), share(value["signed"], total), when)
            label = ""
    return table


def meeting_lines(run: RunSummary, scenario: Scenario, total: int, shown: Sequence[str]) -> Text:
    """How often each table meets, and whether it collapses."""
    lines = []
    for name in shown:
        table = run["tables"][name]
        met = f"{title_of(scenario.tables, name)}: {table['meetings_mean']:.1f} meetings on average"
        lines.append(f"{met}, collapsed in {share(table['collapsed'], total)}")
    return words("\n".join(lines), style="dim")


def blame_heading(scenario: Scenario) -> str:
    """What the table of who blocks counts."""
    said = "Who blocks, how and on what: the last to do so, where"
    if len(scenario.tables) > 1:
        return f"{said} a table stops short of what is asked for, or else of its last step"
    name, table = next(iter(scenario.tables.items()))
    return f"{said} it stops short of “{begin(rung_title(table, goal_of(scenario, name)))}”"


def blame_table(run: RunSummary, scenario: Scenario) -> Table:
    """Who blocked last, how, and on what, where a table stopped short of the step that matters."""
    several = len(scenario.tables) > 1
    table = house_table()
    for heading in (*(["table"] if several else []), "party", "how", "issue"):
        table.add_column(heading, overflow="fold")
    table.add_column("share", justify="right")
    rows = sorted(run["blame"], key=lambda row: -row["share"])
    for row in rows[:BLAME_ROWS]:
        party = title_of(scenario.parties, row["party"]) if row["party"] else "nobody"
        how = BLOCKED[row["how"]] if row["how"] else "time or conditions ran out"
        issue = title_of(scenario.issues, row["issue"]) if row["issue"] else "–"
        cells = [*([title_of(scenario.tables, row["table"])] if several else []), party, how, issue]
        table.add_row(*map(words, cells), f"{100 * row['share']:.1f} %")
    if len(rows) > BLAME_ROWS:
        rest = sum(row["share"] for row in rows[BLAME_ROWS:])
        blank = [""] * (len(table.columns) - 2)
        table.add_row(Text(f"{len(rows) - BLAME_ROWS} more", style="dim"), *blank, f"{100 * rest:.1f} %")
    return table
