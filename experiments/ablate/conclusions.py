"""What a run lets one say, as statements that another run can uphold, overturn or leave open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from experiments.estimates.results import RunSummary, Share
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import Paired, paired
from experiments.words.names import readable
from sim.engine.arrays import Names

Verdict = Literal["holds", "fails", "open"]
Blamed = Literal["party", "issue"]
BLAMED: tuple[tuple[Blamed, str], ...] = (
    ("party", "is blocked most often by {}"),
    ("issue", "is blocked most often on {}"),
)
HALF = 0.5


class Run(NamedTuple):
    """One run: the run object, and how each variant moves it (paired differences by variant, then by what)."""

    told: RunSummary
    moves: Mapping[str, Mapping[str, Paired]]


class Conclusion(NamedTuple):
    """A statement about the base run, and the test of it on another."""

    text: str
    test: Callable[[Run], Verdict]


def conclusions(base: Run) -> list[Conclusion]:
    """What the base run says: how it likely ends, how far each table gets, who blocks it and on what, what would help."""
    found = [_likeliest(base)]
    for table in base.told["tables"]:
        found += [_how_far(base, table), *_who_blocks(base, table)]
    for variant, moves in base.moves.items():
        found += _what_moves(variant, moves)
    return found


def _likeliest(base: Run) -> Conclusion:
    outcomes = base.told["outcomes"]
    first = max(outcomes, key=lambda name: outcomes[name]["p"])

    def test(run: Run) -> Verdict:
        now = run.told["outcomes"]
        rival = max((value for name, value in now.items() if name != first), key=lambda v: v["p"], default=None)
        return "holds" if rival is None else _greater(now[first], rival)

    return Conclusion(f"“{readable(first)}” is the likeliest outcome", test)


def _how_far(base: Run, table: str) -> Conclusion:
    """The highest rung that is likelier than not to be reached."""
    rungs = base.told["tables"][table]["rungs"]
    likely = [rung for rung, value in rungs.items() if value["p"] > HALF]
    beyond = [rung for rung in rungs if rung not in likely]
    words = f"mostly reaches {readable(likely[-1])}" if likely else "mostly reaches no rung"
    if likely and beyond:
        words += f", not {readable(beyond[0])}"

    def test(run: Run) -> Verdict:
        now = run.told["tables"][table]["rungs"]
        checks = [_above(now[likely[-1]])] if likely else []
        checks += [_below(now[beyond[0]])] if beyond else []
        return "fails" if "fails" in checks else "open" if "open" in checks else "holds"

    return Conclusion(f"{readable(table)} {words}", test)


def _who_blocks(base: Run, table: str) -> list[Conclusion]:
    """The party that most often blocks a table, and the issue on which it does."""
    found = []
    for key, words in BLAMED:
        shares = _blame(base, table, key)
        if shares:
            first = max(shares, key=lambda name: shares[name])
            text = f"{readable(table)} {words.format(readable(first))}"
            found.append(Conclusion(text, _most_blamed(table, key, first)))
    return found


def _blame(run: Run, table: str, key: Blamed) -> dict[str, float]:
    shares: dict[str, float] = {}
    for row in run.told["blame"]:
        name = row[key]
        if row["table"] == table and name is not None:
            shares[name] = shares.get(name, 0.0) + row["share"]
    return shares


def _most_blamed(table: str, key: Blamed, first: str) -> Callable[[Run], Verdict]:
    def test(run: Run) -> Verdict:
        shares = _blame(run, table, key)
        rival = max((share for name, share in shares.items() if name != first), default=0.0)
        total = run.told["histories"]
        return _greater(_estimate(shares.get(first, 0.0), total), _estimate(rival, total))

    return test


def _estimate(share: float, total: int) -> Share:
    return share_of(round(share * total), total)


def _what_moves(variant: str, moves: Mapping[str, Paired]) -> list[Conclusion]:
    """What a variant moves most for its size, and which way; nothing if it moves nothing for sure."""
    sure = {what: move for what, move in moves.items() if move.lo > 0 or move.hi < 0}
    if not sure:
        return []
    what = max(sure, key=lambda name: abs(sure[name].d) / max(1e-12, sure[name].hi - sure[name].lo))
    sign = 1 if sure[what].d > 0 else -1

    def test(run: Run) -> Verdict:
        now = run.moves[variant][what]
        least, most = sorted((sign * now.lo, sign * now.hi))
        return "holds" if least > 0 else "fails" if most < 0 else "open"

    return [Conclusion(f"{readable(variant)}: {what} {'more' if sign > 0 else 'less'} often", test)]


def differences(base: Mapping[str, np.ndarray], variant: Mapping[str, np.ndarray], names: Names) -> dict[str, Paired]:
    """Paired differences in reaching each rung that both runs have."""
    found = {}
    for table in names.tables:
        for r, rung in enumerate(names.rungs[table]):
            columns = [f"{table}.{later}.reached" for later in names.rungs[table][r:]]
            if all(column in variant for column in columns):
                reached = [np.any([run[column] > 0 for column in columns], axis=0) for run in (base, variant)]
                found[f"{readable(rung)} at {readable(table)}"] = paired(*reached)
    return found


def _greater(a: Share, b: Share) -> Verdict:
    """Whether one share is greater than another, as far as their intervals tell."""
    return "holds" if a["lo"] > b["hi"] else "fails" if a["hi"] < b["lo"] else "open"


def _above(share: Share) -> Verdict:
    return "holds" if share["lo"] > HALF else "fails" if share["hi"] < HALF else "open"


def _below(share: Share) -> Verdict:
    return "holds" if share["hi"] < HALF else "fails" if share["lo"] > HALF else "open"


def survivors(verdicts: Sequence[Sequence[Verdict]]) -> list[bool]:
    """For each conclusion (columns of verdicts by mechanism), whether nothing overturns it."""
    return [all(verdict != "fails" for verdict in column) for column in zip(*verdicts, strict=True)]
