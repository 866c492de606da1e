"""What levers can do, for a reader: a sentence, a table by party, and the bundle step by step."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from experiments.estimates.results import Share
from experiments.lever.results import BundleStep, BundleTold, LeverResult, LeverRow
from experiments.words.sentences import begin, count, number
from experiments.words.sentences import small as number_words
from experiments.words.tables import house_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


CROSSES = "crosses its red line"


def chance_words(share: Share) -> str:
    """`47.2 % (45.0–49.4)`: one decimal, so that just short of a target does not look like it."""
    return f"{100 * share['p']:.1f} % ({100 * share['lo']:.1f}–{100 * share['hi']:.1f})"


def value_words(value: float | str, unit: str) -> str:
    """A level or a number of a lever, with its unit; of a yes/no issue without."""
    if isinstance(value, str):
        return value
    return f"{number(value)} {unit}".rstrip()


def sentence(told: LeverResult) -> str:
    """What was found, in a few sentences."""
    base, target = told["base"], told["target"]["p"]
    said = (
        f"{begin(told['target']['title'])}: in {chance_words(base)} of {told['histories']:,} histories as things stand; the "
        f"mark set is {100 * target:g} %. "
    )
    if base["p"] >= target:
        return said + "That is so already: nothing needs to change."
    enough = [row for row in told["levers"] if row["enough"]]
    if not enough:
        best = max(told["levers"], key=lambda row: row["chance"]["p"], default=None)
        said += "No single change is enough"
        if best:
            said += (
                f": at most {chance_words(best['chance'])}, if {told['parties'][best['party']]} {inner(best['title'])}"
            )
        return said + "."
    return said + f"Of {count(len(told['levers']), 'lever')}, {number(len(enough))} would be enough alone."


def finding(told: LeverResult) -> str:
    """What was found, as it stands above the figure."""
    title, target = told["target"]["title"], f"{100 * told['target']['p']:g} of 100 simulated histories"
    now = f"{100 * told['base']['p']:.0f}"
    if told["base"]["p"] >= told["target"]["p"]:
        return f"{begin(title)} in {now} of 100 simulated histories as things stand: nothing needs to change"
    enough = sum(row["enough"] for row in told["levers"])
    if enough:
        alone = "One change alone would be" if enough == 1 else f"{begin(number_words(enough))} changes would each be"
        return f"{alone} enough for {title} in {target} (now {now})"
    best = max(told["levers"], key=lambda row: row["chance"]["p"], default=None)
    most = f", at most to {100 * best['chance']['p']:.0f}" if best and best["chance"]["p"] > told["base"]["p"] else ""
    return f"No single change brings {title} from {now} to {target}{most}"


def inner(title: str) -> str:
    """A lever's title inside a sentence."""
    return title.replace(": ", " (", 1) + ")" if ": " in title else title


def shown(rows: Sequence[LeverRow]) -> tuple[list[LeverRow], list[LeverRow]]:
    """A party's levers that a reader wants to see, the least change first, and the others, which move next to nothing."""
    enough = sorted((row for row in rows if row["enough"]), key=lambda row: row["way"])
    short = sorted((row for row in rows if not row["enough"]), key=lambda row: -row["chance"]["p"])
    lifting = [row for row in short if row["difference"]["verdict"] == "above"]
    return [*enough, *lifting], [row for row in short if row not in lifting]


def parties(told: LeverResult) -> Iterator[tuple[str, list[LeverRow]]]:
    """Parties by title, in the file's order, with their levers."""
    for name, title in told["parties"].items():
        yield title, [row for row in told["levers"] if row["party"] == name]


def change_words(row: LeverRow | BundleStep) -> str:
    """From what to what, in its unit, and whether that crosses the party's own red line."""
    change = f"{value_words(row['now'], '')} → {value_words(row['value'], row['unit'])}"
    return f"{change}, {CROSSES}" if row["crosses_red_line"] else change


def shape_words(row: LeverRow) -> str:
    """A warning where more is not always better."""
    return " *" if row["shape"] == "rises and falls" else ""


