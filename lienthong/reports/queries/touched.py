"""What a restructuring touches here: who reports, what is open, what is locked, what is kept. Counted, never listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Max

from lienthong.kernel.bulk import chunks
from lienthong.kernel.following import Change
from lienthong.kernel.journal import Journal
from lienthong.kernel.values import Week
from lienthong.registry.models import Organisation, OrganisationVersion

from ..models import Return, ReturnState, Revision, Series, Total

_CHUNK = 900
OPEN = (ReturnState.DRAFT, ReturnState.SUBMITTED, ReturnState.RETURNED)


def touched_bodies(change: Change) -> set[int]:
    """Return the keys of the bodies that are closed or go on below another."""
    return {*change.closed, *change.moved}


def open_returns(change: Change) -> Counter[tuple[int, str]]:
    """Return how many returns of touched bodies are still open, by body and state, whatever their week."""
    return _counted(touched_bodies(change), state__in=OPEN)


def locked_returns(change: Change) -> int:
    """Return how many returns of touched bodies are locked for weeks that end on the day or later."""
    found = _counted(touched_bodies(change), state=ReturnState.LOCKED, period__gte=str(Week.of(change.on)))
    return sum(found.values())


def _counted(bodies: Collection[int], **which: object) -> Counter[tuple[int, str]]:
    found: Counter[tuple[int, str]] = Counter()
    for chunk in chunks(sorted(bodies), _CHUNK):
        rows = Return.objects.filter(organisation_id__in=chunk, **which)
        for body, state, count in rows.values_list("organisation_id", "state").annotate(Count("pk")):
            found[body, state] += count
    return found


def reporting_bodies(change: Change, series: Series) -> Counter[int]:
    """Return how many bodies that report are touched, by the unit that collected from them before; 0: nobody knows."""
    above = {body: before or 0 for body, (before, _after) in change.moved.items()}
    found: Counter[int] = Counter()
    for chunk in chunks(sorted(touched_bodies(change)), _CHUNK):
        rows = Organisation.objects.filter(pk__in=chunk, level=series.level)
        found.update(above.get(body, 0) for body in rows.values_list("pk", flat=True))
    return found


def kept_totals(change: Change) -> int:
    """Return how many totals are kept of units that close, for weeks that end on the day or later."""
    first = str(Week.of(change.on))
    return sum(
        Total.objects.filter(unit_id__in=chunk, period__gte=first, period__contains="-W").count()
        for chunk in chunks(sorted(change.closed), _CHUNK)
    )


def weeks_kept_from(series: Series, on: date) -> list[Week]:
    """Return the weeks of a series that end on a day or later and in which anything was reported."""
    rows = Return.objects.filter(series=series, period__gte=str(Week.of(on)))
    return sorted(Week.parse(period) for period in rows.values_list("period", flat=True).distinct())


def newer_returns(change: Change, journal: Journal) -> tuple[int, int]:
    """Return how many returns were entered since for bodies that began, and how many steps were taken with touched ones."""
    founded = journal.founded(Organisation)
    entered = sum(
        Return.objects.filter(organisation_id__in=chunk).count() for chunk in chunks(sorted(founded), _CHUNK)
    )
    since = _written_at(journal)
    if since is None:
        return entered, 0
    steps = sum(
        Revision.objects.filter(entry__organisation_id__in=chunk, at__gt=since).count()
        for chunk in chunks(sorted(touched_bodies(change)), _CHUNK)
    )
    return entered, steps


def _written_at(journal: Journal) -> datetime | None:
    """Return when the bodies' rows were written, as they say themselves."""
    times = (
        OrganisationVersion.objects.filter(pk__in=chunk).aggregate(last=Max("known_at"))["last"]
        for chunk in chunks(sorted(journal.founded(OrganisationVersion)), _CHUNK)
    )
    return max((time for time in times if time), default=None)
