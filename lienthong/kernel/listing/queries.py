"""Reads of saved views: one's own, and those that somebody of one's body shares."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import NotFound
from ..models import SavedView
from ..permissions import SHARE_VIEWS


def views_for(actor: Actor, listing: str) -> list[SavedView]:
    """Return the views of a list that an actor has, their own first; one statement."""
    if actor.uid is None:
        return []
    mine = Q(account=actor.uid)
    shared = Q(shared_with=actor.organisation_id) if actor.organisation_id else Q(pk__in=[])
    found = SavedView.objects.filter(mine | shared, listing=listing).order_by("name", "pk")
    return sorted(found, key=lambda view: view.account != actor.uid)


def get_own_view(actor: Actor, uid: UUID) -> SavedView:
    """Return a view of the actor's own; NotFound otherwise."""
    view = SavedView.objects.filter(uid=uid, account=actor.uid).first() if actor.uid else None
    if view is None:
        raise NotFound(_("Không có cách xem này, hoặc không phải của bạn."))
    return view


def may_share(actor: Actor) -> bool:
    """Say whether an actor may give views to everybody of the body at which they act."""
    return actor.organisation_id is not None and SHARE_VIEWS.allows_at(actor, actor.organisation_id)
