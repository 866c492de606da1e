"""Profiles of GENIUS, as XML: a `utility_space` with issues, what their options are worth, and weights.

[Lin, Kraus, Baarslag, Tykhonov, Hindriks & Jonker 2014, Computational Intelligence 30: 48–70.]
"""

from collections.abc import Iterator
from pathlib import Path

from experiments.stakeholders.profiles import IssueProfile, Option, Profile
from experiments.stakeholders.table import StakeholderError
from experiments.stakeholders.xml_tree import Element
from sim.scenario.phrases import shown

ROOTS = ("utility_space", "negotiation_template", "negotiation_domain")
TOLERANCE = 1e-9


def profile_in(root: Element, path: Path) -> Profile:
    """The profile in a file; StakeholderError if it is a domain without preferences, or its preferences are not sums."""
    space = root if root.tag == "utility_space" else root.first("utility_space")
    if space is None:
        raise StakeholderError(f"{path}:{root.line}: no utility_space in this file")
    if space.attributes.get("type", "").lower() in {"nonlinear", "constraint"} or space.first("hyperRectangle"):
        raise StakeholderError(
            f"{path}:{space.line}: a nonlinear utility space; only those are read that are sums over issues"
        )
    weights = _weights(space, path)
    issues = [_issue(each, weights, path) for each in space.all("issue")]
    if not issues:
        raise StakeholderError(f"{path}:{space.line}: no issue in this file")
    return Profile(_party(path), issues, path.name, list(_notes(space, path)))


def _party(path: Path) -> str:
    return path.stem.replace("_", " ").strip() or path.stem


def _notes(space: Element, path: Path) -> Iterator[str]:
    """What has no counterpart: discounts and reservation values."""
    discount, reservation = space.first("discount_factor"), space.first("reservation")
    if discount is not None and _float(discount, "value", path, 1.0) not in {0.0, 1.0}:
        yield (
            f"{path.name}: the discount factor {discount.attributes['value']} was not read: in parley a party waits as "
            "long as its patience lasts."
        )
    if reservation is not None and _float(reservation, "value", path, 0.0) > 0:
        yield (
            f"{path.name}: the reservation value {reservation.attributes['value']} was not read: in parley a party's "
            "alternative to a deal follows from its walk-away value and red lines."
        )


def _weights(space: Element, path: Path) -> dict[str, float]:
    """Weights by index of the issue."""
    return {each.attributes.get("index", ""): _float(each, "value", path) for each in space.all("weight")}


def _issue(element: Element, weights: dict[str, float], path: Path) -> IssueProfile:
    name, index = element.attributes.get("name", "").strip(), element.attributes.get("index", "")
    where = f"line {element.line} of {path.name}"
    if not name:
        raise StakeholderError(f"{path}:{element.line}: this issue has no name")
    if index not in weights:
        raise StakeholderError(
            f"{path}:{element.line}: {shown(name)} has no weight: the file is a domain, or incomplete"
        )
    kind = (element.attributes.get("etype") or element.attributes.get("type") or "discrete").lower()
    if kind in {"integer", "real"}:
        return IssueProfile(name, weights[index], _of_range(element, path, name), where, continuous=True)
    if kind != "discrete":
        raise StakeholderError(f"{path}:{element.line}: {shown(name)} is of the kind {shown(kind)}, which is not read")
    items = list(element.all("item"))
    raw = [_float(item, "evaluation", path) for item in items]
    top = max(raw, default=0.0)
    options = [
        Option(item.attributes.get("value", "").strip() or f"option {i}", float(i), value / top if top > 0 else 0.0)
        for i, (item, value) in enumerate(zip(items, raw, strict=True))
    ]
    twice = {option.name for option in options if [each.name for each in options].count(option.name) > 1}
    if twice:
        raise StakeholderError(f"{path}:{element.line}: {shown(name)} has the option {shown(min(twice))} twice")
    return IssueProfile(name, weights[index], options, where)


def _of_range(element: Element, path: Path, name: str) -> list[Option]:
    """An issue of numbers at its two ends, and at its peak where it has one."""
    range_, evaluator = element.first("range") or element, element.first("evaluator")
    low, high = _float(range_, "lowerbound", path), _float(range_, "upperbound", path)
    if not low < high:
        raise StakeholderError(f"{path}:{range_.line}: {shown(name)}: the lower bound must be below the upper one")
    if evaluator is None:
        raise StakeholderError(
            f"{path}:{element.line}: {shown(name)} has no evaluator: what its numbers are worth is not said"
        )
    shape = evaluator.attributes.get("ftype", "linear").lower()
    if shape == "linear":
        offset, slope = _linear(evaluator, path)
        worth = [(low, offset + slope * low), (high, offset + slope * high)]
    elif shape == "triangular":
        left, right, peak = (_float(evaluator, f"parameter{i}", path) for i in (0, 1, 2))
        at = min(max(peak, low), high)
        worth = [(low, _side(low, left, peak)), (at, 1.0), (high, _side(high, right, peak))]
    else:
        raise StakeholderError(
            f"{path}:{evaluator.line}: {shown(name)}: a function {shown(shape)} is not read; linear or triangular"
        )
    least, most = min(value for _, value in worth), max(value for _, value in worth)
    scale = most - least if shape == "linear" and most - least > 1 + TOLERANCE else 1.0
    points = dict(worth)
    return [Option(f"{level:g}", level, (value - least) / scale) for level, value in sorted(points.items())]


def _linear(evaluator: Element, path: Path) -> tuple[float, float]:
    """Offset and slope, under either of the names that versions of GENIUS give them."""
    new = "slope" in evaluator.attributes
    offset, slope = ("offset", "slope") if new else ("parameter0", "parameter1")
    return _float(evaluator, offset, path, 0.0), _float(evaluator, slope, path)


def _side(level: float, zero: float, peak: float) -> float:
    """A triangle's height, 1 at its peak and 0 at one of its ends."""
    return 1.0 if zero == peak else min(1.0, max(0.0, (level - zero) / (peak - zero)))


def _float(element: Element, key: str, path: Path, default: float | None = None) -> float:
    written = element.attributes.get(key)
    if written is None and default is not None:
        return default
    try:
        value = float(written or "")
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e15:
        raise StakeholderError(
            f"{path}:{element.line}: {element.tag}: {key} must be a number, got {shown(written) if written else 'nothing'}"
        )
    return value
