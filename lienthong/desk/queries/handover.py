"""Reads of what somebody would hand over, who may do so for them, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from lienthong.identity.models import Account
from lienthong.identity.queries import accounts_of_unit, own_account, titles_of
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound
from lienthong.registry.queries import units_on

from ..models import Absence, WorkItem, WorkState
from .absence import colleagues_of, manage_posts
from .work import title_of


@dataclass(frozen=True)
class Given:
    """A piece of work that was given to somebody. ``moves``: False of what is theirs alone."""

    title: str
    url: str
    unit: str
    due: datetime | None
    moves: bool


@dataclass(frozen=True)
class HandOver:
    """What somebody would hand over. ``absences``: theirs that would end; ``standing_in``: in which they stand in."""

    lines: list[Given]
    absences: int
    standing_in: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to hand over."""
        return not (self.lines or self.absences)


def handover_of(actor: Actor, giver: Account) -> HandOver:
    """Return what an account would hand over."""
    rows = list(
        WorkItem.objects.filter(state=WorkState.OPEN, assigned_to=giver).order_by(
            F("due").asc(nulls_last=True), "pk"
        )
    )
    today = clock.today()
    units = units_on({row.organisation_id for row in rows}, today)
    own = giver.pk == actor.account_id
    lines = [
        Given(
            title=title_of(row) if row.permission or own else _("Một việc của riêng người này"),
            url=row.url if row.permission or own else "",
            unit=units[row.organisation_id].short_name if row.organisation_id in units else "",
            due=row.due,
            moves=bool(row.permission),
        )
        for row in rows
    ]
    running = Absence.objects.filter(valid_to__gt=today)
    return HandOver(
        lines,
        running.filter(account=giver).count(),
        running.filter(stand_in=giver).count(),
    )


def givers_for(actor: Actor) -> list[tuple[Account, str]]:
    """Return for whom an actor may hand over besides themselves: their unit's people, where they look after its posts."""
    if actor.organisation_id is None or not manage_posts().allows_at(actor, actor.organisation_id):
        return []
    return colleagues_of(actor)


def giver_of(actor: Actor, uid: str) -> Account:
    """Return for whom an actor hands over, themselves where nobody is named; NotFound of anybody else."""
    if not uid:
        return own_account(actor)
    found = next((one for one, _title in givers_for(actor) if str(one.uid) == uid), None)
    if found is None:
        raise NotFound(_("Không có người này ở đơn vị của bạn, hoặc bạn không được bàn giao thay."))
    return found


def takers_for(actor: Actor) -> list[tuple[Account, str]]:
    """Return who may take over at the actor's unit, the actor included."""
    if actor.organisation_id is None:
        return []
    people = accounts_of_unit(actor.organisation_id)
    titles = titles_of(people)
    return [(one, titles[one.pk]) for one in people]
