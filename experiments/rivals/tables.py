"""The rivals as tables on a terminal."""

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.rivals.run import Comparison
from experiments.rivals.simulated import Agreed
from experiments.words.names import title_of
from experiments.words.sentences import begin
from experiments.words.tables import house_table, section, words
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Issue, Scenario

RECORD = (
    "On 351 issues of the European Union the weighted mean erred by 22.99 points of 100 on average, the challenge model "
    "by 26.83: so it stands first."
)
BLIND = (
    "None of the rivals knows of tables, rungs, mediators or the course of the war; of fighting on, the Nash point alone "
    "knows what it is worth at the start."
)
LEFT_OUT = "The rivals place parties on a line, on which options do not lie; left out therefore"
MOST_PARTIES = 25
LITERAL = (
    "The challenge model is read literally: as its paper prints it, which does not reproduce the paper's own table."
)


def print_comparison(scenario: Scenario, comparison: Comparison, histories: int, seed: int, console: Console) -> None:
    """Predictions issue by issue, what the simulation says, and the parties' part in the Condorcet election."""
    console.print(Text(scenario.title, style="bold"))
    console.print(
        Text("Rival predictions from the same positions, at the median of every uncertain number", style="dim")
    )
    section(console, "Where each issue ends", prediction_table(scenario, comparison))
    console.print(Text(RECORD, style="dim"))
    if left := [begin(title_of(scenario.issues, name)) for name in scenario.issues if name not in comparison.issues]:
        console.print(Text(f"{LEFT_OUT}: {listed(left)}.", style="dim"))
    console.print(Text(BLIND, style="dim"))
    if comparison.literal:
        console.print(Text(LITERAL))
    if comparison.simulated:
        title = f"In the simulation ({histories:,} histories, seed {seed}), where an issue was agreed"
        section(console, title, simulated_table(scenario, comparison, histories))
    else:
        console.print(Text("\nNot simulated: for that, the scenario needs tables and outcomes.", style="dim"))
    section(console, "The parties in the Condorcet election over all issues", party_table(scenario, comparison))


def prediction_table(scenario: Scenario, comparison: Comparison) -> Table:
    """A row an issue: the rivals from the simplest on, and the mean of what was agreed where that was simulated."""
    table = house_table()
    table.add_column("issue")
    challenge = "challenge, literal" if comparison.literal else "challenge"
    headings = ["weighted\nmean", "weighted\nmedian", challenge.replace(" ", "\n"), "Condorcet", "Nash"]
    if comparison.simulated:
        headings.append("simulated")
    for heading in headings:
        table.add_column(heading, justify="right", vertical="top", no_wrap=True)
    for name, found in comparison.issues.items():
        issue, agreed = scenario.issues[name], comparison.simulated.get(name)
        last = found.challenge.median[-1] if found.challenge else None
        values = [found.weighted_mean, found.weighted_median, last, found.condorcet, found.nash]
        if comparison.simulated:
            values.append(agreed and agreed.mean)
        table.add_row(issue_cell(title_of(scenario.issues, name), issue), *(level(value, issue) for value in values))
    return table


def simulated_table(scenario: Scenario, comparison: Comparison, histories: int) -> Table:
    """A row an issue: how often it was agreed, the mean level with its 95 % interval, and the middle nine tenths."""
    table = house_table()
    table.add_column("issue")
    for heading in ("agreed in", "mean level (95 %)", "middle 90 %"):
        table.add_column(heading, justify="right")
    for name in comparison.issues:
        found, issue = comparison.simulated.get(name), scenario.issues[name]
        title = words(begin(title_of(scenario.issues, name)))
        table.add_row(title, *(agreed_cells(found, issue, histories) if found else ("never", "–", "–")))
    return table


def agreed_cells(found: Agreed, issue: Issue, histories: int) -> tuple[str, str, str]:
    """The cells of an issue that was agreed."""
    mean, lo, hi, p5, p95 = (level(x, issue) for x in (found.mean, found.lo, found.hi, found.p5, found.p95))
    return f"{100 * found.histories / histories:.0f} %", f"{mean} ({lo} to {hi})", f"{p5} to {p95}"


def party_table(scenario: Scenario, comparison: Comparison) -> Table:
    """A row a party: capability, risk attitude and the chance of its position; of many, those with most capability."""
    table = house_table()
    table.add_column("party")
    for heading in ("capability", "risk", "chance of its position"):
        table.add_column(heading, justify="right")
    strongest = sorted(comparison.capability, key=lambda name: -comparison.capability[name])[:MOST_PARTIES]
    for name, capability in comparison.capability.items():
        if name not in strongest:
            continue
        risk, chance = comparison.risk[name], comparison.probability[name]
        shown = ("–", "–") if risk is None or chance is None else (f"{risk:+.2f}", f"{100 * chance:.1f} %")
        table.add_row(words(begin(title_of(scenario.parties, name))), f"{capability:,.4g}", *shown)
    if len(comparison.capability) > len(strongest):
        table.add_row(
            words(f"and {len(comparison.capability) - len(strongest)} with less capability", "dim"), "", "", ""
        )
    return table


def issue_cell(title: str, issue: Issue) -> Text:
    """An issue's title, and below it its range and unit."""
    start, end = (f"{x:,.12g}" for x in issue.range)
    if issue.kind == "binary" and not issue.unit:
        start, end = f"{start}, no,", f"{end}, yes"
    return Text.assemble(words(begin(title)), (f"\n  {start} to {end} {issue.unit}".rstrip(), "dim"))


def level(value: float | None, issue: Issue) -> str:
    """A level to about three figures of its range; a dash where there is none."""
    if value is None:
        return "–"
    size = math.floor(math.log10(abs(issue.range[1] - issue.range[0])))
    if not -3 <= size <= 9:
        return f"{value:.3g}"
    return f"{value:,.{max(0, 2 - size)}f}"
