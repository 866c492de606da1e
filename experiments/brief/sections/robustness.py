"""What rival models say, and which conclusions survive without each mechanism and on other ladders."""

from collections.abc import Iterator, Sequence

from experiments.ablate.results import AblationResult, ConclusionTold
from experiments.brief.document import Block, Table
from experiments.brief.folders import Found
from experiments.brief.judgements import tables_in_order
from experiments.brief.names import Names
from experiments.words.sentences import begin, count, small

CONTRADICTED = (
    "A conclusion fails where it is contradicted beyond chance, and is open where the histories do not decide."
)

RIVALS = (
    "What older and simpler models make of the same positions. Weighted mean and median: where positions lie, each counting "
    "by what its party can bring to bear and how much it cares. Challenge model: who can make whom give way, round by round. "
    "Condorcet: the mean of the positions, each by its chance to beat every other in a vote. Nash: the bargain that "
    "multiplies what each side gains over no agreement."
)


def rivals(found: Found, names: Names) -> Iterator[Block]:
    """Rival models' answers, the weighted mean first."""
    from experiments.rivals.tables import BLIND, RECORD, level

    for told in found.rivals:
        yield RIVALS
        rows = []
        for name, answers in told["issues"].items():
            issue = found.base.scenario.issues[name]
            simulated = answers["simulated"]["mean"] if answers["simulated"] else None
            values = [
                answers["weighted_mean"], answers["weighted_median"], answers["challenge"], answers["condorcet"],
                answers["nash"],
            ]  # fmt: skip
            unit = f" ({issue.unit})" if issue.unit else ""
            rows.append((begin(names.issue(name)) + unit, *(level(value, issue) for value in (*values, simulated))))
        head = (
            "Issue",
            "Weighted\nmean",
            "Weighted\nmedian",
            "Challenge\nmodel",
            "Condorcet",
            "Nash",
            "Simulated,\nif agreed",
        )
        yield Table("Where each issue ends", head, tuple(rows), tuple(range(1, 7)))
        binary = any(found.base.scenario.issues[name].kind == "binary" for name in told["issues"])
        yield f"{RECORD} {BLIND}" + (" Where an issue is yes or no, 1 is yes." if binary else "")


def survive(found: Found, names: Names) -> Iterator[Block]:
    """What becomes of each conclusion when each mechanism is switched off, and on other ladders."""
    from experiments.ablate.words import answer_on_ladders, counted, fate, fate_on_ladders, survives

    tables = tables_in_order(found.base)
    for told in found.ablations:
        yield " ".join([_standing(told), CONTRADICTED, *answer_on_ladders(told), *counted(told)])
        rows = []
        for i, conclusion in sorted(enumerate(told["conclusions"]), key=lambda each: _place(each[0], each[1], tables)):
            alone, cut = fate(told["rows"], i), fate_on_ladders(told["ladders"], i)
            details = "; ".join(alone) + (f"; on other ladders: {', '.join(cut)}" if cut else "")
            text = begin(names.kept_apart(conclusion["text"]))
            rows.append((text, "yes" if survives(conclusion) else "no", names.rungs_in(details)))
        caption = "Without each mechanism in turn, and on other ladders"
        yield Table(caption, ("Conclusion", "Survives", "In detail"), tuple(rows))
        if means := list(_meanings(told)):
            yield f"Without: {'; '.join(means)}."


def _meanings(told: AblationResult) -> Iterator[str]:
    """What is assumed without each mechanism that overturns something."""
    for row in told["rows"][1:]:
        if "fails" in row["verdicts"] and not row["reading"]:
            yield f"“{row['name']}”, {row['means']}"


def _standing(told: AblationResult) -> str:
    """How many conclusions survive what was tried."""
    from experiments.ablate.words import survives

    off = sum(not row["reading"] for row in told["rows"]) - 1
    standing, ladders = sum(map(survives, told["conclusions"])), len(told["ladders"])
    tried = f"whichever of {off} mechanisms is switched off"
    tried += f" and on each of {count(ladders, 'other ladder')}" if ladders else ""
    return (
        f"{begin(small(standing))} of {count(len(told['conclusions']), 'conclusion')} "
        f"survive{'s' if standing == 1 else ''} {tried} "
        f"({told['histories']:,} histories each)."
    )


def _place(i: int, conclusion: ConclusionTold, tables: Sequence[str]) -> int:
    """Where a conclusion stands: the likeliest outcome first, then table by table, then what variants move."""
    if conclusion["table"] is not None:
        return tables.index(conclusion["table"])
    return len(tables) if i else -1
