"""What a sweep says, in sentences: the level of a factor, a chance, a gap."""

from collections.abc import Sequence
from typing import TypedDict

from experiments.estimates.results import Share
from experiments.sweep.points import LevelShown, as_text
from experiments.sweep.summary import Finding, Gap, PointPlace, PointPlayed, SweepSummary, factor_of
from experiments.words.sentences import begin, in_quotes

SHOWN = 20  # most points that are printed
ENDS = 8  # of more, how many of the highest and of the lowest
CLOSE = 0.05  # shares that differ by less than this are told apart by a decimal


class Asking(TypedDict):
    """Whatever has a headline: a sweep, or a sensitivity analysis."""

    headline_title: str


def asked(told: Asking) -> str:
    """What is asked, as it stands in a sentence: `“formal talks or further”`."""
    return f"“{told['headline_title']}”"


def opening(told: Asking) -> str:
    """What is asked, as a sentence begins: `“Formal talks or further”`."""
    return f"“{begin(told['headline_title'])}”"


def played(told: SweepSummary) -> list[PointPlayed]:
    """The points that could be played."""
    return [point for point in told["points"] if "error" not in point]


def ranked(told: SweepSummary) -> list[PointPlayed]:
    """The points that could be played, the highest headline first; of equals the earlier."""
    return sorted(played(told), key=lambda point: (-point["headline"]["p"], point["point"]))


def where(told: SweepSummary, point: PointPlace, besides: Sequence[str] = ()) -> str:
    """A point in words: `sanctions lifted: 50 per cent, prisoners released: 1,000`; of one factor, its level alone."""
    words = []
    if len(point["values"]) == 1:
        [(name, value)] = point["values"].items()
        return level_words(value, factor_of(told, name)["unit"])
    for name, value in point["values"].items():
        if name not in besides:
            about = factor_of(told, name)
            title = about["title"].replace("_", " ")
            unit = about["unit"] if about["unit"] and about["unit"].lower() not in title.lower() else None
            words.append(f"{title}: {level_words(value, unit)}")
    return "; ".join(words)


def level_words(value: LevelShown, unit: str | None) -> str:
    """A level for a reader."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        number = f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
        return f"{number} {unit}" if unit else number
    return as_text(value).replace("_", " ")


def digits(told: SweepSummary) -> int:
    """Decimals of a share in per cent: one where the points lie close together."""
    shares = [point["headline"]["p"] for point in played(told)]
    return 1 if shares and max(shares) - min(shares) < CLOSE else 0


def share_words(share: Share, decimals: int = 0) -> str:
    """`12 %`; a decimal more near the ends."""
    p = 100 * share["p"]
    return f"{p:.{decimals if 1 <= p <= 99 else 1}f} %"


def sentence(told: SweepSummary) -> str:
    """What a sweep says, in one sentence."""
    order = ranked(told)
    if not order:
        return "No point could be played."
    best, worst = order[0], order[-1]
    if len(order) == 1:
        return f"{opening(told)}: {share_words(best['headline'])} of histories at its only point."
    said = (
        f"{opening(told)} in {share_words(worst['headline'], digits(told))} of histories at the lowest point "
        f"({where(told, worst)}) and in {share_words(best['headline'], digits(told))} at the highest ({where(told, best)})"
    )
    moved = [(finding, finding["gap"]) for finding in told["findings"] if finding["gap"]]
    if len(moved) == len(best["values"]) == 1:
        gap = moved[0][1]
        said += f", {gap_words(gap)} more{chance_words(gap)}"
    elif moved:
        most = [" at most", *[""] * (len(moved) - 1)]
        parts = [
            f"{title(told, finding['factor'])} moves it by {gap_words(gap)}{at_most}{chance_words(gap)}"
            for (finding, gap), at_most in zip(moved, most, strict=True)
        ]
        said += f"; {over_words(told, [finding for finding, _ in moved])}, {parts[0]}"
        said += f", and {', '.join(parts[1:])}" if parts[1:] else ""
    return said + "."


def over_words(told: SweepSummary, moved: Sequence[Finding]) -> str:
    """Over which points the levels of factors are compared."""
    all_points = all(sum(level["points"] for level in finding["levels"]) == len(told["points"]) for finding in moved)
    return "taken over all values of the others" if all_points else "where the others are alike"


def title(told: SweepSummary, factor: str) -> str:
    """A factor's title, within a sentence."""
    return in_quotes(factor_of(told, factor)["title"].replace("_", " "))


def chance_words(gap: Gap) -> str:
    """What to say of a difference that may be none."""
    return ", which may be chance" if gap["lo"] <= 0 else ""


def gap_words(gap: Gap) -> str:
    """A difference in percentage points with its interval."""
    return f"{100 * gap['d']:.1f} points ({100 * gap['lo']:.1f} to {100 * gap['hi']:.1f})".replace("-", "−")
