"""KTAB's scenarios as XML [King Abdullah Petroleum Studies and Research Center's Toolkit for the Analysis of Bargaining]."""

from pathlib import Path

from experiments.stakeholders.headings import issue_named
from experiments.stakeholders.table import Actor, StakeholderError, Stakeholders, Topic, Wanted
from experiments.stakeholders.xml_tree import Element
from sim.scenario.phrases import shown

ROOT = "Scenario"


def stakeholders_in(root: Element, path: Path) -> Stakeholders:
    """The table in a KTAB scenario; StakeholderError names file and line of each mistake."""
    dimensions = [" ".join(each.text.split()) for each in root.all("dName")]
    problems: list[str] = []
    found = [_actor(each, len(dimensions), path, problems) for each in root.all("Actor")]
    if not dimensions or not found:
        lacking = "dimensions (dName)" if not dimensions else "actors (Actor)"
        raise StakeholderError(f"{path}:{root.line}: this KTAB scenario has no {lacking}")
    seen: dict[str, int] = {}
    for element, actor in zip(root.all("Actor"), found, strict=True):
        if actor.title in seen:
            problems.append(
                f"{path}:{element.line}: the actor {shown(actor.title)} stands in line {seen[actor.title]} already"
            )
        seen.setdefault(actor.title, element.line)
    if problems:
        raise StakeholderError(*problems)
    issues = [Topic(issue_named(name) or name, f"dimension {i}") for i, name in enumerate(dimensions, start=1)]
    notes = (
        ["KTAB's model parameters were not read: parley's rivals have their own."]
        if root.first("ModelParameters")
        else []
    )
    title = root.words("name") or path.stem
    return Stakeholders(title, root.words("desc"), issues, found, notes, hundred=True)


def _actor(element: Element, many: int, path: Path, problems: list[str]) -> Actor:
    positions = _numbers(element, "dCoord", "position", many, path, problems)
    saliences = _numbers(element, "dSal", "salience", many, path, problems)
    wanted = {
        i: Wanted(position, salience, f"line {line}: position, line {below}: salience")
        for i, ((position, line), (salience, below)) in enumerate(zip(positions, saliences, strict=False))
    }
    weight = element.first("capability")
    capability, where = None, ""
    if weight is not None:
        capability, where = _number(weight, "capability", path, problems), f"line {weight.line}"
    name = element.words("name")
    if not name:
        problems.append(f"{path}:{element.line}: this actor has no name")
    return Actor(name, element.words("description"), capability, where, wanted)


def _numbers(
    element: Element, tag: str, what: str, many: int, path: Path, problems: list[str]
) -> list[tuple[float, int]]:
    """Numbers and their lines; a wrong number of them is noted."""
    found = list(element.all(tag))
    if len(found) != many:
        problems.append(
            f"{path}:{element.line}: the actor {shown(element.words('name'))} has {len(found)} {what}s ({tag}), "
            f"and there are {many} dimensions"
        )
    return [(_number(each, what, path, problems), each.line) for each in found]


def _number(element: Element, what: str, path: Path, problems: list[str]) -> float:
    try:
        value = float(element.text)
    except ValueError:
        problems.append(f"{path}:{element.line}: {what}: expected a number, got the text {shown(element.text.strip())}")
        return 0.0
    if not abs(value) < 1e15 or (what != "position" and value < 0):
        problems.append(f"{path}:{element.line}: {what}: expected a number that is not negative, got {value:g}")
        return 0.0
    return value
