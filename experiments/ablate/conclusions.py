"""What a run lets one say, as statements that another run can uphold, overturn or leave open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from experiments.estimates.results import RunSummary, Share
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import Paired, paired
from experiments.words.names import asked_title, outcome_title, rung_title, title_of
from sim.scenario.vocabulary import Scenario

Verdict = Literal["holds", "fails", "open"]
Blamed = Literal["party", "issue"]
Rung = tuple[str, str]
"""A rung: its table's name and its own."""
HALF = 0.5


class Run(NamedTuple):
    """One run: what it says, and how each variant moves it (paired differences by variant, then by rung).

    Rungs are those of the ladder in question, on whichever ladder the run was played.
    """

    told: RunSummary
    moves: Mapping[str, Mapping[Rung, Paired]]


class Conclusion(NamedTuple):
    """A statement about the base run, the table that it is about (None: about none in particular), and the test of it."""

    text: str
    table: str | None
    test: Callable[[Run], Verdict]


def conclusions(base: Run, scenario: Scenario, variants: Mapping[str, str]) -> list[Conclusion]:
    """What the base run says: how it likely ends, how far each table gets, who blocks it and on what, what would help.

    `variants` holds the title of each.
    """
    found = [_likeliest(base, scenario)]
    for table in base.told["tables"]:
        found += [_how_far(base, scenario, table), *_who_blocks(base, scenario, table)]
    for variant, moves in base.moves.items():
        found += _what_moves(variant, variants[variant], moves, scenario)
    return found


def _likeliest(base: Run, scenario: Scenario) -> Conclusion:
    outcomes = base.told["outcomes"]
    first = max(outcomes, key=lambda name: outcomes[name]["p"])

    def test(run: Run) -> Verdict:
        now = run.told["outcomes"]
        rival = max((value for name, value in now.items() if name != first), key=lambda v: v["p"], default=None)
        return "holds" if rival is None else _greater(now[first], rival)

    return Conclusion(f"“{outcome_title(scenario, first)}” is the likeliest outcome", None, test)


def _how_far(base: Run, scenario: Scenario, table: str) -> Conclusion:
    """The highest rung that is likelier than not to be reached."""
    rungs = base.told["tables"][table]["rungs"]
    likely = [rung for rung, value in rungs.items() if value["p"] > HALF]
    beyond = [rung for rung in rungs if rung not in likely]
    found = scenario.tables[table]
    words = f"“{rung_title(found, likely[-1])}”" if likely else "no step"
    if likely and beyond:
        words += f", not “{rung_title(found, beyond[0])}”"

    def test(run: Run) -> Verdict:
        now = run.told["tables"][table]["rungs"]
        checks = [_above(now[likely[-1]])] if likely else []
        checks += [_below(now[beyond[0]])] if beyond else []
        return "fails" if "fails" in checks else "open" if "open" in checks else "holds"

    return Conclusion(f"Most histories reach {words}{_place(scenario, table)}", table, test)


def _who_blocks(base: Run, scenario: Scenario, table: str) -> list[Conclusion]:
    """The party that most often blocks a table, and the issue on which it is blocked most often."""
    place = _place(scenario, table)
    found = []
    if party := _first(_blame(base, table, "party")):
        text = f"{title_of(scenario.parties, party)} blocks most often{place}"
        found.append(Conclusion(text, table, _most_blamed(table, "party", party)))
    if issue := _first(_blame(base, table, "issue")):
        text = f"“{title_of(scenario.issues, issue)}” is what is blocked on most often{place}"
        found.append(Conclusion(text, table, _most_blamed(table, "issue", issue)))
    return found


def _place(scenario: Scenario, table: str) -> str:
    """Where that is, if there are several tables."""
    return f" ({title_of(scenario.tables, table)})" if len(scenario.tables) > 1 else ""


def _first(shares: Mapping[str, float]) -> str | None:
    return max(shares, key=lambda name: shares[name], default=None)


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


def _what_moves(variant: str, title: str, moves: Mapping[Rung, Paired], scenario: Scenario) -> list[Conclusion]:
    """What a variant moves most for its size, and which way; nothing if it moves nothing for sure."""
    sure = {rung: move for rung, move in moves.items() if move.lo > 0 or move.hi < 0}
    if not sure:
        return []
    rung = max(sure, key=lambda name: abs(sure[name].d) / max(1e-12, sure[name].hi - sure[name].lo))
    sign = 1 if sure[rung].d > 0 else -1

    def test(run: Run) -> Verdict:
        now = run.moves[variant][rung]
        least, most = sorted((sign * now.lo, sign * now.hi))
        return "holds" if least > 0 else "fails" if most < 0 else "open"

    what = asked_title(".".join(rung), scenario)
    return [Conclusion(f"“{title}”: {what} {'more' if sign > 0 else 'less'} often", None, test)]


def differences(
    base: Mapping[str, np.ndarray], variant: Mapping[str, np.ndarray], ladders: Mapping[str, Sequence[str]],
    asked: Mapping[Rung, str],
) -> dict[Rung, Paired]:  # fmt: skip
    """Paired differences in reaching each rung that is asked about (or a later one), where both runs have it.

    `ladders` holds the rungs on which both were played, table by table; `asked` which of them each one stands for.
    """
    found = {}
    for (table, rung), stands in asked.items():
        rungs = ladders[table]
        columns = [f"{table}.{later}.reached" for later in rungs[rungs.index(stands) :]]
        if all(column in variant for column in columns):
            reached = [np.any([run[column] > 0 for column in columns], axis=0) for run in (base, variant)]
            found[table, rung] = paired(*reached)
    return found


def _greater(a: Share, b: Share) -> Verdict:
    """Whether one share is greater than another, as far as their intervals tell."""
    return "holds" if a["lo"] > b["hi"] else "fails" if a["hi"] < b["lo"] else "open"


def _above(share: Share) -> Verdict:
    return "holds" if share["lo"] > HALF else "fails" if share["hi"] < HALF else "open"


def _below(share: Share) -> Verdict:
    return "holds" if share["hi"] < HALF else "fails" if share["lo"] > HALF else "open"


def survivors(verdicts: Sequence[Sequence[Verdict]], many: int) -> list[bool]:
    """For each of so many conclusions (columns of verdicts by case), whether no case overturns it."""
    return [all(row[i] != "fails" for row in verdicts) for i in range(many)]
