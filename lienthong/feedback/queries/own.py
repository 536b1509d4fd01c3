"""What officers' programs read: the list of their own body without texts, and its days."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

from ..models import DayCount, Matter
from .matters import matters_for

_SIZE = 50
_SPAN = timedelta(days=92)


def page_of_own(actor: Actor, state: str, number: int) -> tuple[Page[Matter], dict[str, int]]:
    """Return a page of the matters that an actor may read, and how many of all stand in each state."""
    rows = matters_for(actor).defer("text", "place", "code", "pin", "content")
    counted = rows.order_by("state").values_list("state").annotate(number=Count("pk"))
    narrowed = rows.filter(state=state) if state else rows
    return Paginator(narrowed, _SIZE).get_page(number), dict(counted)


def days_of_own(actor: Actor, since: date | None, until: date | None) -> QuerySet[DayCount]:
    """Return what the actor's body had at the end of each day, at most three months of them."""
    last = min(until or clock.today(), clock.today())
    first = max(since or last - _SPAN, last - _SPAN)
    seat = actor.organisation_id or 0
    rows = DayCount.objects.filter(organisation_id=seat, day__gte=first, day__lte=last)
    return rows.select_related("category").order_by("day", "category__position")
