"""Exact arithmetic for the checks of the sample bank: expressions as the items carry them, numbers as Indonesian writes them."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

Names = Mapping[str, Fraction]

_TWO: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def value(expression: str, names: Names | None = None) -> Any:
    return _value(ast.parse(expression, mode="eval").body, names or {})


def _value(node: ast.expr, names: Names) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, names)
        case ast.BinOp(left=left, op=op, right=right):
            return _TWO[type(op)](_value(left, names), _value(right, names))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _TWO[type(op)](_value(left, names), _value(right, names))
        case ast.BoolOp(op=op, values=parts):
            return (any if isinstance(op, ast.Or) else all)(_value(part, names) for part in parts)
        case ast.Call(func=ast.Name(id="abs"), args=[inner]):
            return abs(_value(inner, names))
    raise ValueError(f"not arithmetic: {ast.dump(node)}")


def numbers(text: str) -> list[Fraction]:
    """Every number of an Indonesian text: 1.938.000 is a thousand times 1.938, and 40,5 is 81/2."""
    found = re.findall(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", text)
    return [Fraction(one.replace(".", "").replace(",", ".")) for one in found]
