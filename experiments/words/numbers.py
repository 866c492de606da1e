"""Numbers and distributions in words."""

from collections.abc import Iterator, Mapping
from math import inf, isinf
from typing import Any, get_args

from pydantic.fields import FieldInfo

from sim.scenario.vocabulary import Number, Within


def figure(value: float) -> str:
    """A number for a reader: `14,500`, `0.05`, `∞`."""
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e15:
        text = f"{int(value):,}"
    else:
        text = f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−", 1)


def span_words(low: float, high: float) -> str:
    """Two ends: `20–60`, or `−0.1 to 0.2` where a dash could be taken for a minus."""
    if low == high:
        return figure(low)
    between = " to " if min(low, high) < 0 else "–"
    return f"{figure(low)}{between}{figure(high)}"


def number_words(number: Number, low: float = -inf, high: float = inf, unit: str = "") -> str:
    """A number or distribution in words, given the range of its field: `50–85, most likely 65`."""
    after = f" {unit}" if unit else ""
    if number.value is not None:
        return figure(number.value) + after
    if number.uniform:
        return f"anywhere in {span_words(*number.uniform)}{after}"
    if number.triangular:
        least, mode, most = number.triangular
        return f"{span_words(least, most)}, most likely {figure(mode)}{after}"
    if number.choice is not None:
        return _choice_words(number.choices) + after
    if number.beta and isinf(high - low):
        return f"beta of {figure(number.beta[0])} and {figure(number.beta[1])} over the range of what it sets"
    inner = span_words(*middle_90(number, low, high))
    return f"{figure(mean(number, low, high))} on average, 90 % within {inner}{after}"


def short_number(number: Number, low: float = -inf, high: float = inf) -> str:
    """The same for a cell of a table: likeliest (or mean), and in brackets the range (or 90 % of a bell)."""
    if number.value is not None:
        return figure(number.value)
    if number.uniform:
        return span_words(*number.uniform)
    if number.triangular:
        return f"{figure(number.triangular[1])} ({span_words(number.triangular[0], number.triangular[2])})"
    if number.choice is not None:
        return "/".join(figure(value) for value in sorted(number.choices))
    return f"{figure(mean(number, low, high))} ({span_words(*middle_90(number, low, high))})"


def mean(number: Number, low: float, high: float) -> float:
    """The mean of a number (of a normal, before its tails are cut off at the ends of its field)."""
    if number.value is not None:
        return number.value
    if number.uniform:
        return sum(number.uniform) / 2
    if number.triangular:
        return sum(number.triangular) / 3
    if number.normal:
        return number.normal[0]
    if number.beta:
        return low + (high - low) * number.beta[0] / sum(number.beta)
    weights = number.choices
    return sum(value * weight for value, weight in weights.items()) / sum(weights.values())


def middle_90(number: Number, low: float, high: float) -> tuple[float, float]:
    """The values below which 5 % and 95 % of a continuous distribution lie."""
    from sim.scenario.quantiles import quantiles

    points = quantiles(number, low, high, 21)
    return float(points[1]), float(points[19])


def _choice_words(weights: Mapping[float, float]) -> str:
    total, values = sum(weights.values()), sorted(weights)
    if len(set(weights.values())) == 1:
        names, end = [figure(value) for value in values], ", equally likely"
    else:
        names, end = [f"{figure(value)} ({100 * weights[value] / total:.0f} %)" for value in values], ""
    listed = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return listed + (end if len(names) > 1 else "")


def field_range(field: FieldInfo) -> tuple[float, float] | None:
    """The inclusive range that a field of the vocabulary declares for its number, if it declares one."""
    for mark in _marks(field):
        if isinstance(mark, Within):
            return mark.low, mark.high
    return None


def _marks(annotation: Any) -> Iterator[Any]:
    """What annotates a type, at any depth."""
    yield from getattr(annotation, "metadata", ())
    yield from getattr(annotation, "__metadata__", ())
    for inner in (getattr(annotation, "annotation", None), *get_args(annotation)):
        if inner is not None and not isinstance(inner, str):
            yield from _marks(inner)
