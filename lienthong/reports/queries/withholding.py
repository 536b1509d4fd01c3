"""Parts of broken down figures: what of them is not shown outside the collecting unit, in totals and in single returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from lienthong.forms.rules import WITHHELD, CellValue
from lienthong.kernel.actor import Actor
from lienthong.registry.queries import Unit, stamp_of, units_above

from .. import permissions
from ..rules.suppression import Leaf, hidden_units
from ..rules.totals import HEADER, LANES, Matrix
from .kept import Collected, Key, Stamps, UnitTotals, collected, stamps_of
from .series import Asked
from .structured import is_moved

Withheld = Mapping[int, frozenset[str]]


def stands_inside(actor: Actor, unit_id: int) -> bool:
    """Say whether an actor belongs to those who collect: who may enter at a unit sees every part there."""
    return permissions.SUBMIT.allows_at(actor, unit_id)


def shown_to(
    actor: Actor, asked: Asked, unit: Unit, found: Mapping[int, UnitTotals]
) -> dict[int, UnitTotals]:
    """Return the totals of a unit and of what stands below it without the parts that an actor may not see."""
    if not asked.form.guarded or stands_inside(actor, unit.id):
        return dict(found)
    return without(found, withheld_of(asked, unit, found))


def withheld_of(asked: Asked, unit: Unit, found: Iterable[int], *, period: str = "") -> Withheld:
    """Return the parts that are not shown of some units.

    By another structure than its own all parts of a week are withheld: what one structure hides could be told from the
    difference to another.
    """
    if is_moved(asked, stamp_of(asked.series.tree_id)):
        return dict.fromkeys(found, frozenset(asked.form.guarded))
    return withheld_in(asked, unit, period=period)


def without(found: Mapping[int, UnitTotals], withheld: Withheld) -> dict[int, UnitTotals]:
    """Return totals without the numbers that are withheld."""
    return {
        key: UnitTotals(
            one.completeness, one.received.without(withheld[key]), one.approved.without(withheld[key])
        )
        if key in withheld
        else one
        for key, one in found.items()
    }


def withheld_in(asked: Asked, unit: Unit, *, period: str = "") -> Withheld:
    """Return, by unit of the whole tree that a unit stands in, the parts that are not shown in a week.

    It is decided for the whole tree at once, so that every page hides the same, and for both stages together.
    """
    root = units_above(asked.series.tree_id, unit.id, asked.week.last)[0]
    key = Key.of(asked, root.id, period)
    figures = tuple(field.parts for field in asked.form.fields.values() if field.breakdown)
    return _withheld(stamps_of(key), key, figures)


@lru_cache(maxsize=64)
def _withheld(stamps: Stamps, key: Key, figures: tuple[tuple[str, ...], ...]) -> Withheld:
    """Decide once a process what has not changed since; ``figures``: the parts of each broken down field."""
    held = collected(key, stamps.tree)
    if held is None:
        return {}
    shape = held.shape
    above = [
        tuple(reversed(shape.ways[place, : shape.depths[place]].tolist())) for place in held.places.tolist()
    ]
    withheld: dict[int, set[str]] = {}
    for parts in figures:
        for unit_id in _hidden(held, above, parts):
            withheld.setdefault(unit_id, set()).update(parts)
    return {unit_id: frozenset(codes) for unit_id, codes in withheld.items()}


def _hidden(held: Collected, above: Sequence[tuple[int, ...]], parts: Sequence[str]) -> Iterable[int]:
    if any(part not in held.slots for part in parts):
        return ()
    units = held.shape.units[held.places].tolist()
    return {
        unit_id
        for rows in held.rows.distinct
        for unit_id in hidden_units(
            [Leaf(*one) for one in zip(units, above, _numbers(held, rows, parts), strict=True)]
        )
    }


def _numbers(held: Collected, rows: Matrix, parts: Sequence[str]) -> list[tuple[int, ...]]:
    lanes = [HEADER + LANES * held.slots.index(part) for part in parts]
    return [tuple(numbers) for numbers in rows[:, lanes].tolist()]


def shown_values(
    actor: Actor, asked: Asked, body_id: int, values: Mapping[str, CellValue]
) -> Mapping[str, CellValue]:
    """Return the cells of one body as an actor may see them: from outside, no parts, nor what follows from them."""
    if not asked.form.guarded or stands_inside(actor, body_id):
        return values
    return without_guarded(asked, values)


def without_guarded(asked: Asked, values: Mapping[str, CellValue]) -> Mapping[str, CellValue]:
    """Return the cells of a body as whoever stands outside may see them."""
    return {code: WITHHELD if code in asked.form.guarded else value for code, value in values.items()}
