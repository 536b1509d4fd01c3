"""Voters' opinions by meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound

from ..models import (
    ContactMeeting,
    Opinion,
)
from .matters import matters_for, require_matters

_SENDER: Final = "feedback.sender"
_DAY: Final = timedelta(days=1)


def meetings_for(actor: Actor) -> QuerySet[ContactMeeting]:
    """Return the meetings that the actor's body wrote down, the latest first."""
    require_matters(actor)
    rows = ContactMeeting.objects.filter(organisation_id=actor.organisation_id or 0)
    return rows.annotate(number=Count("opinions")).order_by("-day", "pk")


def meeting_address(meeting: ContactMeeting) -> str:
    """Return where the opinions of a meeting are."""
    return reverse("feedback:meeting", args=[meeting.uid])


def get_meeting(actor: Actor, uid: UUID) -> ContactMeeting:
    """Return a meeting of the actor's body; NotFound otherwise."""
    found = meetings_for(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy buổi tiếp xúc này, hoặc buổi đó do đơn vị khác nhập."))
    return found


def opinions_of(actor: Actor, meeting: ContactMeeting) -> QuerySet[Opinion]:
    """Return the opinions of a meeting that the actor may read, in the order of the minutes."""
    seen = matters_for(actor).order_by().values("pk")
    rows = Opinion.objects.filter(meeting=meeting, matter__in=seen)
    return rows.select_related("matter", "matter__category").order_by("position")
