"""What becomes of conclusions, in words."""

from collections.abc import Sequence

from experiments.ablate.results import AblationResult, CaseRow, ConclusionTold, LadderRow, MechanismRow
from experiments.words.sentences import begin, count, percent, small
from sim.scenario.phrases import listed

NO_OTHER = "The steps can be neither cut nor put together otherwise."


def survives(conclusion: ConclusionTold) -> bool:
    """Whether nothing overturns a conclusion: no mechanism taken away, no other reading of violence, no other ladder."""
    return conclusion["survives"] and conclusion["survives_ladders"]


def fate(rows: Sequence[MechanismRow], i: int) -> list[str]:
    """What becomes of a conclusion without each mechanism, in words; the first row is the model with everything on."""
    whole, *others = rows
    words = []
    for introduced, reading in (("fails without", False), ("fails if one reads", True)):
        names = failing([row for row in others if row["reading"] == reading], i)
        words += [f"{introduced} {', '.join(names)}"] if names else []
    undecided = sum(row["verdicts"][i] == "open" for row in others)
    words = (words or ["survives"]) + ([f"open in {undecided}"] if undecided else [])
    return words + (["open with everything on"] if whole["verdicts"][i] == "open" else [])


def fate_on_ladders(rows: Sequence[LadderRow], i: int) -> list[str]:
    """What becomes of a conclusion on each other ladder, in words; nothing where there is none."""
    if not rows:
        return []
    names = failing(rows, i)
    undecided = sum(row["verdicts"][i] == "open" for row in rows)
    words = [f"fails with {', '.join(names)}"] if names else ["survives"]
    return words + ([f"open in {undecided}"] if undecided else [])


def failing(rows: Sequence[CaseRow], i: int) -> list[str]:
    """Names of the cases in which a conclusion fails."""
    return [row["name"] for row in rows if row["verdicts"][i] == "fails"]


def on_other_ladders(told: AblationResult) -> str:
    """Which conclusions survive on every other ladder and which do not, and how the answer moves; as sentences."""
    ladders, conclusions = told["ladders"], told["conclusions"]
    if not ladders:
        return NO_OTHER
    fallen = [i for i, conclusion in enumerate(conclusions) if not conclusion["survives_ladders"]]
    left = len(conclusions) - len(fallen)
    where = {1: "on the one other ladder", 2: "on both other ladders"}
    on_all = where.get(len(ladders), f"on all {small(len(ladders))} other ladders")
    survive = "survive" if left > 1 else "survives"
    return " ".join([
        f"{begin(small(left))} of {count(len(conclusions), 'conclusion')} {survive} {on_all}.",
        *(f"Contradicted with {listed(failing(ladders, i))}: {conclusions[i]['text']}." for i in fallen),
        *answer_on_ladders(told), *counted(told),
    ])  # fmt: skip


def answer_on_ladders(told: AblationResult) -> list[str]:
    """How often the question is answered so on the scenario's own ladder and on the others, as a sentence if it is known."""
    own = told["rows"][0]["answer"]
    shares = {row["name"]: row["answer"] for row in told["ladders"] if row["answer"] is not None}
    if own is None or not shares:
        return []
    least, most = min(shares, key=lambda name: shares[name]), max(shares, key=lambda name: shares[name])
    others = f"{_of_100(shares[least])} ({least})" + (f" to {_of_100(shares[most])} ({most})" if least != most else "")
    own_words = f"in {_of_100(own)} of 100 simulated histories as it is"
    return [f"{begin(told['asked'] or '')}: {own_words}, on the others in {others}."]


def counted(told: AblationResult) -> list[str]:
    """When a step counts as reached that was put together with others, as a sentence if there is one."""
    together = any(any(row["together"].values()) for row in told["ladders"])
    return ["A step that is put together with others counts as reached when all of them are."] if together else []


def _of_100(share: float) -> str:
    return percent(share).removesuffix("\u00a0%")
