"""An uncertain number, part of the way to somewhere: every value that it may have goes the same share of its way."""

from collections.abc import Iterable, Mapping

from sim.scenario.quantiles import at_share
from sim.scenario.vocabulary import Number

Form = Mapping[str, list[float] | float] | Mapping[str, dict[str, float]]
"""A form that an uncertain number may have, as a file writes it."""
QUANTILES = 41  # equally likely values that stand for a distribution whose shape cannot be kept


def between(value: float, end: float, share: float) -> float:
    """A value, so much of the way to an end; without the noise of binary fractions."""
    return float(f"{value + share * (end - value):.12g}")


def moved(number: Number, end: float, share: float, low: float, high: float) -> float | Form:
    """What to write in the scenario for a number that went a share (0–1) of its way to `end`; a beta lies in [low, high].

    The form is kept, so that each history draws the same quantile as before and only its value moves.
    """

    def at(value: float) -> float:
        return between(value, end, share)

    if number.value is not None:
        return at(number.value)
    if number.uniform:
        return {"uniform": [at(x) for x in number.uniform]}
    if number.triangular:
        return {"triangular": [at(x) for x in number.triangular]}
    if number.normal:
        cut = {} if number.cut is None else {"cut": number.cut}
        return {"normal": [at(number.normal[0]), float(f"{number.normal[1] * (1 - share):.12g}")]} | cut
    if number.choice is not None:
        return {"choice": _weights((at(value), weight) for value, weight in number.choices.items())}
    likely = ((i + 0.5) / QUANTILES for i in range(QUANTILES))
    return {"choice": _weights((at(at_share(number, p, low, high)), 1.0) for p in likely)}


def _weights(pairs: Iterable[tuple[float, float]]) -> dict[str, float]:
    """Values, as the keys of a file, with their weights; what has come to the same place counts together."""
    weights: dict[str, float] = {}
    for value, weight in pairs:
        weights[repr(value)] = weights.get(repr(value), 0.0) + weight
    return weights
