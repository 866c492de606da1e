"""Which conclusions survive, as tables on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.ablate.results import AblationResult, CaseRow
from experiments.ablate.words import fate, fate_on_ladders
from experiments.words.sentences import begin, percent
from experiments.words.tables import house_table, section, words

MARKS = {"holds": "·", "fails": "✗", "open": "?"}
SIGNS = "· holds, ✗ fails, ? open"


def print_ablation(told: AblationResult, console: Console) -> None:
    """The conclusions, what each mechanism taken away does to them, and what other ladders do."""
    console.print(words(told["scenario"], style="bold"))
    console.print(
        Text(
            f"{told['histories']:,} histories each, seed {told['seed']}. A conclusion fails where it is contradicted beyond "
            "chance (95 %), and is open where the histories do not decide.",
            style="dim",
        )
    )
    section(console, "What the model says, and whether any part of it alone carries that", _conclusions(told))
    section(console, f"Without each mechanism in turn: {SIGNS}", _mechanisms(told))
    if told["ladders"]:
        section(console, f"The same positions on other ladders: {SIGNS}", _ladders(told))
    console.print()
    console.print(words(told["ladders_say"]))


def _conclusions(told: AblationResult) -> Table:
    table = house_table("", "", "conclusion", "without any one mechanism", "on other ladders")
    for i, conclusion in enumerate(told["conclusions"]):
        cells = (conclusion["text"], "; ".join(fate(told["rows"], i)), "; ".join(fate_on_ladders(told["ladders"], i)))
        table.add_row(str(i + 1), *map(words, cells))
    return table


def _mechanisms(told: AblationResult) -> Table:
    table = house_table("", "mechanism", *_numbers(told), "then")
    for row in told["rows"]:
        note = "plays no part here" if row["absent"] else row["means"]
        table.add_row(row["name"], *_marks(row), Text(note, style="dim"))
    return table


def _ladders(told: AblationResult) -> Table:
    asked = [begin(told["asked"])] if told["asked"] else []
    table = house_table("", "ladder", *_numbers(told), *asked)
    table.columns[-1].max_width = 16
    for row in _with_own(told):
        shares = [] if row["answer"] is None else [percent(row["answer"])]
        table.add_row(words(row["name"]).append_text(words(f"\n{row['means']}", "dim")), *_marks(row), *shares)
    return table


def _with_own(told: AblationResult) -> Sequence[CaseRow]:
    """The scenario on its own ladder, then on the others."""
    own = told["rows"][0].copy()
    own["name"], own["means"] = "as it is", "the scenario's own"
    return (own, *told["ladders"])


def _numbers(told: AblationResult) -> list[str]:
    return [str(i + 1) for i in range(len(told["conclusions"]))]


def _marks(row: CaseRow) -> list[Text]:
    return [Text(MARKS[verdict], style="bold" if verdict == "fails" else "") for verdict in row["verdicts"]]
