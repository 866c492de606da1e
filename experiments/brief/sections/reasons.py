"""Why what was asked comes about or does not: who means it, what became of the rest, and where histories part."""

from collections.abc import Iterator

from experiments.brief.document import Block, Table
from experiments.brief.folders import Run
from experiments.brief.likelihood import Chance, plain
from experiments.describe.why import meant_title, short_lines, turn_sentences
from experiments.estimates.asked import asked_of
from experiments.words.sentences import begin, per_100


def reasons(run: Run) -> Iterator[Block]:
    """By who means to settle, what became of histories that fell short, and turns of events; nothing if nothing is asked."""
    why, answer, asked = run.summary["why"], run.summary["answer"], asked_of(run.scenario)
    if why is None or answer is None or asked is None:
        return
    rows = tuple(
        (begin(meant_title(row, run.scenario, len(why["parties"]))), f"{row['histories']:,}",
         plain(Chance.of(row["share"], row["histories"])))
        for row in why["meant"]
    )  # fmt: skip
    head = ("Who means to settle as a history begins", "Histories", "It comes about in")
    yield Table("By what the parties mean, which the others can only guess", head, rows, (1, 2))
    short = short_lines(why, run.scenario, asked.table)
    if short:
        told = "; ".join(f"{count} {what}" for count, what in short)
        yield f"Of 100 histories, {per_100(1 - answer['p'])} fall short: {told}."
    turning = list(turn_sentences(why, run.scenario))
    if turning:
        yield (
            "Where histories part, each turn beside like histories (in the same month, at the same step, with as many who "
            f"mean it): {' '.join(turning)}"
        )
