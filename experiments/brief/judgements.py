"""Which three to five judgements lead a brief, and how they are worded: by rule, from the run and what was compared.

First the answer to the scenario's question, and why; or else whether anything moves, and the most frequent outcome. Then
how far the ladder in question (else the longest) is climbed, who blocks most often, and what would change most. Where one
of these is missing, or progress is all but certain or impossible, how far the next table gets takes its place.
"""

from collections.abc import Iterator, Sequence

from experiments.brief.blame import last_blocks
from experiments.brief.document import Point
from experiments.brief.folders import Found, Run
from experiments.brief.largest_changes import Move, largest_of_each
from experiments.brief.lever_words import lever_words
from experiments.brief.likelihood import Chance, phrase, term_of, that
from experiments.brief.names import Names
from experiments.brief.sweep_words import finding_words, number_words, unknown_words
from experiments.describe.outside import outside_words
from experiments.describe.why import meaning_clause
from experiments.doubt.results import DoubtedAnswer
from experiments.estimates.asked import goal_of
from experiments.estimates.results import AnswerShare, Share, WhyResult
from experiments.estimates.shares import share_of
from experiments.why.results import ForcedResult
from experiments.why.tables import forced_title
from experiments.words.blocks import BLOCKED
from experiments.words.conditions import rounds
from experiments.words.names import asked_title
from experiments.words.sentences import begin, day, per_100, percent, small
from experiments.words.tables import doubt_words, histories_words
from sim.scenario.phrases import listed

MOST = 5
HALF = 0.5
SETTLED = 0.05
STEPS = 5  # of a ladder, that are all named
NOTABLE = 0.2  # of the histories that a party blocks last, for the issue to be named
EXPECTED = "expecting less of a meeting than it would cost"


def judgements(found: Found, names: Names) -> tuple[Point, ...]:
    """The key judgements, the most general first."""
    run, tables = found.base, tables_in_order(found.base)
    first = [*leading(found, len(tables) > 1, names), climb(run, tables[0], names)]
    last = [*blockers(run, names), *change(found, names)]
    others = [climb(run, table, names) for table in tables[1 : 1 + MOST - len(first) - len(last)]]
    return tuple([*first, *others, *last][:MOST])


def leading(found: Found, several: bool, names: Names) -> Iterator[Point]:
    """The answer to the question, and why; or whether anything moves, unless that is foregone, and how most end."""
    run = found.base
    if (answered := run.summary["answer"]) is not None:
        yield answer(found, answered, names)
        yield from why(found, answered)
        return
    if not (several and foregone(run)):
        yield progress(run)
    yield outcome(run, names)


def answer(found: Found, answered: AnswerShare, names: Names) -> Point:
    """What answers the question: in how many histories, how far that is from sure, and what real processes did."""
    run, name = found.base, answered["name"]
    table, _, rung = name.partition(".")
    if rung:
        later = "" if rung == list(run.summary["tables"][table]["rungs"])[-1] else " or a later step"
        place = f" at “{names.table(table)}”" if len(run.summary["tables"]) > 1 else ""
        clause = f"“{begin(names.rung(table, rung))}”{later} is reached{place}"
    else:
        clause = f"The outcome is “{begin(names.outcome(name))}”"
    outside = [outside_words(run.summary["outside"], run.scenario)] if run.summary["outside"] else []
    return Point("The answer", " ".join([f"{clause} by {end(run)} {in_full(found, answered)}.", *outside]))


def in_short(found: Found) -> str:
    """The answer in a line: in how many histories, and how far that may be from it; nothing if nothing is asked.

    Beside what nobody knows, sampling error would only look like precision.
    """
    answered = found.base.summary["answer"]
    if answered is None:
        return ""
    share, _, interval = f"in {histories_words(answered, found.base.summary['histories'])}".partition(" (")
    doubts = [doubt_clause(each["answers"][answered["name"]]) for each in found.doubts[:1]]
    return "; ".join([share, *doubts]) if doubts or not interval else f"{share} ({interval}"


def in_full(found: Found, answered: AnswerShare) -> str:
    """The same with the interval of sampling."""
    share = f"in {histories_words(answered, found.base.summary['histories'])}"
    return "; ".join([share, *(doubt_clause(each["answers"][answered["name"]]) for each in found.doubts[:1])])