def print_levers(told: LeverResult, console: "Console") -> None:
    """Print what each party could do alone, then the best bundle of concessions."""
    console.print(Text(told["scenario"], style="bold"))
    console.print(Text(of_which_histories(told), style="dim"))
    console.print(Padding(Text(sentence(told)), (1, 0, 0, 0)))
    for note in (*told["target"]["notes"], *red_line_notes(told)):
        console.print(Text(f"Note: {note}.", style="dim"))
    for party, rows in parties(told):
        console.print(Text("\n" + begin(party), style="bold"))
        console.print(lever_table(rows))
    if any(row["shape"] == "rises and falls" for row in told["levers"]):
        console.print(Text("* More of it both helps and harms: the least of 16 steps that is enough.", style="dim"))
    if told["bundle"] is not None:
        console.print(Text("\nConcessions together, in the best order", style="bold"))
        print_bundle(told, told["bundle"], console)
    commands = list(commands_of(told))
    if commands:
        console.print(Text("\nTo play what is enough", style="bold"))
    for what, command in commands:
        console.print(Text(what))
        console.print(Text(f"  {command}", style="dim"), soft_wrap=True)


def of_which_histories(told: LeverResult) -> str:
    """Of which histories all is told, and how many of them a search looks at."""
    looked = f"; looked for on the first {told['looked_at']:,}" if told["looked_at"] < told["histories"] else ""
    return f"{told['histories']:,} histories, seed {told['seed']}, those of parley run{looked}; intervals are 95 %"


def red_line_notes(told: LeverResult) -> Iterator[str]:
    """How concessions stand to red lines, where there are any."""
    if told["red_lines"] == "kept":
        yield "no party gives more than its own red line allows; --cross-red-lines lets it"
    elif told["red_lines"] == "may be crossed":
        moves = [*told["levers"], *(told["bundle"]["steps"] if told["bundle"] else ())]
        said = f"what does is marked “{CROSSES}”" if any(row["crosses_red_line"] for row in moves) else "here none does"
        yield f"parties may give more than their own red lines allow; {said}"


def commands_of(told: LeverResult) -> Iterator[tuple[str, str]]:
    """Whatever is enough, each change alone and then the concessions together, and what to type to play it."""
    for party, rows in parties(told):
        for row in shown(rows)[0]:
            if row["enough"] and row["command"]:
                yield f"{begin(party)} {row['title']}, {change_words(row)}:", row["command"]
    if told["bundle"] is not None and told["bundle"]["command"]:
        yield "Concessions together:", told["bundle"]["command"]


def lever_table(rows: Sequence[LeverRow]) -> "Table":
    """A party's levers: from where, to where at least, and the chance then."""
    told, others = shown(rows)
    table = house_table()
    table.add_column("", max_width=46)
    table.add_column("least change")
    fresh = any(row["again"] for row in told)
    for heading in ("chance", *(["on fresh histories"] if fresh else [])):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in told:
        change, most = (change_words(row), "") if row["enough"] else (f"not enough: {change_words(row)}", "at most ")
        again = f"{100 * row['again']['p']:.1f} %" if row["again"] else ""
        table.add_row(
            row["title"] + shape_words(row), change, most + chance_words(row["chance"]), *([again] if fresh else [])
        )
    if others:
        top = max(others, key=lambda row: row["chance"]["p"])
        words = f"{count(len(others), 'other lever')}" if told else f"{count(len(others), 'lever')}"
        table.add_row(words, "not enough, all the way", "at most " + chance_words(top["chance"]))
    return table


def print_bundle(told: LeverResult, bundle: BundleTold, console: "Console") -> None:
    """The bundle, step by step."""
    if not bundle["steps"]:
        console.print(f"No concessions worth {bundle['budget']:g} u lift the chance by more than chance would.")
        return
    table = house_table()
    for heading in ("", "party", "concession", ""):
        table.add_column(heading)
    for heading in ("cost so far", "chance after it"):
        table.add_column(heading, justify="right")
    for i, step in enumerate(bundle["steps"], 1):
        row = (told["parties"][step["party"]], step["title"], change_words(step))
        table.add_row(str(i), *row, f"{step['cost']:.2f} u", chance_words(step["chance"]))
    console.print(table)
    last = bundle["steps"][-1]
    reached = next((i for i, s in enumerate(bundle["steps"], 1) if s["chance"]["p"] >= told["target"]["p"]), None)
    fresh = chance_words(bundle["again"]) if bundle["again"] else ""
    verdict = f"The target is reached after step {reached}." if reached else "No bundle that was tried is enough."
    text = (
        f"{verdict} Budget {bundle['budget']:g} u, of which {last['cost']:.2f} are spent: u of their own stakes, all "
        f"parties together. On fresh histories {fresh}. What is conceded counts from the start."
    )
    console.print(Text(text, style="dim"))
