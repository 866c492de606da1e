"""Profiles of GeniusWeb, as JSON: a `LinearAdditiveUtilitySpace` with what options are worth, and weights."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.stakeholders.profiles import IssueProfile, Option, Profile
from experiments.stakeholders.table import StakeholderError
from sim.scenario.phrases import described, listed, shown

KIND = "LinearAdditiveUtilitySpace"


def profile_in(path: Path) -> Profile:
    """The profile in a file; StakeholderError if it is none, or its preferences are not sums over issues."""
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise StakeholderError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise StakeholderError(f"{path}:1: this is no JSON: {error}") from None
    space = _space(found, path)
    weights, utilities = _mapping(space, "issueWeights", path), _mapping(space, "issueUtilities", path)
    domain = space.get("domain")
    values = domain.get("issuesValues") if isinstance(domain, dict) else None
    values = values if isinstance(values, dict) else {}
    issues = [_issue(name, weights, utilities[name], values.get(name), path) for name in utilities]
    if not issues:
        raise StakeholderError(f"{path}: issueUtilities: no issue in this file")
    return Profile(str(space.get("name") or path.stem), issues, path.name, list(_notes(space, path)))


def _space(found: Any, path: Path) -> Mapping[str, Any]:
    if isinstance(found, dict) and isinstance(found.get(KIND), dict):
        return dict(found[KIND])
    if isinstance(found, dict) and "issueUtilities" in found:
        return found
    kinds = listed(map(shown, found)) if isinstance(found, dict) and found else described(found)
    raise StakeholderError(
        f"{path}: expected a {KIND}, the one kind of profile that is a sum over issues; this is {kinds}. "
        "Tables are read from CSV and .xlsx"
    )


def _mapping(space: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
    found = space.get(key)
    if not isinstance(found, dict):
        raise StakeholderError(f"{path}: {key}: expected keys and values, got {described(found)}")
    return found


def _notes(space: Mapping[str, Any], path: Path) -> Iterator[str]:
    if space.get("reservationBid"):
        yield (
            f"{path.name}: the reservation bid was not read: in parley a party's alternative to a deal follows from its "
            "walk-away value and red lines."
        )


def _issue(name: str, weights: Mapping[str, Any], utility: Any, values: Any, path: Path) -> IssueProfile:
    weight = _number(weights.get(name), f"issueWeights.{name}", path)
    kind, body = next(iter(utility.items())) if isinstance(utility, dict) and utility else ("", None)
    where = f"issueUtilities.{name} of {path.name}"
    if not isinstance(body, dict):
        raise StakeholderError(f"{path}: issueUtilities.{name}: expected keys and values, got {described(utility)}")
    if kind.lower() in {"discreteutils", "discretevaluesetutilities"}:
        given = body.get("valueUtilities")
        if not isinstance(given, dict) or not given:
            raise StakeholderError(f"{path}: issueUtilities.{name}: no valueUtilities")
        worth = {option: _number(value, f"issueUtilities.{name}.{option}", path) for option, value in given.items()}
        options = [Option(option, float(i), worth[option]) for i, option in enumerate(_order(worth, values))]
        return IssueProfile(name, weight, options, where)
    if kind.lower() in {"numberutils", "numbervaluesetutilities"}:
        ends = [
            Option(
                f"{_number(body.get(f'{end}Value'), f'issueUtilities.{name}.{end}Value', path):g}",
                _number(body.get(f"{end}Value"), f"issueUtilities.{name}.{end}Value", path),
                _number(body.get(f"{end}Utility"), f"issueUtilities.{name}.{end}Utility", path),
            )
            for end in ("low", "high")
        ]
        if not ends[0].level < ends[1].level:
            raise StakeholderError(f"{path}: issueUtilities.{name}: lowValue must be below highValue")
        return IssueProfile(name, weight, ends, where, continuous=True)
    raise StakeholderError(f"{path}: issueUtilities.{name}: values of the kind {shown(kind)} are not read")


def _order(worth: Mapping[str, float], values: Any) -> list[str]:
    """The options in the order of the domain, where it is there; else of the profile."""
    listed_there = values.get("values") if isinstance(values, dict) else None
    if isinstance(listed_there, list) and sorted(map(str, listed_there)) == sorted(worth):
        return [str(each) for each in listed_there]
    return list(worth)


def _number(value: Any, where: str, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise StakeholderError(f"{path}: {where}: expected a number, got {described(value)}")
    return float(value)
