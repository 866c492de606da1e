"""Levels for a sweep."""


def grid(low: float, high: float, n: int) -> tuple[float, ...]:
    """`n` even levels from `low` to `high`, both included; ValueError if there are fewer than two."""
    if n < 2:
        raise ValueError(f"a grid has at least 2 levels, got {n}")
    return tuple(low + (high - low) * i / (n - 1) for i in range(n))
