"""A sensitivity analysis in words: what the doubt rests on, number by number and by kind of evidence."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.padding import Padding

from experiments.describe.evidence import Kind
from experiments.sensitivity.summary import (
    AnalysisSummary,
    IndexEstimate,
    MorrisEvidence,
    MorrisNumber,
    MorrisSummary,
    SobolEvidence,
    SobolNumber,
    SobolSummary,
)
from experiments.sweep.words import asked, opening
from experiments.words.tables import house_table
from sim.scenario.phrases import listed

SHOWN = 15  # most numbers that are printed
CALLED: dict[Kind, str] = {
    "quoted": "quoted from a source", "inferred": "inferred from a source", "assumed": "assumed",
    "none": "written without a reason", "default": "left to the default",
}  # fmt: skip

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def sentences(told: AnalysisSummary) -> list[str]:
    """What an analysis says, in sentences."""
    return _screened(told) if told["design"] == "morris" else _explained(told)


def _explained(told: SobolSummary) -> list[str]:
    first = told["numbers"][0]
    if told["sd"] == 0:
        played = f"{told['evaluations']:,} points of {told['histories']:,} histories"
        return [f"{opening(told)}: {100 * told['mean']:.0f} % of histories everywhere, as far as {played} can tell."]
    said = [
        f"{opening(told)}: {100 * told['mean']:.0f} % of histories on average; with the numbers that are not known, "
        f"the chance varies by ±{100 * told['sd']:.0f} points (one standard deviation).",
        _kinds_words([each for each in told["evidence"] if each["numbers"]]),
    ]
    absent = [CALLED[each["kind"]] for each in told["evidence"] if not each["numbers"] and each["kind"] == "quoted"]
    if absent and told["all_uncertain"]:
        said.append(
            "No number that is quoted from a source is uncertain in this scenario, so none of the doubt rests there."
        )
    if untold(first["total"]):
        said.append("On which number most rests cannot be told.")
    else:
        said.append(
            f"Most rests on {first['title']} ({CALLED[first['evidence']]}): alone {share(first['first'])}, "
            f"with all that it does together with others {share(first['total'])}."
        )
    said.append(
        f"In a single history the numbers account for {100 * told['of_one_history']:.0f} % of the variance of the answer; "
        "the rest is the luck of its course."
    )
    return said


def _screened(told: MorrisSummary) -> list[str]:
    strongest = [each for each in told["numbers"][:3] if each["effect"]["mu_star"] > 0]
    if not strongest:
        return [f"None of these numbers moves {asked(told)}, as far as so few trajectories can tell."]
    names = [f"{each['title']} ({100 * each['effect']['mu_star']:.0f} points)" for each in strongest]
    still = sum(each["effect"]["mu_star"] == 0 for each in told["numbers"])
    uncertain = "of the scenario are uncertain" if told["all_uncertain"] else "were varied"
    said = [
        f"{len(told['numbers'])} numbers {uncertain}. Over the whole width of what they may be, "
        f"{asked(told)} moves most with {listed(names)}."
    ]
    shares = [
        f"{100 * each['share']:.0f} % is of {_which(each['numbers'])} {CALLED[each['kind']]}"
        for each in told["evidence"]
        if each["numbers"]
    ]
    said.append(f"Of all movement, {listed(shares)}.")
    if still:
        said.append(f"{still} of the {len(told['numbers'])} moved nothing on any trajectory.")
    return said


def _kinds_words(kinds: Sequence[SobolEvidence]) -> str:
    if all(untold(each["alone"]) for each in kinds):
        return "What of that rests on which kind of evidence cannot be told."
    return f"Of that variance, {listed([_class_words(each) for each in kinds])}."


def _class_words(each: SobolEvidence) -> str:
    part = "an unknown part" if untold(each["alone"]) else share(each["alone"])
    return f"{part} rests on {_which(each['numbers'])} {CALLED[each['kind']]}"


def _which(count: int) -> str:
    return f"the {count} numbers that are" if count > 1 else "the one that is"


def share(estimate: IndexEstimate) -> str:
    """A share with its interval: `81 % (72–90)`; without one where it is exact, and without a number where it is unknown."""
    if untold(estimate):
        return "unknown (0–100)"
    value, low, high = (100 * min(1.0, estimate[key]) for key in ("value", "lo", "hi"))
    return f"{value:.0f} %" if low == high == value else f"{value:.0f} % ({low:.0f}–{high:.0f})"


def untold(estimate: IndexEstimate) -> bool:
    """Whether the sample leaves an index anywhere between 0 and 1."""
    return estimate["lo"] <= 0 and estimate["hi"] >= 1


def print_analysis(told: AnalysisSummary, folder: Path, console: "Console") -> None:
    """Print what an analysis says, its numbers, kinds of evidence and warnings, and where all is kept."""
    console.print(told["experiment"], style="bold")
    if told["question"]:
        console.print(told["question"], style="dim")
    console.print(Padding(" ".join(sentences(told)), (1, 0, 1, 0)))
    console.print(numbers_table(told))
    console.print()
    console.print(evidence_table(told))
    if told["design"] == "sobol_indices" and told["sd"] > 0:
        console.print(
            f"\n{_together_words(told['first_sum'])}\n"
            f"Of the differences between points {100 * told['noise']:.0f} % was noise of simulation: taken out.",
        )
    for warning in told["warnings"]:
        console.print(f"Warning: {warning}", style="bold")
    console.print(
        f"\n{told['evaluations']:,} points of {told['histories']:,} histories, seed {told['seed']}. "
        f"Intervals: 95 %, bootstrap.\nAll numbers: {folder / 'numbers.csv'}; figures: {folder / 'figures'}",
    )


def _together_words(summed: IndexEstimate) -> str:
    if untold(summed):
        return "How much numbers do alone and how much together cannot be told apart."
    return f"First indices of the numbers sum to {share(summed)}; what numbers do together would be the rest to 100 %."


def numbers_table(told: AnalysisSummary) -> "Table":
    """A table of the numbers that matter most."""
    table = house_table()
    total = len(told["numbers"])
    table.add_column(f"The {SHOWN} of {total} numbers that matter most" if total > SHOWN else "Number")
    morris = told["design"] == "morris"
    measures = ("Size of effect (points)", "Differs by") if morris else ("First %", "Total %", "Swing (points)")
    for heading in (*measures, "Evidence"):
        table.add_column(heading, justify="left" if heading == "Evidence" else "right")
    for each in told["numbers"][:SHOWN]:
        table.add_row(each["title"], *number_cells(each), each["evidence"])
    return table


def number_cells(number: SobolNumber | MorrisNumber) -> Iterator[str]:
    """How much a number moves, for the cells of a row."""
    if "effect" in number:
        of = number["effect"]
        yield f"{100 * of['mu_star']:.1f} ({100 * of['lo']:.1f}–{100 * of['hi']:.1f})"
        yield f"{100 * of['sigma']:.1f}"
    else:
        yield share(number["first"]).replace(" %", "")
        yield share(number["total"]).replace(" %", "")
        yield f"{100 * number['swing']['d']:+.1f}"


def evidence_table(told: AnalysisSummary) -> "Table":
    """A table of the kinds of evidence."""
    table = house_table()
    table.add_column("What numbers rest on")
    morris = told["design"] == "morris"
    for heading in ("Numbers", "Of all movement") if morris else ("Numbers", "Alone", "With others"):
        table.add_column(heading, justify="right")
    for each in told["evidence"]:
        if each["kind"] in {"none", "default"} and not each["numbers"]:
            continue
        table.add_row(CALLED[each["kind"]], str(each["numbers"]), *evidence_cells(each))
    return table


def evidence_cells(each: SobolEvidence | MorrisEvidence) -> list[str]:
    """How much rests on a kind of evidence, for the cells of a row; dashes where no number is of that kind."""
    cells = [f"{100 * each['share']:.0f} %"] if "share" in each else [share(each["alone"]), share(each["total"])]
    return cells if each["numbers"] else ["–"] * len(cells)
