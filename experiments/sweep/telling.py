"""A sweep in words: one sentence of what it says, and tables for the terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.figures.page import readable

SHOWN = 20  # most points that are printed
ENDS = 8  # of more, how many of the highest and of the lowest
CLOSE = 0.05  # shares that differ by less than this are told apart by a decimal

Told = Mapping[str, Any]


def asked(told: Told) -> str:
    """What is asked, in words: `formal talks or settlement`."""
    return " or ".join(name.split(".")[-1].replace("_", " ") for name in told["headline"])


def played(told: Told) -> list[Told]:
    """The points that could be played."""
    return [point for point in told["points"] if "error" not in point]


def ranked(told: Told) -> list[Told]:
    """The points that could be played, the highest headline first; of equals the earlier."""
    return sorted(played(told), key=lambda point: (-point["headline"]["p"], point["point"]))


def where(told: Told, point: Told, besides: Sequence[str] = ()) -> str:
    """A point in words: `sanctions lifted: 50 per cent, prisoners released: 1,000`; of one factor, its level alone."""
    words = []
    if len(point["values"]) == 1:
        [(name, value)] = point["values"].items()
        return level_words(value, told["factors"].get(name, {}).get("unit"))
    for name, value in point["values"].items():
        if name not in besides:
            about = told["factors"].get(name, {"title": name, "unit": None})
            title = about["title"].replace("_", " ")
            unit = about["unit"] if about["unit"] and about["unit"].lower() not in title.lower() else None
            words.append(f"{title}: {level_words(value, unit)}")
    return "; ".join(words)


def level_words(value: Any, unit: str | None) -> str:
    """A level for a reader."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        number = f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
        return f"{number} {unit}" if unit else number
    return str(value).replace("_", " ")


def digits(told: Told) -> int:
    """Decimals of a share in per cent: one where the points lie close together."""
    shares = [point["headline"]["p"] for point in played(told)]
    return 1 if shares and max(shares) - min(shares) < CLOSE else 0


def share_words(share: Told, decimals: int = 0) -> str:
    """`12 %`; a decimal more near the ends."""
    p = 100 * share["p"]
    return f"{p:.{decimals if 1 <= p <= 99 else 1}f} %"


def sentence(told: Told) -> str:
    """What a sweep says, in one sentence."""
    order = ranked(told)
    if not order:
        return "No point could be played."
    best, worst = order[0], order[-1]
    if len(order) == 1:
        return f"{asked(told).capitalize()}: {share_words(best['headline'])} of histories at its only point."
    said = (
        f"{asked(told).capitalize()} in {share_words(worst['headline'], digits(told))} of histories at the lowest point "
        f"({where(told, worst)}) and in {share_words(best['headline'], digits(told))} at the highest ({where(told, best)})"
    )
    moved = [finding for finding in told["findings"] if finding["gap"]]
    if len(moved) == len(best["values"]) == 1:
        said += f", {gap_words(moved[0]['gap'])} more{chance_words(moved[0]['gap'])}"
    elif moved:
        most = [" at most", *[""] * (len(moved) - 1)]
        parts = [
            f"{title(told, f['factor'])} moves it by {gap_words(f['gap'])}{at_most}{chance_words(f['gap'])}"
            for f, at_most in zip(moved, most, strict=True)
        ]
        said += f"; {over_words(told, moved)}, {parts[0]}"
        said += f", and {', '.join(parts[1:])}" if parts[1:] else ""
    return said + "."


def over_words(told: Told, moved: Sequence[Told]) -> str:
    """Over which points the levels of factors are compared."""
    all_points = all(sum(level["points"] for level in finding["levels"]) == len(told["points"]) for finding in moved)
    return "taken over all values of the others" if all_points else "where the others are alike"


def title(told: Told, factor: str) -> str:
    """A factor's title, within a sentence."""
    name: str = told["factors"].get(factor, {"title": factor})["title"]
    return f"“{name.replace('_', ' ')}”"


def chance_words(gap: Told) -> str:
    """What to say of a difference that may be none."""
    return ", which may be chance" if gap["lo"] <= 0 else ""


def gap_words(gap: Told) -> str:
    """A difference in percentage points with its interval."""
    return f"{100 * gap['d']:.1f} points ({100 * gap['lo']:.1f} to {100 * gap['hi']:.1f})"


def print_sweep(told: Told, folder: Any, console: Any) -> None:
    """Print what a sweep says, its points (or those at both ends), what each factor moves, and where all is kept."""
    from rich.padding import Padding

    console.print(told["experiment"], style="bold")
    if told["question"]:
        console.print(told["question"], style="dim")
    console.print(Padding(sentence(told), (1, 0, 1, 0)))
    console.print(points_table(told))
    if len(told["factors"]) > 1 and told["findings"]:
        console.print()
        console.print(findings_table(told))
    failed = [point for point in told["points"] if "error" in point]
    points = "1 point" if len(told["points"]) == 1 else f"{len(told['points']):,} points"
    for point in failed[:SHOWN]:
        console.print(f"Failed at {where(told, point)}: {point['error']}")
    console.print(
        f"\n{points} of {told['histories']:,} histories, the same ones at each, seed {told['seed']}. "
        f"Intervals: 95 %, sampling only.\nAll points: {folder / 'points.csv'}; figures: {folder / 'figures'}",
    )


def points_table(told: Told) -> Any:
    """A table of the points in order of the headline."""
    from rich.table import Table

    order = ranked(told)
    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    names = list(order[0]["values"]) if order else []
    for name in names:
        about = told["factors"].get(name, {"title": name, "unit": None})
        unit = f" ({about['unit']})" if about["unit"] else ""
        numeric = all(isinstance(point["values"][name], int | float) for point in order)
        table.add_column(readable(about["title"], None) + unit, justify="right" if numeric else "left")
    table.add_column(asked(told).capitalize(), justify="right")
    table.add_column("95 % interval", justify="right")
    shown = order if len(order) <= SHOWN else [*order[:ENDS], None, *order[-ENDS:]]
    for point in shown:
        if point is None:
            table.add_row(*["…"] * (len(names) + 2))
            continue
        share = point["headline"]
        cells = [level_words(point["values"][name], None) for name in names]
        table.add_row(*cells, share_words(share, digits(told)), f"{100 * share['lo']:.1f}–{100 * share['hi']:.1f}")
    return table


def findings_table(told: Told) -> Any:
    """A table of what each factor moves, over the same values of the others."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("What it moves")
    for heading in ("Lowest at", "Highest at", "Gap (points)", "95 % interval"):
        table.add_column(heading, justify="right" if heading[0] in "G9" else "left")
    for finding in told["findings"]:
        about = told["factors"].get(finding["factor"], {"title": finding["factor"], "unit": None})
        gap = finding["gap"]
        name = readable(about["title"], None)
        if gap is None:
            table.add_row(name, "", "", "0.0", "")
            continue
        ends = [level_words(gap[end], about["unit"]) for end in ("from", "to")]
        table.add_row(name, *ends, f"{100 * gap['d']:.1f}", f"{100 * gap['lo']:.1f}–{100 * gap['hi']:.1f}")
    return table
