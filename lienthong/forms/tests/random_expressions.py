"""Random expressions that the checker accepts, and random cells: for comparing evaluators with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from lienthong.forms.rules.cells import CellValue
from lienthong.forms.rules.expressions import Expression, ExpressionError, Type, check_expression

from .evaluators import Row

FIELDS: dict[str, dict[str, Any]] = {
    **{code: {"type": "number", "decimals": 0} for code in ("a", "b", "c")},
    **{code: {"type": "number", "decimals": 2} for code in ("d", "e")},
    **{f"x{number}": {"type": "number", "decimals": 1} for number in range(1, 5)},
    **{code: {"type": "text"} for code in ("t", "u")},
    **{code: {"type": "yesno"} for code in ("p", "q")},
    **{code: {"type": "date"} for code in ("f", "g")},
}
# What chance may write and the checker refuses: a division by a constant 0, a text that grew too long.
_BY_CHANCE = ("div_zero", "too_big")
_TYPES = {code: Type(field["type"]) for code, field in FIELDS.items()}


def random_expressions(chance: Random, count: int) -> Iterator[Expression]:
    """Yield so many checked expressions of every type."""
    made = 0
    while made < count:
        kind = chance.choice((Type.NUMBER, Type.NUMBER, Type.YESNO, Type.YESNO, Type.TEXT, Type.DATE))
        try:
            yield check_expression(_Writer(chance).write(kind, chance.randint(1, 4)), _TYPES)
        except ExpressionError as fault:
            if fault.code not in _BY_CHANCE:
                raise
        else:
            made += 1


def random_rows(chance: Random, count: int) -> list[Row]:
    """Return so many returns with up to two earlier ones, some of which lack a field or are missing."""
    return [
        Row(_cells(chance), [_earlier(chance) for _ in range(chance.randint(0, 2))]) for _ in range(count)
    ]


def _earlier(chance: Random) -> dict[str, CellValue] | None:
    cells = _cells(chance)
    kept = {code: cell for code, cell in cells.items() if chance.random() < 0.9}
    return kept if chance.random() < 0.8 else None


def _cells(chance: Random) -> dict[str, CellValue]:
    return {code: _cell(chance, field) for code, field in FIELDS.items()}


def _cell(chance: Random, field: dict[str, Any]) -> CellValue:
    if chance.random() < 0.2:
        return chance.choice((None, {"s": "not_applicable"}, {"s": "not_reported"}))
    if field["type"] == "number":
        return chance.choice(_CELLS[field["decimals"]])
    return chance.choice(_CELLS[field["type"]])


_CELLS: dict[object, tuple[CellValue, ...]] = {
    0: ("0", "0", "1", "2", "-3", "7", "12", "250", "-1", "9999999999999"),
    1: ("0", "0.5", "-0.5", "1", "2.5", "10", "99.9"),
    2: ("0", "0.01", "-0.05", "1.25", "12.34", "1000", "99999999999.99"),
    "text": ("tốt", "a", "😀", "Tốt"),
    "yesno": (True, False),
    "date": ("2024-02-28", "2024-02-29", "2026-11-25", "1999-12-31"),
}


# What an expression of a type may look like: {n} stands for a number, {t} a text, {b} yes or no, {d} a date.
_KINDS = {"n": Type.NUMBER, "t": Type.TEXT, "b": Type.YESNO, "d": Type.DATE}
_LEAVES: dict[Type, tuple[str, ...]] = {
    Type.NUMBER: ("0", "1", "2", "7", "10", "12.5", "0.01", "0.125", "3%"),
    Type.TEXT: ("'tốt'", "'a'", "''", '"😀"'),
    Type.YESNO: ("true", "false"),
    Type.DATE: (),
}
_CHOICES = (
    *("if({b}; {%s}; {%s})", "if({b}; {%s}; blank)", "if({b}; not_reported; {%s})"),
    *("if_blank({%s}; {%s})", "if_na({%s}; {%s})", "if_nr({%s}; {%s})", "if_missing({%s}; {%s})"),
    *("if_error({%s}; {%s})", "if_missing({%s}; not_applicable)"),
)
_BRANCHES: dict[Type, tuple[str, ...]] = {
    Type.NUMBER: (
        *("({n} + {n})", "({n} - {n})", "({n} * {n})", "({n} / {n})", "({n} + {n} * {n} - {n} / {n})"),
        *("-{n}", "({n})%", "abs({n})", "round({n}, 0)", "round({n}; 2)", "percent({n}, {n})"),
        *("sum({n}, {n}, {n})", "sum(x1..x4)", "avg({n}, {n}, {n})", "avg(x1..x4)", "avg({n})"),
        *("min({n}; {n})", "max({n}; {n}; {n})", "min(x1..x4)", "count({n}, {t}, {b}, {d})"),
        *("count_blank({t}, {n}, {d}, {b})", "len({t})", "days({d}; {d})"),
    ),
    Type.TEXT: (),
    Type.YESNO: (
        *("({n} = {n})", "({n} <> {n})", "({n} < {n})", "({n} <= {n})", "({n} > {n})", "({n} >= {n})"),
        *("({t} = {t})", "({t} <> {t})", "({b} = {b})", "({d} < {d})", "({d} >= {d})", "({d} = {d})"),
        *("({n} = blank)", "({t} = not_applicable)", "({b} <> not_reported)", "({d} = blank)"),
        *("({b} and {b})", "({b} or {b})", "(not ({b}))", "and({b}; {b}; {b})", "or({b}; {b}; {b})"),
        *("between({n}; {n}; {n})", "one_of({n}; {n}; {n})", "one_of({t}; {t}; {t})", "one_of({d}; {d})"),
    ),
    Type.DATE: (),
}


class _Writer:
    """Writes the text of an expression of a wanted type."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def write(self, kind: Type, depth: int) -> str:
        if depth == 0 or self.chance.random() < 0.15:
            return self.leaf(kind)
        letter = next(letter for letter, found in _KINDS.items() if found is kind)
        choices = tuple(choice.replace("%s", letter) for choice in _CHOICES)
        template = self.chance.choice(
            _BRANCHES[kind] + choices if self.chance.random() < 0.3 else _BRANCHES[kind] or choices
        )
        return re.sub(r"\{(\w)\}", lambda found: self.write(_KINDS[found[1]], depth - 1), template)

    def leaf(self, kind: Type) -> str:
        if self.chance.random() < 0.3 and _LEAVES[kind]:
            return self.chance.choice(_LEAVES[kind])
        code = self.chance.choice([code for code, found in _TYPES.items() if found is kind])
        return f"prev({code}; {self.chance.randint(1, 3)})" if self.chance.random() < 0.15 else code
