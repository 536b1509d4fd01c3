"""Reads of the visitors' book."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse

from lienthong.kernel.actor import Actor
from lienthong.kernel.search import Row
from lienthong.registry.queries import marks_of

from .models import Visit
from .permissions import VIEW


def visits_for(actor: Actor) -> QuerySet[Visit]:
    """Return the visits that an actor may know of, the latest first."""
    return VIEW.filter(actor, Visit.objects.select_related("organisation").order_by("-day", "-pk"))


def address_of(visit: Visit) -> str:
    """Return where the page of a visit is."""
    return reverse("visitors:visit", args=[visit.uid])


def rows_of(visits: Iterable[Visit]) -> Iterator[Row]:
    """Yield visits as the search keeps them."""
    visits = list(visits)
    marks = marks_of(visit.organisation_id for visit in visits)
    for one in visits:
        body = one.organisation_id
        yield Row(str(one.uid), one.guests, address_of(one), one.day, organisation_id=body, marks=marks[body])
