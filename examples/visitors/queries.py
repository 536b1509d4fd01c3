"""Reads of the visitors' book."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.search import Row
from lienthong.registry.queries import marks_of

from .models import Visit
from .permissions import VIEW


def visits_for(actor: Actor, text: str = "", state: str = "") -> QuerySet[Visit]:
    """Return the visits that an actor may know of, the latest first."""
    rows = VIEW.filter(actor, Visit.objects.select_related("organisation").order_by("-day", "-pk"))
    rows = rows.filter(guests__icontains=text) if text else rows
    return rows.filter(state=state) if state else rows


def get_visit(actor: Actor, uid: UUID) -> Visit:
    """Return a visit; NotFound where there is none that the actor may know of."""
    visit = visits_for(actor).filter(uid=uid).first()
    if visit is None:
        raise NotFound(_("Không có lượt khách này, hoặc bạn không được xem."))
    return visit


def rows_to_find(uids: list[UUID] | None = None) -> Iterator[Row]:
    """Yield visits as the search finds them; ``uids``: only these."""
    visits = Visit.objects.order_by("-day") if uids is None else Visit.objects.filter(uid__in=uids)
    marks = marks_of(visits.values_list("organisation_id", flat=True))
    for one in visits:
        body = one.organisation_id
        link = reverse("visitors:visit", args=[one.uid])
        yield Row(str(one.uid), one.guests, link, one.day, organisation_id=body, marks=marks[body])
