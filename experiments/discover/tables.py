"""Discoveries in words."""

from typing import TYPE_CHECKING

from rich.padding import Padding

from experiments.discover.results import CHANCE, BoxTold, Density, DiscoveryResult
from experiments.words.sentences import begin
from experiments.words.tables import house_table
from sim.scenario.phrases import listed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def asked(told: DiscoveryResult) -> str:
    """What is looked for, in words: `“Formal talks or further”`, `anything but “Formal talks or further”`."""
    return f"anything but “{told['title']}”" if told["absent"] else f"“{told['title']}”"


def sentences(told: DiscoveryResult) -> list[str]:
    """What was discovered, a sentence a box."""
    what = asked(told)
    front = begin(what)
    if not told["boxes"]:
        share = told["share"]
        often = f"in {'none' if share == 0 else 'all' if share == 1 else percent(share)} of the {told['of']}"
        return [
            f"{front} {often}, and no range of the {told['inputs']} inputs was found in which that is clearly higher."
        ]
    said = []
    for number, box in enumerate(told["boxes"]):
        those = f"the {'other ' if number else ''}{told['of']}"
        times = f"{box['lift']:.1f} times as often as overall ({percent(told['share'])})"
        where = listed([f"{limit['input']} is {limit['is']}" for limit in box["limits"]])
        said.append(
            f"{front} in {percent(box['density']['p'])} ({interval(box['density'])}) of {those} in which "
            f"{where}: {times}. "
            f"These are {percent(box['support'])} of all {told['of']} and hold {percent(box['coverage'])} "
            f"of those with {what}."
        )
    return said


def finding(told: DiscoveryResult) -> str:
    """What was discovered, as it stands above the figure: the first box."""
    what, overall = begin(asked(told)), percent(told["share"]).removesuffix(" %")
    if not told["boxes"]:
        return f"{what}: nowhere clearly more frequent than overall ({overall} of 100 simulated histories)"
    box = told["boxes"][0]
    inside = percent(box["density"]["p"]).removesuffix(" %")
    where = listed([f"“{limit['input']}” is {limit['is']}" for limit in box["limits"]])
    return f"{what} in {inside} of 100 simulated histories where {where}, in {overall} overall"


def percent(share: float) -> str:
    """`34 %`, with a decimal near the ends."""
    return f"{100 * share:.0f} %" if 0.01 <= share <= 0.99 or share in {0.0, 1.0} else f"{100 * share:.1f} %"


def interval(share: Density) -> str:
    """`31–36`, in per cent."""
    return f"{percent(share['lo'])[:-2]}–{percent(share['hi'])[:-2]}"


def print_discoveries(told: DiscoveryResult, console: "Console") -> None:
    """Print what was discovered, each box's limits, and what all shares are of."""
    console.print(told["scenario"], style="bold")
    for sentence in sentences(told):
        console.print(Padding(sentence, (1, 0, 0, 0)))
    for number, box in enumerate(told["boxes"], start=1):
        console.print()
        console.print(limits_table(box, number, len(told["boxes"])))
    console.print(
        f"\nFound on one half of {told['points']:,} {told['of']}, every share measured on the other; seed {told['seed']}. "
        "Limits are cuts\nfound by peeling (PRIM), not thresholds of nature.",
    )


def limits_table(box: BoxTold, number: int, boxes: int) -> "Table":
    """A table of a box's limits, and how often it happens where one of them does not hold."""
    table = house_table()
    for heading in ("Where" if boxes == 1 else f"Box {number}: where", "is", "Share without it", "By luck alone"):
        table.add_column(heading, justify="right" if heading[0] in "SB" and heading[1] != "o" else "left")
    for limit in box["limits"]:
        unsure = " unsure" if limit["quasi_p"] > CHANCE else ""
        table.add_row(limit["input"], limit["is"], percent(limit["density_without"]), f"{limit['quasi_p']:.2g}{unsure}")
    return table
