"""What a doubt says, as tables on a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.doubt.results import DoubtedAnswer, DoubtResult, VariantAnswer
from experiments.doubt.words import beginning, central, of_hundred, range_words, table_note, verdict, whose
from experiments.words.sentences import begin
from experiments.words.tables import house_table, section, words

SEEN = 0.01  # least difference that is printed
MOST = 4  # differences of a variant that are printed


def print_doubt(told: DoubtResult, console: Console) -> None:
    """Chances with their ranges, what they come from, and what holds whatever the general numbers are."""
    console.print(words(told["scenario"], style="bold"))
    for paragraph in beginning(told):
        console.print(Padding(Text(paragraph), (0, 0, 1, 0)))
    console.print(words(central(told), style="bold"))
    section(console, "In how many of 100 simulated histories", chance_table(told))
    found = told["answers"][told["headline"]]
    section(console, f"What the range of “{found['title']}” comes from", move_table(found))
    if told["holds"]:
        section(console, "What can be said, whatever the general numbers are", hold_table(told))
    if told["variants"]:
        section(console, "What the variants change: of 100 histories so many more or fewer", variant_table(told))
    note = table_note(told)
    played = f"{told['points']} sets of values, {told['histories']:,} histories each, seed {told['seed']}."
    console.print(Text("\n" + played + (f" {note}" if note else ""), style="dim"))


def chance_table(told: DoubtResult) -> Table:
    """The chance of everything, and its ranges."""
    table = house_table()
    table.add_column("", overflow="fold")
    for heading in ("on average", "own numbers open", "general ones open", "both"):
        table.add_column(heading, justify="right")
    for name, found in told["answers"].items():
        style = "bold" if name == told["headline"] else ""
        table.add_row(
            words(begin(found["title"]), style=style),
            Text(of_hundred(found["p"]), style=style),
            range_words(found["sampling_lo"], found["sampling_hi"]),
            range_words(found["defaults_lo"], found["defaults_hi"]),
            Text(range_words(found["lo"], found["hi"]), style=style),
        )
    return table


def move_table(found: DoubtedAnswer) -> Table:
    """The numbers that most of the range comes from, and what they leave."""
    table = house_table()
    table.add_column("number", overflow="fold", ratio=5)
    table.add_column("what it is, or may be", overflow="fold", ratio=9)
    table.add_column("own or general", ratio=3)
    table.add_column("share", justify="right", ratio=2)
    table.expand = True
    for move in found["moves"]:
        means = words(move["means"])
        table.add_row(words(begin(move["title"])), means, whose(move), f"{100 * move['share']:.0f} %")
    rest = "all other numbers, and what numbers do together"
    table.add_row(
        Text("Left", style="dim"), Text(rest, style="dim"), "", Text(f"{100 * found['left']:.0f} %", style="dim")
    )
    return table


def hold_table(told: DoubtResult) -> Table:
    """Statements, and whether they are settled."""
    table = house_table()
    table.add_column("", overflow="fold")
    table.add_column("")
    for hold in told["holds"]:
        table.add_row(words(begin(hold["what"])), Text(verdict(hold), style="" if hold["settled"] else "bold"))
    return table


def variant_table(told: DoubtResult) -> Table:
    """Which rungs each variant moves most, of those moved by a history in a hundred or more at some set of values."""
    table = house_table()
    for heading in ("variant", "what"):
        table.add_column(heading, overflow="fold")
    for heading in ("on average", "general ones open", "same sign in"):
        table.add_column(heading, justify="right")
    for variant in told["variants"]:
        label = variant["title"]
        asked = {name: each for name, each in variant["answers"].items() if "." in name or name == told["headline"]}
        moved = [(name, each) for name, each in asked.items() if _size(each) >= SEEN]
        for name, found in sorted(moved, key=lambda item: -abs(item[1]["d"]))[:MOST]:
            spread = f"{_points(found['lo'])} to {_points(found['hi'])}"
            title = begin(told["answers"][name]["title"])
            share = f"{100 * found['holds']:.0f} of 100"
            table.add_row(words(label), words(title), _points(found["d"]), spread, share)
            label = ""
        if label:
            table.add_row(words(label), Text("nothing by as much as one history in a hundred", style="dim"), "", "", "")
    return table


def _size(found: VariantAnswer) -> float:
    return max(abs(found["lo"]), abs(found["hi"]), abs(found["d"]))


def _points(d: float) -> str:
    """A difference in histories of a hundred, with its sign."""
    return f"{100 * d:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")
