"""The bundle of concessions that lifts a chance most within a budget, and the order in which to make them.

What a party gives up counts from the start of a history, so that the chance depends on what is in the bundle; the order
is the one in which the chance is highest after each step, on average: whoever stops half way has gained most.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import anytime_verdict
from experiments.lever.levers import Lever
from experiments.lever.player import Setting, name_of

WIDTH = 4  # bundles that are kept at each size: a concession that only helps together with another is not lost
LOOKED_AT = 3 * WIDTH  # bundles of each size that are played in full, of all that were played on fewer histories
PATIENCE = 2  # sizes without a better bundle until the search ends
ORDERED = 6  # concessions whose orders are all tried; more are put in order one by one
Ask = Callable[[Sequence[Setting], bool], list[np.ndarray]]
"""Yes or no of every history with each of several settings; of a part of the histories if the second is true."""
TINY = 1e-12
Item = tuple[str, int]
"""A concession by its lever's name, and the step to which it goes."""


class Bundle(NamedTuple):
    """Concessions in the order in which to make them, and what they cost all together, u."""

    steps: list[Item]
    cost: float


def cost_of(setting: Setting, levers: Mapping[str, Lever]) -> float:
    """What a bundle costs those who concede, u of their own stakes: of two concessions on an issue the dearer."""
    dearest: dict[tuple[str, str | None], float] = {}
    for name, step in setting:
        lever = levers[name]
        place = lever.party, lever.issue
        dearest[place] = max(dearest.get(place, 0.0), lever.cost(step))
    return sum(dearest.values())


def best_bundle(levers: Sequence[Lever], budget: float, ask: Ask) -> Bundle:
    """Beam search: bundles grow by half a concession at a time, and the best few of each size are grown further."""
    known = {name_of(lever): lever for lever in levers}
    beam: list[Setting] = [()]
    found: dict[Setting, float] = {(): _chances([()], ask)[0]}
    idle = 0
    while beam and idle < PATIENCE:
        before = max(found.values())
        affordable = [
            setting for setting in dict.fromkeys(_grown(beam, levers)) if cost_of(setting, known) <= budget + TINY
        ]
        grown = _promising(affordable, ask)
        found |= dict(zip(grown, _chances(grown, ask), strict=True))
        beam = sorted(grown, key=lambda setting: (-found[setting], cost_of(setting, known)))[:WIDTH]
        idle = 0 if max(found.values()) > before else idle + 1
    best = max(found, key=lambda setting: (found[setting], -cost_of(setting, known)))
    best = _without_idle(best, known, ask)
    return Bundle(_in_order(best, ask), cost_of(best, known))


def _chances(settings: Sequence[Setting], ask: Ask, rough: bool = False) -> list[float]:
    return [float(yes.mean()) for yes in ask(settings, rough)]


def _promising(settings: list[Setting], ask: Ask) -> list[Setting]:
    """Those with the highest chance on a part of the histories."""
    if len(settings) <= LOOKED_AT:
        return settings
    rough = dict(zip(settings, _chances(settings, ask, True), strict=True))
    return sorted(settings, key=lambda setting: -rough[setting])[:LOOKED_AT]


def _grown(beam: Sequence[Setting], levers: Sequence[Lever]) -> Iterator[Setting]:
    """Every bundle with one concession taken a stop further."""
    for setting in beam:
        at = dict(setting)
        for lever in levers:
            name = name_of(lever)
            further = next((stop for stop in stops(lever) if stop > at.get(name, 0)), None)
            if further is not None:
                yield tuple(sorted((at | {name: further}).items()))


def stops(lever: Lever) -> list[int]:
    """Where a concession may stop: half way, if there is such a step, and all the way."""
    return sorted({lever.steps // 2, lever.steps} - {0})


def _without_idle(best: Setting, levers: Mapping[str, Lever], ask: Ask) -> Setting:
    """A bundle without what does no more in it than chance would: that is left out, or halved."""
    while True:
        [now] = ask([best], False)
        less = list(_lessened(best, levers))
        kept = [
            (float(yes.mean()), setting)
            for setting, yes in zip(less, ask(less, False), strict=True)
            if anytime_verdict(int((yes & ~now).sum()), int((now & ~yes).sum())) != "below"
        ]
        if not kept:
            return best
        best = max(kept, key=lambda pair: pair[0])[1]


def _lessened(setting: Setting, levers: Mapping[str, Lever]) -> Iterator[Setting]:
    for name, step in setting:
        before = max((stop for stop in stops(levers[name]) if stop < step), default=0)
        yield tuple(sorted((other, at) for other, at in (dict(setting) | {name: before}).items() if at))


def _in_order(best: Setting, ask: Ask) -> list[Item]:
    """A bundle in the order with the highest mean chance over its steps."""
    if len(best) > ORDERED:
        return _one_by_one(best, ask)
    parts = [part for size in range(1, len(best) + 1) for part in combinations(best, size)]
    chance = dict(zip(parts, _chances(parts, ask), strict=True))
    orders: dict[Setting, tuple[float, list[Item]]] = {(): (0.0, [])}
    for part in parts:  # the best order of a part ends with one item, after the best order of the rest
        ways = []
        for last in part:
            so_far, order = orders[tuple(item for item in part if item != last)]
            ways.append((so_far + chance[part], [*order, last]))
        orders[part] = max(ways, key=lambda way: way[0])
    return orders[best][1]


def _one_by_one(best: Setting, ask: Ask) -> list[Item]:
    order: list[Item] = []
    left = list(best)
    while left:
        found = _chances([tuple(sorted([*order, item])) for item in left], ask)
        order.append(left.pop(max(range(len(left)), key=lambda i: found[i])))
    return order
