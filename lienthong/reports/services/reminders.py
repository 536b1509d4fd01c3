"""Reminding those who have not sent: a written, audited fact that they see on their own page and are told, at most once a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import audit, clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.errors import NotFound, WrongMoment
from lienthong.kernel.models import AuditStream
from lienthong.registry.queries import Unit, units_below

from .. import permissions
from ..models import Reminder, Return
from ..queries.series import Asked
from ..rules.states import RECEIVED
from .opening import lock_unit
from .telling import tell_reminded


@dataclass
class Reminded:
    """Whom a step reminded, and who had been reminded the same day already, with when."""

    now: list[Unit] = field(default_factory=list)
    earlier: list[tuple[Unit, datetime]] = field(default_factory=list)


@transaction.atomic
def remind_bodies(*, actor: Actor, asked: Asked, unit: Unit, uids: Sequence[UUID] = ()) -> Reminded:
    """Remind bodies directly below a collecting unit that have not sent; without ``uids`` all of them.

    NotFound: a body does not report there. WrongMoment: it has sent already, or nobody is missing.
    Who was reminded the same local day is left as it is.
    """
    permissions.APPROVE.require_at(actor, unit.id)
    stream = lock_unit(unit.id, unit.uid).stream
    below = {one.uid: one for one in units_below(asked.series.tree_id, unit.id, asked.week.last)}
    sent = _sent(asked, below.values())
    if set(uids) - below.keys():
        raise NotFound(_("Có thôn không thuộc xã này. Chưa nhắc ai; hãy tải lại trang."))
    wanted = [below[uid] for uid in dict.fromkeys(uids)] or [
        one for one in below.values() if one.id not in sent
    ]
    if done := [one for one in wanted if one.id in sent]:
        raise WrongMoment(
            _("%(name)s đã gửi báo cáo nên không cần nhắc. Hãy tải lại trang.") % {"name": done[0].short_name}
        )
    if not wanted:
        raise WrongMoment(_("Mọi thôn đều đã gửi báo cáo, không còn ai để nhắc."))
    return _write(actor, asked, unit, wanted, stream)


def _sent(asked: Asked, units: Iterable[Unit]) -> set[int]:
    ids = [one.id for one in units]
    return set(
        Return.objects.filter(
            series=asked.series, period=str(asked.week), organisation_id__in=ids, state__in=RECEIVED
        ).values_list("organisation_id", flat=True)
    )


def _write(actor: Actor, asked: Asked, unit: Unit, wanted: Sequence[Unit], stream: AuditStream) -> Reminded:
    today, now = clock.today(), clock.now()
    earlier = dict(
        Reminder.objects.filter(
            series=asked.series,
            period=str(asked.week),
            day=today,
            organisation_id__in=[one.id for one in wanted],
        ).values_list("organisation_id", "at")
    )
    reminded = Reminded(
        [one for one in wanted if one.id not in earlier],
        [(one, earlier[one.id]) for one in wanted if one.id in earlier],
    )
    if not reminded.now:
        return reminded
    Reminder.objects.bulk_create(
        Reminder(
            series=asked.series,
            unit_id=unit.id,
            organisation_id=one.id,
            period=str(asked.week),
            day=today,
            actor=actor.uid,
            at=now,
        )
        for one in reminded.now
    )
    audit.record_all(
        actor,
        [
            audit.Deed("reminder.written", "organisation", one.uid, {"period": str(asked.week)})
            for one in reminded.now
        ],
        stream=stream,
    )
    tell_reminded(actor, asked, reminded.now)
    return reminded
