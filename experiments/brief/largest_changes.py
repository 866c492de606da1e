"""What variants and sweeps move: the differences that matter, ranked by size."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from experiments.brief.likelihood import Chance
from experiments.brief.names import Names, variant_clause
from experiments.compare.results import ComparisonResult, VariantResult
from experiments.estimates.results import FlipDifference, RunSummary, Share
from experiments.words.names import asked_title
from experiments.words.sentences import begin


class Move(NamedTuple):
    """What a variant does to one chance: from the base's to the variant's, and the paired difference with its interval."""

    clause: str
    what: str
    before: Chance
    after: Chance
    d: float
    lo: float
    hi: float

    @property
    def sure(self) -> bool:
        """Whether the difference is larger than chance."""
        return self.lo > 0 or self.hi < 0


def variants_of(comparisons: Sequence[ComparisonResult]) -> Iterator[tuple[RunSummary, VariantResult]]:
    """Each comparison's base with each of its variants."""
    for told in comparisons:
        for variant in told["variants"]:
            yield told["base"], variant


def moves_of(base: RunSummary, variant: VariantResult, names: Names) -> list[Move]:
    """What a variant does to what answers the question; where nothing does, to progress and every rung that both have."""
    clause = variant_clause(variant, base, names)
    return [
        Move(clause, what, _chance(before, base), _chance(after, variant["result"]), each["d"], each["lo"], each["hi"])
        for what, before, after, each in cases(base, variant, names)
    ]


Case = tuple[str, Share, Share, FlipDifference]


def cases(base: RunSummary, variant: VariantResult, names: Names) -> list[Case]:
    """What is compared: its name, the share in the base and in the variant, and their difference."""
    answer, difference, result = base["answer"], variant["difference"], variant["result"]
    if answer is None:
        return [
            ("some progress", base["progress"], result["progress"], difference["progress"]),
            *_rungs(base, variant, names),
        ]
    table, _, rung = answer["name"].partition(".")
    title = f"“{begin(asked_title(answer['name'], names.scenario))}”"
    if not rung:
        found = difference["outcomes"].get(table)
        return [(title, base["outcomes"][table], result["outcomes"][table], found)] if found is not None else []
    of_table = difference["tables"].get(table)
    if of_table is None or rung not in of_table["rungs"]:
        return []
    before, after = (run["tables"][table]["rungs"][rung] for run in (base, result))
    return [(title, before, after, of_table["rungs"][rung])]


def _rungs(base: RunSummary, variant: VariantResult, names: Names) -> Iterator[Case]:
    for table, of_it in variant["difference"]["tables"].items():
        for rung, each in of_it["rungs"].items():
            before, after = (run["tables"][table]["rungs"][rung] for run in (base, variant["result"]))
            yield f"“{names.rung(table, rung)}” at “{names.table(table)}”", before, after, each


def _chance(share: Share, run: RunSummary) -> Chance:
    return Chance.of(share, run["histories"])


def largest(moves: Sequence[Move]) -> Move | None:
    """The largest difference that is larger than chance."""
    return max((move for move in moves if move.sure), key=lambda move: abs(move.d), default=None)


def largest_of_each(comparisons: Sequence[ComparisonResult], names: Names) -> list[tuple[str, Move | None]]:
    """Every variant's condition and its largest move, the largest first."""
    found = [
        (variant_clause(variant, base, names), largest(moves_of(base, variant, names)))
        for base, variant in variants_of(comparisons)
    ]
    return sorted(found, key=lambda each: -abs(each[1].d) if each[1] else 0.0)
