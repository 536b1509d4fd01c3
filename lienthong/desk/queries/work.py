"""Reads of work that waits: what was opened for a permission or a person, and what rooms find in the calendar."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import (
    accounts_of_unit,
    actor_for,
    default_post,
    titles_of,
)
from lienthong.kernel import clock, waiting
from lienthong.kernel.actor import Actor, Places
from lienthong.kernel.errors import NotFound
from lienthong.kernel.permission import Permission
from lienthong.kernel.text import search_key
from lienthong.kernel.waiting import Piece, Waiting, Waits

from ..models import WorkItem, WorkState


def held_by(places: Places, account_id: int | None, seat: int | None) -> Q:
    """Return the condition on open work that somebody sees: by a permission at its body, or because it is their own.

    One flat list of alternatives, each of which an index answers.
    """
    condition = Q(state=WorkState.OPEN, permission="", assigned_to_id=account_id or 0)
    for code, at_seat in _codes().items():
        if at_seat:
            if seat is not None and places.covers(code, seat, "pk", None):
                condition |= Q(state=WorkState.OPEN, permission=code, organisation_id=seat)
        elif places.holds(code):
            waits = Q(state=WorkState.OPEN, permission=code)
            bodies = WorkItem.objects.filter(waits).values("organisation_id").distinct()
            for where in places.among(code, "organisation_id", bodies):
                condition |= waits & where
    return condition


def _codes() -> dict[str, bool]:
    """Return the rights that work waits for, and of each whether it waits only for who works at that very body."""
    rights = {kind.permission.code: kind.permission for kind in waiting.kinds().values() if kind.permission}
    return {code: rights[code].seat for code in sorted(rights)}


def open_work_for(actor: Actor) -> QuerySet[WorkItem]:
    """Return what was opened and waits for an actor."""
    return WorkItem.objects.filter(held_by(actor.places, actor.account_id, actor.organisation_id))


def count_work(actor: Actor) -> tuple[int, bool]:
    """Return how much waits for an actor, and whether any of it is overdue: one statement, and those of the calendar."""
    now = clock.now()
    counted = open_work_for(actor).aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=now)))
    found = [one for _source, one in found_for(actor)]
    late = any(one.due is not None and one.due < now for one in found)
    return counted["all"] + len(found), bool(counted["late"]) or late


def found_for(actor: Actor) -> list[tuple[Waiting, Waits]]:
    """Return what rooms find waiting in the calendar, each with what found it."""
    return [(source, one) for source in waiting.sources() for one in source.find(actor)]


def get_work(actor: Actor, uid: UUID) -> WorkItem:
    """Return a piece of work that waits for an actor; NotFound otherwise."""
    item = open_work_for(actor).filter(uid=uid).select_related("assigned_to").first()
    if item is None:
        raise NotFound(_("Việc này đã xong, hoặc không thuộc về bạn. Hãy tải lại trang."))
    return item


def kinds_of_work() -> list[tuple[str, str]]:
    """Return the code and label of everything that can wait."""
    said = {kind.code: str(kind.label) for kind in waiting.kinds().values()}
    said |= {source.code: str(source.label) for source in waiting.sources()}
    return sorted(said.items(), key=lambda pair: search_key(pair[1]))


def piece_of(item: WorkItem) -> Piece:
    """Return a piece of work as its room knows it."""
    return Piece(
        kind=item.kind,
        key=item.key,
        organisation_id=item.organisation_id,
        subject_kind=item.subject_kind,
        subject=item.subject,
        url=item.url,
        words=item.words,
        due=item.due,
    )


def title_of(item: WorkItem) -> str:
    """Return what a piece of work is called, in the language of the screen."""
    kind = waiting.kinds().get(item.kind)
    return kind.titled(item.words) if kind else item.kind


def doers_of(actor: Actor, item: WorkItem) -> list[tuple[Account, str]]:
    """Return who of the actor's unit, the actor included, may do a piece of work, with their capacity."""
    if actor.organisation_id is None or not item.permission:
        return []
    people = [one for one in accounts_of_unit(actor.organisation_id) if may_do(one, item)]
    titles = titles_of(people)
    return [(one, titles[one.pk]) for one in people]


def may_do(account: Account, item: WorkItem) -> bool:
    """Say whether somebody, in the post they begin with, may do a piece of work."""
    right = Permission(item.permission, item.permission)
    return account.is_active and right.allows(actor_for(account, default_post(account)), item)
