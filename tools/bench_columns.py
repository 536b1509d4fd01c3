"""Measures rules by columns: one invented week of the whole country against twenty rules. Run alone, or by bench.py."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from random import Random
from typing import Any

from lienthong.forms.rules import CellValue, Form, check_rules, read_form
from lienthong.forms.rules.columns import evaluate_columns, frame_of, outcome_column

RETURNS, TIMES, SAMPLE = 90_500, 9, 100
FIELDS = 30
RULES = (
    "x1 <= x2",
    "x3 + x4 <= x2",
    "x5 + x6 + x7 <= x8 or x8 = blank",
    "sum(x1..x10) <= x2 * 20",
    "percent(x3, x2) <= 100",
    "abs(percent(x3 - prev(x3), prev(x3))) <= 50",
    "abs(x2 - prev(x2)) <= 10% * prev(x2)",
    "between(x9, 0, 200)",
    "if(x10 > 0, x11 > 0, x11 = 0)",
    "if_missing(x12, 0) + if_missing(x13, 0) <= x2",
    "round(x14 / x15, 2) <= 5",
    "avg(x16..x20) <= max(x16..x20)",
    "count(x1..x30) >= 20",
    "count_blank(x1..x30) <= 10",
    "x21 >= prev(x21) or x22 > 0",
    "x23 * 2 - x24 <= x25 * 3",
    "not (x26 = 0 and x27 > 0)",
    "one_of(x28, 0, 1, 2, 3) or x28 > 10",
    "x29 / 7 * 7 = x29",
    "sum(x1, prev(x1)) / 2 <= x2",
)


def main() -> None:
    """Print the figures, one a line."""
    for name, figure in figures().items():
        print(f"{name}: {figure}")


def figures() -> dict[str, str]:
    """Return what was measured, after comparing some of the rows with the row evaluator."""
    form = _form()
    returns = _returns(Random(1))  # noqa: S311 - the same figures every time
    started = time.perf_counter()
    frame = frame_of(form, returns)
    loaded = time.perf_counter() - started
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        results = evaluate_columns(form, frame)
        taken.append(time.perf_counter() - started)
    started = time.perf_counter()
    for number in range(0, RETURNS, SAMPLE):
        for rule, outcome in check_rules(form, *returns[number]):
            found = results[outcome_column(rule.code)][number]
            if found != outcome:
                raise AssertionError(f"{rule.code}, row {number}: {found} by columns, {outcome} by rows")
    by_rows = (time.perf_counter() - started) * SAMPLE
    return {
        "first": f"{taken[0]:.2f} s",
        "median": f"{statistics.median(taken):.2f} s",
        "into columns": f"{loaded:.1f} s",
        "row by row, from a sample": f"{by_rows:.0f} s",
    }


def _form() -> Form:
    fields = [
        {"code": f"x{number}", "type": "integer", "label": {"vi": "Số"}, "rollup": "sum"}
        for number in range(1, FIELDS + 1)
    ]
    rules = [
        {
            **{"code": f"rule_{number}", "expression": text, "severity": "error"},
            **{"message": {"vi": "Sai."}, "fields": ["x1"]},
        }
        for number, text in enumerate(RULES)
    ]
    sections: list[dict[str, Any]] = [{"code": "all", "label": {"vi": "Tất cả"}, "fields": fields}]
    return read_form({"code": "bench", "language": 1, "sections": sections, "rules": rules})


def _returns(chance: Random) -> list[tuple[Mapping[str, CellValue], list[Mapping[str, CellValue] | None]]]:
    weeks = [_cells(chance) for _ in range(RETURNS + 1)]
    return [(weeks[number], [weeks[number + 1] if number % 20 else None]) for number in range(RETURNS)]


def _cells(chance: Random) -> Mapping[str, CellValue]:
    states: tuple[CellValue, ...] = (None, {"s": "not_applicable"})
    return {
        f"x{number}": str(chance.randrange(300)) if chance.randrange(10) else chance.choice(states)
        for number in range(1, FIELDS + 1)
    }


if __name__ == "__main__":
    main()
