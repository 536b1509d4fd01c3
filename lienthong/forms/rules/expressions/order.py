"""In which order calculated fields are worked out, and which of them run in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from .language import Expression, ExpressionError


def calculation_order(formulas: Mapping[str, Expression]) -> tuple[str, ...]:
    """Return the codes of calculated fields so that each comes after those that it reads.

    Reading an earlier period is no circle, so a field may read its own `prev()`.
    Raises ExpressionError "loop" whose parameter names the circle: "a → b → a" (a reads b, b reads a).
    """
    reads = {code: sorted(formula.fields & formulas.keys()) for code, formula in formulas.items()}
    try:
        return tuple(TopologicalSorter(reads).static_order())
    except CycleError as fault:
        circle = reversed(fault.args[1])
        raise ExpressionError("loop", params={"circle": " → ".join(circle)}) from None
