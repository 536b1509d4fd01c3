"""Columns of whole numbers whose greatest size is known beforehand, so that none can overflow unnoticed.

Polars' integers wrap around in silence. Each operation therefore works out how large its result may become and
takes 64 or 128 bits for it; what may need more is refused before a single row is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

# Half of what the type can hold: the sum of two operands still fits.
_LIMIT_64 = 2**62
_LIMIT_128 = 2**126


class DoesNotFit(Exception):
    """The numbers of an expression may outgrow a column, or it divides inside a list."""


@dataclass(frozen=True)
class Whole:
    """A column of whole numbers, or one constant. ``limit`` is the greatest size that it may have."""

    value: pl.Expr | int
    limit: int

    @staticmethod
    def constant(number: int) -> Whole:
        _type_for(abs(number))  # refuses what is too large, as for a column
        return Whole(number, abs(number))

    @property
    def is_one(self) -> bool:
        return isinstance(self.value, int) and self.value == 1

    @property
    def expr(self) -> pl.Expr:
        """Its column, in the narrowest type for its limit."""
        return self.typed(self.limit)

    def typed(self, limit: int) -> pl.Expr:
        """Return its column in a type with room up to a limit. Every literal is typed: bare ones have 32 bits."""
        if isinstance(self.value, int):
            return pl.lit(self.value, dtype=_type_for(limit))
        return self.value if _type_for(limit) == _type_for(self.limit) else self.value.cast(_type_for(limit))

    def times(self, other: Whole) -> Whole:
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.constant(self.value * other.value)
        if other.is_one:
            return self
        if self.is_one:
            return other
        limit = self.limit * other.limit
        return Whole(self.typed(limit) * other.typed(limit), limit)

    def plus(self, other: Whole) -> Whole:
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.constant(self.value + other.value)
        limit = self.limit + other.limit
        return Whole(self.typed(limit) + other.typed(limit), limit)

    def over(self, other: Whole) -> Whole:
        """Divide by a positive number, whole and downward; itself it must not be negative."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return Whole.constant(self.value // other.value)
        least = other.value if isinstance(other.value, int) else 1
        both = max(self.limit, other.limit)
        limit = self.limit // least
        return Whole((self.typed(both) // other.typed(both)).cast(_type_for(limit)), limit)

    def negated(self) -> Whole:
        """Return it below zero; 128 bits know no minus sign, but multiplication."""
        return self.times(Whole.constant(-1))

    def size(self) -> Whole:
        if isinstance(self.value, int):
            return Whole.constant(abs(self.value))
        return Whole(self.value.abs(), self.limit)

    def sign(self) -> Whole:
        """Return −1, 0 or 1."""
        if isinstance(self.value, int):
            return Whole.constant((self.value > 0) - (self.value < 0))
        return Whole(self.value.sign().cast(_type_for(1)), 1)

    def mapped(self, change: Callable[[pl.Expr], pl.Expr]) -> Whole:
        """Return it with its column changed by something that makes no number larger."""
        return Whole(change(self.expr), self.limit)


NOTHING = Whole(pl.lit(None, dtype=pl.Int64), 0)


def _type_for(limit: int) -> type[pl.Int64 | pl.Int128]:
    if limit > _LIMIT_128:
        raise DoesNotFit
    return pl.Int64 if limit <= _LIMIT_64 else pl.Int128
