"""Data damaged at random where its structure is: keys, values, kinds, sizes and depths."""

import math
import random
from copy import deepcopy
from datetime import date
from typing import Any

from tests.nightly.damage import word

EXTREMES = (
    0, -1, 1, 2, 0.0, -0.0, 0.5, 1.5, -0.5, 100, 1e9, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan, 2**31, 2**63, 2**64, 10**40,
)  # fmt: skip
DEPTHS = (3, 40, 90)
MANY = (2, 10, 60)

Place = tuple[Any, Any]
"""A mapping or a list, and the key or index of a value there."""


def reshaped(data: Any, rng: random.Random) -> Any:
    """A copy of the data with one to four changes."""
    data = deepcopy(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        places = [*places_in(data)]
        if not places:
            return anything(rng)
        where, key = rng.choice(places)
        rng.choice(CHANGES)(where, key, rng, places)
    return data


def places_in(data: Any) -> list[Place]:
    """Every value in the data, by where it stands."""
    found: list[Place] = []
    waiting = [data]
    while waiting:
        here = waiting.pop()
        keys = here.keys() if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            found.append((here, key))
            waiting.append(here[key])
    return found


def anything(rng: random.Random) -> Any:
    """A value of any kind."""
    match rng.randrange(8):
        case 0:
            return None
        case 1:
            return rng.choice((True, False))
        case 2 | 3:
            return rng.choice(EXTREMES)
        case 4:
            return word(rng)
        case 5:
            return rng.choice(([], {}, [[]], {"": {}}, [None], {"a": None}, {"choice": []}, {"uniform": [1, 0]}))
        case 6:
            return rng.choice((date(2018, 6, 1), date.max, date.min))
        case _:
            return rng.uniform(-1, 1) * 10 ** rng.randrange(-3, 9)


def _replace(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    where[key] = anything(rng)


def _nudge(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    """A number moved, a text mistyped; anything else replaced."""
    value = where[key]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        where[key] = anything(rng)
    elif isinstance(value, str):
        at = rng.randrange(len(value) + 1)
        where[key] = value[:at] + rng.choice(("", "x", " ", word(rng))) + value[at + 1 :]
    else:
        where[key] = rng.choice(
            (value + 1, -value, value * 1.5, value * 1e6, value / 1e6, str(value), [value], rng.choice(EXTREMES))
        )


def _remove(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    del where[key]


def _rename(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    """Under another name: misspelt, or one of elsewhere."""
    if isinstance(where, dict):
        name = str(key)
        others = [other for _, other in places if isinstance(other, str)]
        where[rng.choice((name + "s", name[:-1], name.upper(), rng.choice(others or ["x"]), word(rng)))] = where.pop(
            key
        )
    else:
        where.insert(rng.randrange(len(where)), where.pop(key))


def _borrow(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    """What stands elsewhere, here too; or there in place of what stands here."""
    there, other = rng.choice(places)
    if rng.random() < 0.5 or there is where:
        where[key] = deepcopy(there[other])
    else:
        mine, yours = deepcopy(where[key]), deepcopy(there[other])
        where[key] = yours
        if (isinstance(there, dict) and other in there) or (isinstance(there, list) and other < len(there)):
            there[other] = mine


def _wrap(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    value = where[key]
    for _ in range(rng.choice((1, 1, *DEPTHS))):
        value = [value] if rng.random() < 0.5 else {"value": value}
    where[key] = value


def _multiply(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    """Many of what is one."""
    count = rng.choice(MANY)
    if isinstance(where, list):
        where[key:key] = [deepcopy(where[key]) for _ in range(count)]
    else:
        for i in range(count):
            where[f"{key}_{i}"] = deepcopy(where[key])


def _add(where: Any, key: Any, rng: random.Random, places: list[Place]) -> None:
    """Something that was not there, under a name of elsewhere or of nowhere."""
    if isinstance(where, list):
        where.append(anything(rng))
    else:
        there, other = rng.choice(places)
        where[other if isinstance(other, str) else word(rng)] = deepcopy(there[other])


CHANGES = (_replace, _replace, _nudge, _nudge, _nudge, _remove, _rename, _borrow, _borrow, _wrap, _multiply, _add)
