"""Rows that stand in no table but were worked out: they take the place of a query set in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, cast

from .filters import Rows


class _Given(list[Any]):
    """Values, ordered by their attributes as a query set is by its columns."""

    def order_by(self, *names: str) -> _Given:
        """Return the rows in another order; without any but the key, in their own."""
        rows = _Given(self)
        for name in reversed(names):
            if name.removeprefix("-") != "pk":
                rows.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
        return rows


def given(rows: Iterable[Any]) -> Rows:
    """Return values as the rows of a list. What a column orders by is an attribute that every value has."""
    return cast(Rows, _Given(rows))


def keep(rows: Rows, test: Callable[[Any], bool]) -> Rows:
    """Return those of given rows that pass a test."""
    return given(filter(test, rows))
