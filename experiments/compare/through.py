"""Through which stage a difference comes: more meetings, more signatures, or better keeping.

The chance of what is asked is a product: the share that meets, times the share of these that signs, times the share of these
that carries it out, and so on up the ladder. Each factor's part of the difference is the logarithmic mean of both chances,
times the logarithm of the factor's ratio, so that the parts add up to the whole [Ang 2005, Energy Policy 33].
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from experiments.compare.results import StageGain
from experiments.estimates.results import RunSummary, StageShare

NEVER = 1e-12
"""What stands for a share of none, whose logarithm there is not [Ang & Liu 2007, Energy Policy 35]."""


def through(base: RunSummary, variant: RunSummary) -> list[StageGain]:
    """Each stage's part of the difference in what answers the question; none where both do not climb the same steps."""
    before, after = (run["why"]["stages"] if run["why"] else [] for run in (base, variant))
    if not before or [_name(stage) for stage in before] != [_name(stage) for stage in after]:
        return []
    kept, passed = passing(before), passing(after)
    return [
        {"what": stage["what"], "step": stage["step"], "before": kept[i], "after": passed[i], "d": d}
        for i, (stage, d) in enumerate(zip(before, parts(before, after), strict=True))
    ]


def parts(before: Sequence[StageShare], after: Sequence[StageShare]) -> list[float]:
    """Each factor's part of the difference of the products, in the stages' order."""
    weight = logarithmic_mean(before[-1]["share"], after[-1]["share"])
    growth = [math.log(_some(b["share"]) / _some(a["share"])) for a, b in zip(before, after, strict=True)]
    return [weight * (here - earlier) for earlier, here in pairwise([0.0, *growth])]


def _some(share: float) -> float:
    return max(share, NEVER)


def _name(stage: StageShare) -> tuple[str, str | None]:
    return stage["what"], stage["step"]


def passing(stages: Sequence[StageShare]) -> list[float]:
    """Of histories at the stage before, the share that comes to each; 0 where none was there."""
    shares = [1.0, *(stage["share"] for stage in stages)]
    return [after / before if before > 0 else 0.0 for before, after in pairwise(shares)]


def logarithmic_mean(a: float, b: float) -> float:
    """(a − b) / ln(a / b): between both, a where they are alike."""
    a, b = _some(a), _some(b)
    return a if math.isclose(a, b, rel_tol=1e-12) else (a - b) / math.log(a / b)