def doubt_clause(doubted: DoubtedAnswer) -> str:
    """How far the chance may be from that, over what nobody knows; with ICD 203's term if all of that lies in one."""
    lo, hi = doubted["lo"], doubted["hi"]
    known = term_of(lo, hi)
    return doubt_words(lo, hi) + (f", all of it “{known}”" if known else "")


def why(found: Found, answered: AnswerShare) -> Iterator[Point]:
    """What it depends on whether the parties mean it, and which numbers that nobody knows move it most."""
    run, reasons = found.base, found.base.summary["why"]
    if reasons is None:
        return
    text = made_to_mean(found.whys[0], run) if found.whys else who_means(reasons, run)
    unknown = [unknown_words(each) for each in found.sensitivities if each["headline"] == [answered["name"]]]
    yield Point("Why", " ".join([text, *unknown[:1]]).strip())


def made_to_mean(told: ForcedResult, run: Run) -> str:
    """In how many histories it comes about if parties are made to mean it, on the same luck."""
    shares = [
        f"{per_100(row['share']['p'])} with {forced_title(row, run.scenario)}"
        for row in told["forced"]
        if row["who"] != "some"
    ]
    return (
        "It depends on who means to settle. Played again on the same luck with parties made to mean it or not, it comes "
        f"about in {listed(shares)} of 100 histories."
    )


def who_means(reasons: WhyResult, run: Run) -> str:
    """The same of the histories in which parties happen to mean it."""
    shares = [
        f"{per_100(row['share']['p'])} where {meaning_clause(row, run.scenario, len(reasons['parties']))}"
        for row in reasons["meant"]
        if row["who"] != "some"
    ]
    return f"It depends on who means to settle as a history begins: of 100 such histories it comes about in {listed(shares)}."


def foregone(run: Run) -> bool:
    """Whether progress is nearly certain, or next to impossible: then how far each table comes says more."""
    return run.summary["progress"]["p"] < SETTLED or run.summary["progress"]["p"] >= 1 - SETTLED


def tables_in_order(run: Run) -> list[str]:
    """The table that is asked about, then by the length of their ladders; of equal ones, the one first climbed more often."""
    tables = run.summary["tables"]
    asked = asked_table(run)

    def order(name: str) -> tuple[bool, int, float]:
        rungs = tables[name]["rungs"]
        return name != asked, -len(rungs), -next(iter(rungs.values()))["p"]

    return sorted(tables, key=order)


def asked_table(run: Run) -> str | None:
    """The table of what answers the question; None where nothing is asked, or nothing of a single table."""
    name = run.scenario.answers or ""
    outcome = run.scenario.outcomes.get(name)
    return outcome.table if outcome else name.partition(".")[0] or None


def end(run: Run) -> str:
    """The last day that is simulated."""
    return day(rounds(run.scenario).end(run.scenario.time.rounds))


def progress(run: Run) -> Point:
    """Whether any table climbs."""
    tables = len(run.summary["tables"])
    who = f"at least one of the {small(tables)} tables completes a step" if tables > 1 else "the talks complete a step"
    chance = Chance.of(run.summary["progress"], run.summary["histories"])
    return Point("Progress", that(chance, f"{who} by {end(run)}"))


def outcome(run: Run, names: Names) -> Point:
    """The likeliest outcome, or the two that the histories cannot tell apart."""
    total = run.summary["histories"]
    chances = {name: Chance.of(share, total) for name, share in run.summary["outcomes"].items()}
    first, *others = sorted(chances, key=lambda name: -chances[name].p)
    among = f"the most frequent of {small(len(chances))} outcomes"
    if others and chances[others[0]].hi > chances[first].lo:
        one, two = (f"“{begin(names.outcome(name))}” in {phrase(chances[name])}" for name in (first, others[0]))
        text = (
            f"{one} and {two} simulated histories: the two most frequent of {small(len(chances))}, too close to rank."
        )
        return Point("Most frequent outcome", text)
    clause = f"“{begin(names.outcome(first))}” is the outcome on {end(run)}" + (f", {among}" if others else "")
    return Point("Most frequent outcome", that(chances[first], clause))


