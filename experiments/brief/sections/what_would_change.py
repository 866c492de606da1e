"""What would change it most: differences between a base and its variants, and what a sweep moves."""

from collections.abc import Iterator, Sequence

from experiments.brief import pictures
from experiments.brief.document import Block, Point, Points, Table
from experiments.brief.folders import Found, Run
from experiments.brief.judgements import asked_table, ladder, tables_in_order
from experiments.brief.largest_changes import Move, largest_of_each
from experiments.brief.lever_words import lever_blocks
from experiments.brief.likelihood import plain
from experiments.brief.names import Names, variant_clause
from experiments.brief.sweep_words import sensitivity_blocks, sweep_blocks
from experiments.compare.results import ComparisonResult, VariantResult
from experiments.compare.tables import part_words, through_words
from experiments.estimates.asked import goal_of
from experiments.estimates.results import FlipDifference, RunSummary
from experiments.words.names import asked_title
from experiments.words.sentences import begin
from sim.scenario.phrases import listed

CHANGES_DRAWN = 6  # that a figure has room for
CHANGES_EXPLAINED = 3


def change(found: Found, names: Names) -> Iterator[Block]:
    """What variants, sweeps and sensitivity analyses say."""
    if found.comparisons:
        yield from _compared(found, names)
    for lever in found.levers:
        yield from lever_blocks(lever)
    for sweep in found.sweeps:
        yield from sweep_blocks(sweep)
    for analysis in found.sensitivities:
        yield from sensitivity_blocks(analysis)


def _compared(found: Found, names: Names) -> Iterator[Block]:
    base = found.comparisons[0]["base"]
    moves = largest_of_each(found.comparisons, names)
    yield (
        f"Each change was played on the same {base['histories']:,} histories as the base, so that luck is the same on both "
        "sides."
    )
    order = [clause for clause, _ in moves][:CHANGES_DRAWN]
    shown = sorted(
        (variant for variant in on_the_same(found.comparisons) if variant_clause(variant, base, names) in order),
        key=lambda variant: order.index(variant_clause(variant, base, names)),
    )
    yield from _figure(base, shown, found.base, names)
    if base["answer"] is not None:
        yield from _of_the_answer(moves, base["answer"]["name"], names)
        yield from _through(shown, base, found.comparisons[0], names)
        return
    head = ("Change", "Moves most", "From", "To", "Points (95 % interval)")
    rows = tuple(_row(clause, move) for clause, move in moves)
    yield Table("The step that each change moves most", head, rows, (2, 3, 4))


def _of_the_answer(moves: Sequence[tuple[str, Move | None]], asked: str, names: Names) -> Iterator[Block]:
    """What each change does to what answers the question."""
    rows = tuple((row[0], *row[2:]) if row[2] else (row[0], "", "", row[1]) for row in (_row(*move) for move in moves))
    head = ("Change", "From", "To", "Points (95 % interval)")
    yield Table(f"What each change does to “{begin(asked_title(asked, names.scenario))}”", head, rows, (1, 2, 3))


def _through(
    variants: Sequence[VariantResult], base: RunSummary, told: ComparisonResult, names: Names
) -> Iterator[Block]:
    """Through which stages the largest differences come, and what the several things that a variant changes do alone."""
    points = []
    for variant in variants[:CHANGES_EXPLAINED]:
        said = through_words(variant["through"], told["titles"], told["answers"] or "")
        said += (". Alone: " if variant["parts"] else "") + listed([part_words(part) for part in variant["parts"]])
        if said:
            points.append(Point(variant_clause(variant, base, names), f"{said}."))
    if points:
        yield "Where the largest differences come from, in points:"
        yield Points(tuple(points))


def on_the_same(comparisons: Sequence[ComparisonResult]) -> list[VariantResult]:
    """The variants that were played on the same histories as the first comparison's."""
    played = [(told["base"]["seed"], told["base"]["histories"]) for told in comparisons]
    return [
        variant
        for told, which in zip(comparisons, played, strict=True)
        if which == played[0]
        for variant in told["variants"]
    ]


def _row(clause: str, move: Move | None) -> tuple[str, ...]:
    if move is None:
        return clause, "nothing beyond chance", "", "", ""
    ends = f"{100 * move.d:+.1f} ({100 * move.lo:+.1f} to {100 * move.hi:+.1f})".replace("-", "−")
    return clause, move.what, plain(move.before), plain(move.after), ends


def _figure(base: RunSummary, variants: Sequence[VariantResult], run: Run, names: Names) -> Iterator[Block]:
    """What changes do to two steps of the ladder in question."""
    table = tables_in_order(run)[0]
    steps: dict[str, list[tuple[str, FlipDifference]]] = {}
    for rung in steps_drawn(run, table):
        moved = [(variant, variant["difference"]["tables"].get(table)) for variant in variants]
        rows: list[tuple[str, FlipDifference]] = [
            (variant_clause(variant, base, names), of_table["rungs"][rung])
            for variant, of_table in moved
            if of_table is not None and rung in of_table["rungs"]
        ]
        if rows:
            steps[rung] = rows
    if not steps:
        return
    titled = {f"“{names.rung(table, rung)}” at “{names.table(table)}”": rows for rung, rows in steps.items()}
    goal = goal_of(run.scenario, table)
    at = list(steps).index(goal) if goal in steps else 0
    less = dict(list(titled.items())[at : at + 1])
    drawn = pictures.differences(run, base, titled)
    yield drawn._replace(less=pictures.differences(run, base, less)) if len(titled) > 1 else drawn


def steps_drawn(run: Run, table: str) -> list[str]:
    """The step that is asked for, and the last; where these are one or none is asked for, the furthest that most histories
    reach, and the next."""
    chances, reached, beyond = ladder(run, table)
    goal, last = goal_of(run.scenario, table), list(chances)[-1]
    if table == asked_table(run) and goal != last:
        return [goal, last]
    return list(dict.fromkeys([*reached[-1:], *beyond[:1], *([goal] if table == asked_table(run) else [])]))[-2:]
