"""Reads of matters by officers: a body's own, and what it was asked to help with. Nobody reads further down by rank.

Seen are those whose body is the actor's own seat, where VIEW is held there; never what complains about that body.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import Matter, MatterClass, Panel, ProposalState
from ..permissions import RECEIVE, VIEW


def matters_for(actor: Actor) -> QuerySet[Matter]:
    """Return the matters that an actor may read, those first whose answer is due first."""
    seat = actor.organisation_id
    rows = Matter.objects.select_related("category", "organisation")
    if seat is None or not VIEW.allows_at(actor, seat):
        return rows.none()
    rows = rows.filter(Q(organisation_id=seat)).exclude(about_id=seat)
    return seen_in_lane(actor, seat, rows).order_by("answer_due", "pk")


def seen_in_lane(actor: Actor, seat: int, rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Return those of some matters that their lane lets an officer see.

    A denunciation is for whoever receives at the body, nobody else. Who judges a proposal does not see who sent it.
    """
    if not RECEIVE.allows_at(actor, seat):
        rows = rows.exclude(matter_class=MatterClass.DENUNCIATION)
    if actor.uid is None:
        return rows
    judged = Panel.objects.filter(account=actor.uid, proposal__state=ProposalState.JUDGING)
    return rows.exclude(pk__in=judged.values("proposal__matter_id"))


def may_see_matters(actor: Actor) -> bool:
    """Say whether an actor works with the matters of their body."""
    return actor.organisation_id is not None and VIEW.allows_at(actor, actor.organisation_id)


def require_matters(actor: Actor) -> None:
    """Raise NotAllowed unless an actor works with the matters of their body."""
    if not may_see_matters(actor):
        raise VIEW.refusal(actor)


def get_matter(actor: Actor, uid: UUID) -> Matter:
    """Return a matter as an actor may read it; NotFound otherwise."""
    found = matters_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy phản ánh này, hoặc phản ánh không do đơn vị bạn giải quyết."))
    return found


def address_of(matter: Matter) -> str:
    """Return where the page of a matter is, for officers."""
    return reverse("feedback:matter", args=[matter.uid])


def language() -> str:
    """Return the language of the page, of the two that the data has."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"
