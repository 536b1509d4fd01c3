"""What became of a unit by a day, through as many changes as lie between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .gazetteer import Gazetteer, Unit


class Fate(NamedTuple):
    """The units in force on a day that a unit went into, or came from where the day lies before it.

    ``whole``: all of it went into the one. ``best``: the one to name when one answer must be given, None where no source
    says which. ``steps``: the days of the changes in between.
    """

    units: tuple[int, ...]
    whole: bool
    best: int | None
    steps: tuple[date, ...] = ()


_NOWHERE = Fate((), whole=False, best=None)


class Fates:
    """Follows units to one day; each is followed once."""

    def __init__(self, gazetteer: Gazetteer, day: date) -> None:
        self.day = day
        self._units = gazetteer.units
        self._known: dict[int, Fate] = {}

    def of(self, key: int) -> Fate:
        """Return what became of a unit."""
        known = self._known.get(key)
        if known is None:
            # Whoever is followed in a circle comes to nothing.
            self._known[key] = _NOWHERE
            known = self._known[key] = self._follow(self._units[key])
        return known

    def _follow(self, unit: Unit) -> Fate:
        if unit.on(self.day) is not None:
            return Fate((unit.key,), whole=True, best=unit.key)
        if unit.since > self.day:
            return self._back(unit)
        links = sorted(
            (link for link in unit.after if link.on <= self.day), key=lambda link: not link.default
        )
        if not links:
            return self._of_parts(unit)
        fates = [self.of(link.other) for link in links]
        units = _together(fates)
        whole = (len(links) > 1 or links[0].whole) and all(fate.whole for fate in fates) and len(units) == 1
        best = fates[0].best if links[0].default or len(links) == 1 else None
        return Fate(units, whole, best, _steps(fates, [link.on for link in links]))

    def _back(self, unit: Unit) -> Fate:
        """Before it was founded: what it was made of. No source says which part of many it was most."""
        links = [link for link in unit.before if link.on > self.day]
        fates = [self.of(link.other) for link in links]
        units = _together(fates)
        best = units[0] if len(units) == 1 else None
        return Fate(units, whole=False, best=best, steps=_steps(fates, [link.on for link in links]))

    def _of_parts(self, unit: Unit) -> Fate:
        """Without a successor: where the units went that lay in it on its last day; the best is where most of them went."""
        inside = [
            self._units[key]
            for key in unit.below
            if any(place.until >= unit.until for place in self._units[key].places if unit.key in place[:2])
        ]
        fates = [self.of(part.key) for part in inside]
        if not fates:
            return _NOWHERE
        units = _together(fates)
        counts = Counter(fate.best for fate in fates if fate.best is not None)
        ranked = counts.most_common(2)
        best = ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None
        if best is not None:
            units = (best, *(key for key in units if key != best))
        whole = len(units) == 1 and all(fate.whole for fate in fates)
        return Fate(units, whole, best, _steps(fates, [unit.until]))


def _together(fates: Sequence[Fate]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key for fate in fates for key in fate.units))


def _steps(fates: Sequence[Fate], days: Sequence[date]) -> tuple[date, ...]:
    return tuple(sorted({*days, *(step for fate in fates for step in fate.steps)}))
