"""What `parley lever` found, in a brief: the least change that is enough, and what each party could do."""

from collections.abc import Iterator

from experiments.brief.document import Block, Table
from experiments.brief.likelihood import Chance, phrase
from experiments.brief.likelihood import plain as share
from experiments.lever.results import LeverResult, LeverRow
from experiments.lever.tables import change_words, inner, sentence, shown

LISTED = 8  # levers in the table
U = (
    "Levers in u are what something is worth to a party: 1 u is all that it has at stake, from the worst to the best that it "
    "could get."
)


def ranked(told: LeverResult) -> list[LeverRow]:
    """The levers that lift the chance: those that are enough first, the least change before others."""
    return shown(told["levers"])[0]


def lever_words(told: LeverResult, of_run: int) -> str:
    """The least change that is enough, or else the one that lifts the chance most; nothing if none does.

    Where it was tried on fewer histories than those of the run, it says on how many.
    """
    best = next(iter(ranked(told)), None)
    if best is None:
        return ""
    before, after = (Chance.of(each, told["histories"]) for each in (told["base"], best["chance"]))
    done = f"If “{told['parties'][best['party']]}” {inner(best['title'])}, {change_words(best)}"
    fewer = f" (tried on {told['histories']:,})" if told["histories"] < of_run else ""
    return f"{done}, then “{told['target']['title']}” goes from {phrase(before)} to {phrase(after)} histories{fewer}."


def lever_blocks(told: LeverResult) -> Iterator[Block]:
    """What was found in a few sentences, and the levers that lift the chance."""
    yield f"How far one party alone would have to move for {100 * told['target']['p']:g} of 100. {sentence(told)}"
    listed = ranked(told)[:LISTED]
    rows = [_row(told, lever) for lever in listed]
    if any(lever["unit"] == "u" for lever in listed):
        yield U
    if rows:
        head = ("Party", "Lever", "Least change", "Share then", "Enough")
        yield Table(f"What would lift “{told['target']['title']}”", head, tuple(rows), (3,))


def _row(told: LeverResult, lever: LeverRow) -> tuple[str, ...]:
    chance = Chance.of(lever["chance"], told["histories"])
    return (
        told["parties"][lever["party"]], lever["title"], change_words(lever), share(chance),
        "yes" if lever["enough"] else "no",
    )  # fmt: skip
