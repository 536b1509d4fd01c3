"""Reads of matters by officers: a body's own, and what it was asked to help with. Nobody reads further down by rank.

Seen are those whose body is the actor's own seat, where VIEW is held there, those that were passed on to it, of which it is
to decide, and about which it was asked; never what complains about that body.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import OPERATOR, Actor
from lienthong.kernel.errors import NotFound

from ..models import (
    OPEN_STATES,
    Matter,
    MatterClass,
    Panel,
    ProposalState,
    Referral,
    Share,
    ShareState,
    Transfer,
    TransferState,
)
from ..permissions import ANSWER, RECEIVE, VIEW


def matters_for(actor: Actor) -> QuerySet[Matter]:
    """Return the matters that an actor may read, those first whose answer is due first.

    For one of them, or few: a list of what a body has asks ``inbox.rows_in``, which finds each queue by an index of its own.
    """
    seat = actor.organisation_id
    rows = Matter.objects.select_related("category", "organisation")
    if seat is None or not VIEW.allows_at(actor, seat):
        return rows.none()
    own = Q(organisation_id=seat)
    coming, deciding = Q(pk__in=coming_to(seat)), Q(pk__in=decided_by(seat))
    helping = Q(pk__in=helped_by(seat), state__in=OPEN_STATES)
    seen = rows.filter(own | coming | deciding | helping)
    return seen_in_lane(actor, seat, seen.exclude(about_id=seat)).order_by("answer_due", "pk")


def coming_to(seat: int) -> QuerySet[Transfer, int]:
    """Return the keys of matters that a body is to accept or bounce."""
    rows = Transfer.objects.filter(target_id=seat, state=TransferState.OFFERED)
    return rows.values_list("matter_id", flat=True)


def decided_by(seat: int) -> QuerySet[Referral, int]:
    """Return the keys of matters of which a body is to say who settles them."""
    return Referral.objects.filter(body_id=seat, ended_at=None).values_list("matter_id", flat=True)


def helped_by(seat: int) -> QuerySet[Share, int]:
    """Return the keys of matters about which a body was asked."""
    rows = Share.objects.filter(body_id=seat).exclude(state=ShareState.DROPPED)
    return rows.values_list("matter_id", flat=True)


def is_seat_of(actor: Actor, matter: Matter) -> bool:
    """Say whether a matter is at the body for which an actor works, and not about it. Rights further down do not count."""
    return actor.organisation_id == matter.organisation_id and matter.organisation_id != matter.about_id


def require_seat(actor: Actor, matter: Matter) -> None:
    """Raise NotAllowed unless a matter is at the body for which an actor works; the operator may."""
    if actor is not OPERATOR and not is_seat_of(actor, matter):
        raise RECEIVE.refusal(actor)


def may_read_contact(actor: Actor, matter: Matter) -> bool:
    """Say whether an actor may be shown who sent a matter: those who receive or answer at the body that has it."""
    seat = matter.organisation_id
    return is_seat_of(actor, matter) and (RECEIVE.allows_at(actor, seat) or ANSWER.allows_at(actor, seat))


def require_contact(actor: Actor, matter: Matter) -> None:
    """Raise NotAllowed unless an actor may be shown who sent a matter."""
    if not may_read_contact(actor, matter):
        raise ANSWER.refusal(actor)


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
