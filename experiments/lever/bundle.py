"""The bundle of concessions that brings a chance to a target within a budget, and the order in which to make them.

What a party gives up counts from the start of a history, so that the chance depends on what is in the bundle; the order
is the one in which the chance is highest after each step, on average: whoever stops half way has gained most.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import anytime_verdict
from experiments.lever.lever import Lever, name_of
from experiments.lever.player import Setting

WIDTH = 4  # bundles that are kept at each size: a concession that only helps together with another is not lost
PLAYED = 12  # bundles, of all that were looked at, that are played in full
PATIENCE = 2  # sizes without a better bundle until the search ends
ORDERED = 6  # concessions whose orders are all tried; more are put in order one by one
Ask = Callable[[Sequence[Setting], bool], list[np.ndarray]]
"""Yes or no of every history with each of several settings; of those that a search looks at if the second is true."""
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


class Search(NamedTuple):
    """What a bundle is looked for with: the concessions by name, what they may cost, what is asked for, and who plays."""

    levers: Mapping[str, Lever]
    budget: float
    target: float
    ask: Ask

    def chances(self, settings: Sequence[Setting], rough: bool = False) -> list[float]:
        """Chance with each of several settings."""
        return [float(yes.mean()) for yes in self.ask(settings, rough)]

    def best(self, found: Mapping[Setting, float], most: int) -> list[Setting]:
        """The best few: the nearest to the target, and of those that reach it the cheapest."""
        return sorted(found, key=lambda setting: (-min(found[setting], self.target), cost_of(setting, self.levers)))[
            :most
        ]


def best_bundle(levers: Sequence[Lever], budget: float, ask: Ask, target: float = 1.0) -> Bundle:
    """The cheapest bundle that reaches the target, as far as it was looked for; the best within the budget if none does."""
    search = Search({name_of(lever): lever for lever in levers}, budget, target, ask)
    seen = _looked_at(search)
    likely = [*search.best(seen, PLAYED), max(seen, key=lambda setting: seen[setting])]
    played = dict(zip(likely, search.chances(likely), strict=True))
    [best] = search.best(played, 1)
    order = _until(_in_order(_without_idle(best, search), search), search)
    return Bundle(order, cost_of(tuple(order), search.levers))


def _looked_at(search: Search) -> dict[Setting, float]:
    """Beam search: bundles grow by half a concession at a time, and the best few of each size are grown further.

    Their chances, as far as the histories show that are looked at, whose luck is that of things as they stand.
    """
    [rough], [base] = search.chances([()], True), search.chances([()])
    seen: dict[Setting, float] = {(): base}
    beam: list[Setting] = [()]
    idle = 0
    while beam and idle < PATIENCE:
        before = search.best(seen, 1)
        every = dict.fromkeys(_grown(beam, list(search.levers.values())))
        grown = [setting for setting in every if cost_of(setting, search.levers) <= search.budget + TINY]
        chances = (chance + base - rough for chance in search.chances(grown, True))
        of_size = dict(zip(grown, chances, strict=True))
        seen |= of_size
        beam = search.best(of_size, WIDTH)
        idle = 0 if search.best(seen, 1) != before else idle + 1
    return seen


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


def _without_idle(best: Setting, search: Search) -> Setting:
    """A bundle without what it does not need: each part is left out, or halved, if the target is reached without it.

    Of one that does not reach it, without what does no more in it than chance would.
    """
    while True:
        [now] = search.ask([best], False)
        less = list(_lessened(best, search.levers))
        kept = [
            (float(yes.mean()), setting)
            for setting, yes in zip(less, search.ask(less, False), strict=True)
            if _will_do(yes, now, search.target)
        ]
        if not kept:
            return best
        best = max(kept, key=lambda pair: pair[0])[1]


def _will_do(less: np.ndarray, now: np.ndarray, target: float) -> bool:
    """Whether what is left of a bundle will do as well."""
    if float(now.mean()) >= target:
        return float(less.mean()) >= target
    return anytime_verdict(int((less & ~now).sum()), int((now & ~less).sum())) != "below"


def _lessened(setting: Setting, levers: Mapping[str, Lever]) -> Iterator[Setting]:
    for name, step in setting:
        before = max((stop for stop in stops(levers[name]) if stop < step), default=0)
        yield tuple(sorted((other, at) for other, at in (dict(setting) | {name: before}).items() if at))


def _in_order(best: Setting, search: Search) -> list[Item]:
    """A bundle in the order with the highest mean chance over its steps."""
    if len(best) > ORDERED:
        return _one_by_one(best, search)
    parts = [part for size in range(1, len(best) + 1) for part in combinations(best, size)]
    chance = dict(zip(parts, search.chances(parts, True), strict=True))
    orders: dict[Setting, tuple[float, list[Item]]] = {(): (0.0, [])}
    for part in parts:  # the best order of a part ends with one item, after the best order of the rest
        ways = []
        for last in part:
            so_far, order = orders[tuple(item for item in part if item != last)]
            ways.append((so_far + chance[part], [*order, last]))
        orders[part] = max(ways, key=lambda way: way[0])
    return orders[best][1]


def _one_by_one(best: Setting, search: Search) -> list[Item]:
    order: list[Item] = []
    left = list(best)
    while left:
        found = search.chances([tuple(sorted([*order, item])) for item in left], True)
        order.append(left.pop(max(range(len(left)), key=lambda i: found[i])))
    return order


def _until(order: list[Item], search: Search) -> list[Item]:
    """Concessions in their order, as far as the target: no step comes after the one that reaches it."""
    so_far: list[Setting] = [tuple(order[:n]) for n in range(1, len(order) + 1)]
    chances = search.chances(so_far)
    return order[: next((n for n, chance in enumerate(chances, 1) if chance >= search.target), len(order))]
