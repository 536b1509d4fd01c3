"""Handing over: what one person had been given goes to another who may do it, or back to all who may."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import actor_for, default_post
from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotAllowed, WrongData
from lienthong.kernel.permission import Permission
from lienthong.registry.models import Post
from lienthong.registry.queries import stream_of_unit

from ..models import Absence, WorkItem, WorkState
from ..queries.absence import manage_grants, manage_posts
from .absence import end_absence
from .work import give_work


@dataclass(frozen=True)
class HandedOver:
    """What became of a person's work: moved to another, free for all who may do it, their own and dropped."""

    moved: int
    free: int
    dropped: int
    absences: int


@transaction.atomic
def hand_over(*, actor: Actor, giver: Account, taker: Account | None, organisation_id: int) -> HandedOver:
    """Hand over the open work that was given to somebody: to the taker where they may do it, else to nobody in particular.

    What is the giver's alone, such as mentions, is dropped, and their absences end. By themselves, or by who looks after
    the posts of their unit.
    """
    _require(actor, giver, organisation_id)
    if taker is not None and taker.pk == giver.pk:
        raise WrongData(
            _("Người nhận phải là người khác."), {"taker": [_("Hãy chọn người khác để nhận bàn giao.")]}
        )
    items = list(
        WorkItem.objects.select_for_update().filter(state=WorkState.OPEN, assigned_to=giver).order_by("pk")
    )
    moving = _doable(taker, items) if taker else []
    moved = {item.pk for item in moving}
    freed = [item for item in items if item.permission and item.pk not in moved]
    if taker is not None and moving:
        give_work(actor=actor, items=moving, account=taker)
    if freed:
        give_work(actor=actor, items=freed, account=None)
    dropped = _drop(actor, [item for item in items if not item.permission])
    absences = _end_absences(actor, giver)
    if items or absences:
        facts = {"taker": taker.uid if taker else None, "moved": len(moving), "free": len(freed)}
        stream = stream_of_unit(organisation_id)
        audit.record(actor, "work.handed_over", "account", giver.uid, stream=stream, facts=facts)
    return HandedOver(len(moving), len(freed), dropped, absences)


def _require(actor: Actor, giver: Account, organisation_id: int) -> None:
    """Let people hand over what is theirs, in person; for others whoever looks after the posts of their unit."""
    if actor.account_id == giver.pk and actor.token is None:
        return
    manage_posts().require_at(actor, organisation_id)
    posts = Post.objects.filter(official_id=giver.official_id or 0, organisation_id=organisation_id)
    if giver.organisation_id != organisation_id and not posts.exists():
        raise NotAllowed(_("“%(name)s” không thuộc đơn vị này.") % {"name": giver.name})


def _doable(taker: Account, items: list[WorkItem]) -> list[WorkItem]:
    """Return the work that somebody may do; asked once for each permission, of all bodies together."""
    if not taker.is_active:
        return []
    doer = actor_for(taker, default_post(taker))
    found: set[int] = set()
    for code in {item.permission for item in items if item.permission}:
        mine = WorkItem.objects.filter(pk__in=[item.pk for item in items], permission=code)
        found |= set(mine.filter(Permission(code, code).within(doer)).values_list("pk", flat=True))
    return [item for item in items if item.pk in found]


def _drop(actor: Actor, items: list[WorkItem]) -> int:
    return WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(
        state=WorkState.DROPPED, done_at=clock.now(), done_by=actor.uid, done_post_id=actor.post_id
    )


def _end_absences(actor: Actor, giver: Account) -> int:
    """End the giver's absences where the actor may; lent rights end with the giver's own in any case."""
    rows = Absence.objects.filter(account=giver, valid_to__gt=clock.today())
    mine = [row for row in rows if actor.account_id == giver.pk or manage_grants().allows(actor, row)]
    for row in mine:
        end_absence(actor=actor, absence=row)
    return len(mine)
