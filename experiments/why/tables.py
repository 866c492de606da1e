"""Why, on a terminal: the answer with types forced, what became of the rest, and where histories part."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.compare.tables import points
from experiments.describe.why import TURNS, short_lines, turn_sentences
from experiments.estimates.asked import asked_of
from experiments.why.results import ForcedResult, ForcedShare
from experiments.words.names import title_of
from experiments.words.sentences import begin, per_100
from experiments.words.tables import house_table, section, share, show_lines, words
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Scenario


def print_reasons(told: ForcedResult, scenario: Scenario, console: Console) -> None:
    """All that is said of why."""
    total = told["histories"]
    console.print(words(told["scenario"], "bold"))
    text = f"{total:,} histories, seed {told['seed']}, the same ones whoever means it; intervals are 95 %"
    console.print(Text(text, style="dim"))
    title = begin(told["title"])
    section(console, f"“{title}”, by who is made to mean it as a history begins", forced_table(told, scenario))
    console.print(Text("What the others believe of it beforehand stays as it is.", style="dim"))
    asked = asked_of(scenario)
    short = short_lines(told["why"], scenario, asked.table if asked else None)
    if short:
        console.print()
        show_lines(
            f"As things stand it does not come about in {per_100(1 - told['base']['p'])} of 100",
            [f"{count} {what}" for count, what in short], console,
        )  # fmt: skip
    show_lines(TURNS, list(turn_sentences(told["why"], scenario)), console)


def forced_table(told: ForcedResult, scenario: Scenario) -> Table:
    """A row as things stand, and a row for each set of parties that mean it."""
    table = house_table()
    table.add_column("who means it", overflow="fold")
    for heading in ("it comes about in", "difference, points"):
        table.add_column(heading, justify="right")
    table.add_row("As things stand", share(told["base"], told["histories"]), "")
    for row in told["forced"]:
        table.add_row(
            words(begin(forced_title(row, scenario))), share(row["share"], told["histories"]), points(row["difference"])
        )
    return table


def forced_title(row: ForcedShare, scenario: Scenario) -> str:
    """Who means it: `both`, `Taliban alone`, `Kabul and Washington, not the Taliban`."""
    settle, stall = ([title_of(scenario.parties, name) for name in row[key]] for key in ("settle", "stall"))
    if row["who"] == "all":
        return "both" if len(settle) == 2 else f"all {len(settle)}"
    if row["who"] == "none":
        return "neither" if len(stall) == 2 else "none"
    return f"{settle[0]} alone" if row["who"] == "one" else f"{listed(settle)}, not {listed(stall)}"
