"""From a parse tree to a typed tree: names, types, number of arguments and limits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from lark import Token

from .language import (
    MAX_DEPTH,
    MAX_LITERAL,
    MAX_NODES,
    MAX_PERIODS_BACK,
    MAX_RANGE,
    MAX_ROUNDING,
    Expression,
    ExpressionError,
    State,
    Tree,
    Type,
)
from .parsing import Parsed, normal_form, parsed

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
_HUNDRED: Tree = ("n", "100")


@dataclass(frozen=True)
class _Part:
    """A checked part of an expression: what it means, what it results in, where it stands."""

    tree: Tree
    type: Type
    position: int | None


@dataclass(frozen=True)
class _Call:
    """A function with its checked arguments."""

    name: str
    arguments: list[_Part]
    position: int | None

    @property
    def trees(self) -> list[Tree]:
        return [argument.tree for argument in self.arguments]

    def result(self, result: Type) -> _Part:
        return _Part((self.name, *self.trees), result, self.position)

    def want_count(self, least: int, most: int | None = None) -> None:
        """Refuse fewer than `least` arguments or more than `most`."""
        if len(self.arguments) < least or (most is not None and len(self.arguments) > most):
            raise ExpressionError("args", self.position, {"function": self.name})


def check_expression(text: str, fields: Mapping[str, Type], wanted: Type | None = None) -> Expression:
    """Read a text into a checked expression over fields of the given types.

    ``wanted`` is the type that the result must have; a bare state fits every type but yes/no, because a rule
    that always answers with a state says nothing. Raises ExpressionError.
    """
    normal = normal_form(text)
    checker = _Checker(fields)
    part = checker.check(parsed(normal), 0)
    if wanted is not None and not _fits(part.type, wanted):
        raise ExpressionError("result_type", None, {"expected": wanted, "found": part.type})
    return Expression(normal, part.tree, part.type, frozenset(checker.reads))


def _fits(found: Type, wanted: Type) -> bool:
    return found is wanted or (found is Type.STATE and wanted is not Type.YESNO)


class _Checker:
    """Walks one parse tree; counts its nodes and collects the fields that it reads."""

    def __init__(self, fields: Mapping[str, Type]) -> None:
        self.fields = fields
        self.reads: set[tuple[str, int]] = set()
        self.nodes = 0

    def check(self, node: Parsed, depth: int) -> _Part:
        """Return a checked part; every node of the grammar has one method below."""
        self._count_node(node)
        if depth > MAX_DEPTH:
            raise ExpressionError("too_deep", _start(node), {"limit": str(MAX_DEPTH)})
        return _METHODS[node.data](self, node, depth + 1)

    def _count_node(self, node: Parsed) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise ExpressionError("too_big", _start(node), {"limit": str(MAX_NODES)})

    # Constants and fields -----------------------------------------------------------------------------------

    def number(self, node: Parsed, _: int) -> _Part:
        literal = _tokens(node)[0]
        if len(literal) > MAX_LITERAL:
            raise ExpressionError("number", _start(node), {"limit": str(MAX_LITERAL)})
        return _Part(("n", literal), Type.NUMBER, _start(node))

    def decimal_comma(self, node: Parsed, _: int) -> NoReturn:
        raise ExpressionError("decimal_comma", _start(node), {"text": _tokens(node)[0]})

    def text(self, node: Parsed, _: int) -> _Part:
        return _Part(("t", _tokens(node)[0][1:-1]), Type.TEXT, _start(node))

    def truth(self, node: Parsed, _: int) -> _Part:
        return _Part(("b", node.data == "true"), Type.YESNO, _start(node))

    def state(self, node: Parsed, _: int) -> _Part:
        state = State[_tokens(node)[0].upper()]
        return _Part(("s", state.value), Type.STATE, _start(node))

    def field(self, node: Parsed, _: int) -> _Part:
        return self._read(_tokens(node)[0], 0, _start(node))

    def _read(self, code: str, back: int, position: int | None) -> _Part:
        if code not in self.fields:
            raise ExpressionError("unknown_field", position, _with_nearest(code, self.fields))
        self.reads.add((code, back))
        return _Part(("f", code, back), self.fields[code], position)

    # Operators ----------------------------------------------------------------------------------------------

    def chain(self, node: Parsed, depth: int) -> _Part:
        first, *others = (_want(self.check(child, depth), Type.NUMBER) for child in _parts(node))
        tree: list[object] = ["chain", first.tree]
        for sign, operand in zip(_tokens(node), others, strict=True):
            if sign == "/":
                _refuse_zero(operand)
            tree += [sign, operand.tree]
        return _Part(tuple(tree), Type.NUMBER, _start(node))

    def hundredth(self, node: Parsed, depth: int) -> _Part:
        number = _want(self.check(_parts(node)[0], depth), Type.NUMBER)
        return _Part(("chain", number.tree, "/", _HUNDRED), Type.NUMBER, number.position)

    def minus(self, node: Parsed, depth: int) -> _Part:
        number = _want(self.check(_parts(node)[0], depth), Type.NUMBER)
        return _Part(("neg", number.tree), Type.NUMBER, _start(node))

    def negation(self, node: Parsed, depth: int) -> _Part:
        operand = _want(self.check(_parts(node)[0], depth), Type.YESNO)
        return _Part(("not", operand.tree), Type.YESNO, _start(node))

    def logic(self, node: Parsed, depth: int) -> _Part:
        operands = [_want(self.check(child, depth), Type.YESNO).tree for child in _parts(node)]
        return _Part(("and" if node.data == "all_of" else "or", *operands), Type.YESNO, _start(node))

    def comparison(self, node: Parsed, depth: int) -> _Part:
        left, right = (self.check(child, depth) for child in _parts(node))
        return _compared(left, _tokens(node)[0], right, _start(node))

    # Functions ----------------------------------------------------------------------------------------------

    def call(self, node: Parsed, depth: int) -> _Part:
        name = _function_name(node)
        children = _argument_nodes(node)
        if name == "prev":
            return self._prev(node, children, depth)
        if name not in _FUNCTIONS:
            known = [*_FUNCTIONS, "prev"]
            raise ExpressionError("unknown_function", _start(node), _with_nearest(name, known))
        return _FUNCTIONS[name](_Call(name, list(self._arguments(children, depth)), _start(node)))

    def _arguments(self, nodes: Iterable[Parsed], depth: int) -> Iterator[_Part]:
        for node in nodes:
            if node.data == "range":
                yield from self._range(node)
            else:
                yield self.check(node, depth)

    def _range(self, node: Parsed) -> Iterator[_Part]:
        """Expand `x1..x5` by number; `x01..x12` keeps the width of its first number."""
        first, last = (_NUMBERED.fullmatch(name) for name in _tokens(node))
        if first is None or last is None or first[1] != last[1]:
            raise ExpressionError("range", _start(node), {"limit": str(MAX_RANGE)})
        low, high = int(first[2]), int(last[2])
        if not low <= high < low + MAX_RANGE:
            raise ExpressionError("range", _start(node), {"limit": str(MAX_RANGE)})
        for number in range(low, high + 1):
            self._count_node(node)
            yield self._read(f"{first[1]}{number:0{len(first[2])}d}", 0, _start(node))

    def _prev(self, node: Parsed, children: list[Parsed], depth: int) -> _Part:
        """Read a field of an earlier period. Its own return is not read, so this makes no circle."""
        wrong = ExpressionError("args", _start(node), {"function": "prev"})
        if not children or children[0].data != "field":
            raise wrong
        field, *others = children
        periods = [_whole(self.check(other, depth), 1, MAX_PERIODS_BACK) for other in others] or [1]
        if len(periods) > 1 or periods[0] is None:
            raise wrong
        self._count_node(node)
        return self._read(_tokens(field)[0], periods[0], _start(node))


_METHODS: dict[str, Callable[[_Checker, Parsed, int], _Part]] = {
    "number": _Checker.number,
    "decimal_comma": _Checker.decimal_comma,
    "text": _Checker.text,
    "true": _Checker.truth,
    "false": _Checker.truth,
    "state": _Checker.state,
    "field": _Checker.field,
    "chain": _Checker.chain,
    "hundredth": _Checker.hundredth,
    "minus": _Checker.minus,
    "negation": _Checker.negation,
    "all_of": _Checker.logic,
    "any_of": _Checker.logic,
    "comparison": _Checker.comparison,
    "call": _Checker.call,
}


def _start(node: Parsed) -> int | None:
    return getattr(node.meta, "start_pos", None)


def _parts(node: Parsed) -> list[Parsed]:
    return [child for child in node.children if not isinstance(child, Token)]


def _tokens(node: Parsed) -> list[str]:
    return [str(child) for child in node.children if isinstance(child, Token)]


def _function_name(node: Parsed) -> str:
    function = _parts(node)[0]
    if function.data == "function":
        return _tokens(function)[0].lower()
    return function.data.removeprefix("function_")


def _argument_nodes(node: Parsed) -> list[Parsed]:
    return [argument for arguments in _parts(node)[1:] for argument in _parts(arguments)]


def _with_nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    near = difflib.get_close_matches(name, known, 1)
    return {"name": name, "nearest": near[0] if near else ""}


def _want(part: _Part, wanted: Type) -> _Part:
    if part.type is not wanted:
        raise ExpressionError("type", part.position, {"expected": wanted, "found": part.type})
    return part


def _refuse_zero(divisor: _Part) -> None:
    if _constant(divisor.tree) == 0:
        raise ExpressionError("div_zero", divisor.position)


def _constant(tree: Tree) -> Fraction | None:
    """Return the number that a tree of constants stands for; None when it holds a field or a function."""
    if tree[0] == "n":
        return Fraction(tree[1])
    if tree[0] == "neg":
        operand = _constant(tree[1])
        return None if operand is None else -operand
    if tree[0] != "chain":
        return None
    result = _constant(tree[1])
    for sign, part in zip(tree[2::2], tree[3::2], strict=True):
        operand = _constant(part)
        if result is None or operand is None:
            return None
        result = _calculated(result, sign, operand)
    return result


def _whole(part: _Part, low: int, high: int) -> int | None:
    """Return the whole number between the bounds that a part stands for; None when it is none."""
    constant = _constant(part.tree)
    if constant is None or constant.denominator != 1 or not low <= constant <= high:
        return None
    return int(constant)


def _calculated(left: Fraction, sign: str, right: Fraction) -> Fraction:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "*" else left / right


def _compared(left: _Part, sign: str, right: _Part, position: int | None) -> _Part:
    if Type.STATE in (left.type, right.type):
        return _state_test(left, sign, right, position)
    if left.type is not right.type:
        raise ExpressionError("type", right.position, {"expected": left.type, "found": right.type})
    if left.type in (Type.TEXT, Type.YESNO) and sign not in ("=", "<>"):
        raise ExpressionError("type", position, {"expected": "ordered", "found": left.type})
    return _Part((sign, left.tree, right.tree), Type.YESNO, position)


def _state_test(left: _Part, sign: str, right: _Part, position: int | None) -> _Part:
    if left.type is Type.STATE:
        left, right = right, left
    # Only a bare state can be tested for: `if(…, blank, not_applicable)` is not one.
    if sign not in ("=", "<>") or left.type is Type.STATE or right.tree[0] != "s":
        raise ExpressionError("state_compare", position)
    test: Tree = ("is", left.tree, right.tree[1])
    return _Part(test if sign == "=" else ("not", test), Type.YESNO, position)


# What each function wants of its arguments ------------------------------------------------------------------


def _fixed(result: Type, *wanted: Type) -> Callable[[_Call], _Part]:
    """Check a function of just so many arguments."""

    def check(call: _Call) -> _Part:
        call.want_count(len(wanted), len(wanted))
        for argument, type_ in zip(call.arguments, wanted, strict=True):
            _want(argument, type_)
        return call.result(result)

    return check


def _list(result: Type, wanted: Type) -> Callable[[_Call], _Part]:
    """Check a function of one or more arguments of one type."""

    def check(call: _Call) -> _Part:
        call.want_count(1)
        for argument in call.arguments:
            _want(argument, wanted)
        return call.result(result)

    return check


def _check_count(call: _Call) -> _Part:
    call.want_count(1)
    for argument in call.arguments:
        _refuse_state(argument)
    return call.result(Type.NUMBER)


def _check_percent(call: _Call) -> _Part:
    part = _fixed(Type.NUMBER, Type.NUMBER, Type.NUMBER)(call)
    _refuse_zero(call.arguments[1])
    return part


def _check_round(call: _Call) -> _Part:
    call.want_count(2, 2)
    number, decimals = call.arguments
    places = _whole(decimals, 0, MAX_ROUNDING)
    if places is None:
        raise ExpressionError("args", decimals.position, {"function": "round"})
    return _Part(("round", _want(number, Type.NUMBER).tree, places), Type.NUMBER, call.position)


def _check_one_of(call: _Call) -> _Part:
    call.want_count(2)
    first = _refuse_state(call.arguments[0])
    for option in call.arguments[1:]:
        _want(option, first.type)
    return call.result(Type.YESNO)


def _check_if(call: _Call) -> _Part:
    call.want_count(3, 3)
    condition, then, otherwise = call.arguments
    _want(condition, Type.YESNO)
    return call.result(_common_type(then, otherwise))


def _check_fallback(call: _Call) -> _Part:
    call.want_count(2, 2)
    return call.result(_common_type(*call.arguments))


def _common_type(first: _Part, second: _Part) -> Type:
    """Return the type of two outcomes; a bare state goes with every type."""
    if first.type is Type.STATE:
        return second.type
    if second.type is not Type.STATE:
        _want(second, first.type)
    return first.type


def _refuse_state(part: _Part) -> _Part:
    if part.type is Type.STATE:
        raise ExpressionError("type", part.position, {"expected": "value", "found": part.type})
    return part


_FUNCTIONS: dict[str, Callable[[_Call], _Part]] = {
    "sum": _list(Type.NUMBER, Type.NUMBER),
    "min": _list(Type.NUMBER, Type.NUMBER),
    "max": _list(Type.NUMBER, Type.NUMBER),
    "avg": _list(Type.NUMBER, Type.NUMBER),
    "and": _list(Type.YESNO, Type.YESNO),
    "or": _list(Type.YESNO, Type.YESNO),
    "count": _check_count,
    "count_blank": _check_count,
    "round": _check_round,
    "abs": _fixed(Type.NUMBER, Type.NUMBER),
    "percent": _check_percent,
    "between": _fixed(Type.YESNO, Type.NUMBER, Type.NUMBER, Type.NUMBER),
    "one_of": _check_one_of,
    "len": _fixed(Type.NUMBER, Type.TEXT),
    "days": _fixed(Type.NUMBER, Type.DATE, Type.DATE),
    "if": _check_if,
    **dict.fromkeys(("if_blank", "if_na", "if_nr", "if_missing", "if_error"), _check_fallback),
}
