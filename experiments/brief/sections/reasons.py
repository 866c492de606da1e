"""Why what was asked comes about or does not: who means it, what became of the rest, and where histories part."""

from collections.abc import Iterator

from experiments.brief.document import Block, Table
from experiments.brief.folders import Found, Run
from experiments.brief.likelihood import Chance, plain
from experiments.compare.tables import points
from experiments.describe.why import TURNS, meant_title, short_lines, turn_sentences
from experiments.estimates.asked import asked_of
from experiments.estimates.results import WhyResult
from experiments.why.results import ForcedResult
from experiments.why.tables import forced_title
from experiments.words.sentences import begin, per_100
from sim.scenario.vocabulary import Scenario


def reasons(found: Found) -> Iterator[Block]:
    """By who means to settle, what became of histories that fell short, and turns of events; nothing if nothing is asked."""
    run = found.base
    why, answer, asked = run.summary["why"], run.summary["answer"], asked_of(run.scenario)
    if why is None or answer is None or asked is None:
        return
    yield forced_table(found.whys[0], run.scenario) if found.whys else meant_table(run, why)
    short = short_lines(why, run.scenario, asked.table)
    if short:
        told = "; ".join(f"{count} {what}" for count, what in short)
        yield f"In {per_100(1 - answer['p'])} of 100 histories it does not come about: {told}."
    turning = list(turn_sentences(why, run.scenario))
    if turning:
        yield f"{TURNS}: {' '.join(turning)}"


def meant_table(run: Run, why: WhyResult) -> Table:
    """How often it comes about, by what the parties mean in the run's own histories."""
    rows = tuple(
        (begin(meant_title(row, run.scenario, len(why["parties"]))), f"{row['histories']:,}",
         plain(Chance.of(row["share"], row["histories"])))
        for row in why["meant"]
    )  # fmt: skip
    head = ("Who means to settle as a history begins", "Histories", "It comes about in")
    return Table("By what the parties mean, which the others can only guess", head, rows, (1, 2), whole=True)


def forced_table(told: ForcedResult, scenario: Scenario) -> Table:
    """The same with the parties made to mean it or not, on the same luck."""
    total = told["histories"]
    rows = [("As things stand", plain(Chance.of(told["base"], total)), "")]
    for row in told["forced"]:
        ends = points(row["difference"])
        rows.append((begin(forced_title(row, scenario)), plain(Chance.of(row["share"], total)), ends))
    caption = f"By who is made to mean it, on the same {total:,} histories; the others can only guess"
    return Table(
        caption, ("Who means to settle", "It comes about in", "Points (95 % interval)"), tuple(rows), (1, 2), whole=True
    )
