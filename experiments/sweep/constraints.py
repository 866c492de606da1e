"""Constraints between factors, as an analyst writes them: `relief + 0.1 * released <= 200 and bases != 2`."""

import ast
import operator
import warnings
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sim.scenario.phrases import shown, suggest

OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
LONGEST = 500  # characters


class ConstraintError(Exception):
    """A constraint that means nothing; the message says why."""


def parse(text: str, names: Collection[str] | None) -> ast.expr:
    """A constraint, checked: numbers, texts, factors, + − * /, comparisons, `and`, `or`, `not`.

    ConstraintError if it is none, or names a factor that is not among `names` (any will do if None).
    """
    expression = _read(text)
    if expression is None:
        raise ConstraintError(f"{shown(text)} is no comparison of factors, such as relief + 2 * bases <= 100")
    if not isinstance(expression, ast.Compare | ast.BoolOp) and not _is_not(expression):
        raise ConstraintError("a constraint is a comparison: it holds at a point or it does not")
    for node in ast.walk(expression):
        _check(node, names)
    return expression


def _read(text: str) -> ast.expr | None:
    """What a text is as an expression of Python; None if it is none. What Python would warn of a program is not told."""
    if len(text) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _check(node: ast.AST, names: Collection[str] | None) -> None:
    if isinstance(node, ast.Name):
        if names is not None and node.id not in names:
            raise ConstraintError(f"there is no factor {shown(node.id)}{suggest(node.id, names)}")
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool) or not isinstance(node.value, int | float | str):
            raise ConstraintError(f"{shown(str(node.value))} is neither a number nor a text")
    elif not isinstance(
        node, ast.BinOp | ast.BoolOp | ast.Compare | ast.UnaryOp | ast.boolop | ast.Not | ast.USub | ast.Load
    ) and type(node) not in OPERATORS:  # fmt: skip
        raise ConstraintError("only numbers, factors, + - * /, comparisons, and, or, not may stand in a constraint")


def holds(expression: ast.expr, values: Mapping[str, Any]) -> bool:
    """Whether a parsed constraint holds at a point; ConstraintError if its values cannot be compared."""
    try:
        return bool(_value(expression, values))
    except KeyError as error:
        raise ConstraintError(f"there is no factor {shown(error.args[0])}") from None
    except (TypeError, ZeroDivisionError, OverflowError) as error:
        raise ConstraintError(f"cannot be worked out at every point: {error}") from None


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, values)
        return not inner if isinstance(node.op, ast.Not) else -inner
    if isinstance(node, ast.BoolOp):
        together = all if isinstance(node.op, ast.And) else any
        return together(_value(part, values) for part in node.values)
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    assert isinstance(node, ast.Compare)
    left = _value(node.left, values)
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        right = _value(right_node, values)
        if not OPERATORS[type(op)](left, right):
            return False
        left = right
    return True
