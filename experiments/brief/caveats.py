"""The three caveats that stand before everything else, chosen by rule from the case.

Always that shares are of simulated histories, and of which doubt that says nothing, and how far the numbers are assumed. The
third is the first of these that holds: the histories are few; conclusions hang on one mechanism; or else that no forecast
of the model has been scored.
"""

import shlex
from collections.abc import Sequence

from experiments.brief.basis import kinds, shares
from experiments.brief.document import Point
from experiments.brief.folders import Found, Run
from experiments.describe.evidence import Item, counts
from experiments.estimates.statistics import wilson
from experiments.words.sentences import begin, small

FEW_HISTORIES = 1000
LOW = 0.5
NAMED = 2  # conclusions that fail


def caveats(found: Found, items: Sequence[Item]) -> tuple[Point, ...]:
    """The three, in order of weight."""
    run = found.base
    third = few(run) or fragile(found) or unscored()
    return model_only(found), evidence(items), third


def model_only(found: Found) -> Point:
    """Sampling error, what nobody knows, and uncertainty about the model."""
    run = found.base
    text = f"Every share below is a share of {run.summary['histories']:,} simulated histories. Its interval is sampling error"
    if found.doubts:
        told = found.doubts[0]
        return Point(
            "Histories of a model, not of the world",
            f"{text} only. The range beside the answer is over what nobody has measured: {told['points']:,} sets of "
            f"the {told['inputs']} uncertain numbers of the scenario and {len(told['defaults'])} of the model's rules, "
            "weighed by how often peace processes went where. Whether the rules are right is in no interval at all.",
        )
    command = shlex.join(["parley", "doubt", run.manifest["scenario"], "--out", "DIR"])
    return Point(
        "How sure the answer is has not been worked out",
        f"{text} only: more histories would narrow it. Numbers that nobody has measured could move every share much "
        f"farther; “{command}” works out how far, and a brief that is given DIR says it. Whether the rules are right is in "
        "no interval at all.",
    )


def evidence(items: Sequence[Item]) -> Point:
    """How far the numbers rest on sources, and what that means for confidence."""
    found = shares(items)
    from_sources = found["quoted"] + found["inferred"]
    level = "low" if kinds(found) > LOW else "moderate at best"
    text = (
        f"Of the scenario's {sum(counts(items).values()):,} numbers, {100 * found['quoted']:.0f} % are quoted from "
        f"a source, {100 * found['inferred']:.0f} % inferred from one, {100 * found['assumed']:.0f} % assumed for a stated "
        f"reason and {100 * (found['none'] + found['default']):.0f} % given without one or left to defaults. Confidence in "
        f"the judgements is therefore {level}."
    )
    lead = "Mostly assumed" if from_sources < LOW else "Partly assumed"
    return Point(lead, text.replace(" %", "\u00a0%"))


def few(run: Run) -> Point | None:
    """Too few histories."""
    total = run.summary["histories"]
    if total >= FEW_HISTORIES:
        return None
    lo, hi = wilson(total // 2, total)
    half = f"{100 * (hi - lo) / 2:.0f} points"
    text = f"With {total:,} histories, a share of one half is known only to within {half} either way."
    return Point("Few histories", text)


def fragile(found: Found) -> Point | None:
    """Conclusions that one mechanism carries, or the way in which the ladder is cut."""
    conclusions = [each for told in found.ablations for each in told["conclusions"]]
    fallen = [each for each in conclusions if not (each["survives"] and each["survives_ladders"])]
    if not fallen:
        return None
    verb = "fails" if len(fallen) == 1 else "fail"
    named = [each["text"] for each in fallen[:NAMED]]
    left = [each["text"] for each in conclusions if each not in fallen]
    standing = f"What stands: {'; '.join(left[:NAMED])}." if left else "None stands."
    text = (
        f"{begin(small(len(fallen)))} of {small(len(conclusions))} conclusions {verb} when some single mechanism of the "
        "model is switched off, violence is read another way, or the same positions stand on a ladder of other steps: "
        f"{'; '.join(named)}{'; and others' if len(fallen) > NAMED else ''}. {standing}"
    )
    alone = all(each["survives"] for each in fallen)
    return Point(f"Some conclusions hang on {'how the ladder is cut' if alone else 'one mechanism'}", text)


def unscored() -> Point:
    """What has not been shown yet."""
    return Point(
        "No record yet",
        "No forecast that this model made of real talks has been scored so far. Its defaults are fitted to counts of past "
        "peace processes, so differences between variants tell more than levels.",
    )
