"""Counts in the words of a page, worked out here: what its scripts say is compared with them."""

from decimal import ROUND_HALF_UP, Decimal

from experiments.estimates.statistics import Paired, estimate, paired_counts

Counts = tuple[int, int, int, int]
"""Histories that say yes in both, only with the change, only without, and in neither."""


def in_100(n: int, total: int) -> str:
    """How many of 100, whole; never none or all where that is not so."""
    if 0 < 200 * n < total:
        return "<1"
    if 0 < 200 * (total - n) < total:
        return ">99"
    return str(Decimal(100 * n / total).quantize(Decimal(1), ROUND_HALF_UP))


def one_digit(share: float) -> str:
    """A share of 100 with one digit."""
    return str(Decimal(100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace("-0.0", "0.0").replace("-", "−")


def points(share: float) -> str:
    """A difference with its sign."""
    text = one_digit(share)
    return text if text.startswith("−") or text == "0.0" else f"+{text}"


def clear(difference: Paired) -> bool:
    return difference.lo > 0 or difference.hi < 0


def row_of(counts: Counts) -> tuple[str, str]:
    """The share and what changed, as a row has them."""
    both, gained, lost, _ = counts
    total, found = sum(counts), paired_counts(*counts)
    now = f"{in_100(both + lost, total)} → {in_100(both + gained, total)}"
    if not clear(found):
        return now, "about the same"
    return now, f"{points(found.d)} ({points(found.lo)} to {points(found.hi)})"


def headline_of(title: str, counts: Counts) -> str:
    """The answer to a change in large type, and what stands under it."""
    now, _ = row_of(counts)
    found = paired_counts(*counts)
    interval = f"{points(found.lo)} to {points(found.hi)}"
    change = f"{points(found.d)} points ({interval}, same luck in both)" if clear(found) else (
        f"about the same ({interval} points)"
    )  # fmt: skip
    return f"{title}: {now} in 100 {change} {sum(counts):,} simulated histories"


def base_headline_of(title: str, n: int, total: int) -> str:
    """The answer as it stands."""
    found = estimate(n, total)
    interval = f"95 % interval {one_digit(found.lo)} to {one_digit(found.hi)}"
    return f"{title}: {in_100(n, total)} in 100 {interval} {total:,} simulated histories"
