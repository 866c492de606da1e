"""What rival models say, and which conclusions survive when each mechanism is switched off."""

from collections.abc import Iterator, Sequence

from experiments.brief.document import Block, Table
from experiments.brief.folders import Found
from experiments.brief.judgements import tables_by_length
from experiments.brief.names import Names
from experiments.words.names import readable
from experiments.words.sentences import begin, small


def rivals(found: Found, names: Names) -> Iterator[Block]:
    """Rival models' answers, the weighted mean first."""
    from experiments.rivals.tables import BLIND, RECORD, level

    for told in found.rivals:
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
    """What becomes of each conclusion when each mechanism is switched off."""
    from experiments.ablate.tables import fate

    order = [readable(table) for table in tables_by_length(found.base)]
    for told in found.ablations:
        off = sum(not row["reading"] for row in told["rows"]) - 1
        standing = sum(each["survives"] for each in told["conclusions"])
        yield (
            f"{begin(small(standing))} of {small(len(told['conclusions']))} conclusions survive whichever of {off} "
            f"mechanisms is switched off ({told['histories']:,} histories each). A conclusion fails where it is contradicted "
            "beyond chance, and is open where the histories do not decide."
        )
        rows = []
        for i, conclusion in sorted(enumerate(told["conclusions"]), key=lambda each: _place(each[1]["text"], order)):
            words = fate(told["rows"], i)
            text = names.titled(conclusion["text"])
            rows.append((text[:1].upper() + text[1:], "yes" if conclusion["survives"] else "no", "; ".join(words)))
        yield Table("Without each mechanism in turn", ("Conclusion", "Survives", "In detail"), tuple(rows))


def _place(text: str, tables: Sequence[str]) -> int:
    """Where a conclusion stands: the likeliest outcome first, then table by table, then what variants move."""
    if text.startswith("“"):
        return -1
    return next((i for i, table in enumerate(tables) if text.startswith(f"{table} ")), len(tables))
