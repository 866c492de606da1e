"""Two settings of one place: only the last of them would count, whatever a point is called."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from experiments.sweep.points import Level
from sim.scenario.extends import NUMBER_FORMS, NUMBER_KEYS

Steps = tuple[str, ...]


class Setting(NamedTuple):
    """A place that is set: by which factor or column, by which path of it, and its steps, items of lists by number."""

    owner: str
    path: str
    steps: Steps


class Clash(NamedTuple):
    """Two settings of one place, or of a place inside another."""

    first: Setting
    second: Setting

    def words(self) -> str:
        """What is wrong, for whoever wrote the second."""
        one, other = self.second, self.first
        if one.steps == other.steps:
            what = f"sets {one.path}, which {other.owner} sets too"
        elif len(one.steps) > len(other.steps):
            what = f"sets {one.path}, which lies inside what {other.owner} sets ({other.path})"
        else:
            what = f"sets {one.path}, inside which {other.owner} sets something ({other.path})"
        return f"{what}: only one of them would count; make one factor of both, with named levels"


class Clashes:
    """Looks for clashes at one point after the other; each pattern of paths is looked at once.

    `data` is the scenario as plain data, by which items of lists that are called by name are known.
    """

    def __init__(self, data: Mapping[str, Any]):
        self._steps_of = cache(lambda path: steps_of(path, data))
        self._seen = set[tuple[Setting, ...]]()

    def at(self, point: Mapping[str, Level]) -> Clash | None:
        """The first clash of what the levels at a point set, or None."""
        settings = tuple(each for name, level in point.items() for each in self._settings(name, level))
        if settings in self._seen:
            return None
        self._seen.add(settings)
        return clash_among(settings)

    def _settings(self, name: str, level: Level) -> Iterator[Setting]:
        for path, value in level.sets.items():
            for steps in leaves(self._steps_of(path), value):
                yield Setting(name, path, steps)


def clash_among(settings: tuple[Setting, ...]) -> Clash | None:
    """The first two settings of different owners of which one is the other's place, or lies inside it."""
    whole: dict[Steps, Setting] = {}
    around: dict[Steps, Setting] = {}
    for each in settings:
        beginnings = [each.steps[:length] for length in range(1, len(each.steps) + 1)]
        others = [whole[steps] for steps in beginnings if steps in whole]
        others += [around[each.steps]] if each.steps in around else []
        for other in others:
            if other.owner != each.owner:
                return Clash(other, each)
        whole.setdefault(each.steps, each)
        for steps in beginnings:
            around.setdefault(steps, each)
    return None


def steps_of(path: str, data: Any) -> Steps:
    """The steps of a path, items of lists by number, a number by its place and not by its form (`patience.value`)."""
    found = []
    for step in path.split("."):
        index = _index(data, step) if isinstance(data, list) else None
        found.append(step if index is None else str(index))
        data = data.get(step) if isinstance(data, dict) else data[index] if index is not None else None
    return tuple(found[:-1] if found[-1] in NUMBER_FORMS else found)


def _index(items: list[Any], step: str) -> int | None:
    """Which item of a list a step means, by name or else by number."""
    named = [i for i, item in enumerate(items) if isinstance(item, dict) and item.get("name") == step]
    if named:
        return named[0]
    return int(step) if step.isascii() and step.isdigit() and int(step) < len(items) else None


def leaves(steps: Steps, value: object) -> Iterator[Steps]:
    """Every place that a value sets: those of a mapping's own, since mappings merge; a number is one place."""
    if not isinstance(value, dict) or (value and value.keys() <= NUMBER_KEYS):
        yield steps
        return
    for name, inner in value.items():
        yield from leaves((*steps, str(name)), inner)
