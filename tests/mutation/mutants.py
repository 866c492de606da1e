"""The mutants: agents and rounds with one small fault each, as cosmic-ray's operators make them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.mutation.record import Mutant
from tests.places import ROOT

PLACES = ("agents", "sim/world")
KINDS = (
    "AddNot", "NumberReplacer", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub",
)  # fmt: skip
DRAWN = 450
FAMILIES = {
    "ReplaceBinaryOperator": (
        {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"},
        {"BitAnd", "BitOr", "BitXor", "LShift", "RShift"},
    ),
    "ReplaceComparisonOperator": ({"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"},),
}
"""Operators are exchanged within a family only: `x << 0.5` is stopped by Python itself and would flatter the tests."""


def all_mutants() -> list[tuple[str, int, str, int]]:
    """Every mutant there is as file, line, operator and occurrence, in the order of the text."""
    found = []
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            found += sorted(_of_file(path))
    return found


def sample(found: list[Any], size: int, seed: int) -> list[Any]:
    """The first so many of `DRAWN` mutants at even distances from a random start, in a random order.

    Each is as likely, files have about their share, and more of them are the same ones and others.
    """
    step = len(found) / max(DRAWN, size)
    start = Random(seed).random() * step
    drawn = [found[int(start + i * step)] for i in range(max(DRAWN, size))]
    Random(1).shuffle(drawn)
    return drawn[:size]


def described(file: str, line: int, operator: str, occurrence: int) -> Mutant:
    """A mutant with its line before and after."""
    old, new = (ROOT / file).read_text(encoding="utf-8").splitlines(), source(file, operator, occurrence).splitlines()
    changed = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), line - 1)
    return Mutant(file, operator, occurrence, changed + 1, old[changed].strip(), new[changed].strip())


def source(file: str, operator: str, occurrence: int) -> str:
    """The text of a file with its fault."""
    made = mutate_code(_text(file), _operator(operator), occurrence)
    assert made is not None, f"{file} has no {operator} number {occurrence}"
    return made


def _of_file(path: Path) -> Iterator[tuple[str, int, str, int]]:
    file = path.relative_to(ROOT).as_posix()
    nodes = list(ast_nodes(get_ast(_text(file))))
    for name in _operators():
        places = [start for node in nodes for start, _ in _operator(name).mutation_positions(node)]
        yield from ((file, start[0], name, number) for number, start in enumerate(places))


@cache
def _operators() -> list[str]:
    return [name for name in sorted(operator_names()) if _is_used(name.removeprefix("core/"))]


def _is_used(name: str) -> bool:
    kind, _, exchanged = name.partition("_")
    before, _, after = exchanged.partition("_")
    return name in KINDS or any({before, after} <= family for family in FAMILIES.get(kind, ()))


@cache
def _operator(name: str) -> Any:
    return get_operator(name)()


@cache
def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
