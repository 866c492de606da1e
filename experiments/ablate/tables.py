"""Which conclusions survive, as tables on a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.ablate.results import AblationResult, MechanismRow
from experiments.words.tables import house_table, section

MARKS = {"holds": "·", "fails": "✗", "open": "?"}


def print_ablation(told: AblationResult, console: Console) -> None:
    """The conclusions, and what each mechanism taken away does to them."""
    console.print(Text(told["scenario"], style="bold"))
    console.print(
        Text(
            f"{told['histories']:,} histories each, seed {told['seed']}. A conclusion fails where it is contradicted beyond "
            "chance (95 %), and is open where the histories do not decide.",
            style="dim",
        )
    )
    section(console, "What the model says, and whether any part of it alone carries that", _conclusions(told))
    section(console, "Without each mechanism in turn: · holds, ✗ fails, ? open", _verdicts(told))


def _conclusions(told: AblationResult) -> Table:
    table = house_table()
    table.add_column("")
    table.add_column("conclusion")
    table.add_column("without any one mechanism")
    for i, conclusion in enumerate(told["conclusions"]):
        table.add_row(str(i + 1), conclusion["text"], "; ".join(fate(told["rows"], i)))
    return table


def fate(rows: list[MechanismRow], i: int) -> list[str]:
    """What becomes of a conclusion, in words; the first row is the model with everything on."""
    whole, *others = rows
    failing = [row for row in others if row["verdicts"][i] == "fails"]
    words = []
    for introduced, reading in (("fails without", False), ("fails if one reads", True)):
        names = [row["name"] for row in failing if row["reading"] == reading]
        words += [f"{introduced} {', '.join(names)}"] if names else []
    undecided = sum(row["verdicts"][i] == "open" for row in others)
    words = (words or ["survives"]) + ([f"open in {undecided}"] if undecided else [])
    return words + (["open with everything on"] if whole["verdicts"][i] == "open" else [])


def _verdicts(told: AblationResult) -> Table:
    table = house_table()
    table.add_column("mechanism")
    for i in range(len(told["conclusions"])):
        table.add_column(str(i + 1), justify="center")
    table.add_column("then")
    for row in told["rows"]:
        marks = [Text(MARKS[verdict], style="bold" if verdict == "fails" else "") for verdict in row["verdicts"]]
        note = "plays no part here" if row["absent"] else row["means"]
        table.add_row(row["name"], *marks, Text(note, style="dim"))
    return table