def climb(run: Run, table: str, names: Names) -> Point:
    """How far a table gets: each of its steps, that step or a later one, and when half of the histories reach the furthest.

    Of a long ladder, the first step, the two about which histories divide, and the last.
    """
    chances, reached, beyond = ladder(run, table)
    told = list(chances)
    if len(told) > STEPS:
        told = [rung for rung in told if rung in {told[0], *reached[-1:], *beyond[:1], told[-1]}]
    steps = [f"“{names.rung(table, rung)}” in {phrase(chances[rung])}" for rung in told]
    said = f"By {end(run)} the talks reach {listed(steps)} simulated histories, each counting those that go further."
    median = run.summary["tables"][table]["rungs"][reached[-1]]["median_round"] if reached else None
    if median:
        said += f" Half of those that get to “{names.rung(table, reached[-1])}” do so by {_month(run, median)}."
    return Point(begin(names.table(table)), said)


def ladder(run: Run, table: str) -> tuple[dict[str, Chance], list[str], list[str]]:
    """A table's rungs with their chances; those that most histories reach, and those that they do not."""
    rungs, total = run.summary["tables"][table]["rungs"], run.summary["histories"]
    chances = {rung: Chance.of(share, total) for rung, share in rungs.items()}
    reached = [rung for rung, chance in chances.items() if chance.p > HALF]
    return chances, reached, [rung for rung in chances if rung not in reached]


def _month(run: Run, t: int) -> str:
    date = rounds(run.scenario).end(t)
    return f"{date:%B %Y}" if run.scenario.time.step == "month" else day(date)


def blockers(run: Run, names: Names) -> Iterator[Point]:
    """Who is most often the last obstacle, at the table in question, and over what; nothing if nobody ever is."""
    asked, every = asked_table(run), last_blocks(run.summary)
    in_question = [block for block in every if block.table == asked] or every
    found = max(in_question, key=lambda block: block.chance.p, default=None)
    if found is None:
        return
    way = max(found.ways, key=lambda name: found.ways[name])
    why = f", {EXPECTED}" if way == "did_not_come" else ""
    issue = max(found.issues, key=lambda name: found.issues[name], default=None)
    over = f" Most often it {BLOCKED[way]} ({percent(found.ways[way])} of all histories){why}"
    if issue is not None and found.issues[issue] >= NOTABLE * found.chance.p:
        over += f"; most often over “{names.issue(issue)}” ({percent(found.issues[issue])})"
    goal, total = goal_of(run.scenario, found.table), run.summary["histories"]
    short = Chance.of(_not(run.summary["tables"][found.table]["rungs"][goal], total), total)
    yield Point(
        "Who blocks",
        f"“{begin(names.rung(found.table, goal))}” is not reached at “{names.table(found.table)}” in {phrase(short)} "
        f"simulated histories; in {phrase(found.chance)} the last obstacle is “{names.party(found.party)}”.{over}.",
    )


def _not(share: Share, total: int) -> Share:
    """Of the histories in which it does not."""
    return share_of(total - share["n"], total)


def change(found: Found, names: Names) -> Iterator[Point]:
    """What would change most, of what was compared or varied."""
    moves = largest_of_each(found.comparisons, names)
    if moves:
        asked = found.comparisons[0]["base"]["answer"]
        what = f"“{begin(asked_title(asked['name'], names.scenario))}”" if asked else "any step"
        yield Point("What would change most", " ".join(most_either_way([move for _, move in moves if move], what)))
        return
    histories = found.base.summary["histories"]
    said = [
        *(lever_words(each, histories) for each in found.levers),
        *map(finding_words, found.sweeps),
        *map(number_words, found.sensitivities),
    ]
    for words in list(filter(None, said))[:1]:
        yield Point("What would change most", words)


def most_either_way(moves: Sequence[Move], what: str) -> Iterator[str]:
    """The largest move of something up and the largest down, the larger first; or that there is none."""
    if not moves:
        yield f"None of the changes compared moves {what} by more than chance would."
    for up in dict.fromkeys(move.d > 0 for move in moves):
        yield move_words(next(move for move in moves if (move.d > 0) == up))


def move_words(move: Move) -> str:
    """A move as a sentence."""
    low, high = sorted(abs(100 * each) for each in (move.lo, move.hi))
    size = f"{abs(100 * move.d):.1f} percentage points ({low:.1f} to {high:.1f})"
    way = "up" if move.d > 0 else "down"
    return (
        f"{move.clause}, {move.what} goes from {phrase(move.before)} to {phrase(move.after)} histories: {way} {size}."
    )
