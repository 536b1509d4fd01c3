"""Old addresses and codes, resolved to the units in force on a day. What a unit is called is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import Max

from lienthong.kernel.actor import Actor

from ..models import Area, AreaAlias, AreaEdge, AreaSuccession, AreaVersion, Tree
from ..rules.addresses import Fates, Gazetteer, Reading, Unit, Version, judge, match
from ..rules.addresses.gazetteer import LEVELS
from .areas import ADMIN
from .reasons import sentences
from .resolutions import Candidate, NamedUnit, Resolution

_REPEATED: Final = 20_000
_ONE_DAY: Final = timedelta(days=1)


def resolve(actor: Actor, text: str, on: date, asked_on: date | None = None) -> Resolution:
    """Return what an address or a code comes to on a day. ``asked_on``: the day of the text, where it is known."""
    return _Speaker(_gazetteer(_stamp()), on).resolved(text, asked_on)


def resolve_many(
    actor: Actor, texts: Iterable[str], on: date, asked_on: date | None = None
) -> Iterator[Resolution]:
    """Yield what each of many texts comes to; one that comes again is worked out once."""
    speaker = _Speaker(_gazetteer(_stamp()), on)
    known: dict[str, Resolution] = {}
    for text in texts:
        found = known.get(text)
        if found is None:
            found = speaker.resolved(text, asked_on)
            if len(known) < _REPEATED:
                known[text] = found
        yield found


def may_resolve(actor: Actor) -> bool:
    """Say whether any units are known that a text could mean."""
    return bool(_gazetteer(_stamp()).units)


# ── the units in memory ──────────────────────────────────────────────────────────────────────────────────────────────


def _stamp() -> tuple[object, ...]:
    """Return what is another one as soon as any unit has changed; read before the rows themselves."""
    stamps = Tree.objects.order_by("pk").values_list("stamp", flat=True)
    newest = (
        model.objects.aggregate(newest=Max("pk"))["newest"]
        for model in (AreaVersion, AreaEdge, AreaSuccession, AreaAlias)
    )
    return (*stamps, *newest)


@lru_cache(maxsize=1)
def _gazetteer(stamp: tuple[object, ...]) -> Gazetteer:
    """Read the units once a process and stamp: half a second for the country."""
    versions = AreaVersion.objects.filter(area__level__in=LEVELS)
    edges = AreaEdge.objects.filter(tree__code=ADMIN, child__level__in=LEVELS, parent__level__in=LEVELS)
    return Gazetteer.of(
        Area.objects.filter(level__in=LEVELS).values_list("pk", "uid", "level"),
        (
            (area, Version(*row))
            for area, *row in versions.values_list(
                *("area_id", "valid_from", "valid_to", "code", "name", "full_name", "kind")
            )
        ),
        edges.values_list("child_id", "parent_id", "valid_from", "valid_to"),
        AreaSuccession.objects.order_by("pk").values_list(
            "predecessor_id", "successor_id", "on", "whole", "default"
        ),
        AreaAlias.objects.filter(area__level__in=LEVELS).order_by("pk").values_list("area_id", "text"),
    )


# ── verdicts in words ────────────────────────────────────────────────────────────────────────────────────────────────


class _Speaker:
    """Puts verdicts for one day into names and sentences."""

    def __init__(self, gazetteer: Gazetteer, on: date) -> None:
        self._gazetteer, self._on = gazetteer, on
        self._fates = Fates(gazetteer, on)
        self._named: dict[tuple[int, date], NamedUnit] = {}

    def resolved(self, text: str, asked_on: date | None) -> Resolution:
        """Return what a text comes to."""
        verdict = judge(match(self._gazetteer, text, asked_on), self._fates)
        candidates = tuple(
            Candidate(
                self._as_meant(reading),
                tuple(map(self._now, fate.units)),
                self._now(fate.best) if fate.best is not None else None,
                fate.whole,
            )
            for reading, fate in zip(verdict.readings, verdict.fates, strict=True)
        )
        return Resolution(
            text=text,
            on=self._on,
            meant=tuple(candidates[place].unit for place in verdict.meant),
            now=tuple(map(self._now, verdict.now)),
            best=self._now(verdict.best) if verdict.best is not None else None,
            certain=verdict.certain,
            why=" ".join(sentences(text, self._on, verdict, candidates)),
            candidates=candidates,
        )

    def _as_meant(self, reading: Reading) -> NamedUnit:
        """Name a unit as it was where the text puts it, as near to the day as it lay there."""
        place = reading.place
        return self._name(reading.unit, max(place.since, min(self._on, place.until - _ONE_DAY)))

    def _now(self, key: int) -> NamedUnit:
        return self._name(self._gazetteer.units[key], self._on)

    def _name(self, unit: Unit, day: date) -> NamedUnit:
        if (unit.key, day) not in self._named:
            called = unit.on(day) or unit.versions[-1]
            place = next(
                (place for place in unit.places if place.since <= day < place.until), unit.places[-1]
            )
            within = tuple(self._name(self._gazetteer.units[key], day).full_name for key in place[:2] if key)
            self._named[unit.key, day] = NamedUnit(
                unit.since, unit.until, unit.uid, unit.level, called.code, called.full_name, within
            )
        return self._named[unit.key, day]
