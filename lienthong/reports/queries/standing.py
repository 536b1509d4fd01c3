"""Whose returns count at a collecting unit for a week, by the week's own structure or by that of another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from lienthong.registry.queries import (
    Single,
    Unit,
    left_to,
    moves_of,
    parents_of,
    stamp_of,
    units_below,
    units_on,
)

from ..models import Return
from .kept import Key
from .moving import Moved, moved_between
from .series import Asked


class Standing(NamedTuple):
    """A body whose return counts at a unit. ``partly``: it was split, and only some of it belongs there."""

    unit: Unit
    partly: bool = False


def bodies_at(asked: Asked, unit: Unit) -> list[Standing]:
    """Return the bodies whose returns count at a collecting unit, closed ones behind the others."""
    moved = moved_between(asked, Key.of(asked, unit.id), stamp_of(asked.series.tree_id))
    return _as_was(asked, unit) if moved is None else _by_another(asked, unit, moved)


def _as_was(asked: Asked, unit: Unit) -> list[Standing]:
    series, last = asked.series, asked.week.last
    standing = units_below(series.tree_id, unit.id, last)
    closed = left_to(series.tree_id, series.level, [unit.id], last)
    reported = _reported(asked).filter(organisation__in=closed)
    left = units_on(reported.values_list("organisation_id", flat=True), last).values()
    return [Standing(body) for body in (*standing, *left)]


def _by_another(asked: Asked, unit: Unit, moved: Moved) -> list[Standing]:
    """Return the bodies of the week that stand there on the other day, and those that went on in what stands there."""
    series = asked.series
    there = [body for body in units_below(series.tree_id, unit.id, asked.day) if body.level == series.level]
    then = parents_of(series.tree_id, [body.id for body in there], moved.held_on)
    places = {unit.id, *(body.id for body in there)}
    singles = _single_at(stamp_of(series.tree_id), series.tree_id, series.level, moved)
    gone = {one.body: one for place in places for one in singles.get(place, ())}
    closed = [body for body, one in gone.items() if not one.expected]
    silent = set(closed) - set(
        _reported(asked).filter(organisation__in=closed).values_list("organisation_id", flat=True)
    )
    named = units_on(sorted(gone.keys() - silent), asked.week.last)
    split = {body for body, one in gone.items() if not {part.body for part in one.parts} <= places}
    return [
        *(Standing(body) for body in there if body.id in then and body.id not in gone),
        *(Standing(body, body.id in split) for body in named.values()),
    ]


def _reported(asked: Asked) -> QuerySet[Return]:
    return Return.objects.filter(series=asked.series, period=str(asked.week))


@lru_cache(maxsize=16)
def _single_at(stamp: object, tree: int, level: str, moved: Moved) -> Mapping[int, Sequence[Single]]:
    """Return, by each place, the bodies that did not stand on both days of which something stands there."""
    found: dict[int, list[Single]] = defaultdict(list)
    for one in moves_of(stamp, tree, level, *moved).single:
        for part in one.parts:
            found[part.body].append(one)
    return found
