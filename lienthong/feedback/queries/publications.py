"""Reads of what was published. Nothing here looks at a matter: the public sees a row that was written for it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import search_key
from lienthong.registry.queries import units_on

from ..models import Publication, Standing
from .places import Places

# So many words of a search are looked at, each so long.
_WORDS, _LONGEST = 12, 40
_MEETING_SQLITE = (
    "feedback_publication.id IN (SELECT rowid FROM feedback_publicationindex "
    "WHERE feedback_publicationindex MATCH %(expressions)s)"
)
_MEETING_POSTGRES = "feedback_publication.words @@ %(expressions)s::tsquery"


@dataclass(frozen=True)
class Wanted:
    """What is looked for. ``areas``: None means everywhere; ``since`` and ``until``: days of the answer, both included."""

    text: str = ""
    areas: Collection[int] | None = None
    category: str = ""
    matter_class: str = ""
    since: date | None = None
    until: date | None = None
    on_time: bool | None = None


def publications_for(actor: Actor, wanted: Wanted | None = None) -> QuerySet[Publication]:
    """Return what the public may read now, the latest first; the same for everybody."""
    wanted = wanted or Wanted()
    rows = Publication.objects.filter(standing=Standing.PUBLIC).select_related("category")
    narrowed = Q()
    if wanted.areas is not None:
        narrowed &= Q(area_id__in=list(wanted.areas))
    if wanted.category:
        narrowed &= Q(category__code=wanted.category)
    if wanted.matter_class:
        narrowed &= Q(matter_class=wanted.matter_class)
    if wanted.since is not None:
        narrowed &= Q(day_answered__gte=wanted.since)
    if wanted.until is not None:
        narrowed &= Q(day_answered__lte=wanted.until)
    if wanted.on_time is not None:
        narrowed &= Q(on_time=wanted.on_time)
    if wanted.text.strip():
        narrowed &= _meeting(wanted.text)
    return rows.filter(narrowed).order_by("-released_at", "-pk")


def find_publication(actor: Actor, uid: UUID) -> Publication | None:
    """Return something published, or published once and withdrawn since; None where there never was."""
    return Publication.objects.select_related("category").filter(uid=uid).first()


def get_publication(actor: Actor, uid: UUID) -> Publication:
    """Return something published, or published once and withdrawn since; NotFound says the same of everything else."""
    found = find_publication(actor, uid)
    if found is None:
        raise NotFound(_("Không có câu trả lời công bố nào ở địa chỉ này. Hãy tìm lại trong danh sách."))
    return found


def _meeting(text: str) -> Q:
    """Return the condition that every word stands there, with or without marks; the last may be a beginning."""
    words = [word[:_LONGEST] for word in search_key(text[:400]).split()][:_WORDS]
    if not words:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        asked = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
        return Q(_Meeting(Value(asked), template=_MEETING_POSTGRES))
    asked = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    return Q(_Meeting(Value(asked), template=_MEETING_SQLITE))


class _Meeting(Func):
    """A publication holds the words; written out, as no model knows what they are looked up through."""

    output_field = BooleanField()


def get_published(actor: Actor, uid: UUID) -> Publication:
    """Return something that is published now; NotFound says the same of what was withdrawn and of what never was."""
    found = publications_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không có câu trả lời công bố nào ở địa chỉ này. Hãy tìm lại trong danh sách."))
    return found


def page_of_publications(actor: Actor, wanted: Wanted, number: int, size: int = 50) -> Page[Publication]:
    """Return a page of what the public may read."""
    return Paginator(publications_for(actor, wanted), size).get_page(number)


def told(actor: Actor, rows: Sequence[Publication], places: Places) -> list[dict[str, Any]]:
    """Return published answers in plain words: names in the place of keys."""
    units = units_on({row.organisation_id for row in rows}, clock.today())
    return [
        {
            "uid": row.uid,
            "matter_class": row.matter_class,
            "category": row.category.code,
            "place": places.address(row.area_id),
            "body": units[row.organisation_id].name,
            "title": row.title,
            "question": row.question,
            "answer": row.answer,
            "day_sent": row.day_sent,
            "day_answered": row.day_answered,
            "on_time": row.on_time,
        }
        for row in rows
    ]
