"""A sweep in words: one sentence of what it says, and tables for the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.padding import Padding

from experiments.figures.page import readable
from experiments.runs.doubts import kept_doubt
from experiments.sweep.summary import PointPlayed, SweepSummary, factor_of
from experiments.sweep.words import ENDS, SHOWN, digits, level_words, ranked, sentence, share_words, where
from experiments.words.sentences import begin
from experiments.words.tables import house_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def print_sweep(told: SweepSummary, folder: Path, console: "Console") -> None:
    """Print what a sweep says, its points (or those at both ends), what each factor moves, and where all is kept."""
    console.print(told["experiment"], style="bold")
    if told["question"]:
        console.print(told["question"], style="dim")
    console.print(Padding(sentence(told), (1, 0, 1, 0)))
    console.print(points_table(told))
    if len(told["factors"]) > 1 and told["findings"]:
        console.print()
        console.print(findings_table(told))
    failed = [point for point in told["points"] if "error" in point]
    points = "1 point" if len(told["points"]) == 1 else f"{len(told['points']):,} points"
    for point in failed[:SHOWN]:
        console.print(f"Failed at {where(told, point)}: {point['error']}")
    for note in told.get("notes", []):
        console.print(f"\n{note}")
    console.print(
        f"\n{points} of {told['histories']:,} histories, the same ones at each, seed {told['seed']}. "
        f"Intervals: 95 %, sampling only.\n{doubt_line(told)}\n"
        f"All points: {folder / 'points.csv'}; figures: {folder / 'figures'}",
    )


def doubt_line(told: SweepSummary) -> str:
    """How far the scenario as it stands may be from its answer, over what nobody knows; or what works it out."""
    name = told["headline"][0] if len(told["headline"]) == 1 else ""
    doubted = kept_doubt(told["scenario_sha256"], name)
    if doubted is None:
        return "What nobody knows is not in them: parley doubt SCENARIO says how far that may move the answer."
    return f"As the scenario stands, {doubted.words()}."


def points_table(told: SweepSummary) -> "Table":
    """A table of the points in order of the headline."""
    order = ranked(told)
    table = house_table()
    names = list(order[0]["values"]) if order else []
    for name in names:
        about = factor_of(told, name)
        unit = f" ({about['unit']})" if about["unit"] else ""
        numeric = all(isinstance(point["values"][name], int | float) for point in order)
        table.add_column(readable(about["title"], None) + unit, justify="right" if numeric else "left")
    table.add_column(begin(told["headline_title"]), justify="right")
    table.add_column("95 % interval", justify="right")
    shown: list[PointPlayed | None] = [*order] if len(order) <= SHOWN else [*order[:ENDS], None, *order[-ENDS:]]
    for point in shown:
        if point is None:
            table.add_row(*["…"] * (len(names) + 2))
            continue
        share = point["headline"]
        cells = [level_words(point["values"][name], None) for name in names]
        table.add_row(*cells, share_words(share, digits(told)), f"{100 * share['lo']:.1f}–{100 * share['hi']:.1f}")
    return table


def findings_table(told: SweepSummary) -> "Table":
    """A table of what each factor moves, over the same values of the others."""
    table = house_table()
    table.add_column("What it moves")
    for heading in ("Lowest at", "Highest at", "Gap (points)", "95 % interval"):
        table.add_column(heading, justify="right" if heading[0] in "G9" else "left")
    for finding in told["findings"]:
        about = factor_of(told, finding["factor"])
        gap = finding["gap"]
        name = readable(about["title"], None)
        if gap is None:
            table.add_row(name, "", "", "0.0", "")
            continue
        ends = [level_words(end, about["unit"]) for end in (gap["from"], gap["to"])]
        table.add_row(name, *ends, f"{100 * gap['d']:.1f}", f"{100 * gap['lo']:.1f}–{100 * gap['hi']:.1f}")
    return table
